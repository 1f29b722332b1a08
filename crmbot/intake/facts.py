"""Gathering what the rules may ask: the mail as it was read, the sender's proof, and what the records know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, get_args
from zoneinfo import ZoneInfo

from sqlalchemy import false, select
from sqlalchemy.orm import Session

from crmbot.domain.changes.erasure import was_erased
from crmbot.domain.filing.filing import deals_in_hand
from crmbot.domain.filing.mail_facts import MailFacts, Shape, Wanted
from crmbot.domain.members.access import EVERYTHING, Access, access_of, visible
from crmbot.domain.people.contacts import company_by_domain, person_by_email
from crmbot.domain.people.duplicates import Fingerprint, content_key, fingerprint, first_copy
from crmbot.domain.process import Process
from crmbot.domain.records import Deal, InboxItem, Member, Person
from crmbot.domain.search.names import person_key
from crmbot.intake.carried_offers import carried_offer, offer_reason
from crmbot.intake.conversations import thread_facts
from crmbot.intake.learned import absent_until, learned_facts, never_logged
from crmbot.intake.mail_requests import OWN_MESSAGE_ID, answered_item
from crmbot.intake.proof import Proof, came_from_ours, prove
from crmbot.intake.sender_check import SenderCheck
from crmbot.intake.settings import IntakeSettings
from crmbot.intake.subject_mail import SubjectMail, happened_at, shape_of, subject_mail
from crmbot.intake.suspicion import suspicion
from crmbot.parsing.contact.companies import company_domain
from crmbot.parsing.directives import subject_directives, subject_tags, tag_directives
from crmbot.parsing.kinds.confirmations import forwarding_confirmation
from crmbot.parsing.kinds.mailing_lists import takes_no_answer
from crmbot.parsing.kinds.offers import MadeOffer
from crmbot.parsing.parsed import Directive, ParsedMail
from crmbot.parsing.team import Team


@dataclass(frozen=True, slots=True)
class Opened:
    """A mail as it was read, by whoever knew the team, and what its signatures told if anybody looked."""

    parsed: ParsedMail
    team: Team
    checked: SenderCheck = SenderCheck()  # noqa: RUF009 - frozen


@dataclass(frozen=True, slots=True)
class Gathered:
    """The facts for the rules, with what applying the decision needs besides."""

    facts: MailFacts
    proof: Proof
    mail: SubjectMail
    shape: Shape
    at: datetime
    content: str
    print_: Fingerprint | None
    directives: tuple[Directive, ...]
    domain: str | None  # the customer's company domain; None for free mail
    member: Member | None  # who forwarded or wrote it, if proven or proof is not required
    team: Team
    offer: MadeOffer | None = None  # that a member's mail carries

    def directive(self, name: str) -> str | None:
        """The text of the first directive of that name; None without one."""
        return next((directive.text for directive in self.directives if directive.name == name), None)


def gather(
    session: Session, settings: IntakeSettings, process: Process, item: InboxItem, opened: Opened
) -> Gathered:  # fmt: skip
    """Look everything up that the rules may ask; reads only. All look-ups go by index."""
    parsed, team, checked = opened.parsed, opened.team, opened.checked
    shape = shape_of(parsed, team.owns_mailbox, team.captures_mailbox)
    mail = subject_mail(parsed, shape, team.owns_mailbox)
    proof = prove(session, settings, item, parsed, checked)
    trusted = proof.claimed not in (None, "?") and (proof.how is not None or not settings.require_proof)
    directives = _directives(settings, item, parsed, shape) if trusted else ()
    member = _member(session, proof) if trusted else None
    zone = ZoneInfo((member.timezone if member else None) or settings.timezone)
    access = access_of(session, member, item.received_at.astimezone(zone).date()) if member else EVERYTHING
    content, print_ = _keys(parsed, mail, shape)
    person, domain = _person(session, parsed), company_domain(parsed.contact.email)
    made = carried_offer(settings, item, parsed, mail, shape) if trusted else None
    facts = MailFacts(
        shape=shape, **_of_mail(parsed, mail), **_of_sender(settings, item, parsed, proof), **_asked(directives, shape),
        **never_logged(session, settings, parsed, mail, team), **_by_message_id(session, settings, parsed, proof),
        erased=_was_erased(session, parsed, mail), duplicate_of=_first_copy(session, item, content, print_),
        **_known(session, process, person, domain), offer=offer_reason(made),
        **learned_facts(session, process, access, _writer(parsed, mail)), **_named_deals(session, parsed, directives, access),
        **thread_facts(session, parsed, person, trusted=trusted),
    )  # fmt: skip
    at = happened_at(mail, item.received_at, zone)
    return Gathered(facts, proof, mail, shape, at, content, print_, directives, domain, member, team, made)


def _of_mail(parsed: ParsedMail, mail: SubjectMail) -> dict[str, Any]:
    """What the mail itself says."""
    asked = forwarding_confirmation(parsed)
    return {
        "kind": parsed.kind, "kind_reason": next(iter(parsed.kind_reasons), None),
        "sender": parsed.header.from_.address if parsed.header.from_ else None,
        "customer": parsed.contact.name or parsed.contact.email,
        "enquiry": not mail.written_by_us and not mail.is_reply and parsed.kind != "calendar",
        "takes_no_answer": _takes_no_answer(parsed), "form_missed": parsed.form_missed,
        "confirmation": asked.provider if asked else None,
    }  # fmt: skip


def _of_sender(settings: IntakeSettings, item: InboxItem, parsed: ParsedMail, proof: Proof) -> dict[str, Any]:
    """Who claims to have sent it, and what speaks for and against him. An absence notice that is doubtful says nothing, nor
    does one that a quiet mailbox has kept.
    """
    suspicious = _suspicion(settings, item, parsed, proof)
    doubtful = suspicious is not None or (proof.claimed is not None and proof.how is None)
    return {
        "claimed": proof.claimed, "proven_by": proof.how, "proof_missing": proof.missing,
        "require_proof": settings.require_proof, "suspicious": suspicious,
        "absent_until": None if doubtful or item.quiet else absent_until(parsed),
    }  # fmt: skip


def _known(session: Session, process: Process, person: Person | None, domain: str | None) -> dict[str, Any]:
    """What the records know of whom it is about."""
    company = company_by_domain(session, domain) if domain else None
    return {
        "person": person.number if person else None,
        "open_deals": tuple(deal.number for deal in deals_in_hand(session, process, person)) if person else (),
        "company": company.number if company else None,
    }


def _suspicion(settings: IntakeSettings, item: InboxItem, parsed: ParsedMail, proof: Proof) -> str | None:
    """Not against a proven member, nor where a person has vouched for the mail."""
    if item.released_by or proof.how is not None:
        return None
    return suspicion(settings, parsed.header, from_ours=came_from_ours(settings, item))


def _keys(parsed: ParsedMail, mail: SubjectMail, shape: Shape) -> tuple[str, Fingerprint | None]:
    header = parsed.header
    sender = header.from_.address if header.from_ else None
    content = content_key(header.message_id, sender, header.subject, header.date, parsed.text)
    if shape == "internal":
        return content, None
    author = mail.author.address or mail.author.name if mail.author else None
    return content, fingerprint(author, mail.subject, mail.full_text, mail.date)


def _first_copy(session: Session, item: InboxItem, content: str, print_: Fingerprint | None) -> int | None:
    found = first_copy(session, content, print_)
    return found if found != item.id else None


def _address_directives(settings: IntakeSettings, item: InboxItem) -> tuple[Directive, ...]:
    captured = [capture for recipient in item.recipients if (capture := settings.capture(recipient)) is not None]
    return tuple(directive for capture in captured for directive in tag_directives(capture.tags))


def _person(session: Session, parsed: ParsedMail) -> Person | None:
    contact = parsed.contact
    if contact.email:
        return person_by_email(session, contact.email)
    if not contact.name:
        return None
    same_name = session.scalars(select(Person).where(Person.name_key == person_key(contact.name)).limit(2)).all()
    return same_name[0] if len(same_name) == 1 else None


def _writer(parsed: ParsedMail, mail: SubjectMail) -> str | None:
    """The outsider whose mail it is; of what we wrote, to whom."""
    return parsed.contact.email or (mail.author.address if mail.author and not mail.written_by_us else None)


def _was_erased(session: Session, parsed: ParsedMail, mail: SubjectMail) -> bool:
    """Whether the outsider that it is about was erased, and is to be refused."""
    addresses = (parsed.contact.email, mail.author.address if mail.author else None)
    return any(was_erased(session, address) for address in addresses)


def _named_deals(
    session: Session, parsed: ParsedMail, directives: tuple[Directive, ...], access: Access
) -> dict[str, Any]:
    """The deals that tags name; those where the sender may not file count as if there were none."""
    named = [int(d.text) for d in directives if d.name == "deal" and d.text.isdigit() and len(d.text) < 10]
    numbers = tuple(dict.fromkeys((*named, *subject_tags(parsed.header.subject))))
    if not numbers:
        return {}
    allowed = (*visible(access, Deal), *visible(access, Deal, "write")) if access.may("write") else (false(),)
    found = session.scalars(select(Deal.number).where(Deal.number.in_(numbers), *allowed)).all()
    return {"tags": numbers, "tag_deal": next((number for number in numbers if number in found), None)}


def _by_message_id(session: Session, settings: IntakeSettings, parsed: ParsedMail, proof: Proof) -> dict[str, Any]:
    """Whether it is a mail of ours, or a member's answer to one."""
    answered = answered_item(session, parsed, proof, settings)
    own = (parsed.header.message_id or "").startswith(OWN_MESSAGE_ID)
    return {"own_mail": own, "answers": answered.kind if answered is not None else None}


