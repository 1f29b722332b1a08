"""Whether a domain permits the client that sent in its name: SPF (RFC 7208)."""

from __future__ import annotations

import time
from functools import cache
from ipaddress import ip_address
from typing import Any

from crmbot.errors import NameServiceAway
from crmbot.intake.signatures import Lookup

_SECONDS = 15.0  # for all questions of one policy
_MOST_CNAMES = 10


def permits(lookup: Lookup, *, peer: str, helo: str, sender: str) -> bool:
    """Whether the domain of the envelope's `sender` lets `peer` (an address) send for it. Raises NameServiceAway."""
    try:
        asked = _query_class()(str(ip_address(peer)), sender, helo or "unknown", lookup)
        permitted = bool(asked.check()[0] == "pass")
    except Exception:  # noqa: BLE001 - whatever pyspf stumbles over, it permits nothing
        return False
    if asked.away is not None and not permitted:
        raise asked.away
    return permitted


@cache
def _query_class() -> Any:
    """Pyspf's query, which asks by a global function; ours asks whom it was given."""
    import spf

    class Query(spf.query):  # type: ignore[misc]
        """One policy looked up through `lookup`."""

        def __init__(self, peer: str, sender: str, helo: str, lookup: Lookup) -> None:
            super().__init__(i=peer, s=sender, h=helo, timeout=5)
            self.lookup = lookup
            self.away: NameServiceAway | None = None
            self.until = time.monotonic() + _SECONDS

        def dns(self, name: str, qtype: str, cnames: Any = None, ignore_void: bool = False) -> list[Any]:  # noqa: ARG002
            """The answers as pyspf has them; a name without any counts as void (RFC 7208, 4.6.4)."""
            if time.monotonic() > self.until:
                raise spf.TempError("DNS Error: took too long")
            try:
                found = list(self.lookup(str(name).rstrip("."), qtype)) if qtype != "SPF" else []
            except NameServiceAway as fault:
                self.away = fault
                raise spf.TempError(str(fault)) from fault
            self.void_lookups += not found and not ignore_void
            if self.void_lookups > spf.MAX_VOID_LOOKUPS:
                raise spf.PermError("Void lookup limit exceeded")
            if qtype == "TXT":
                return [(value.encode(),) for value in found]
            return [(place, value) for place, value in enumerate(found)] if qtype == "MX" else found

    return Query
