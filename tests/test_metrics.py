"""Figures: counts and ages from the database, deeds of the process, and nothing about customers."""

from __future__ import annotations

import http.client
import re
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from crmbot.intake.receive import receive
from crmbot.intake.settings import IntakeSettings
from crmbot.metrics import Meters, figures
from crmbot.shapes import RawMail
from crmbot.storage.store import Store
from tests.databases import Databases
from tests.mails import mail
from tests.running import Crmbot

NOW = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)


def read(exposition: bytes) -> dict[str, float]:
    """Each sample by name and labels."""
    return {
        sample.name + "".join(f",{value}" for _, value in sorted(sample.labels.items(), reverse=True)): sample.value
        for family in text_string_to_metric_families(exposition.decode())
        for sample in family.samples
    }


def test_the_age_of_what_waits_is_told(sqlite_store: Store) -> None:
    receive(sqlite_store, IntakeSettings(), RawMail(mail(), "a@b.example", ("crm@firma.example",), "smtp", NOW))
    found = read(figures(sqlite_store, NOW + timedelta(minutes=7)))
    assert found["crmbot_inbox_items,received"] == 1
    assert found["crmbot_inbox_oldest_seconds"] == 420
    assert found["crmbot_outbox_oldest_seconds"] == found["crmbot_followups_due"] == 0
    assert found["crmbot_database_up"] == 1


def test_a_database_that_is_away_is_told_without_an_error(tmp_path: Path) -> None:
    store = Store.open(f"sqlite:///{tmp_path}/nowhere/x.db")
    assert read(figures(store, NOW))["crmbot_database_up"] == 0


def test_deeds_are_counted_with_their_outcome_and_time(sqlite_store: Store) -> None:
    meters = Meters()
    with meters.timed("store"):
        pass
    with pytest.raises(OSError, match="full"), meters.timed("store"):
        raise OSError("full")
    meters.sent("waiting", 3.0)
    meters.logged("error")
    meters.clock_went_round(NOW)
    found = read(figures(sqlite_store, NOW, meters))
    assert found["crmbot_tasks_total,store,done"] == found["crmbot_tasks_total,store,failed"] == 1
    assert found["crmbot_task_seconds_count,store"] == 2
    assert found["crmbot_tasks_total,send,waiting"] == 1
    assert found["crmbot_log_records_total,error"] == 1
    assert found["crmbot_clock_last_round_timestamp_seconds"] == NOW.timestamp()


def test_a_serving_process_counts_and_names_nobody(sqlite_databases: Databases, tmp_path: Path) -> None:
    crmbot = Crmbot(sqlite_databases.fresh(), str(tmp_path))
    crmbot.add_member()
    with crmbot.serving() as served:
        served.send(mail())
        crmbot.until("done", 1)
        with closing(http.client.HTTPConnection("127.0.0.1", served.ports["http"], timeout=10)) as client:
            client.request("GET", "/metrics")
            answer = client.getresponse().read()
    found = read(answer)
    assert found["crmbot_tasks_total,store,done"] == found["crmbot_tasks_total,handle,done"] == 1
    assert found["crmbot_task_seconds_count,handle"] == 1
    assert found["crmbot_clock_last_round_timestamp_seconds"] > NOW.timestamp() - 1e9
    assert not re.search(rb"anna|kunde|lagerbau|firma|@", answer, re.IGNORECASE)
