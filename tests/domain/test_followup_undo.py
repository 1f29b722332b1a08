"""Whatever hangs on a follow-up: done and undone, everything is as it was; and redone, as it was after."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from crmbot.domain.calendar.schedule import TeamSchedule
from crmbot.domain.changes.undo import undo
from crmbot.domain.followups.continuing import begin_series, end_series
from crmbot.domain.followups.delegation import delegate
from crmbot.domain.followups.followups import add_followup, complete_followup, snooze_followup
from crmbot.domain.followups.making import remind_before
from crmbot.domain.followups.parts import parts_of, share
from crmbot.domain.followups.rhythms import set_rhythm
from crmbot.domain.followups.series import Series
from crmbot.domain.members.members import all_members
from crmbot.domain.records import Followup, FollowupMember, Member, TouchRhythm
from crmbot.domain.records.work import Work
from crmbot.domain.search.lookup import by_number
from crmbot.storage.store import Store

TEAM = TeamSchedule()


def everything(store: Store) -> dict[str, list[Any]]:
    with store.read() as session:
        return {
            model.__tablename__: [
                tuple(row) for row in session.execute(select(model.__table__).order_by(*model.__table__.primary_key))
            ]
            for model in (Followup, FollowupMember, TouchRhythm)
        }


def plain(work: Work) -> Followup:
    due = work.now + timedelta(days=2)
    return add_followup(work, owner="anna", due_at=due, day_only=False, text="call", record_number=None)


def of_a_series(work: Work) -> Followup:
    followup = plain(work)
    begin_series(
        followup,
        Series("FREQ=WEEKLY;BYDAY=MO", date(2026, 11, 18), time(10), "Europe/Berlin"),
        TEAM.of(None),
        regardless=False,
    )
    return followup


def of_several(work: Work) -> Followup:
    followup = of_a_series(work)
    remind_before(followup, (60, 1440))
    share(work, followup, ["ben"], ["clara"])
    return followup


def delegated(work: Work) -> Followup:
    followup = of_a_series(work)
    delegate(work, followup, "ben", TEAM)
    return followup


def of_a_rhythm(work: Work) -> Followup:
    record = all_members(work.session)[0].number  # any number will do
    assert by_number(work.session, record) is None
    return set_rhythm(work, record, "anna", 14, TEAM)


@pytest.mark.parametrize("make", [plain, of_a_series, of_several, delegated, of_a_rhythm])
@pytest.mark.parametrize("end", ["done", "snooze", "ended", "last part"])
def test_undo_brings_everything_back_and_redo_takes_it_away_again(
    store: Store, now: datetime, team: dict[str, Member], make: Callable[[Work], Followup], end: str
) -> None:
    assert team

    with store.write(now, actor="anna", channel="say", action="followup") as work:
        number = make(work).number
    before = everything(store)
    with store.write(now + timedelta(days=1), actor="ben", channel="say", action="done") as work:
        followup = work.session.get(Followup, number)
        assert followup is not None
        if end == "done":
            complete_followup(work, followup, "fine", team=TEAM)
        elif end == "snooze":
            snooze_followup(followup, now + timedelta(days=9), day_only=True, now=now)
        elif end == "ended":
            end_series(work, followup)
        else:
            for part in parts_of(work.session, followup):
                complete_followup(work, part, team=TEAM)
            followup.text = "other"
        change_set = work.change_set()
    assert change_set is not None
    after = everything(store)
    assert after != before
    with store.write(now + timedelta(days=1), actor="ben", channel="say", action="undo") as work:
        undo(work, change_set)
        redo = work.change_set()
    assert everything(store) == before
    assert redo is not None
    with store.write(now + timedelta(days=1), actor="ben", channel="say", action="undo") as work:
        undo(work, redo)
    assert everything(store) == after
