"""A record in a few words for others to see, and its address."""

from __future__ import annotations

from crmbot.assistant.assistant import Assistant
from crmbot.assistant.settings import AssistantSettings
from crmbot.domain.members.members import require_member
from crmbot.domain.process import builtin_process
from tests.assistant.talk import Talk, all_of


def test_a_preview_says_name_stage_and_owner_and_nothing_else(kolb: Talk) -> None:
    number = all_of(kolb.say("pipeline"), "deal")[0].number
    reply = kolb.say(f"preview card #{number}")
    words = kolb.words(reply)
    assert reply.kind == "card"
    assert all(part in words for part in ("Kolb", "Anna", f"#{number}"))
    assert not any(part in words for part in ("s.kolb@kolb.example", "711", "20,000"))
    assert f"show #{number}" in kolb.commands(reply)


def test_a_protected_contact_and_its_deals_have_no_preview(kolb: Talk) -> None:
    assert kolb.say("protect Sabine Kolb").ok
    number = all_of(kolb.say("pipeline"), "deal")[0].number
    assert kolb.say("show Sabine Kolb").ok
    assert not kolb.say("preview card Sabine Kolb").ok
    assert not kolb.say(f"preview card #{number}").ok


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
