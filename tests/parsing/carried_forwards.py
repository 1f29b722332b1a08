"""Mails that carry another one: attached in many ways, in Outlook's containers, or sent on with the header rewritten."""

from __future__ import annotations

import base64
import quopri
from collections.abc import Iterator

from tests.parsing.containers import compound_file, msg_streams, tnef
from tests.parsing.html_forwards import ARABIC, CHINESE, GREEK, HEBREW, JAPANESE, LATIN, ForwardCase, Original

_FILETIME = 134_083_591_200_000_000  # 2025-11-23 in steps of 100 ns since 1601


def word(text: str, charset: str = "utf-8") -> str:
    """An encoded word (RFC 2047)."""
    return f"=?{charset}?b?{base64.b64encode(text.encode(charset)).decode()}?="


def original(one: Original = LATIN, *, charset: str = "utf-8", encoding: str = "base64", more: str = "") -> bytes:
    """The message that is passed on, as its sender's program wrote it."""
    text = f"{one.words}\n\n-- \n{one.name}\n".encode(charset)
    body = base64.encodebytes(text) if encoding == "base64" else quopri.encodestring(text)
    head = (
        f"From: {word(one.name, charset)} <{one.address}>\nTo: {one.to}\nSubject: {word(one.subject, charset)}\n"
        f"Date: Tue, 17 Nov 2026 09:12:00 +0100\nMessage-ID: <o1@{one.address.partition('@')[2]}>\n{more}MIME-Version: 1.0\n"
        f"Content-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: {encoding}\n\n"
    )
    return head.encode() + body


def carrier(
    part_head: str, part: bytes, *, note: str = "Bitte übernehmen", kind: str = "mixed", subject: str = "Anbei"
) -> bytes:
    """A mail of a member with a line of text and one more part."""
    head = (
        f"From: Ben Kraft <ben@regalwerk.example>\nTo: crm@regalwerk.example\nSubject: {word(subject)}\n"
        "Date: Wed, 18 Nov 2026 10:00:00 +0100\nMessage-ID: <f2@regalwerk.example>\nMIME-Version: 1.0\n"
        f'Content-Type: multipart/{kind}; boundary="=_rand"\n\n'
    )
    text = f"--=_rand\nContent-Type: text/plain; charset=utf-8\n\n{note}\n\n" if note else ""
    return f"{head}{text}--=_rand\n{part_head}\n\n".encode() + part + b"\n--=_rand--\n"


def case(name: str, raw: bytes, one: Original = LATIN, note: str | None = "Bitte übernehmen") -> ForwardCase:
    """What `raw` passes on is `one`."""
    return ForwardCase(name, raw, one.name, one.address, one.subject, one.words, note)


def carried_forwards() -> Iterator[ForwardCase]:
    """Every case."""
    yield from _attached()
    yield from _nested()
    yield from _inside_attachments()
    yield from _containers()
    yield from _redirected()
    yield from _rewritten()


