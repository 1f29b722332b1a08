from __future__ import annotations

import pytest

from crmbot.domain.process import builtin_process, together
from crmbot.domain.process.reading import read_process
from crmbot.errors import ProcessFault
from crmbot.shapes import Reply
from tests.assistant.forms.asked import field, keys, wrong
from tests.assistant.talk import only


def options(reply: Reply, key: str) -> list[str]:
    return [option.value for option in field(reply, key).options]


def test_stage_without_a_stage_offers_those_the_process_allows(kolb):
    asked = kolb.say("stage #1006")
    assert options(asked, "stage")[:3] == ["develop", "offer", "close"]
    assert field(asked, "stage").initial == "develop"
    assert only(kolb.say(asked.form.command, stage="offer"), "deal").stage == "offer"


def test_a_stage_that_is_none_stands_beside_the_question(kolb):
    assert wrong(kolb.say("stage #1006", stage="moon")) == ["stage"]
    assert wrong(kolb.say("stage #1006", stage="")) == ["stage"]


def test_the_dialog_asks_exactly_what_the_gate_misses(both):
    both.say("lead Sabine Kolb, Kolb Regalbau GmbH, s.kolb@kolb.example")
    asked = both.say("stage #1006 close")
    assert keys(asked) == ["amount"]
    assert field(asked, "amount").required
    done = both.say(asked.form.command, amount="12.5k")
    assert only(done, "deal").stage == "close"
    assert only(done, "deal").amount == 12500


def test_a_bad_amount_at_the_gate_moves_nothing(talk):
    talk.say("lead Sabine Kolb, Kolb Regalbau GmbH")
    before = talk.rows()
    again = talk.say("stage #1006 close", amount="plenty")
    assert wrong(again) == ["amount"]
    assert field(again, "amount").initial == "plenty"
    assert talk.rows() == before


def test_choosing_a_stage_with_a_gate_asks_for_what_is_missing_next(talk):
    talk.say("lead Sabine Kolb, Kolb Regalbau GmbH")
    second = talk.say("stage #1006", stage="close")
    assert keys(second) == ["amount"]
    assert only(talk.say(second.form.command, amount="3k"), "deal").stage == "close"


GATED = """
key = "gated"
name = "Gated"
lost_reasons = [{ en = "sold elsewhere", de = "anderswo gekauft" }, "no answer"]
[[fields]]
key = "risk"
name = { en = "Risk class", de = "Risikoklasse" }
kind = "choice"
choices = ["low", "high"]
[[fields]]
key = "persons"
name = { en = "Persons insured", de = "Versicherte Personen" }
kind = "number"
[[stages]]
key = "first"
name = "First"
roles = ["lead"]
state = "open"
probability = 10
takes_mail = true
[[stages]]
key = "second"
name = "Second"
roles = ["lead"]
state = "open"
probability = 20
takes_mail = true
required = ["risk", "persons", "person", "email", "phone", "company", "offer", "next_step", "expected_close", "need"]
[[stages]]
key = "done"
name = "Done"
roles = ["customer"]
state = "won"
probability = 100
takes_mail = true
[[stages]]
key = "gone"
name = "Gone"
roles = []
state = "lost"
probability = 0
takes_mail = false
"""


@pytest.fixture
def gated(talk):
    """Anna works with a process that has fields of its own and asks for much."""
    own = read_process(GATED, origin="gated.toml")
    talk.assistant._process = lambda: together((builtin_process(), own))
    talk.say("lead Kolb Regalbau GmbH, process gated")
    return talk


def test_the_modal_is_made_from_the_process_file(gated):
    asked = gated.say("stage #1005 second")
    assert keys(asked) == [
        "risk", "persons", "person", "email", "phone", "offer", "next_step", "expected_close", "need",
    ]  # fmt: skip
    assert options(asked, "risk") == ["low", "high"]
    assert field(asked, "expected_close").kind == field(asked, "next_step").kind == "date"


def test_everything_a_gate_can_ask_for_is_answered_in_one_form(gated):
    asked = gated.say("stage #1005 second")
    done = gated.say(
        asked.form.command, risk="high", persons="4", person="Sabine Kolb", email="s.kolb@kolb.example",
        phone="+49 711 123456", offer="9000", next_step="in two weeks 10:00", expected_close="2026-12-18", need="cover",
    )  # fmt: skip
    assert only(done, "deal").stage == "gated.second"
    shown = gated.words(gated.say("show #1005"))
    assert "Sabine Kolb" in shown
    assert "Risk class:" in shown
    assert "9,000" in shown
    assert "10:00" in gated.words(gated.say("due #1005"))
    assert "s.kolb@kolb.example" in gated.words(gated.say("show Sabine Kolb"))


