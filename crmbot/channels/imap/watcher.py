"""Reading a mailbox: what nobody has seen is handed over, and marked only when it is stored."""

from __future__ import annotations

import contextlib
import imaplib
import logging
import random
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from crmbot.channels.imap.login import (
    LoginRefused,
    MailboxFault,
    MailboxUrl,
    access_token,
    mailbox_url,
    server_words,
)
from crmbot.channels.imap.mailbox import Mailbox, open_connection
from crmbot.channels.imap.oauth import OAuthClient, fresh_token, give_up_token
from crmbot.channels.imap.recipients import envelope_of
from crmbot.errors import ConfigFault, MailRefused, StorageAway
from crmbot.shapes import RawMail

log = logging.getLogger(__name__)

_BATCH = 200  # messages whose sizes are asked for at once; their texts are read one by one
_IDLE_SECONDS = 300.0  # then we look again: routers forget silent connections, servers end IDLE after 30 minutes
_STOP_PATIENCE = 1.0  # seconds for what is in hand when we stop
_MOVE = "move:"


@dataclass(frozen=True, slots=True)
class ImapSettings:
    """Which mailbox, and what becomes of a message that is stored: `flag` (seen), `move:FOLDER` or `delete`.

    With `oauth` its tokens are used, with `oauth_token_command` what that prints, and no password. Messages from before
    `start_date` and larger than `max_bytes` stay as they are. With `quiet` nobody is told what became of a message.
    """

    url: str
    password: str | None = field(default=None, repr=False)
    oauth_token_command: str | None = None
    after: str = "flag"
    idle: bool = True
    poll_seconds: float = 60.0
    start_date: date | None = None
    capture_addresses: tuple[str, ...] = ()
    max_bytes: int = 26_214_400
    quiet: bool = False
    oauth: OAuthClient | None = None

    def token(self) -> str | None:
        """The access token; None where a password is used. MailboxFault, OSError."""
        if self.oauth is not None:
            return fresh_token(self.oauth)
        return access_token(self.oauth_token_command) if self.oauth_token_command else None


@dataclass(frozen=True, slots=True)
class Backoff:
    """How long to wait before the next try: doubling from `first` to `longest` seconds, a quarter more or less."""

    first: float = 1.0
    longest: float = 300.0

    def delay(self, failures: int) -> float:
        """Seconds after so many failures in a row (one or more)."""
        exact = min(self.longest, self.first * 2.0 ** min(failures - 1, 30))
        return exact * random.SystemRandom().uniform(0.75, 1.25)


@dataclass(frozen=True, slots=True)
class MailboxCheck:
    """What a look at the mailbox found: `waiting` messages would be read."""

    ok: bool
    message: str
    capabilities: tuple[str, ...] = ()
    waiting: int = 0


