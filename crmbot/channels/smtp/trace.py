"""The Received field that the port puts above a message (RFC 5321, 4.4)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime

_NOT_IN_A_NAME = re.compile(r"[^A-Za-z0-9.:\[\]_-]")
_LONGEST_NAME = 255


@dataclass(frozen=True, slots=True)
class Passage:
    """How a message came to us. `helo` is what the client calls itself, `peer` its address."""

    helo: str
    peer: str
    hostname: str
    extended: bool = True
    encrypted: bool = False
    authenticated: bool = False
    utf8: bool = False
    lmtp: bool = False

    @property
    def protocol(self) -> str:
        """As in RFC 3848 and RFC 6531, 4.3."""
        if not (self.extended or self.lmtp):
            return "SMTP"
        name = "LMTP" if self.lmtp else "SMTP"
        name = f"UTF8{name}" if self.utf8 else name if self.lmtp else "ESMTP"
        return name + ("S" if self.encrypted else "") + ("A" if self.authenticated else "")


def received_field(passage: Passage, at: datetime) -> bytes:
    """The field with its line ends. Recipients are left out: they may be secrets of members."""
    helo = _NOT_IN_A_NAME.sub("?", passage.helo)[:_LONGEST_NAME] or "unknown"
    peer = f"IPv6:{passage.peer}" if ":" in passage.peer else passage.peer
    return (
        f"Received: from {helo} ([{peer}])\r\n"
        f"\tby {_NOT_IN_A_NAME.sub('?', passage.hostname)} (crmbot) with {passage.protocol};\r\n"
        f"\t{format_datetime(at)}\r\n"
    ).encode("ascii")
