"""What stands in the digests of many members: what is due, what lies still, what is new, and what their teams leave lying.

Everything is looked up for many at once, so that a thousand digests take no thousand times as long as one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from crmbot.delivery.concerned import About, concerned
from crmbot.delivery.days import Day, Team, digest_key
from crmbot.delivery.led import NOTHING_LED, NOTHING_LIES, Led, Lying, led_parts, lying_of
from crmbot.delivery.settings import DeliverySettings
from crmbot.domain.calendar.appointments import in_order
from crmbot.domain.deals.lines import NO_DEALS, DealLines, closing, fresh, lying, stalled
from crmbot.domain.deals.unattended import waiting_complaints
from crmbot.domain.followups.due import Hours, Pile, appointments_of_day, birthdays, closed_by_answers, piles
from crmbot.domain.members.access import access_of, sees
from crmbot.domain.outbox.outbox import settled_digests
from crmbot.domain.process import Process
from crmbot.domain.records import Activity, Appointment, Followup, Member, Person

GRACE = timedelta(days=1)  # what came in today is nobody's fault yet
SOON = timedelta(days=7)  # in which a deal closes soon
MOST_DUE, MOST = 12, 6  # follow-ups of a section, lines of any other
_MOST_COMPLAINTS = 5_000
_AT_ONCE = 50  # members whose agendas are looked up together


@dataclass(frozen=True, slots=True)
class Agenda:
    """One member's. `piles` are his own follow-ups and those of the members who are `away`, for whom he stands in, by
    owner.
    """

    piles: Mapping[str, Pile] = field(default_factory=dict)
    away: tuple[Member, ...] = ()
    appointments: tuple[Appointment, ...] = ()
    closed: tuple[Followup, ...] = ()
    closing: DealLines = NO_DEALS
    stalled: DealLines = NO_DEALS
    fresh: DealLines = NO_DEALS
    lying: Lying = NOTHING_LIES
    birthdays: tuple[Person, ...] = ()
    team: Led = NOTHING_LED
    about: About = field(default_factory=About)
    missed: bool = False  # something of it should have been told in an earlier digest, which never came

    @property
    def due(self) -> int:
        """How many follow-ups are due."""
        return sum(pile.count for pile in self.piles.values())

    @property
    def shown(self) -> list[Followup]:
        """The follow-ups that are named."""
        due = [one for pile in self.piles.values() for one in (*pile.overdue, *pile.today)]
        return [*due, *self.team.overdue, *self.closed]

    @property
    def records(self) -> list[int]:
        """The numbers of what appointments are about."""
        return [one.record_number for one in self.appointments if one.record_number is not None]

    def empty(self, day: Day) -> bool:
        """Whether there is nothing to tell besides follow-ups. That a deal closes is told on its day, and then with others."""
        last = day.schedule.last_working(day.today)
        closes = any(line.expected_close and last < line.expected_close <= day.today for line in self.closing.lines)
        return not (
            self.lying.count or self.stalled.count or self.appointments or self.closed or closes or self.birthdays
            or self.team.worth_telling
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Gathering:
    """What agendas are looked up with, and what was looked up once for all of them."""

    session: Session
    settings: DeliverySettings
    process: Process
    now: datetime
    team: Team
    complaints: Mapping[str, list[Activity]]
    birthdays: Mapping[tuple[int, int], list[Person]]

    @classmethod
    def of(cls, session: Session, settings: DeliverySettings, process: Process, now: datetime, team: Team) -> Gathering:
        """For the agendas of this team at a moment."""
        complaints = waiting_complaints(session, settings.waiting_kinds, now - GRACE, now, limit=_MOST_COMPLAINTS)
        born = birthdays(session, {day.today for day in team.days})
        return cls(session, settings, process, now, team, complaints, born)

    @property
    def limit(self) -> timedelta:
        """How long something lies until the manager is told."""
        return max(timedelta(days=self.settings.escalate_after_days), GRACE)

    def owners(self, day: Day) -> list[str]:
        """Whose things a member is told: his own, and those of whom he stands in for."""
        return [day.member.key, *(one.key for one in self.team.away(day.member.key))]


def agendas(look: Gathering, days: Sequence[Day]) -> Iterator[tuple[Day, Agenda]]:
    """Each of these days with its agenda, in their order."""
    for start in range(0, len(days), _AT_ONCE):
        some = days[start : start + _AT_ONCE]
        found = _some(look, some)
        about = concerned(look.session, look.process, [(day, agenda.shown, agenda.records) for day, agenda in found])
        for day, agenda in found:
            yield day, replace(agenda, about=about[day.member.key])


def _some(look: Gathering, days: Sequence[Day]) -> list[tuple[Day, Agenda]]:
    session, process = look.session, look.process
    hours = {day.member.key: day.hours() for day in days}
    theirs = {key: hours[day.member.key] for day in days for key in look.owners(day)}
    due, meetings, closed = (
        piles(session, theirs, limit=MOST_DUE), appointments_of_day(session, theirs), closed_by_answers(session, theirs)
    )  # fmt: skip
    today = max(day.today for day in days)
    soon = closing(session, hours, today - SOON, today + SOON, limit=MOST)
    still = stalled(session, process, hours, look.now, limit=MOST)
    came = _fresh(session, hours)
    left = lying(session, process, theirs, look.now - GRACE, look.now, limit=2 * MOST)
    missed = _missed(session, days, due)
    teams = led_parts(look, days)

    def one(day: Day) -> Agenda:
        key, owners = day.member.key, look.owners(day)
        return Agenda(
            {owner: due[owner] for owner in owners if owner in due}, tuple(look.team.away(key)),
            tuple(in_order(meetings.get(owner, ()) for owner in owners)),
            tuple(followup for owner in owners for followup in closed.get(owner, ())),
            soon.get(key, NO_DEALS), still.get(key, NO_DEALS), came.get(key, NO_DEALS),
            lying_of(look, access_of(session, day.member, day.today), owners, left, look.now - GRACE),
            _born(look, day), teams.get(key, NOTHING_LED), missed=key in missed,
        )  # fmt: skip

    return [(day, one(day)) for day in days]


def _fresh(session: Session, hours: Mapping[str, Hours]) -> dict[str, DealLines]:
    """What is new for each since his last digest: who comes back from a holiday looks further back."""
    since: dict[datetime, list[str]] = {}
    for key, one in hours.items():
        since.setdefault(one.since.astimezone(UTC), []).append(key)
    return {
        key: lines for moment, keys in since.items() for key, lines in fresh(session, keys, moment, limit=MOST).items()
    }


def _missed(session: Session, days: Sequence[Day], due: Mapping[str, Pile]) -> set[str]:
    """Who was in the team and should have had a digest on his last working day, and nobody looked what was due."""
    last = {
        day.member.key: digest_key(day.member, day.schedule.last_working(day.today))
        for day in days
        if day.member.key in due and due[day.member.key].missed and day.member.created_at < day.hours().since
    }
    settled = settled_digests(session, last.values())
    return {member for member, key in last.items() if key not in settled}


def _born(look: Gathering, day: Day) -> tuple[Person, ...]:
    """Whose birthday it is among the contacts of a member; of who was born on 29 February on the 28th of other years."""
    dates = [(day.today.month, day.today.day)]
    if dates == [(2, 28)] and (day.today + timedelta(days=1)).month == 3:
        dates.append((2, 29))
    owners = look.owners(day)
    found = [person for born in dates for person in look.birthdays.get(born, ()) if person.owner in owners]
    if not found:
        return ()
    access = access_of(look.session, day.member, day.today)
    return tuple(person for person in found if sees(look.session, access, person))
