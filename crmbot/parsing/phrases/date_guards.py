"""What looks like a date in prose and is none: names, greetings, numbers of things, opening hours, recurring days.

Precision comes before recall here: a reminder on a wrong day costs more than a question.
"""

from __future__ import annotations

from crmbot.parsing.contact.given_names import GIVEN_NAMES
from crmbot.parsing.phrases.date_tokens import Reading
from crmbot.parsing.phrases.date_weekdays import weekday_number
from crmbot.parsing.phrases.date_words import (
    EACH_DAY,
    GREETED,
    GREETING_BEFORE,
    LEGAL_FORMS,
    MEASURES,
    MONTHS,
    NOUN_BEFORE_MORGEN,
    NUMBER_LABELS,
    OPENING_HOURS,
    PAST_LABELS,
    RECURRING,
    TITLES,
    WEEKDAYS,
    WISHED,
)  # fmt: skip

_ENGLISH_WEEKDAYS = frozenset(word for word in WEEKDAYS if word.endswith("day"))
_THROUGH = frozenset({"bis", "to", "through", "thru", "-", "–", "—"})
_TIGHT = frozenset("-–—/@_#§&+=\\")


def cut_off(r: Reading, start: int, end: int) -> bool:
    """Whether the tokens `start` to `end` are only a piece of something larger: `A-12.12.`, `24.12.A`, `x@friday`."""
    first, before = r.at(start), r.at(start - 1)
    if first.glued and (
        before.is_word or before.is_number or before.text in _TIGHT | {".", ",", ":", "'", "’", "$", "€", "£"}
    ):
        return True
    after, beyond = r.at(end), r.at(end + 1)
    if not after.glued or end >= len(r.tokens):
        return False
    if after.is_word or after.is_number or after.text in {"%", "€", "$", "£", "@", "_", "§", "°"}:
        return True
    joins = after.text in _TIGHT | {".", ",", ":", "'", "’", "–"}
    return joins and beyond.glued and (beyond.is_word or beyond.is_number)


def _titled(r: Reading, i: int) -> bool:
    """Whether a title or a given name stands before the word at `i`."""
    before = r.at(i - 1)
    if before.text == "." and r.word(i - 2) in TITLES:
        return True
    return before.word in TITLES or (before.capital and before.word in GIVEN_NAMES)


def _in_company(r: Reading, end: int) -> bool:
    """Whether a legal form or `& Söhne` follows."""
    return r.word(end) in LEGAL_FORMS or r.word(end) == "&" or (r.word(end) == "and" and r.word(end + 1) in LEGAL_FORMS)


def is_name(r: Reading, i: int, end: int) -> bool:
    """Whether the weekday or month at `i` is what somebody or some firm is called."""
    if _titled(r, i) or _in_company(r, end) or r.word(i - 1) in WISHED:
        return True
    english = r.word(i) in _ENGLISH_WEEKDAYS and r.at(i).capital
    following = r.at(end)
    return (
        english and following.capital and following.is_word and following.word not in MONTHS and len(following.text) > 1
    )


def _spans_weekdays(r: Reading, i: int, end: int) -> bool:
    """`Montag bis Freitag`: opening hours, not a day."""
    if weekday_number(r, i) is None:
        return False
    end = end + 1 if r.word(end) == "." else end
    behind = r.word(end) in _THROUGH and weekday_number(r, end + 1) is not None
    return behind or (r.word(i - 1) in _THROUGH and _weekdays_joined(r, i - 1))


def _recurs(r: Reading, start: int) -> bool:
    """`jeden Freitag`, `every first Monday`, `a Friday feeling`."""
    return r.word(start - 1) in RECURRING or (
        r.word(start - 2) in RECURRING and r.word(start - 2) not in {"a", "an", "alle"}
    )


def greets(r: Reading, i: int) -> bool:
    """Whether the `Morgen` at `i` wishes a good one, or is the morning itself."""
    if r.word(i) != "morgen" or not r.free:
        return False
    before, following = r.at(i - 1), r.at(i + 1)
    if before.word in GREETING_BEFORE or (r.at(i).capital and before.word in NOUN_BEFORE_MORGEN):
        return True
    opens = i == 0 or before.text in {".", "!", "?", ","}
    if not (opens and r.at(i).capital):
        return False
    greeted = following.word in GREETED or following.text in {"!", ","} or following.word in GIVEN_NAMES
    return greeted and not r.at(i + 2).is_number


def of_many_days(r: Reading, start: int, end: int) -> bool:
    """Whether the hour between `start` and `end` is that of every day: opening hours, `täglich`, `each morning`."""
    if r.word(end) in EACH_DAY or r.word(end + 1) in EACH_DAY or r.word(start - 1) in EACH_DAY:
        return True
    for i in range(start - 1, max(-1, start - 14), -1):
        if r.word(i) in OPENING_HOURS or (r.word(i) in EACH_DAY and i > start - 6):
            return True
        if r.word(i) in {"!", "?", ";"}:
            return False
        if r.word(i) in _THROUGH | {"&", "u", "und", "and", "."} and _weekdays_joined(r, i):
            return True
    return False


def _in_opening_hours(r: Reading, core: int, end: int) -> bool:
    """`Mo–Do 8–17, Fr 8–15 Uhr`: the Friday is one of many."""
    return weekday_number(r, core) is not None and of_many_days(r, core, end)


def _weekdays_joined(r: Reading, i: int) -> bool:
    """Whether the sign at `i`, dots aside, joins two weekdays: `Mo. - Fr.`."""
    before = i - 2 if r.word(i - 1) == "." else i - 1
    return weekday_number(r, before) is not None and weekday_number(r, i + 1) is not None


def labelled_number(r: Reading, start: int) -> bool:
    """Whether a word before a number in dots says that it is something else: `Version 3.12`, `Kapitel 4.2`."""
    before = r.at(start - 1)
    label = r.word(start - 2) if before.text in {".", ":", "#", "-"} else before.word
    return label in NUMBER_LABELS or before.text in {"#", "§", "€", "$", "£", "±", "<", ">", "="}


def points_back(r: Reading, start: int, core: int) -> bool:
    """`Rechnung vom 3.12.`: a day without year behind such a word is one that has been."""
    return any(r.word(i) in PAST_LABELS for i in range(max(0, start - 1), core))


def misread_day(r: Reading, start: int, core: int, end: int, *, name: bool) -> bool:
    """Whether the day read at `core` (its phrase begins at `start`) means something else in this prose."""
    if _in_opening_hours(r, core, end) or greets(r, core) or _recurs(r, start) or _spans_weekdays(r, core, end):
        return True
    if name and is_name(r, core, end):
        return True
    return r.at(core).is_number and (labelled_number(r, core) or r.word(end) in MEASURES)
