"""Replies as plain text."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Literal

from hypothesis import given
from hypothesis import strategies as st

from crmbot.channels.grid import cells
from crmbot.channels.terminal import numbered_actions, render_text
from crmbot.shapes import (
    Action,
    Column,
    Field,
    Form,
    FormField,
    Moment,
    Money,
    Option,
    Reader,
    Reply,
    Row,
    Section,
    Table,
    Verbatim,
    t,
)

ENGLISH = Reader("en", "Europe/Berlin")
GERMAN = Reader("de", "Europe/Berlin")
DONE = Action(t("Done"), "done 3")
SNOOZE = Action(t("Snooze"), "snooze 3 tomorrow")
MORE = Action(t("Next page"), "pipeline page 2")


def digest(kind: Literal["list", "choice"] = "list") -> Reply:
    row = Row(
        Verbatim("Call Anna Müller"), note=Moment(datetime(2026, 11, 27, 9, 0, tzinfo=UTC)), actions=(DONE, SNOOZE)
    )
    return Reply(kind, t("Today"), sections=(Section(t("Overdue"), (row,)),), actions=(MORE,))


def test_title_understanding_and_lines_come_first():
    reply = Reply("done", t("Noted"), understood=t("a note"), lines=(Verbatim("first\nsecond"),))
    assert render_text(reply, ENGLISH) == "Noted\nI understood: a note\nfirst\nsecond"


def test_fields_stand_in_two_columns():
    fields = (Field(t("Firm"), Verbatim("Müller")), Field(t("Worth"), Money(Decimal(12500))))
    assert render_text(Reply("card", t("Paper"), fields=fields), GERMAN) == "Paper\n\nFirm:  Müller\nWorth: 12.500 €"


def test_an_empty_field_leaves_no_blank_at_the_end_of_its_line():
    assert render_text(Reply("card", t("Paper"), fields=(Field(t("Remark"), None),)), GERMAN) == "Paper\n\nRemark:"


def test_a_table_has_headings_a_rule_and_aligned_rows():
    columns = (Column(t("Town")), Column(t("Worth"), numeric=True))
    table = Table(columns, ((Verbatim("Köln"), Money(Decimal(5))), (Verbatim("Bonn"), Money(Decimal(12500)))))
    shown = render_text(Reply("list", t("Pipeline"), table=table), GERMAN)
    assert shown == "Pipeline\n\nTown     Worth\n──────────────\nKöln       5 €\nBonn  12.500 €"


def test_a_table_without_rows_shows_its_headings():
    table = Table((Column(t("Town")),), ())
    assert render_text(Reply("list", t("Pipeline"), table=table), GERMAN) == "Pipeline\n\nTown\n────"


def test_rows_are_bullets_with_their_notes_below():
    assert render_text(digest(), ENGLISH) == (
        "Today\n\nOverdue\n• Call Anna Müller\n  Fri 27 Nov 2026, 10:00\n\n→ Next page: pipeline page 2"
    )


def test_buttons_are_numbered_in_the_order_shown():
    shown = render_text(digest(), ENGLISH, buttons=True)
    assert shown.endswith("  [1] Done [2] Snooze\n\n[3] Next page")
    assert numbered_actions(digest()) == (DONE, SNOOZE, MORE)


def test_a_choice_says_what_to_type():
    assert "→ Done: done 3" in render_text(digest("choice"), ENGLISH)


def test_a_subject_cannot_steer_the_terminal():
    assert "\x1b" not in render_text(Reply("done", t("{s}", s=Verbatim("\x1b]0;owned\x07"))), ENGLISH)


def test_rich_markup_of_outsiders_shows_as_written():
    assert (
        render_text(Reply("done", t("{s}", s=Verbatim("[bold]x[/bold] :smile:"))), ENGLISH) == "[bold]x[/bold] :smile:"
    )


@given(st.text(max_size=200), st.integers(20, 120))
def test_no_line_is_wider_than_asked(text, width):
    reply = Reply(
        "card",
        t("{x}", x=Verbatim(text)),
        lines=(Verbatim(text),),
        fields=(Field(t("Name"), Verbatim(text)),),
        table=Table((Column(t("Name")), Column(t("Text"))), ((Verbatim(text), Verbatim(text)),)),
        sections=(Section(t("Rows"), (Row(Verbatim(text), Verbatim(text)),)),),
    )
    assert all(cells(line) <= width for line in render_text(reply, GERMAN, width=width).split("\n"))


def test_a_form_is_shown_as_questions_with_the_line_that_says_the_same():
    choice = FormField(
        "kind", t("Kind"), "choice", options=(Option("a", t("Apple")), Option("b", t("Pear"))), initial="b"
    )
    text = FormField("text", t("Text"), required=True, hint=t("in your words"))
    form = Form(t("Call"), t("Log"), "call #1", (text, choice), lines=(t("Anna"),), typed=t("call #1 TEXT"))
    reply = Reply("error", t("What was said?"), ok=False, form=form, errors={"text": t("missing")})
    assert render_text(reply, ENGLISH).split("\n") == [
        "What was said?", "", "Anna", "? Text (required)", "    in your words", "  ✗ missing", "? Kind: Pear",
        "    Apple | Pear", "In one line: call #1 TEXT",
    ]  # fmt: skip


def test_what_only_buttons_need_is_not_shown_and_forms_stand_in_one_line():
    forms = (Action(t("Call"), "call #1", dialog=True), Action(t("Offer"), "offer #1 …", dialog=True))
    reply = Reply("card", t("Card"), actions=(Action(t("Won"), "won #1 ^57", "primary"), *forms))
    assert render_text(reply, ENGLISH).split("\n")[2:] == ["→ Won: won #1", "→ Also by a form: call #1 · offer #1"]
    assert render_text(reply, ENGLISH, buttons=True).split("\n")[2:] == ["[1] Won", "[2] Call", "[3] Offer"]
