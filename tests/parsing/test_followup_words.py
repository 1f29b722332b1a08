"""Lead times, presets of putting off, rhythms and own settings, in the words of both languages."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmbot.parsing.chat.followup_leads import find_leads
from crmbot.parsing.chat.followup_presets import read_preset
from crmbot.parsing.chat.rhythm_words import is_off, read_days
from crmbot.parsing.chat.setting_words import named_setting, read_setting

NOW = datetime(2026, 11, 18, 10, 0, tzinfo=ZoneInfo("Europe/Berlin"))


@pytest.mark.parametrize(
    ("words", "minutes", "rest"),
    [
        ("friday 14:00 remind 1 day and 1 hour before", (1440, 60), "friday 14:00"),
        ("Freitag 14 Uhr erinnere 1 Tag und 1 Stunde vorher", (1440, 60), "Freitag 14 Uhr"),
        ("friday 2pm, reminder 30min before call", (30,), "friday 2pm call"),
        ("fri 14:00 with reminders 2 hours, 15 min and 1 day before", (1440, 120, 15), "fri 14:00"),
        ("Freitag 14:00 eine Stunde vorher erinnern Anruf", (60,), "Freitag 14:00 Anruf"),
        ("friday 14:00 remind me half an hour before", (30,), "friday 14:00"),
        ("monday 9 remind two days ahead", (2880,), "monday 9"),
        ("friday 14:00 remind 1 day before and at the time", (1440, 0), "friday 14:00"),
        ("Freitag 14:00 erinnere mich eine Viertelstunde vorher", (15,), "Freitag 14:00"),
    ],
)
def test_lead_times_are_taken_out_of_the_words(words: str, minutes: tuple[int, ...], rest: str) -> None:
    found = find_leads(words)
    assert found is not None
    assert (found.minutes, found.rest) == (minutes, rest)


@pytest.mark.parametrize(
    "words",
    ["friday 10:00 talk about what was before", "friday remind him the day before", "friday remind 2 years before", ""],
)
def test_other_words_hold_no_lead_times(words: str) -> None:
    assert find_leads(words) is None


@pytest.mark.parametrize(
    ("words", "preset"),
    [
        ("20 min", "20min"), ("20 Minuten", "20min"), ("in 20 minutes", "20min"), ("1h", "1h"), ("eine Stunde", "1h"),
        ("in einer Stunde", "1h"), ("3 h", "3h"), ("drei Stunden", "3h"), ("this afternoon", "afternoon"),
        ("heute Nachmittag", "afternoon"), ("tomorrow", "tomorrow"), ("Morgen", "tomorrow"), ("until tomorrow", "tomorrow"),
        ("bis nächste Woche", "week"), ("next week", "week"), ("next friday", None), ("in 2 hours", None), ("", None),
    ],
)  # fmt: skip
def test_presets_are_known_in_both_languages(words: str, preset: str | None) -> None:
    assert read_preset(words) == preset


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("every 2 weeks", 14), ("alle 2 Wochen", 14), ("14d", 14), ("monthly", 30), ("quarterly", 90), ("alle 3 Monate", 90),
        ("every 10 days", 10), ("2 weeks", 14), ("wöchentlich", 7), ("every month", 30), ("a week", 7), ("half a century", None), ("often", None), ("every 9 years", None),
    ],
)  # fmt: skip
def test_a_rhythm_is_so_many_days(words: str, days: int | None) -> None:
    assert read_days(words, now=NOW) == days


@pytest.mark.parametrize("words", ["off", "aus", "nicht mehr", "Stop."])
def test_a_rhythm_can_end(words: str) -> None:
    assert is_off(words)


@pytest.mark.parametrize(
    ("words", "key", "value"),
    [
        ("default time 09:00", "default_time", "09:00"), ("Standardzeit auf 7 Uhr", "default_time", "07:00"),
        ("digest 8am", "digest_time", "08:00"), ("digest time: 6:30", "digest_time", "06:30"), ("digest off", "digest_time", "off"),
        ("Tagesüberblick aus", "digest_time", "off"), ("working days mon-thu", "working_days", "mon,tue,wed,thu"),
        ("Arbeitstage Mo, Di und Do", "working_days", "mon,tue,thu"), ("days sat-mon", "working_days", "mon,sat,sun"),
        ("hours 9-17", "working_hours", "09:00-17:00"), ("Arbeitszeit von 8 bis 16:30 Uhr", "working_hours", "08:00-16:30"),
        ("zone Europe/Vienna", "timezone", "Europe/Vienna"), ("Sprache Deutsch", "language", "de"),
        ("holidays at-9", "holidays", "AT-9"), ("Feiertage aus", "holidays", "none"), ("digest when empty yes", "digest_when_empty", "yes"),
        ("digest wenn leer nein", "digest_when_empty", "no"), ("default time default", "default_time", ""),
    ],
)  # fmt: skip
def test_settings_are_named_in_both_languages(words: str, key: str, value: str) -> None:
    named, said = named_setting(words)
    assert (named, read_setting(key, said)) == (key, value)


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("default_time", "25:00"),
        ("digest_time", "early"),
        ("working_days", "some"),
        ("working_hours", "17-9"),
        ("language", "fr"),
    ],
)
def test_what_is_no_such_value_is_none(key: str, words: str) -> None:
    assert read_setting(key, words) is None


@given(st.text(max_size=300))
def test_any_text_can_be_read(words: str) -> None:
    find_leads(words)
    read_preset(words)
    read_days(words, now=NOW)
    key, said = named_setting(words)
    assert key is None or isinstance(read_setting(key, said), str | None)
