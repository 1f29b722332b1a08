"""Sums in words and tables: of all deals of a list, and of each group."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from crmbot.assistant.asking import Asking
from crmbot.assistant.leads.grades import grade_name
from crmbot.assistant.words import ROLES, joined, word
from crmbot.domain.catalogue.sources import source_name
from crmbot.domain.deals.pipeline_groups import Group, company_names
from crmbot.shapes import Column, Money, Table, Text, Value, Verbatim, t

HEADINGS: dict[str, Text] = {
    "owner": t("Owner"), "source": t("Source"), "month": t("Month"), "stage": t("Stage"), "grade": t("Grade"),
    "process": t("Process"), "role": t("Role"), "company": t("Company"), "currency": t("Currency"),
}  # fmt: skip


def sum_lines(sums: dict[str, Any]) -> Iterator[Text]:
    """The sum and the weighted sum, for each currency there is."""
    for currency, values in _by_currency(sums).items():
        amount, weighted = Money(values["amount"], currency), Money(values["weighted"], currency)
        yield t("Sum {amount}, weighted {weighted}", amount=amount, weighted=weighted)


def group_table(ask: Asking, groups: Sequence[Group], by: str) -> Table:
    """A row for each group."""
    names = company_names(ask.session, [group.key for group in groups if group.key]) if by == "company" else {}
    columns = (
        Column(HEADINGS[by]), Column(t("Deals"), numeric=True), Column(t("Sum"), numeric=True), Column(t("Weighted"), numeric=True),
    )  # fmt: skip
    rows = (
        (group_name(ask, group.key, by, names), group.totals["count"], _money(group.totals, "amount"), _money(group.totals, "weighted"))
        for group in groups
    )  # fmt: skip
    return Table(columns, tuple(rows))


def group_json(groups: Sequence[Group]) -> list[dict[str, Any]]:
    """The groups for programs."""
    return [{"key": group.key, **group.totals} for group in groups]


def group_name(ask: Asking, key: Any, by: str, names: dict[int, str]) -> Value:
    """What a group is called."""
    if key is None:
        return t("none")
    if by == "month":
        return month_name(str(key))
    if by == "company":
        return Verbatim(names.get(key, f"#{key}"))
    if by == "process":
        return Verbatim(ask.process.of(key).name(ask.reader.language))
    makers = {"owner": ask.member_name, "source": source_name, "stage": ask.stage_name, "grade": grade_name}
    if by in makers:
        return makers[by](key)
    return word(ROLES, key) if by == "role" else Verbatim(str(key))


def month_name(key: str) -> Value:
    """A month `2026-11` as it is written in tables everywhere."""
    return Verbatim(date.fromisoformat(f"{key}-01").strftime("%Y-%m"))


def _money(sums: dict[str, Any], name: str) -> Value:
    amounts = [Money(values[name], currency) for currency, values in _by_currency(sums).items()]
    return joined(amounts) if len(amounts) > 1 else next(iter(amounts), None)


def _by_currency(sums: dict[str, Any]) -> dict[str, Any]:
    return sums.get("by_currency") or ({sums["currency"]: sums} if sums["currency"] else {})
