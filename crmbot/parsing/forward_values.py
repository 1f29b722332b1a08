"""What the value behind a label looks like: mailboxes, a date, other words."""

from __future__ import annotations

import re
from typing import Literal, TypeAlias

ValueKind: TypeAlias = Literal["address", "date", "text", "empty"]

_ADDRESS = re.compile(r"[^\s<>()\[\],;:\"@]{1,64}@[^\s<>()\[\],;:\"'@]{1,64}")
_TIME = re.compile(r"(?<!\d)\d{1,2}\s?[:.h時时点시]\s?\d{2}(?!\d)|\d\s?(?:[ap]\.?\s?m\b|uhr\b|Uhr\b)", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(?:19|20|25)\d{2}(?!\d)|(?<!\d)1[34]\d{2}(?!\d)")
_DAY = re.compile(r"(?<!\d)\d{1,4}\s?[-./年月]\s?\d{1,2}\s?[-./月日]\s?\d{1,4}(?!\d)")
_LONGEST_DATE = 110
_ONLY_PEOPLE = re.compile(r"[<\"'\[(]|[^\s@]{1,64}@")
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
    time, year, day = _TIME.search(value), _YEAR.search(value), _DAY.search(value)
    if day and (time or len(value) < 24):
        return True
    digits = len(re.findall(r"\d+", value))
    if time and (year or digits >= 3):
        return True
    if time and len(value) < 24 and value[0].isdigit():
        return True
    return bool(year) and digits >= 2 and len(value.split()) <= 9


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
    rest = _ADDRESS.sub("", words[:2_000])
    return len(rest) < 160 and not _SENTENCE.search(rest) and (words[0] in "<\"'[(" or bool(re.search(r"[<\[;,]", words)) or " " not in words)
