"""The rounds of a serving process: the inbox worked off, the clock, the outbox and retention, each outliving its faults."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from crmbot.delivery.tick import tick
from crmbot.errors import StorageAway
from crmbot.logs import log_about

if TYPE_CHECKING:
    from crmbot.app import App
    from crmbot.delivery.outbox import OutboxWorker
    from crmbot.metrics import Meters

log = logging.getLogger(__name__)

_POLL_SECONDS = 1.0  # other processes (`crmbot deliver`) put mail into the same inbox
_TICK_SECONDS = 15.0
_RETENTION_SECONDS = 3600.0
_AWAY_SECONDS = 3.0  # before the database is asked again


class Rounds:
    """What is done again and again until it is stopped. Each loop runs in a thread of its own."""

    def __init__(self, app: App, meters: Meters) -> None:
        self._app = app
        self._meters = meters
        self._stopping = threading.Event()
        self._mail_came = threading.Event()
        self._something_to_send = threading.Event()
        self._threads: list[threading.Thread] = []

    def mail_came(self) -> None:
        """Wake an inbox worker."""
        self._mail_came.set()

    def something_to_send(self) -> None:
        """Wake the outbox."""
        self._something_to_send.set()

    def begin(self, name: str, loop: Callable[[threading.Event], None]) -> None:
        """Run `loop` in a thread of its own; it ends when the event that it is given is set."""
        thread = threading.Thread(target=loop, args=(self._stopping,), name=name, daemon=True)
        self._threads.append(thread)
        thread.start()

    def stop(self) -> None:
        """Let all loops end with the round they are in."""
        self._stopping.set()
        self._mail_came.set()
        self._something_to_send.set()

    def join(self, seconds: float) -> None:
        """Wait up to `seconds` for each loop."""
        for thread in self._threads:
            thread.join(seconds)

    def work_inbox(self, stopping: threading.Event) -> None:
        """One inbox worker: woken by incoming mail, looks by itself every second."""
        while not stopping.is_set():
            self._mail_came.wait(_POLL_SECONDS)
            self._mail_came.clear()
            self._patiently("inbox", self._work_off)

    def _work_off(self) -> None:
        while not self._stopping.is_set():
            inbox_id = self._app.inbox_worker.next_waiting(self._app.clock())
            if inbox_id is None:
                return
            with log_about(mail=inbox_id), self._meters.timed("handle"):
                self._app.inbox_worker.handle(inbox_id, self._app.clock())
                log.info("mail handled")
            self._something_to_send.set()

    def keep_time(self, outbox: OutboxWorker, stopping: threading.Event) -> None:
        """The clock: what is due is queued, what is queued is sent, what was kept long enough goes."""
        last_tick, last_retention = -_TICK_SECONDS, time.monotonic()
        while not stopping.is_set():
            if time.monotonic() - last_tick >= _TICK_SECONDS:
                last_tick = time.monotonic()
                self._patiently("clock", self._tick)
            self._patiently("outbox", lambda: outbox.deliver(stopping.is_set))
            if time.monotonic() - last_retention >= _RETENTION_SECONDS:
                last_retention = time.monotonic()
                self._patiently("retention", self._retain)
            self._something_to_send.wait(_POLL_SECONDS)
            self._something_to_send.clear()

    def _tick(self) -> None:
        tick(self._app.store, self._app.delivery, self._app.process, self._app.clock())
        self._meters.clock_went_round(self._app.clock())

    def _retain(self) -> None:
        from crmbot.retention import retain

        if removed := retain(self._app.store, self._app.settings, self._app.clock()):
            log.info("retention removed %s", removed)

    def _patiently(self, name: str, work: Callable[[], object]) -> None:
        """A loop outlives whatever goes wrong in one round."""
        try:
            work()
        except StorageAway as error:
            log.warning("%s: the database is away, trying again: %s", name, error)
            self._stopping.wait(_AWAY_SECONDS)
        except Exception:
            log.exception("%s: a round failed", name)
            self._stopping.wait(_AWAY_SECONDS)
