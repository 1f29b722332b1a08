"""Several values of a deal in one line, as a gate asks for them: `amount 20k, close friday`."""

from __future__ import annotations

import re
from typing import Any

from crmbot.assistant.asking import Asking
from crmbot.assistant.field_words import fields_of, read_value
from crmbot.domain.deals.gates import is_known
from crmbot.domain.people.contact_fields import ContactField, Fields
from crmbot.domain.people.field_values import shown_value, write_value
from crmbot.domain.people.value_sources import by_member
from crmbot.domain.records import Deal
from crmbot.errors import RequestFault
from crmbot.parsing.chat.assignments import value_of_assignment
from crmbot.shapes import Field, Money, Verbatim, t

_BETWEEN = re.compile(r"\s*(?:[;\n]|,(?!\d))\s*|\s+(?:and|und)\s+", re.IGNORECASE)
_GIVEN = frozenset({"with", "mit", "und", "and", "bei", "at"})
_MOST_WORDS = 80
_WORDY = frozenset({"text", "name"})  # kinds whose values may hold the names of other fields


def write_values(ask: Asking, deal: Deal, text: str, wanted: tuple[str, ...]) -> tuple[Field, ...]:
    """Set what a line says of a deal. Without the name of a field the words are for the one that is `wanted`.

    Raises RequestFault for words that are no value, or belong to no field.
    """
    fields = fields_of(ask)
    shown = []
    for field, words in _pairs(ask, fields, deal, text, wanted):
        value = read_value(ask, field, value_of_assignment(words))
        _write(ask, deal, field, value)
        told = value if isinstance(value, Money) else shown_value(field, value, currency=deal.currency)
        shown.append(Field(t("{name}", name=field.label), told))
    return tuple(shown)


def _write(ask: Asking, deal: Deal, field: ContactField, value: Any) -> None:
    if isinstance(value, Money):
        if field.key == "amount":
            deal.currency = value.currency
        value = value.amount
    write_value(deal, field, value, by_member(ask.member.key, ask.now))


def _pairs(
    ask: Asking, fields: Fields, deal: Deal, text: str, wanted: tuple[str, ...]
) -> list[tuple[ContactField, str]]:
    found: list[tuple[ContactField, str]] = []
    for piece in (piece for piece in _BETWEEN.split(text.strip(" .!")) if piece.strip()):
        inner = _within(fields, _without_lead(piece))
        if inner:
            found += inner
        elif found and found[-1][0].kind in _WORDY:
            found[-1] = (found[-1][0], f"{found[-1][1]}, {piece}")  # a comma within a text
        else:
            found.append((_the_one_missing(ask, fields, deal, piece, wanted), piece))
    return found


def _without_lead(piece: str) -> str:
    first, _, rest = piece.strip().partition(" ")
    return rest if first.lower() in _GIVEN and rest else piece.strip()


def _within(fields: Fields, piece: str) -> list[tuple[ContactField, str]]:
    """The fields of a piece without commas, which begins with one; each value ends where the next field begins."""
    words = piece.split(maxsplit=_MOST_WORDS)
    found: list[tuple[ContactField, list[str]]] = []
    place = 0
    while place < len(words):
        named = _field_at(fields, " ".join(words[place:])) if _may_begin(found) else None
        if named is None:
            if not found:
                return []
            found[-1][1].append(words[place])
            place += 1
            continue
        field, rest = named
        found.append((field, []))
        place = len(words) - len(rest.split(maxsplit=_MOST_WORDS)) if rest else len(words)
    return [(field, " ".join(value)) for field, value in found]


def _may_begin(found: list[tuple[ContactField, list[str]]]) -> bool:
    return not found or bool(found[-1][1] and found[-1][0].kind not in _WORDY)


def _field_at(fields: Fields, text: str) -> tuple[ContactField, str] | None:
    for named, rest in fields.at_start(text):
        for field in named:
            if field.record == "deal" and field.kind not in {"stage", "member"}:
                return field, rest
    return None


def _the_one_missing(ask: Asking, fields: Fields, deal: Deal, piece: str, wanted: tuple[str, ...]) -> ContactField:
    missing = [key for key in wanted if not is_known(ask.session, deal, key)]
    field = fields.get("deal", missing[0]) if len(missing) == 1 else None
    if field is None:
        words = Verbatim(piece[:60])
        raise RequestFault(
            t("What is “{words}”? Write the name of the field before it: amount 20k, close Friday.", words=words)
        )
    return field
