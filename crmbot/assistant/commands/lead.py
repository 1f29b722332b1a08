"""`lead`: a new enquiry, at a known contact or a new one."""

from __future__ import annotations

import re
from dataclasses import replace

from crmbot.assistant.amounts import money
from crmbot.assistant.asking import Asking
from crmbot.assistant.forms.contacts import asked_lead
from crmbot.assistant.leads.handing import hand_lead_over
from crmbot.assistant.leads.leads import Contact, KnownToOthers, contact_of
from crmbot.assistant.leads.typed import owner_of_lead, tell_owner
from crmbot.assistant.process_choice import process_in
from crmbot.assistant.references import about, number_of
from crmbot.assistant.registry import Command
from crmbot.assistant.rows.rows import deal_row, excerpt
from crmbot.assistant.sources import ask_for_source, with_named_source
from crmbot.assistant.words import joined
from crmbot.domain.catalogue.sources import source_name
from crmbot.domain.deals.deals import open_lead
from crmbot.domain.deals.views import deal_view, deals_of, view
from crmbot.domain.history.history import log_activity, place_of
from crmbot.domain.leads.assignment import Assigned
from crmbot.domain.process import Process
from crmbot.domain.records import Company, Deal
from crmbot.errors import NotFound
from crmbot.parsing.chat.requests import LeadWords, read_lead
from crmbot.shapes import Action, Field, Money, Reply, Section, Text, Value, Verbatim, t

_KNOWN = re.compile(r"(#\d{1,10}|[1-9]\d{0,9})(?:[\s,:;]+|$)")
_NO_DIGIT = re.compile(r"\D")
_SOURCE = 60  # characters that are kept of a source


def handle(ask: Asking) -> Reply:
    """Open a deal in the first stage for who is named."""
    text = ask.rest.strip()
    if not text:
        return _by_form(ask)
    match = _KNOWN.match(text)
    number = number_of(ask, match[1]) if match else None
    following = text[match.end() :] if match else text
    line, following = process_in(ask, following)
    words = read_lead(with_named_source(ask, following), currency=ask.settings.currency, now=ask.now)
    if number is None:
        return _for_somebody(ask, words, line)
    said = ", ".join(part for part in (words.name, words.company, words.text) if part)
    return _open(ask, _contact_at(ask, number), replace(words, name=None, company=None, text=said), line)


def _by_form(ask: Asking) -> Reply:
    words, process = asked_lead(ask, t("Who is it? Give a name, a company, a mail address or a phone number."))
    return _for_somebody(ask, words, ask.process.of(process or ask.process.key))


def _for_somebody(ask: Asking, words: LeadWords, line: Process) -> Reply:
    try:
        return _open(ask, contact_of(ask, words, _further(ask, words, line)), words, line)
    except KnownToOthers as known:
        return hand_lead_over(ask, known, words)


def _further(ask: Asking, words: LeadWords, line: Process) -> str:
    """What a choice has to repeat besides the number: everything that does not say who it is."""
    amount = f"{words.amount.amount} {words.amount.currency}" if words.amount else ""
    source = f'source "{words.source}"' if words.source else ""
    process = "" if line.key == ask.process.key else f"process {line.key}"
    return ", ".join(part for part in (amount, source, process, words.text) if part)


def _contact_at(ask: Asking, number: int) -> Contact:
    record = about(ask, number)
    if record is None:
        raise NotFound(t("There is no person, company or deal {number}.", number=number))
    if isinstance(record, Deal):
        return Contact(record.person, record.company, known=True)
    if isinstance(record, Company):
        return Contact(None, record, known=True)
    return Contact(record, record.company, known=True)


