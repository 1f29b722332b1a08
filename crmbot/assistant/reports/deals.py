"""Reports on deals: the pipeline, the forecast, the funnel, what owners achieved, what was sold in which month."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from crmbot.assistant.asking import Asking
from crmbot.assistant.commands.pipeline import grouped_reply
from crmbot.assistant.filters import read_filter
from crmbot.assistant.reports.wanted import Wanted, read_wanted
from crmbot.assistant.rows.sums import month_name
from crmbot.assistant.words import joined
from crmbot.domain.records import Deal
from crmbot.domain.reports.decided import Decided, decided_by_month
from crmbot.domain.reports.funnel import Funnel, funnel
from crmbot.domain.reports.results import Results, results_by_owner
from crmbot.shapes import Column, Money, Reply, Table, Text, Value, Verbatim, t, tn


def by_group(default: str, title: Text) -> Any:
    """The pipeline added up, by stage or month or whatever the words ask for."""

    def report(ask: Asking, words: str) -> Reply:
        filters = read_filter(ask, words)
        return grouped_reply(ask, filters, filters.group or default, title)

    return report


pipeline_report = by_group("stage", t("Pipeline"))
forecast_report = by_group("month", t("Forecast by expected close"))


def funnel_report(ask: Asking, words: str) -> Reply:
    """Leads, qualified, won with their rates; below how many came to each stage."""
    wanted = read_wanted(ask, words)
    found = funnel(ask.session, ask.process, opened(wanted))
    columns = (Column(t("Stage")), Column(t("Reached"), numeric=True), Column(t("Of the one before"), numeric=True))
    return Reply(
        "list",
        tn("Funnel: {n} lead", "Funnel: {n} leads", found.leads),
        understood=wanted.said,
        lines=tuple(_rates(found)),
        table=Table(columns, tuple(_steps(ask, found))) if found.leads else None,
        totals=_funnel_totals(found),
    )


def opened(wanted: Wanted) -> list[Any]:
    """The conditions, the period being that of the day on which deals were opened."""
    since = [Deal.created_at >= wanted.since] if wanted.since else []
    return [*wanted.conditions, *since, *([Deal.created_at < wanted.until] if wanted.until else [])]


def _rates(found: Funnel) -> list[Text]:
    good, won = percent(found.qualified, found.leads), percent(found.won, found.qualified)
    lines = [
        t("{n} qualified: {rate} of the leads", n=found.qualified, rate=rate_words(good) or t("none")),
        t("{n} won: {rate} of the qualified", n=found.won, rate=rate_words(won) or t("none")),
        tn("{n} lost", "{n} lost", found.lost),
    ]
    return [
        *lines,
        *(t("Won: {amount}", amount=Money(amount, one)) for one, amount in sorted(found.won_amounts.items())),
    ]


def _steps(ask: Asking, found: Funnel) -> list[tuple[Value, ...]]:
    several = len(ask.process.all) > 1
    rows: list[tuple[Value, ...]] = []
    before: tuple[str, int] | None = None
    for key, count in found.reached:
        stage = ask.process.stage(key)
        line = ask.process.line(stage) if stage else None
        if (
            before is not None
            and stage is not None
            and stage.process != getattr(ask.process.stage(before[0]), "process", None)
        ):
            before = None
        if several and count == 0 and before is None:
            continue
        name = ask.stage_name(key)
        shown = (
            t("{process}: {stage}", process=Verbatim(line.name(ask.reader.language)), stage=name)
            if several and line
            else name
        )
        rows.append((shown, count, rate_words(percent(count, before[1])) if before else None))
        before = (key, count)
    return rows


def _funnel_totals(found: Funnel) -> dict[str, Any]:
    income = {currency: str(amount) for currency, amount in sorted(found.won_amounts.items())}
    return {
        "count": found.leads, "leads": found.leads, "qualified": found.qualified, "won": found.won, "lost": found.lost,
        "qualified_rate": percent(found.qualified, found.leads), "won_rate": percent(found.won, found.qualified),
        "overall_rate": percent(found.won, found.leads), "income": income,
        "stages": [{"stage": key, "reached": count} for key, count in found.reached],
    }  # fmt: skip


def owners_report(ask: Asking, words: str) -> Reply:
    """Opened, open, won, lost and the rate of each owner."""
    wanted = read_wanted(ask, words)
    found = results_by_owner(ask.session, wanted.conditions, since=wanted.since, until=wanted.until)
    ordered = sorted(found.items(), key=lambda pair: (-sum(pair[1].won_amounts.values(), Decimal()), pair[0]))
    columns = (
        Column(t("Owner")), Column(t("New"), numeric=True), Column(t("Open"), numeric=True), Column(t("Open amount"), numeric=True),
        Column(t("Won"), numeric=True), Column(t("Amount won"), numeric=True), Column(t("Lost"), numeric=True),
        Column(t("Win rate"), numeric=True),
    )  # fmt: skip
    rows = tuple(
        (
            ask.member_name(key), one.opened, one.open, amounts(one.open_amounts), one.won, amounts(one.won_amounts), one.lost,
            rate_words(one.win_rate),
        )
        for key, one in ordered
    )  # fmt: skip
    return Reply(
        "list", t("Deals by owner") if rows else t("No deal fits."), understood=wanted.said,
        table=Table(columns, rows) if rows else None,
        totals={"count": sum(one.opened for _, one in ordered), "owners": [_owner_json(key, one) for key, one in ordered]},
    )  # fmt: skip


def _owner_json(key: str, one: Results) -> dict[str, Any]:
    return {
        "owner": key, "opened": one.opened, "open": one.open, "won": one.won, "lost": one.lost, "win_rate": one.win_rate,
        "open_amounts": dict(sorted(one.open_amounts.items())), "won_amounts": dict(sorted(one.won_amounts.items())),
    }  # fmt: skip


def sales_report(ask: Asking, words: str) -> Reply:
    """What was won, month by month."""
    wanted = read_wanted(ask, words)
    decided = decided_by_month(ask.session, wanted.conditions, ask.zone, since=wanted.since, until=wanted.until)
    found = {key: one for key, one in decided.items() if one.won}
    count = sum(one.won for one in found.values())
    columns = (Column(t("Month")), Column(t("Won"), numeric=True), Column(t("Amount"), numeric=True))
    rows = tuple((month_name(key) if key else None, one.won, amounts(one.won_amounts)) for key, one in found.items())
    return Reply(
        "list", tn("Sales by month: {n} deal", "Sales by month: {n} deals", count) if count else t("Nothing was won."),
        understood=wanted.said, table=Table(columns, rows) if rows else None,
        totals={"count": count, "months": [_month_json(key, one) for key, one in found.items()]},
    )  # fmt: skip


def _month_json(key: str, one: Decided) -> dict[str, Any]:
    sums = dict(sorted(one.won_amounts.items()))
    single: dict[str, Any] = {}
    if len(sums) == 1:
        ((single["currency"], single["amount"]),) = sums.items()
    return {"month": key, "count": one.won, **(single or {"amounts": sums})}


def amounts(sums: Mapping[str, Decimal]) -> Value:
    """Sums of several currencies in one cell."""
    shown = [Money(amount, currency) for currency, amount in sorted(sums.items()) if amount]
    return joined(shown) if len(shown) > 1 else shown[0] if shown else None


def percent(part: int, whole: int) -> Decimal | None:
    """With one decimal; None of nothing."""
    return (Decimal(100 * part) / whole).quantize(Decimal("0.1")) if whole else None


def rate_words(rate: Decimal | None) -> Value:
    """`40 %`, without a decimal that says nothing."""
    if rate is None:
        return None
    return t("{percent} %", percent=int(rate) if rate == rate.to_integral_value() else rate)
