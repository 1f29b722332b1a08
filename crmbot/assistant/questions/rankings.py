"""Who or what has the most of it, read from the figures of a report; and how often members did something."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from crmbot.assistant.asking import Asking
from crmbot.assistant.reports.deals import amounts
from crmbot.assistant.rows.sums import group_name
from crmbot.assistant.words import joined
from crmbot.domain.catalogue.sources import source_name
from crmbot.domain.deals.pipeline_groups import amount_of
from crmbot.parsing.chat.questions import Question
from crmbot.shapes import Money, Reply, Text, Value, t, tn

_KINDS = ("calls", "meetings", "mails", "notes")


def ranking(ask: Asking, question: Question, reply: Reply) -> Text | None:
    """The title; None where nothing stands out."""
    kind = next((kind for kind in _KINDS if question.asks.endswith(kind)), None)
    if kind is not None and question.asks.startswith("most"):
        return _most(ask, reply.totals.get("members", ()), "member", kind, kind)
    if kind is not None:
        return _how_many(kind, sum(one[kind] for one in reply.totals.get("members", ())))
    if question.asks != "most":
        return None
    totals = reply.totals
    if "by_source" in totals:
        return _best_source(totals["by_source"])
    if "groups" in totals:
        return _best_group(ask, totals)
    if question.words.startswith("overdue"):
        return _most(ask, totals.get("owners", ()), "owner", "count", "overdue")
    return _best_seller(ask, totals.get("owners", ()))


def _how_many(kind: str, n: int) -> Text:
    return {
        "calls": tn("{n} call", "{n} calls", n),
        "meetings": tn("{n} meeting", "{n} meetings", n),
        "mails": tn("{n} mail", "{n} mails", n),
        "notes": tn("{n} note", "{n} notes", n),
        "overdue": tn("{n} overdue follow-up", "{n} overdue follow-ups", n),
        "leads": tn("{n} lead", "{n} leads", n),
        "deals": tn("{n} deal", "{n} deals", n),
    }[kind]


def _most(ask: Asking, rows: Iterable[Mapping[str, Any]], who: str, key: str, kind: str) -> Text | None:
    best = max((row[key] for row in rows), default=0)
    if not best:
        return None
    names = joined(ask.member_name(row[who]) for row in rows if row[key] == best)
    return t("{name}: {what}", name=names, what=_how_many(kind, best))


def _best_source(rows: list[dict[str, Any]]) -> Text | None:
    best = max((row["count"] for row in rows if row["source"]), default=0)
    if not best:
        return None
    names = joined(source_name(row["source"]) for row in rows if row["source"] and row["count"] == best)
    return t("{name}: {what}", name=names, what=_how_many("leads", best))


def _best_group(ask: Asking, totals: Mapping[str, Any]) -> Text | None:
    groups = [group for group in totals["groups"] if group["key"] is not None]
    if not groups:
        return None
    best = max(groups, key=lambda group: (amount_of(group), group["count"]))
    name = group_name(ask, best["key"], totals["by"], {})
    money: Value = Money(best["amount"], best["currency"]) if best.get("currency") else None
    return t("{name}: {what}", name=name, what=joined([money, _how_many("deals", best["count"])]))


def _best_seller(ask: Asking, rows: Iterable[Mapping[str, Any]]) -> Text | None:
    def sold(row: Mapping[str, Any]) -> Decimal:
        return sum(row["won_amounts"].values(), Decimal())

    best = max(rows, key=lambda row: (sold(row), row["won"]), default=None)
    if best is None or not best["won"]:
        return None
    what = joined([amounts(best["won_amounts"]), _how_many("deals", best["won"])])
    return t("{name}: {what}", name=ask.member_name(best["owner"]), what=what)
