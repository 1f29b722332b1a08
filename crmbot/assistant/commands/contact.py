"""`person` and `company`: a contact without a deal, new or completed."""

from __future__ import annotations

import re
from dataclasses import replace

from crmbot.assistant.asking import Asking
from crmbot.assistant.cards.cards import card
from crmbot.assistant.changing import Wanted
from crmbot.assistant.edits import Done, change
from crmbot.assistant.field_words import fields_of
from crmbot.assistant.forms.contacts import asked_company, asked_person
from crmbot.assistant.leads.leads import Contact, contact_of
from crmbot.assistant.references import exactly_named
from crmbot.assistant.registry import Command
from crmbot.domain.people.contact_fields import ContactField, FieldRecord
from crmbot.domain.records import Company, Deal, Person
from crmbot.domain.search.lookup import Contactable
from crmbot.errors import RequestFault
from crmbot.parsing.chat.assignments import assignments, value_of_assignment
from crmbot.parsing.chat.requests import LeadWords, read_lead
from crmbot.shapes import Field, Reply, Text, Verbatim, t

_AT = re.compile(r"^([^,;\n@]{2,80}?)\s+(at|of|from|bei|von|beim)\s+([^,;\n@]{2,80})(?=[,;\n]|$)", re.IGNORECASE)
_WEBSITE = re.compile(r"(?:https?://|www\.)[^\s,]{3,200}", re.IGNORECASE)
_LONGEST_POSITION = 80  # characters


def handle_person(ask: Asking) -> Reply:
    """A person: found again and completed, or made; the card of one who is only named."""
    known = _only_named(ask)
    if isinstance(known, Person):
        return card(ask, known)
    if not ask.rest.strip():
        return _person_by_form(ask)
    rest, values = _values(ask, "person", ask.rest)
    words = read_lead(_with_comma(ask, rest.strip()), currency=ask.settings.currency, now=ask.now)
    if words.name is None and words.email is None and words.phone is None:
        raise RequestFault(t("Who is it? Give the name, and what you know besides: company, mail, phone, department."))
    job = words.text.strip()  # what remains of the line: `Julia Brandt, Nordlicht GmbH, Head of Purchasing`
    contact = contact_of(ask, replace(words, amount=None, text=""), words.text)
    if contact.person is None:
        contact = Contact(_person_at(ask, contact, words), contact.company, known=False)
    assert contact.person is not None
    if job and len(job) <= _LONGEST_POSITION and contact.person.job_title is None:
        values.append(("job title", job))
    return _reply(ask, contact.person, values, known=contact.known)


def _with_comma(ask: Asking, text: str) -> str:
    """`Eva Klar at Nordlicht` as two parts; `von` mostly belongs to a name: then only a legal form makes it a company."""
    match = _AT.match(text)
    if match is None:
        return text
    behind = read_lead(match[3], currency=ask.settings.currency, now=ask.now)
    if match[2].lower() == "von" and behind.company is None:
        return text
    return f"{match[1]}, {match[3]}{text[match.end() :]}"


def handle_company(ask: Asking) -> Reply:
    """A company: found again and completed, or made; the card of one that is only named."""
    known = _only_named(ask)
    if isinstance(known, Company):
        return card(ask, known)
    if not ask.rest.strip():
        return _company_by_form(ask)
    rest, values = _values(ask, "company", ask.rest)
    words = read_lead(rest, currency=ask.settings.currency, now=ask.now)
    name = words.company or words.name
    if name is None:
        raise RequestFault(t("Which company? Give its name, and what you know besides: industry, address, website."))
    contact = contact_of(ask, LeadWords(company=name), "")
    assert contact.company is not None
    if words.email:
        values.append(("mail", words.email))
    if words.phone:
        values.append(("phone", words.phone))
    return _reply(ask, contact.company, values, known=contact.known)


def _person_by_form(ask: Asking) -> Reply:
    question = t("Who is it? Give the name, and what you know besides: company, mail, phone, department.")
    words, values = asked_person(ask, question)
    contact = contact_of(ask, words, "")
    person = contact.person or _person_at(ask, contact, words)
    return _reply(ask, person, values, known=contact.known and contact.person is not None)


def _company_by_form(ask: Asking) -> Reply:
    question = t("Which company? Give its name, and what you know besides: industry, address, website.")
    name, values = asked_company(ask, question)
    contact = contact_of(ask, LeadWords(company=name), "")
    assert contact.company is not None
    return _reply(ask, contact.company, values, known=contact.known)


