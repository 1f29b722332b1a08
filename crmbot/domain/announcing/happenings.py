"""What a unit of work did that others may want to hear of, read from its change set."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from crmbot.domain.records import Activity, Change, Deal, Offer
from crmbot.domain.search.lookup import Contactable, by_number

# The one that says most comes first: a move that wins a deal is told as won.
EVENTS = (
    "won", "lost", "disqualified", "complaint", "lead", "offer", "stage", "qualified", "value", "owner",
)  # fmt: skip
_TABLES = ("deals", "stage_entries", "offers", "activities")
_FIELDS = frozenset({"state", "owner", "amount", "qualified_at"})


@dataclass(slots=True)
class Happening:
    """Everything that one unit of work did to a record. `before` is the amount it had, `activity` the complaint."""

    record: Contactable
    events: set[str] = field(default_factory=set)
    before: Decimal | None = None
    activity: Activity | None = None

    def first_of(self, wanted: Iterable[str]) -> str | None:
        """The event among those wanted that says most."""
        found = self.events & set(wanted)
        return next((event for event in EVENTS if event in found), None)


def happenings(session: Session, change_set: int, complaints: Iterable[str]) -> list[Happening]:
    """What happened to deals, and complaints about anybody, in the order in which it began."""
    made = (Change.change_set_id == change_set, Change.table_name.in_(_TABLES), Change.op != "delete")
    wanted = select(Change).where(*made, Change.field.is_(None) | Change.field.in_(_FIELDS)).order_by(Change.id)
    found: dict[int, Happening] = {}
    new: set[int] = set()
    for change in session.scalars(wanted):
        _take(session, change, found, new, frozenset(complaints))
    for number in new & found.keys():
        found[number].events -= {"stage", "owner", "qualified"}  # all of it is part of its being new
    return [one for one in found.values() if one.events]


def _take(
    session: Session, change: Change, found: dict[int, Happening], new: set[int], complaints: frozenset[str]
) -> None:
    row: Any = change.new if change.op == "insert" else {}
    match change.table_name, change.op:
        case "deals", "insert":
            new.add(change.row_id)
            _add(session, found, change.row_id, "lead" if row.get("state") == "open" else row.get("state"))
            if row.get("amount") is not None:
                _add(session, found, change.row_id, "value")
        case "deals", "update":
            _field_changed(session, change, found)
        case "stage_entries", "insert":
            _add(session, found, row["deal_number"], "stage")
        case "offers", "insert" if row.get("state") == "sent":
            _add(session, found, row["deal_number"], "offer")
        case "offers", "update" if change.field == "state" and change.new == "sent":
            offer = session.get(Offer, change.row_id)
            if offer is not None:
                _add(session, found, offer.deal_number, "offer")
        case "activities", "insert" if row.get("kind") in complaints:
            numbers = (row.get(name) for name in ("deal_number", "person_number", "company_number"))
            number = next((one for one in numbers if one is not None), None)
            if number is not None and (one := _add(session, found, number, "complaint")) is not None:
                one.activity = session.get(Activity, change.row_id)
        case _:
            return


def _field_changed(session: Session, change: Change, found: dict[int, Happening]) -> None:
    if change.field == "state" and change.new in ("won", "lost"):
        one = _add(session, found, change.row_id, change.new)
        if one is not None and change.new == "lost" and isinstance(one.record, Deal) and one.record.disqualified:
            one.events = (one.events - {"lost"}) | {"disqualified"}
    elif change.field == "owner":
        _add(session, found, change.row_id, "owner")
    elif change.field == "qualified_at" and change.old is None:
        _add(session, found, change.row_id, "qualified")
    elif change.field == "amount" and change.new is not None:
        one = _add(session, found, change.row_id, "value")
        if one is not None and one.before is None and change.old is not None:
            one.before = Decimal(str(change.old))


def _add(session: Session, found: dict[int, Happening], number: int, event: Any) -> Happening | None:
    """The record's entry with one event more; None for a record that is gone by now."""
    if number not in found:
        record = by_number(session, number)
        if record is None:
            return None
        found[number] = Happening(record)
    found[number].events.add(str(event))
    return found[number]
