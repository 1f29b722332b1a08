"""`pipeline`: the open deals, filtered and summed."""

from __future__ import annotations

from crmbot.assistant.asking import Asking
from crmbot.assistant.filters import filter_of, read_filter, words_of
from crmbot.assistant.paging import asked_page, page_buttons, paged_title
from crmbot.assistant.registry import Command
from crmbot.assistant.rows.sums import group_json, group_table, sum_lines
from crmbot.domain.deals.pipeline_groups import grouped
from crmbot.domain.deals.pipeline_page import ORDERS, Order, pipeline_page, stage_sums
from crmbot.domain.deals.totals import totals
from crmbot.domain.deals.views import deal_view
from crmbot.domain.records import Deal
from crmbot.parsing.chat.requests import Filters
from crmbot.shapes import Column, Money, Reply, Table, Text, Value, Verbatim, t, tn

PER_PAGE = 20


def handle(ask: Asking) -> Reply:
    """One page of what passes the filters, or a row for each group; the totals are over all of it."""
    filters = read_filter(ask)
    return grouped_reply(ask, filters, filters.group) if filters.group else _page(ask, filters)


def _page(ask: Asking, filters: Filters) -> Reply:
    wanted = filter_of(ask, filters)
    order: Order = next((one for one in ORDERS if one == filters.order), "stage")
    found = pipeline_page(
        ask.session, ask.process, wanted, ask.now, limit=PER_PAGE, page=filters.page, access=ask.access, order=order
    )
    page, pages = found.totals["page"], found.totals["pages"]
    return Reply(
        "list",
        paged_title(_title(found.totals["count"]), page, pages),
        understood=words_of(ask, filters),
        lines=tuple(sum_lines(found.totals)),
        table=_table(ask, found.deals) if found.deals else None,
        records=tuple(deal_view(deal, ask.process) for deal in found.deals),
        totals=found.totals,
        actions=page_buttons("pipeline", asked_page(ask.rest)[1], page, pages),
    )


def grouped_reply(ask: Asking, filters: Filters, by: str, title: Text | None = None) -> Reply:
    """What passes the filters, added up by owner, source, month …"""
    wanted = filter_of(ask, filters)
    groups = grouped(ask.session, ask.process, wanted, ask.now, ask.access, by)
    over_all = totals(stage_sums(ask.session, ask.process, wanted, ask.now, ask.access), ask.process)
    return Reply(
        "list",
        title if title is not None and groups else _title(over_all["count"]),
        understood=words_of(ask, filters),
        lines=tuple(sum_lines(over_all)),
        table=group_table(ask, groups, by) if groups else None,
        totals={**over_all, "by": by, "groups": group_json(groups)},
    )


def _title(count: int) -> Text:
    if not count:
        return t("No deal fits.")
    return tn("Pipeline: {n} deal", "Pipeline: {n} deals", count)


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
        ask.member_name(deal.owner),
        last,
    )


COMMAND = Command(
    key="pipeline",
    topic="ask",
    names={"en": ("pipeline", "deals"), "de": ("pipeline", "chancen")},
    usage=t(
        "pipeline [owner:MEMBER] [stage:STAGE] [role:ROLE] [source:] [tag:] [product:] [process:] [grade:] [priority:] [>10k] "
        "[idle:14] [closing this month] [won|lost|all] [by owner|source|month|stage] [sort:amount] [page 2]"
    ),
    summary=t("the open deals, filtered, summed, grouped; filters in plain words work too"),
    examples={
        "en": ("pipeline", "pipeline owner:me stage:offer >10k", "pipeline closing this month", "pipeline by owner"),
        "de": (
            "pipeline",
            "pipeline owner:ich phase:angebot >10k",
            "pipeline Abschluss diesen Monat",
            "pipeline nach Quelle",
        ),
    },
    writes=False,
    handler=handle,
)
