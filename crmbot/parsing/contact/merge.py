"""Who the customer is, and one contact out of what header, signature, vCard, form and text say about him."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from crmbot.parsing.contact.companies import is_free_mail
from crmbot.parsing.parsed import Address, Contact, Forwarded, Header, Phone
from crmbot.parsing.team import Team, domain_of

# Values of a contact apart from phones and sources, in which every source is asked.
_VALUES = ("name", "given_name", "family_name", "title", "email", "company", "job_title", "website", "address")
_NAME_VALUES = ("name", "given_name", "family_name", "title")
_MAX_CHAIN = 50


@dataclass(frozen=True, slots=True)
class Customer:
    """The outside person a mail is about, with what he wrote himself; empty where only his address is known."""

    address: Address | None
    new_text: str = ""
    signature: str | None = None


def find_customer(
    header: Header,
    forwarded: Forwarded | None,
    team: Team,
    *,
    new_text: str,
    signature: str | None,
    redirected: bool = False,
) -> Customer:
    """The customer is never the forwarder, a member, of an own domain, or the capture address.

    In a forward by a member he is the sender of the outermost message that comes from outside, else whom
    a member wrote to; in a mail from outside its sender, in a mail of a member the first outside recipient.
    """
    wrote = Customer(header.from_, new_text, signature)
    untouched = redirected and forwarded is not None and forwarded.from_ == header.from_
    if forwarded is not None and not untouched and (not team.known or team.owns(header.from_)):
        return _in_chain(header.from_, forwarded, team)
    if untouched and team.owns(header.from_) and forwarded is not None and forwarded.forwarded is not None:
        return _in_chain(header.from_, forwarded.forwarded, team)
    if team.owns(header.from_):
        return Customer(_outside((*header.to, *header.cc), team))
    return wrote if header.from_ is None or header.from_.address else replace(wrote, address=_answerable(header))


def chain(forwarded: Forwarded | None) -> Iterator[Forwarded]:
    """The links of a chain of forwards, the outermost first."""
    for _ in range(_MAX_CHAIN):
        if forwarded is None:
            return
        yield forwarded
        forwarded = forwarded.forwarded


def merge_contacts(contacts: Sequence[Contact]) -> Contact:
    """One contact of several, the most trusted first. Names are taken from one source as a whole, unless another
    says the same name in more detail."""
    values: dict[str, Any] = {}
    sources: dict[str, str] = {}
    phones: dict[str, Phone] = {}
    for contact in contacts:
        named = values.get("name") is not None
        for name in _VALUES:
            value = getattr(contact, name)
            if (
                value
                and values.get(name) is None
                and not (named and name in _NAME_VALUES and _differs(values, contact))
            ):
                values[name] = value
                sources[name] = contact.sources.get(name, "signature")
        for phone in contact.phones:
            if phone.number not in phones:
                phones[phone.number] = phone
                sources.setdefault("phones", contact.sources.get("phones", "signature"))
    return Contact(**values, phones=tuple(phones.values()), sources=sources)


def with_header(contact: Contact, address: Address | None) -> Contact:
    """The contact with address and name of the header where nothing better is known."""
    if address is None:
        return contact
    sources: Mapping[str, str] = contact.sources
    email, name = contact.email or address.address, contact.name or (address.name if address.address else None)
    if email and not contact.email:
        sources = {**sources, "email": "header"}
    if name and not contact.name:
        sources = {**sources, "name": "header"}
    if email == contact.email and name == contact.name:
        return contact
    return replace(contact, email=email, name=name, sources=sources)


def matching_cards(cards: Iterable[Contact], address: Address | None, team: Team) -> tuple[Contact, ...]:
    """The vCards that describe the customer: his address or his name stands in them, or his company's domain."""
    if address is None:
        return ()
    return tuple(card for card in cards if not team.owns_mailbox(card.email) and _describes(card, address))


def _in_chain(forwarder: Address | None, forwarded: Forwarded, team: Team) -> Customer:
    ours = team if team.known else _with_forwarder(forwarder, team)
    links = list(chain(forwarded))
    for link in links:
        if _is_person(link.from_) and not ours.owns(link.from_) and not _same(link.from_, forwarder):
            return Customer(link.from_, link.new_text or link.text, link.signature)
    for link in links:
        recipient = _outside((*link.to, *link.cc), ours)
        if recipient is not None and not _same(recipient, forwarder):
            return Customer(recipient)
    if team.known:
        return Customer(None)
    # Without a configuration forwarder and customer may share a domain: any other person than the forwarder will do.
    first = next((link for link in links if _is_person(link.from_) and not _same(link.from_, forwarder)), None)
    return Customer(first.from_, first.new_text or first.text, first.signature) if first else Customer(None)


def _with_forwarder(forwarder: Address | None, team: Team) -> Team:
    """Without a configuration the forwarder's domain counts as ours, unless everybody can have an address there."""
    domain = domain_of(forwarder.address) if forwarder else ""
    return team.and_domain(domain) if domain and not is_free_mail(domain) else team


def _outside(addresses: Iterable[Address], team: Team) -> Address | None:
    return next((one for one in addresses if one.address and not team.owns(one)), None)


def _answerable(header: Header) -> Address | None:
    """A From that could not be read as an address is completed by Reply-To or Sender."""
    other = next((one for one in (*header.reply_to, header.sender) if one is not None and one.address), None)
    if other is None or header.from_ is None:
        return header.from_
    return Address(other.name or header.from_.name, other.address)


def _is_person(address: Address | None) -> bool:
    return address is not None and bool(address.address or address.name)


def _same(one: Address | None, other: Address | None) -> bool:
    return one is not None and other is not None and one.address is not None and one.address == other.address


def _differs(values: Mapping[str, Any], contact: Contact) -> bool:
    """Whether a second source names somebody else, so that its given name must not be mixed in."""
    known, other = str(values.get("name", "")).lower(), (contact.name or "").lower()
    return not other or not (known in other or other in known)


def _describes(card: Contact, address: Address) -> bool:
    if card.email and address.address and card.email == address.address:
        return True
    if (
        card.name
        and address.name
        and _words(card.name) & _words(address.name) == min(_words(card.name), _words(address.name), key=len)
    ):
        return True
    domain = domain_of(address.address)
    return bool(card.email) and domain_of(card.email) == domain and bool(domain) and not is_free_mail(domain)


def _words(name: str) -> set[str]:
    return {word for word in name.lower().replace(",", " ").split() if not word.endswith(".")}
