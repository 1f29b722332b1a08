"""The files of a message: names made safe, sizes and hashes, logos told from documents, attached messages."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace

from crmbot.parsing.mime.charsets import clean, decode_text
from crmbot.parsing.mime.encoded_words import decode_words
from crmbot.parsing.mime.header_block import read_block
from crmbot.parsing.mime.parts import Part
from crmbot.parsing.parsed import Attachment

MESSAGE_TYPES = frozenset({"message/rfc822", "message/global", "message/news", "message/rfc2822"})

_DANGEROUS = frozenset(
    [
        "exe",
        "scr",
        "com",
        "pif",
        "bat",
        "cmd",
        "vbs",
        "vbe",
        "js",
        "jse",
        "wsf",
        "wsh",
        "hta",
        "msi",
        "msp",
        "lnk",
        "cpl",
        "jar",
        "ps1",
        "reg",
        "scf",
        "url",
        "iso",
        "img",
        "vhd",
        "chm",
        "dll",
        "sys",
        "docm",
        "xlsm",
        "pptm",
        "xll",
        "one",
        "appx",
        "application",
        "msc",
        "gadget",
        "ws",
        "wsc",
        "psm1",
        "jnlp",
        "inf",
        "dotm",
        "xltm",
        "xlam",
        "potm",
        "ppam",
        "iqy",
        "slk",
        "rdp",
        "library-ms",
        "settingcontent-ms",
        "vhdx",
        "sh",
        "command",
        "apk",
        "dmg",
        "pkg",
    ]
)
_UNSAFE = re.compile('[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069\ufeff<>:"|?*]+')
_MAX_NAME = 200  # characters
_LOGO_SIZE = 20_000  # bytes below which a picture that nothing refers to is taken for a logo


def clean_filename(name: str) -> str | None:
    """A name without path, control and direction characters, at most 200 characters long with its ending kept."""
    name = unicodedata.normalize("NFC", clean(name)).replace("\\", "/")
    name = name.rstrip("/ ").rpartition("/")[2]
    name = re.sub(" {2,}", " ", _UNSAFE.sub(" ", name)).strip(". ")
    if len(name) > _MAX_NAME:
        stem, dot, ending = name.rpartition(".")
        name = f"{stem[: _MAX_NAME - 1 - len(ending)]}.{ending}" if dot and len(ending) <= 12 else name[:_MAX_NAME]
    return name or None


def attachment_of(part: Part, html: str | None) -> Attachment:
    """The attachment a part is. `html` is the body that may show it."""
    content = part.content
    return Attachment(
        _name(part, content), part.content_type, content, hashlib.sha256(content).hexdigest(), _is_inline(part, html)
    )


def plain_attachment(name: str | None, content_type: str, content: bytes) -> Attachment:
    """An attachment that was found inside another one or inside text."""
    return Attachment(
        clean_filename(name) if name else None, content_type, content, hashlib.sha256(content).hexdigest()
    )


def distinct(attachments: Iterable[Attachment]) -> tuple[Attachment, ...]:
    """The same attachments with a number in repeated names: `plan.pdf`, `plan (2).pdf`."""
    used: set[str] = set()
    numbers: dict[str, int] = {}
    result: list[Attachment] = []
    for attachment in attachments:
        name = attachment.filename
        if name is None or name.lower() not in used:
            result.append(attachment)
        else:
            number = numbers.get(name.lower(), 1)
            candidate = name
            while candidate.lower() in used:
                number += 1
                stem, dot, ending = name.rpartition(".")
                candidate = f"{stem} ({number}).{ending}" if dot and stem else f"{name} ({number})"
            numbers[name.lower()] = number
            result.append(replace(attachment, filename=candidate))
        if result[-1].filename:
            used.add(result[-1].filename.lower())
    return tuple(result)


def is_dangerous(filename: str | None) -> bool:
    """Whether a file of this name may run when opened."""
    return filename is not None and filename.lower().rpartition(".")[2] in _DANGEROUS and "." in filename


def is_message(part: Part) -> bool:
    """Whether a part is a mail of its own: by type, or by its name."""
    if part.content_type in MESSAGE_TYPES:
        return True
    name = (part.filename or "").lower().rstrip()
    return name.endswith(".eml") and not part.content_type.startswith("multipart/")


def _name(part: Part, content: bytes) -> str | None:
    if part.filename and (name := clean_filename(part.filename)):
        return name
    return subject_name(content) if part.content_type in MESSAGE_TYPES else None


def subject_name(content: bytes) -> str | None:
    """The name of an attached message that has none: its subject."""
    block = read_block(content[:100_000].replace(b"\r\n", b"\n"), 0, min(len(content), 100_000), top=True)
    for key, value in block.fields:
        if key.lower() == "subject" and (name := clean_filename(decode_words(decode_text(value)))):
            return name if name.lower().endswith(".eml") else f"{name}.eml"
    return None


def _is_inline(part: Part, html: str | None) -> bool:
    """Whether a part is shown within the body, as logos of signatures are, rather than sent as a file."""
    if part.content_id and html and f"cid:{part.content_id}" in html:
        return True
    if part.disposition == "attachment":
        return False
    if not part.content_type.startswith("image/"):
        return False
    if part.parent is not None and part.parent.content_type == "multipart/related":
        return True
    # Apple's programs call every picture inline: a small one is a logo, a big one a photo that somebody sent.
    return (part.disposition == "inline" or part.content_id is not None) and len(part.content) < _LOGO_SIZE
