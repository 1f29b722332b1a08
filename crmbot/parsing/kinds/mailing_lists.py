"""Mail to many: mailing lists (RFC 2919, RFC 2369), newsletters and senders that take no answer."""

from __future__ import annotations

import re
from collections.abc import Callable

from crmbot.parsing.parsed import Message
from crmbot.parsing.team import Team

_NO_REPLY = re.compile(
    r"(?:[\w.-]{0,40}[-_.])?(?:no[-_.]?reply|do[-_.]?not[-_.]?reply|dont[-_.]?reply|donotreply|not?[-_.]?reply|noreplies|no-?response|nicht[-_.]?antworten"
    r"|keine?[-_.]?antwort(?:en)?|bitte[-_.]?nicht[-_.]?antworten|ne[-_.]?pas[-_.]?repondre|no[-_.]?responder)(?:[-_.+\d][\w.+-]{0,60})?",
    re.IGNORECASE,
)
_NEWSLETTER = re.compile(
    r"(?:[\w.-]{0,40}[-_.])?(?:newsletter|news|mailing|mailings|marketing|campaign|kampagne|updates?|digest)(?:[-_.\d][\w.-]{0,40})?",
    re.IGNORECASE,
)
_NEWSLETTER_BOX = re.compile(
    r"(?:[\w.-]{0,40}[-_.])?(?:e?newsletter|rundbrief|mailings?|digest)(?:[-_.\d][\w.-]{0,40})?@", re.IGNORECASE
)
_UNSUBSCRIBE = re.compile(
    r"unsubscribe|abmelden|abbestellen|abzumelden|austragen|newsletter|opt[ -]?out|désabonner|désinscrire|darse de baja|cancella(?:re)? l'iscrizione|uitschrijven"
    r"|view (?:this e?-?mail )?in (?:your )?browser|im browser (?:ansehen|anzeigen|öffnen)",
    re.IGNORECASE,
)
_CAMPAIGN_FIELDS = ("List-Unsubscribe-Post", "Feedback-ID", "X-Campaign", "X-Campaign-Id", "X-CampaignID", "X-Mailgun-Tag", "X-MC-User", "X-Mailing-Id", "CFBL-Feedback-ID", "X-CSA-Complaints")  # fmt: skip
_LIST_ID = re.compile(r"<\s{0,20}([^<>\s]{1,255})\s{0,20}>\s{0,20}$")

Rule = Callable[[Message, Team], "str | None"]


def find_list(message: Message, team: Team) -> tuple[str, ...]:
    """Why a message is from a list or newsletter; empty where it is not. Lists of our own domains are none."""
    if is_own_list(message, team):
        return ()
    return tuple(reason for rule in _RULES if (reason := rule(message, team)) is not None)


def list_id(message: Message) -> str | None:
    """The list identifier (RFC 2919) in lower case, None where there is none."""
    value = (message.header.first("List-Id") or "").strip()
    if not value:
        return None
    found = _LIST_ID.search(value[-600:])
    return (found[1] if found else value[:255]).lower()


def is_own_list(message: Message, team: Team) -> bool:
    """Whether the list the mail came through is one of ours, so that it is only a way to the team."""
    identifier = list_id(message)
    return identifier is not None and team.owns_domain(identifier.replace("@", "."))


def takes_no_answer(mailbox: str | None) -> bool:
    """Whether an address says of itself that nobody reads it (noreply@…)."""
    return bool(mailbox) and _NO_REPLY.fullmatch(str(mailbox).rpartition("@")[0]) is not None


def _has_list_id(message: Message, team: Team) -> str | None:
    del team
    identifier = list_id(message)
    return f"List-Id: {identifier}" if identifier else None


def _list_fields(message: Message, team: Team) -> str | None:
    del team
    header = message.header
    if header.first("List-Post") or (header.first("Mailing-List") or "").lower().startswith("list"):
        return "has List-Post"
    precedence = (header.first("Precedence") or "").strip().lower()
    if precedence in {"bulk", "list"} and (header.first("X-Mailman-Version") or header.first("X-BeenThere")):
        return "sent by a list server"
    if precedence == "list" and not header.in_reply_to:
        return "Precedence: list"
    if header.first("List-Unsubscribe") and precedence in {"bulk", "list", "junk"}:
        return f"has List-Unsubscribe and Precedence: {precedence}"
    return None


def _campaign(message: Message, team: Team) -> str | None:
    """`List-Unsubscribe` alone also stands on single mails of sales tools: something else must be there."""
    del team
    header = message.header
    if not header.first("List-Unsubscribe"):
        return None
    mailbox = (header.from_.address or "") if header.from_ else ""
    if any(header.first(name) for name in _CAMPAIGN_FIELDS) or takes_no_answer(mailbox):
        return "has List-Unsubscribe and the marks of a campaign"
    if _NEWSLETTER.fullmatch(mailbox.rpartition("@")[0]) or _UNSUBSCRIBE.search(message.text[-6000:]):
        return "has List-Unsubscribe and reads like a newsletter"
    return None


def _no_reply_sender(message: Message, team: Team) -> str | None:
    """`noreply@` alone also writes for shops and web forms, where a person stands behind it."""
    del team
    sender = message.header.from_
    if sender is None or not takes_no_answer(sender.address) or not _UNSUBSCRIBE.search(message.text[-6000:]):
        return None
    return "the sender takes no answers and names a way to unsubscribe"


def _newsletter_sender(message: Message, team: Team) -> str | None:
    """Small senders set no List field; their mailbox and the way out below the text must both say so."""
    del team
    mailbox = (message.header.from_.address or "") if message.header.from_ else ""
    if not _NEWSLETTER_BOX.match(mailbox) or not _UNSUBSCRIBE.search(message.text[-6000:]):
        return None
    return "a newsletter's mailbox, with a way to unsubscribe"


_RULES: tuple[Rule, ...] = (_has_list_id, _list_fields, _campaign, _no_reply_sender, _newsletter_sender)
