"""Making a follow-up: once, or as the first of a series."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from crmbot.domain.records import Followup
from crmbot.domain.records.work import Work


def add_followup(
    work: Work, *, owner: str, due_at: datetime, day_only: bool, text: str, record_number: int | None
) -> Followup:
    """A new follow-up; a second one on a record stands beside the first."""
    followup = new_followup(
        work, work.next_number("followup"), owner=owner, due_at=due_at, day_only=day_only, text=text,
        record_number=record_number,
    )  # fmt: skip
    work.session.flush()
    return followup


def new_followup(
    work: Work, number: int, *, owner: str, due_at: datetime, day_only: bool, text: str, record_number: int | None
) -> Followup:
    """As `add_followup`, under a number that was taken before, to be written with others."""
    followup = Followup(
        number=number, owner=owner, due_at=due_at, day_only=day_only, text=text, record_number=record_number,
        created_at=work.now, created_by=work.actor, snoozed=0, regardless=False, members=[],
    )  # fmt: skip
    work.session.add(followup)
    return followup


def remind_before(followup: Followup, minutes: Iterable[int]) -> None:
    """Remind so many minutes before its hour, instead of at it; 0 is the hour itself. Longest first, each once."""
    followup.lead_minutes = sorted(set(minutes), reverse=True) or None
