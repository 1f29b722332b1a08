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
from crmbot.domain.records import Activity, Base, Company, Deal, Person, PersonEmail, PersonPhone
from crmbot.shapes import Record

_Number: TypeAlias = InstrumentedAttribute[int] | InstrumentedAttribute[int | None]


def views(session: Session, records: Iterable[Person | Company | Deal | Activity], process: Process) -> list[Record]:
    """The records in their order."""
    shown = list(records)
    held = read_ahead(session, shown)
    persons = {one.number for one in shown if isinstance(one, Person)}
    companies = {one.number for one in shown if isinstance(one, Company)}
    stages = _stages(session, Deal.person_number, persons) | _stages(session, Deal.company_number, companies)
    last = _last_contact(session, persons)
    made = [_view(one, process, stages, last) for one in shown]
    del held  # until here the session knew what the records point to
    return made


def read_ahead(session: Session, records: Sequence[Any]) -> list[Base]:
    """Load what persons and deals point to, as long as the caller keeps the result."""
    persons = {one.number: one for one in records if isinstance(one, Person)}
    deals = [one for one in records if isinstance(one, Deal)]
    behind = _load(session, Person, {deal.person_number for deal in deals} - persons.keys())
    holders: list[Person | Deal] = [*persons.values(), *deals]
    firms = _load(session, Company, {one.company_number for one in holders})
    _attach(session, persons, PersonEmail, PersonEmail.person_number, "emails")
    _attach(session, persons, PersonPhone, PersonPhone.person_number, "phones")
    return [*behind, *firms]


def _load(session: Session, model: type[Any], numbers: Collection[int | None]) -> list[Base]:
    wanted = {number for number in numbers if number is not None}
    return list(session.scalars(select(model).where(model.number.in_(wanted)))) if wanted else []


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
