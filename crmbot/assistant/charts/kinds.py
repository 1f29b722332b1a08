"""The kinds of charts, each a function of the request and the words behind the kind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from crmbot.assistant.asking import Asking
from crmbot.assistant.charts.figures import Amounts, Figures, Line
from crmbot.assistant.charts.past import activity_figures, won_figures
from crmbot.assistant.filters import filter_of, read_filter, words_of
from crmbot.assistant.reports.deals import opened, percent
from crmbot.assistant.reports.wanted import read_wanted
from crmbot.assistant.rows.sums import HEADINGS, group_json, group_name
from crmbot.domain.catalogue.sources import source_name
from crmbot.domain.deals.pipeline_groups import Group, company_names, grouped
from crmbot.domain.deals.pipeline_page import stage_sums
from crmbot.domain.deals.totals import totals
from crmbot.domain.leads.source_report import source_report
from crmbot.domain.reports.funnel import funnel
from crmbot.folding import fold
from crmbot.shapes import Text, Value, Verbatim, t
from crmbot.texts import month_words

_MOST_MONTHS = 36


@dataclass(frozen=True, slots=True)
class Kind:
    """`words` (folded) name it."""

    key: str
    words: frozenset[str]
    label: Text
    make: Callable[[Asking, str], Figures]


def _by_group(default: str, title: Text) -> Callable[[Asking, str], Figures]:
    """The pipeline added up, by stage or month, or by what the words ask for."""

    def make(ask: Asking, words: str) -> Figures:
        filters = read_filter(ask, words)
        by = filters.group or default
        wanted = filter_of(ask, filters)
        groups = grouped(ask.session, ask.process, wanted, ask.now, ask.access, by)
        groups = _without_gaps(groups) if by == "month" else groups
        over_all = totals(stage_sums(ask.session, ask.process, wanted, ask.now, ask.access), ask.process)
        columns = (
            Line(t("Deals"), tuple(group.totals["count"] for group in groups), drawn=False),
            Line(t("Sum"), tuple(_sums(group, "amount") for group in groups)),
            Line(t("Weighted"), tuple(_sums(group, "weighted") for group in groups)),
        )
        heading = title if by == default else t("Pipeline: {heading}", heading=HEADINGS[by])
        return Figures(
            heading, HEADINGS[by], tuple(_group_label(ask, group.key, by) for group in groups), columns,
            {**over_all, "by": by, "groups": group_json(groups)}, words_of(ask, filters),
        )  # fmt: skip

    return make


def _group_label(ask: Asking, key: Any, by: str) -> Value:
    if by == "month":
        return Verbatim(month_words(date.fromisoformat(f"{key}-01"), ask.reader)) if key else t("without a date")
    names = company_names(ask.session, [key]) if by == "company" and key else {}
    return group_name(ask, key, by, names)


def _sums(group: Group, name: str) -> Amounts:
    if "by_currency" in group.totals:
        return {currency: values[name] for currency, values in group.totals["by_currency"].items()}
    currency = group.totals["currency"]
    return {currency: group.totals[name]} if currency else {}


def _without_gaps(groups: list[Group]) -> list[Group]:
    """The months between the first and the last, those without a deal too."""
    known = {group.key: group for group in groups if group.key}
    if not known:
        return groups
    month, last, filled = date.fromisoformat(f"{min(known)}-01"), max(known), list[Group]()
    nothing = {"count": 0, "amount": Decimal("0.00"), "weighted": Decimal("0.00"), "currency": None}
    while len(filled) < _MOST_MONTHS and f"{month:%Y-%m}" <= last:
        key = f"{month:%Y-%m}"
        filled.append(known.get(key) or Group(key, nothing))
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    if f"{month:%Y-%m}" <= last:  # too long a stretch for a gap to be worth a row
        return groups
    return [*filled, *(group for group in groups if not group.key)]


def _funnel(ask: Asking, words: str) -> Figures:
    """How many deals came to each stage, up to the last one that any came to."""
    wanted = read_wanted(ask, words)
    found = funnel(ask.session, ask.process, opened(wanted))
    rows = [(ask.process.stage(key), key, count) for key, count in found.reached]
    rows = [
        row
        for row in rows
        if row[2] or (row[0] is not None and row[0].state == "open" and row[0].process == ask.process.key)
    ]
    counts = tuple(count for _, _, count in rows)
    shares = tuple(percent(count, found.leads) for count in counts)
    return Figures(
        t("Funnel"), t("Stage"), tuple(ask.stage_name(key) for _, key, _ in rows),
        (Line(t("Deals"), counts), Line(t("Of all"), shares, drawn=False, percent=True)),
        {"count": found.leads, "qualified": found.qualified, "won": found.won, "lost": found.lost,
         "stages": [{"stage": key, "reached": count} for _, key, count in rows]},
        wanted.said,
    )  # fmt: skip


def _sources(ask: Asking, words: str) -> Figures:
    """Leads by where they came from, with how many were qualified and won."""
    wanted = read_wanted(ask, words)
    conditions = tuple(wanted.conditions)
    groups = source_report(ask.session, ask.process, conditions, since=wanted.since, until=wanted.until)
    return Figures(
        t("Leads by source"), t("Source"), tuple(source_name(one.key) if one.key else t("not told") for one in groups),
        (
            Line(t("Leads"), tuple(one.leads for one in groups)),
            Line(t("Qualified"), tuple(one.qualified for one in groups)),
            Line(t("Won"), tuple(one.won for one in groups)),
        ),
        {"count": sum(one.leads for one in groups),
         "by_source": [{"source": one.key, "count": one.leads, "qualified": one.qualified, "won": one.won} for one in groups]},
        wanted.said,
    )  # fmt: skip


KINDS = (
    Kind("pipeline", frozenset({"pipeline", "stages", "phasen", "deals", "vorgaenge", "chancen"}), t("Pipeline by stage"), _by_group("stage", t("Pipeline by stage"))),
    Kind("forecast", frozenset({"forecast", "forecasts", "prognose", "vorhersage", "vorschau", "ausblick"}), t("Forecast by month"), _by_group("month", t("Forecast by expected close"))),
    Kind("funnel", frozenset({"funnel", "trichter", "conversion", "konversion", "verkaufstrichter"}), t("Funnel"), _funnel),
    Kind("activity", frozenset({"activity", "activities", "aktivitaet", "aktivitaeten", "team", "members"}), t("Activity by member"), activity_figures),
    Kind("sources", frozenset({"source", "sources", "quelle", "quellen", "herkunft", "leads"}), t("Leads by source"), _sources),
    Kind("won", frozenset({"won", "lost", "wins", "sales", "gewonnen", "verloren", "umsatz", "verkaeufe", "abschluesse", "winloss", "win-loss"}), t("Won and lost"), won_figures),
)  # fmt: skip


def chart_named(word: str) -> Kind | None:
    """The chart that a word names."""
    folded = fold(word).strip(".,:?!")
    return next((one for one in KINDS if folded in one.words), None)
