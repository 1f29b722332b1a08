"""Mail passed on by a machine with its body untouched: resent, redirected by a rule, sent through one of our lists.

The original sender then stands in the header (RFC 5322, section 3.6.6, and the habits of list servers).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from crmbot.parsing.addresses import parse_addresses
from crmbot.parsing.mailing_lists import is_own_list, list_id
from crmbot.parsing.parsed import Address, Forwarded, Header, Message
from crmbot.parsing.team import Team, domain_of

# `'Anna Kern' via Vertrieb`, `Anna Kern über Vertrieb`
_VIA = re.compile(r"^['\"]?(.{1,200}?)['\"]?[ \t]{1,5}(?:via|über|ueber|durch|per|par|door|przez|через|por|tramite)[ \t]{1,5}.{1,200}$", re.IGNORECASE)
_CAF = re.compile(r"\+caf_=", re.IGNORECASE)  # Gmail's return path for forwarded mail
_RULE_FIELDS = (
    "Resent-From", "Resent-To", "Resent-Sender", "X-Forwarded-For", "X-Forwarded-To", "X-Forwarded-By", "X-Sieve-Redirected-From",
    "X-Redirected-From", "X-Redirected-By", "X-MS-Exchange-Inbox-Rules-Loop", "X-MS-Exchange-ForwardingLoop", "X-MS-Exchange-Generated-Message-Source",
    "X-Autoforwarded", "X-MS-Exchange-Organization-AutoForwarded",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Redirect:
    """A redirect: who really wrote, and by which sign it was known."""

    sender: Address | None
    reason: str


def find_redirect(message: Message, team: Team) -> Redirect | None:
    """The redirect a message came by, None where its From is simply its sender."""
    rewritten = _rewritten_sender(message.header)
    if rewritten is not None and (is_own_list(message, team) or _is_rewritten(message, team)):
        return Redirect(rewritten, "sender rewritten by a list server")
    if is_own_list(message, team):
        return Redirect(message.header.from_, f"came through our list {list_id(message)}")
    reason = _passed_on_by(message.header)
    return Redirect(message.header.from_, reason) if reason else None


def redirected(redirect: Redirect, header: Header) -> Forwarded:
    """The message that was passed on, as far as the header tells: its text is the body and filled in by the caller."""
    return Forwarded(
        from_=redirect.sender,
        to=header.to,
        cc=header.cc,
        subject=header.subject,
        date=header.date,
        date_text=header.first("Date"),
        message_id=header.message_id,
    )


def _passed_on_by(header: Header) -> str | None:
    for name in _RULE_FIELDS:
        value = header.first(name)
        if value is not None and value.strip().lower() not in {"false", "no"}:
            return f"has {name}"
    if (header.first("Auto-Submitted") or "").strip().lower().startswith("auto-forwarded"):
        return "Auto-Submitted: auto-forwarded"
    if any(_CAF.search(value[:1000]) for value in header.all("Return-Path")):
        return "return path of Gmail's forwarding"
    return None


def _is_rewritten(message: Message, team: Team) -> bool:
    """Whether a list server put its own address into From: Google Groups and Mailman write `… via LIST`."""
    sender = message.header.from_
    if sender is None:
        return False
    via = bool(sender.name and _VIA.match(sender.name[:500]))
    return via and (list_id(message) is not None or team.owns(sender) or _original(message.header) is not None)


def _rewritten_sender(header: Header) -> Address | None:
    """Who wrote before a list server rewrote From, None where nothing says so."""
    original = _original(header) or _answer_to(header)
    if original is None or header.from_ is None or original.address == header.from_.address:
        return None
    if original.name and not _VIA.match(original.name):
        return original
    via = _VIA.match((header.from_.name or "")[:500])
    return replace(original, name=via[1].strip() if via else header.from_.name)


def _original(header: Header) -> Address | None:
    for name in ("X-Original-From", "X-Mailman-Original-From", "Original-From", "X-Original-Sender", "X-MailFrom"):
        value = header.first(name)
        found = [address for address in parse_addresses(value) if address.address] if value else []
        # Envelope senders with VERP or a list's own bounce address say nothing about the writer.
        if found and domain_of(found[0].address) != domain_of(header.from_.address if header.from_ else None):
            return found[0]
    return None


def _answer_to(header: Header) -> Address | None:
    """Mailman puts the writer into Reply-To, or Cc where answers go to the list."""
    sender = header.from_
    if sender is None or not sender.name or not (via := _VIA.match(sender.name[:500])):
        return None
    outside = [one for one in (*header.reply_to, *header.cc) if one.address and one.address != sender.address]
    named = [one for one in outside if one.name and one.name.strip("'\" ").lower() == via[1].strip().lower()]
    if named:
        return named[0]
    return next((one for one in header.reply_to if one in outside), None)
