"""Asking the name service (RFC 1035), for keys of signatures and permitted senders."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from crmbot.errors import NameServiceAway

if TYPE_CHECKING:
    from dns.nameserver import Nameserver
    from dns.rdata import Rdata
    from dns.resolver import Resolver

_SECONDS = 5.0  # for one question, repeats included
_MOST_ANSWERS = 100
_LONGEST_TEXT = 20_000


class NameService:
    """Asks the servers of the system, or `servers` (`192.0.2.53`, `127.0.0.1:5353`). Nothing is asked before the first look-up."""

    def __init__(self, servers: Sequence[str] = ()) -> None:
        self._servers = tuple(servers)
        self._made: Resolver | None = None

    def lookup(self, name: str, kind: str) -> tuple[str, ...]:
        """The answers of `kind` (A, AAAA, MX, PTR, TXT) as text, none where there is no such name; a TXT record with its
        strings joined, an MX record as the bare name, best first. Raises NameServiceAway when no server gives an answer.
        """
        import dns.exception
        import dns.resolver

        try:
            answer = self._resolver().resolve(name, kind, search=False, lifetime=_SECONDS, raise_on_no_answer=False)
        except (dns.resolver.NXDOMAIN, dns.exception.SyntaxError, UnicodeError, ValueError):
            return ()
        except (dns.exception.DNSException, OSError) as fault:
            raise NameServiceAway(f"{name}: {type(fault).__name__}") from fault
        records = sorted(answer.rrset or (), key=_preference)
        return tuple(_text(record, kind) for record in records[:_MOST_ANSWERS])

    def _resolver(self) -> Resolver:
        from dns.resolver import Resolver

        if self._made is None:
            made = Resolver(configure=not self._servers)
            if self._servers:
                made.nameservers = [_server(one) for one in self._servers]
            self._made = made
        return self._made


def _server(words: str) -> Nameserver:
    from dns.nameserver import Do53Nameserver

    host, colon, port = words.rpartition(":")
    if not colon or not port.isdigit() or (":" in host and not host.startswith("[")):
        return Do53Nameserver(words.strip("[]"), 53)
    return Do53Nameserver(host.strip("[]"), int(port))


def _preference(record: Rdata) -> int:
    return int(getattr(record, "preference", 0))


def _text(record: Rdata, kind: str) -> str:
    if kind == "TXT":
        return b"".join(getattr(record, "strings", ())).decode("utf-8", "replace")[:_LONGEST_TEXT]
    if kind == "MX":
        return str(getattr(record, "exchange", "")).rstrip(".")
    return record.to_text().rstrip(".")
