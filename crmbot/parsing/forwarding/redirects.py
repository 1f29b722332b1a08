"""Mail passed on by a machine with its body untouched: resent, redirected by a rule, sent through one of our lists.

The original sender then stands in the header (RFC 5322, section 3.6.6, and the habits of list servers).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from crmbot.parsing.kinds.mailing_lists import is_own_list, list_id
from crmbot.parsing.mime.addresses import parse_addresses
from crmbot.parsing.parsed import Address, Forwarded, Header, Message
from crmbot.parsing.team import Team, domain_of

# `'Anna Kern' via Vertrieb`, `Anna Kern über Vertrieb`
_VIA = re.compile(
    r"^['\"]?(.{1,200}?)['\"]?[ \t]{1,5}(?:via|über|ueber|durch|per|par|door|przez|через|por|tramite)[ \t]{1,5}.{1,200}$",
    re.IGNORECASE,
)
# Sympa: `Anna Kern ("vertrieb" mailing list)`
_LISTED = re.compile(
    r"^['\"]?(.{1,200}?)['\"]?[ \t]{1,3}\([^()]{1,80}\b(?:mailing[ -]?list|mailingliste|list)\)$", re.IGNORECASE
)
_BRACKETED = re.compile(r"\S+@\S+ \(([^()]{2,100})\)$")  # `anna@kern.example (Anna Kern)`
_CAF = re.compile(r"\+caf_=", re.IGNORECASE)  # Gmail's return path for forwarded mail
_RULE_FIELDS = (
    "Resent-From", "Resent-To", "Resent-Sender", "X-Forwarded-For", "X-Forwarded-To", "X-Forwarded-By", "X-Sieve-Redirected-From",
    "X-Redirected-From", "X-Redirected-By", "X-MS-Exchange-Inbox-Rules-Loop", "X-MS-Exchange-ForwardingLoop",
)  # fmt: skip
_RULE_FIELD_NAMES = frozenset(map(str.lower, _RULE_FIELDS))
_ORIGINALS = ("X-Original-From", "X-Mailman-Original-From", "Original-From")
_TRUE_FIELDS = ("X-Autoforwarded", "X-MS-Exchange-Organization-AutoForwarded", "X-MS-Exchange-AutoForwarded")


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
    for name in () if header.names.isdisjoint(_RULE_FIELD_NAMES) else _RULE_FIELDS:
        # `X-Forwarded-For: 192.0.2.7` is the trace of a web mailer, no redirect.
        if "@" in (header.first(name) or ""):
            return f"has {name}"
    if (header.first("X-MS-Exchange-Generated-Message-Source") or "").lower().startswith("mailbox rules"):
        return "sent on by a mailbox rule"
    if any((header.first(name) or "").strip().lower() == "true" for name in _TRUE_FIELDS):
        return "sent on by a mailbox rule"
    if (header.first("Auto-Submitted") or "").strip().lower().startswith("auto-forwarded"):
        return "Auto-Submitted: auto-forwarded"
    if any(_CAF.search(value[:1000]) for value in header.all("Return-Path")):
        return "return path of Gmail's forwarding"
    return None


def _is_rewritten(message: Message, team: Team) -> bool:
    """Whether a list server put its own address into From: Google Groups and Mailman write `… via LIST`."""
    header = message.header
    if any(header.first(name) for name in _ORIGINALS) and _original(header) is not None:
        return True
    if header.from_ is None or _before_via(header.from_.name) is None:
        return False
    sure = list_id(message) is not None or team.owns(header.from_) or _original(header) is not None
    return sure or bool(_namesakes(header))


def _rewritten_sender(header: Header) -> Address | None:
    """Who wrote before a list server rewrote From, None where nothing says so."""
    original = _original(header) or _answer_to(header)
    if original is None or header.from_ is None or original.address == header.from_.address:
        return None
    if original.name and _before_via(original.name) is None:
        return original
    return replace(original, name=_before_via(header.from_.name) or header.from_.name)


def _before_via(name: str | None) -> str | None:
    """The writer's name where a list server set its own behind it."""
    shown = (name or "")[:500]
    found = _VIA.match(shown) or _LISTED.match(shown)
    if found is None:
        return None
    before = found[1].strip()
    bracketed = _BRACKETED.match(before)
    return bracketed[1].strip() if bracketed else before


def _original(header: Header) -> Address | None:
    for name in (*_ORIGINALS, "X-Original-Sender", "X-MailFrom"):
        value = header.first(name)
        found = [address for address in parse_addresses(value) if address.address] if value else []
        # Envelope senders with VERP or a list's own bounce address say nothing about the writer.
        if found and domain_of(found[0].address) != domain_of(header.from_.address if header.from_ else None):
            return found[0]
    return None


def _answer_to(header: Header) -> Address | None:
    """Mailman puts the writer into Reply-To, or Cc where answers go to the list."""
    named = _namesakes(header)
    if named or header.from_ is None or _before_via(header.from_.name) is None:
        return named[0] if named else None
    return next((one for one in header.reply_to if one.address and one.address != header.from_.address), None)


def _namesakes(header: Header) -> list[Address]:
    """The other mailboxes under the name that stands before `via`."""
    before = _before_via(header.from_.name) if header.from_ else None
    if before is None or header.from_ is None:
        return []
    name, own = before.strip("'\" ").lower(), header.from_.address
    return [
        one
        for one in (*header.reply_to, *header.cc)
        if one.address not in {None, own} and (one.name or "").strip("'\" ").lower() == name
    ]
