"""How often there is to be contact: `every 2 weeks`, `alle 14 Tage`, `monthly`, `quarterly`; or not any more: `off`."""

from __future__ import annotations

import re
from datetime import datetime

from crmbot.folding import fold
from crmbot.parsing.chat.recurrence import find_recurrence
from crmbot.parsing.phrases.number_words import small_number

_OFF = frozenset(
    {"off", "stop", "no", "never", "aus", "nein", "nicht mehr", "ende", "beenden", "end", "remove", "none", "0"}
)
_SPAN = re.compile(r"(?:in |for |um )?(\d{1,3}(?= ?\D)|[^\W\d]{1,12}(?= )) ?([^\W\d]{1,8})\.?")
_UNITS = {
    **dict.fromkeys(("d", "day", "days", "tag", "tage", "tagen"), 1),
    **dict.fromkeys(("w", "wk", "week", "weeks", "woche", "wochen"), 7),
    **dict.fromkeys(("m", "mo", "month", "months", "monat", "monate", "monaten"), 30),
    **dict.fromkeys(("y", "year", "years", "jahr", "jahre"), 365),
}
_OF_RULES = {"DAILY": 1, "WEEKLY": 7, "MONTHLY": 30, "YEARLY": 365}
_LONGEST = 3 * 365


def is_off(words: str) -> bool:
    """Whether the rhythm is to end."""
    return fold(words).strip(" .!") in _OFF


def read_days(words: str, *, now: datetime) -> int | None:
    """The days between two contacts; None for words that name no rhythm. A month is 30 days, a year 365."""
    said = " ".join(words[:200].split()).strip(" .!")
    if (span := _SPAN.fullmatch(fold(said))) is not None and span[2] in _UNITS:
        count = int(span[1]) if span[1].isdigit() else small_number(span[1])
        if count:
            return _within(count * _UNITS[span[2]])
    found = find_recurrence(said, now=now)
    if found is None or found.rest:
        return None
    rule = dict(part.partition("=")[::2] for part in found.rule.split(";"))
    return _within(_OF_RULES[rule["FREQ"]] * int(rule.get("INTERVAL", "1")))


def _within(days: int) -> int | None:
    return days if 0 < days <= _LONGEST else None
