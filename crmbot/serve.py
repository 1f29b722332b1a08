"""Running everything: listeners, mailbox watchers, the inbox worker, the clock and the outbox, until a signal stops them."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from collections.abc import Callable, Collection, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

from crmbot.app import App
from crmbot.errors import ConfigFault, StorageAway
from crmbot.intake.receive import accepts, receive
from crmbot.logs import Counting, log_about
from crmbot.metrics import Meters, figures
from crmbot.rounds import Rounds
from crmbot.shapes import Answer, ChatMessage, RawMail
from crmbot.slack_people import link_at_start, take_zone
from crmbot.storage.store import Store

if TYPE_CHECKING:
    from crmbot.channels.imap.watcher import ImapWatcher
    from crmbot.channels.smtp.server import SmtpServer
    from crmbot.channels.web import WebServer

log = logging.getLogger(__name__)

PARTS = ("smtp", "imap", "http", "slack", "worker", "clock")
_CHAT_THREADS = 4
_ASKING_THREADS = 2
_SENDING_SECONDS = 60.0  # for one message; shorter than the lease of its claim
_SLACK_PATIENCE = 3.0  # for the first connection
_LAST_ROUNDS = 20.0  # seconds that each loop has to end its round when we stop
_LAST_ANSWERS = 5.0  # seconds that answers in hand have when we stop


class Server:
    """The parts of one serving process. `say` prints the lines that tell where it listens."""

    def __init__(self, app: App, parts: Collection[str], workers: int, say: Callable[[str], None]) -> None:
        self._app = app
        self._parts = parts
        self._workers = workers if app.store.shared else 1  # one writer on SQLite
        self._say = say
        # One thread commits incoming mail, so that listeners never wait for each other's lock; chat has its own threads.
        self._keeping = ThreadPoolExecutor(4 if app.store.shared else 1, "keep")
        self._asking = ThreadPoolExecutor(_ASKING_THREADS, "ask")  # a recipient's question does not wait for commits
        self._chatting = ThreadPoolExecutor(_CHAT_THREADS, "chat")
        self._closers: list[Callable[[], Coroutine[Any, Any, None]]] = []
        self._meters = Meters()
        self._rounds = Rounds(app, self._meters)
        self._counting = Counting(self._meters.logged)

    async def run(self) -> None:
        """Serve until SIGTERM or SIGINT; then finish what is in hand."""
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        logging.getLogger().addHandler(self._counting)
        for name in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(name, stop.set)
        try:
            await self._start(loop)
            self._say("ready")
            await stop.wait()
        finally:
            await self._stop()

    async def _start(self, loop: asyncio.AbstractEventLoop) -> None:
        app = self._app
        await asyncio.to_thread(_fit_for_work, app.store)
        # Before anyone is let in: a database that is away stops the start, so do settings for mail out that are wrong.
        _ = app.process, app.intake
        outbox = app.outbox_worker(self._say, partial(_run_on, loop), self._meters.sent)
        self._warn()
        if "smtp" in self._parts and app.settings.smtp.listen and app.settings.capture.addresses:
            await self._start_smtp()
        slack_events = await self._start_slack() if "slack" in self._parts else None
        if "http" in self._parts and app.settings.http.listen:
            await self._start_http(slack_events)
        if "imap" in self._parts:
            for watcher in self._watchers():
                self._rounds.begin("imap", watcher.run)
        if "worker" in self._parts:
            for number in range(self._workers):
                self._rounds.begin(f"worker-{number}", self._rounds.work_inbox)
        if "clock" in self._parts:
            self._rounds.begin("clock", partial(self._rounds.keep_time, outbox))

    def _warn(self) -> None:
        """What was asked for and cannot be done is said, not left out in silence."""
        settings = self._app.settings
        for change in self._app.process_book.changed():
            log.warning("process.file: %s; see crmbot process preview", change)
        if "smtp" in self._parts and settings.smtp.listen and not settings.capture.addresses:
            log.warning("no mail is taken by SMTP: set capture.addresses")
        if set(self._parts) == {"imap"} and not settings.imap:
            log.warning("there is no mailbox to read: add an [[imap]] section")
        if set(self._parts) == {"slack"} and self._app.slack_settings is None:
            log.warning("there is no Slack to talk to: set slack.bot_token")

    async def _stop(self) -> None:
        self._rounds.stop()
        for close in reversed(self._closers):
            await close()
        await asyncio.to_thread(self._rounds.join, _LAST_ROUNDS)
        self._chatting.shutdown()
        self._keeping.shutdown()
        self._asking.shutdown()
        self._app.store.close()
        logging.getLogger().removeHandler(self._counting)

    async def _start_smtp(self) -> None:
        server = self._smtp_server()
        with _listening("smtp.listen", self._app.settings.smtp.listen):
            host, port = await server.start()
        self._closers.append(server.stop)
        self._say(f"listening smtp {host}:{port}")

    def _smtp_server(self) -> SmtpServer:
        from crmbot.channels.smtp.limits import Limits
        from crmbot.channels.smtp.server import SmtpServer, SmtpSettings

        smtp = self._app.settings.smtp
        limits = Limits(
            connections_per_peer=smtp.max_connections_per_peer, messages_per_minute=smtp.max_messages_per_minute,
            idle=smtp.idle_seconds, own_peers=self._app.intake.trusted_peers,
        )  # fmt: skip
        host, _, port = smtp.listen.rpartition(":")
        settings = SmtpSettings(
            host=host.strip("[]"), port=int(port), tls_certificate=smtp.tls_certificate or None,
            tls_key=smtp.tls_key or None, require_starttls=smtp.require_starttls,
            users={name: secret.get_secret_value() for name, secret in smtp.users.items()}, lmtp=smtp.lmtp,
            max_connections=smtp.max_connections, max_bytes=self._app.intake.max_bytes,
        )  # fmt: skip
        return SmtpServer(settings, self._keep, self._accepts, self._app.clock, limits)

    async def _keep(self, raw: RawMail) -> None:
        await asyncio.get_running_loop().run_in_executor(self._keeping, self._keep_now, raw)

    def _keep_now(self, raw: RawMail) -> None:
        """Durable when it returns; the worker is told."""
        with self._meters.timed("store"):
            inbox_id = receive(self._app.store, self._app.intake, raw)
        log.info("mail stored", extra={"mail": inbox_id, "source": raw.source, "bytes": len(raw.content)})
        self._rounds.mail_came()

    async def _accepts(self, recipient: str) -> bool:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._asking, accepts, self._app.store, self._app.intake, recipient)

    def _watchers(self) -> list[ImapWatcher]:
        from crmbot.channels.imap.watcher import ImapWatcher
        from crmbot.mailboxes import mailboxes

        boxes = mailboxes(self._app.settings)
        return [ImapWatcher(box, self._keep_now, self._app.clock, log.warning) for box in boxes]

    async def _start_slack(self) -> Any:
        """The handler for Slack over HTTP; None in Socket Mode or without Slack."""
        settings = self._app.slack_settings
        if settings is None:
            return None
        from crmbot.channels.slack.app import build_app
        from crmbot.channels.slack.http import events_handler
        from crmbot.channels.slack.socket_mode import SocketMode
        from crmbot.channels.slack.work import Work

        work = Work()
        slack = build_app(
            settings, self._answer, work=work, clock=self._app.clock, company=self._app.slack_company,
            moved=partial(take_zone, self._app),
        )  # fmt: skip
        self._closers.append(lambda: work.finish(_LAST_ANSWERS))
        work.start("people", link_at_start(self._app))
        if settings.app_token:
            socket_mode = SocketMode(slack, settings)
            await socket_mode.start(_SLACK_PATIENCE)  # it is tried on in the background
            self._closers.append(socket_mode.stop)
        return events_handler(slack, settings.signing_secret) if settings.signing_secret else None

    async def _answer(self, message: ChatMessage) -> Answer:
        answer = await asyncio.get_running_loop().run_in_executor(self._chatting, self._answer_now, message)
        self._rounds.something_to_send()
        return answer

    def _answer_now(self, message: ChatMessage) -> Answer:
        with log_about(request=message.request_key), self._meters.timed("answer"):
            answer = self._app.assistant.answer(message)
            log.info("request answered")
            return answer

    async def _start_http(self, slack: Any) -> None:
        from crmbot.channels.web import WebParts, WebServer, build_web

        command = self._app.settings.slack.command
        parts = WebParts(ready=self._missing, metrics=self._figures, slack=slack, command=command)
        server: WebServer = WebServer(build_web(parts))
        host, _, port = self._app.settings.http.listen.rpartition(":")
        with _listening("http.listen", self._app.settings.http.listen):
            bound, number = await server.start(host.strip("[]"), int(port))
        self._closers.append(server.stop)
        self._say(f"listening http {bound}:{number}")

    def _figures(self) -> bytes:
        return figures(self._app.store, self._app.clock(), self._meters)

    async def _missing(self) -> str | None:
        def look() -> str | None:
            try:
                self._app.inbox_worker.next_waiting(self._app.clock())
            except StorageAway as error:
                log.warning("the database is away: %s", error)
                return "the database does not answer"
            return None

        return await asyncio.to_thread(look)


def _run_on(loop: asyncio.AbstractEventLoop, coroutine: Coroutine[Any, Any, Any]) -> Any:
    """Run one of Slack's coroutines on the loop of the server, from another thread."""
    future = asyncio.run_coroutine_threadsafe(coroutine, loop)
    try:
        return future.result(_SENDING_SECONDS)
    except TimeoutError:
        future.cancel()  # else it might still send while another process has taken over
        raise


@contextmanager
def _listening(setting: str, place: str) -> Iterator[None]:
    """Raises ConfigFault for a port that is taken or not allowed, an address that is not ours, a host that nobody knows."""
    try:
        yield
    except OSError as fault:  # asyncio's own words are a sentence about a socket
        known = fault.errno is not None and fault.errno > 0
        why = os.strerror(fault.errno) if known and fault.errno else fault.strerror or fault
        raise ConfigFault([f"{setting}: cannot listen at {place}: {why}; crmbot doctor says the mend"]) from fault


def _fit_for_work(store: Store) -> None:
    """Whether the database can be written, and what a crash has left of it. Raises StorageAway."""
    from crmbot.storage.check import check_start

    with store.translated():
        check_start(store.engine)


async def serve(app: App, parts: Collection[str], workers: int, say: Callable[[str], None]) -> None:
    """Run the configured `parts` until a signal. Raises ConfigFault when a port is taken."""
    await Server(app, parts, workers, say).run()
