"""Outlook's own form of a message (MAPI properties, MS-OXPROPS), turned into RFC 5322 so that it is read like any other mail."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from crmbot.parsing.mime.charsets import clean, decode_text
from crmbot.parsing.mime.rtf import read_compressed_rtf

PropertyValue = str | bytes | int

SUBJECT = 0x0037
SUBMIT_TIME = 0x0039
TRANSPORT_HEADERS = 0x007D
RECIPIENT_TYPE = 0x0C15
DELIVERY_TIME = 0x0E06
BODY = 0x1000
RTF_COMPRESSED = 0x1009
HTML = 0x1013
MESSAGE_ID = 0x1035
REFERENCES = 0x1039
IN_REPLY_TO = 0x1042
DISPLAY_NAME = 0x3001
ATTACH_DATA = 0x3701
ATTACH_SHORT_NAME = 0x3704
ATTACH_LONG_NAME = 0x3707
ATTACH_MIME = 0x370E
INTERNET_CODEPAGE = 0x3FDE
MESSAGE_CODEPAGE = 0x3FFD

_SENDER_ADDRESSES = (0x5D01, 0x5D02, 0x0C1F, 0x0065)  # SMTP first; the others may hold an Exchange path
_SENDER_NAMES = (0x0C1A, 0x0042)
_RECIPIENT_ADDRESSES = (0x39FE, 0x3003)
_RECIPIENT_FIELDS = {1: "To", 2: "Cc"}
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
_CODEPAGES = {
    65001: "utf-8",
    20127: "ascii",
    20866: "koi8-r",
    21866: "koi8-u",
    50220: "iso-2022-jp",
    51932: "euc-jp",
    54936: "gb18030",
}
_MAX_EMBEDDED = 20
# Everything that is read here; a saved message has some hundred properties more.
WANTED = frozenset(
    {
        SUBJECT,
        SUBMIT_TIME,
        TRANSPORT_HEADERS,
        RECIPIENT_TYPE,
        DELIVERY_TIME,
        BODY,
        RTF_COMPRESSED,
        HTML,
        MESSAGE_ID,
        REFERENCES,
        IN_REPLY_TO,
    }
    | {DISPLAY_NAME, INTERNET_CODEPAGE, MESSAGE_CODEPAGE, *_SENDER_ADDRESSES, *_SENDER_NAMES, *_RECIPIENT_ADDRESSES}
)


@dataclass(slots=True)
class MapiMessage:
    """Properties by number, those of each recipient, and the messages attached to this one."""

    properties: dict[int, PropertyValue] = field(default_factory=dict)
    recipients: list[dict[int, PropertyValue]] = field(default_factory=list)
    embedded: list[MapiMessage] = field(default_factory=list)

    def text(self, *numbers: int) -> str:
        """The first of these properties that is a non-empty string."""
        for number in numbers:
            value = self.properties.get(number)
            if isinstance(value, str) and value.strip("\0 "):
                return clean(value).strip()
        return ""

    def bodies(self) -> tuple[str, str]:
        """The plain text and the HTML of the body; either may be empty."""
        plain, html = self.text(BODY), self._html()
        if not plain and not html and isinstance(rtf := self.properties.get(RTF_COMPRESSED), bytes):
            plain, html = read_compressed_rtf(rtf)
        return plain, html

    def _html(self) -> str:
        value = self.properties.get(HTML, "")
        if isinstance(value, bytes):
            return decode_text(value, codepage_name(self.properties.get(INTERNET_CODEPAGE)), html=True)
        return clean(value) if isinstance(value, str) else ""


def codepage_name(number: object) -> str | None:
    """The charset of a Windows code page, None where there is none."""
    if not isinstance(number, int) or number <= 0:
        return None
    if 28590 < number < 28606:
        return f"iso-8859-{number - 28590}"
    return _CODEPAGES.get(number, f"cp{number}")


def filetime(value: int) -> datetime | None:
    """A moment counted in units of 100 ns since 1601."""
    try:
        return _EPOCH + timedelta(microseconds=value // 10)
    except OverflowError:
        return None


def as_rfc5322(message: MapiMessage) -> bytes:
    """The message as raw bytes, its attached messages included, other files left out."""
    plain, html = message.bodies()
    parts = [_text_part("plain", plain)] if plain or not html else []
    parts += [_text_part("html", html)] if html else []
    content = parts[0] if len(parts) == 1 else _multipart("alternative", parts)
    attached = [
        b"Content-Type: message/rfc822\r\n\r\n" + as_rfc5322(inner) for inner in message.embedded[:_MAX_EMBEDDED]
    ]
    content = _multipart("mixed", [content, *attached]) if attached else content
    return "".join(f"{line}\r\n" for line in _header(message)).encode() + b"MIME-Version: 1.0\r\n" + content


def _header(message: MapiMessage) -> list[str]:
    kept = _transport_header(message.text(TRANSPORT_HEADERS))
    names = {line.split(":", 1)[0].lower() for line in kept}
    made = [line for line in _made_header(message) if line.split(":", 1)[0].lower() not in names]
    return kept + made


def _transport_header(text: str) -> list[str]:
    """The header that came with the message, unfolded, without what describes a body that is gone."""
    lines: list[str] = []
    for line in text.splitlines()[:5_000]:
        if line[:1] in " \t" and line.strip() and lines:
            lines[-1] += " " + line.strip()
        elif ":" in line and " " not in line.split(":", 1)[0].strip():
            lines.append(line.strip())
    return [line for line in lines if not line.lower().startswith(("content-", "mime-version"))]


def _made_header(message: MapiMessage) -> list[str]:
    fields = [("From", _mailbox(message.properties, _SENDER_NAMES, _SENDER_ADDRESSES))]
    for kind, name in _RECIPIENT_FIELDS.items():
        some = [person for person in message.recipients if person.get(RECIPIENT_TYPE, 1) == kind]
        fields.append(
            (
                name,
                ", ".join(filter(None, (_mailbox(person, (DISPLAY_NAME,), _RECIPIENT_ADDRESSES) for person in some))),
            )
        )
    fields.append(("Subject", _word(message.text(SUBJECT))))
    fields.append(("Date", _date(message.properties)))
    fields += [
        ("Message-ID", message.text(MESSAGE_ID)),
        ("In-Reply-To", message.text(IN_REPLY_TO)),
        ("References", message.text(REFERENCES)),
    ]
    return [f"{name}: {' '.join(value.split())}" for name, value in fields if value.strip()]


def _date(properties: Mapping[int, PropertyValue]) -> str:
    for number in (SUBMIT_TIME, DELIVERY_TIME):
        value = properties.get(number)
        if isinstance(value, int) and (moment := filetime(value)) is not None:
            return format_datetime(moment)
    return ""


def _mailbox(properties: Mapping[int, PropertyValue], names: Sequence[int], addresses: Sequence[int]) -> str:
    name = next((value for number in names if isinstance(value := properties.get(number), str) and value.strip()), "")
    address = next(
        (value for number in addresses if isinstance(value := properties.get(number), str) and "@" in value), ""
    )
    address = "".join(clean(address).split()).strip("<>")
    name = clean(name).strip().strip("'")
    if not address:
        return _word(name, always=True) if name else ""
    return f"{_word(name, always=True)} <{address}>" if name and name != address else f"<{address}>"


def _word(text: str, *, always: bool = False) -> str:
    """Text for a header field; as encoded words where it is not plain or, in a mailbox, could be taken for syntax."""
    text = " ".join(text.split())
    if text.isascii() and "=?" not in text and not (always and set(text) & set('",;:<>()@[]\\')):
        return text
    pieces = [text[start : start + 12] for start in range(0, len(text), 12)]
    return " ".join(f"=?utf-8?B?{base64.b64encode(piece.encode()).decode()}?=" for piece in pieces)


def _text_part(kind: str, text: str) -> bytes:
    encoded = base64.encodebytes(text.encode("utf-8", "replace")).replace(b"\n", b"\r\n")
    return f"Content-Type: text/{kind}; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n".encode() + encoded


def _multipart(kind: str, parts: list[bytes]) -> bytes:
    joined = b"\0".join(parts)
    number = 0
    while f"=_part{number}".encode() in joined:
        number += 1
    boundary = f"=_part{number}".encode()
    body = b"".join(b"--" + boundary + b"\r\n" + part + b"\r\n" for part in parts)
    return (
        f'Content-Type: multipart/{kind}; boundary="{boundary.decode()}"\r\n\r\n'.encode()
        + body
        + b"--"
        + boundary
        + b"--\r\n"
    )
