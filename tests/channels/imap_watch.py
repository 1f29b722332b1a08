"""A watcher at work, for the tests of mailboxes."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from crmbot.channels.imap.watcher import Backoff, ImapSettings, ImapWatcher
from crmbot.shapes import RawMail
from tests.channels.servers import NOW

MAIL = b"From: Eva Lind <eva.lind@kunde.example>\r\nTo: crm@firma.example\r\nSubject: Regale\r\n\r\nGuten Tag.\r\n"
QUICK = Backoff(0.05, 0.2)


@dataclass
class Watch:
    """What a watcher has handed over and reported. `fault` is raised instead of storing; `stop` ends it."""

    mails: list[RawMail] = field(default_factory=list)
    reports: list[str] = field(default_factory=list)
    fault: BaseException | None = None
    tries: int = 0
    stop: threading.Event = field(default_factory=threading.Event)

    def receive(self, mail: RawMail) -> None:
        self.tries += 1
        if self.fault is not None:
            raise self.fault
        self.mails.append(mail)


@contextmanager
def watching(settings: ImapSettings, watch: Watch | None = None) -> Iterator[Watch]:
    """A watcher in its thread; it has to end within two seconds."""
    watch = watch or Watch()
    watcher = ImapWatcher(settings, watch.receive, lambda: NOW, watch.reports.append, QUICK)
    thread = threading.Thread(target=watcher.run, args=(watch.stop,))
    thread.start()
    try:
        yield watch
    finally:
        watch.stop.set()
        thread.join(2)
        assert not thread.is_alive(), "the watcher did not stop"
