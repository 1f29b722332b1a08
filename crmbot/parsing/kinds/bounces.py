"""Mail that came back: delivery reports (RFC 3464), what mail servers write by hand, and abuse reports (RFC 5965)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from crmbot.parsing.kinds.mail_phrases import BOUNCE_PHRASES, BOUNCE_SUBJECTS, SMTP_ERROR, SMTP_STATUS, begins_with
from crmbot.parsing.parsed import Message

_DAEMON = re.compile(
    r"(?:(?:[\w.-]{1,40}-)?mailer[-._]?daemon|mail[-._]?daemon|maildaemon|mdaemon|mmdf|double-bounce|mail-?delivery[\w.-]{0,20}"
    r"|microsoftexchange[0-9a-f]{20,40}|postmast(?:er)?|post_?master|bounce-?notification|mailsystem|mail-system)",
    re.IGNORECASE,
)
_PROGRAM = re.compile(
    r"no-?_?reply|do-?not-?reply|mail-?(?:service|server|admin|gateway)?|admin(?:istrator)?|system|root|server|smtp|mta|notification|gateway|security|(?:anti)?(?:spam|virus)[\w-]{0,20}|interscan|[\w.-]{1,60}-bounces?"
)
_DAEMON_NAME = re.compile(
    r"mail delivery (?:sub)?system|mail delivery service|mailer[- ]daemon|delivery subsystem|internet mail delivery|postmaster"
    r"|system administrator|systemadministrator|mail administrator|mail system|microsoft outlook$|delivery status",
    re.IGNORECASE,
)
_DAEMON_MARKS = ("mail", "delivery", "postmaster", "administrator", "outlook")  # one of which each of them holds
_EVENT = re.compile(r'"(?:notificationType|eventType|event)"\s{0,3}:\s{0,3}"(?:Bounce|Complaint)"', re.IGNORECASE)
_MAILBOX = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,8}")
_DELAYED = re.compile(
    r"delay|warning|verzöger|verspätet|will (?:continue|keep) (?:trying|to)|will be retried|not yet been|temporar|transient",
    re.IGNORECASE,
)
_LOOK_AT = 6000  # characters of the text: what the mail system says stands before the returned message

Rule = Callable[[Message], "str | None"]


@dataclass(frozen=True, slots=True)
class Bounce:
    """A mail that says another could not be delivered. `permanent` is None where it does not say."""

    recipients: tuple[str, ...]
    permanent: bool | None
    status: str | None = None  # enhanced status code (RFC 3463)
    diagnostic: str | None = None
    reasons: tuple[str, ...] = ()
    feedback_type: str | None = None  # of an abuse report
    details: Mapping[str, Any] = field(default_factory=dict)

    def as_fields(self) -> dict[str, Any]:
        """What is worth keeping in `ParsedMail.fields`."""
        known: dict[str, Any] = {
            "failed_recipient": self.recipients[0] if self.recipients else None,
            "failed_recipients": list(self.recipients),
            "permanent": self.permanent,
            "status": self.status,
            "diagnostic": self.diagnostic,
            "feedback_type": self.feedback_type,
        }
        return {name: value for name, value in known.items() if value is not None and value != []}


def read_bounce(message: Message) -> Bounce | None:
    """The bounce in a message, None where it is something else."""
    reasons = tuple(reason for rule in _RULES if (reason := rule(message)) is not None)
    if not reasons:
        return None
    groups = [group for content in _reports(message) for group in _groups(content)]
    if groups and _delivered(groups):
        return None
    feedback = next((group["feedback-type"] for group in groups if "feedback-type" in group), None)
    status = _status(message, groups)
    return Bounce(
        recipients=_recipients(message, groups),
        permanent=None if feedback else _permanent(message, groups, status),
        status=status,
        diagnostic=_value(groups, "diagnostic-code"),
        reasons=reasons,
        feedback_type=feedback,
    )


def is_delivery_confirmation(message: Message) -> bool:
    """Whether a delivery report says that all went well (RFC 3464, Action: delivered, relayed, expanded)."""
    groups = [group for content in _reports(message) for group in _groups(content)]
    return bool(groups) and _delivered(groups)


def has_null_sender(message: Message) -> bool:
    """Whether the envelope sender was empty, which only programs may use (RFC 5321, section 4.5.5)."""
    return any(value.strip() == "<>" for value in message.header.all("Return-Path"))


def _delivery_report(message: Message) -> str | None:
    if message.report_type == "delivery-status":
        return "multipart/report with delivery-status"
    if any(
        part.content_type in {"message/delivery-status", "message/global-delivery-status"}
        for part in message.attachments
    ):
        return "has a message/delivery-status part"
    return None


def _abuse_report(message: Message) -> str | None:
    if message.report_type == "feedback-report" or any(
        part.content_type == "message/feedback-report" for part in message.attachments
    ):
        return "abuse report (message/feedback-report)"
    return None


def _failed_recipients_field(message: Message) -> str | None:
    names = ("X-Failed-Recipients", "X-Failed-Recipient", "X-Actual-Recipient", "X-MS-Exchange-Message-Is-Ndr")
    name = next((name for name in names if message.header.all(name)), None)
    return f"has {name}" if name else None


def _from_mail_system(message: Message) -> str | None:
    sender = message.header.from_
    if sender is None or _is_answer(message):
        return None
    local = (sender.address or sender.name or "").partition("@")[0].strip("<> ")
    if _DAEMON.fullmatch(local):
        return f"from the mail system ({local.lower()})"
    return None


def _subject_of_bounce(message: Message) -> str | None:
    if not begins_with(message.header.subject, BOUNCE_SUBJECTS):
        return None
    # A person may write "Delivery problem with order 77": something else must say that a program wrote it.
    sender = message.header.from_
    if sender is None or has_null_sender(message) or _DAEMON_NAME.search(sender.name or ""):
        return "subject of a bounce"
    text = message.text[:_LOOK_AT]
    programmed = _PROGRAM.fullmatch((sender.address or "").partition("@")[0]) or message.header.first("Auto-Submitted")
    if BOUNCE_PHRASES.search(text) and (programmed or SMTP_ERROR.search(text)):
        return "subject of a bounce and a delivery error in the text"
    return None


def _null_sender_and_failure(message: Message) -> str | None:
    if not has_null_sender(message):
        return None
    text = message.text[:_LOOK_AT]
    if SMTP_ERROR.search(text) or BOUNCE_PHRASES.search(text):
        return "empty return path and a delivery error in the text"
    return None


def _delivery_event(message: Message) -> str | None:
    """Sending services report as JSON, by mail too."""
    start = message.text[:300].lstrip()
    return "delivery event of a sending service" if start.startswith("{") and _EVENT.search(start) else None


def _named_mail_system(message: Message) -> str | None:
    name = (message.header.from_.name or "") if message.header.from_ else ""
    if (
        any(map(name.lower().__contains__, _DAEMON_MARKS))
        and _DAEMON_NAME.search(name)
        and SMTP_ERROR.search(message.text[:_LOOK_AT])
    ):
        return "from the mail system, with a delivery error in the text"
    return None


_RULES: tuple[Rule, ...] = (
    _delivery_report,
    _abuse_report,
    _failed_recipients_field,
    _from_mail_system,
    _subject_of_bounce,
    _named_mail_system,
    _null_sender_and_failure,
    _delivery_event,
)


def _is_answer(message: Message) -> bool:
    return (message.header.subject or "").lower().startswith(("re:", "aw:", "fwd:", "fw:", "wg:"))


def _reports(message: Message) -> Iterator[str]:
    wanted = ("message/delivery-status", "message/global-delivery-status", "message/feedback-report")
    for part in message.attachments[:50]:
        if part.content_type in wanted:
            yield part.content[:100_000].decode("utf-8", "replace")


def _groups(report: str) -> list[dict[str, str]]:
    """The field groups of a delivery report, names in lower case (RFC 3464, section 2.1)."""
    groups: list[dict[str, str]] = [{}]
    last = ""
    for line in report.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        if not line.strip():
            groups.append({})
        elif line[0] in " \t" and last in groups[-1]:
            groups[-1][last] = f"{groups[-1][last]} {line.strip()}"[:2000]
        elif ":" in line:
            last = line.partition(":")[0].strip().lower()
            groups[-1].setdefault(last, line.partition(":")[2].strip()[:2000])
    return [group for group in groups if group][:200]


def _delivered(groups: list[dict[str, str]]) -> bool:
    actions = [group["action"].lower().split()[0] for group in groups if group.get("action", "").strip()]
    return bool(actions) and all(action in {"delivered", "relayed", "expanded"} for action in actions)


def _value(groups: list[dict[str, str]], name: str) -> str | None:
    """The first value of a field without its type (`smtp; 550 no such user`)."""
    value = next((group[name] for group in groups if group.get(name)), None)
    if value is None:
        return None
    kind, semicolon, rest = value.partition(";")
    return (rest if semicolon and len(kind) < 30 else value).strip().replace("\x00", "") or None


def _status(message: Message, groups: list[dict[str, str]]) -> str | None:
    for group in groups:
        code = re.match(r"[245]\.\d{1,3}\.\d{1,3}", group.get("status", ""))
        if code and group.get("action", "failed").lower() not in {"delivered", "relayed", "expanded"}:
            return code[0]
    found = re.search(r"(?<![\d.])[45]\.\d{1,2}\.\d{1,3}(?![\d.])", message.text[:_LOOK_AT])
    return found[0] if found else None


def _permanent(message: Message, groups: list[dict[str, str]], status: str | None) -> bool | None:
    action = (_value(groups, "action") or "").lower()
    if action.startswith("delay"):
        return False
    if status is not None and not status.startswith("2"):
        return status.startswith("5")
    if action.startswith("fail"):
        return True
    text = message.text[:_LOOK_AT]
    code = SMTP_STATUS.search(text)
    if code:
        return code[0].startswith("5")
    if _DELAYED.search(f"{message.header.subject or ''}\n{text[:1500]}"):
        return False
    return True if BOUNCE_PHRASES.search(text) else None


def _recipients(message: Message, groups: list[dict[str, str]]) -> tuple[str, ...]:
    names = ("final-recipient", "original-recipient", "x-actual-recipient", "original-rcpt-to", "removal-recipient")
    failed = [
        group
        for group in groups
        if group.get("action", "failed").lower().split()[:1] not in (["delivered"], ["relayed"])
    ]
    found = [box for name in names for group in failed for box in _mailboxes(group.get(name, ""))[:1]]
    if not found:
        found = [box for value in message.header.all("X-Failed-Recipients") for box in _mailboxes(value)]
    if not found:
        found = _mailboxes_in_text(message)[:1]
    return tuple(dict.fromkeys(found))[:100]


def _mailboxes(text: str) -> list[str]:
    return [found.rstrip(".").lower() for found in _MAILBOX.findall(text[:20_000])]


def _mailboxes_in_text(message: Message) -> list[str]:
    """Addresses that the mail system names, the likeliest first: `<a@b>:`, an address alone on its line, any other."""
    ours = {address.address for address in message.header.to} | {
        message.header.from_.address if message.header.from_ else None
    }
    lines = message.text[:_LOOK_AT].split("\n")
    alone = [line.strip(" \t<>:;-*'\"()") for line in lines if "@" in line]
    likely = [box for line in alone for box in _mailboxes(line)[:1] if line.lower().startswith(box)]
    every = likely + [box for line in alone for box in _mailboxes(line)]
    return [box for box in every if box not in ours and not _DAEMON.fullmatch(box.partition("@")[0])]
