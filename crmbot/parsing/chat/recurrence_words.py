"""The words of recurring dates in German and English, folded (see `folding`): data only."""

from __future__ import annotations

from crmbot.parsing.phrases.date_words import DAYS as _COUNTED_DAYS
from crmbot.parsing.phrases.date_words import RISKY_WEEKDAYS, SHORT_WEEKDAYS, WEEKDAYS

DAILY, WEEKLY, MONTHLY, YEARLY = "DAILY", "WEEKLY", "MONTHLY", "YEARLY"

EVERY = frozenset({"every", "each", "jeden", "jede", "jedes", "jeder", "jedem", "alle", "ev"})
"""What opens a recurrence, before a number, a unit or a day."""

UNITS: dict[str, tuple[str, int]] = {
    "day": (DAILY, 1), "days": (DAILY, 1), "tag": (DAILY, 1), "tage": (DAILY, 1), "tagen": (DAILY, 1),
    "week": (WEEKLY, 1), "weeks": (WEEKLY, 1), "woche": (WEEKLY, 1), "wochen": (WEEKLY, 1), "wk": (WEEKLY, 1),
    "month": (MONTHLY, 1), "months": (MONTHLY, 1), "monat": (MONTHLY, 1), "monate": (MONTHLY, 1), "monaten": (MONTHLY, 1),
    "quarter": (MONTHLY, 3), "quarters": (MONTHLY, 3), "quartal": (MONTHLY, 3), "quartale": (MONTHLY, 3),
    "vierteljahr": (MONTHLY, 3), "halbjahr": (MONTHLY, 6),
    "year": (YEARLY, 1), "years": (YEARLY, 1), "jahr": (YEARLY, 1), "jahre": (YEARLY, 1), "jahren": (YEARLY, 1),
}  # fmt: skip

ADVERBS: dict[str, tuple[str, int]] = {
    "daily": (DAILY, 1), "taeglich": (DAILY, 1), "weekly": (WEEKLY, 1), "woechentlich": (WEEKLY, 1),
    "biweekly": (WEEKLY, 2), "fortnightly": (WEEKLY, 2), "zweiwoechentlich": (WEEKLY, 2), "vierzehntaegig": (WEEKLY, 2),
    "vierzehntaeglich": (WEEKLY, 2), "zweiwoechig": (WEEKLY, 2),
    "monthly": (MONTHLY, 1), "monatlich": (MONTHLY, 1), "zweimonatlich": (MONTHLY, 2),
    "quarterly": (MONTHLY, 3), "vierteljaehrlich": (MONTHLY, 3), "quartalsweise": (MONTHLY, 3),
    "halbjaehrlich": (MONTHLY, 6), "semiannually": (MONTHLY, 6), "biannually": (MONTHLY, 6),
    "yearly": (YEARLY, 1), "annually": (YEARLY, 1), "jaehrlich": (YEARLY, 1), "alljaehrlich": (YEARLY, 1),
}  # fmt: skip

WORKDAYS = frozenset(
    {"weekday", "weekdays", "workday", "workdays", "werktag", "werktage", "werktagen", "arbeitstag", "arbeitstage",
     "arbeitstagen", "wochentag", "wochentage"}
)  # fmt: skip
"""Monday to Friday, as a day to be counted."""
WORKDAY_ADVERBS = frozenset({"werktags", "werktaeglich", "wochentags", "arbeitstaeglich"})

DAYS: dict[str, int] = {**RISKY_WEEKDAYS, **SHORT_WEEKDAYS, **WEEKDAYS}
"""Days of the week, with their short forms."""
DAYS_IN_GENERAL: dict[str, int] = {f"{name}s": day for name, day in WEEKDAYS.items() if name not in _COUNTED_DAYS}
"""`montags`, `mondays`: every one of them."""

ORDINALS: dict[str, int] = {
    **{stem + ending: number for number, stem in enumerate(("erst", "zweit", "dritt", "viert", "fuenft"), 1) for ending in ("en", "e", "er", "es")},
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4,
    "last": -1, "letzten": -1, "letzte": -1, "letzter": -1, "letztes": -1,
}  # fmt: skip
OTHER = frozenset({"other", "uebernaechsten"})
"""Every other one is every second one."""

OF = frozenset(
    {"of", "im", "in", "des", "the", "each", "every", "jeden", "jedes", "pro", "per", "a", "dem", "eines", "vom"}
)
"""What may stand between a day and its month."""
OF_EVERY = frozenset({"every", "each", "jeden", "jedes"})
AT_DAY = frozenset({"on", "am", "zum", "the", "den", "dem", "jeweils", "immer", "day"})
AND = frozenset({",", "and", "und", "&", "+"})

ONCE: dict[str, int] = {"once": 1, "einmal": 1, "twice": 2, "zweimal": 2, "dreimal": 3, "viermal": 4}
"""How often in a period: `einmal im Monat`, `twice a year`."""
PER = frozenset({"a", "per", "each", "every", "im", "in", "pro", "jede", "jeden", "jedes", "der", "the"})

TIMES = frozenset({"times", "time", "mal", "x", "male", "wiederholungen", "occurrences"})
COUNTED: dict[str, int] = {
    "zweimal": 2, "dreimal": 3, "viermal": 4, "fuenfmal": 5, "sechsmal": 6, "siebenmal": 7, "achtmal": 8, "neunmal": 9,
    "zehnmal": 10, "zwoelfmal": 12, "twice": 2,
}  # fmt: skip
IN_ALL = frozenset({"for", "insgesamt", "total", "in", "only", "nur", "noch", "genau", "exactly", "fuer", "die"})
UNTIL = frozenset({"until", "till", "til", "bis", "through", "ending", "thru"})
FROM = frozenset({"from", "ab", "starting", "beginning", "beginnend", "since", "startend", "von"})

WORKDAY_SHIFTS = (
    "on the next working day", "on the next workday", "on working days only", "only on working days", "on working days",
    "moved to working days", "moved to the next working day", "next working day", "working days only",
    "nur an werktagen", "nur an arbeitstagen", "an werktagen", "an arbeitstagen", "auf den naechsten werktag",
    "auf den naechsten arbeitstag", "am naechsten werktag", "am naechsten arbeitstag", "sonst naechster werktag",
    "verschoben auf werktage", "sonst am naechsten werktag", "or the next working day", "or next working day",
    "oder am naechsten werktag", "oder naechster werktag",
)  # fmt: skip
"""What falls on a free day comes on the next working day."""
REGARDLESS = (
    "regardless", "no matter what", "in any case", "even if not done", "whether done or not", "done or not",
    "auch wenn nicht erledigt", "auch unerledigt", "unabhaengig davon", "in jedem fall", "auf jeden fall", "ob erledigt oder nicht",
)  # fmt: skip
"""The next one comes although this one is not done."""
WHEN_DONE = ("when done", "once done", "after done", "wenn erledigt", "nach erledigung", "sobald erledigt")
FROM_NOW_ON = (
    "from now on",
    "from here on",
    "as of now",
    "ab jetzt",
    "ab sofort",
    "von jetzt an",
    "kuenftig",
    "in zukunft",
)
