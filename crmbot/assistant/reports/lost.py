"""The report of what was lost: by reason, by competitor, and who was against it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import reduce

from crmbot.assistant.asking import Asking
from crmbot.assistant.reports.wanted import read_wanted
from crmbot.assistant.words import joined
from crmbot.domain.deals.losses import LossReport, LostBy, loss_report
from crmbot.domain.deals.views import deal_view
from crmbot.parsing.chat.reasons import reason_key
from crmbot.shapes import Column, Money, Reply, Row, Section, Table, Text, Value, Verbatim, t, tn

_MOST_RECORDS = 50
_MOST_ROWS = 10
_REASON = re.compile(
    r"\b(?:reason|grund|verlustgrund)\s?[:=]\s?(?:\"([^\"]{1,200})\"|[„“]([^“”\"]{1,200})[“”\"]|([^\s,]{1,200}))",
    re.IGNORECASE,
)


def lost_report(ask: Asking, words: str = "") -> Reply:
    """What was lost, of the deals and for the reason that `words` name; of all time without a period."""
    reason, further = _reason_in(words)
    wanted = read_wanted(ask, further)
    report = loss_report(
        ask.session, wanted.conditions, key=reason_key, since=wanted.since, until=wanted.until, reason=reason
    )
    count = len(report.deals)
    return Reply(
        "list",
        tn("Lost: {n} deal", "Lost: {n} deals", count) if count else t("Nothing was lost."),
        understood=joined([wanted.said, t("reason “{reason}”", reason=Verbatim(reason)) if reason else None]),
        lines=_lines(report),
        table=_table(report.reasons) if count else None,
        sections=_sections(report),
        records=tuple(deal_view(deal, ask.process) for deal in report.deals[:_MOST_RECORDS]),
        totals=_totals(report),
    )


def _reason_in(words: str) -> tuple[str | None, str]:
    """The reason that is asked for, and the words without it."""
    match = _REASON.search(words)
    if match is None:
        return None, words
    return match[1] or match[2] or match[3], f"{words[: match.start()]} {words[match.end() :]}"


def _lines(report: LossReport) -> tuple[Text, ...]:
    if not report.disqualified:
        return ()
    return (tn("{n} of them was disqualified before.", "{n} of them were disqualified before.", report.disqualified),)


def _table(groups: Sequence[LostBy]) -> Table:
    columns = (Column(t("Reason")), Column(t("Deals"), numeric=True), Column(t("Amount"), numeric=True))
    rows = tuple((_words(group), group.count, _amount(group)) for group in groups)
    return Table(columns, rows)


def _words(group: LostBy) -> Value:
    return Verbatim(group.words) if group.words else t("no reason given")


def _amount(group: LostBy) -> Value:
    sums = [Money(amount, currency) for currency, amount in sorted(group.amounts.items())]
    return joined(sums) if len(sums) > 1 else sums[0] if sums else None


def _sections(report: LossReport) -> tuple[Section, ...]:
    rivals = tuple(_rival(report, group) for group in report.rivals[:_MOST_ROWS])
    people = tuple(_opponent(*one) for one in report.opponents[:_MOST_ROWS])
    parts = ((t("Competitors in it"), rivals), (t("Stakeholders who were against it"), people))
    return tuple(Section(heading, rows) for heading, rows in parts if rows)


def _rival(report: LossReport, group: LostBy) -> Row:
    strong = report.strengths.get(group.words, ())
    weak = report.weaknesses.get(group.words, ())
    notes = [
        t("strong in {what}", what=Verbatim(", ".join(strong))) if strong else None,
        t("weak in {what}", what=Verbatim(", ".join(weak))) if weak else None,
    ]
    name = tn("{name}: {n} deal", "{name}: {n} deals", group.count, name=Verbatim(group.words))
    return Row(name, joined([_amount(group), *notes]))


def _opponent(name: str, function: str | None, deal: int) -> Row:
    return Row(Verbatim(name), joined([Verbatim(function) if function else None, t("#{number}", number=deal)]))


def _totals(report: LossReport) -> dict[str, object]:
    amounts = reduce(_added, report.reasons, dict[str, Decimal]())
    by_reason = [
        {"reason": group.words, "count": group.count, "amount": sum(group.amounts.values(), Decimal("0.00"))}
        for group in report.reasons
    ]
    rivals = [{"name": group.words, "count": group.count} for group in report.rivals]
    total: dict[str, object] = {"count": len(report.deals), "by_reason": by_reason, "competitors": rivals}
    if len(amounts) == 1:
        ((total["currency"], total["amount"]),) = amounts.items()
    elif amounts:
        total["by_currency"] = {currency: {"amount": amount} for currency, amount in sorted(amounts.items())}
    return total


def _added(sums: dict[str, Decimal], group: LostBy) -> dict[str, Decimal]:
    for currency, amount in group.amounts.items():
        sums[currency] = sums.get(currency, Decimal("0.00")) + amount
    return sums