class ImapWatcher:
    """Watches one mailbox in a thread of its own.

    `receive` stores one message durably before it returns. MailRefused: the message is marked and left where it is.
    StorageAway: it waits, unseen. `report` is told in one line what an administrator should know, when it changes.
    """

    def __init__(
        self,
        settings: ImapSettings,
        receive: Callable[[RawMail], None],
        clock: Callable[[], datetime],
        report: Callable[[str], None],
        backoff: Backoff | None = None,
    ) -> None:
        self._settings = settings
        self._target = target_of(settings)
        self._receive, self._clock, self._report = receive, clock, report
        self._backoff = backoff or Backoff()
        self._failures = 0
        self._told = ""
        self._mailbox: Mailbox | None = None

    def run(self, stop: threading.Event) -> None:
        """Reads and waits until `stop` is set, whatever happens to the connection; never raises.

        It returns within two seconds after that, even when the server hangs.
        """
        ended = threading.Event()
        threading.Thread(target=self._cut_off, args=(stop, ended), name="mailbox-stop", daemon=True).start()
        try:
            self._watch(stop)
        finally:
            ended.set()

    def _cut_off(self, stop: threading.Event, ended: threading.Event) -> None:
        """Ends the wait for new mail at once, and for an answer that does not come after a while."""
        stop.wait()
        if self._mailbox is None or not self._mailbox.idling:
            ended.wait(_STOP_PATIENCE)
        if (mailbox := self._mailbox) is not None:
            mailbox.cut()

    def _watch(self, stop: threading.Event) -> None:
        """One session after the other."""
        while not stop.is_set():
            try:
                self._session(stop)
            except Exception as fault:  # noqa: BLE001 - whatever it is, the mailbox is tried again
                if not stop.is_set():
                    self._failed(fault)
            finally:
                self._mailbox = None
            if not stop.is_set():
                stop.wait(self._backoff.delay(self._failures))

    def check(self) -> MailboxCheck:
        """One look at the mailbox: connects, logs in, opens the folder, counts what waits. Changes nothing, never raises."""
        try:
            with self._open() as mailbox:
                mailbox.select(self._target.folder, marking=True)
                waiting = len(mailbox.waiting(self._settings.start_date))
                return MailboxCheck(True, f"mailbox {self._target.label} can be read", mailbox.capabilities(), waiting)
        except MailboxFault as fault:
            return MailboxCheck(False, f"mailbox {self._target.label}: {fault}")
        except (imaplib.IMAP4.error, OSError) as lost:
            return MailboxCheck(False, f"mailbox {self._target.label}: no connection: {server_words(lost)}")

    def _open(self) -> contextlib.AbstractContextManager[Mailbox]:
        return open_mailbox(self._settings)

    def _session(self, stop: threading.Event) -> None:
        """One connection, for as long as it lasts."""
        with self._open() as mailbox:
            self._mailbox = mailbox
            if self._settings.after.startswith(_MOVE):
                mailbox.ensure_folder(self._settings.after.removeprefix(_MOVE))
            idle = self._settings.idle and mailbox.can_idle()
            while not stop.is_set():
                # Anew each time: a folder that was deleted and made again would stay open as it was, for ever empty.
                mailbox.select(self._target.folder, marking=True)
                self._read_all(mailbox, stop)
                self._well()
                # Also in IDLE: a mail that comes between the look and the IDLE may be announced to nobody.
                pause = min(_IDLE_SECONDS, self._settings.poll_seconds)
                mailbox.wait(stop, pause, idle=idle)

    def _read_all(self, mailbox: Mailbox, stop: threading.Event) -> None:
        """Reads what waits; what could not be stored waits for the next look."""
        waiting = mailbox.waiting(self._settings.start_date)
        if waiting:
            log.info("mailbox %s: %d messages wait", self._target.label, len(waiting))
        for number, (uid, size) in enumerate(_with_sizes(mailbox, waiting), start=1):
            if stop.is_set():
                break
            self._read_one(mailbox, uid, size)
            if number % _BATCH == 0:
                log.info("mailbox %s: %d of %d read", self._target.label, number, len(waiting))

    def _read_one(self, mailbox: Mailbox, uid: int, size: int) -> None:
        """Hands one message over, then marks it; what fails stays unseen for the next look."""
        if size > self._settings.max_bytes:
            self._set_aside(mailbox, uid, f"is larger than {self._settings.max_bytes} octets")
            return
        content = mailbox.read(uid)
        if content is None:
            return
        try:
            self._receive(self._mail(content))
        except MailRefused as refused:
            self._set_aside(mailbox, uid, f"is refused: {refused}")
            return
        except (StorageAway, OSError) as away:
            raise StorageAway(f"mail waits in the mailbox, it cannot be stored: {away}") from away
        except Exception:
            log.exception("mailbox %s: message %d stays unseen and is tried again", self._target.label, uid)
            return
        self._finish(mailbox, uid)

    def _mail(self, content: bytes) -> RawMail:
        sender, recipients = envelope_of(content, self._settings.capture_addresses)
        return RawMail(
            content, sender, recipients, "imap", self._clock(), mailbox=self._target.label, quiet=self._settings.quiet
        )

    def _set_aside(self, mailbox: Mailbox, uid: int, why: str) -> None:
        """Marks a message that will not be read again. It is nowhere else, so it is neither moved nor deleted."""
        log.warning("mailbox %s: message %d stays in the mailbox, it %s", self._target.label, uid, why)
        mailbox.mark(uid)

    def _finish(self, mailbox: Mailbox, uid: int) -> None:
        """Marked first: should moving fail, the message is not read once more."""
        mailbox.mark(uid)
        if self._settings.after.startswith(_MOVE):
            mailbox.move(uid, self._settings.after.removeprefix(_MOVE))
        elif self._settings.after == "delete":
            mailbox.delete(uid)

    def _well(self) -> None:
        self._failures = 0
        self._tell("is being read")

    def _failed(self, fault: Exception) -> None:
        self._failures += 1
        match fault:
            case MailboxFault() | StorageAway():
                self._tell(str(fault))
            case imaplib.IMAP4.error() | OSError():
                self._tell(f"connection lost: {server_words(fault)}")
            case _:
                log.error("mailbox %s", self._target.label, exc_info=fault)
                self._tell(f"unexpected fault: {type(fault).__name__}: {fault}")

    def _tell(self, message: str) -> None:
        if message != self._told:
            self._told = message
            self._report(f"mailbox {self._target.label}: {message}")


@contextlib.contextmanager
def open_mailbox(settings: ImapSettings) -> Iterator[Mailbox]:
    """The mailbox, logged in. A token that the server refuses is not used again."""
    try:
        with open_connection(target_of(settings), settings.password, settings.token()) as mailbox:
            yield mailbox
    except LoginRefused:
        if settings.oauth is not None:
            give_up_token(settings.oauth)
        raise


def _with_sizes(mailbox: Mailbox, uids: list[int]) -> Iterator[tuple[int, int]]:
    for start in range(0, len(uids), _BATCH):
        batch = uids[start : start + _BATCH]
        sizes = mailbox.sizes(batch)
        yield from ((uid, sizes[uid]) for uid in batch)


def target_of(settings: ImapSettings) -> MailboxUrl:
    """The mailbox that is meant; ConfigFault when the settings cannot be used, with every fault of them."""
    faults = []
    folder = settings.after.removeprefix(_MOVE).strip() if settings.after.startswith(_MOVE) else ""
    if settings.after not in ("flag", "delete") and not folder:
        faults.append("imap.after: must be flag, delete or move:FOLDER")
    try:
        target = mailbox_url(settings.url)
    except ValueError as fault:
        raise ConfigFault([f"imap.url: {fault}", *faults]) from None
    if faults:
        raise ConfigFault(faults)
    return target
