"""Whose mail a request is about: an address, a domain, a contact, or the sender of a mail of the history."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import select

from crmbot.assistant.asking import Asking
from crmbot.assistant.references import named, number_of
from crmbot.domain.filing.sender_rules import sender_of
from crmbot.domain.members.members import all_members
from crmbot.domain.records import Activity, Deal, Person
from crmbot.errors import RequestFault
from crmbot.parsing.contact.companies import is_free_mail
from crmbot.shapes import Verbatim, t

_ADDRESS = re.compile(r"(?:mailto:)?([^\s<>,;:|\"']{1,64}@[\w.-]{1,250}\w)")
_DOMAIN = re.compile(r"@([\w-]{1,63}(?:\.[\w-]{1,63}){1,8})\.?")


@dataclass(frozen=True, slots=True)
class Sender:
    """An address, or a whole domain; with the mail or deal by which it was named, and the words after it."""

    address: str
    rest: str
    mail: Activity | None = None
    deal: Deal | None = None

    @property
    def is_domain(self) -> bool:
        """Whether everybody of a domain is meant."""
        return "@" not in self.address


def named_sender(ask: Asking, text: str | None = None) -> Sender:
    """Raises RequestFault where nobody is named, or nobody from outside."""
    said = (ask.rest if text is None else text).strip()
    first, _, rest = said.partition(" ")
    word = first.strip("<>,;:\"'").split("|")[0]
    if (domain := _DOMAIN.fullmatch(word)) is not None:
        return Sender(_outside_domain(ask, domain[1].lower()), rest.strip())
    if (address := _ADDRESS.fullmatch(word)) is not None:
        return Sender(_outside(ask, address[1].lower()), rest.strip())
    number = number_of(ask, word) if word else None
    entry = ask.session.get(Activity, number) if number is not None else None
    if entry is not None:
        return Sender(_known(sender_of(ask.session, entry)), rest.strip(), entry, _deal(ask, entry))
    found = named(ask, said)
    if isinstance(found.record, Deal):
        mail = first_mail(ask, found.record)
        address_ = sender_of(ask.session, mail) if mail is not None else _of(found.record.person)
        return Sender(_known(address_), found.rest, mail, found.record)
    return Sender(_known(_of(found.record) if isinstance(found.record, Person) else None), found.rest)


def _deal(ask: Asking, entry: Activity) -> Deal | None:
    return ask.session.get(Deal, entry.deal_number) if entry.deal_number else None


def first_mail(ask: Asking, deal: Deal) -> Activity | None:
    """The mail by which a deal came."""
    incoming = (Activity.deal_number == deal.number, Activity.kind.in_(("mail", "form")), Activity.direction == "in")
    return ask.session.scalars(select(Activity).where(*incoming).order_by(Activity.number).limit(1)).first()


def _of(person: Person | None) -> str | None:
    return next((entry.email for entry in person.emails), None) if person is not None else None


def _known(address: str | None) -> str:
    if address is None:
        raise RequestFault(t("I know no mail address of that sender: name the address."))
    return address


def _outside(ask: Asking, address: str) -> str:
    if any(address == entry.email for member in all_members(ask.session) for entry in member.emails):
        raise RequestFault(t("{address} is one of us: that is for mail from outside.", address=Verbatim(address)))
    return address


def _outside_domain(ask: Asking, domain: str) -> str:
    ours = {entry.email.rpartition("@")[2] for member in all_members(ask.session) for entry in member.emails}
    if domain in ours:
        raise RequestFault(t("{address} is one of us: that is for mail from outside.", address=Verbatim(f"@{domain}")))
    if is_free_mail(domain):
        raise RequestFault(
            t("All the world writes from {domain}: name the whole address.", domain=Verbatim(f"@{domain}"))
        )
    return domain
