"""The records that follow-ups and appointments are about, for many readers at once: each sees what he may see."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from sqlalchemy import select
from sqlalchemy.orm import Session

from crmbot.delivery.days import Day
from crmbot.domain.deals.many_views import views
from crmbot.domain.members.access import access_of, visible
from crmbot.domain.members.visibility import EVERYBODY, Visible
from crmbot.domain.outbox.first_told import FirstTold, first_told
from crmbot.domain.process import Process
from crmbot.domain.records import Deal, Followup
from crmbot.domain.search.lookup import Contactable, by_numbers
from crmbot.shapes import Record, Worded

_IN_ONE = 500  # numbers in one statement


@dataclass(frozen=True, slots=True)
class Concerned:
    """The record something is about, and what its stage suggests to do."""

    record: Record
    hint: Worded | None = None


class About(dict[int, Concerned]):
    """By number what one reader may see; `told` says when what he put off was first told, and where he finds that."""

    def __init__(
        self,
        records: Mapping[int, Concerned] = MappingProxyType({}),
        told: Mapping[int, FirstTold] = MappingProxyType({}),
        reader: str = "",
    ) -> None:
        super().__init__(records)
        self.told = told
        self.reader = reader


def concerned(
    session: Session, process: Process, wanted: Sequence[tuple[Day, Sequence[Followup], Sequence[int]]]
) -> dict[str, About]:
    """By reader: what these follow-ups and numbers are about, as far as he may see it."""
    told = first_told(session, [one.number for _, followups, _ in wanted for one in followups if one.snoozed])
    numbers = {
        day: {followup.record_number for followup in followups if followup.record_number} | set(others)
        for day, followups, others in wanted
    }
    records = by_numbers(session, {number for some in numbers.values() for number in some})
    shown = {
        number: Concerned(view, _hint(process, record))
        for (number, record), view in zip(records.items(), views(session, records.values(), process), strict=True)
    }
    return {
        day.member.key: About({n: shown[n] for n in _seen(session, day, some, records)}, told, day.member.key)
        for day, some in numbers.items()
    }


def _seen(session: Session, day: Day, numbers: Collection[int], records: dict[int, Contactable]) -> list[int]:
    """Those numbers behind which there is a record that the member may see."""
    access = access_of(session, day.member, day.today)
    found = []
    kinds: dict[Visible, list[int]] = {}
    for number in numbers:
        if number in records:
            kinds.setdefault(type(records[number]), []).append(number)
    for model, some in kinds.items():
        conditions = visible(access, model)
        if not conditions:
            found += some
            continue
        meant = {records[number].number: number for number in some}  # a merged one is another now
        wanted = list(meant)
        for start in range(0, len(wanted), _IN_ONE):
            statement = select(model.number).where(model.number.in_(wanted[start : start + _IN_ONE]), *conditions)
            found += [meant[number] for number in session.scalars(statement, execution_options=EVERYBODY)]
    return found


def _hint(process: Process, record: Contactable) -> Worded | None:
    """What the administrator suggests for the stage a deal stands in."""
    stage = process.stage(record.stage) if isinstance(record, Deal) else None
    return Worded(stage.suggestions[0].texts) if stage is not None and stage.suggestions else None
