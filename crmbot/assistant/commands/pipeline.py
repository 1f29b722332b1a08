"""`pipeline`: the open deals, filtered and summed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from crmbot.assistant.asking import Asking
from crmbot.assistant.filters import filter_of, read_filter, without_page, words_of
from crmbot.assistant.registry import Command
from crmbot.domain.pipeline_page import pipeline_page
from crmbot.domain.records import Deal
from crmbot.domain.views import deal_view
from crmbot.shapes import Action, Column, Money, Reply, Table, Text, Value, Verbatim, t, tn

PER_PAGE = 20


def handle(ask: Asking) -> Reply:
    """One page of what passes the filters; the totals are over all pages."""
    filters = read_filter(ask)
    found = pipeline_page(ask.session, ask.process, filter_of(ask, filters), ask.now, limit=PER_PAGE, page=filters.page, access=ask.access)
    page, pages = found.totals["page"], found.totals["pages"]
    return Reply(
        "list",
        _title(found.totals["count"], page, pages),
        understood=words_of(ask, filters),
        lines=tuple(_sums(found.totals)),
        table=_table(ask, found.deals) if found.deals else None,
        records=tuple(deal_view(deal, ask.process) for deal in found.deals),
        totals=found.totals,
        actions=_pages(ask, page, pages),
    )


def _title(count: int, page: int, pages: int) -> Text:
    if not count:
        return t("No deal fits.")
    title = tn("Pipeline: {n} deal", "Pipeline: {n} deals", count)
    return t("{title}, page {page} of {pages}", title=title, page=page, pages=pages) if pages > 1 else title


def _sums(sums: dict[str, Any]) -> Iterator[Text]:
    """The sum and the weighted sum, for each currency there is."""
    currencies = sums.get("by_currency") or ({sums["currency"]: sums} if sums["currency"] else {})
    for currency, values in currencies.items():
        amount, weighted = Money(values["amount"], currency), Money(values["weighted"], currency)
        yield t("Sum {amount}, weighted {weighted}", amount=amount, weighted=weighted)


def _table(ask: Asking, deals: list[Deal]) -> Table:
    columns = (
        Column(t("#"), numeric=True), Column(t("Deal")), Column(t("Company")), Column(t("Stage")),
        Column(t("Amount"), numeric=True), Column(t("Owner")), Column(t("Last activity")),
    )  # fmt: skip
    return Table(columns, tuple(_row(ask, deal) for deal in deals))


def _row(ask: Asking, deal: Deal) -> tuple[Value, ...]:
    company = deal.company or deal.person
    last = deal.last_activity_at.astimezone(ask.zone).date() if deal.last_activity_at else None
    return (
        deal.number,
        Verbatim(deal.name),
        Verbatim(company.name) if company and company.name != deal.name else None,
        ask.stage_name(deal.stage),
        Money(deal.amount, deal.currency) if deal.amount is not None else None,
        Verbatim(deal.owner),
        last,
    )


def _pages(ask: Asking, page: int, pages: int) -> tuple[Action, ...]:
    filters = without_page(ask.rest)
    turns = ((t("Next page"), page + 1), (t("Previous page"), page - 1))
    return tuple(
        Action(label, f"pipeline {filters} page {target}".replace("  ", " "))
        for label, target in turns
        if 1 <= target <= pages
    )


COMMAND = Command(
    key="pipeline",
    topic="ask",
    names={"en": ("pipeline", "deals", "list"), "de": ("pipeline", "chancen", "liste")},
    usage=t("pipeline [owner:MEMBER] [stage:STAGE] [role:ROLE] [>10k] [idle:14] [closing this month] [page 2]"),
    summary=t("the open deals, filtered and summed; filters in plain words work too"),
    examples={
        "en": ("pipeline", "pipeline owner:me stage:offer >10k", "pipeline closing this month"),
        "de": ("pipeline", "pipeline owner:ich phase:angebot >10k", "pipeline Abschluss diesen Monat"),
    },
    writes=False,
    handler=handle,
)
