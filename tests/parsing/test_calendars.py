"""Invitations: time, place, people, and calendars that are broken."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmbot.parsing.kinds.calendars import read_invitation
from crmbot.parsing.parsed import Address

REQUEST = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Test//DE
METHOD:REQUEST
BEGIN:VTIMEZONE
TZID:W. Europe Standard Time
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
UID:termin-7@sommer-bau.example
DTSTAMP:20261120T090000Z
DTSTART;TZID=W. Europe Standard Time:20261203T100000
DTEND;TZID=W. Europe Standard Time:20261203T113000
SUMMARY:Besichtigung
  der Halle
LOCATION:Hafenweg 3\\, Hamburg
ORGANIZER;CN="Sommer, Rita":MAILTO:Rita@Sommer-Bau.example
ATTENDEE;CN=Ben Ott;PARTSTAT=ACCEPTED:mailto:ben@regalwerk.example
ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:anna@regalwerk.example
END:VEVENT
END:VCALENDAR
"""


def test_time_place_and_people_of_an_invitation_are_read():
    invitation = read_invitation(REQUEST)
    assert invitation is not None
    assert (invitation.method, invitation.summary, invitation.location) == (
        "request",
        "Besichtigung der Halle",
        "Hafenweg 3, Hamburg",
    )
    assert invitation.as_fields()["start"] == "2026-12-03T10:00:00+01:00"
    assert invitation.as_fields()["end"] == "2026-12-03T11:30:00+01:00"
    assert invitation.organizer == Address("Sommer, Rita", "rita@sommer-bau.example")
    assert [one.address for one in invitation.attendees] == ["ben@regalwerk.example", "anna@regalwerk.example"]
    assert invitation.answers == {"ben@regalwerk.example": "accepted"}


@pytest.mark.parametrize("method", ["REPLY", "CANCEL", "COUNTER", "PUBLISH"])
def test_the_method_is_named(method):
    invitation = read_invitation(REQUEST.replace("METHOD:REQUEST", f"METHOD:{method}"))
    assert invitation is not None
    assert invitation.method == method.lower()


def test_a_day_without_time_stays_a_day():
    whole_day = REQUEST.replace("DTSTART;TZID=W. Europe Standard Time:20261203T100000", "DTSTART;VALUE=DATE:20261203")
    invitation = read_invitation(whole_day)
    assert invitation is not None
    assert invitation.as_fields()["start"] == "2026-12-03"


def test_an_end_given_as_duration_is_worked_out():
    text = REQUEST.replace("DTEND;TZID=W. Europe Standard Time:20261203T113000", "DURATION:PT45M")
    invitation = read_invitation(text)
    assert invitation is not None
    assert invitation.as_fields()["end"] == "2026-12-03T10:45:00+01:00"


def test_only_the_first_event_of_many_is_read():
    event = REQUEST[REQUEST.index("BEGIN:VEVENT") : REQUEST.index("END:VCALENDAR")]
    many = REQUEST.replace("END:VCALENDAR", event.replace("Hafenweg", "Nordweg") * 200 + "END:VCALENDAR")
    invitation = read_invitation(many)
    assert invitation is not None
    assert invitation.location == "Hafenweg 3, Hamburg"


def test_what_is_no_calendar_is_none():
    assert read_invitation("Guten Tag") is None


def test_a_broken_event_still_says_what_it_was_for():
    invitation = read_invitation("BEGIN:VCALENDAR\nMETHOD:CANCEL\nBEGIN:VEVENT\nDTSTART:soon\n")
    assert invitation is not None
    assert invitation.method == "cancel"


@given(st.text())
def test_any_calendar_is_read(text):
    read_invitation(f"BEGIN:VCALENDAR\nMETHOD:REQUEST\nBEGIN:VEVENT\n{text}\nEND:VEVENT\nEND:VCALENDAR\n")
