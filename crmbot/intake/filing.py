"""Filing a mail: person, company, deal, the entry of the history with its files, and the ways to know it again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from crmbot.domain.deals.deals import open_lead
from crmbot.domain.deals.handover import follow
from crmbot.domain.filing.answering import Closing
from crmbot.domain.history.history import NewFile, Place, log_activity, place_of
from crmbot.domain.leads.assignment import Assigned
from crmbot.domain.people.contacts import add_person, complete_person, person_by_email
from crmbot.domain.people.duplicates import remember
from crmbot.domain.process.qualification import regrade
from crmbot.domain.records import Activity, Deal, Person, ThreadLink
from crmbot.intake.assigning import assigned_owner
from crmbot.intake.case import Case, budget_of, contact_facts, directed_value, header_facts, note_of, owner_of
from crmbot.intake.closing import close_what_waited
from crmbot.intake.directed import carry_out_directives
from crmbot.intake.invitations import take_invitation
from crmbot.intake.made_offers import record_made_offer
from crmbot.intake.rights import hidden_from_sender, remarks_on_tags
from crmbot.intake.thread_ids import thread_id
from crmbot.parsing.parsed import ParsedMail

_MAX_PEOPLE = 10  # of one mail that are linked to it
_MAX_NEW = 5  # recipients of one mail that become contacts; a longer list is a mailing


@dataclass(frozen=True, slots=True)
class Filed:
    """What a mail became."""

    activity: Activity
    person: Person | None
    deal: Deal | None
    new_deal: bool
    assigned: Assigned | None = None  # of a new deal
    hidden: bool = False  # from the member who sent it
    closing: Closing = field(default_factory=Closing)  # of follow-ups that waited for it


def file_mail(case: Case) -> Filed:
    """Write the records of a mail that is a lead or belongs to somebody, and mark its inbox row done."""
    work, item = case.work, case.item
    new_deal, hidden = case.decision.act == "lead", hidden_from_sender(case)
    assigned = assigned_owner(case) if new_deal else None
    person = _person(case, assigned)
    if assigned is not None:
        deal: Deal | None = _lead(case, person, assigned, hidden=hidden)
    else:
        deal = work.session.get(Deal, case.decision.deal) if case.decision.deal else None
    activity = _activity(case, deal, person)
    case.remarks.extend(remarks_on_tags(case))
    closing = close_what_waited(case, activity, None if new_deal else deal, person)
    take_invitation(case, deal, person)
    if not hidden:
        carry_out_directives(case, deal, person, new=new_deal)
    if deal is not None:
        record_made_offer(case, deal, activity)
        regrade(work.session, case.process, deal, work.now)
    remember(work, item.id, case.gathered.content, case.gathered.print_)
    if not case.private:
        _link_thread(case, activity)
    item.state, item.activity_number = "done", activity.number
    item.deal_number, item.person_number = (deal.number if deal else None), (person.number if person else None)
    item.change_set_id = work.change_set(item.deal_number or item.person_number)
    return Filed(activity, person, deal, new_deal, assigned, hidden, closing)


def _person(case: Case, assigned: Assigned | None) -> Person | None:
    """The person of the decision, or a new one where the mail names somebody; completed by what the mail says."""
    work, decision = case.work, case.decision
    facts = contact_facts(case)
    person = work.session.get(Person, decision.person) if decision.person else None
    if person is not None:
        complete_person(work, person, facts)
        return person
    if facts.name is None and facts.email is None and not facts.phones:
        return None
    return add_person(work, facts, owner=assigned.owner if assigned else owner_of(case), source="email")


def _lead(case: Case, person: Person | None, assigned: Assigned, *, hidden: bool) -> Deal:
    mail, facts = case.gathered.mail, case.gathered.facts
    company = person.company if person else None
    budget, value = budget_of(case), directed_value(case)
    amount = value or budget
    subject = None if case.private else (mail.subject or "").strip()
    deal = open_lead(
        case.work, case.process, name=subject or (person.name if person else facts.customer or "?"),
        owner=assigned.owner, person=person, company=company, amount=amount.amount if amount else None,
        currency=amount.currency if amount else case.settings.currency, budget=budget.amount if budget else None,
        source=case.gathered.directive("source") or ("website" if case.parsed.kind == "form" else "email"),
    )  # fmt: skip
    deal.assigned_by = assigned.rule
    member = case.gathered.member
    if member is not None and member.key != assigned.owner and not hidden:
        follow(case.work, deal, member.key)
    return deal


def _activity(case: Case, deal: Deal | None, person: Person | None) -> Activity:
    parsed, gathered, private = case.parsed, case.gathered, case.private
    mail = gathered.mail
    place = place_of(deal) if deal is not None else Place(None, person, person.company if person else None)
    if person is not None and place.person is None:
        place = replace(place, person=person, company=place.company or person.company)
    member = gathered.member.key if gathered.member else None
    memo = gathered.shape == "memo"
    return log_activity(
        case.work, place, kind="note" if memo else "mail", medium="mail",
        direction="internal" if memo else "out" if mail.written_by_us else "in", at=gathered.at,
        author=member if gathered.shape != "incoming" else None, subject=None if private else mail.subject,
        text="" if private else mail.text.strip(), full_text=None if private else mail.full_text,
        note=None if private else note_of(case), inbox_id=case.item.id,
        people=_others(case, person), files=() if private else _files(parsed), private=private,
    )  # fmt: skip


def _others(case: Case, person: Person | None) -> list[Person]:
    """Further people of the mail whom we know; the mail stands in their history too."""
    addresses = [one.address for one in (*case.gathered.mail.recipients, *case.parsed.header.cc) if one.address]
    found = [person_by_email(case.work.session, address) for address in list(dict.fromkeys(addresses))[:_MAX_PEOPLE]]
    others = {other.number: other for other in found if other is not None}
    others |= {other.number: other for other in _new_recipients(case)}
    if person is not None:
        others.setdefault(person.number, person)  # he wrote it, though the deal may be another person's
    return list(others.values())


def _new_recipients(case: Case) -> list[Person]:
    """To whom else a member wrote: contacts from now on. The first of them is the customer himself."""
    gathered = case.gathered
    if gathered.shape != "outgoing" or gathered.member is None or case.private:
        return []
    team = gathered.team
    outside = [one for one in case.parsed.header.to if one.address and not team.owns(one)][:_MAX_NEW]
    return [
        add_person(case.work, header_facts(case, one), owner=gathered.member.key, source="email")
        for one in outside
        if one.address and person_by_email(case.work.session, one.address) is None
    ]


def _files(parsed: ParsedMail) -> Iterable[NewFile]:
    """Real files; logos of signatures are not kept apart, and the forwarded message itself is in the inbox."""
    for attachment in parsed.attachments:
        if not attachment.inline and attachment.content_type != "message/rfc822":
            yield NewFile(
                attachment.filename or "attachment", attachment.content_type, attachment.content, attachment.sha256
            )


def _link_thread(case: Case, activity: Activity) -> None:
    """Message-IDs by which answers find this activity: of the mail, of the message in it, and of what it answers."""
    header = case.parsed.header
    ids = [header.message_id, case.gathered.mail.message_id]
    if case.gathered.shape in ("forward", "outgoing"):
        ids += [header.in_reply_to]
    for message_id in dict.fromkeys(filter(None, ids)):
        link = ThreadLink(message_id=thread_id(message_id), activity_number=activity.number, inbox_id=case.item.id)
        case.work.session.add(link)