def _attached() -> Iterator[ForwardCase]:
    message = "Content-Type: message/rfc822"
    yield case("rfc822", carrier(message, original()))
    yield case("rfc822-inline", carrier(f"{message}\nContent-Disposition: inline", original()))
    yield case("rfc822-fw-subject", carrier(message, original(), subject="FW: Anfrage Regale für Halle 3"))
    yield case("rfc822-without-note", carrier(message, original(), note=""), note=None)
    yield case("rfc822-crlf", carrier(message, original()).replace(b"\n", b"\r\n"))
    coded = f'{message}; name="Anfrage.eml"\nContent-Transfer-Encoding: base64'
    yield case("rfc822-base64", carrier(coded, base64.encodebytes(original())))
    coded = f"{message}\nContent-Transfer-Encoding: quoted-printable"
    yield case("rfc822-quoted-printable", carrier(coded, quopri.encodestring(original())))
    yield case("rfc822-gb18030", carrier(message, original(CHINESE, charset="gb18030")), CHINESE)
    yield case("rfc822-iso-2022-jp", carrier(message, original(JAPANESE, charset="iso-2022-jp")), JAPANESE)
    yield case("rfc822-iso-8859-7", carrier(message, original(GREEK, charset="iso-8859-7")), GREEK)
    yield case("rfc822-windows-1255", carrier(message, original(HEBREW, charset="windows-1255")), HEBREW)
    yield case("rfc822-windows-1256", carrier(message, original(ARABIC, charset="windows-1256")), ARABIC)
    yield case("message-global", carrier("Content-Type: message/global", original()))
    octets = 'Content-Type: application/octet-stream; name="Anfrage.eml"\nContent-Transfer-Encoding: base64'
    yield case("eml-octets", carrier(octets, base64.encodebytes(original())))
    disposition = 'Content-Disposition: attachment; filename="Anfrage Regale.EML"'
    octets = f"Content-Type: application/octet-stream\n{disposition}\nContent-Transfer-Encoding: base64"
    yield case("eml-octets-upper-case", carrier(octets, base64.encodebytes(original(CHINESE))), CHINESE)
    yield case("eml-text-plain", carrier(f"Content-Type: text/plain; charset=utf-8\n{disposition}", original()))
    yield case("eml-saved-type", carrier('Content-Type: application/x-eml; name="a.eml"', original()))
    unnamed = (
        "Content-Type: application/octet-stream\nContent-Transfer-Encoding: base64\nContent-Disposition: attachment"
    )
    yield case(
        "eml-encoded-name",
        carrier(f'{unnamed}; filename="{word("Anfrage für Halle.eml")}"', base64.encodebytes(original())),
    )
    yield case(
        "eml-split-name",
        carrier(f"{unnamed}; filename*0*=utf-8''Anfrage%20f%C3%BCr; filename*1=.eml", base64.encodebytes(original())),
    )
    yield case("whole-mail-is-a-message", _head("message/rfc822") + original(), note=None)


def _head(content_type: str) -> bytes:
    return (
        "From: Ben Kraft <ben@regalwerk.example>\nTo: crm@regalwerk.example\nSubject: Anbei\nMIME-Version: 1.0\n"
        f"Date: Wed, 18 Nov 2026 10:00:00 +0100\nContent-Type: {content_type}\n\n"
    ).encode()


def _nested() -> Iterator[ForwardCase]:
    inner = b"--d\n\n" + original() + b"\n--d\n\n" + original(CHINESE) + b"\n--d--\n"
    yield case("digest", carrier('Content-Type: multipart/digest; boundary="d"', inner))
    yield case("digest-alone", _head('multipart/digest; boundary="d"') + inner, note=None)
    outer = (
        b"From: Uwe Lang <uwe@regalwerk.example>\nTo: ben@regalwerk.example\nSubject: Fwd: Anbei\nDate: Tue, 17 Nov 2026 15:00:00 +0100\n"
        b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=n\n\n--n\nContent-Type: text/plain\n\nFuer dich\n"
        b"--n\nContent-Type: message/rfc822\n\n" + original() + b"\n--n--\n"
    )
    yield case("nested", carrier("Content-Type: message/rfc822", outer))
    coded = base64.encodebytes(outer)
    yield case("nested-base64", carrier("Content-Type: message/rfc822\nContent-Transfer-Encoding: base64", coded))
    wrapped = b"--m\nContent-Type: message/rfc822\n\n" + original() + b"\n--m--\n"
    yield case("in-inner-mixed", carrier('Content-Type: multipart/mixed; boundary="m"', wrapped))


_GMAIL = "---------- Forwarded message ---------\nFrom: {0.name} <{0.address}>\nDate: Tue, Nov 17, 2026 at 9:12 AM\nSubject: {0.subject}\nTo: <{0.to}>\n\n\n{0.words}\n"


