"""Figures that a question asks for, as the title of the answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from crmbot.assistant.asking import Asking
from crmbot.assistant.filters import filter_of, read_filter
from crmbot.assistant.reports.deals import percent, rate_words
from crmbot.assistant.rows.rows import called
from crmbot.assistant.words import joined
from crmbot.domain.deals.pipeline_page import pipeline_page
from crmbot.domain.search.lookup import by_number
from crmbot.parsing.chat.questions import Question
from crmbot.shapes import Moment, Money, Reply, Text, Value, t, tn

_CENT = Decimal("0.01")


def count(_: Asking, question: Question, reply: Reply) -> Text | None:
    """The number, of whatever the list holds."""
    number = reply.totals.get("count")
    if not isinstance(number, int):
        return None
    makers: Mapping[str, Callable[[], Text]] = {
        "pipeline": lambda: tn("{n} deal", "{n} deals", number),
        "unattended": lambda: tn("{n} open deal has no next step.", "{n} open deals have no next step.", number),
        "leads": lambda: tn("{n} lead", "{n} leads", number),
        "offers": lambda: tn("{n} offer", "{n} offers", number),
        "due": lambda: tn("{n} follow-up", "{n} follow-ups", number),
        "list": lambda: tn("{n} contact", "{n} contacts", number),
    }
    maker = makers.get(question.command)
    return maker() if maker else t("{title}", title=reply.title) if number else t("None at all: 0")


def total(ask: Asking, _: Question, reply: Reply) -> Text | None:
    """What it comes to."""
    return _sum(ask, reply, "amount")


def weighted(ask: Asking, _: Question, reply: Reply) -> Text | None:
    """What is to be expected of it."""
    sums = _money(ask, reply.totals, "weighted")
    number = reply.totals.get("count", 0)
    if sums is None:
        return None
    return tn("{amount} weighted, of {n} deal", "{amount} weighted, of {n} deals", number, amount=sums)


def average(ask: Asking, question: Question, _: Reply) -> Text | None:
    """The sum by the number of deals that have an amount."""
    filters = read_filter(ask, question.words)
    wanted = filter_of(ask, filters)
    with_amount = replace(wanted, amount_min=max(wanted.amount_min or _CENT, _CENT))
    found = pipeline_page(ask.session, ask.process, with_amount, ask.now, limit=1, access=ask.access).totals
    if not found["count"] or not found.get("currency"):
        return t("There is no amount of which to take the average.") if not found["count"] else None
    amount = (found["amount"] / found["count"]).quantize(_CENT)
    money = Money(amount, found["currency"])
    return tn("{amount} on average, of {n} deal", "{amount} on average, of {n} deals", found["count"], amount=money)


def first(ask: Asking, question: Question, reply: Reply) -> Text | None:
    """The deal on top of the list."""
    if not reply.records:
        return None
    shown = reply.records[0]
    record = by_number(ask.session, shown.number)
    if record is None:
        return None
    if question.asks == "oldest":
        return t("{record}, since {day}", record=called(record), day=Moment(shown.created_at or ask.now, day_only=True))
    amount: Value = (
        Money(shown.amount, shown.currency or ask.settings.currency) if shown.amount is not None else t("no amount")
    )
    return t("{record}: {amount}", record=called(record), amount=amount)


def win_rate(_: Asking, __: Question, reply: Reply) -> Text | None:
    """Won, of what was decided."""
    owners = reply.totals.get("owners", ())
    won, lost = (sum(one[key] for one in owners) for key in ("won", "lost"))
    if not won + lost:
        return t("Nothing was won or lost, so there is no win rate.")
    rate = rate_words(percent(won, won + lost))
    return t("Win rate {rate}: {won} won, {lost} lost", rate=rate, won=won, lost=lost)


def _sum(ask: Asking, reply: Reply, name: str) -> Text | None:
    number = reply.totals.get("count", 0)
    sums = _money(ask, reply.totals, name)
    return tn("{amount}, {n} deal", "{amount}, {n} deals", number, amount=sums) if sums is not None else None


def _money(ask: Asking, totals: Mapping[str, Any], name: str) -> Value:
    """The sum in each currency; nothing at all in that of the reader."""
    if "by_currency" in totals:
        return joined(Money(one[name], currency) for currency, one in totals["by_currency"].items() if name in one)
    if name not in totals:
        return None
    return Money(totals[name], totals.get("currency") or ask.settings.currency)


FIGURES: Mapping[str, Callable[[Asking, Question, Reply], Text | None]] = MappingProxyType(
    {
        "count": count, "sum": total, "weighted": weighted, "average": average, "top": first, "oldest": first,
        "win rate": win_rate,
    }
)  # fmt: skip
