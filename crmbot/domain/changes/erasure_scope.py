"""What an erasure reaches: the records of a person, gathered and counted before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import LargeBinary, Select, func, literal, or_, select
from sqlalchemy.orm import Session

from crmbot.domain.records import (
    Activity,
    ActivityPerson,
    Company,
    Deal,
    Followup,
    InboxItem,
    InboxRaw,
    Offer,
    Person,
)
from crmbot.domain.search.names import person_key

_AT_ONCE = 400  # numbers in one statement
_UNDECIDED = frozenset({"received", "held", "parked"})


@dataclass(frozen=True, slots=True)
class Scope:
    """`entries` are his own and will be emptied; in the `shared` ones, which are others', only he is no longer named.

    `mails` are ids of inbox items whose bytes and header go, `copies` of those of which only the bytes go; `waiting` are
    mails of others that name him and wait for a decision: they stay. `firm` is a company that is nobody but himself.
    """

    person: Person
    firm: Company | None
    deals: tuple[Deal, ...]
    entries: tuple[Activity, ...]
    shared: tuple[Activity, ...]
    followups: tuple[Followup, ...]
    offers: tuple[Offer, ...]
    mails: frozenset[int]
    copies: frozenset[int]
    waiting: frozenset[int]

    @property
    def own_followups(self) -> tuple[Followup, ...]:
        """Those about him and not about a deal: they go."""
        deals = {deal.number for deal in self.deals}
        return tuple(followup for followup in self.followups if followup.record_number not in deals)

    def gone(self) -> Mapping[str, int]:
        """How much of what goes, for the warning and the proof."""
        kinds = [entry.kind for entry in self.entries]
        person = self.person
        return {
            "addresses": len(person.emails) + len(person.phones) + len(person.addresses),
            "mails": len(self.mails | self.copies),
            "entries": len(kinds),
            "notes": kinds.count("note"),
            "calls": kinds.count("call"),
            "files": sum(len(entry.files) for entry in self.entries),
            "followups": len(self.own_followups),
            "mentions": len(self.shared),
        }

    def stays(self) -> Mapping[str, int]:
        """How much of what stays, without his name."""
        return {
            "deals": len(self.deals), "offers": len(self.offers), "bare_entries": len(self.entries),
            "waiting_mails": len(self.waiting),
        }  # fmt: skip


def scope_of(session: Session, person: Person) -> Scope:
    """Everything that hangs on a person. Reads only; looks through the bytes of all kept mails for his addresses."""
    deals = tuple(session.scalars(select(Deal).where(Deal.person_number == person.number).order_by(Deal.number)))
    numbers = [deal.number for deal in deals]
    own = tuple(_entries(session, person, numbers))
    shown_at = select(ActivityPerson.activity_number).where(ActivityPerson.person_number == person.number)
    mine = {entry.number for entry in own}
    others = session.scalars(select(Activity).where(Activity.number.in_(shown_at)).order_by(Activity.number))
    shared = tuple(entry for entry in others if entry.number not in mine)
    mails = frozenset(_mails(session, person, own))
    named = {entry.inbox_id for entry in shared if entry.inbox_id} | set(_carrying(session, person))
    copies, unfiled, waiting = _sorted_out(session, named - mails)
    return Scope(
        person, _own_firm(session, person), deals, own, shared, tuple(_followups(session, person, numbers)),
        tuple(_offers(session, person, numbers)), mails | unfiled, copies, waiting,
    )  # fmt: skip


def _entries(session: Session, person: Person, deals: list[int]) -> Iterator[Activity]:
    """What he wrote or was written; at his deals also what names nobody."""
    of_deals = Activity.deal_number.in_(deals) & Activity.person_number.is_(None)
    mine = select(Activity).where(or_(Activity.person_number == person.number, of_deals))
    yield from session.scalars(mine.order_by(Activity.number))


def _followups(session: Session, person: Person, deals: list[int]) -> Iterator[Followup]:
    about = Followup.record_number.in_([person.number, *deals])
    yield from session.scalars(select(Followup).where(about).order_by(Followup.number))


def _offers(session: Session, person: Person, deals: list[int]) -> Iterator[Offer]:
    mine = or_(Offer.person_number == person.number, Offer.deal_number.in_(deals))
    yield from session.scalars(select(Offer).where(mine).order_by(Offer.number))


def _mails(session: Session, person: Person, entries: Iterable[Activity]) -> Iterator[int]:
    """Of his entries, from his addresses, and their repeats."""
    emails = [entry.email for entry in person.emails]
    sent = or_(InboxItem.from_address.in_(emails), func.lower(InboxItem.sender).in_(emails))
    found = {entry.inbox_id for entry in entries if entry.inbox_id}
    found |= set(session.scalars(select(InboxItem.id).where(or_(InboxItem.person_number == person.number, sent))))
    yield from found
    for part in _parts(found):
        yield from session.scalars(select(InboxItem.id).where(InboxItem.first_id.in_(part)))


def _carrying(session: Session, person: Person) -> Iterator[int]:
    """Kept mails in whose bytes, as they came, one of his addresses stands."""
    raw: Any = InboxRaw.content
    shared = session.get_bind().dialect.name == "postgresql"
    for entry in person.emails:
        needle = literal(entry.email.encode(), LargeBinary)
        place = func.position(needle.op("IN")(raw)) if shared else func.instr(raw, needle)
        yield from session.scalars(select(InboxRaw.inbox_id).where(place > 0))


def _sorted_out(session: Session, ids: Iterable[int]) -> tuple[frozenset[int], frozenset[int], frozenset[int]]:
    """Mails of others that name him: those in somebody's history, those in nobody's, and those not decided upon yet."""
    found = list(mails_of(session, ids))
    waiting = frozenset(item.id for item in found if item.state in _UNDECIDED)
    filed = frozenset(item.id for item in found if item.activity_number is not None or item.state == "duplicate")
    return filed - waiting, frozenset(item.id for item in found) - filed - waiting, waiting


def _own_firm(session: Session, person: Person) -> Company | None:
    """A company that is called after him and has nobody else."""
    company = person.company
    if company is None or person_key(person.name) not in person_key(company.name) or " " not in person.name.strip():
        return None
    others = select(Person.number).where(Person.company_number == company.number, Person.number != person.number)
    return None if session.scalars(others.limit(1)).first() is not None else company


def _parts(ids: Iterable[int]) -> Iterator[list[int]]:
    ordered = sorted(ids)
    return (ordered[start : start + _AT_ONCE] for start in range(0, len(ordered), _AT_ONCE))


def mails_of(session: Session, ids: Iterable[int]) -> Iterator[InboxItem]:
    """These inbox items, in order."""
    for part in _parts(ids):
        statement: Select[InboxItem] = select(InboxItem).where(InboxItem.id.in_(part)).order_by(InboxItem.id)
        yield from session.scalars(statement)
