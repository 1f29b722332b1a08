"""What a reader should know of a file before opening it: that it may run, whatever its name says, or is encrypted."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

from crmbot.parsing.mime.attachments import is_dangerous
from crmbot.parsing.mime.charsets import clean
from crmbot.parsing.parsed import Attachment

_ENCRYPTED_NAMES = (".pgp", ".gpg")
_PDF_ENCRYPTED = re.compile(rb"/Encrypt[ \r\n]{1,4}\d{1,10}[ \r\n]{1,4}\d{1,5}[ \r\n]{1,4}R\b")
_OLE, _OLE_ENCRYPTED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "EncryptedPackage".encode("utf-16-le")
_RUNNABLE = (b"MZ", b"\x7fELF")
_ZIP, _ZIP_END, _ZIP_ENTRY = b"PK\x03\x04", b"PK\x05\x06", b"PK\x01\x02"
_MAX_ENTRIES = 1_000
_MAX_SEARCHED = 20_000_000  # bytes


def file_findings(attachment: Attachment) -> Iterator[str]:
    """The findings of one attachment, in the words of `defects`."""
    content, name = attachment.content, attachment.filename
    inside = list(_zip_entries(content)) if content.startswith(_ZIP) else []
    hidden = next((entry for entry, _ in inside if is_dangerous(entry)), None)
    if is_dangerous(name):
        yield f"dangerous attachment: {name}"
    elif _runs(content):
        yield f"dangerous attachment: {name or 'without name'} (a program)"
    elif hidden is not None:
        yield f"dangerous attachment: {name or 'without name'} (holds {hidden})"
    if any(locked for _, locked in inside) or _is_encrypted(name, content):
        yield f"encrypted attachment: {name or 'without name'}"


def _runs(content: bytes) -> bool:
    """Whether a file is a program for Windows or Linux by its first bytes."""
    if content.startswith(_RUNNABLE[1]):
        return True
    if not content.startswith(_RUNNABLE[0]) or len(content) < 64:
        return False
    place = int.from_bytes(content[60:64], "little")  # of the PE header; text may begin with MZ too
    return content[place : place + 4] == b"PE\0\0"


def _is_encrypted(name: str | None, content: bytes) -> bool:
    lower = (name or "").lower()
    if lower.endswith(_ENCRYPTED_NAMES) or b"-----BEGIN PGP MESSAGE-----" in content[:2000]:
        return True
    if content.startswith(b"%PDF"):
        return _PDF_ENCRYPTED.search(content[:_MAX_SEARCHED]) is not None
    return content.startswith(_OLE) and _OLE_ENCRYPTED in content[:_MAX_SEARCHED]


def _zip_entries(content: bytes) -> Iterator[tuple[str, bool]]:
    """The names in an archive's directory, each with whether it is encrypted (APPNOTE.TXT, section 4.3.12)."""
    end = content.rfind(_ZIP_END)
    if end < 0 or end + 20 > len(content):
        return
    position = int.from_bytes(content[end + 16 : end + 20], "little")
    for _ in range(_MAX_ENTRIES):
        if content[position : position + 4] != _ZIP_ENTRY or position + 46 > len(content):
            return
        flags = int.from_bytes(content[position + 8 : position + 10], "little")
        sizes = struct.unpack_from("<HHH", content, position + 28)
        yield clean(content[position + 46 : position + 46 + sizes[0]].decode("utf-8", "replace"))[:200], bool(flags & 1)
        position += 46 + sum(sizes)