def _inside_attachments() -> Iterator[ForwardCase]:
    inline = (
        "From: Uwe Lang <uwe@regalwerk.example>\nTo: ben@regalwerk.example\nSubject: Fwd: Anfrage\nDate: Tue, 17 Nov 2026 15:00:00 +0100\n"
        f"Content-Type: text/plain; charset=utf-8\n\nFür dich\n\n{_GMAIL.format(LATIN)}"
    ).encode()
    yield case("inline-in-rfc822", carrier("Content-Type: message/rfc822", inline))
    text = 'Content-Type: text/plain; charset=utf-8; name="Anfrage.txt"\nContent-Disposition: attachment; filename="Anfrage.txt"'
    yield case("inline-in-text-file", carrier(text, _GMAIL.format(LATIN).encode()))
    yield case("inline-in-text-file-greek", carrier(text, _GMAIL.format(GREEK).encode()), GREEK)
    yield case("message-in-text-file", carrier(text, original(encoding="quoted-printable")))
    second = "Content-Type: text/plain; charset=utf-8\nContent-Disposition: inline"
    yield case("inline-in-second-part", carrier(second, _GMAIL.format(LATIN).encode()))
    page = f"<html><body>{_GMAIL.format(LATIN).replace('<', '&lt;').replace(chr(10), '<br>')}</body></html>"
    file = 'Content-Type: text/html; charset=utf-8; name="Anfrage.html"\nContent-Disposition: attachment; filename="Anfrage.html"'
    yield case("inline-in-html-file", carrier(file, page.encode()))


def _mapi(one: Original) -> dict[int, str | bytes | int]:
    """A message as Outlook keeps it."""
    return {
        0x001A: "IPM.Note",
        0x0037: one.subject,
        0x0C1A: one.name,
        0x0C1F: one.address,
        0x5D01: one.address,
        0x0E04: "Ben Kraft",
        0x0039: _FILETIME,
        0x1000: f"{one.words}\r\n",
    }


def _containers() -> Iterator[ForwardCase]:
    for one in (LATIN, CHINESE, HEBREW):
        file = base64.encodebytes(compound_file({**msg_streams(_mapi(one))}))
        head = 'Content-Type: application/vnd.ms-outlook; name="Anfrage.msg"\nContent-Transfer-Encoding: base64'
        yield case(f"msg-{one.address}", carrier(head, file), one)
    file = base64.encodebytes(compound_file({**msg_streams(_mapi(LATIN))}))
    head = 'Content-Type: application/octet-stream\nContent-Disposition: attachment; filename="Anfrage.msg"\nContent-Transfer-Encoding: base64'
    yield case("msg-octets", carrier(head, file))
    container = tnef({0x1000: "Bitte übernehmen\r\n"}, embedded=[tnef(_mapi(LATIN))])
    head = 'Content-Type: application/ms-tnef; name="winmail.dat"\nContent-Transfer-Encoding: base64'
    yield case("winmail-embedded", carrier(head, base64.encodebytes(container)))
    yield case("winmail-body-only", carrier(head, base64.encodebytes(container), note=""))
    forward = f"Bitte übernehmen\r\n\r\n{_GMAIL.format(LATIN)}"
    container = tnef({0x1000: forward.replace("\n", "\r\n").replace("\r\r", "\r")})
    yield case("winmail-inline", carrier(head, base64.encodebytes(container), note=""))
    container = tnef({0x1000: "Anbei\r\n"}, files=[("Anfrage.eml", original())])
    yield case("winmail-eml-file", carrier(head, base64.encodebytes(container)))


