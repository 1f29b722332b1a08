"""What a card is made of, read once. Every query goes by an index and has a limit: a card costs the same in a large CRM."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from crmbot.assistant.asking import Asking
from crmbot.domain.calendar.appointments import planned_at
from crmbot.domain.deals.role_queries import entries_of
from crmbot.domain.deals.roles import RoleSpan, role_history, roles_held
from crmbot.domain.followups.followups import open_followups_of
from crmbot.domain.history.timeline import ContactDates, contact_dates, files_of, timeline
from crmbot.domain.leads.recommendations import Recommendation, recommendations
from crmbot.domain.people.companies import GroupSum, daughters_of, group_sums, persons_of
from crmbot.domain.people.links import Linked, links_of
from crmbot.domain.people.tags import tags_of
from crmbot.domain.process.deal_rows import DealRows
from crmbot.domain.records import Activity, Appointment, Company, Deal, File, Followup, Person, Tag
from crmbot.domain.search.lookup import Contactable

LATEST = 5  # activities
MOST_DEALS = 10
MOST_PEOPLE = 8
MOST_FOLLOWUPS = 6
MOST_FILES = 5
MOST_LINKS = 6
MOST_ADVICE = 3
_MOST_ROLE_DEALS = 50  # of which roles and follow-ups are read


@dataclass(frozen=True, slots=True)
class Parts:
    """A record with what belongs to it. `deals` are those of a contact, or the other ones of a deal's contact."""

    record: Contactable
    rows: DealRows  # of the deals that the card is about
    deals: list[Deal]
    deal_count: int
    people: list[Person]
    people_count: int
    followups: list[Followup]
    latest: list[Activity]
    contact: ContactDates
    appointments: list[Appointment]  # that are still to come, soonest first
    advice: tuple[tuple[Deal, Recommendation], ...]
    roles: dict[str, RoleSpan]
    tags: list[Tag]
    links: list[Linked]
    files: list[tuple[File, Activity]]
    mother: Company | None
    daughters: list[Company]
    group: list[GroupSum]

    @property
    def next_appointment(self) -> Appointment | None:
        """The appointment that is the next contact: it comes before every follow-up."""
        first = next(iter(self.appointments), None)
        planned = self.contact.next
        return first if first is not None and (planned is None or first.starts_at <= planned.due_at) else None

    @property
    def own_deals(self) -> list[Deal]:
        """The deals that the card is about."""
        return [self.record] if isinstance(self.record, Deal) else self.deals


def gather(ask: Asking, record: Contactable) -> Parts:
    """Read everything that the card of `record` shows."""
    session = ask.session
    deals, count = _deals(ask, record)
    own = [record] if isinstance(record, Deal) else deals
    rows = DealRows(session, own)
    people = persons_of(session, record, limit=MOST_PEOPLE) if isinstance(record, Company) else []
    company = record if isinstance(record, Company) else None
    daughters = daughters_of(session, company) if company else []
    going, lost = _own_deals(ask, record, deals)
    about = [record.number, *going, *(person.number for person in people)]
    planned = open_followups_of(session, [*about, *lost])
    followups = [one for one in planned if one.record_number in about]
    return Parts(
        record=record, rows=rows, deals=deals, deal_count=count, people=people, people_count=_people_count(ask, record, people),
        followups=followups, appointments=planned_at(session, about, ask.now),
        latest=timeline(session, record, limit=LATEST),
        contact=contact_dates(
            session, record, ask.settings.kinds.contact_keys(),
            [one for one in planned if one.record_number in (record.number, *going, *lost)],
        ),
        advice=_advice(ask, rows, own, followups), roles=_roles(ask, own, going),
        tags=tags_of(session, record.number, ask.member.key), links=links_of(session, record.number, limit=MOST_LINKS),
        files=files_of(session, record, limit=MOST_FILES),
        mother=session.get(Company, company.parent_number) if company and company.parent_number else None,
        daughters=daughters, group=group_sums(session, company) if company and daughters else [],
    )  # fmt: skip


def _deals(ask: Asking, record: Contactable) -> tuple[list[Deal], int]:
    """Open ones first, the newest first; and how many there are. Of a deal: the others of its person, else company."""
    holder = record
    if isinstance(record, Deal):
        known = record.person or record.company
        if known is None:
            return [], 0
        holder = known
    column = Deal.person_number if isinstance(holder, Person) else Deal.company_number
    condition = (column == holder.number, Deal.number != record.number)
    newest = (
        select(Deal)
        .where(*condition)
        .order_by((Deal.state == "open").desc(), Deal.number.desc())
        .limit(MOST_DEALS)
        .options(joinedload(Deal.person), joinedload(Deal.company))
    )
    found = list(ask.session.scalars(newest))
    if len(found) < MOST_DEALS:
        return found, len(found)
    return found, ask.session.scalar(select(func.count()).select_from(Deal).where(*condition)) or 0


def _own_deals(ask: Asking, record: Contactable, deals: Sequence[Deal]) -> tuple[list[int], list[int]]:
    """The numbers of a contact's deals: those whose follow-ups are shown, and those that are lost."""
    if isinstance(record, Deal):
        return [], []
    rows: Iterable[tuple[int, str]] = [(deal.number, deal.state) for deal in deals]
    if len(deals) == MOST_DEALS:
        column = Deal.person_number if isinstance(record, Person) else Deal.company_number
        found = select(Deal.number, Deal.state).where(column == record.number)
        found = found.order_by(Deal.state == "lost", Deal.number.desc()).limit(_MOST_ROLE_DEALS)
        rows = [(number, state) for number, state in ask.session.execute(found)]
    going = [number for number, state in rows if state != "lost"]
    return going, [number for number, state in rows if state == "lost"]


def _people_count(ask: Asking, record: Contactable, people: Sequence[Person]) -> int:
    if len(people) < MOST_PEOPLE:
        return len(people)
    statement = select(func.count()).select_from(Person).where(Person.company_number == record.number)
    return ask.session.scalar(statement) or 0


def _advice(
    ask: Asking, rows: DealRows, deals: Sequence[Deal], followups: Sequence[Followup]
) -> tuple[tuple[Deal, Recommendation], ...]:
    """What to do next, of several open deals the first thing of each."""
    open_ = [deal for deal in deals if deal.state == "open"] or [deal for deal in deals if deal.state == "won"][:1]
    each = MOST_ADVICE if len(open_) == 1 else 1
    planned = {followup.record_number for followup in followups}
    found = [
        (deal, one)
        for deal in open_[:MOST_ADVICE]
        for one in recommendations(rows, ask.process, deal, ask.now, planned=deal.number in planned)[:each]
    ]
    return tuple(found[:MOST_ADVICE])


def _roles(ask: Asking, deals: Sequence[Deal], going: list[int]) -> dict[str, RoleSpan]:
    numbers = going if len(deals) == MOST_DEALS else [deal.number for deal in deals]
    return roles_held(role_history(entries_of(ask.session, numbers), ask.process))
