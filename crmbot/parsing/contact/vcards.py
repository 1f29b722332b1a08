"""Business cards that come as files: vCard 2.1, 3.0 and 4.0 (RFC 6350)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Literal

from crmbot.parsing.contact.phones import find_phones
from crmbot.parsing.parsed import Attachment, Contact, Phone

_TYPES = frozenset({"text/vcard", "text/x-vcard", "text/directory", "application/vcard", "application/x-vcard"})
_MAX_SIZE = 300_000  # bytes; with a photo in it
_MAX_CARDS = 20
_MAX_LINE = 2000  # characters of an unfolded line
_MAX_LINES = 200
_BEGIN = re.compile(r"^[ \t]{0,20}BEGIN:VCARD[ \t]{0,20}$", re.IGNORECASE | re.MULTILINE)
_END = re.compile(r"^[ \t]{0,20}END:VCARD", re.IGNORECASE | re.MULTILINE)
_LINE = re.compile(
    r"(?:[\w-]{1,40}\.)?(?:version|fn|n|org|title|role|tel|email|adr|url)(?:;[^:\n]{0,400})?:", re.IGNORECASE
)


def read_vcards(attachments: Iterable[Attachment], *, region: str = "DE") -> tuple[Contact, ...]:
    """The contacts in the vCard files among the attachments; broken cards are passed over."""
    found: list[Contact] = []
    for attachment in attachments:
        if _is_card(attachment) and attachment.size <= _MAX_SIZE and len(found) < _MAX_CARDS:
            found.extend(parse_vcards(_decoded(attachment.content), region=region))
    return tuple(found[:_MAX_CARDS])


def parse_vcards(text: str, *, region: str = "DE") -> list[Contact]:
    """The contacts of one vCard text; a broken card is passed over, the others still come."""
    contacts: list[Contact] = []
    for piece in _END.split(text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", ""))[:-1]:
        begun = _BEGIN.split(piece)
        contact = _parse(begun[-1], region) if len(begun) > 1 else None
        if contact is not None:
            contacts.append(contact)
        if len(contacts) >= _MAX_CARDS:
            break
    return contacts


def _parse(lines: str, region: str) -> Contact | None:
    import vobject

    wanted = _wanted(lines)
    version = [] if any(line.upper().startswith("VERSION:") for line in wanted) else ["VERSION:3.0"]
    try:
        return _contact(vobject.readOne("\n".join(("BEGIN:VCARD", *version, *wanted, "END:VCARD", ""))), region)
    except Exception:  # noqa: BLE001 (the library raises many kinds on broken cards)
        return None


def _wanted(lines: str) -> list[str]:
    """The unfolded lines that say something about the person (RFC 6350, section 3.2): pictures, keys and what the
    library would stumble over are left out."""
    unfolded: list[str] = []
    for line in lines.split("\n"):
        if unfolded and line[:1] in {" ", "\t"}:
            unfolded[-1] += line[1:] if len(unfolded[-1]) < _MAX_LINE else ""
        elif unfolded and unfolded[-1].endswith("=") and "QUOTED-PRINTABLE" in unfolded[-1].upper():
            unfolded[-1] = unfolded[-1][:-1] + line  # the soft line break of vCard 2.1
        else:
            unfolded.append(line)
    return [line for line in unfolded if _LINE.match(line) and len(line) <= _MAX_LINE][:_MAX_LINES]


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
    types = {str(one).lower() for values in line.params.values() for one in values} | {
        str(one).lower() for one in line.singletonparams
    }
    if types & {"fax"} or any("fax" in one for one in types):
        return "fax"
    return "mobile" if types & {"cell", "mobile"} else otherwise
