"""A table of dates in plain words around both clock changes and the ends of month and year."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from crmbot.parsing.phrases.dates import parse_date

BERLIN = ZoneInfo("Europe/Berlin")
AUTUMN = datetime(2026, 10, 23, 16, 0, tzinfo=BERLIN)  # a Friday; on Sunday the clocks go back
SPRING = datetime(2027, 3, 26, 10, 0, tzinfo=BERLIN)  # a Friday; on Sunday they go forward
MONTH_END = datetime(2027, 1, 29, 9, 0, tzinfo=BERLIN)  # a Friday
YEAR_END = datetime(2026, 12, 30, 15, 0, tzinfo=BERLIN)  # a Wednesday

TABLE = [
    (AUTUMN, "3days", "2026-10-26"),  # Mon
    (AUTUMN, "in 3 tagen", "2026-10-26"),  # Mon
    (AUTUMN, "tomorrow2pm", "2026-10-24T14:00+02:00"),  # Sat
    (AUTUMN, "morgen 14 Uhr", "2026-10-24T14:00+02:00"),  # Sat
    (AUTUMN, "sunday 2:30am", "2026-10-25T02:30+02:00"),  # Sun
    (AUTUMN, "sonntag 3 Uhr", "2026-10-25T15:00+01:00"),  # Sun
    (AUTUMN, "weds930am", "2026-10-28T09:30+01:00"),  # Wed
    (AUTUMN, "mi 9:30", "2026-10-28T09:30+01:00"),  # Wed
    (AUTUMN, "in 2 hours", "2026-10-23T18:00+02:00"),  # Fri
    (AUTUMN, "in 48 hours", "2026-10-25T15:00+01:00"),  # Sun
    (AUTUMN, "in 24 stunden", "2026-10-24T16:00+02:00"),  # Sat
    (AUTUMN, "next friday", "2026-10-30"),  # Fri
    (AUTUMN, "nächsten Freitag", "2026-10-30"),  # Fri
    (AUTUMN, "übermorgen um halb drei", "2026-10-25T14:30+01:00"),  # Sun
    (AUTUMN, "day after tomorrow 9am", "2026-10-25T09:00+01:00"),  # Sun
    (AUTUMN, "montag 8:00", "2026-10-26T08:00+01:00"),  # Mon
    (AUTUMN, "monday 8am", "2026-10-26T08:00+01:00"),  # Mon
    (AUTUMN, "KW 44", "2026-10-26"),  # Mon
    (AUTUMN, "week 44", "2026-10-26"),  # Mon
    (AUTUMN, "Ende des Monats", "2026-10-31"),  # Sat
    (AUTUMN, "end of the month", "2026-10-31"),  # Sat
    (AUTUMN, "25.10. 2:30", "2026-10-25T14:30+01:00"),  # Sun
    (AUTUMN, "25 october 10pm", "2026-10-25T22:00+01:00"),  # Sun
    (AUTUMN, "in einer Woche", "2026-10-30"),  # Fri
    (AUTUMN, "in a week", "2026-10-30"),  # Fri
    (AUTUMN, "2w", "2026-11-06"),  # Fri
    (AUTUMN, "next week tuesday", "2026-10-27"),  # Tue
    (AUTUMN, "monday after next", "2026-11-02"),  # Mon
    (SPRING, "tomorrow", "2027-03-27"),  # Sat
    (SPRING, "morgen früh", "2027-03-27T08:00+01:00"),  # Sat
    (SPRING, "tomorrow afternoon", "2027-03-27T15:00+01:00"),  # Sat
    (SPRING, "sunday 2:30am", "2027-03-28T03:30+02:00"),  # Sun
    (SPRING, "28.3. 2:30", "2027-03-28T14:30+02:00"),  # Sun
    (SPRING, "sonntag 10 Uhr", "2027-03-28T10:00+02:00"),  # Sun
    (SPRING, "in 48 hours", "2027-03-28T11:00+02:00"),  # Sun
    (SPRING, "in 2 days", "2027-03-28"),  # Sun
    (SPRING, "in zwei Tagen", "2027-03-28"),  # Sun
    (SPRING, "monday 9am", "2027-03-29T09:00+02:00"),  # Mon
    (SPRING, "ostermontag", "2027-03-29"),  # Mon
    (SPRING, "21jan", "2028-01-21"),  # Fri
    (SPRING, "29mar 14:00", "2027-03-29T14:00+02:00"),  # Mon
    (SPRING, "next friday", "2027-04-02"),  # Fri
    (SPRING, "KW 13", "2027-03-29"),  # Mon
    (SPRING, "end of march", "2027-03-31"),  # Wed
    (SPRING, "31.3.", "2027-03-31"),  # Wed
    (SPRING, "in 3 working days", "2027-03-31"),  # Wed
    (SPRING, "in 3 Werktagen", "2027-03-31"),  # Wed
    (SPRING, "nächsten Monat", "2027-04-01"),  # Thu
    (SPRING, "in 1 month", "2027-04-26"),  # Mon
    (SPRING, "in einem Monat", "2027-04-26"),  # Mon
    (SPRING, "mon8", "2027-03-29T08:00+02:00"),  # Mon
    (SPRING, "thu2pm", "2027-04-01T14:00+02:00"),  # Thu
    (SPRING, "nächste Woche Mittwoch", "2027-03-31"),  # Wed
    (MONTH_END, "in 1 month", "2027-02-28"),  # Sun
    (MONTH_END, "in einem Monat", "2027-02-28"),  # Sun
    (MONTH_END, "in 2 months", "2027-03-29"),  # Mon
    (MONTH_END, "end of february", "2027-02-28"),  # Sun
    (MONTH_END, "Ende Februar", "2027-02-28"),  # Sun
    (MONTH_END, "31.1.", "2027-01-31"),  # Sun
    (MONTH_END, "31jan", "2027-01-31"),  # Sun
    (MONTH_END, "29 feb", "2028-02-29"),  # Tue
    (MONTH_END, "29.2.", "2028-02-29"),  # Tue
    (MONTH_END, "30.", "2027-01-30"),  # Sat
    (MONTH_END, "am 31.", "2027-01-31"),  # Sun
    (MONTH_END, "on the 31st", "2027-01-31"),  # Sun
    (MONTH_END, "first of february", "2027-02-01"),  # Mon
    (MONTH_END, "1. Februar", "2027-02-01"),  # Mon
    (MONTH_END, "tomorrow", "2027-01-30"),  # Sat
    (MONTH_END, "übermorgen", "2027-01-31"),  # Sun
    (MONTH_END, "in 3 days", "2027-02-01"),  # Mon
    (MONTH_END, "montag", "2027-02-01"),  # Mon
    (MONTH_END, "monday 9:15", "2027-02-01T09:15+01:00"),  # Mon
    (MONTH_END, "Monatsende", "2027-01-31"),  # Sun
    (MONTH_END, "eom", "2027-01-31"),  # Sun
    (MONTH_END, "end of next month", "2027-02-28"),  # Sun
    (MONTH_END, "Ende nächsten Monats", "2027-02-28"),  # Sun
    (MONTH_END, "in 4 weeks", "2027-02-26"),  # Fri
    (MONTH_END, "in vier Wochen", "2027-02-26"),  # Fri
    (MONTH_END, "Mitte Februar", "2027-02-15"),  # Mon
    (MONTH_END, "mid february", "2027-02-15"),  # Mon
    (MONTH_END, "28feb", "2027-02-28"),  # Sun
    (YEAR_END, "tomorrow", "2026-12-31"),  # Thu
    (YEAR_END, "übermorgen", "2027-01-01"),  # Fri
    (YEAR_END, "day after tomorrow", "2027-01-01"),  # Fri
    (YEAR_END, "friday", "2027-01-01"),  # Fri
    (YEAR_END, "freitag 10 uhr", "2027-01-01T10:00+01:00"),  # Fri
    (YEAR_END, "1jan", "2027-01-01"),  # Fri
    (YEAR_END, "1.1.", "2027-01-01"),  # Fri
    (YEAR_END, "2 jan 9am", "2027-01-02T09:00+01:00"),  # Sat
    (YEAR_END, "21jan", "2027-01-21"),  # Thu
    (YEAR_END, "KW 1", "2027-01-04"),  # Mon
    (YEAR_END, "KW 53", "2026-12-30"),  # Wed
    (YEAR_END, "week 2", "2027-01-11"),  # Mon
    (YEAR_END, "next week", "2027-01-04"),  # Mon
    (YEAR_END, "nächste Woche", "2027-01-04"),  # Mon
    (YEAR_END, "next month", "2027-01-01"),  # Fri
    (YEAR_END, "nächsten Monat", "2027-01-01"),  # Fri
    (YEAR_END, "next year", "2027-01-01"),  # Fri
    (YEAR_END, "Anfang Januar", "2027-01-01"),  # Fri
    (YEAR_END, "Jahresende", "2026-12-31"),  # Thu
    (YEAR_END, "end of year", "2026-12-31"),  # Thu
    (YEAR_END, "in 2 days", "2027-01-01"),  # Fri
    (YEAR_END, "in 2 hours", "2026-12-30T17:00+01:00"),  # Wed
    (YEAR_END, "in 10 stunden", "2026-12-31T01:00+01:00"),  # Thu
    (YEAR_END, "in 90 min", "2026-12-30T16:30+01:00"),  # Wed
    (YEAR_END, "monday", "2027-01-04"),  # Mon
    (YEAR_END, "next monday 2pm", "2027-01-04T14:00+01:00"),  # Mon
    (YEAR_END, "Q1", "2027-01-01"),  # Fri
    (YEAR_END, "24.12.", "2027-12-24"),  # Fri
    (YEAR_END, "heiligabend", "2027-12-24"),  # Fri
    (YEAR_END, "in 3 weeks", "2027-01-20"),  # Wed
    (YEAR_END, "in drei Monaten", "2027-03-30"),  # Tue
]


@pytest.mark.parametrize(("now", "phrase", "wanted"), TABLE)
def test_each_phrase_of_the_table_is_its_date(now: datetime, phrase: str, wanted: str) -> None:
    when = parse_date(phrase, now=now)
    assert when is not None
    assert (f"{when.at:%Y-%m-%d}" if when.day_only else when.at.isoformat(timespec="minutes")) == wanted
