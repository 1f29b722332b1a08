"""`find`: everything in which some words stand."""

from __future__ import annotations

from crmbot.assistant.asking import Asking
from crmbot.assistant.commands.lists import contact_reply
from crmbot.assistant.contact_filters import filter_names
from crmbot.assistant.forms.questions import words
from crmbot.assistant.forms.sheet import Sheet, answers
from crmbot.assistant.paging import asked_page, page_buttons
from crmbot.assistant.registry import Command
from crmbot.assistant.rows.rows import excerpt
from crmbot.assistant.words import TYPES, joined
from crmbot.domain.deals.many_views import views
from crmbot.domain.records import Activity, Company, Deal, Person
from crmbot.domain.search.search import Findable, Found, find
from crmbot.parsing.chat.contact_words import read_parts
from crmbot.shapes import Action, Column, Money, Record, Reply, Table, Text, Value, Verbatim, t, tn

PER_PAGE = 20
_LONGEST = 200  # characters that are looked for


def handle(ask: Asking) -> Reply:
    """Look names, addresses, phones, fields and the history up; of nothing, what is spelled nearly so. `role:lead` and
    other filters are asked of contacts.
    """
    text = (ask.rest.strip() or answers(ask, _ASKED, _ASKED.title)["words"])[:_LONGEST]
    if read_parts(text, filter_names(ask))[1]:
        return contact_reply(ask, text, "contacts", typed=f"contacts {text}")
    page, said = asked_page(text, at_end=True)
    found = find(ask.session, said, limit=PER_PAGE, page=page)
    if found.records:
        return _reply(ask, found, said)
    return Reply("list", t("Nothing has “{text}” in it.", text=Verbatim(text)), totals={"count": 0})


_ASKED = Sheet(
    t("What are you looking for?"),
    t("Find"),
    "find",
    (words("words", t("Words"), required=True, hint=t("a name, an address, a number, or what was said")),),
    typed=t("find WORDS"),
)


def _title(found: Found, text: str) -> Text:
    count, said = len(found.records), Verbatim(text)
    if found.near:
        return t("Nothing has “{text}” in it. This is spelled nearly so:", text=said)
    if found.page > 1:
        first = (found.page - 1) * PER_PAGE
        return t("Matches {first} to {last} for “{text}”", first=first + 1, last=first + count, text=said)
    if found.more:
        return t("The best {n} matches for “{text}”", n=count, text=said)
    return tn("{n} match for “{text}”", "{n} matches for “{text}”", count, text=said)


def _reply(ask: Asking, found: Found, text: str) -> Reply:
    columns = (Column(t("#"), numeric=True), Column(t("Type")), Column(t("Name")), Column(t("Details")))
    records = tuple(views(ask.session, found.records, ask.process))
    turns = page_buttons("find", text, found.page, found.page + found.more)
    return Reply(
        "list",
        _title(found, text),
        table=Table(
            columns, tuple(_row(ask, record, shown) for record, shown in zip(found.records, records, strict=True))
        ),
        records=records,
        totals={"count": len(records), "page": found.page, "more": found.more},
        actions=(
            *turns,
            *(Action(t("Show #{number}", number=shown.number), f"show #{shown.number}") for shown in records[:5]),
        ),
    )


def _row(ask: Asking, record: Findable, shown: Record) -> tuple[Value, ...]:
    if isinstance(record, Activity):
        said = Verbatim(excerpt(record.subject or record.text)[:80])
        return (record.number, ask.kind_name(record.kind), said, record.at.astimezone(ask.zone).date())
    return (record.number, TYPES[shown.type], Verbatim(record.name), _details(ask, record, shown))


def _details(ask: Asking, record: Person | Company | Deal, shown: Record) -> Value:
    if isinstance(record, Deal):
        amount = Money(record.amount, record.currency) if record.amount is not None else None
        return joined([ask.stage_name(record.stage), amount])
    first = [Verbatim(values[0]) for values in (shown.emails, shown.phones) if values]
    return joined([Verbatim(shown.company) if shown.company else None, *first])


COMMAND = Command(
    key="find",
    topic="ask",
    names={"en": ("find", "search"), "de": ("suche", "finde", "such")},
    usage=t("find TEXT"),
    summary=t("search names, addresses, phones, notes and mails"),
    examples={
        "en": ("find shelf", "find 0711 12345", "find role:lead"),
        "de": ("suche Regal", "suche 0711 12345", "suche rolle:lead"),
    },
    writes=False,
    handler=handle,
)
