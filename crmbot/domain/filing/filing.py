"""Where a note, a call or a follow-up about somebody belongs, and moving it elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from crmbot.domain.deals.views import deals_of
from crmbot.domain.history.history import Place, place_of, refresh_last_activity
from crmbot.domain.process import Process
from crmbot.domain.records import Activity, Deal
from crmbot.domain.records.work import Work
from crmbot.domain.search.lookup import Contactable


@dataclass(frozen=True, slots=True)
class Filing:
    """`place` is where it goes; `choices` are the deals among which a person has to choose, none where it is clear."""

    place: Place
    choices: tuple[Deal, ...] = ()

    @property
    def record(self) -> Contactable:
        """The record that stands for the place."""
        record = self.place.deal or self.place.person or self.place.company
        assert record is not None
        return record

    @property
    def number(self) -> int:
        """Its number."""
        return self.record.number


def filing_of(session: Session, process: Process, record: Contactable) -> Filing:
    """A deal takes its own; what is about a person or company goes to the one open deal, else to the record itself."""
    if isinstance(record, Deal):
        return Filing(place_of(record))
    deals = deals_in_hand(session, process, record)
    if len(deals) == 1:
        return Filing(place_of(deals[0]))
    return Filing(place_of(record), tuple(deals))


def deals_in_hand(session: Session, process: Process, record: Contactable) -> list[Deal]:
    """The deals of a person or company that are being worked on (design, invariant 7), oldest first."""
    keys = [stage.key for stage in process.stages if stage.takes_mail]
    return [deal for deal in deals_of(session, record) if deal.stage in keys]


def move_activity(work: Work, activity: Activity, place: Place) -> None:
    """File an entry of the history elsewhere; both deals know their last activity again."""
    before = activity.deal_number
    activity.deal_number = place.deal.number if place.deal else None
    activity.person_number = place.person.number if place.person else None
    activity.company_number = place.company.number if place.company else None
    work.session.flush()
    for number in {before, activity.deal_number} - {None}:
        assert number is not None
        refresh_last_activity(work.session, number)
