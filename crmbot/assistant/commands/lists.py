"""`list`: contacts by role, tag, place or any field; also the lists that have a verb of their own."""

from __future__ import annotations

import re
from dataclasses import replace
from types import MappingProxyType

from crmbot.assistant.asking import Asking
from crmbot.assistant.commands import leads, pipeline
from crmbot.assistant.contact_filters import read_contact_filter
from crmbot.assistant.paging import asked_page, page_buttons, paged_title, turned
from crmbot.assistant.registry import Command
from crmbot.assistant.words import ROLES, words
from crmbot.domain.deals.many_views import views
from crmbot.domain.leads.contact_list import Kind, contact_page
from crmbot.domain.records import Company, Person
from crmbot.folding import fold
from crmbot.shapes import Column, Record, Reply, Table, Text, Value, Verbatim, t, tn

PER_PAGE = 20
_WORD = re.compile(
    r"\s*(?:(?:all|alle|aller|the|die|der|of|von|unsere|our|my|meine)\s+)*([^\W\d_]+)(?=\s|$|,)", re.IGNORECASE
)

_ROLES = MappingProxyType(
    {
        "prospects": "prospect", "prospect": "prospect", "interessenten": "prospect", "customers": "customer",
        "customer": "customer", "kunden": "customer", "kunde": "customer", "debtors": "debtor", "debtor": "debtor",
        "debitoren": "debtor", "debitor": "debtor", "suppliers": "supplier", "supplier": "supplier",
        "lieferanten": "supplier", "lieferant": "supplier", "partners": "partner", "partner": "partner",
        "employees": "employee", "mitarbeiter": "employee",
    }
)  # fmt: skip
_KINDS: MappingProxyType[str, tuple[Kind, ...] | None] = MappingProxyType(
    {
        "contacts": None, "contact": None, "kontakte": None, "kontakten": None, "people": ("person",), "persons": ("person",),
        "personen": ("person",), "person": ("person",), "ansprechpartner": ("person",), "companies": ("company",),
        "company": ("company",), "firmen": ("company",), "firma": ("company",), "unternehmen": ("company",),
        "accounts": ("company",), "organisations": ("company",), "organisationen": ("company",),
    }
)  # fmt: skip
_LEADS = frozenset({"leads", "enquiries", "anfragen"})
_DEALS = frozenset({"deals", "deal", "pipeline", "chancen", "projekte", "projects", "verkaufschancen", "opportunities"})


def handle(ask: Asking) -> Reply:
    """What the first word names: leads, deals, a role, contacts; else the pipeline with these filters."""
    return listed(ask, ask.rest)


def listed(ask: Asking, text: str) -> Reply:
    """The list that `text` asks for, as it would stand behind `list`."""
    match = _WORD.match(text)
    noun = fold(match[1]) if match else ""
    rest = text[match.end() :].strip(" ,:") if match else text
    if noun in _LEADS:
        return leads.handle(replace(ask, verb="leads", rest=rest))
    if noun in _ROLES:
        return contact_reply(ask, rest, "customers", role=_ROLES[noun], typed=text)
    if noun in _KINDS:
        return contact_reply(ask, rest, noun, kinds=_KINDS[noun], typed=text)
    return pipeline.handle(replace(ask, verb="pipeline", rest=rest if noun in _DEALS else text))


def contact_reply(
    ask: Asking,
    text: str,
    noun: str,
    *,
    kinds: tuple[Kind, ...] | None = None,
    role: str | None = None,
    typed: str = "",
) -> Reply:
    """One page of the contacts that the filters in `text` let pass; the count is over all pages."""
    page, bare = asked_page(text)
    wanted, said = read_contact_filter(ask, bare, kinds, role)
    found = contact_page(ask.session, wanted, ask.access, limit=PER_PAGE, page=page)
    page, pages = turned(page, found.count, PER_PAGE)
    records = tuple(views(ask.session, found.records, ask.process))
    return Reply(
        "list",
        paged_title(
            tn("{n} contact", "{n} contacts", found.count) if found.count else t("No contact fits."), page, pages
        ),
        understood=said,
        table=Table(_COLUMNS, tuple(_row(ask, *pair) for pair in zip(found.records, records, strict=True)))
        if records
        else None,
        records=records,
        totals={"count": found.count, "page": page, "pages": pages},
        actions=page_buttons("list", asked_page(typed or f"{noun} {text}")[1], page, pages),
    )


_COLUMNS = (
    Column(t("#"), numeric=True), Column(t("Name")), Column(t("Company")), Column(t("Roles")), Column(t("Mail")),
    Column(t("Phone")), Column(t("Owner")),
)  # fmt: skip


def _row(ask: Asking, record: Person | Company, shown: Record) -> tuple[Value, ...]:
    return (
        record.number,
        Verbatim(record.name),
        Verbatim(shown.company) if shown.company else None,
        words(ROLES, shown.roles or ()),
        _first(shown.emails),
        _first(shown.phones),
        ask.member_name(record.owner) if record.owner else None,
    )


def _first(values: tuple[str, ...] | None) -> Value:
    return Verbatim(values[0]) if values else None


COMMAND = Command(
    key="list",
    topic="ask",
    names={"en": ("list",), "de": ("liste", "auflisten")},
    usage=t(
        "list contacts|people|companies|leads|prospects|customers|debtors|suppliers|partners [role:] [tag:] [city:] "
        "[owner:] [source:] [product:] [any field:VALUE]"
    ),
    summary=t("contacts by role, tag, place or any field, each of them once"),
    examples={
        "en": ("list customers", "list contacts tag:vip", "list companies industry:logistics employees>50"),
        "de": ("liste Kunden", "liste Kontakte tag:vip", "liste Firmen Branche:Logistik Mitarbeiter>50"),
    },
    writes=False,
    handler=handle,
)


def _direct(key: str, noun: str, names: tuple[str, str], usage: Text, summary: Text) -> Command:
    """A list with a verb of its own."""
    english, german = names
    return Command(
        key=key, topic="ask", names={"en": (english,), "de": (german,)}, usage=usage, summary=summary,
        examples={"en": (english, f"{english} owner:me"), "de": (german, f"{german} owner:ich")}, writes=False,
        handler=lambda ask: listed(ask, f"{noun} {ask.rest}"),
    )  # fmt: skip


LISTS = (
    COMMAND,
    _direct("contacts", "contacts", ("contacts", "kontakte"), t("contacts [FILTERS]"), t("contacts, narrowed by any field")),
    _direct("companies", "companies", ("companies", "firmen"), t("companies [FILTERS]"), t("companies, narrowed by any field")),
    _direct("prospects", "prospects", ("prospects", "interessenten"), t("prospects [FILTERS]"), t("who has an offer")),
    _direct("customers", "customers", ("customers", "kunden"), t("customers [FILTERS]"), t("who has bought, each once")),
    _direct("debtors", "debtors", ("debtors", "debitoren"), t("debtors [FILTERS]"), t("who has an invoice to pay")),
    _direct("suppliers", "suppliers", ("suppliers", "lieferanten"), t("suppliers [FILTERS]"), t("from whom we buy")),
    _direct("partners", "partners", ("partners", "partner"), t("partners [FILTERS]"), t("with whom we work together")),
)  # fmt: skip
