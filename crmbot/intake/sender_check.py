"""Looking for proof of a sender in the mail itself and in DNS, where nothing else proves him."""

from __future__ import annotations

from dataclasses import dataclass

from crmbot.domain.records import InboxItem
from crmbot.errors import NameServiceAway
from crmbot.intake.sender_policy import permits
from crmbot.intake.settings import IntakeSettings
from crmbot.intake.signatures import Lookup, sealed_by, signed_by


@dataclass(frozen=True, slots=True)
class SenderCheck:
    """What was found: `proven` says how, in English. `away`: the name service gave no answer, so another time it may be proven."""

    proven: str | None = None
    away: bool = False


def check_sender(
    lookup: Lookup, settings: IntakeSettings, item: InboxItem, content: bytes, domain: str, *, direct: bool
) -> SenderCheck:
    """Ask for a proof that the From of `domain` is genuine: a signature of that domain, a seal of a server we trust, or,
    where the client came `direct` from outside, its domain's permission. Takes seconds where DNS is slow.
    """
    away = False
    for look in (_signature, _seal, _permission if direct else None):
        try:
            found = look(lookup, settings, item, content, domain) if look is not None else None
        except NameServiceAway:
            away = True
            continue
        if found is not None:
            return SenderCheck(found)
    return SenderCheck(away=away)


def _signature(lookup: Lookup, _settings: IntakeSettings, _item: InboxItem, content: bytes, domain: str) -> str | None:
    signer = signed_by(content, domain, lookup)
    return f"dkim=pass of {signer}" if signer else None


def _seal(lookup: Lookup, settings: IntakeSettings, _item: InboxItem, content: bytes, domain: str) -> str | None:
    return sealed_by(content, domain, settings.trusted_sealers, lookup)


def _permission(lookup: Lookup, _settings: IntakeSettings, item: InboxItem, _content: bytes, domain: str) -> str | None:
    from crmbot.intake.results import aligned

    sender_domain = item.sender.rpartition("@")[2]
    if not item.peer or not sender_domain or not aligned(domain, sender_domain):
        return None
    peer = item.peer.strip("[]").removeprefix("IPv6:")
    permitted = permits(lookup, peer=peer, helo=item.helo or "", sender=item.sender)
    return f"spf=pass of {sender_domain}" if permitted else None
