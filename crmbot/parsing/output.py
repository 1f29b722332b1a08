"""`crmbot parse --json`: what was understood, in the shape of the contract."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from crmbot.parsing.parsed import Address, Amount, Contact, Forwarded, ParsedMail, Phone

_MAX_CHAIN = 50


def to_json(parsed: ParsedMail, *, file: str) -> dict[str, Any]:
    """The object of `crmbot parse --json`, ready for `json.dumps`: no NUL, no lone surrogate, dates ISO 8601."""
    header = parsed.header
    return {
        "file": clean(file),
        "message_id": _text(header.message_id),
        "in_reply_to": _text(header.in_reply_to),
        "references": [clean(one) for one in header.references],
        "from": _address(header.from_),
        "to": _addresses(header.to),
        "cc": _addresses(header.cc),
        "reply_to": _addresses(header.reply_to),
        "subject": _text(header.subject),
        "date": _moment(header.date),
        "kind": parsed.kind,
        "kind_reasons": [clean(reason) for reason in parsed.kind_reasons],
        "text": clean(parsed.text),
        "new_text": clean(parsed.new_text),
        "signature": _text(parsed.signature),
        "quoted": _text(parsed.quoted),
        "forwarded": _forwarded(parsed.forwarded),
        "how_forwarded": parsed.how_forwarded,
        "note": _text(parsed.note),
        "contact": _contact(parsed.contact),
        "fields": {clean(str(name)): _value(value) for name, value in parsed.fields.items()},
        "directives": [{"name": clean(one.name), "text": clean(one.text)} for one in parsed.directives],
        "attachments": [
            {
                "filename": _text(one.filename),
                "content_type": clean(one.content_type),
                "size": one.size,
                "sha256": one.sha256,
                "inline": one.inline,
            }
            for one in parsed.attachments
        ],
        "language": parsed.language,
        "defects": [clean(defect) for defect in parsed.defects],
    }


def clean(text: str) -> str:
    """The text without NUL and with lone surrogates replaced, so that any database and JSON reader takes it."""
    if text.isascii():
        return text.replace("\x00", "") if "\x00" in text else text
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")


def _text(text: str | None) -> str | None:
    return None if text is None else clean(text)


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _address(address: Address | None) -> dict[str, str | None] | None:
    return None if address is None else {"name": _text(address.name), "address": _text(address.address)}


def _addresses(addresses: Iterable[Address]) -> list[dict[str, str | None]]:
    return [{"name": _text(one.name), "address": _text(one.address)} for one in addresses]


def _forwarded(forwarded: Forwarded | None) -> dict[str, Any] | None:
    links: list[Forwarded] = []
    while forwarded is not None and len(links) < _MAX_CHAIN:
        links.append(forwarded)
        forwarded = forwarded.forwarded
    inner: dict[str, Any] | None = None
    for link in reversed(links):
        inner = _link(link, inner)
    return inner


def _link(link: Forwarded, inner: dict[str, Any] | None) -> dict[str, Any]:
    return {
        "from": _address(link.from_),
        "to": _addresses(link.to),
        "cc": _addresses(link.cc),
        "subject": _text(link.subject),
        "date": _moment(link.date),
        "date_text": _text(link.date_text),
        "text": clean(link.text),
        "new_text": clean(link.new_text),
        "signature": _text(link.signature),
        "forwarded": inner,
    }


def _contact(contact: Contact) -> dict[str, Any]:
    return {
        "name": _text(contact.name),
        "given_name": _text(contact.given_name),
        "family_name": _text(contact.family_name),
        "title": _text(contact.title),
        "email": _text(contact.email),
        "phones": [_phone(phone) for phone in contact.phones],
        "company": _text(contact.company),
        "job_title": _text(contact.job_title),
        "website": _text(contact.website),
        "address": _text(contact.address),
        "sources": {clean(name): clean(source) for name, source in contact.sources.items()},
    }


def _phone(phone: Phone) -> dict[str, str]:
    return {"number": clean(phone.number), "kind": phone.kind}


def _value(value: Any) -> Any:
    """A value of `fields` as JSON; anything unforeseen becomes its text."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, Amount):
        return {"amount": f"{value.amount:.2f}", "currency": value.currency}
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {clean(str(name)): _value(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_value(one) for one in value]
    return clean(str(value))
