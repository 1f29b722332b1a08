"""What corrections taught about the mail of an address or a domain: whose it is, where it goes, that it is no lead.

An exact address comes before its domain. Of one address each kind of rule stands once; the last word counts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session

from crmbot.domain.filing.filing import move_activity
from crmbot.domain.history.history import Place
from crmbot.domain.records import Activity, ActivityPerson, InboxItem, Person, PersonEmail, SenderRule
from crmbot.domain.records.work import Work

OWNER, RECORD, NO_LEAD, NEVER_LOG = "owner", "record", "no_lead", "never_log"
_AGAINST = {RECORD: (NO_LEAD,), OWNER: (NO_LEAD,), NO_LEAD: (RECORD, OWNER), NEVER_LOG: (RECORD, OWNER, NO_LEAD)}
_MOST_OLDER = 500  # mails that one correction takes along


@dataclass(frozen=True, slots=True)
class Taught:
    """The rules in force for one address, each with what was said and by whom."""

    rules: tuple[SenderRule, ...] = ()

    def rule(self, what: str) -> SenderRule | None:
        """The rule of a kind: the one for the address itself, else for its domain."""
        return next((rule for rule in self.rules if rule.what == what), None)

    def number(self, what: str) -> int | None:
        """The record that a rule names."""
        rule = self.rule(what)
        value = rule.value if rule is not None else None
        return int(value) if value is not None and value.isdigit() else None


def taught(session: Session, address: str | None) -> Taught:
    """What is known about the mail of an address."""
    return taught_all(session, [address] if address else []).get((address or "").lower(), Taught())


def taught_all(session: Session, addresses: Iterable[str]) -> dict[str, Taught]:
    """The same of several, by the address in lower case; of what is no address nothing is known."""
    wanted = {address.lower(): address.lower().rpartition("@")[2] for address in addresses if "@" in address}
    names = {*wanted, *wanted.values()}
    if not names:
        return {}
    found = list(session.scalars(select(SenderRule).where(SenderRule.address.in_(names)).order_by(SenderRule.id)))
    return {
        address: Taught(
            (*(one for one in found if one.address == address), *(one for one in found if one.address == domain))
        )
        for address, domain in wanted.items()
    }


def teach(work: Work, address: str, what: str, value: str | None = None) -> SenderRule:
    """Remember it; what said the opposite about this address is forgotten."""
    address = address.lower()
    mine = select(SenderRule).where(SenderRule.address == address)
    for opposite in work.session.scalars(mine.where(SenderRule.what.in_(_AGAINST[what]))):
        work.session.delete(opposite)
    rule = work.session.scalars(mine.where(SenderRule.what == what)).first()
    if rule is None:
        rule = SenderRule(address=address, what=what, value=value, created_at=work.now, created_by=work.actor)
        work.session.add(rule)
    elif rule.value != value or rule.created_by != work.actor:
        rule.value, rule.created_at, rule.created_by = value, work.now, work.actor
    work.session.flush()
    return rule


def unlearn(work: Work, address: str) -> int:
    """Forget what was said about an address or domain; returns how many rules that were."""
    rules = list(work.session.scalars(select(SenderRule).where(SenderRule.address == address.lower())))
    for rule in rules:
        work.session.delete(rule)
    work.session.flush()
    return len(rules)


def all_rules(session: Session) -> list[SenderRule]:
    """Everything that was taught, by address."""
    return list(session.scalars(select(SenderRule).order_by(SenderRule.address, SenderRule.id)))


def sender_of(session: Session, activity: Activity) -> str | None:
    """The address of the outsider who wrote a mail of the history; None for what he did not write."""
    if activity.kind not in ("mail", "form") or activity.direction != "in":
        return None
    item = session.get(InboxItem, activity.inbox_id) if activity.inbox_id else None
    written = (item.from_address or "").lower() if item is not None else ""
    people = _people(session, activity)
    owned = {entry.email: entry for person in people for entry in person.emails}
    if written in owned:
        return written
    main = people[0] if people else None  # of a forward the header names the colleague who passed it on
    return next((entry.email for entry in main.emails), None) if main is not None else None


def _people(session: Session, activity: Activity) -> list[Person]:
    numbers = [activity.person_number, *(one.person_number for one in activity.people)]
    return [person for number in numbers if number and (person := session.get(Person, number)) is not None]


def older_mails(session: Session, address: str, *, elsewhere: Place, but: Collection[int] = ()) -> list[Activity]:
    """Other mails of this sender that do not stand at the place, oldest first."""
    statement = _mails_of(address)
    if but:
        statement = statement.where(Activity.number.not_in(sorted(but)))
    if elsewhere.deal is not None:
        there = or_(Activity.deal_number.is_(None), Activity.deal_number != elsewhere.deal.number)
    elif elsewhere.person is not None:
        person = elsewhere.person.number
        there = or_(
            Activity.deal_number.is_not(None), Activity.person_number.is_(None), Activity.person_number != person
        )
    else:
        there = or_(Activity.deal_number.is_not(None), Activity.person_number.is_not(None))
    return list(session.scalars(statement.where(there)))


def mails_of(session: Session, address: str) -> list[Activity]:
    """All mails that an address wrote, oldest first."""
    return list(session.scalars(_mails_of(address)))


def _mails_of(address: str) -> Select[Activity]:
    """By the address in the header, or, of what a colleague passed on, by the person it is his mail."""
    holders = select(PersonEmail.person_number).where(PersonEmail.email == address.lower())
    shown = select(ActivityPerson.activity_number).where(ActivityPerson.person_number.in_(holders))
    wrote = select(InboxItem.id).where(InboxItem.from_address == address.lower())
    his = or_(
        Activity.person_number.in_(holders), and_(Activity.number.in_(shown), Activity.inbox_id.in_(wrote))
    )  # fmt: skip
    incoming = (Activity.kind.in_(("mail", "form")), Activity.direction == "in")
    return select(Activity).where(his, *incoming).order_by(Activity.at, Activity.number).limit(_MOST_OLDER)


def refile(work: Work, activity: Activity, place: Place) -> None:
    """File a mail elsewhere; whoever wrote it keeps it in his own history."""
    writer = activity.person_number
    move_activity(work, activity, place)
    if writer is None or writer == activity.person_number:
        return
    if activity.person_number is None:
        activity.person_number = writer
    elif all(one.person_number != writer for one in activity.people):
        activity.people.append(ActivityPerson(person_number=writer))
    work.session.flush()
