"""Figures for Prometheus: whether the database answers, how much waits and how long, what this process has done and how long it
took; never what or from whom.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy import func, select

from crmbot.domain.records import Followup, InboxItem, OutboxItem
from crmbot.errors import StorageAway
from crmbot.storage.store import Store

_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)  # seconds
_TASKS = ("store", "handle", "answer", "send")


class QueueFigures(Collector):
    """Counts and ages of inbox, outbox and due follow-ups, asked of the database when they are scraped."""

    def __init__(self, store: Store, now: datetime) -> None:
        self._store = store
        self._now = now

    def collect(self) -> Iterable[Metric]:
        """The metric families; of a database that is away only that it is."""
        try:
            found = list(self._figures())
        except StorageAway:
            found = []
        yield GaugeMetricFamily("crmbot_database_up", "Whether the database answers", 1.0 if found else 0.0)
        yield from found

    def _figures(self) -> Iterable[Metric]:
        with self._store.read() as session:
            for name, table, waiting in (("inbox", InboxItem, "received"), ("outbox", OutboxItem, "waiting")):
                counts = GaugeMetricFamily(f"crmbot_{name}_items", f"Items of the {name} by state", labels=["state"])
                for state, count in session.execute(select(table.state, func.count()).group_by(table.state)):
                    counts.add_metric([state], count)
                yield counts
                since = InboxItem.received_at if table is InboxItem else OutboxItem.created_at
                oldest = session.scalar(select(func.min(since)).where(table.state == waiting))
                help_ = f"Age of the oldest waiting item of the {name}"
                yield GaugeMetricFamily(f"crmbot_{name}_oldest_seconds", help_, self._age(oldest))
            open_ = (Followup.done_at.is_(None), Followup.due_at <= self._now)
            count, oldest = session.execute(select(func.count(), func.min(Followup.due_at)).where(*open_)).one()
            yield GaugeMetricFamily("crmbot_followups_due", "Follow-ups that are due and not done", count)
            help_ = "Age of the longest overdue follow-up"
            yield GaugeMetricFamily("crmbot_followups_oldest_seconds", help_, self._age(oldest))

    def _age(self, since: datetime | None) -> float:
        return (self._now - since).total_seconds() if since else 0.0


class Meters:
    """What this process has done since its start: how often, how long, with what outcome."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._tasks = Counter(
            "crmbot_tasks", "Mails stored and handled, requests answered, messages sent", ["task", "outcome"],
            registry=self.registry,
        )  # fmt: skip
        self._seconds = Histogram(
            "crmbot_task_seconds", "How long they took", ["task"], buckets=_BUCKETS, registry=self.registry
        )
        self._logged = Counter(
            "crmbot_log_records", "Warnings and errors in the log", ["level"], registry=self.registry
        )
        self._clock = Gauge(
            "crmbot_clock_last_round_timestamp_seconds",
            "When the clock last looked what is due",
            registry=self.registry,
        )
        for task in _TASKS:  # all are there from the start, so that rates begin at nought
            self._seconds.labels(task)
        for level in ("warning", "error"):
            self._logged.labels(level)

    @contextmanager
    def timed(self, task: str) -> Iterator[None]:
        """One task, from here to the end of the block; `failed` when it raises."""
        begun, outcome = time.perf_counter(), "failed"
        try:
            yield
            outcome = "done"
        finally:
            self._seconds.labels(task).observe(time.perf_counter() - begun)
            self._tasks.labels(task, outcome).inc()

    def sent(self, outcome: str, seconds: float) -> None:
        """An attempt to send a message; `outcome` is sent, waiting or failed."""
        self._seconds.labels("send").observe(seconds)
        self._tasks.labels("send", outcome).inc()

    def logged(self, level: str) -> None:
        """A warning or an error was logged."""
        self._logged.labels(level).inc()

    def clock_went_round(self, now: datetime) -> None:
        """The scheduler has looked what is due."""
        self._clock.set(now.timestamp())


def figures(store: Store, now: datetime, meters: Meters | None = None) -> bytes:
    """The whole exposition in Prometheus text format."""
    registry = CollectorRegistry()
    registry.register(QueueFigures(store, now))
    return generate_latest(registry) + (generate_latest(meters.registry) if meters else b"")
