"""The same bytes again, after an answer that was lost on the way."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from crmbot.domain.process import builtin_process
from crmbot.domain.records import Activity
from crmbot.intake.receive import receive
from crmbot.intake.settings import IntakeSettings
from crmbot.intake.worker import InboxWorker
from crmbot.storage.store import Store
from tests.faults.office import hire
from tests.mails import mail, outlook_forward, raw

NOW = datetime(2026, 11, 18, 12, tzinfo=ZoneInfo("Europe/Berlin"))
SETTINGS = IntakeSettings(addresses=("crm@firma.example",), domains=("firma.example",))


@pytest.mark.parametrize("directly_first", [False, True])
def test_a_forward_that_comes_three_times_leaves_its_note_once(database_url: str, directly_first: bool) -> None:
    personal = f"crm+{hire(database_url, 'anna', now=NOW)['anna']}@firma.example"
    store = Store.open(database_url)
    ways = [raw(mail())] * directly_first + [raw(outlook_forward(), personal)] * 3
    for way in ways:
        receive(store, SETTINGS, way)
    InboxWorker(store, SETTINGS, builtin_process).work_off(lambda: NOW)
    with store.read() as session:
        activities = session.scalars(select(Activity)).all()
    store.close()
    notes = [activity.note or activity.text for activity in activities if activity.note or activity.kind == "note"]
    assert notes == ["Bitte anlegen, sie hat es eilig."]
    assert len(activities) == 1 + directly_first
