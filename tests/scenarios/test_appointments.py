"""Appointments: made by words, by a form and by invitation; moved, called off, asked about afterwards (rows F5, N4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from crmbot.delivery.settings import DeliverySettings
from crmbot.delivery.tick import tick
from crmbot.domain.members.members import require_member
from crmbot.domain.process import builtin_process
from crmbot.domain.records import Activity, Appointment, Followup
from crmbot.parsing.kinds.form_templates import make_template
from crmbot.parsing.kinds.learned_forms import LearnedForm
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


def _event(content: bytes) -> Any:
    """The one event of a calendar file, as a calendar reads it."""
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    return event


def test_an_appointment_in_one_line_has_time_place_people_and_title(room: Mailroom) -> None:
    made = _made(
        room, f"appointment #{_deal(room)} thursday 14:00-15:00 in Munich with ben and Julia Brandt: product demo"
    )
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
    for said in (
        "show Julia Brandt",
        f"show #{_deal(room)}",
        "today",
        "appointments",
        "home",
        f"history #{_deal(room)}",
    ):
        assert "demo" in room.words(room.say(said)), said
    assert only(room.say(f"termin {made.number}"), "appointment").name == "demo"
    assert room.say("appointments tomorrow").totals == {"count": 0, "page": 1, "pages": 1}


def test_it_is_moved_called_off_and_undone(room: Mailroom) -> None:
    made = _made(room, "appointment Julia Brandt thursday 14:00-15:30: demo")
    assert room.say(f"move appointment #{made.number} friday 10:00").ok
    assert _local(room.office.all(Appointment)[0]) == ("20.11. 10:00", "20.11. 11:30")
    assert room.say(f"move appointment #{made.number} friday 10:00-11:00").ok
    assert _local(room.office.all(Appointment)[0]) == ("20.11. 10:00", "20.11. 11:00")
    assert room.say(f"move appointment #{made.number} friday 10:00 for 90 minutes").ok
    assert room.say(f"verschiebe termin #{made.number} Montag").ok
    assert _local(room.office.all(Appointment)[0]) == ("23.11. 10:00", "23.11. 11:30")
    gone = room.say(f"cancel appointment #{made.number}")
    assert room.office.all(Appointment)[0].state == "cancelled"
    assert "demo" not in room.words(room.say("appointments"))
    room.press(gone, "Undo")
    assert room.office.all(Appointment)[0].state == "planned"
    assert not room.say("appointment Julia Brandt yesterday 10:00: demo").ok


def test_the_calendar_file_is_what_calendars_read(room: Mailroom) -> None:
    made = _made(
        room,
        "appointment Julia Brandt thursday 14:00-15:00 in Straße 1; Kiel with ben: Vorführung, ganz groß ✓"
        + " lang" * 30,
    )
    reply = room.say(f"ics #{made.number}")
    assert reply.picture is not None
    assert reply.picture.content_type == "text/calendar"
    content = reply.picture.content
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    event = _event(content)
    assert event["DTSTART"].dt == THURSDAY.replace(hour=14)
    assert event["DTEND"].dt == THURSDAY.replace(hour=15)
    assert str(event["SUMMARY"]) == made.title
    assert str(event["LOCATION"]) == made.place
    assert str(event["UID"]) == made.uid
    assert "ATTENDEE" not in event  # no calendar writes to outsiders because of us
    room.say(f"cancel appointment #{made.number}")
    off = room.say(f"ics #{made.number}").picture
    assert off is not None
    event = _event(off.content)
    assert (str(event["STATUS"]), int(event["SEQUENCE"])) == ("CANCELLED", 1)


def test_an_all_day_one_has_days_in_the_calendar_file(room: Mailroom) -> None:
    made = _made(room, "termin Julia Brandt 3.12. ganztägig: Messe")
    file = room.say(f"kalenderdatei #{made.number}").picture
    assert file is not None
    event = _event(file.content)
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


# -- by invitation


def _invitation(
    *, sender: str = "Julia Brandt <j.brandt@lagerbau-nord.example>", start: str = "TZID=America/New_York:20261203T090000",
    end: str = "TZID=America/New_York:20261203T103000", method: str = "REQUEST", sequence: int = 0, message_id: str = "<i1@x.example>",
) -> bytes:  # fmt: skip
    event = (
        f"BEGIN:VCALENDAR\nVERSION:2.0\nMETHOD:{method}\nBEGIN:VEVENT\nUID:abc-1@kunde.example\nSEQUENCE:{sequence}\n"
        f"DTSTART;{start}\nDTEND;{end}\nSUMMARY:Abnahme\nLOCATION:Raum 5\n"
        "ORGANIZER;CN=Julia Brandt:mailto:j.brandt@lagerbau-nord.example\n"
        "ATTENDEE;CN=Anna Adler:mailto:anna@firma.example\nATTENDEE;CN=Kim Kurz:mailto:kim@anders.example\n"
        "END:VEVENT\nEND:VCALENDAR\n"
    )
    return (
        f"From: {sender}\nTo: crm@firma.example\nSubject: Abnahme\nDate: Wed, 18 Nov 2026 09:12:00 +0100\n"
        f"Message-ID: {message_id}\nMIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=b\n\n--b\n"
        f"Content-Type: text/plain; charset=utf-8\n\nEinladung {sequence}\n\n--b\n"
        f"Content-Type: text/calendar; method={method}; charset=utf-8\n\n{event}\n--b--\n"
    ).encode()


def test_an_invitation_becomes_an_appointment_at_the_right_hour_with_its_people(room: Mailroom) -> None:
    room.send(_invitation(), "crm@firma.example")
    (made,) = room.office.all(Appointment)
    assert _local(made) == ("03.12. 15:00", "03.12. 16:30")  # nine o'clock in New York
    assert (made.title, made.place, made.owner, made.record_number) == ("Abnahme", "Raum 5", "anna", _deal(room))
    guests = {(one.get("name"), one.get("member"), bool(one.get("person"))) for one in made.attendees or ()}
    assert guests == {("Julia Brandt", None, True), ("Anna Adler", "anna", False), ("Kim Kurz", None, False)}
    assert f"Appointment #{made.number}: Abnahme" in room.words(room.told())


def test_a_newer_invitation_moves_it_an_older_one_does_not_and_cancel_calls_it_off(room: Mailroom) -> None:
    room.send(_invitation(sequence=1), "crm@firma.example")
    later = {"start": "VALUE=DATE:20261204", "end": "VALUE=DATE:20261205"}
    room.send(_invitation(sequence=2, message_id="<i2@x.example>", **later), "crm@firma.example")
    (made,) = room.office.all(Appointment)
    assert (_local(made), made.all_day) == (("04.12. 00:00", "05.12. 00:00"), True)
    room.send(_invitation(sequence=0, message_id="<i3@x.example>"), "crm@firma.example")
    assert room.office.all(Appointment)[0].all_day
    room.send(_invitation(sequence=3, method="CANCEL", message_id="<i4@x.example>"), "crm@firma.example")
    assert room.office.all(Appointment)[0].state == "cancelled"


def test_nobody_but_who_invited_changes_it(room: Mailroom) -> None:
    room.send(_invitation(sequence=1), "crm@firma.example")
    room.say("person Max Moor, Lagerbau Nord GmbH, max@lagerbau-nord.example")
    forged = _invitation(
        sender="Max Moor <max@lagerbau-nord.example>", sequence=9, method="CANCEL", message_id="<i5@x.example>"
    )
    room.send(forged, "crm@firma.example")
    assert room.office.all(Appointment)[0].state == "planned"


def _only_his_own(room: Mailroom, user: str) -> None:
    with room.office.store.write(room.now) as work:
        require_member(work.session, user).permissions = {"read": "all", "write": "own"}


def test_a_member_changes_by_invitation_only_what_he_may_change(room: Mailroom) -> None:
    room.send(_invitation(sequence=1), "crm@firma.example")
    _only_his_own(room, "ben")
    called_off = _invitation(
        sender="Ben Bauer <ben@firma.example>", sequence=9, method="CANCEL", message_id="<i6@x.example>"
    )
    to_julia = called_off.replace(b"To: crm@firma.example", b"To: j.brandt@lagerbau-nord.example")
    room.send(to_julia, room.office.personal("ben"))
    assert room.office.all(Appointment)[0].state == "planned"
    assert "you may change your own records only" in room.words(room.told())


def test_an_invitation_passed_on_by_who_may_not_change_the_deal_is_its_owners(room: Mailroom) -> None:
    _only_his_own(room, "ben")
    passed_on = _invitation(sender="Ben Bauer <ben@firma.example>").replace(
        b"To: crm@firma.example", b"To: j.brandt@lagerbau-nord.example"
    )
    room.send(passed_on, room.office.personal("ben"))
    (made,) = room.office.all(Appointment)
    assert (made.owner, made.record_number) == ("anna", _deal(room))


def test_a_form_makes_no_appointment_whatever_its_fields_are_called(room: Mailroom) -> None:
    body = "Name: Julia Brandt\nE-Mail: j.brandt@lagerbau-nord.example\nuid: abc-1@kunde.example\nstart: 2026-12-03\n"
    marks = {"name": "Julia Brandt", "E-Mail": "j.brandt@lagerbau-nord.example", "uid": "abc-1@kunde.example", "start": "2026-12-03"}  # fmt: skip
    room.office.settings = replace(room.office.settings, forms=(LearnedForm("Hall", make_template(body, marks)),))
    item = room.customer("Halle mieten", sender="Website <noreply@webforms.example>", body=body)
    assert item.activity_number is not None
    assert room.office.all(Appointment) == []


# -- afterwards


def test_its_owner_is_asked_once_when_it_is_over(room: Mailroom) -> None:
    made = _made(room, "appointment Julia Brandt today 16:00-17:00: demo")

    def asked(hour: int) -> list[tuple[str, str]]:
        at = room.now.replace(hour=hour, minute=1)
        dues = tick(room.office.store, DeliverySettings(language="en"), builtin_process(), at)
        return [(due.recipient, due.key) for due in dues if due.kind == "question"]

    assert asked(16) == []
    assert asked(17) == [("anna", f"outcome:{made.number}:0:{made.ends_at:%Y%m%dT%H%M}")]
    assert asked(18) == []
    question = room.told(kind="question")
    assert "How was it? demo" in room.words(question)
    button = room.button(question, "Log the outcome")
    form = room.say(button.command).form
    assert form is not None
    values = {"outcome": "he likes it", "next": "friday send the offer"}
    message = ChatMessage(form.command, "anna", "say", "c", room.now.replace(hour=19), values=values)
    assert room.talk.assistant.answer(message).reply.ok
    assert room.office.all(Appointment)[0].state == "held"
    assert room.office.all(Followup)[-1].text == "send the offer"


def _asked(room: Mailroom, at: datetime) -> list[str]:
    dues = tick(room.office.store, DeliverySettings(language="en"), builtin_process(), at)
    return [due.recipient for due in dues if due.kind == "question"]


@pytest.mark.parametrize("sequence", [0, 1])
def test_its_owner_is_asked_again_when_it_was_moved_by_invitation(room: Mailroom, sequence: int) -> None:
    room.send(_invitation(), "crm@firma.example")
    (made,) = room.office.all(Appointment)
    assert _asked(room, made.ends_at) == ["anna"]
    later = {"start": "TZID=America/New_York:20261204T090000", "end": "TZID=America/New_York:20261204T103000"}
    moved = _invitation(sequence=sequence, message_id="<i2@x.example>", **later).replace(b"Einladung", b"Verlegt")
    room.send(moved, "crm@firma.example")
    day = timedelta(days=1)
    assert [_asked(room, made.ends_at + day) for _ in range(2)] == [["anna"], []]


def test_what_is_held_is_not_asked_about_again_when_only_its_time_is_put_right(room: Mailroom) -> None:
    room.send(_invitation(), "crm@firma.example")
    (made,) = room.office.all(Appointment)
    room.talk.now = made.ends_at + timedelta(hours=1)
    room.say(f"held #{made.number} good")
    shorter = _invitation(sequence=1, message_id="<i2@x.example>", end="TZID=America/New_York:20261203T100000")
    room.send(shorter, "crm@firma.example")
    assert room.office.all(Appointment)[0].state == "held"


def test_of_a_backlog_nobody_is_asked_how_it_was(room: Mailroom) -> None:
    room.talk.now = datetime(2026, 12, 4, 9, 0, tzinfo=UTC)
    room.send(_invitation(), "crm@firma.example", quiet=True)
    assert len(room.office.all(Appointment)) == 1
    assert _asked(room, room.now) == []


# -- rights, erasure, merging


def test_it_goes_with_its_deal_and_comes_back(room: Mailroom) -> None:
    _made(room, "appointment Julia Brandt thursday 14:00: demo")
    room.say("whoami")
    with room.office.store.write(room.now) as work:
        require_member(work.session, "anna").rights = "admin"
    assert room.say(f"delete #{_deal(room)} yes really").ok
    assert room.office.all(Appointment) == []
    assert room.say("undo").ok
    assert [one.title for one in room.office.all(Appointment)] == ["demo"]


def test_when_two_contacts_are_one_their_appointments_are_too(room: Mailroom) -> None:
    room.say("person J. Brandt, jb@privat.example")
    made = _made(room, "appointment thursday 14:00 with jb@privat.example: tea")
    assert room.say("merge jb@privat.example into j.brandt@lagerbau-nord.example").ok
    kept = only(room.say("show Julia Brandt"), "person").number
    assert "tea" in room.words(room.say(f"show #{kept}"))
    assert made.title == "tea"


def test_an_erased_person_is_in_no_appointment_any_more(room: Mailroom) -> None:
    _made(room, "appointment thursday 14:00 in Kiel with ben and Julia Brandt: demo for Julia Brandt")
    with room.office.store.write(room.now) as work:
        require_member(work.session, "anna").rights = "admin"
    assert room.say("erase Julia Brandt yes really").ok
    for one in room.office.all(Appointment):
        assert "Brandt" not in f"{one.title} {one.place} {one.text} {one.attendees} {one.organizer}"


def _listed(room: Mailroom, words: str, user: str = "anna") -> list[str]:
    reply = room.say(words, user)
    assert reply.ok, room.words(reply)
    return [one.name for one in reply.records]


def test_the_list_takes_periods_owners_and_records(room: Mailroom) -> None:
    """Today is Wednesday, 18 November."""
    _made(room, "appointment Julia Brandt today 16:00: demo")
    _made(room, "appointment friday 10:00 with ben: sync")
    _made(room, "appointment tuesday 10:00: plan the fair")
    made = room.say("appointment #1006 in 3 weeks 9:00: contract", "ben")
    assert made.ok, room.words(made)
    assert _listed(room, "appointments this week") == ["demo", "sync"]
    assert _listed(room, "termine nächste Woche") == ["plan the fair"]
    assert _listed(room, "appointments until friday") == ["demo", "sync"]
    assert _listed(room, "appointments Julia Brandt") == ["demo", "contract"]
    assert _listed(room, "appointments owner:ben") == ["sync", "contract"]
    assert _listed(room, "appointments all december") == ["contract"]
    assert "from Mon 23 Nov 2026 to Sun 29 Nov 2026" in room.words(room.say("appointments next week"))


def test_the_list_of_a_colleague_leaves_out_what_is_his_alone(room: Mailroom) -> None:
    _made(room, "appointment thursday 9:00: dentist")
    assert _listed(room, "appointments owner:anna", "ben") == []
    assert _listed(room, "appointments all", "ben") == []


def test_a_long_list_of_appointments_has_pages(room: Mailroom) -> None:
    for hour in range(8, 19):
        for day in ("thursday", "friday"):
            _made(room, f"appointment {day} {hour}:00-{hour}:30: visit {hour}")
    first = room.say("appointments this week")
    assert (len(first.records), first.totals["pages"]) == (20, 2)
    assert len(room.press(first, "Next page").records) == 2
