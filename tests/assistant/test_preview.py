"""A record in a few words for others to see, and its address."""

from __future__ import annotations

import pytest

from crmbot.assistant.assistant import Assistant
from crmbot.assistant.settings import AssistantSettings
from crmbot.domain.members.members import require_member
from crmbot.domain.process import builtin_process
from tests.assistant.talk import Talk, all_of


def previewing(talk: Talk, *keys: str) -> None:
    """From now on previews may show these fields."""
    talk.assistant = Assistant(talk.store, builtin_process, AssistantSettings(language="en", previewed=frozenset(keys)))


def test_a_preview_says_what_may_be_shown_and_nothing_else(kolb: Talk) -> None:
    previewing(kolb, "stage", "owner")
    number = all_of(kolb.say("pipeline"), "deal")[0].number
    reply = kolb.say(f"preview card #{number}")
    words = kolb.words(reply)
    assert reply.kind == "card"
    assert all(part in words for part in ("Kolb", "Anna", f"#{number}"))
    assert not any(part in words for part in ("s.kolb@kolb.example", "711", "20,000"))
    assert f"show #{number}" in kolb.commands(reply)


def test_a_preview_shows_the_amount_where_the_settings_say_so(kolb: Talk) -> None:
    previewing(kolb, "amount")
    number = all_of(kolb.say("pipeline"), "deal")[0].number
    reply = kolb.say(f"preview card #{number}")
    assert [field.key for field in reply.fields] == ["amount"]
    assert "20,000" in kolb.words(reply)


def test_a_side_panel_says_what_matters_and_what_could_come_next(kolb: Talk) -> None:
    number = all_of(kolb.say("pipeline"), "deal")[0].number
    assert kolb.say(f"followup #{number} tomorrow send the plan").ok
    reply = kolb.say(f"side panel #{number}")
    shown = {field.key for field in reply.fields}
    assert {"kind", "stage", "amount", "next_step", "person", "owner", "roles", "advice"} <= shown
    assert "Recommended: Call and find out" in " ".join(kolb.words(reply).split())
    assert "send the plan" in kolb.words(reply)
    card = kolb.say(f"show #{number}")
    advised = {action.command for section in card.first for row in section.rows for action in row.actions}
    assert set(kolb.commands(reply)) - {f"show #{number}"} <= {*kolb.commands(card), *advised}
    assert len(reply.actions) == 7


def test_the_side_panel_of_a_person_says_how_to_reach_him(kolb: Talk) -> None:
    words = kolb.words(kolb.say("side panel Sabine Kolb"))
    assert "s.kolb@kolb.example" in words
    assert "711" in words


def test_a_side_panel_is_shown_by_the_rights_of_its_reader(kolb: Talk) -> None:
    assert kolb.say("protect Sabine Kolb").ok
    assert kolb.say("side panel Sabine Kolb").ok
    assert not kolb.with_user("ben").say("side panel Sabine Kolb").ok


def test_a_protected_contact_and_its_deals_have_no_preview(kolb: Talk) -> None:
    assert kolb.say("protect Sabine Kolb").ok
    number = all_of(kolb.say("pipeline"), "deal")[0].number
    assert kolb.say("show Sabine Kolb").ok
    assert not kolb.say("preview card Sabine Kolb").ok
    assert not kolb.say(f"preview card #{number}").ok


def test_who_works_at_a_protected_company_has_no_preview_that_names_it(kolb: Talk) -> None:
    assert kolb.say("protect Kolb Regalbau GmbH").ok
    assert not kolb.say("preview card Sabine Kolb").ok


@pytest.mark.parametrize("protected", ["Sabine Kolb", "Kolb Holding GmbH"])
def test_the_preview_of_a_company_says_nothing_of_what_is_protected_there(kolb: Talk, protected: str) -> None:
    previewing(kolb, "next_step", "last_contact")
    number = all_of(kolb.say("pipeline"), "deal")[0].number
    assert kolb.say(f"followup #{number} tomorrow tell her the secret price").ok
    assert kolb.say(f"call #{number} she wants to leave her boss").ok
    firm = "Kolb Regalbau GmbH"
    if protected != "Sabine Kolb":
        assert kolb.say(f"lead Uwe Unger, {protected}, uwe@unger.example, 5k").ok
        assert kolb.say(f"set #{number} company {protected}").ok
    assert {field.key for field in kolb.say(f"preview card {firm}").fields} == {"next_step", "last_contact"}
    assert kolb.say(f"protect {protected}").ok
    reply = kolb.say(f"preview card {firm}")
    assert (reply.ok, reply.fields) == (True, ())
    assert "secret" in kolb.words(kolb.say(f"side panel #{number}"))


def test_without_the_right_there_is_no_preview(kolb: Talk) -> None:
    number = all_of(kolb.say("pipeline"), "deal")[0].number
    with kolb.store.write(kolb.now) as work:
        require_member(work.session, "ben").rights = "own"
    assert not kolb.with_user("ben").say(f"preview card #{number}").ok


def test_the_address_of_a_record_is_told_where_there_is_one(kolb: Talk) -> None:
    number = all_of(kolb.say("pipeline"), "deal")[0].number
    assert "http.public_url" in kolb.words(kolb.say(f"url #{number}"))
    settings = AssistantSettings(language="en", record_url=lambda number: f"https://crm.firma.example/r/{number}")
    kolb.assistant = Assistant(kolb.store, builtin_process, settings)
    assert f"https://crm.firma.example/r/{number}" in kolb.words(kolb.say(f"url #{number}"))
