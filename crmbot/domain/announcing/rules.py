"""Rules by which events are announced, and whether one fits a record."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from crmbot.domain.calendar.schedule import TeamSchedule
from crmbot.domain.catalogue.sources import source_key
from crmbot.domain.leads.assignment import in_postcodes
from crmbot.domain.process import Process
from crmbot.domain.records import Deal, PostalAddress
from crmbot.domain.search.lookup import Contactable
from crmbot.folding import fold

_log = logging.getLogger(__name__)

OWNER, MANAGER = "owner", "manager"  # recipients that a deal itself names


@dataclass(frozen=True, slots=True)
class AnnouncementRule:
    """Events that are announced, where to, and of which records; a criterion that is not set lets every one pass.

    `to` are channels (`#wins`), member keys, `owner` and `manager`. `group`: 1m, day or off.
    """

    events: tuple[str, ...]
    to: tuple[str, ...]
    value_from: Decimal | None = None
    value_to: Decimal | None = None
    postcodes: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    processes: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    group: str = "1m"

    @property
    def asks_for_value(self) -> bool:
        """Whether it looks at amounts."""
        return self.value_from is not None or self.value_to is not None


def _alone(_session: Session, _names: Iterable[str]) -> None:
    """For a database with one writer."""


@dataclass(frozen=True, slots=True)
class Telling:
    """What an installation says about who hears of what.

    `complaints` are the kinds of entries that wait to be resolved, `ways` how members are told who have chosen nothing
    (category to direct, digest or off); `one_at_a_time` lets only one transaction at a name, where several may write.
    The amounts of rules are in `currency`.
    """

    rules: tuple[AnnouncementRule, ...]
    process: Callable[[], Process]
    complaints: tuple[str, ...] = ("complaint",)
    ways: Mapping[str, str] = field(default_factory=dict)
    schedule: TeamSchedule = field(default_factory=TeamSchedule)
    one_at_a_time: Callable[[Session, Iterable[str]], None] = _alone
    currency: str = "EUR"


def default_rule(channel: str) -> AnnouncementRule:
    """What is announced in the one channel of an installation that has no rules: new enquiries and won deals."""
    return AnnouncementRule(("lead", "won"), (channel,))


class Subject:
    """A record that the rules are asked about. What only the database knows of it is looked up when the first rule asks,
    and once. `department` is that of its owner.
    """

    def __init__(self, session: Session, record: Contactable, department: str | None) -> None:
        self.record = record
        self.deal = record if isinstance(record, Deal) else None
        self.department = department
        self._session = session

    @cached_property
    def place(self) -> PostalAddress | None:
        """Where the customer is: the first address of the company, else of the person."""
        numbers = [self.record.number]
        if self.deal is not None:
            parties = (self.deal.company_number, self.deal.person_number)
            numbers = [number for number in parties if number is not None]
        places = self._session.scalars(
            select(PostalAddress)
            .where(or_(PostalAddress.company_number.in_(numbers), PostalAddress.person_number.in_(numbers)))
            .order_by(PostalAddress.company_number.is_(None), PostalAddress.primary.desc(), PostalAddress.id)
        )
        return places.first()


def fits(process: Process, rule: AnnouncementRule, subject: Subject, currency: str) -> bool:
    """Whether the rule is about such records; what is asked of deals only never fits a person or company. Its amounts are in
    `currency`: in another one nothing is compared, and the rule does not fit.
    """
    record, deal = subject.record, subject.deal
    return (
        (not rule.processes or (deal is not None and _among(deal.process, rule.processes)))
        and (not rule.sources or source_key(record.source) in {source_key(one) for one in rule.sources})
        and (not rule.owners or _among(record.owner, rule.owners))
        and (not rule.stages or (deal is not None and _in_stage(process, deal.stage, rule.stages)))
        and (not rule.departments or _among(subject.department, rule.departments))
        and (not (rule.postcodes or rule.countries) or _in_region(rule, subject.place))
        and _in_value(rule, deal, currency)  # last: it warns of what it cannot compare
    )


def _in_value(rule: AnnouncementRule, deal: Deal | None, currency: str) -> bool:
    if not rule.asks_for_value:
        return True
    amount = deal.amount if deal is not None else None
    if deal is None or amount is None:
        return False
    if deal.currency != currency:
        _log.warning(
            "announcements to %s: #%d is in %s, the rule in %s",
            ", ".join(rule.to),
            deal.number,
            deal.currency,
            currency,
        )
        return False
    return (rule.value_from is None or amount >= rule.value_from) and (rule.value_to is None or amount <= rule.value_to)


def _among(value: str | None, wanted: Iterable[str]) -> bool:
    return value is not None and fold(value) in {fold(one) for one in wanted}


def _in_stage(process: Process, key: str, wanted: Iterable[str]) -> bool:
    stage = process.stage(key)
    words = {key} if stage is None else {stage.key, stage.short_key, *stage.names.values(), *stage.aliases}
    return not {fold(word) for word in words}.isdisjoint(fold(one) for one in wanted)


def _in_region(rule: AnnouncementRule, place: PostalAddress | None) -> bool:
    if place is None:
        return False
    near = not rule.postcodes or any(in_postcodes(place.postcode, one) for one in rule.postcodes)
    return near and (not rule.countries or _among(place.country, rule.countries))
