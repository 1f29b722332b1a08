"""Appointments: made by words, by a form and by invitation; moved, called off, asked about afterwards (rows F5, N4, issue 5)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from icalendar import Calendar

from crmbot.domain.members import require_member
from crmbot.domain.records import Activity, Appointment, Followup
from crmbot.shapes import ChatMessage
from crmbot.storage.store import Store
from tests.assistant.talk import Talk, only
from tests.conftest import BERLIN, add_team
from tests.intake.office import Office
from tests.scenarios.mailroom import Mailroom

THURSDAY = datetime(2026, 11, 19, tzinfo=BERLIN)


@pytest.fixture
def room(sqlite_store: Store, now: datetime) -> Mailroom:
    """The deal of Julia Brandt is the first; it is Wednesday."""
    add_team(sqlite_store, now)
    talk = Talk(sqlite_store, now)
    talk.say("lead Julia Brandt, Lagerbau Nord GmbH, j.brandt@lagerbau-nord.example")
    return Mailroom(Office(sqlite_store), talk)


def _deal(room: Mailroom) -> int:
    return only(room.say("show Julia Brandt"), "deal").number


def _made(room: Mailroom, words: str) -> Appointment:
    reply = room.say(words)
    assert reply.ok, room.words(reply)
    return room.office.all(Appointment)[-1]


def _local(one: Appointment) -> tuple[str, str]:
    return tuple(f"{moment.astimezone(BERLIN):%d.%m. %H:%M}" for moment in (one.starts_at, one.ends_at))  # type: ignore[return-value]


def test_an_appointment_in_one_line_has_time_place_people_and_title(room: Mailroom) -> None:
    made = _made(room, f"appointment #{_deal(room)} thursday 14:00-15:00 in Munich with ben and Julia Brandt: product demo")
    assert _local(made) == ("19.11. 14:00", "19.11. 15:00")
    assert (made.title, made.place, made.owner, made.record_number) == ("product demo", "Munich", "anna", _deal(room))
    assert {(guest.get("member"), guest["name"]) for guest in made.attendees or ()} == {
        ("ben", "Ben Bauer"), (None, "Julia Brandt"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("words", "begin", "end", "title"),
    [
        ("termin Julia Brandt Donnerstag 14-15 Uhr in München: Vorführung", "19.11. 14:00", "19.11. 15:00", "Vorführung"),
        ("termin mit Julia Brandt am Freitag um 10 Uhr, 90min", "20.11. 10:00", "20.11. 11:30", "Julia Brandt"),
        ("appointment tomorrow 9:00 for 2 hours with Julia Brandt about the layout", "19.11. 09:00", "19.11. 11:00", "the layout"),
        ("appointment Julia Brandt 3 December all day: fair", "03.12. 00:00", "04.12. 00:00", "fair"),
        ("termin Julia Brandt 3.12. ganztägig: Messe", "03.12. 00:00", "04.12. 00:00", "Messe"),
        ("appointment friday 23:00-01:00: night shift", "20.11. 23:00", "21.11. 01:00", "night shift"),
    ],
)  # fmt: skip
def test_it_is_made_in_any_natural_order(room: Mailroom, words: str, begin: str, end: str, title: str) -> None:
    made = _made(room, words)
    assert _local(made) == (begin, end)
    assert made.title == title


def test_what_is_missing_is_asked_by_a_form(room: Mailroom) -> None:
    asked = room.say(f"appointment #{_deal(room)}")
    assert asked.form is not None
    assert [field.key for field in asked.form.fields] == ["who", "when", "title", "place", "with"]
    values = {"who": "Julia Brandt", "when": "friday 10:00-11:30", "title": "Demo", "place": "Kiel", "with": "ben"}
    message = ChatMessage(asked.form.command, "anna", "say", "c", room.now, values=values)
    reply = room.talk.assistant.answer(message).reply
    assert reply.ok, room.words(reply)
    (made,) = room.office.all(Appointment)
    assert _local(made) == ("20.11. 10:00", "20.11. 11:30")
    assert (made.title, made.place) == ("Demo", "Kiel")


def test_a_clash_is_said(room: Mailroom) -> None:
    _made(room, "appointment Julia Brandt thursday 14:00-15:00: demo")
    reply = room.say("appointment thursday 14:30-16:00: dentist")
    assert "Clash: Anna Adler has “demo” then" in room.words(reply)
    assert "Clash" not in room.words(room.say("appointment thursday 16:00: tea"))


def test_it_stands_on_the_card_in_today_and_in_the_list(room: Mailroom) -> None:
    made = _made(room, "appointment Julia Brandt today 16:00 in Munich: demo")
    for said in ("show Julia Brandt", f"show #{_deal(room)}", "today", "appointments", "home", f"history #{_deal(room)}"):
        assert "demo" in room.words(room.say(said)), said
    assert only(room.say(f"termin {made.number}"), "appointment").name == "demo"
    assert room.say("appointments tomorrow").totals == {"count": 0}


def test_it_is_moved_called_off_and_undone(room: Mailroom) -> None:
    made = _made(room, "appointment Julia Brandt thursday 14:00-15:30: demo")
    assert room.say(f"move appointment #{made.number} friday 10:00").ok
    assert _local(room.office.all(Appointment)[0]) == ("20.11. 10:00", "20.11. 11:30")
    assert room.say(f"verschiebe termin #{made.number} Montag").ok
    assert _local(room.office.all(Appointment)[0]) == ("23.11. 10:00", "23.11. 11:30")
    gone = room.say(f"cancel appointment #{made.number}")
    assert room.office.all(Appointment)[0].state == "cancelled"
    assert "demo" not in room.words(room.say("appointments"))
    room.press(gone, "Undo")
    assert room.office.all(Appointment)[0].state == "planned"
    assert not room.say("appointment Julia Brandt yesterday 10:00: demo").ok


def test_the_calendar_file_is_what_calendars_read(room: Mailroom) -> None:
    made = _made(room, "appointment Julia Brandt thursday 14:00-15:00 in Straße 1; Kiel with ben: Vorführung, ganz groß ✓" + " lang" * 30)
    reply = room.say(f"ics #{made.number}")
    assert reply.picture is not None
    assert reply.picture.content_type == "text/calendar"
    content = reply.picture.content
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    assert event["DTSTART"].dt == THURSDAY.replace(hour=14)
    assert event["DTEND"].dt == THURSDAY.replace(hour=15)
    assert str(event["SUMMARY"]) == made.title
    assert str(event["LOCATION"]) == made.place
    assert str(event["UID"]) == made.uid
    assert "ATTENDEE" not in event  # no calendar writes to outsiders because of us
    room.say(f"cancel appointment #{made.number}")
    off = room.say(f"ics #{made.number}").picture
    assert off is not None
    (event,) = Calendar.from_ical(off.content).walk("VEVENT")
    assert (str(event["STATUS"]), int(event["SEQUENCE"])) == ("CANCELLED", 1)


def test_an_all_day_one_has_days_in_the_calendar_file(room: Mailroom) -> None:
    made = _made(room, "termin Julia Brandt 3.12. ganztägig: Messe")
    file = room.say(f"kalenderdatei #{made.number}").picture
    assert file is not None
    (event,) = Calendar.from_ical(file.content).walk("VEVENT")
    assert (str(event["DTSTART"].dt), str(event["DTEND"].dt)) == ("2026-12-03", "2026-12-04")


def test_its_outcome_is_logged_as_a_meeting_with_the_next_step(room: Mailroom) -> None:
    made = _made(room, "appointment Julia Brandt today 16:00-17:00: demo")
    room.talk.now += timedelta(hours=9)
    reply = room.say(f"held #{made.number} he likes it, follow up friday send the offer")
    assert reply.ok, room.words(reply)
    (meeting,) = [one for one in room.office.all(Activity) if one.kind == "meeting"]
    assert (meeting.minutes, meeting.at.astimezone(BERLIN).hour) == (60, 16)
    assert "he likes it" in meeting.text
    assert [one.text for one in room.office.all(Followup)][-1] == "send the offer"
    one = room.office.all(Appointment)[0]
    assert (one.state, one.activity_number) == ("held", meeting.number)
    assert not room.say(f"held #{made.number} again").ok


def test_what_is_about_no_record_is_its_owners_alone(room: Mailroom) -> None:
    made = _made(room, "appointment thursday 9:00: dentist")
    assert not room.say(f"cancel appointment #{made.number}", "ben").ok
    assert "dentist" not in room.words(room.say(f"appointment #{made.number}", "ben"))
    room.say("appointment thursday 9:30 with anna: sync", "ben")
    clash = room.say("appointments", "ben")
    assert "dentist" not in room.words(clash)


def test_a_limited_member_sees_no_appointment_of_a_record_that_is_not_his(room: Mailroom) -> None:
    made = _made(room, "appointment Julia Brandt thursday 14:00: demo")
    with room.office.store.write(room.now) as work:
        require_member(work.session, "ben").permissions = {"read": "own", "write": "own"}
    assert not room.say(f"appointment #{made.number}", "ben").records
    assert not room.say(f"move appointment #{made.number} friday 10:00", "ben").ok

