"""What a cell says, as the value that a field holds."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from crmbot.domain.people.contact_fields import ContactField, Fields
from crmbot.folding import fold
from crmbot.formulas import bared
from crmbot.imports.habits import Habit, read_amount, read_date
from crmbot.parsing.contact.phones import find_phones
from crmbot.parsing.phrases.short_words import NO, STARS, YES

LONGEST_TEXT = 100_000  # characters of one value
_NO = NO | {""}  # an empty box
_MAIL = re.compile(r"[^\s<>,;:\"()@]{1,64}@[^\s<>,;:\"()@]{1,190}\.[^\s<>,;:\"()@.]{2,30}")
_PARTS = re.compile(r"\s*(?:;|:::|\||\n)\s*")
_E164 = re.compile(r"\+[1-9]\d{6,14}")
_NOTHING = frozenset({"", "-", "–", "n/a", "null", "none", "(none)", "k.a.", "k. a.", "#n/a", "nan", "(no value)"})


@dataclass(frozen=True, slots=True)
class Reading:
    """How cells are read: which fields there are, where national numbers and dates come from."""

    fields: Fields
    region: str = "DE"
    currency: str = "EUR"
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))


@dataclass(frozen=True, slots=True)
class Sum:
    """Money; without a currency the row's or the team's counts."""

    amount: Decimal
    currency: str | None = None


class NotOfKindError(ValueError):
    """The cell holds no value of its field's kind."""


def cleaned(cell: str) -> str:
    """What stands in a cell, without the quote that keeps spreadsheets from taking it for a formula; empty for `n/a`."""
    text = bared(cell.strip()).strip()
    return "" if text.lower() in _NOTHING else text[:LONGEST_TEXT]


def parts_of(cell: str) -> list[str]:
    """The values of a cell that holds several."""
    return [part for part in _PARTS.split(cell) if part]


def read_emails(cell: str) -> tuple[list[str], list[str]]:
    """The mail addresses of a cell, lower-case, and the pieces that are none."""
    found: list[str] = []
    wrong: list[str] = []
    for part in re.split(r"\s*(?:;|,|:::|\||\s)\s*", cell):
        bare = part.strip("<>()\"' ").removeprefix("mailto:").lower()
        if not bare:
            continue
        (found if _MAIL.fullmatch(bare) else wrong).append(bare)
    return (found, [] if found else wrong)


def read_phones(cell: str, kind: str, region: str) -> list[tuple[str, str]]:
    """The numbers of a cell as (E.164, kind)."""
    if _E164.fullmatch(cell) and kind:
        return [(cell, kind)]
    return [
        (phone.number, kind or phone.kind)
        for part in parts_of(cell)
        for phone in find_phones(part[:200], region) or find_phones(f"Tel. {part[:200]}", region)
    ]


def read_value(field_: ContactField, cell: str, habit: Habit, reading: Reading) -> Any:
    """The value of a field that holds a single one. Raises NotOfKindError."""
    return _READERS.get(field_.kind, _text)(field_, cell, habit, reading)


def _text(_field: ContactField, cell: str, _habit: Habit, _reading: Reading) -> str:
    return " ".join(cell.split())


def _long_text(_field: ContactField, cell: str, _habit: Habit, _reading: Reading) -> str:
    return cell if _field.key == "need" else " ".join(cell.split())


def _number(field_: ContactField, cell: str, habit: Habit, _reading: Reading) -> int | Decimal:
    span = re.match(r"(\d+)\s?[-–]\s?(\d+)", cell)
    found = read_amount(span[1] if span else cell, habit)
    if found is None:
        raise NotOfKindError(cell)
    whole = found[0] == found[0].to_integral_value()
    if not whole and not field_.custom:
        return int(found[0])
    return int(found[0]) if whole else found[0]


def _date(_field: ContactField, cell: str, habit: Habit, reading: Reading) -> date:
    found = read_date(cell, habit, region=reading.region)
    if found is None:
        raise NotOfKindError(cell)
    return found


def _choice(field_: ContactField, cell: str, _habit: Habit, _reading: Reading) -> str:
    chosen = field_.choice(" ".join(cell.split()))
    if chosen is None:
        raise NotOfKindError(cell)
    return chosen


def read_flag(cell: str) -> bool | None:
    """Yes or no in either language; None for something else."""
    said = fold(cell)
    return True if said in YES else False if said in _NO else None


def _flag(_field: ContactField, cell: str, _habit: Habit, _reading: Reading) -> bool:
    said = read_flag(cell)
    if said is None:
        raise NotOfKindError(cell)
    return said


def _money(_field: ContactField, cell: str, habit: Habit, _reading: Reading) -> Sum:
    found = read_amount(cell, habit)
    if found is None:
        raise NotOfKindError(cell)
    return Sum(*found)


def _percent(_field: ContactField, cell: str, habit: Habit, _reading: Reading) -> int:
    found = read_amount(cell, habit)
    if found is None:
        raise NotOfKindError(cell)
    share = found[0] * 100 if 0 < found[0] <= 1 and "%" not in cell and ("." in cell or "," in cell) else found[0]
    if not 0 <= share <= 100:
        raise NotOfKindError(cell)
    return int(share)


def _stars(_field: ContactField, cell: str, _habit: Habit, _reading: Reading) -> int:
    said = fold(cell)
    stars = len(said) if set(said) <= {"*", "★", "⭐"} else int(said) if said.isdigit() else STARS.get(said, -1)
    if not 0 <= stars <= 3:
        raise NotOfKindError(cell)
    return stars


_READERS: Mapping[str, Callable[[ContactField, str, Habit, Reading], Any]] = MappingProxyType(
    {
        "number": _number, "date": _date, "choice": _choice, "flag": _flag, "money": _money, "percent": _percent,
        "stars": _stars, "text": _long_text,
    }
)  # fmt: skip
