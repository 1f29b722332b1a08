"""One open mailbox: what waits in it, reading it, marking what is done, waiting for more.

imapclient has no types; they are made here. Answers are read by key, since servers add fields that nobody asked for.
"""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from datetime import date
from typing import Any

from crmbot.channels.imap.login import MailboxFault, MailboxUrl, connect, log_in, server_words

SEEN, DELETED = rb"\Seen", rb"\Deleted"


class Mailbox:
    """An open, selected folder. Every method raises OSError or IMAP4.error when the connection is lost."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self.idling = False  # nothing is in hand: the connection may be cut at once

    def capabilities(self) -> tuple[str, ...]:
        """What the server can do, in its own words."""
        return tuple(sorted(one.decode("ascii", "replace") for one in self._client.capabilities()))

    def select(self, folder: str, *, marking: bool) -> None:
        """Opens `folder` for reading and, with `marking`, for setting the mark of what is done; MailboxFault if it cannot be."""
        from imapclient.exceptions import IMAPClientAbortError, IMAPClientError, IMAPClientReadOnlyError

        try:
            answer = self._client.select_folder(self.native(folder), readonly=not marking)
        except IMAPClientReadOnlyError:
            raise MailboxFault(f"folder {folder} is read-only: what is done cannot be marked there") from None
        except IMAPClientAbortError:
            raise
        except IMAPClientError as fault:
            raise MailboxFault(f"folder {folder} cannot be opened: {server_words(fault)}") from None
        lasting = answer.get(b"PERMANENTFLAGS")
        if marking and lasting is not None and SEEN not in lasting:
            raise MailboxFault(f"folder {folder} does not keep the mark of what is done (\\Seen)")

    def native(self, folder: str) -> str:
        """`folder`, written with `/`, in the server's own hierarchy (RFC 3501, 5.1)."""
        if "/" not in folder:
            return folder
        [(_, delimiter, _)] = self._client.list_folders("", "")[:1] or [(None, b"/", None)]
        return folder.replace("/", delimiter.decode("ascii")) if delimiter else folder

    def ensure_folder(self, folder: str) -> None:
        """Creates `folder` unless it is there; MailboxFault when that is not allowed."""
        from imapclient.exceptions import IMAPClientAbortError, IMAPClientError

        name = self.native(folder)
        try:
            if not self._client.folder_exists(name):
                self._client.create_folder(name)
        except IMAPClientAbortError:
            raise
        except IMAPClientError as fault:
            raise MailboxFault(f"folder {folder} cannot be created: {server_words(fault)}") from None

    def waiting(self, since: date | None) -> list[int]:
        """UIDs of the messages that nobody has seen, oldest first, none that came before `since`."""
        self._news()
        criteria: list[Any] = ["UNSEEN", "UNDELETED"]
        if since is not None:
            criteria += ["SINCE", since]
        return sorted(self._client.search(criteria))

    def sizes(self, uids: list[int]) -> dict[int, int]:
        """Octets of each message, as the server counts them."""
        answers = self._client.fetch(uids, ["RFC822.SIZE"])
        return {uid: int(answers.get(uid, {}).get(b"RFC822.SIZE") or 0) for uid in uids}

    def read(self, uid: int) -> bytes | None:
        """The whole message, left unseen; None when it is gone meanwhile."""
        body = self._client.fetch([uid], ["BODY.PEEK[]"]).get(uid, {}).get(b"BODY[]")
        return bytes(body) if body is not None else None

    def mark(self, uid: int) -> None:
        """Marks the message as done: it will not come again."""
        self._client.add_flags([uid], [SEEN], silent=True)

    def move(self, uid: int, folder: str) -> None:
        """Moves the message to `folder` (RFC 6851), by copying where the server cannot move."""
        name = self.native(folder)
        if self._client.has_capability("MOVE"):
            self._client.move([uid], name)
        else:
            self._client.copy([uid], name)
            self.delete(uid)

    def delete(self, uid: int) -> None:
        """Deletes the message for good, and no other that somebody else has marked for deletion (RFC 4315, 2.1)."""
        self._client.add_flags([uid], [DELETED], silent=True)
        if self._client.has_capability("UIDPLUS"):
            self._client.uid_expunge([uid])
        elif self._client.search(["DELETED"]) == [uid]:
            self._client.expunge()

    def can_idle(self) -> bool:
        """Whether the server tells us of new mail (RFC 2177)."""
        return bool(self._client.has_capability("IDLE"))

    def wait(self, stop: threading.Event, seconds: float, *, idle: bool) -> None:
        """Returns when `seconds` have passed or `stop` is set; with `idle` also when something new has come."""
        if idle:
            self._idle(stop, seconds)
        else:
            stop.wait(seconds)

    def _idle(self, stop: threading.Event, seconds: float) -> None:
        """RFC 2177. A message that came during the last command is announced there and not again."""
        if self._news():
            return
        self._client.idle()
        self.idling = True
        end = time.monotonic() + seconds
        while not stop.is_set() and (left := end - time.monotonic()) > 0:
            begun = time.monotonic()
            answers = self._client.idle_check(timeout=left)
            silent = not answers and time.monotonic() - begun < left / 2
            if silent or any(b"EXISTS" in answer or b"BYE" in answer for answer in answers):
                break  # silence before its time: leaving IDLE shows whether the connection lives
        self.idling = False
        if not stop.is_set():
            self._client.idle_done()

    def cut(self) -> None:
        """Breaks the connection off, from another thread: whoever waits for an answer gets an error.

        The plain socket is meant, below TLS, which must not be touched by two threads.
        """
        with contextlib.suppress(OSError):
            socket.socket.shutdown(self._client.socket(), socket.SHUT_RDWR)

    def _news(self) -> bool:
        """Whether the server has announced messages since the last look; imaplib keeps that, and only imaplib."""
        return bool(self._client._imap.response("EXISTS")[1] != [None])  # noqa: SLF001


@contextlib.contextmanager
def open_connection(target: MailboxUrl, password: str | None, token: str | None) -> Iterator[Mailbox]:
    """Connects and logs in; the connection is closed afterwards without ceremony, so that nothing can hang there."""
    client = connect(target)
    try:
        log_in(client, target, password, token)
        yield Mailbox(client)
    finally:
        with contextlib.suppress(Exception):
            client.shutdown()
