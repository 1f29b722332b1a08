"""Signatures on a mail: DKIM (RFC 6376) of the sender's domain, ARC (RFC 8617) of servers that passed it on."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from typing import Any

from crmbot.errors import NameServiceAway
from crmbot.intake.results import aligned, sealed_pass

Lookup = Callable[[str, str], tuple[str, ...]]  # name and kind of a DNS record: its values; raises NameServiceAway

_MOST_SIGNATURES = 5  # of the right domain that are looked at
_MOST_SEALS = 20
_SHORTEST_KEY = 1024  # bits (RFC 8301, 3.2)
_INSTANCE = re.compile(rb"^\s{0,20}i\s{0,5}=\s{0,5}\d{1,3}\s{0,5};")


def signed_by(content: bytes, domain: str, lookup: Lookup) -> str | None:
    """The domain whose signature holds and vouches for a From of `domain`; None without one.

    Raises NameServiceAway when a key could not be asked for and no other signature holds.
    """
    import dkim

    away: NameServiceAway | None = None
    try:
        signed = dkim.DKIM(content, minkey=_SHORTEST_KEY)
    except Exception:  # noqa: BLE001 - whatever dkimpy stumbles over, it is no proof
        return None
    for place, signer in _signers(signed, domain):
        try:
            if signed.verify(place, dnsfunc=_keys(lookup)):
                return signer
        except NameServiceAway as fault:
            away = fault
        except Exception:  # noqa: BLE001, S112 - a broken signature is none
            continue
    if away is not None:
        raise away
    return None


def _signers(signed: Any, domain: str) -> list[tuple[int, str]]:
    """Places and domains of the signatures that could vouch; one over a part of the body (`l=`) cannot."""
    found = []
    fields = [value for name, value in signed.headers if name.lower() == b"dkim-signature"]
    for place, value in enumerate(fields[:50]):
        tags = _tags(value)
        if "l" not in tags and aligned(domain, tags.get("d", "")):
            found.append((place, tags["d"].lower()))
    return found[:_MOST_SIGNATURES]


def _tags(value: bytes) -> dict[str, str]:
    pairs = (part.partition("=") for part in value.decode("ascii", "replace")[:20_000].split(";"))
    return {name.strip(): tag.strip() for name, equals, tag in pairs if equals}


def sealed_by(content: bytes, domain: str, sealers: Collection[str], lookup: Lookup) -> str | None:
    """What trusted sealers tell in favour of a From of `domain`, in English; None where the chain is broken or tells nothing.

    Only the newest seals count, down to the first of somebody else: he may have written whatever he liked below.
    """
    import dkim

    if not sealers or b"arc-seal" not in content[:200_000].lower():
        return None
    try:
        chain = dkim.ARC(content, minkey=_SHORTEST_KEY)
        if chain.sorted_arc_headers()[0] > _MOST_SEALS:
            return None
        state, sets, _ = chain.verify(dnsfunc=_keys(lookup))
    except NameServiceAway:
        raise
    except Exception:  # noqa: BLE001 - whatever dkimpy stumbles over, it is no proof
        return None
    return _told_by(sets, domain, sealers) if state == dkim.CV_Pass else None


def _told_by(sets: list[dict[str, Any]], domain: str, sealers: Collection[str]) -> str | None:
    trusted = {name.lower() for name in sealers}
    for one in sets:
        sealer = one["as-domain"].decode("ascii", "replace").lower()
        if sealer not in trusted or one["ams-domain"].lower() != one["as-domain"].lower():
            return None
        method = sealed_pass(_INSTANCE.sub(b"", one["aar-value"]).decode("utf-8", "replace").strip(), domain)
        if method is not None:
            return f"{method}=pass sealed by {sealer}"
    return None


def _keys(lookup: Lookup) -> Callable[..., bytes | None]:
    """The way dkimpy asks for a key."""

    def key(name: bytes, timeout: int = 5) -> bytes | None:
        del timeout
        records = lookup(name.decode("ascii", "replace").rstrip("."), "TXT")
        return next((record.encode() for record in records if "p=" in record), None)

    return key
