"""Mail addresses, phones, postal addresses and domains of contacts, added, preferred and taken away by request."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from crmbot.assistant.asking import Asking
from crmbot.assistant.changing import Wanted
from crmbot.assistant.rows.rows import called
from crmbot.domain.members.access import sees
from crmbot.domain.members.guard import unguarded
from crmbot.domain.people.contact_points import (
    Contact,
    Point,
    Postal,
    add_address,
    add_email,
    add_phone,
    holder_of_email,
    primary_of,
    remove_point,
)
from crmbot.domain.people.contacts import company_by_domain
from crmbot.domain.people.value_sources import by_member
from crmbot.domain.records import (
    Company,
    CompanyDomain,
    CompanyEmail,
    CompanyPhone,
    Deal,
    PersonEmail,
    PersonPhone,
    PostalAddress,
)
from crmbot.errors import Ambiguous, Conflict, NotFound, RequestFault
from crmbot.folding import fold
from crmbot.parsing.contact.companies import is_free_mail, registrable_domain
from crmbot.parsing.contact.phones import find_phones
from crmbot.parsing.contact.postal_parts import split_address
from crmbot.shapes import Action, Text, Value, Verbatim, t

_MAIL = re.compile(r"<?(?:mailto:)?([^\s<>,;:\"()@]{1,64}@[^\s<>,;:\"()@]{1,190}\.[^\s<>,;:\"()@.]{2,30})>?")
_ADDRESS_KINDS = MappingProxyType(
    {"rechnung": "billing", "billing": "billing", "liefer": "delivery", "delivery": "delivery", "shipping": "delivery",
     "privat": "home", "home": "home"}
)  # fmt: skip
_PHONE_KINDS = MappingProxyType({"mobil": "mobile", "handy": "mobile", "cell": "mobile", "fax": "fax"})


def edit_point(ask: Asking, wanted: Wanted) -> tuple[Text, tuple[Action, ...]]:
    """Do what is asked with one of several; says what was done, and what could be done next."""
    contact = wanted.record
    assert not isinstance(contact, Deal)
    if wanted.mode == "remove":
        return _removed(ask, contact, wanted)
    return _ADDERS[wanted.field.kind](ask, contact, wanted)


def _add_mail(ask: Asking, contact: Contact, wanted: Wanted) -> tuple[Text, tuple[Action, ...]]:
    match = _MAIL.fullmatch(wanted.value.strip().rstrip("."))
    if match is None:
        raise RequestFault(t("“{words}” is no mail address.", words=Verbatim(wanted.value[:80])))
    before = primary_of(contact.emails)
    holder = _whoever_has(ask, match[1].lower())
    if holder is not None and holder is not contact:
        raise _taken(ask, contact, match[1].lower(), holder)
    row = add_email(ask.work, contact, match[1], by_member(ask.member.key, ask.now), primary=wanted.mode != "add")
    if row is None:
        raise RequestFault(t("“{words}” is no mail address.", words=Verbatim(wanted.value[:80])))
    return _said(contact, row, before, wanted)


def _whoever_has(ask: Asking, email: str) -> Contact | None:
    """The holder of an address, whom the member may see or not: an address names one contact only."""
    ask.session.flush()  # under the guard, before it is lifted
    with unguarded(ask.session):
        return holder_of_email(ask.session, email)


def _taken(ask: Asking, contact: Contact, email: str, holder: Contact) -> Conflict:
    if not sees(ask.session, ask.access, holder):
        return Conflict(t("This mail address belongs to somebody whom you may not see."))
    merge = Action(t("Merge them"), f"merge #{contact.number} into #{holder.number}")
    actions = (merge,) if type(holder) is type(contact) else ()
    return Conflict(t("{email} already belongs to {holder}.", email=Verbatim(email), holder=called(holder)), actions)


def _add_phone(ask: Asking, contact: Contact, wanted: Wanted) -> tuple[Text, tuple[Action, ...]]:
    phones = find_phones(wanted.value, ask.settings.region)
    if len(phones) != 1:
        raise RequestFault(t("“{words}” is no phone number.", words=Verbatim(wanted.value[:80])))
    kind = _kind(wanted.word, _PHONE_KINDS) or phones[0].kind
    before = primary_of(contact.phones)
    source = by_member(ask.member.key, ask.now)
    row = add_phone(contact, phones[0].number, kind, source, primary=wanted.mode != "add" and kind != "fax")
    row.kind = kind
    return _said(contact, row, before, wanted)


def _add_address(ask: Asking, contact: Contact, wanted: Wanted) -> tuple[Text, tuple[Action, ...]]:
    text = wanted.value.strip()
    parts = split_address(text)
    kind = _kind(wanted.word, _ADDRESS_KINDS) or "work"
    postal = Postal(text, parts.street, parts.postcode, parts.city, parts.country, kind)
    before = primary_of(contact.addresses)
    primary = wanted.mode == "primary" or (wanted.mode == "set" and kind in ("work", "home"))
    row = add_address(contact, postal, by_member(ask.member.key, ask.now), primary=primary)
    row.kind = kind
    return _said(contact, row, before, wanted)


def _add_domain(ask: Asking, contact: Contact, wanted: Wanted) -> tuple[Text, tuple[Action, ...]]:
    assert isinstance(contact, Company)
    domain = registrable_domain(wanted.value.strip().lower().removeprefix("@").removeprefix("www."))
    if domain is None or is_free_mail(domain):
        raise RequestFault(t("“{words}” is no mail domain of a company.", words=Verbatim(wanted.value[:80])))
    ask.session.flush()  # under the guard, before it is lifted
    with unguarded(ask.session):
        known = company_by_domain(ask.session, domain)
    if known is not None and known is not contact:
        holder = called(known) if sees(ask.session, ask.access, known) else t("somebody whom you may not see")
        raise Conflict(t("{domain} already belongs to {holder}.", domain=Verbatim(domain), holder=holder))
    if known is None:
        contact.domains.append(CompanyDomain(domain=domain))
    return t("{value} belongs to {record} now.", value=Verbatim(domain), record=called(contact)), ()


def _kind(word: str, kinds: Mapping[str, str]) -> str | None:
    folded = fold(word)
    return next((kind for part, kind in kinds.items() if part in folded), None)


def _said(contact: Contact, row: Point, before: Point | None, wanted: Wanted) -> tuple[Text, tuple[Action, ...]]:
    value = shown_point(row)
    record = called(contact)
    if wanted.mode == "add" or not row.primary:
        return t("{record} now also has {value}.", record=record, value=value), ()
    if before is None or before is row:
        return t("{value} stands at {record}.", value=value, record=record), ()
    old = shown_point(before)
    remove = Action(t("Remove {value}", value=old), f"remove #{contact.number} {wanted.field.key} {point_text(before)}")
    return t("{value} is now the first of {record}; {old} is kept.", value=value, record=record, old=old), (remove,)


def shown_point(row: Point | CompanyDomain) -> Value:
    """An address or number as people read it."""
    return Verbatim(point_text(row))


def point_text(row: Point | CompanyDomain) -> str:
    """What a mail address, phone, postal address or domain is written as."""
    match row:
        case PersonEmail() | CompanyEmail():
            return row.email
        case PersonPhone() | CompanyPhone():
            return row.number
        case CompanyDomain():
            return row.domain
        case PostalAddress():
            return " ".join(row.text.split())


def _removed(ask: Asking, contact: Contact, wanted: Wanted) -> tuple[Text, tuple[Action, ...]]:
    rows: list[Any] = getattr(contact, wanted.field.column or wanted.field.key)
    row = _chosen(ask, contact, wanted, rows)
    if isinstance(row, CompanyDomain):
        rows.remove(row)
    else:
        remove_point(rows, row)
    value = Verbatim(point_text(row))
    return t("{value} no longer stands at {record}.", value=value, record=called(contact)), ()


def _chosen(ask: Asking, contact: Contact, wanted: Wanted, rows: Sequence[Any]) -> Any:
    """Which of them: the only one where none is named, else the one that fits."""
    fitting = [row for row in rows if not wanted.value or fits_point(ask, row, wanted.value)]
    if len(fitting) == 1:
        return fitting[0]
    if not fitting:
        raise NotFound(t("{record} has no such {field}.", record=called(contact), field=wanted.field.label))
    fault = Ambiguous(t("Which one is to be removed?"), ())
    fault.actions = tuple(
        Action(t("{value}", value=shown_point(row)), f"remove #{contact.number} {wanted.field.key} {point_text(row)}")
        for row in fitting[:10]
    )
    raise fault


def fits_point(ask: Asking, row: Any, words: str) -> bool:
    """Whether words name this address or number."""
    if isinstance(row, (PersonPhone, CompanyPhone)):
        return row.number in {phone.number for phone in find_phones(words, ask.settings.region)}
    if isinstance(row, PostalAddress):
        return fold(words) in fold(point_text(row))
    return fold(words.strip("<>.")) == fold(point_text(row))


_ADDERS: Mapping[str, Callable[[Asking, Contact, Wanted], tuple[Text, tuple[Action, ...]]]] = MappingProxyType(
    {"email": _add_mail, "phone": _add_phone, "address": _add_address, "domain": _add_domain}
)
