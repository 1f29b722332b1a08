"""The labelled values of a card."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType

from crmbot.assistant.asking import Asking
from crmbot.assistant.cards.parts import Parts
from crmbot.assistant.cards.provenance import plain_value
from crmbot.assistant.contact_edits import point_text
from crmbot.assistant.field_words import fields_of
from crmbot.assistant.leads.grades import chance_words, grade_words
from crmbot.assistant.leads.words import LEAD_STATUS
from crmbot.assistant.words import ROLES, SOURCES, joined, word
from crmbot.domain.catalogue.sources import UNTOLD, source_name
from crmbot.domain.deals.roles import CONTACT, roles_of_stages
from crmbot.domain.leads.status import lead_status
from crmbot.domain.members.watching import COLLABORATOR, FOLLOWER, ties_of
from crmbot.domain.people.contact_fields import POINTS, ContactField
from crmbot.domain.people.contact_points import primary_first
from crmbot.domain.people.field_values import value_of
from crmbot.domain.records import Company, Deal, Person, PersonPhone, PostalAddress
from crmbot.domain.records.contacts import CompanyPhone
from crmbot.shapes import Field, Moment, Text, Value, Verbatim, t

Labelled = tuple[Text, Value]
_ELSEWHERE = frozenset(
    {"name", "stage", "owner", "source", "company", "parent", "given_name", "family_name", "probability"}
)
_PHONE_KINDS = MappingProxyType({"mobile": t("mobile"), "fax": t("fax"), "home": t("private")})
_ADDRESS_KINDS = MappingProxyType({"home": t("private"), "billing": t("for invoices"), "delivery": t("for deliveries")})


def card_fields(ask: Asking, parts: Parts) -> tuple[Field, ...]:
    """What is known of the record, the roles first."""
    labelled = _deal(ask, parts, parts.record) if isinstance(parts.record, Deal) else _contact(ask, parts, parts.record)
    return tuple(Field(label, value) for label, value in labelled if value is not None and value != "")


def _deal(ask: Asking, parts: Parts, deal: Deal) -> Iterator[Labelled]:
    yield t("Role"), roles_line(ask, parts)
    yield t("Person"), _numbered(deal.person) or _hidden(deal.person_number)
    yield t("Company"), _numbered(deal.company) or _hidden(deal.company_number)
    yield t("Status"), _status(ask, deal)
    yield t("Grade"), grade_words(deal)
    yield from _values(ask, deal, "deal")
    yield t("Probability"), chance_words(ask, deal)
    yield t("Owner"), ask.member_name(deal.owner)
    yield t("Source"), _source(deal.source)
    yield t("Since"), Moment(deal.created_at, day_only=True)
    yield t("Reason"), _verbatim(deal.lost_reason)
    yield t("Tags"), _tags(parts)
    yield from _ties(ask, deal.number)


def _contact(ask: Asking, parts: Parts, record: Person | Company) -> Iterator[Labelled]:
    yield t("Roles"), roles_line(ask, parts)
    if isinstance(record, Person):
        yield t("Company"), _numbered(record.company)
    else:
        yield t("Mother company"), _numbered(parts.mother)
    yield from _values(ask, record, "company" if isinstance(record, Company) else "person")
    yield t("Owner"), ask.member_name(record.owner) if record.owner else None
    yield t("Source"), _source(record.source)
    yield t("Tags"), _tags(parts)
    yield t("Protected"), t("seen by its owner and those he lets in") if record.protected else None
    yield from _ties(ask, record.number)


def _hidden(number: int | None) -> Text | None:
    """Of a contact that the reader may not see, that there is one."""
    return t("a private contact") if number is not None else None


def _ties(ask: Asking, number: int) -> Iterator[Labelled]:
    """Who was let in, and who hears of news."""
    ties = ties_of(ask.session, number)
    for label, kind in ((t("Shared with"), COLLABORATOR), (t("Followed by"), FOLLOWER)):
        yield label, joined(ask.member_name(one.member) for one in ties if one.kind == kind)


def _status(ask: Asking, deal: Deal) -> Value:
    """How far an enquiry has come; None for what is a lead no longer."""
    lead = deal.disqualified or (deal.state == "open" and deal.stage in ask.process.granting("lead"))
    return LEAD_STATUS[lead_status(ask.session, ask.process, deal)] if lead else None


def _source(source: str | None) -> Value:
    return word(SOURCES, source) if source in UNTOLD else source_name(source)


def _values(ask: Asking, record: Person | Company | Deal, kind: str) -> Iterator[Labelled]:
    """Every field of the list that has a value, the installation's own among them."""
    for field in fields_of(ask).of(kind):  # type: ignore[arg-type]
        if field.key in _ELSEWHERE:
            continue
        if field.kind in POINTS:
            yield field.label, _points(record, field)
        elif (held := value_of(record, field)) is not None and not (field.kind == "stars" and held == 0):
            yield field.label, plain_value(ask, record, field)


def _points(record: Person | Company | Deal, field: ContactField) -> Text | None:
    """Mail addresses, phones and postal addresses, the primary ones first, each with its kind where that matters."""
    rows = getattr(record, field.column or field.key)
    return joined(_point(row) for row in (primary_first(rows) if field.kind != "domain" else rows))


def _point(row: object) -> Value:
    text = Verbatim(point_text(row))  # type: ignore[arg-type]
    kinds = _ADDRESS_KINDS if isinstance(row, PostalAddress) else _PHONE_KINDS
    kind = kinds.get(row.kind) if isinstance(row, (PostalAddress, PersonPhone, CompanyPhone)) else None
    return t("{value} ({kind})", value=text, kind=kind) if kind else text


def roles_line(ask: Asking, parts: Parts) -> Text | None:
    """Every role with the day it began and who brought it about; standing roles as they stand."""
    record = parts.record
    standing = () if isinstance(record, Deal) else tuple(record.standing_roles or ())
    stages = [deal.stage for deal in parts.own_deals]
    roles = [*dict.fromkeys((*parts.roles, *roles_of_stages(stages, ask.process, standing)))]
    shown = [role for role in roles if role != CONTACT or len(roles) == 1]
    if isinstance(record, Deal) and shown == [CONTACT]:
        return None
    return joined(_role(ask, parts, role) for role in shown)


def _role(ask: Asking, parts: Parts, role: str) -> Value:
    span = parts.roles.get(role)
    name = word(ROLES, role)
    if span is None:
        return name
    since = Moment(span.since, day_only=True)
    by = ask.member_name(span.by) if span.by else t("mail")
    if isinstance(parts.record, Deal):
        return t("{role} since {day}, by {name}", role=name, day=since, name=by)
    return t("{role} since {day}, by {name} (#{number})", role=name, day=since, name=by, number=span.deal)


def _tags(parts: Parts) -> Text | None:
    return joined(_tag(tag.name, private=tag.owner is not None) for tag in parts.tags)


def _tag(name: str, *, private: bool) -> Value:
    return t("{tag} (only for you)", tag=Verbatim(name)) if private else Verbatim(name)


def _verbatim(text: str | None) -> Verbatim | None:
    return Verbatim(text) if text else None


def _numbered(record: Person | Company | None) -> Text | None:
    return t("{name} (#{number})", name=Verbatim(record.name), number=record.number) if record else None