def test_each_wrong_answer_at_a_gate_is_told_beside_it(gated):
    again = gated.say(
        "stage #1005 second", risk="medium", persons="many", person="Sabine Kolb", email="at home", phone="none",
        offer="0", next_step="2020-01-01", expected_close="soonish", need="",
    )  # fmt: skip
    assert wrong(again) == ["expected_close", "need", "next_step", "offer", "persons", "risk"]


def test_reasons_of_the_process_file_are_offered(gated):
    assert options(gated.say("lost #1005"), "reason") == ["sold elsewhere", "no answer"]


def test_a_list_of_reasons_that_is_none_is_a_fault_of_the_file():
    with pytest.raises(ProcessFault, match="lost_reasons: entry 1 is no reason"):
        read_process(GATED.replace('{ en = "sold elsewhere", de = "anderswo gekauft" }', "7"), origin="gated.toml")


def test_lost_asks_why_and_keeps_reason_and_note(kolb):
    asked = kolb.say("lost #1006")
    assert keys(asked) == ["reason", "other", "note"]
    done = kolb.say(asked.form.command, reason="too expensive", note="again in spring")
    assert "too expensive" in kolb.words(done)
    assert "again in spring" in kolb.words(done)


def test_lost_without_any_reason_is_told_beside_the_question(kolb):
    before = kolb.rows()
    assert wrong(kolb.say("lost #1006", reason="", other=" ", note="kept")) == ["reason"]
    assert kolb.rows() == before


def test_reasons_that_were_given_before_are_offered(kolb):
    kolb.say("lead Eva Lang, Lang Holz GmbH, 3k")
    kolb.say("lost Lang: no parking at the site")
    assert "no parking at the site" in options(kolb.say("lost #1006"), "reason")


def test_moving_to_the_lost_stage_asks_why(kolb):
    assert keys(kolb.say("stage #1006 lost")) == ["reason", "other", "note"]


def test_won_acts_at_once_and_asks_when_wanted(kolb):
    asked = kolb.say("won #1006 …")
    assert keys(asked) == ["note"]
    done = kolb.say(asked.form.command, note="by phone")
    assert only(done, "deal").stage == "order"
    assert "by phone" in kolb.words(kolb.say("history #1006"))


def test_disqualify_asks_why_and_can_keep_the_company(kolb):
    asked = kolb.say("disqualify #1006")
    assert keys(asked) == ["reason", "other", "company"]
    assert wrong(kolb.say("disqualify #1006", reason="")) == ["reason"]
    assert only(kolb.say(asked.form.command, other="a competitor spying", company="yes"), "deal").stage == "lost"


@pytest.mark.parametrize(
    ("answers", "stage"),
    [({"into": "project", "offer": "yes", "amount": "5k"}, "offer"), ({"into": "project"}, "develop"),
     ({"into": "company only"}, "lost"), ({"into": "to partner"}, "lost")],
)  # fmt: skip
def test_convert_asks_into_what(kolb, answers, stage):
    asked = kolb.say("convert #1006 …")
    assert keys(asked) == ["into", "offer", "amount"]
    kolb.say(asked.form.command, **answers)
    assert only(kolb.say("show #1006"), "deal").stage == stage or stage == "lost"


def test_an_offer_is_asked_for_with_its_date_number_and_products(kolb):
    kolb.say("product add S1, Shelf, 400")
    asked = kolb.say("offer #1006")
    assert keys(asked) == ["amount", "valid", "code", "draft", "products"]
    done = kolb.say("offer #1006", products="2 Shelf", valid="2026-12-01", code="A-7")
    offer = only(done, "offer")
    assert (str(offer.valid_until), offer.code, done.records[0].stage) == ("2026-12-01", "A-7", "offer")
    assert "800" in kolb.words(done)


def test_what_is_wrong_with_an_offer_stands_beside_it(kolb):
    before = kolb.rows()
    assert wrong(kolb.say("offer #1006", amount="much", valid="2020-01-01")) == ["amount", "valid"]
    assert wrong(kolb.say("offer #1006", amount="", products="")) == ["amount"]
    assert wrong(kolb.say("offer #1006", amount="5k", products="3 Moonstones")) == ["products"]
    assert kolb.rows() == before


def test_an_owner_is_chosen_among_the_team(kolb):
    asked = kolb.say("assign #1006")
    assert "ben" in options(asked, "owner")
    assert wrong(kolb.say("assign #1006", owner="zoe")) == ["owner"]
    assert wrong(kolb.say("assign #1006", owner="")) == ["owner"]
    assert only(kolb.say(asked.form.command, owner="ben"), "deal").owner == "ben"


def test_a_complaint_is_resolved_with_what_was_done(kolb):
    number = only(kolb.say("complaint #1006 boards broken"), "activity").number
    asked = kolb.say(f"resolve #{number} …")
    assert kolb.say(asked.form.command, text="new boards sent").ok
    assert "new boards sent" in kolb.words(kolb.say("history #1006"))
