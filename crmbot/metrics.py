"""Figures for Prometheus: how much waits and how long, never what or from whom."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy import func, select

from crmbot.domain.records import Followup, InboxItem, OutboxItem
from crmbot.errors import StorageAway
from crmbot.storage.store import Store


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
                age = (self._now - oldest).total_seconds() if oldest else 0.0
                yield GaugeMetricFamily(
                    f"crmbot_{name}_oldest_seconds", f"Age of the oldest waiting item of the {name}", age
                )
            due = (
                select(func.count())
                .select_from(Followup)
                .where(Followup.done_at.is_(None), Followup.due_at <= self._now)
            )
            yield GaugeMetricFamily(
                "crmbot_followups_due", "Follow-ups that are due and not done", session.scalar(due) or 0
            )


def figures(store: Store, now: datetime) -> bytes:
    """The whole exposition in Prometheus text format."""
    registry = CollectorRegistry()
    registry.register(QueueFigures(store, now))
    return generate_latest(registry)
