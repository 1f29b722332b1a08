"""What stands in a member's digest: his follow-ups, his records without a next step, and what his team leaves lying."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from crmbot.delivery.settings import DeliverySettings
from crmbot.domain.access import access_of, sees
from crmbot.domain.followups import due_followups, overdue_of
from crmbot.domain.process import Process
from crmbot.domain.records import Followup, Member
from crmbot.domain.unattended import Unattended, unattended, unattended_owners

_GRACE = timedelta(days=1)  # what came in today is nobody's fault yet
_MOST = 10  # of a list in a digest
_NOTHING = Unattended(0, [], 0, [])


@dataclass(frozen=True, slots=True)
class Agenda:
    """`team` and `overdue` are of those whom the member leads, after the days that the settings allow. What is due and
    what has no next step is also that of those who are `away`, for whom he stands in.
    """

    followups: list[Followup]
    unattended: Unattended = _NOTHING
    team: Unattended = _NOTHING
    overdue: tuple[Followup, ...] = ()
    away: tuple[Member, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether there is nothing to tell."""
        return not (self.followups or self.unattended.count or self.team.count or self.overdue)


@dataclass(frozen=True, slots=True)
class Neglect:
    """Who has records without a next step: since yesterday, and for so long that his manager is told."""

    recent: Counter[str]
    old: Counter[str]
    now: datetime
    limit: timedelta


def neglect(session: Session, settings: DeliverySettings, process: Process, now: datetime) -> Neglect:
    """Looked up once for all digests of a moment."""
    limit = max(timedelta(days=settings.escalate_after_days), _GRACE)
    recent = unattended_owners(session, process, settings.waiting_kinds, since=now - _GRACE)
    old = unattended_owners(session, process, settings.waiting_kinds, since=now - limit) if recent else Counter[str]()
    return Neglect(recent, old, now, limit)


def agenda(
    session: Session, settings: DeliverySettings, process: Process, member: Member, led: Collection[str],
    left: Neglect, *, until: datetime, away: Sequence[Member] = (), day: date | None = None,
) -> Agenda:  # fmt: skip
    """A member's agenda of the `day` that ends at `until`; `led` are the keys of those whose manager he is."""
    access = access_of(session, member, day)
    own = [member.key, *(one.key for one in away)]

    def lying(owners: Collection[str], since: datetime) -> Unattended:
        kinds = settings.waiting_kinds
        return unattended(session, process, kinds, access, owners=owners, since=since, limit=_MOST)

    mine = lying(own, left.now - _GRACE) if any(left.recent[key] for key in own) else _NOTHING
    slack = [key for key in led if left.old[key]]
    overdue = overdue_of(session, led, left.now - left.limit, limit=_MOST) if led else []
    return Agenda(
        [followup for key in own for followup in due_followups(session, key, until)],
        mine,
        lying(slack, left.now - left.limit) if slack else _NOTHING,
        tuple(followup for followup in overdue if sees(session, access, followup)),
        tuple(away),
    )