def _open(ask: Asking, contact: Contact, words: LeadWords, line: Process) -> Reply:
    held = contact.person or contact.company
    others = [deal for deal in (deals_of(ask.session, held) if held else []) if deal.state == "open"]
    amount = money(words.amount) if words.amount else None
    named = contact.company or contact.person
    name = excerpt(words.text)[:80] or (named.name if named else "?")
    assigned = owner_of_lead(ask, contact, words)
    deal = open_lead(
        ask.work, line, name=name, owner=assigned.owner, person=contact.person, company=contact.company,
        amount=amount.amount if amount else None, currency=amount.currency if amount else ask.settings.currency,
        source=(words.source or "manual")[:_SOURCE],
    )  # fmt: skip
    if words.text:
        log_activity(
            ask.work, place_of(deal), kind="note", medium="note", text=words.text, direction="internal",
            author=ask.member.key,
        )  # fmt: skip
    tell_owner(ask, contact, deal, assigned)
    return ask_for_source(ask, deal, _reply(ask, contact, deal, others, assigned))


def _reply(ask: Asking, contact: Contact, deal: Deal, others: list[Deal], assigned: Assigned) -> Reply:
    who = contact.person or contact.company
    lines: list[Text] = []
    if contact.known and who is not None:
        lines.append(t("{name} is known already (#{number}).", name=Verbatim(who.name), number=who.number))
    section = Section(t("Also open there"), tuple(deal_row(ask, other) for other in others))
    records = [deal_view(deal, ask.process)]
    records += [view(ask.session, one, ask.process) for one in (contact.person, contact.company) if one is not None]
    return Reply(
        "done",
        _title(ask, deal, Verbatim(who.name if who else deal.name)),
        understood=_understood(contact, deal),
        lines=tuple(lines),
        fields=(
            Field(t("Stage"), ask.stage_name(deal.stage)),
            Field(t("Owner"), _owner(ask, deal, assigned)),
            Field(t("Source"), source_name(deal.source)),
        ),
        sections=(section,) if others else (),
        records=tuple(records),
        actions=_next(ask, deal),
    )


def _next(ask: Asking, deal: Deal) -> tuple[Action, ...]:
    plan = Action(t("Follow up tomorrow"), f"followup #{deal.number} tomorrow")
    mine = deal.owner == ask.member.key
    return (plan,) if mine else (plan, Action(t("I take care of it myself"), f"assign #{deal.number} {ask.member.key}"))


def _owner(ask: Asking, deal: Deal, assigned: Assigned) -> Value:
    """Who it is; and why, where it is not who recorded it."""
    name = ask.member_name(deal.owner)
    return name if deal.owner == ask.member.key else t("{name} ({reason})", name=name, reason=assigned.reason)


def _title(ask: Asking, deal: Deal, name: Verbatim) -> Text:
    if deal.created_at != ask.work.now:  # the project file is off, and the contact had his one deal already
        return t("The enquiry stands in the file of {name}, #{number}.", name=name, number=deal.number)
    return t("New lead #{number}: {name}", number=deal.number, name=name)


def _understood(contact: Contact, deal: Deal) -> Text | None:
    """Person, company, addresses and amount as they were read."""
    values: list[Value] = []
    if contact.person is not None:
        person = contact.person
        values += [
            Verbatim(person.name),
            *(Verbatim(entry.email) for entry in person.emails if entry.email != person.name),
        ]
        named = _NO_DIGIT.sub("", person.name)
        values += [Verbatim(one.number) for one in person.phones if _NO_DIGIT.sub("", one.number) != named]
    if contact.company is not None:
        values.insert(1, Verbatim(contact.company.name))
    if deal.amount is not None:
        values.append(Money(deal.amount, deal.currency))
    return joined(values)


COMMAND = Command(
    key="lead",
    topic="log",
    names={"en": ("lead", "new lead"), "de": ("lead", "neuer lead", "anfrage", "interessent")},
    usage=t("lead NAME, COMPANY, MAIL or PHONE[, AMOUNT][, source SOURCE][, process PROCESS][, TEXT]"),
    summary=t("open a lead, at a known contact or a new one"),
    examples={
        "en": ("lead Julia Brandt, Nordlicht GmbH, julia@nordlicht.example, 12k, source fair, needs shelves",),
        "de": ("lead Julia Brandt, Nordlicht GmbH, julia@nordlicht.example, 12k, Quelle Messe, braucht Regale",),
    },
    writes=True,
    handler=handle,
)
