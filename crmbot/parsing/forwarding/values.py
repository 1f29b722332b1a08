"""What the value behind a label looks like: mailboxes, a date, other words."""

from __future__ import annotations

import re
from typing import Literal, TypeAlias

ValueKind: TypeAlias = Literal["address", "date", "text", "empty"]

_ADDRESS = re.compile(r"[^\s<>()\[\],;:\"@]{1,64}@[^\s<>()\[\],;:\"'@]{1,64}")
_TIME = re.compile(r"(?<!\d)\d{1,2}\s?[:.h時时点시]\s?\d{2}(?!\d)|\d\s?(?:[ap]\.?\s?m\b|uhr\b|Uhr\b)", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(?:19|20|25)\d{2}(?!\d)|(?<!\d)1[34]\d{2}(?!\d)")
_DAY = re.compile(r"(?<![\d/.-])(\d{1,4})\s?[-./年년]\s?(\d{1,2})\s?[-./月월]\s?(\d{1,4})?(?![\d/-])")
_LONGEST_DATE = 110
_WORD = re.compile(r"[^\W\d_]{2,}")
_BRACKET = re.compile(r"[<\[;,]")
_NAMES = 4  # words of a display name
_SENTENCE = re.compile(r"[.!?]\s|\s\w+\s\w+\s\w+\s\w+\s\w+\s")


def value_kind(value: str) -> ValueKind:
    """What `value` most likely is. Dates: a year or a day in figures with a time, in any language."""
    value = value.strip()
    if not value:
        return "empty"
    if "@" in value and _ADDRESS.search(value[:2_000]):
        return "address"
    return "date" if looks_like_date(value) else "text"


def looks_like_date(value: str) -> bool:
    """Whether `value` has the figures of a date: a year with a day or a time, whatever the words between them say."""
    if len(value) > _LONGEST_DATE or not any(char.isdigit() for char in value):
        return False
    time, year, day = _TIME.search(value), _YEAR.search(value), _is_day(_DAY.search(value))
    if day and (time or len(value) < 24):
        return True
    digits = len(re.findall(r"\d+", value))
    if time and (year or digits >= 3):
        return True
    if time and len(value) < 24 and value[0].isdigit():
        return True
    return bool(year) and digits >= 2 and len(value.split()) <= 9


def _is_day(match: re.Match[str] | None) -> bool:
    """Whether figures are those of a day, and not of a telephone number."""
    if match is None:
        return False
    first, second, third = match[1], int(match[2]), match[3] or ""
    if len(first) == 4:
        return bool(_YEAR.fullmatch(first)) and 1 <= second <= 12 and 1 <= int(third or 0) <= 31
    in_range = len(first) <= 2 and 1 <= int(first) <= 31 and 1 <= second <= 31 and min(int(first), second) <= 12
    return in_range and (len(third) == 2 or bool(_YEAR.fullmatch(third)))


def is_address_list_open(value: str) -> bool:
    """Whether a recipient list goes on in the next line: it ends with a separator, or within a bracket or quote."""
    tail = value[-400:].rstrip()
    if tail.endswith((",", ";", "<", "[", "mailto:")):
        return True
    return tail.rfind("<") > tail.rfind(">") or tail.rfind("[mailto") > tail.rfind("]") or tail.count('"') % 2 == 1


def looks_like_addresses(words: str) -> bool:
    """Whether a line holds mailboxes and nothing else, as the second line of a wrapped list does."""
    if "@" not in words or not _ADDRESS.search(words[:2_000]):
        return False
    rest, boxes = _ADDRESS.subn("", words[:2_000])
    names = _WORD.findall(rest)
    if len(names) > _NAMES * boxes + 2 or rest.rstrip()[-1:] in tuple(".!?") or _SENTENCE.search(rest):
        return False
    return words[0] in "<\"'[(" or bool(_BRACKET.search(words)) or " " not in words
