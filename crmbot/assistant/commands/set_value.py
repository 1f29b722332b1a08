"""`set`: a value of a deal: its amount, the day it will close, the probability, its name."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from crmbot.assistant.amounts import leading_amount
from crmbot.assistant.asking import Asking
from crmbot.assistant.moves import moved
from crmbot.assistant.nearest import nearest
from crmbot.assistant.planning import read_when
from crmbot.assistant.references import named_deal
from crmbot.assistant.registry import Command
from crmbot.assistant.rows import called
from crmbot.domain.names import person_key
from crmbot.domain.records import Deal
from crmbot.errors import RequestFault
from crmbot.folding import fold
from crmbot.shapes import Action, Field, Reply, Verbatim, t

_FIELDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "amount": ("amount", "value", "betrag", "wert"),
        "close": ("close", "closing", "abschluss", "abschlussdatum"),
        "probability": ("probability", "chance", "wahrscheinlichkeit"),
        "name": ("name", "title", "titel"),
    }
)
_TO = re.compile(r"^(?:(?:to|auf|at|am|=|:)\s*)", re.IGNORECASE)
_PERCENT = re.compile(r"(\d{1,3})\s?(?:%|percent|prozent)?", re.IGNORECASE)


def handle(ask: Asking) -> Reply:
    """Change the one value that is named."""
    deal, rest = named_deal(ask)
    word, _, value = rest.strip().partition(" ")
    field = _field(word.rstrip(":="), deal.number, value)
    value = _TO.sub("", value.strip())
    if not value:
        raise RequestFault(t("To what? There is no value."))
    shown = _SETTERS[field](ask, deal, value)
    return moved(ask, deal, t("Changed: {deal}", deal=called(deal)), more=(shown,))


def _field(word: str, number: int, value: str) -> str:
    known = {name: field for field, names in _FIELDS.items() for name in names}
    field = known.get(fold(word))
    if field is None:
        near = nearest(word, known, limit=1) if word else []
        actions = tuple(
            Action(t("{command}", command=Verbatim(f"set #{number} {name}")), f"set #{number} {name} {value}".strip())
            for name in near
        )
        raise RequestFault(t("What is to be changed? I know amount, close, probability and name."), actions)
    return field


def _amount(_ask: Asking, deal: Deal, value: str) -> Field:
    amount, rest = leading_amount(value, currency=deal.currency)
    if amount is None or rest.strip(" .!"):
        raise RequestFault(t("I find no amount in “{words}”.", words=Verbatim(value[:80])))
    deal.amount, deal.currency = amount.amount, amount.currency
    return Field(t("Amount"), amount)


def _close(ask: Asking, deal: Deal, value: str) -> Field:
    when, rest = read_when(ask, value)
    if when is None or rest:
        raise RequestFault(t("I find no date in “{words}”.", words=Verbatim(value[:80])))
    deal.expected_close = when.at.astimezone(ask.zone).date()
    return Field(t("Expected close"), deal.expected_close)


def _probability(_ask: Asking, deal: Deal, value: str) -> Field:
    match = _PERCENT.fullmatch(value.strip())
    if match is None or int(match[1]) > 100:
        raise RequestFault(t("A probability is a number from 0 to 100, not “{words}”.", words=Verbatim(value[:80])))
    deal.probability = int(match[1])
    return Field(t("Probability"), t("{percent} %", percent=deal.probability))


def _name(_ask: Asking, deal: Deal, value: str) -> Field:
    deal.name = " ".join(value.split())[:300]
    deal.name_key = person_key(deal.name)[:300]
    return Field(t("Name"), Verbatim(deal.name))


_SETTERS: Mapping[str, Callable[[Asking, Deal, str], Field]] = MappingProxyType(
    {"amount": _amount, "close": _close, "probability": _probability, "name": _name}
)

COMMAND = Command(
    key="set",
    topic="deals",
    names={"en": ("set", "change"), "de": ("setze", "ändere", "ändern")},
    usage=t("set DEAL amount|close|probability|name VALUE"),
    summary=t("change a value of a deal"),
    examples={
        "en": ("set #1042 amount 20k", "set #1042 close 18 December", "set #1042 probability 60"),
        "de": (
            "setze #1042 Betrag 20.000 €",
            "setze #1042 Abschluss 18. Dezember",
            "setze #1042 Wahrscheinlichkeit 60",
        ),
    },
    writes=True,
    handler=handle,
)
