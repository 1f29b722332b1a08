"""Many records as values at once: as `view` makes them one by one, with a handful of statements for all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any, TypeAlias

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute, Session
from sqlalchemy.orm.attributes import set_committed_value

from crmbot.domain.deals.views import activity_view, company_record, deal_view, person_record
from crmbot.domain.process import Process
from crmbot.domain.records import Activity, Company, Deal, Person, PersonEmail, PersonPhone
from crmbot.shapes import Record

_Number: TypeAlias = InstrumentedAttribute[int] | InstrumentedAttribute[int | None]


def views(session: Session, records: Iterable[Person | Company | Deal | Activity], process: Process) -> list[Record]:
    """The records in their order."""
    shown = list(records)
    read_ahead(session, shown)
    persons = {one.number for one in shown if isinstance(one, Person)}
    companies = {one.number for one in shown if isinstance(one, Company)}
    stages = _stages(session, Deal.person_number, persons) | _stages(session, Deal.company_number, companies)
    last = _last_contact(session, persons)
    return [_view(one, process, stages, last) for one in shown]


def read_ahead(session: Session, records: Sequence[Any]) -> None:
    """Give persons and deals what they point to: from here on they hold their person, company, addresses and numbers."""
    persons = {one.number: one for one in records if isinstance(one, Person)}
    deals = [one for one in records if isinstance(one, Deal)]
    _point(session, deals, Person, "person")
    _point(session, [*persons.values(), *deals], Company, "company")
    _attach(session, persons, PersonEmail, PersonEmail.person_number, "emails")
    _attach(session, persons, PersonPhone, PersonPhone.person_number, "phones")


def _point(session: Session, holders: Sequence[Person | Deal], model: type[Any], name: str) -> None:
    """Fill what a column of these records points to, as its relationship would; what may not be seen is left to that."""
    numbers = {number for one in holders if (number := getattr(one, f"{name}_number")) is not None}
    found = session.scalars(select(model).where(model.number.in_(numbers))) if numbers else ()
    behind = {record.number: record for record in found}
    for one in holders:
        record = behind.get(getattr(one, f"{name}_number"))
        if record is not None:
            set_committed_value(one, name, record)


def _attach(session: Session, persons: dict[int, Person], model: type[Any], column: _Number, name: str) -> None:
    """Fill a collection of all these persons, as its relationship would, in its order."""
    if not persons:
        return
    found: defaultdict[int | None, list[Any]] = defaultdict(list)
    for row in session.scalars(select(model).where(column.in_(persons)).order_by(model.id)):
        found[row.person_number].append(row)
    for number, person in persons.items():
        set_committed_value(person, name, found[number])


def _stages(session: Session, column: _Number, numbers: Collection[int]) -> dict[int, set[str]]:
    if not numbers:
        return {}
    stages: defaultdict[int, set[str]] = defaultdict(set)
    for number, stage in session.execute(select(column, Deal.stage).where(column.in_(numbers)).distinct()):
        stages[number or 0].add(stage)
    return dict(stages)


def _last_contact(session: Session, persons: Collection[int]) -> dict[int, Any]:
    if not persons:
        return {}
    latest = select(Activity.person_number, func.max(Activity.at)).where(Activity.person_number.in_(persons))
    return {number or 0: at for number, at in session.execute(latest.group_by(Activity.person_number))}


def _view(
    record: Person | Company | Deal | Activity, process: Process, stages: dict[int, set[str]], last: dict[int, Any]
) -> Record:
    if isinstance(record, Person):
        return person_record(record, process, stages.get(record.number, ()), last.get(record.number))
    if isinstance(record, Company):
        return company_record(record, process, stages.get(record.number, ()))
    return deal_view(record, process) if isinstance(record, Deal) else activity_view(record)
