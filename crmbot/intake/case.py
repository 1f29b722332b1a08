"""One mail on its way into the records, and what it says about person, owner and amount."""

from __future__ import annotations

from dataclasses import dataclass, field

from crmbot.domain.filing.verdicts import Decision
from crmbot.domain.members.members import active_keys, require_member
from crmbot.domain.people.contact_points import Postal
from crmbot.domain.people.contacts import ContactFacts
from crmbot.domain.process import Process
from crmbot.domain.records import InboxItem
from crmbot.domain.records.work import Work
from crmbot.errors import RequestFault
from crmbot.intake.facts import Gathered
from crmbot.intake.mail_requests import Requested
from crmbot.intake.settings import IntakeSettings
from crmbot.parsing.contact.companies import company_domain, company_from_domain
from crmbot.parsing.contact.postal_parts import split_address
from crmbot.parsing.parsed import Address, Amount, ParsedMail
from crmbot.parsing.phrases.money import find_amount
from crmbot.shapes import Field, Reply, Text, Verbatim, t

Given = tuple[Requested, tuple[Reply, ...]]


@dataclass(frozen=True, slots=True)
class Case:
    """One mail on its way into the records."""

    work: Work
    settings: IntakeSettings
    process: Process
    item: InboxItem
    parsed: ParsedMail
    gathered: Gathered
    decision: Decision
    given: Given | None = None  # what became of the requests in an answer to a mail of ours
    remarks: list[Text] = field(default_factory=list)  # what the person in charge should know besides

    @property
    def private(self) -> bool:
        """Whether only the fact of contact may be kept."""
        return self.gathered.directive("private") is not None

    @property
    def kept(self) -> bool:
        """Whether its bytes may stay (design, invariant 1). It asks no rule: an earlier one may have settled the matter."""
        facts = self.gathered.facts
        return not (self.private or facts.shape == "internal" or facts.never_log is not None or facts.erased)


def receipt_key(item: InboxItem, part: str = "") -> str:
    """The key in the outbox of what is told about a mail, once each time that it is handled; `part` tells several apart."""
    return ":".join(filter(None, ("receipt", str(item.id), str(item.attempts), part)))


def subject_field(case: Case, *, named: bool = True) -> tuple[Field, ...]:
    """The mail's subject, for messages about it; nothing of a private one."""
    shown = case.item.subject if named and not case.private else None
    return (Field(t("Subject"), Verbatim(shown)),) if shown else ()


def note_of(case: Case) -> str | None:
    """The forwarder's own words: the note without his signature."""
    if case.parsed.forwarded is None or case.gathered.shape != "forward":
        return None
    return case.parsed.new_text.strip() or None


def contact_facts(case: Case) -> ContactFacts:
    """What the mail says of the customer, with the company's name guessed from its domain as a last resort; of a
    private mail nothing but who he is.
    """
    contact, domain = case.parsed.contact, case.gathered.domain
    if case.private:
        return ContactFacts(
            name=_no_address(contact.name), email=contact.email, sources={"name": "header"}, at=case.gathered.at
        )
    sources = dict(contact.sources)
    company = contact.company
    if company is None and domain is not None:
        company, sources["company"] = company_from_domain(domain), "domain"
    return ContactFacts(
        name=_no_address(contact.name), email=contact.email, given_name=contact.given_name, family_name=contact.family_name,
        title=contact.title, job_title=contact.job_title, website=contact.website, address=_postal(contact.address),
        phones=tuple((phone.number, phone.kind) for phone in contact.phones), company=company, domain=domain,
        trusted=case.gathered.member is not None, sources=sources, at=case.gathered.at, mail=case.item.id,
    )  # fmt: skip


def header_facts(case: Case, address: Address) -> ContactFacts:
    """What a mere header field says of somebody."""
    domain = company_domain(address.address)
    company = company_from_domain(domain) if domain else None
    return ContactFacts(
        name=_no_address(address.name), email=address.address, company=company, domain=domain,
        sources={"name": "header", "company": "domain"}, at=case.gathered.at, mail=case.item.id,
    )  # fmt: skip


def _postal(text: str | None) -> Postal | None:
    if not text:
        return None
    parts = split_address(text)
    return Postal(text, parts.street, parts.postcode, parts.city, parts.country)


def _no_address(name: str | None) -> str | None:
    """A display name that looks like a mail address could pass for somebody else's."""
    return None if name and "@" in name else name


def owner_of(case: Case) -> str:
    """By directive, else who forwarded it, else the default owner, else the first member."""
    session, wanted = case.work.session, case.gathered.directive("owner")
    if wanted:
        try:
            return require_member(session, wanted).key
        except RequestFault:
            pass  # an owner we do not know must not lose the mail; the receipt goes to the forwarder then
    if case.gathered.member is not None:
        return case.gathered.member.key
    keys = active_keys(session)
    via = case.gathered.proof.via
    for candidate in (via, case.settings.default_owner):
        if candidate in keys:
            return str(candidate)
    return keys[0] if keys else ""


def budget_of(case: Case) -> Amount | None:
    """What the customer says he can spend."""
    found = case.parsed.fields.get("budget")
    return found if isinstance(found, Amount) else None


def directed_value(case: Case) -> Amount | None:
    """The amount that the forwarder wrote."""
    text = case.gathered.directive("value")
    return find_amount(text, currency=case.settings.currency) if text else None
