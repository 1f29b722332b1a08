"""`priority`: which contacts and their deals come first; without a name, the list in that order."""

from __future__ import annotations

from sqlalchemy import func, select

from crmbot.assistant.asking import Asking
from crmbot.assistant.field_words import fields_of, read_value
from crmbot.assistant.moves import moved
from crmbot.assistant.paging import asked_page, page_buttons, paged_title, turned
from crmbot.assistant.references import named_deal
from crmbot.assistant.registry import Command
from crmbot.assistant.rows.rows import called
from crmbot.domain.deals.views import deal_view
from crmbot.domain.members.access import visible
from crmbot.domain.records import Deal
from crmbot.errors import RequestFault
from crmbot.parsing.chat.assignments import value_of_assignment
from crmbot.shapes import Action, Column, Field, Money, Reply, Table, Value, Verbatim, t, tn

PER_PAGE = 20
_MINE = frozenset({"me", "my", "mine", "ich", "meine", "mein"})


def handle(ask: Asking) -> Reply:
    """Set the stars of a deal; of a person or company, of the deal they have."""
    text = ask.rest.strip()
    page, listed = asked_page(text)
    if not listed or listed.lower() in _MINE:
        return _listed(ask, listed, page)
    deal, words = named_deal(ask)
    field = fields_of(ask).get("deal", "priority")
    assert field is not None
    if not words.strip():
        raise RequestFault(t("How many stars? 0 to 3, or low, medium, high."))
    deal.priority = read_value(ask, field, value_of_assignment(words))
    shown = Field(t("Priority"), stars(deal.priority))
    title = t("Priority of {deal}: {stars}", deal=called(deal), stars=stars(deal.priority))
    return moved(ask, deal, title, more=(shown,), actions=(Action(t("By priority"), "priority"),))


def stars(count: int) -> Verbatim:
    """As people read it."""
    return Verbatim("★" * count + "☆" * (3 - count))


def _listed(ask: Asking, words: str, page: int) -> Reply:
    conditions = [Deal.state == "open", *visible(ask.access, Deal)]
    if words:
        conditions.append(Deal.owner == ask.member.key)
    count = ask.session.scalar(select(func.count()).select_from(Deal).where(*conditions)) or 0
    order = (Deal.priority.desc(), func.coalesce(Deal.amount, 0).desc(), Deal.number)
    page, pages = turned(page, count, PER_PAGE)
    statement = select(Deal).where(*conditions).order_by(*order).limit(PER_PAGE).offset((page - 1) * PER_PAGE)
    deals = list(ask.session.scalars(statement))
    title = tn("By priority: {n} open deal", "By priority: {n} open deals", count)
    columns = (
        Column(t("#"), numeric=True),
        Column(t("Priority")),
        Column(t("Who")),
        Column(t("Deal")),
        Column(t("Stage")),
        Column(t("Amount"), numeric=True),
    )
    return Reply(
        "list", paged_title(title, page, pages) if count else t("No deal fits."),
        table=Table(columns, tuple(_cells(ask, deal) for deal in deals)) if deals else None,
        records=tuple(deal_view(deal, ask.process) for deal in deals), totals={"count": count, "page": page, "pages": pages},
        actions=page_buttons("priority", words, page, pages),
    )  # fmt: skip


def _cells(ask: Asking, deal: Deal) -> tuple[Value, ...]:
    who = deal.person or deal.company
    amount = Money(deal.amount, deal.currency) if deal.amount is not None else None
    return (
        deal.number, stars(deal.priority), Verbatim(who.name) if who else None, Verbatim(deal.name),
        ask.stage_name(deal.stage), amount,
    )  # fmt: skip


COMMAND = Command(
    key="priority",
    topic="deals",
    names={"en": ("priority", "prioritise", "prioritize"), "de": ("priorität", "prio", "priorisieren")},
    usage=t("priority [WHO 0 to 3]"),
    summary=t("which contacts come first: give stars; without a name, the open deals by priority"),
    examples={"en": ("priority #1042 high", "priority"), "de": ("priorität #1042 hoch", "prio")},
    writes=True,
    handler=handle,
    right="read",  # what is shown needs no more; the guard refuses to write without the right
)
