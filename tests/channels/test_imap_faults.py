"""Mailboxes whose server goes away, breaks off or hangs."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

import pytest

from crmbot.channels.imap.watcher import ImapSettings
from tests.channels.imap_servers import SERVERS, ImapRig, running_imap, running_pymap
from tests.channels.imap_watch import MAIL, watching
from tests.channels.servers import eventually


@pytest.fixture(scope="module", params=SERVERS)
def rig(request: pytest.FixtureRequest) -> Iterator[ImapRig]:
    with running_imap(request.param) as running:
        yield running


@dataclass
class Line:
    """A line to a server. The first connection that has brought `octets` from there ends, or hangs when `hang`."""

    port: int
    octets: int
    hang: bool = False
    troubled: threading.Event = field(default_factory=threading.Event)

    def carry(self, source: socket.socket, target: socket.socket, counted: bool) -> None:
        """One direction of one connection."""
        brought = 0
        with suppress(OSError):
            while data := source.recv(4096):
                brought += len(data)
                if counted and brought > self.octets and not self.troubled.is_set():
                    self.troubled.set()
                    if self.hang:
                        return
                    break
                target.sendall(data)
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def serve(self, listener: socket.socket) -> None:
        ends: list[socket.socket] = []
        with suppress(OSError):
            while True:
                near, _ = listener.accept()
                far = socket.create_connection(("127.0.0.1", self.port))
                ends += [near, far]
                for source, target, counted in ((near, far, False), (far, near, True)):
                    threading.Thread(target=self.carry, args=(source, target, counted), daemon=True).start()
        for end in ends:
            end.close()


@contextmanager
def line_to(line: Line) -> Iterator[int]:
    """The near end of the line: its port."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=line.serve, args=(listener,))
        thread.start()
        try:
            yield listener.getsockname()[1]
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            thread.join(5)


def test_a_message_that_breaks_off_halfway_is_read_again_whole(rig):
    folder, large = rig.folder(), MAIL + b"0123456789\r\n" * 20_000
    rig.put(folder, large)
    line = Line(rig.port, octets=100_000)
    with line_to(line) as port:
        settings = ImapSettings(f"imap://anna@127.0.0.1:{port}/{folder}", rig.password, poll_seconds=0.2)
        with watching(settings) as watch:
            eventually(lambda: rig.seen(folder) == [True], 10)
    assert line.troubled.is_set()
    assert [mail.content for mail in watch.mails] == [large]
    assert "connection lost" in watch.reports[0]


def test_a_server_that_hangs_does_not_hold_up_the_stop(rig):
    folder = rig.folder()
    rig.put(folder, MAIL + b"0123456789\r\n" * 20_000)
    line = Line(rig.port, octets=100_000, hang=True)
    with line_to(line) as port:
        settings = ImapSettings(f"imap://anna@127.0.0.1:{port}/{folder}", rig.password)
        with watching(settings) as watch:
            assert line.troubled.wait(10)
            time.sleep(0.1)
    assert watch.mails == []
    assert watch.reports == []


def test_a_server_that_is_away_is_tried_until_it_is_back():
    with running_imap("pymap") as first:
        port = first.port
        settings = ImapSettings(first.url(), first.password, poll_seconds=30)
        first.process.terminate()
        first.process.wait()
        with watching(settings) as watch:
            eventually(lambda: watch.reports)
            with running_pymap(port) as second:
                eventually(lambda: len(watch.reports) > 1, 10)
                eventually(lambda: all(second.seen("INBOX")))
    assert "connection lost" in watch.reports[0]
    assert "is being read" in watch.reports[1]


def test_a_server_that_ends_while_we_idle_is_noticed_at_once():
    with running_imap("pymap") as rig, watching(ImapSettings(rig.url(), rig.password, poll_seconds=30)) as watch:
        eventually(lambda: watch.reports)
        rig.process.kill()
        eventually(lambda: len(watch.reports) > 1, 3)
    assert "connection lost" in watch.reports[1]