def _takes_no_answer(parsed: ParsedMail) -> bool:
    sender = parsed.header.from_.address if parsed.header.from_ else None
    return takes_no_answer(sender) and not parsed.header.reply_to


def _directives(
    settings: IntakeSettings, item: InboxItem, parsed: ParsedMail, shape: Shape
) -> tuple[Directive, ...]:  # fmt: skip
    """Of the lines on top, the address and the subject; envelope and header name the same tagged address."""
    given = (*parsed.directives, *_address_directives(settings, item), *_subject_directives(parsed, shape))
    return tuple(dict.fromkeys(given))


def _subject_directives(parsed: ParsedMail, shape: Shape) -> tuple[Directive, ...]:
    """Tags that the member put into the subject of his own mail; an answer repeats the subject, and asks for nothing."""
    if shape not in ("forward", "memo", "outgoing") or (shape == "outgoing" and parsed.header.in_reply_to):
        return ()
    inner = parsed.forwarded.subject if parsed.forwarded else None
    return subject_directives(parsed.header.subject, but=inner)


def _asked(directives: tuple[Directive, ...], shape: Shape) -> dict[str, Any]:
    """What a member wants to become of it. The list is for who writes to us alone: a mail about somebody is to be filed."""
    names = [directive.name for directive in directives if directive.name != "list" or shape == "memo"]
    return {"private": "private" in names, "wanted": next((name for name in names if name in get_args(Wanted)), None)}


def _member(session: Session, proof: Proof) -> Member | None:
    return session.scalars(select(Member).where(Member.key == proof.claimed)).first()
