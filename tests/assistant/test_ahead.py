"""What lies ahead is planned, not logged; what was some days ago is logged on its day."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from sqlalchemy import select

from crmbot.domain.records import Activity
from tests.assistant.talk import Talk
from tests.conftest import BERLIN


@pytest.mark.parametrize(
    ("text", "plan"),
    [
        ("call #1006 tomorrow", "followup #1006 tomorrow Call"),
        ("anruf #1006 morgen um 9", "followup #1006 morgen um 9 Call"),
        ("call #1006 next week", "followup #1006 next week Call"),
        ("meeting #1006 tomorrow 10:00", "appointment #1006 tomorrow 10:00"),
    ],
)
def test_what_lies_ahead_is_not_logged(kolb: Talk, text: str, plan: str) -> None:
    before = kolb.rows()
    reply = kolb.say(text)
    assert plan in kolb.commands(reply)
    assert kolb.rows()["activities"] == before["activities"]
    assert kolb.say(plan).ok


@pytest.mark.parametrize(
    ("courtesy", "text"),
    [
        ("", "morgen Kolb anrufen"),
        ("", "Kolb morgen zurückrufen"),
        ("", "heute noch Kolb zurückrufen!"),
        ("", "nächste Woche Kolb besuchen"),
        ("", "Sabine Kolb am Freitag das Angebot schicken"),
        ("", "tomorrow call Kolb"),
        ("", "on friday send the offer to Sabine Kolb"),
        ("", "email Sabine Kolb tomorrow"),
        ("don't forget to ", "don't forget to call Kolb on friday"),
        ("nicht vergessen: ", "nicht vergessen: Freitag Kolb anrufen"),
        ("ich muss ", "ich muss morgen Kolb anrufen"),
    ],
)
def test_what_is_to_be_done_is_offered_as_a_followup(kolb: Talk, courtesy: str, text: str) -> None:
    reply = kolb.say(text)
    assert kolb.commands(reply)[0] == f"followup {text.removeprefix(courtesy).rstrip('!')}"
    assert kolb.say(kolb.commands(reply)[0]).ok


@pytest.mark.parametrize(
    "text",
    ["soll ich morgen Kolb anrufen?", "who should call Kolb tomorrow?", "gestern Kolb anrufen", "anrufen", "morgen"],
)
def test_nothing_else_is_offered_so(kolb: Talk, text: str) -> None:
    assert f"followup {text}" not in kolb.commands(kolb.say(text))


@pytest.mark.parametrize(
    ("text", "days", "clock", "minutes", "kept"),
    [
        ("call #1006 yesterday 10min wants prices", 1, 12, 10, "wants prices"),
        ("anruf #1006 vor 2 Tagen um 14 Uhr 5 min will Preise", 2, 14, 5, "will Preise"),
        ("meeting #1006 1h yesterday: showed samples", 1, 12, 60, "showed samples"),
        ("treffen #1006 gestern 1,5h Muster gezeigt", 1, 12, 90, "Muster gezeigt"),
        ("call #1006 yesterday", 1, 12, None, ""),
        ("call #1006 last week he was ill", 0, None, None, "last week he was ill"),
        ("call #1006 today wants prices", 0, None, None, "today wants prices"),
    ],
)
def test_what_was_is_logged_when_it_was(
    kolb: Talk, text: str, days: int, clock: int | None, minutes: int | None, kept: str
) -> None:
    assert kolb.say(text).ok
    with kolb.store.read() as session:
        logged = session.scalars(select(Activity).order_by(Activity.number.desc())).first()
    assert logged is not None
    at = logged.at.astimezone(BERLIN)
    assert (at.date(), logged.minutes, logged.text) == ((kolb.now - timedelta(days=days)).date(), minutes, kept)
    if clock is not None:
        assert at.time() == time(clock)
    else:
        assert logged.at == kolb.now
