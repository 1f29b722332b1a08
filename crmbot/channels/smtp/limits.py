"""How much one client, and all of them together, may ask of the mail port."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from crmbot.channels.loopback import in_networks, is_loopback


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of the mail port. Times in seconds, sizes in octets. A mail server in front of us (on this machine, or one
    of `own_peers`) is bound only by the totals.
    """

    connections: int = 256
    connections_per_peer: int = 32
    messages_per_minute: int = 300  # of one peer
    messages_per_minute_in_total: int = 60_000
    recipients_per_minute: int = 3000  # of one peer
    guesses_per_minute: int = 60  # of one peer: recipients that are not ours, over all its connections
    own_peers: tuple[str, ...] = ()  # addresses or networks
    recipients: int = 100  # RFC 5321, 4.5.3.1.8: at least 100
    refused_recipients: int = 20  # then the client is sent away: nobody guesses secret addresses here
    idle: float = 300.0  # RFC 5321, 4.5.3.2.7: at least five minutes
    idle_when_crowded: float = 30.0
    one_message: float = 1800.0  # from DATA to the last dot
    buffered: int = 64 * 2**20  # of all messages that are being received
    failed_login_delay: float = 1.0


class Gate:
    """Counts who is connected, what they send and how much memory their messages take."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.closing = False
        self._peers: Counter[str] = Counter()
        self._connected = 0
        self._buffered = 0
        self._minute = 0
        self._counted: Counter[tuple[str, str]] = Counter()  # what of whom, in this minute

    def enter(self, peer: str) -> str | None:
        """Counts a new connection in; or the answer with which it is sent away, then it is not counted."""
        if self.closing:
            return "421 4.3.2 Service is shutting down"
        if self._connected >= self.limits.connections:
            return "421 4.3.2 Too many connections, try again later"
        if not self._is_own(peer) and self._peers[peer] >= self.limits.connections_per_peer:
            return "421 4.7.0 Too many connections from your address"
        self._connected += 1
        self._peers[peer] += 1
        return None

    def leave(self, peer: str) -> None:
        """Counts a connection out that had come in."""
        self._connected -= 1
        self._peers[peer] -= 1
        if not self._peers[peer]:
            del self._peers[peer]

    def patience(self) -> float:
        """For how many seconds a silent client is kept: shorter when more than half of the places are taken."""
        crowded = self._connected * 2 > self.limits.connections
        return self.limits.idle_when_crowded if crowded else self.limits.idle

    def may_send(self, peer: str, now: float) -> bool:
        """Counts one message of `peer` in the minute of `now` (any steady clock, in seconds); False when it is one too many."""
        mine, all_of_them = self._count("message", peer, now), self._count("message", "", now)
        if all_of_them > self.limits.messages_per_minute_in_total:
            return False
        return self._is_own(peer) or mine <= self.limits.messages_per_minute

    def may_name(self, peer: str, now: float) -> bool:
        """Counts one recipient that `peer` names; False when it is one too many in this minute, of whatever messages."""
        return self._count("recipient", peer, now) <= self.limits.recipients_per_minute or self._is_own(peer)

    def may_guess(self, peer: str, now: float) -> bool:
        """Counts one recipient of `peer` that was not ours; False when it is one too many, in whatever connections."""
        return self._count("guess", peer, now) <= self.limits.guesses_per_minute or self._is_own(peer)

    def _count(self, what: str, peer: str, now: float) -> int:
        if (minute := int(now // 60)) != self._minute:
            self._minute = minute
            self._counted.clear()
        self._counted[what, peer] += 1
        return self._counted[what, peer]

    def _is_own(self, peer: str) -> bool:
        return is_loopback(peer) or in_networks(peer, self.limits.own_peers)

    def take(self, size: int) -> bool:
        """Reserves memory for `size` octets; False when there is no room."""
        if self._buffered + size > self.limits.buffered:
            return False
        self._buffered += size
        return True

    def give_back(self, size: int) -> None:
        """Frees what `take` has reserved."""
        self._buffered -= size
