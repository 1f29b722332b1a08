"""Forms become valid dialogs whatever they ask, and what people enter comes back as the form said."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crmbot.channels.slack.dialogs import errors_of, has_field, values_of, view_of
from crmbot.channels.slack.drafts import pack_draft, unpack_draft
from crmbot.channels.slack.inputs import ANSWER
from crmbot.channels.slack.source import Source, unpack
from crmbot.shapes import Form, FormField, Option, Reader, Reply, Verbatim, t
from tests.channels.block_rules import view_faults

ENGLISH = Reader("en", "Europe/Berlin")
SOURCE = Source("U1", "slack:C1:U1", "stage 7", "C1", response_url="https://hooks.example/1", message_ts="1.5")
STAGES = (Option("contact", Verbatim("Erstkontakt")), Option("offer", t("Offer")))
KINDS: tuple[Any, ...] = ("text", "long_text", "number", "date", "datetime", "choice", "choices", "person", "check")


def form(*fields: FormField, **details: Any) -> Form:
    return Form(t("Log a call"), t("Save"), "call #7", fields, **details)


def view(*fields: FormField, **details: Any) -> dict[str, Any]:
    made = view_of(form(*fields, **details), ENGLISH, SOURCE)
    assert made is not None
    assert view_faults(made) == []
    return made


def element(field: FormField) -> dict[str, Any]:
    (block,) = view(field)["blocks"]
    return dict(block["element"])


def test_a_dialog_carries_its_command_and_where_it_was_opened():
    opened = unpack(view(FormField("x", t("X")))["private_metadata"], "U1")
    assert opened == (SOURCE, "call #7")


def test_who_sends_a_dialog_off_is_never_told_by_the_dialog():
    opened = unpack(view(FormField("x", t("X")))["private_metadata"], "U2")
    assert opened is not None
    assert opened[0].user == "U2"


def test_required_questions_hints_and_words_above():
    made = view(FormField("x", t("Outcome"), required=True, hint=t("In a word")), lines=(t("About #7"),))
    above, asked = made["blocks"]
    assert above["text"]["text"] == "About #7"
    assert (asked["optional"], asked["label"]["text"], asked["hint"]["text"]) == (False, "Outcome", "In a word")


def test_each_kind_of_question_has_its_input():
    types = [
        element(FormField("x", t("X"), kind, options=STAGES if "choice" in kind else ()))["type"] for kind in KINDS
    ]
    assert types == [
        "plain_text_input", "plain_text_input", "number_input", "datepicker", "datetimepicker", "static_select",
        "multi_static_select", "users_select", "checkboxes",
    ]  # fmt: skip


def test_what_a_question_begins_with():
    at = int(datetime(2026, 11, 27, 9, 0, tzinfo=UTC).timestamp())
    assert element(FormField("x", t("X"), initial="so"))["initial_value"] == "so"
    assert element(FormField("x", t("X"), "number", initial="12500.50"))["initial_value"] == "12500.50"
    assert element(FormField("x", t("X"), "date", initial="2026-11-27"))["initial_date"] == "2026-11-27"
    assert element(FormField("x", t("X"), "datetime", initial="2026-11-27T10:00"))["initial_date_time"] == at
    assert element(FormField("x", t("X"), "person", initial="U0007"))["initial_user"] == "U0007"
    assert (
        element(FormField("x", t("X"), "choice", initial="offer", options=STAGES))["initial_option"]["value"] == "offer"
    )
    assert (
        len(element(FormField("x", t("X"), "choices", initial="offer, contact", options=STAGES))["initial_options"])
        == 2
    )
    assert element(FormField("x", t("X"), "check", initial="yes"))["initial_options"][0]["value"] == "yes"


def test_an_unfit_beginning_is_left_out():
    for kind in ("number", "date", "datetime", "choice", "choices", "person", "check"):
        made = element(FormField("x", t("X"), kind, initial="~", options=STAGES if "choice" in kind else ()))
        assert [name for name in made if name.startswith("initial")] == []


def test_more_than_a_hundred_options_are_grouped():
    many = tuple(Option(f"k{n}", Verbatim(f"Company {n}")) for n in range(250))
    made = element(FormField("x", t("X"), "choice", options=many, initial="k249"))
    assert [len(group["options"]) for group in made["option_groups"]] == [100, 100, 50]
    assert made["option_groups"][2]["label"]["text"] == "Company 200 – Company 249"


def test_a_choice_without_options_is_asked_for_as_text():
    assert element(FormField("x", t("X"), "choice"))["type"] == "plain_text_input"


def test_a_form_that_cannot_be_a_dialog_is_none():
    assert view_of(form(), ENGLISH, SOURCE) is None
    assert view_of(form(*(FormField(f"f{n}", t("X")) for n in range(101))), ENGLISH, SOURCE) is None
    assert view_of(Form(t("X"), t("X"), "x" * 3000, (FormField("x", t("X")),)), ENGLISH, SOURCE) is None


def entered(**inputs: dict[str, Any]) -> dict[str, str]:
    return values_of({"state": {"values": {f"field:{key}": {ANSWER: state} for key, state in inputs.items()}}})


def test_what_people_enter_comes_back_by_key():
    option = {"text": {"type": "plain_text", "text": "Offer"}, "value": "offer"}
    assert entered(
        text={"type": "plain_text_input", "value": "well"},
        none={"type": "plain_text_input", "value": None},
        amount={"type": "number_input", "value": "12.5"},
        day={"type": "datepicker", "selected_date": "2026-11-27"},
        at={"type": "datetimepicker", "selected_date_time": 1795770000},
        stage={"type": "static_select", "selected_option": option},
        no_stage={"type": "static_select", "selected_option": None},
        stages={"type": "multi_static_select", "selected_options": [option, {**option, "value": "won"}]},
        who={"type": "users_select", "selected_user": "U7"},
        told={"type": "checkboxes", "selected_options": [{**option, "value": "yes"}]},
        untold={"type": "checkboxes", "selected_options": []},
    ) == {
        "text": "well", "none": "", "amount": "12.5", "day": "2026-11-27", "at": "2026-11-27T09:00:00+00:00",
        "stage": "offer", "no_stage": "", "stages": "offer,won", "who": "U7", "told": "yes", "untold": "",
    }  # fmt: skip


def test_errors_stand_beside_their_fields_and_others_at_the_first():
    made = view(FormField("a", t("A")), FormField("b", t("B")))
    wrong = Reply("error", t("No"), ok=False, errors={"b": t("Too much"), "gone": t("Closed")})
    assert errors_of(made, wrong, ENGLISH) == {"field:b": "Too much", "field:a": "Closed"}
    assert errors_of(made, Reply("error", t("Not yours"), ok=False), ENGLISH) == {"field:a": "Not yours"}
    assert has_field(made, "a")
    assert not has_field(made, "c")


def test_earlier_answers_stand_in_the_next_dialog():
    again = form(FormField("a", t("A"), initial="x"), FormField("b", t("B"), initial="y")).begun_with({"a": "z"}).fields
    assert [field.initial for field in again] == ["z", "y"]


def test_a_draft_fits_behind_a_button_and_comes_back():
    assert unpack_draft(pack_draft("call #7", {"text": "Ü"})) == ("call #7", {"text": "Ü"})
    command, values = unpack_draft(pack_draft("call #7", {"text": "x" * 3000, "when": "friday"}))
    assert (command, values) == ("call #7", {"when": "friday"})


WORDS = st.text(max_size=200).map(Verbatim)
OPTIONS = st.lists(st.builds(Option, st.text(max_size=160), WORDS), max_size=120).map(tuple)
FIELDS = st.builds(
    FormField, st.text("abcxyz_", min_size=1, max_size=9), WORDS, st.sampled_from(KINDS), st.booleans(),
    st.none() | st.text(max_size=40), st.none() | WORDS, OPTIONS,
)  # fmt: skip


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(FIELDS, max_size=6, unique_by=lambda field: field.key), st.lists(WORDS, max_size=12))
def test_every_form_makes_a_valid_dialog(fields, lines):
    made = view_of(form(*fields, lines=tuple(lines)), ENGLISH, SOURCE)
    assert (made is None) == (not fields)
    if made is not None:
        assert view_faults(made) == []


@given(st.text() | st.dictionaries(st.text(max_size=9), st.text() | st.none()).map(json.dumps))
def test_no_metadata_fails(metadata):
    opened = unpack(metadata, "U1")
    assert opened is None or opened[0].user == "U1"
