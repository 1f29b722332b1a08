"""Values of fields in words: what somebody types, as the record holds it; what it holds, as people read it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from crmbot.assistant.amounts import leading_amount
from crmbot.assistant.asking import Asking
from crmbot.assistant.followups.planning import read_when
from crmbot.domain.people.contact_fields import Choice, ContactField, Fields, custom_field
from crmbot.domain.people.field_values import FieldHolder, shown_value
from crmbot.domain.records import Company, Deal
from crmbot.errors import RequestFault
from crmbot.folding import fold
from crmbot.parsing.phrases.amounts import parse_amount
from crmbot.parsing.phrases.short_words import NO, STARS, YES
from crmbot.shapes import Action, Money, Text, Value, Verbatim, t

_MOST_STARS = 3
_PERCENT = re.compile(r"(\d{1,3})\s?(?:%|percent|prozent)?", re.IGNORECASE)
_WEBSITE = re.compile(r"(?:https?://)?[^\s/]+\.[^\s]{2,}", re.IGNORECASE)
_LONGEST = 2_000  # characters of a text
_BIRTHDAYS = frozenset({"birthday"})  # dates that lie in the past


def fields_of(ask: Asking) -> Fields:
    """All fields that the member sees: the built-in ones, the installation's own, and those of the processes for deals."""
    known = ask.settings.fields
    own = {}
    for line in ask.process.all:
        for spec in line.fields:
            if known.get("deal", spec.key) is None:
                choices = [Choice(one, {"en": one}) for one in spec.choices]
                own[spec.key] = custom_field("deal", spec.key, spec.names or {"en": spec.key}, spec.kind, choices)
    seen = [field for field in known.fields if may_see(ask, field)]
    return Fields((*seen, *own.values())) if own or len(seen) < len(known.fields) else known


def value_words(ask: Asking, record: FieldHolder | None, field: ContactField, value: Any) -> Value:
    """A value that `record` has, had or could have; amounts in the deal's currency, of a contact in the team's."""
    if field.kind == "member":
        return ask.member_name(value) if value else None
    if field.kind == "stage":
        return ask.stage_name(str(value))
    if field.kind == "company" and isinstance(value, int):  # a signature says it by its name
        company = ask.session.get(Company, value)
        return Verbatim(company.name) if company else None
    currency = record.currency if isinstance(record, Deal) else ask.settings.currency
    return shown_value(field, value, currency=currency)


def may_see(ask: Asking, field: ContactField) -> bool:
    """Whether the acting member sees a field: he is of one of its departments, or an administrator."""
    department = fold(ask.member.department or "")
    return not field.seen_by or ask.access.may("admin") or department in {fold(one) for one in field.seen_by}


def read_value(ask: Asking, field: ContactField, words: str) -> Any:
    """The value; of money a `Money`. Raises RequestFault for words that are none for this field."""
    return _READERS.get(field.kind, _text)(ask, field, words.strip())


def _text(_ask: Asking, _field: ContactField, words: str) -> str:
    return " ".join(words.split())[:_LONGEST]


def _number(ask: Asking, field: ContactField, words: str) -> int | Decimal:
    amount = parse_amount(words, currency=ask.settings.currency) if len(words) < 60 else None
    if amount is None or amount.amount < 0:
        raise RequestFault(t("{field} is a number, not “{words}”.", field=field.label, words=_short(words)))
    whole = amount.amount == amount.amount.to_integral_value()
    if not whole and not field.custom:
        raise RequestFault(t("{field} is a whole number, not “{words}”.", field=field.label, words=_short(words)))
    return int(amount.amount) if whole else amount.amount


def _date(ask: Asking, field: ContactField, words: str) -> date:
    when, rest = read_when(ask, re.sub(r"^(?:at|on|am|the|den)\s+", "", words, flags=re.IGNORECASE))
    if when is None or rest.strip(" .!"):
        raise RequestFault(t("I find no date in “{words}”.", words=_short(words)))
    day = when.at.astimezone(ask.zone).date()
    if field.key in _BIRTHDAYS and day > ask.now.date():
        raise RequestFault(t("A birthday lies in the past: write it with its year, as 12.3.1985."))
    return day


def _choice(_ask: Asking, field: ContactField, words: str) -> str:
    chosen = field.choice(_text(_ask, field, words))
    if chosen is None:
        known = ", ".join(next(iter(choice.names.values()), choice.key) for choice in field.choices)
        raise RequestFault(
            t(
                "“{words}” is no {field}. Known are: {known}.",
                words=_short(words),
                field=field.label,
                known=Verbatim(known),
            )
        )
    return chosen


def _flag(_ask: Asking, field: ContactField, words: str) -> bool:
    said = fold(words).rstrip(".!")
    if said not in YES | NO:
        raise RequestFault(t("{field} is yes or no, not “{words}”.", field=field.label, words=_short(words)))
    return said in YES


def _money(ask: Asking, _field: ContactField, words: str) -> Money:
    amount, rest = leading_amount(words, currency=ask.settings.currency)
    if amount is None or rest.strip(" .!"):
        raise RequestFault(t("I find no amount in “{words}”.", words=_short(words)))
    return amount


def _percent(_ask: Asking, _field: ContactField, words: str) -> int:
    match = _PERCENT.fullmatch(re.sub(r"^(?:at|bei)\s+", "", words.rstrip(".!"), flags=re.IGNORECASE))
    if match is None or int(match[1]) > 100:
        raise RequestFault(t("A probability is a number from 0 to 100, not “{words}”.", words=_short(words)))
    return int(match[1])


def _stars(_ask: Asking, field: ContactField, words: str) -> int:
    said = fold(words).rstrip(".!")
    if said and set(said) <= {"*", "★", "⭐"}:
        stars = len(said)
    else:
        match = re.match(r"(\d{1,2})\b", said)
        stars = int(match[1]) if match else STARS.get(said, -1)
    if not 0 <= stars <= _MOST_STARS:
        raise RequestFault(t("{field} is 0 to 3 stars, not “{words}”.", field=field.label, words=_short(words)))
    return stars


def _website(_ask: Asking, _field: ContactField, words: str) -> str:
    if not _WEBSITE.fullmatch(words):
        raise RequestFault(t("“{words}” is no web address.", words=_short(words)))
    return words


def _short(words: str) -> Verbatim:
    return Verbatim(words[:80])


_READERS: Mapping[str, Callable[[Asking, ContactField, str], Any]] = MappingProxyType(
    {
        "number": _number, "date": _date, "choice": _choice, "flag": _flag, "money": _money, "percent": _percent,
        "stars": _stars, "website": _website,
    }
)  # fmt: skip


def unknown_field(text: str, near: tuple[Action, ...] = ()) -> RequestFault:
    """For words that name no field."""
    words: Text = t(
        "What is to be changed? I do not know a field “{words}”. I know for example mail, phone, address, department, "
        "function and birthday of people, industry and employees of companies, amount, close and probability of deals.",
        words=_short(text),
    )
    return RequestFault(words, near)
