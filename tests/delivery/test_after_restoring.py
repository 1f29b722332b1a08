"""A safety copy was restored, and nobody knows what had been sent since it was made."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from crmbot.delivery.tick import tick
from crmbot.domain.filing.processing import note_processing
from crmbot.domain.process import Process
from crmbot.domain.records import Member, OutboxItem
from crmbot.domain.records.outbox import REPEAT
from crmbot.storage.store import Store
from tests.delivery.test_tick import FRIDAY, SETTINGS, remind


@pytest.mark.parametrize(("blind", "days", "error"), [(True, 0, REPEAT), (False, 0, None), (True, 1, None)])
def test_a_digest_of_that_day_says_that_it_may_be_a_repeat(
    store: Store, team: dict[str, Member], process: Process, *, blind: bool, days: int, error: str | None
) -> None:
    assert team
    remind(store, "anna", FRIDAY)
    with store.write(FRIDAY - timedelta(days=days), channel="cli") as work:
        note_processing(work, "restore", by="root", details={"blind": blind})
    assert len(tick(store, SETTINGS, process, FRIDAY)) == 1
    with store.read() as session:
        assert session.scalars(select(OutboxItem)).one().error == error
