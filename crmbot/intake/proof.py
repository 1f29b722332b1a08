"""Who really sent a mail: the member it claims to come from, and what proves it (design, invariant 9)."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from typing import Any

from sqlalchemy.orm import Session

from crmbot.domain.members import identify, member_by_email, member_by_token
from crmbot.domain.records import InboxItem, Member
from crmbot.intake.settings import IntakeSettings
from crmbot.parsing.parsed import Header, ParsedMail
from crmbot.shapes import Text, t


@dataclass(frozen=True, slots=True)
class Proof:
    """`claimed` is the member by the From address, "?" for an unknown address of our domain, None for an outsider.

    `via` is the member whose personal address or login carried the mail, whoever wrote it (a redirect).
    """

    claimed: str | None
    how: str | None = None
    missing: Text | None = None
    via: str | None = None


def prove(session: Session, settings: IntakeSettings, item: InboxItem, parsed: ParsedMail) -> Proof:
    """Look at the transport and the header; a personal address proves only together with that member as the From.

    The form on our own website writes from our domain for a stranger: it counts as his mail.
    """
    header = parsed.header
    sender = header.from_.address if header.from_ else None
    member = member_by_email(session, sender) if sender else None
    carrier, carried_how = _carrier(session, settings, item)
    via = carrier.key if carrier else None
    if member is None:
        colleague = bool(sender) and _own_domain(sender or "", settings) and parsed.kind != "form"
        released = f"released by {item.released_by}" if item.released_by and colleague else None
        return Proof("?" if colleague else None, released, via=via)
    if item.released_by:
        return Proof(member.key, f"released by {item.released_by}", via=via)
    if carrier is not None and carrier.key == member.key:
        return Proof(member.key, carried_how, via=via)
    trusted = _trusted_upstream(settings, header, sender or "") if _came_from_ours(settings, item) else None
    if trusted:
        return Proof(member.key, trusted, via=via)
    return Proof(member.key, None, _missing(carrier, item), via)


def _carrier(session: Session, settings: IntakeSettings, item: InboxItem) -> tuple[Member | None, str]:
    if item.submitter and (member := identify(session, item.submitter)) is not None:
        return member, "authenticated submission"
    for recipient in item.recipients:
        capture = settings.capture(recipient)
        if capture and capture.token and (member := member_by_token(session, capture.token)) is not None:
            return member, "personal capture address"
    return None, ""


def _missing(carrier: Member | None, item: InboxItem) -> Text:
    if carrier is not None:
        return t("it came through the personal address of {other}", other=carrier.key)
    if item.submitter:
        return t("it was submitted as {name}, who is no member", name=item.submitter)
    return t("nothing in it proves the sender: use the personal capture address")


def _own_domain(address: str, settings: IntakeSettings) -> bool:
    domain = address.rpartition("@")[2].lower()
    return any(domain == own or domain.endswith("." + own) for own in settings.domains)


def _came_from_ours(settings: IntakeSettings, item: InboxItem) -> bool:
    """Whether the last hop was a server of ours: a stranger who reaches our port can write any header field.

    A mailbox, a pipe and LMTP are fed by our own mail server; over SMTP the peer's address tells.
    """
    if item.source != "smtp" or item.peer is None:
        return True
    try:
        peer = ip_address(item.peer.strip("[]").removeprefix("IPv6:"))
    except ValueError:
        return False
    mapped = getattr(peer, "ipv4_mapped", None) or peer
    return mapped.is_loopback or any(mapped in ip_network(entry, strict=False) for entry in settings.trusted_peers)


def _trusted_upstream(settings: IntakeSettings, header: Header, sender: str) -> str | None:
    """What a configured server of ours found (RFC 8601); results of any other authserv-id are worth nothing."""
    if not settings.trusted_authserv_ids:
        return None
    import authres

    trusted = {name.lower() for name in settings.trusted_authserv_ids}
    domain = sender.rpartition("@")[2].lower()
    for value in header.all("Authentication-Results")[:20]:
        try:
            found = authres.AuthenticationResultsHeader.parse(f"Authentication-Results: {value[:10_000]}")
        except authres.AuthResError:
            continue
        if (found.authserv_id or "").lower() not in trusted:
            continue
        for result in found.results:
            if _aligned_pass(result, domain):
                return f"{result.method}=pass by {found.authserv_id}"
        return None  # the topmost of our own server counts; older ones may be forged
    return None


_ALIGNED = {"dkim": (("header", "d"), ("header", "i")), "spf": (("smtp", "mailfrom"),), "dmarc": (("header", "from"),)}


def _aligned_pass(result: Any, domain: str) -> bool:
    """Whether a result is a pass for the domain of the From (alignment as in RFC 7489, 3.1)."""
    if (result.result or "").lower() != "pass":
        return False
    wanted = _ALIGNED.get((result.method or "").lower(), ())
    named = [
        (p.value or "").rpartition("@")[2].lower().strip(".") for p in result.properties if (p.type, p.name) in wanted
    ]
    return any(name and (domain == name or domain.endswith("." + name)) for name in named)
