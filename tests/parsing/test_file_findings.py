"""Files that may run or are encrypted say so, by their content too."""

from __future__ import annotations

import hashlib
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmbot.parsing.mime.file_findings import file_findings
from crmbot.parsing.parsed import Attachment

PROGRAM = b"MZ" + b"\0" * 58 + (64).to_bytes(4, "little") + b"PE\0\0"


def archive(*names: str, locked: bool = False) -> bytes:
    """A ZIP archive with small files; `locked` sets the mark of encryption in its directory."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name in names:
            packed.writestr(name, "x")
    content = bytearray(out.getvalue())
    if locked:
        content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def findings(name: str | None, content: bytes) -> list[str]:
    digest = hashlib.sha256(content).hexdigest()
    return list(file_findings(Attachment(name, "application/octet-stream", content, digest)))


@pytest.mark.parametrize(
    ("name", "content", "finding"),
    [
        ("setup.exe", b"x", "dangerous attachment: setup.exe"),
        ("Angebot.pdf.js", b"x", "dangerous attachment: Angebot.pdf.js"),
        ("Kalkulation.XLTM", b"x", "dangerous attachment: Kalkulation.XLTM"),
        ("foto.jpg", PROGRAM, "dangerous attachment: foto.jpg (a program)"),
        (None, b"\x7fELF\x02", "dangerous attachment: without name (a program)"),
        ("plan.zip", archive("a.txt", "run.bat"), "dangerous attachment: plan.zip (holds run.bat)"),
        ("plan.zip", archive("a.txt", locked=True), "encrypted attachment: plan.zip"),
        ("plan.pdf", b"%PDF-1.7\ntrailer << /Encrypt 9 0 R >>", "encrypted attachment: plan.pdf"),
        ("brief.pdf.gpg", b"\x85\x01", "encrypted attachment: brief.pdf.gpg"),
        ("brief.asc", b"-----BEGIN PGP MESSAGE-----\n", "encrypted attachment: brief.asc"),
        (
            "a.docx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "encrypted attachment: a.docx",
        ),
    ],
)
def test_a_file_to_beware_of_says_so(name: str | None, content: bytes, finding: str):
    assert findings(name, content) == [finding]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("plan.pdf", b"%PDF-1.7\n/Encrypted text"),
        ("plan.zip", archive("a.txt", "b.pdf")),
        ("plan.zip", b"PK\x03\x04"),
        ("notes.txt", b"MZ is a code for the hall"),
        ("executive", b"x"),
        (None, b""),
    ],
)
def test_an_ordinary_file_has_no_finding(name: str | None, content: bytes):
    assert findings(name, content) == []


@given(st.binary(max_size=200), st.integers(0, 300))
def test_a_damaged_archive_does_no_harm(junk: bytes, place: int):
    whole = archive("a.txt", "run.bat")
    assert len(findings("a.zip", whole[:place] + junk + whole[place:])) <= 2
