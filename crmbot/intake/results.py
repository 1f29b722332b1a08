"""What mail servers have written about a mail: `Authentication-Results` (RFC 8601), and the same inside ARC (RFC 8617)."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from crmbot.parsing.parsed import Header

_MOST_FIELDS = 20
_LONGEST_FIELD = 10_000
_ALIGNED = {"dkim": (("header", "d"), ("header", "i")), "spf": (("smtp", "mailfrom"),), "dmarc": (("header", "from"),)}


def aligned(domain: str, other: str) -> bool:
    """Whether `other` vouches for the `domain` of a From: the same or above it (as in RFC 7489, 3.1), and no mere `example`."""
    wanted, named = domain.lower().strip("."), other.lower().strip(".")
    return "." in named and (wanted == named or wanted.endswith("." + named))


def passed(header: Header, trusted: Collection[str], domain: str) -> str | None:
    """What a trusted server of ours found in favour of a From of `domain`, in English; None where it found nothing."""
    found = _topmost(header, trusted)
    if found is None:
        return None
    method = next((str(result.method) for result in found.results if _speaks_for(result, domain)), None)
    return f"{method}=pass by {found.authserv_id}" if method else None


def failed(header: Header, trusted: Collection[str]) -> str | None:
    """`dmarc=fail by …` where a trusted server of ours found that the sender is not who the From says."""
    found = _topmost(header, trusted)
    results = found.results if found is not None else ()
    fails = any((r.method or "").lower() == "dmarc" and (r.result or "").lower() == "fail" for r in results)
    return f"dmarc=fail by {found.authserv_id}" if found is not None and fails else None


def sealed_pass(value: str, domain: str) -> str | None:
    """The method that an `ARC-Authentication-Results` field (without its `i=`) tells in favour of a From of `domain`."""
    found = _read(value)
    results = found.results if found is not None else ()
    return next((str(result.method) for result in results if _speaks_for(result, domain)), None)


def _topmost(header: Header, trusted: Collection[str]) -> Any:
    """The topmost field of a trusted server: older ones may be forged. Those of anybody else are worth nothing."""
    names = {name.lower() for name in trusted}
    return next((one for one in _fields(header) if (one.authserv_id or "").lower() in names), None) if names else None


def _fields(header: Header) -> Iterator[Any]:
    for value in header.all("Authentication-Results")[:_MOST_FIELDS]:
        found = _read(value)
        if found is not None:
            yield found


def _read(value: str) -> Any:
    import authres

    try:
        return authres.AuthenticationResultsHeader.parse(f"Authentication-Results: {value[:_LONGEST_FIELD]}")
    except (authres.AuthResError, RecursionError, ValueError, IndexError):
        return None


def _speaks_for(result: Any, domain: str) -> bool:
    if (result.result or "").lower() != "pass":
        return False
    wanted = _ALIGNED.get((result.method or "").lower(), ())
    named = [(p.value or "").rpartition("@")[2] for p in result.properties if (p.type, p.name) in wanted]
    return any(name and aligned(domain, name) for name in named)