def _only_named(ask: Asking) -> Contactable | None:
    """A contact whose card is meant: nothing but his name, number or address was said."""
    text = ask.rest.strip()
    record = exactly_named(ask, text) if text else None
    return None if isinstance(record, Deal) else record


def _values(ask: Asking, record: FieldRecord, text: str) -> tuple[str, list[tuple[str, str]]]:
    """The fields that are named among the parts of a line, and the line without them."""
    fields = fields_of(ask)

    def field_of(piece: str) -> tuple[ContactField, str, str] | None:
        for found, rest in fields.at_start(piece):
            for field in found:
                if field.record == record and rest and field.kind not in ("name", "company"):
                    return field, piece[: len(piece) - len(rest)].strip(" :="), value_of_assignment(rest)
        return None

    parts = assignments(text, lambda piece: field_of(piece) is not None or _WEBSITE.match(piece) is not None)
    others: list[str] = []
    values: list[tuple[str, str]] = []
    for part in parts:
        if (found := field_of(part)) is not None:
            values.append(found[1:])
        elif (site := _WEBSITE.match(part)) is not None:
            values.append(("website", site[0]))
            others.append(part[site.end() :])
        else:
            others.append(part)
    return ", ".join(other for other in others if other.strip(" ,;")), values


def _person_at(ask: Asking, contact: Contact, words: LeadWords) -> Person:
    """Somebody who is called like a company that we know."""
    from crmbot.domain.people.contacts import ContactFacts, add_person

    facts = ContactFacts(name=words.name, sources={"name": "hand"}, at=ask.now, by=ask.member.key)
    person = add_person(ask.work, facts, owner=ask.member.key, source="manual")
    if words.company and contact.company is not None:
        person.company, person.company_number = contact.company, contact.company.number
    return person


def _reply(ask: Asking, record: Person | Company, values: list[tuple[str, str]], *, known: bool) -> Reply:
    ask.session.flush()
    done = [_written(ask, record, word, value) for word, value in values]
    ask.session.flush()
    shown = card(ask, record)
    titles = [one.title for one in done if one.title is not None]
    changed: tuple[Field, ...] = tuple(one.field for one in done if one.field is not None)
    lines: list[Text] = (
        [t("{field}: {value}", field=field.label, value=field.value) for field in changed] if known else []
    )
    return replace(shown, kind="done", title=_title(record, known=known), lines=(*lines, *titles, *shown.lines))


def _written(ask: Asking, record: Person | Company, word: str, value: str) -> Done:
    kind: FieldRecord = "company" if isinstance(record, Company) else "person"
    field = next(field for field in fields_of(ask).named(word) if field.record == kind)
    return change(ask, Wanted(record, field, word, value))


def _title(record: Person | Company, *, known: bool) -> Text:
    name, number = Verbatim(record.name), record.number
    if known:
        return t("{name} is known already (#{number}).", name=name, number=number)
    if isinstance(record, Company):
        return t("New company #{number}: {name}", number=number, name=name)
    return t("New contact #{number}: {name}", number=number, name=name)


PERSON = Command(
    key="person",
    topic="contacts",
    names={
        "en": ("person", "contact", "new contact", "new person", "contact person"),
        "de": ("person", "kontakt", "neuer kontakt", "neue person", "ansprechpartner", "ansprechpartnerin"),
    },
    usage=t("person NAME[, COMPANY][, MAIL][, PHONE][, department X][, function Y]"),
    summary=t("a contact without a deal, new or completed"),
    examples={
        "en": ("person Max Moor, Nordlicht GmbH, max@nordlicht.example, 0171 5551234, department Service",),
        "de": ("person Max Moor, Nordlicht GmbH, max@nordlicht.example, 0171 5551234, Abteilung Service",),
    },
    writes=True,
    handler=handle_person,
)
COMPANY = Command(
    key="company",
    topic="contacts",
    names={"en": ("company", "new company"), "de": ("firma", "unternehmen", "neue firma")},
    usage=t("company NAME[, PHONE][, industry X][, address Y]"),
    summary=t("a company without a deal, new or completed"),
    examples={
        "en": ("company Südlicht AG, industry engineering, employees 120, address Am Markt 5, 70173 Stuttgart",),
        "de": ("firma Südlicht AG, Branche Maschinenbau, Mitarbeiter 120, Adresse Am Markt 5, 70173 Stuttgart",),
    },
    writes=True,
    handler=handle_company,
)
