"""`leads`: the enquiries by how far they have come; those that were converted stay in the list of them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from crmbot.assistant.asking import Asking
from crmbot.assistant.filters import filter_of, words_of
from crmbot.assistant.leads.grades import grade_name
from crmbot.assistant.leads.words import LEAD_STATUS, listed_status
from crmbot.assistant.other_filters import read_known
from crmbot.assistant.paging import asked_page, page_buttons, paged_title, turned
from crmbot.assistant.registry import Command
from crmbot.assistant.vocabulary import filter_words
from crmbot.assistant.words import joined, quoted
from crmbot.domain.catalogue.sources import source_name
from crmbot.domain.deals.pipeline import narrowed
from crmbot.domain.deals.views import deal_view
from crmbot.domain.leads.listing import existing_customers, leads
from crmbot.domain.leads.status import statuses
from crmbot.domain.members.access import visible
from crmbot.domain.records import Deal
from crmbot.errors import RequestFault
from crmbot.parsing.chat.requests import Vocabulary
from crmbot.shapes import Column, Money, Reply, Table, Text, Value, Verbatim, t, tn

PER_PAGE = 20
_KNOWN = frozenset({
    "owner", "source", "grade", "tag", "product", "amount_min", "amount_max", "idle_days", "closing_from", "closing_to",
    "created_from", "created_to", "priority", "priority_or_more", "process", "without", "name", "text", "page",
})  # fmt: skip


def handle(ask: Asking) -> Reply:
    """One page; the count is over all pages."""
    wanted, page, further, said = _wanted(ask)
    seen = visible(ask.access, Deal)
    count, deals = leads(ask.session, ask.process, wanted, seen, limit=PER_PAGE, page=page, further=further)
    status, known = statuses(ask.session, ask.process, deals), existing_customers(ask.session, deals)
    rows = tuple(_cells(ask, deal, status[deal.number], customer=deal.number in known) for deal in deals)
    page, pages = turned(page, count, PER_PAGE)
    title = tn("{n} lead", "{n} leads", count)
    return Reply(
        "list", paged_title(title, page, pages) if count else t("No lead fits."), understood=said,
        table=Table(_COLUMNS, rows) if rows else None,
        records=tuple(replace(deal_view(deal, ask.process), status=status[deal.number]) for deal in deals),
        totals={"count": count}, actions=page_buttons("leads", asked_page(ask.rest)[1], page, pages),
    )  # fmt: skip


_COLUMNS = (
    Column(t("#"), numeric=True), Column(t("Lead")), Column(t("Company")), Column(t("Status")), Column(t("Became")),
    Column(t("Grade")), Column(t("Source")), Column(t("Amount"), numeric=True), Column(t("Owner")),
)  # fmt: skip


def _cells(ask: Asking, deal: Deal, status: str, *, customer: bool) -> tuple[Value, ...]:
    who = deal.person.name if deal.person else deal.name
    name: Value = t("{name} (existing customer)", name=Verbatim(who)) if customer else Verbatim(who)
    return (
        deal.number, name, Verbatim(deal.company.name) if deal.company else None, LEAD_STATUS[status],
        t("#{number} {stage}", number=deal.number, stage=ask.stage_name(deal.stage)) if status == "qualified" else None,
        grade_name(deal.grade), source_name(deal.source),
        Money(deal.amount, deal.currency) if deal.amount is not None else None, ask.member_name(deal.owner),
    )  # fmt: skip


def _wanted(ask: Asking) -> tuple[str, int, list[Any], Text | None]:
    """Status, page, conditions on the deals, and all of it in words."""
    words, rest, status = ask.rest.split(), list[str](), "open"
    for word in words:
        found = listed_status(word.partition(":")[2] if word.lower().startswith(("status:", "filter:")) else word)
        status, rest = (found, rest) if found else (status, [*rest, word])
    known = filter_words(ask.session, ask.process)
    vocabulary = Vocabulary(members=known.members, sources=known.sources, grades=known.grades)
    filters, unknown, strange = read_known(ask, rest, _KNOWN, vocabulary)
    if strange or unknown:
        raise RequestFault(t("I do not understand {words} as a filter.", words=quoted([*strange, *unknown])))
    further = narrowed(ask.session, replace(filter_of(ask, filters), state="all"), ask.process, ask.now)
    return status, filters.page, further, joined([LEAD_STATUS.get(status), words_of(ask, filters)])


COMMAND = Command(
    key="leads",
    topic="ask",
    names={"en": ("leads", "lead list", "enquiries"), "de": ("leads", "leadliste", "anfragen")},
    usage=t(
        "leads [new|contacted|qualified|converted|disqualified|all] [owner:MEMBER] [source:SOURCE] [created:PERIOD]"
    ),
    summary=t("enquiries by how far they have come; converted ones stay in sight"),
    examples={"en": ("leads", "leads converted", "leads new"), "de": ("leads", "leads umgewandelt", "leads neu")},
    writes=False,
    handler=handle,
)