def _redirected() -> Iterator[ForwardCase]:
    fields = {
        "resent": "Resent-From: Ben Kraft <ben@regalwerk.example>\nResent-To: crm@regalwerk.example\nResent-Date: Wed, 18 Nov 2026 10:00:00 +0100\n",
        "gmail-auto": "X-Forwarded-To: crm@regalwerk.example\nX-Forwarded-For: ben@regalwerk.example crm@regalwerk.example\n",
        "gmail-return-path": "Return-Path: <ben+caf_=crm=regalwerk.example@regalwerk.example>\nDelivered-To: crm@regalwerk.example\n",
        "exchange-rule": "X-MS-Exchange-Inbox-Rules-Loop: ben@regalwerk.example\n",
        "exchange-redirect": "Resent-From: <ben@regalwerk.example>\nX-MS-Exchange-ForwardingLoop: ben@regalwerk.example;1a2b\n",
        "exchange-generated": "X-MS-Exchange-Generated-Message-Source: Mailbox Rules Agent\n",
        "sieve": "X-Sieve: Pigeonhole Sieve 0.5\nX-Sieve-Redirected-From: ben@regalwerk.example\n",
        "auto-forwarded": "Auto-Submitted: auto-forwarded\n",
    }
    for name, more in fields.items():
        yield case(f"redirect-{name}", original(more=more), note=None)
    yield case("redirect-resent-japanese", original(JAPANESE, more=fields["resent"]), JAPANESE, note=None)
    yield case("redirect-resent-arabic", original(ARABIC, more=fields["resent"]), ARABIC, note=None)


def _munged(one: Original, shown: str, box: str, more: str) -> bytes:
    raw = original(one, more=more).split(b"\n", 1)
    return f"From: {shown} <{box}>\n".encode() + raw[1]


def _rewritten() -> Iterator[ForwardCase]:
    listed = "List-Id: Vertrieb <vertrieb.regalwerk.example>\n"
    google = f"Reply-To: Rita Sommer <rita@sommer-bau.example>\nX-Original-Sender: rita@sommer-bau.example\nMailing-list: list vertrieb@regalwerk.example\n{listed}"
    yield case(
        "google-group",
        _munged(LATIN, "\"'Rita Sommer' via Vertrieb\"", "vertrieb@regalwerk.example", google),
        note=None,
    )
    full = f"X-Original-From: {word(CHINESE.name)} <{CHINESE.address}>\nX-Original-Sender: {CHINESE.address}\n{listed}"
    shown = word(f"'{CHINESE.name}' via Vertrieb")
    yield case("google-group-chinese", _munged(CHINESE, shown, "vertrieb@regalwerk.example", full), CHINESE, note=None)
    mailman = f"Reply-To: Rita Sommer <rita@sommer-bau.example>\nX-Mailman-Version: 3.3.9\nPrecedence: list\n{listed}"
    yield case("mailman", _munged(LATIN, "Rita Sommer via Vertrieb", "vertrieb@regalwerk.example", mailman), note=None)
    shown = word("Rita Sommer über Vertrieb")
    yield case("mailman-german", _munged(LATIN, shown, "vertrieb@regalwerk.example", mailman), note=None)
    copied = mailman.replace("Reply-To:", "Reply-To: vertrieb@regalwerk.example\nCc:")
    yield case(
        "mailman-writer-in-cc",
        _munged(LATIN, "Rita Sommer via Vertrieb", "vertrieb@regalwerk.example", copied),
        note=None,
    )
    plain = f"Precedence: list\n{listed}"
    yield case("own-list-untouched", original(more=plain), note=None)
    kept = f"X-Mailman-Original-From: Rita Sommer <rita@sommer-bau.example>\n{listed}"
    yield case("mailman-original-from", _munged(LATIN, "Vertrieb", "vertrieb@regalwerk.example", kept), note=None)
    addressed = f"X-Original-Sender: rita@sommer-bau.example\n{listed}"
    shown = '"rita@sommer-bau.example (Rita Sommer) via Vertrieb"'
    yield case(
        "google-group-address-in-name", _munged(LATIN, shown, "vertrieb@regalwerk.example", addressed), note=None
    )
    answer = f"Reply-To: Rita Sommer <rita@sommer-bau.example>\n{listed}"
    shown = '"Rita Sommer (\\"vertrieb\\" mailing list)"'
    yield case("sympa", _munged(LATIN, shown, "vertrieb@regalwerk.example", answer), note=None)
