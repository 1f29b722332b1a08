"""How long before its hour somebody is reminded, in words."""

from __future__ import annotations

from collections.abc import Iterable

from crmbot.shapes import Text, Value, t, tn

_DAY = 24 * 60


def lead_words(leads: Iterable[int]) -> Text:
    """All reminders of a follow-up, in minutes before its hour; 0 is the hour itself."""
    words: Value = None
    told = list(leads)
    for minutes in told:
        one = length_words(minutes) if minutes else t("at its hour")
        words = one if words is None else t("{left} and {right}", left=words, right=one)
    return t("reminder {times} before", times=words) if 0 not in told else t("reminder {times}", times=words)


def length_words(minutes: int) -> Text:
    """A length of time, in the largest unit that it is a whole number of."""
    if minutes % _DAY == 0:
        return tn("{n} day", "{n} days", minutes // _DAY)
    if minutes % 60 == 0:
        return tn("{n} hour", "{n} hours", minutes // 60)
    return tn("{n} minute", "{n} minutes", minutes)
