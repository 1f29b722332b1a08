"""Business cards that come as files: vCard 2.1, 3.0 and 4.0 (RFC 6350)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Literal

from crmbot.parsing.parsed import Attachment, Contact, Phone
from crmbot.parsing.phones import find_phones

_TYPES = frozenset({"text/vcard", "text/x-vcard", "text/directory", "application/vcard", "application/x-vcard"})
_MAX_SIZE = 300_000  # bytes; with a photo in it
_MAX_CARDS = 20
# Pictures, sounds and keys are long and say nothing; their folded lines go with them (RFC 6350, section 3.2).
_BULK = re.compile(r"(?im)^(?:[\w-]{1,30}\.)?(?:photo|logo|sound|key)[;:][^\n]*\n(?:[ \t][^\n]*\n|[A-Za-z0-9+/]{40,}={0,2}\n)*")


def read_vcards(attachments: Iterable[Attachment], *, region: str = "DE") -> tuple[Contact, ...]:
    """The contacts in the vCard files among the attachments; broken cards are passed over."""
    found: list[Contact] = []
    for attachment in attachments:
        if _is_card(attachment) and attachment.size <= _MAX_SIZE and len(found) < _MAX_CARDS:
            found.extend(parse_vcards(_decoded(attachment.content), region=region))
    return tuple(found[:_MAX_CARDS])


def parse_vcards(text: str, *, region: str = "DE") -> list[Contact]:
    """The contacts of one vCard text."""
    import vobject

    text = _BULK.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", ""))
    contacts: list[Contact] = []
    try:
        for card in vobject.readComponents(text, ignoreUnreadable=True):
            if card.name == "VCARD":
                contacts.append(_contact(card, region))
            if len(contacts) >= _MAX_CARDS:
                break
    except Exception:  # noqa: BLE001 (the library raises many kinds on broken cards; those read before stay)
        return contacts
    return contacts


def _is_card(attachment: Attachment) -> bool:
    named = (attachment.filename or "").lower().endswith((".vcf", ".vcard"))
    return attachment.content_type in _TYPES or (named and b"BEGIN:VCARD" in attachment.content[:200].upper())


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _contact(card: Any, region: str) -> Contact:
    name = _first(card, "n")
    values: dict[str, Any] = {
        "name": _text(_first(card, "fn")) or _joined(name, "given", "family"),
        "given_name": _joined(name, "given"),
        "family_name": _joined(name, "family"),
        "title": _joined(name, "prefix"),
        "email": (_text(_first(card, "email")) or "").lower() or None,
        "company": _company(card),
        "job_title": _text(_first(card, "title")) or _text(_first(card, "role")),
        "website": _text(_first(card, "url")),
        "address": _address(_first(card, "adr")),
        "phones": _phones(card, region),
    }
    known = {key: value for key, value in values.items() if value}
    return Contact(**known, sources=dict.fromkeys(known, "vcard"))


def _first(card: Any, name: str) -> Any:
    lines = card.contents.get(name) or [None]
    return lines[0].value if lines[0] is not None else None


def _text(value: Any) -> str | None:
    if isinstance(value, list):
        value = ", ".join(str(one) for one in value if one)
    text = " ".join(str(value).split())[:300] if value is not None else ""
    return text or None


def _joined(value: Any, *names: str) -> str | None:
    return _text(" ".join(part for name in names if (part := _text(getattr(value, name, None)))))


def _company(card: Any) -> str | None:
    value = _first(card, "org")
    return _text(value[0]) if isinstance(value, list) and value else _text(value)


def _address(value: Any) -> str | None:
    town = _text(" ".join(part for name in ("code", "city") if (part := _text(getattr(value, name, None)))))
    parts = [_text(getattr(value, "street", None)), town, _text(getattr(value, "country", None))]
    return ", ".join(part for part in parts if part) or None


def _phones(card: Any, region: str) -> tuple[Phone, ...]:
    found: dict[str, Phone] = {}
    for line in (card.contents.get("tel") or [])[:20]:
        number = re.sub(r"^tel:", "", str(line.value), flags=re.IGNORECASE)
        for phone in find_phones(number[:100], region=region):
            found.setdefault(phone.number, Phone(phone.number, _kind(line, phone.kind)))
    return tuple(found.values())


def _kind(line: Any, otherwise: Literal["work", "mobile", "fax"]) -> Literal["work", "mobile", "fax"]:
    types = {str(one).lower() for values in line.params.values() for one in values} | {str(one).lower() for one in line.singletonparams}
    if types & {"fax"} or any("fax" in one for one in types):
        return "fax"
    return "mobile" if types & {"cell", "mobile"} else otherwise
