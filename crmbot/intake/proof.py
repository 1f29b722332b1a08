"""Who really sent a mail: the member it claims to come from, and what proves it (design, invariant 9)."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address, ip_network

from sqlalchemy.orm import Session

from crmbot.domain.members.members import identify, member_by_email, member_by_token
from crmbot.domain.records import InboxItem, Member
from crmbot.intake.results import passed
from crmbot.intake.sender_check import SenderCheck
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


def prove(
    session: Session,
    settings: IntakeSettings,
    item: InboxItem,
    parsed: ParsedMail,
    checked: SenderCheck = SenderCheck(),  # noqa: B008 - a frozen value
) -> Proof:
    """Look at the transport and the header; a personal address proves only together with that member as the From.
    `checked` is what was found in signatures and DNS, if anybody looked.

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
    found = _found_upstream(settings, item, header, sender or "") or checked.proven
    missing = None if found else _missing(carrier, item, checked)
    return Proof(member.key, found, missing, via)


def _found_upstream(settings: IntakeSettings, item: InboxItem, header: Header, sender: str) -> str | None:
    """What a server of ours found out before it handed the mail over."""
    if not came_from_ours(settings, item):
        return None
    domain = sender.rpartition("@")[2]
    return passed(header, settings.trusted_authserv_ids, domain) or _internal_of_exchange(settings, item, header)


def _internal_of_exchange(settings: IntakeSettings, item: InboxItem, header: Header) -> str | None:
    """Mail within a Microsoft 365 tenant has no signature and fails SPF; Exchange takes this field away from all other
    mail, so in a mailbox of that tenant it counts, and only there.
    """
    if item.mailbox is None or item.mailbox not in settings.internal_mailboxes:
        return None
    values = [value.strip().lower() for value in header.all("X-MS-Exchange-Organization-AuthAs")]
    return "internal mail of our Microsoft 365" if values and set(values) == {"internal"} else None


def _carrier(session: Session, settings: IntakeSettings, item: InboxItem) -> tuple[Member | None, str]:
    if item.submitter and (member := identify(session, item.submitter)) is not None:
        return member, "authenticated submission"
    for recipient in item.recipients:
        capture = settings.capture(recipient)
        if capture and capture.token and (member := member_by_token(session, capture.token)) is not None:
            return member, "personal capture address"
    return None, ""


def _missing(carrier: Member | None, item: InboxItem, checked: SenderCheck) -> Text:
    if carrier is not None:
        return t("it came through the personal address of {other}", other=carrier.key)
    if item.submitter:
        return t("it was submitted as {name}, who is no member", name=item.submitter)
    if checked.away:
        return t("its signature could not be checked: the name service did not answer")
    return t("nothing in it proves the sender: use the personal capture address")


def _own_domain(address: str, settings: IntakeSettings) -> bool:
    domain = address.rpartition("@")[2].lower()
    return any(domain == own or domain.endswith("." + own) for own in settings.domains)


def came_from_ours(settings: IntakeSettings, item: InboxItem) -> bool:
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
