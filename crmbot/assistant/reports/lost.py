"""The report of what was lost: by reason, by competitor, and who was against it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from decimal import Decimal
from functools import reduce

from crmbot.assistant.asking import Asking
from crmbot.assistant.vocabulary import filter_words
from crmbot.assistant.words import joined
from crmbot.domain.deals.losses import LossReport, LostBy, loss_report
from crmbot.domain.deals.views import deal_view
from crmbot.domain.members.access import visible
from crmbot.domain.records import Deal
from crmbot.parsing.chat.reasons import reason_key
from crmbot.parsing.chat.requests import Filters, Vocabulary, read_filters
from crmbot.shapes import Column, Money, Reply, Row, Section, Table, Text, Value, Verbatim, t, tn

_MOST_RECORDS = 50
_MOST_ROWS = 10


def lost_report(ask: Asking, words: str = "") -> Reply:
    """What was lost, in the period and of the owner that `words` name; of all time without."""
    since, until, owner, said = period_and_owner(ask, words)
    report = loss_report(ask.session, visible(ask.access, Deal), key=reason_key, since=since, until=until, owner=owner)
    count = len(report.deals)
    return Reply(
        "list",
        tn("Lost: {n} deal", "Lost: {n} deals", count) if count else t("Nothing was lost."),
        understood=said,
        lines=_lines(report),
        table=_table(report.reasons) if count else None,
        sections=_sections(report),
        records=tuple(deal_view(deal, ask.process) for deal in report.deals[:_MOST_RECORDS]),
        totals=_totals(report),
    )


def period_and_owner(ask: Asking, words: str) -> tuple[datetime | None, datetime | None, str | None, Text | None]:
    """From when, until when (not counted in), whose; and all of it in words."""
    vocabulary = Vocabulary(members=filter_words(ask.session, ask.process).members)
    filters, _ = read_filters(words, now=ask.now, vocabulary=vocabulary)
    owner = ask.member.key if filters.owner == "me" else filters.owner
    return *_period(ask, filters), owner, _understood(ask, filters, owner)


def _period(ask: Asking, filters: Filters) -> tuple[datetime | None, datetime | None]:
    first, last = filters.closing_from, filters.closing_to
    since = datetime.combine(first, time(), ask.zone) if first else None
    until = datetime.combine(last + timedelta(days=1), time(), ask.zone) if last else None
    return since, until


def _understood(ask: Asking, filters: Filters, owner: str | None) -> Text | None:
    parts: list[Value] = []
    if owner is not None:
        parts.append(t("owner {name}", name=ask.member_name(owner)))
    if filters.closing_from and filters.closing_to:
        parts.append(t("from {start} to {end}", start=filters.closing_from, end=filters.closing_to))
    return joined(parts)


def _lines(report: LossReport) -> tuple[Text, ...]:
    if not report.disqualified:
        return ()
    return (tn("{n} of them was disqualified before.", "{n} of them were disqualified before.", report.disqualified),)


def _table(groups: Sequence[LostBy]) -> Table:
    columns = (Column(t("Reason")), Column(t("Deals"), numeric=True), Column(t("Amount"), numeric=True))
    rows = tuple((_reason(group), group.count, _amount(group)) for group in groups)
    return Table(columns, rows)


def _reason(group: LostBy) -> Value:
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
