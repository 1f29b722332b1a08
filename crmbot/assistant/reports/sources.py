"""The report by source: where leads come from and what becomes of them."""

from __future__ import annotations

from decimal import Decimal

from crmbot.assistant.asking import Asking
from crmbot.assistant.reports.wanted import read_wanted
from crmbot.assistant.words import joined
from crmbot.domain.catalogue.sources import source_name
from crmbot.domain.leads.source_report import BySource, source_report
from crmbot.shapes import Column, Money, Reply, Table, Value, t, tn


def by_source(ask: Asking, words: str = "") -> Reply:
    """Leads by source, in the period and of the deals that `words` name."""
    wanted = read_wanted(ask, words)
    groups = source_report(ask.session, ask.process, wanted.conditions, since=wanted.since, until=wanted.until)
    count = sum(group.leads for group in groups)
    title = tn("{n} lead by source", "{n} leads by source", count) if count else t("There are no leads.")
    rows = tuple(_row(group) for group in groups)
    return Reply(
        "list", title, understood=wanted.said, table=Table(_COLUMNS, rows) if rows else None,
        totals={"count": count, "by_source": [_total(group) for group in groups]},
    )  # fmt: skip


_COLUMNS = (
    Column(t("Source")), Column(t("Leads"), numeric=True), Column(t("Qualified"), numeric=True),
    Column(t("Won"), numeric=True), Column(t("Amount"), numeric=True), Column(t("Amount won"), numeric=True),
)  # fmt: skip


def _row(group: BySource) -> tuple[Value, ...]:
    name = source_name(group.key) if group.key else t("not told")
    return (name, group.leads, group.qualified, group.won, _money(group.amounts), _money(group.won_amounts))


def _money(amounts: dict[str, Decimal]) -> Value:
    sums = [Money(amount, currency) for currency, amount in sorted(amounts.items())]
    return joined(sums) if len(sums) > 1 else sums[0] if sums else None


def _total(group: BySource) -> dict[str, object]:
    amounts = dict(sorted(group.amounts.items()))
    total: dict[str, object] = {
        "source": group.key,
        "count": group.leads,
        "qualified": group.qualified,
        "won": group.won,
    }
    if len(amounts) == 1:
        ((total["currency"], total["amount"]),) = amounts.items()
    elif amounts:
        total["amounts"] = amounts
    return total
