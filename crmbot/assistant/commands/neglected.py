"""`neglected`: whom nobody has been in touch with for so many days."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

from crmbot.assistant.asking import Asking
from crmbot.assistant.paging import asked_page, page_buttons, paged_title, turned
from crmbot.assistant.registry import Command
from crmbot.assistant.rows.rows import called
from crmbot.assistant.vocabulary import filter_words
from crmbot.assistant.words import quoted
from crmbot.domain.deals.many_views import views
from crmbot.domain.leads.neglected import last_contacts, neglected
from crmbot.domain.records import Deal, Person
from crmbot.errors import RequestFault
from crmbot.folding import fold
from crmbot.parsing.chat.filter_names import owner_key
from crmbot.parsing.chat.words import FILLERS
from crmbot.shapes import Action, Reply, Row, Section, Text, Verbatim, t, tn

_USUAL = 14  # days
_PASSED_OVER = frozenset(
    {
        *FILLERS,
        "d",
        "t",
        "day",
        "days",
        "tag",
        "tage",
        "tagen",
        "since",
        "seit",
        "than",
        "als",
        "more",
        "mehr",
        "longer",
        "laenger",
    }
)
PER_PAGE = 20  # of each
_DAYS = re.compile(r"(\d{1,4})\s?(w\b|weeks?\b|wochen?\b|months?\b|monate?n?\b)?", re.IGNORECASE)


def handle(ask: Asking) -> Reply:
    """Deals and people, the longest untouched first; of one owner where he is named."""
    page, words = asked_page(ask.rest)
    days, owner = _wanted(replace(ask, rest=words))
    found = neglected(ask.session, days, ask.now, ask.access, owner=owner, limit=PER_PAGE, page=page)
    count = found.deal_count + found.people_count
    if not count:
        nobody = tn("Nobody has been neglected for {n} day.", "Nobody has been neglected for {n} days.", days)
        return Reply("list", nobody, totals={"count": 0, "deals": 0, "contacts": 0})
    last = last_contacts(ask.session, found.people)
    parts = (
        (t("Open deals"), tuple(_deal(ask, deal) for deal in found.deals)),
        (t("Contacts without an open deal"), tuple(_person(ask, one, last[one.number]) for one in found.people)),
    )
    page, pages = turned(page, max(found.deal_count, found.people_count), PER_PAGE)
    title = tn("No contact for {n} day: {count}", "No contact for {n} days: {count}", days, count=count)
    return Reply(
        "list",
        paged_title(title, page, pages),
        understood=t("owner {name}", name=ask.member_name(owner)) if owner else None,
        sections=tuple(Section(heading, rows) for heading, rows in parts if rows),
        records=tuple(views(ask.session, [*found.deals, *found.people], ask.process)),
        totals={"count": count, "deals": found.deal_count, "contacts": found.people_count},
        actions=page_buttons("neglected", words, page, pages),
    )


def _wanted(ask: Asking) -> tuple[int, str | None]:
    """The days, and whose."""
    match = _DAYS.search(ask.rest)
    days = int(match[1]) * {"w": 7, "m": 30}.get((match[2] or "")[:1].lower(), 1) if match else _USUAL
    vocabulary, owners, unknown = filter_words(ask.session, ask.process), list[str](), list[str]()
    for word in _DAYS.sub(" ", ask.rest, count=1).split():
        owner = owner_key(word.rpartition(":")[2], vocabulary)
        if owner is not None:
            owners.append(ask.member.key if owner == "me" else owner)
        elif fold(word) not in _PASSED_OVER:
            unknown.append(word)
    if unknown:
        raise RequestFault(
            t("I do not understand {words}. Say days and an owner: “neglected 14 ben”.", words=quoted(unknown))
        )
    return days, owners[0] if owners else None


def _deal(ask: Asking, deal: Deal) -> Row:
    last = deal.last_activity_at or deal.created_at
    note = t(
        "{stage}, {owner}, {age}",
        stage=ask.stage_name(deal.stage),
        owner=ask.member_name(deal.owner),
        age=_age(ask, last),
    )
    return Row(called(deal), note, (Action(t("Follow up tomorrow"), f"followup #{deal.number} tomorrow"),))


def _person(ask: Asking, person: Person, last: datetime) -> Row:
    company = person.company
    note = t("{company}, {age}", company=Verbatim(company.name), age=_age(ask, last)) if company else _age(ask, last)
    return Row(called(person), note, (Action(t("Follow up tomorrow"), f"followup #{person.number} tomorrow"),))


def _age(ask: Asking, last: datetime) -> Text:
    days = (ask.now.date() - last.astimezone(ask.zone).date()).days
    return tn("untouched for {n} day", "untouched for {n} days", max(days, 0))


COMMAND = Command(
    key="neglected",
    topic="ask",
    names={
        "en": ("neglected", "no contact", "no activity"),
        "de": ("vernachlässigt", "kein kontakt", "keine aktivität", "ohne kontakt"),
    },
    usage=t("neglected [DAYS] [owner:MEMBER]"),
    summary=t("open deals and contacts nobody has been in touch with for so many days"),
    examples={
        "en": ("neglected 14", "neglected 30 owner:me"),
        "de": ("vernachlässigt 14", "vernachlässigt 30 owner:ich"),
    },
    writes=False,
    handler=handle,
)
