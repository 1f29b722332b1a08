"""Mails with which a provider asks whether mail may be forwarded to an address: link and code for the administrator."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from crmbot.parsing.contact.companies import registrable_domain
from crmbot.parsing.kinds.mailing_lists import takes_no_answer
from crmbot.parsing.parsed import ParsedMail

_LOOK_AT = 20_000  # characters of the text
_LONGEST_LINK = 2000
_PROVIDERS = {"google.com": "Gmail", "microsoft.com": "Outlook", "outlook.com": "Outlook", "live.com": "Outlook"}
_FORWARDING = re.compile(
    r"forward|weiterleit|transfert|inoltro|reenv[ií]o|doorst?u?u?r|encaminha|przekazywani", re.IGNORECASE
)
_CONFIRM = re.compile(
    r"confirm|verif|bestätig|überprüf|conferma|bevestig|potwierd|valid(?:ate|ier)|security code|sicherheitscode|einmalcode|activat|aktivier",
    re.IGNORECASE,
)
_CODE = re.compile(
    r"(?:(?:confirmation|verification|security|single-use|one-time)[ -]code|(?:bestätigungs|sicherheits|verifizierungs|prüf|einmal)-?code|code de (?:confirmation|vérification|sécurité)|código|codice)"
    r"[^\n\d]{0,60}?\n{0,3}[^\n\d]{0,20}?\b(\d{4,10})\b",
    re.IGNORECASE,
)
_CODE_IN_SUBJECT = re.compile(r"\(#(\d{6,12})\)")
_LINK = re.compile(r"https://[^\s<>\"'\])]{4,2000}")
_CANCELS = re.compile(
    r"/uf-|cancel|unsubscribe|abbrechen|widerruf|support\.|/answer/|/answer\.py|privacy|terms", re.IGNORECASE
)
_ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")


@dataclass(frozen=True, slots=True)
class ForwardingConfirmation:
    """A provider asks. `mailbox` is whose mail would come, `link` leads to the provider itself; each None where it is not told."""

    provider: str
    mailbox: str | None = None
    code: str | None = None
    link: str | None = None


def forwarding_confirmation(mail: ParsedMail) -> ForwardingConfirmation | None:
    """The provider's question in a mail, None where it is none: a robot writes about confirming a forwarding, with a code or a
    link to its own domain.
    """
    sender = (mail.header.from_.address or "") if mail.header.from_ else ""
    domain = registrable_domain(sender.rpartition("@")[2]) or ""
    provider = _PROVIDERS.get(domain)
    if not sender or not (takes_no_answer(sender) or (provider and "noreply" in sender)):
        return None
    subject, text = mail.header.subject or "", mail.text[:_LOOK_AT]
    account_code = domain == "microsoft.com" and sender.endswith("@accountprotection.microsoft.com")
    if not account_code and not (_FORWARDING.search(subject + text[:2000]) and _CONFIRM.search(subject)):
        return None
    code, link = _code(subject, text), _link(text, domain)
    if code is None and link is None:
        return None
    return ForwardingConfirmation(provider or domain, _mailbox(mail, subject, text, sender), code, link)


def _code(subject: str, text: str) -> str | None:
    found = _CODE.search(text) or _CODE_IN_SUBJECT.search(subject) or _CODE.search(subject)
    return found[1] if found else None


def _link(text: str, domain: str) -> str | None:
    """The first link to the provider itself that confirms; the one that cancels is not offered."""
    for found in _LINK.finditer(text):
        link = found[0].rstrip(".,;:!?")
        try:
            host = urlsplit(link).hostname or ""
        except ValueError:
            continue
        if len(link) < _LONGEST_LINK and registrable_domain(host) == domain and not _CANCELS.search(link):
            return link
    return None


def _mailbox(mail: ParsedMail, subject: str, text: str, sender: str) -> str | None:
    """Whose mail is to be forwarded: the first address in subject or text that is neither the sender's nor ours."""
    own = {sender.lower(), *(one.address for one in (*mail.header.to, *mail.header.cc) if one.address)}
    addresses = (found[0].lower().rstrip(".") for found in _ADDRESS.finditer(f"{subject}\n{text[:4000]}"))
    return next((address for address in addresses if address not in own), None)
