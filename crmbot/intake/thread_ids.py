"""Message-IDs as conversations are kept by them."""

from __future__ import annotations

from hashlib import sha256

_LONGEST = 998  # octets of a line (RFC 5322, 2.1.1); an index of PostgreSQL takes at most 2,704


def thread_id(message_id: str) -> str:
    """The Message-ID itself; for an absurdly long one a hash, which no index refuses."""
    octets = message_id.encode("utf-8", "replace")
    return message_id if len(octets) <= _LONGEST else sha256(octets).hexdigest()
