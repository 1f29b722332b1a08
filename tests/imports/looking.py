"""What stands in a store, in short forms for tests."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from crmbot.domain.records import Activity, Company, Deal, Person, StageEntry, Tag
from crmbot.storage.store import Store

_POINTS = ("emails", "phones", "addresses")


def persons(store: Store) -> list[Person]:
    with store.read() as session:
        loads: Sequence[Any] = [selectinload(getattr(Person, name)) for name in _POINTS]
        return list(session.scalars(select(Person).options(*loads, joinedload(Person.company)).order_by(Person.number)))


def companies(store: Store) -> list[Company]:
    with store.read() as session:
        loads: Sequence[Any] = [selectinload(getattr(Company, name)) for name in (*_POINTS, "domains")]
        return list(session.scalars(select(Company).options(*loads).order_by(Company.number)))


def deals(store: Store) -> dict[str, Deal]:
    with store.read() as session:
        loads: Sequence[Any] = (joinedload(Deal.person), joinedload(Deal.company))
        return {deal.name: deal for deal in session.scalars(select(Deal).options(*loads).order_by(Deal.number))}


def stages(store: Store, deal: Deal) -> list[tuple[str, str]]:
    with store.read() as session:
        rows = session.scalars(
            select(StageEntry).where(StageEntry.deal_number == deal.number).order_by(StageEntry.at, StageEntry.id)
        )
        return [(row.stage, row.at.date().isoformat()) for row in rows]


def tags(store: Store, number: int) -> list[str]:
    with store.read() as session:
        return list(session.scalars(select(Tag.name).where(Tag.record_number == number).order_by(Tag.name_key)))


def texts(store: Store) -> list[tuple[int | None, str, str | None]]:
    with store.read() as session:
        rows = session.scalars(select(Activity).order_by(Activity.number))
        return [(row.person_number, row.text, row.direction) for row in rows]
