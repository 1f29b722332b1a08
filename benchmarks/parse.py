"""Whole reading of ordinary mail against the standard library's parser, and the slowest of some hostile megabytes.

The standard library does what any such program does first: `policy.default`, `get_body()` and its text. crmbot does
that and everything else that `crmbot parse --json` shows: header, kind, forward, reply, signature, contact, language.
"""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

from benchmarks.mails import ordinary_mails
from crmbot.parsing.mail import parse_mail
from crmbot.parsing.output import to_json

MAILS = 200
ROUNDS = 7
MEGABYTE = 1_000_000
_HEADER = b"From: Jan Ott <jan@ott.example>\nTo: crm@firma.example\nSubject: Fwd: x\nMIME-Version: 1.0\n"
# What readers of mail are slow at, repeated until it fills a megabyte, by the type of the body.
_PLAIN = (
    b"> ", b"> > x\n", b"Von: a@b.example\n", b"On Mon, 3 May 2026 at 9:12, Jan Ott <j@ott.example> wrote:\n", b"-----Original Message-----\n", b"-- \n", b"-", b"_", b" ", b"a@",
    b"Tel. +49 40 334412", b"Budget 20.000 EUR ", b"Name: Jan\n", b"\n", b"Mit freundlichen Gr\xc3\xbc\xc3\x9fen\nJan Ott\n", b"GmbH & Co. KG ", b"https://a.example ", b"<",
)  # fmt: skip
_PAGES = (
    b"<blockquote>",
    b"<div>",
    b"<table><tr><td>",
    b'<p style="margin:0">',
    b"&amp;",
    b'<a href="https://a.example">x</a>',
    b"<",
)


def standard(raw: bytes) -> None:
    """The body of a mail as the standard library gives it."""
    message = BytesParser(policy=policy.default).parsebytes(raw)
    body = message.get_body(("plain", "html"))
    if isinstance(body, EmailMessage):
        body.get_content()


def whole(raw: bytes) -> None:
    """All that crmbot reads from a mail."""
    to_json(parse_mail(raw), file="mail.eml")


def seconds(read: Callable[[bytes], None], mails: list[bytes]) -> float:
    """Processor seconds for reading the mails one after the other."""
    gc.collect()
    begin = time.process_time()
    for raw in mails:
        read(raw)
    return time.process_time() - begin


def hostile_mails() -> list[tuple[str, bytes]]:
    """A megabyte each of what readers of mail are slow at, with a name."""
    plain = [
        (_named("text", piece), _HEADER + b"Content-Type: text/plain; charset=utf-8\n\n" + _filled(piece))
        for piece in _PLAIN
    ]
    pages = [
        (_named("page", piece), _HEADER + b"Content-Type: text/html; charset=utf-8\n\n" + _filled(piece))
        for piece in _PAGES
    ]
    recipients = b"To: " + _filled(b"Jan Ott <jan@ott.example>, ") + b"\n\nx\n"
    parts = b"Content-Type: multipart/mixed; boundary=x\n\n" + _filled(
        b"--x\nContent-Type: multipart/mixed; boundary=x\n\n"
    )
    return [*plain, *pages, ("recipients", recipients), ("parts", _HEADER + parts)]


def _filled(piece: bytes) -> bytes:
    return piece * (MEGABYTE // len(piece))


def _named(kind: str, piece: bytes) -> str:
    return f"{kind} of {piece[:30].decode('utf-8', 'replace')!r}"


def bench_parse(folder: Path) -> None:  # noqa: ARG001 (nothing is written)
    """Print the ratio; both read the same mails, which neither has seen before, in turns."""
    for raw in ordinary_mails(40):
        standard(raw)
        whole(raw)
    ratios, rates = [], []
    for number in range(1, ROUNDS + 1):
        mails = ordinary_mails(MAILS, first=number * 10_000)
        first, second = seconds(standard, mails), seconds(whole, mails)
        ratios.append(first / second)
        rates.append(MAILS / second)
    size = sum(map(len, mails)) / MAILS / 1024
    print(f"whole reading of {MAILS} ordinary mails of {size:.1f} KB, median of {ROUNDS} rounds, one core")
    print(
        f"  {statistics.median(rates):.0f} mails/s, {statistics.median(ratios):.2f} times policy.default with get_body()"
    )
    slowest, name = max((seconds(whole, [raw]), name) for name, raw in hostile_mails())
    print(f"  slowest of {len(hostile_mails())} hostile megabytes: {slowest:.2f} s ({name})")
