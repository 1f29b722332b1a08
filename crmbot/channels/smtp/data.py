"""Reading the message after DATA: any length of line, bounded memory, the bytes as they came."""

from __future__ import annotations

from asyncio import LimitOverrunError, StreamReader
from collections.abc import Callable

from crmbot.channels.smtp.limits import Gate

_END = b"\r\n.\r\n"
_HEADER_SCAN = 256 * 1024  # octets at the top of a message in which trace fields are counted
MAX_HOPS = 100  # RFC 5321, 6.3: at least 100


class MessageBuffer:
    """The octets of one message as they arrive. What is too much is read and thrown away, with the answer in `refusal`."""

    def __init__(self, gate: Gate, max_bytes: int) -> None:
        self._gate = gate
        self._max_bytes = max_bytes
        self._parts: list[bytes] = []
        self._size = 0
        self._held = 0
        self.refusal: str | None = None

    def add(self, part: bytes) -> None:
        """Keeps `part`, or lets go of everything once a limit is passed."""
        self._size += len(part)
        if self.refusal is not None:
            return
        if self._size - len(b".\r\n") > self._max_bytes:
            self.refuse(f"552 5.3.4 Message is larger than {self._max_bytes} octets")
        elif not self._gate.take(len(part)):
            self.refuse("452 4.3.1 Too much mail at once, try again later")
        else:
            self._held += len(part)
            self._parts.append(part)

    def refuse(self, answer: str) -> None:
        """The message will not be kept, whatever still comes."""
        self.refusal = answer
        self.release()

    def content(self) -> bytes:
        """The message without the final dot and without the dots that were added for transport (RFC 5321, 4.5.2).

        To be asked for once: the pieces are let go, so that a large message is not held twice.
        """
        raw = b"".join(self._parts)
        self._parts.clear()
        body = raw[1 if raw.startswith(b".") else 0 : -len(b".\r\n")]
        return body.replace(b"\r\n.", b"\r\n")

    def release(self) -> None:
        """Frees the memory; to be called when the message is stored or given up."""
        self._parts.clear()
        self._gate.give_back(self._held)
        self._held = 0


async def read_message(reader: StreamReader, buffer: MessageBuffer, alive: Callable[[], None]) -> None:
    """Reads up to the line with the single dot. Only CRLF ends a line, so nothing can be smuggled behind a bare LF
    (RFC 5321, 2.3.8). `alive` is called with every piece, at most 64 KB each.
    """
    tail = b"\r\n"
    while tail != _END:
        try:
            part = await reader.readuntil(b".\r\n")
        except LimitOverrunError as overrun:
            part = await reader.read(overrun.consumed)
        tail = (tail + part[-len(_END) :])[-len(_END) :]
        buffer.add(part)
        alive()


def hops(content: bytes) -> int:
    """How many servers have passed the message on, by its Received fields: a hundred is a loop (RFC 5321, 6.3)."""
    top = b"\n" + content[:_HEADER_SCAN].replace(b"\r\n", b"\n")
    return top.partition(b"\n\n")[0].lower().count(b"\nreceived:")
