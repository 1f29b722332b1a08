"""When somebody is back and who stands in for him."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmbot.parsing.kinds.absences import find_return, find_substitute

WRITTEN = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Ich bin bis 04.12.2026 nicht im Büro.", date(2026, 12, 4)),
        ("Ich bin bis einschließlich Freitag, den 4. Dezember 2026 im Urlaub.", date(2026, 12, 4)),
        ("Vom 23.11. bis zum 04.12. bin ich nicht erreichbar.", date(2026, 12, 4)),
        ("Ich bin bis 27.11. abwesend und ab dem 30.11. wieder erreichbar.", date(2026, 11, 30)),
        ("Ab Montag, dem 7. Dezember bin ich wieder für Sie da.", date(2026, 12, 7)),
        ("Ich bin ab 4.1. wieder im Büro.", date(2027, 1, 4)),
        ("I am out of the office until December 4th.", date(2026, 12, 4)),
        ("I will be back on Monday, 7 December 2026.", date(2026, 12, 7)),
        ("I'll return on 2026-12-07 and answer then.", date(2026, 12, 7)),
        ("Out of the office from Nov 23 to Dec 4, returning December 7.", date(2026, 12, 7)),
        ("Away until 25/12/2026.", date(2026, 12, 25)),
    ],
)
def test_the_day_of_return_is_found(text, day):
    assert find_return(text, WRITTEN) == day


@pytest.mark.parametrize(
    "text", ["Ich bin bis auf Weiteres nicht da.", "Bis bald!", "Until then", "bis 31.02.2026", "Tel. 0711-12.12.12"]
)
def test_no_day_is_made_up(text):
    assert find_return(text, WRITTEN) is None


def test_a_day_without_year_is_not_guessed_for_a_mail_without_date():
    assert find_return("bis 4.12. im Urlaub", None) is None


@pytest.mark.parametrize(
    ("text", "name", "mailbox"),
    [
        (
            "Bitte wenden Sie sich an meine Kollegin Frau Nadine Paulus (n.paulus@hellweg.example).",
            "Nadine Paulus",
            "n.paulus@hellweg.example",
        ),
        (
            "In dringenden Fällen wenden Sie sich bitte an Herrn Dr. Karl Stein, Tel. 0711 12345.",
            "Dr. Karl Stein",
            None,
        ),
        (
            "Meine Vertretung übernimmt Herr Karl Stein, k.stein@hellweg.example.",
            "Karl Stein",
            "k.stein@hellweg.example",
        ),
        ("Vertretung: Anna von Berg", "Anna von Berg", None),
        (
            "For urgent matters please contact Tom Reed at tom.reed@northgate.example.",
            "Tom Reed",
            "tom.reed@northgate.example",
        ),
        ("Please contact my colleague Tom Reed.", "Tom Reed", None),
        ("In urgent cases please contact service@northgate.example.", None, "service@northgate.example"),
    ],
)
def test_the_substitute_is_found(text, name, mailbox):
    assert find_substitute(text) == (name, mailbox)


def test_the_absent_person_is_not_his_own_substitute():
    text = "Please contact Tom Reed at tom.reed@northgate.example, or me at maggie@northgate.example"
    assert find_substitute(text, sender="maggie@northgate.example") == ("Tom Reed", "tom.reed@northgate.example")


@given(st.text())
def test_any_text_is_read(text):
    find_return(text, WRITTEN)
    find_substitute(text)
