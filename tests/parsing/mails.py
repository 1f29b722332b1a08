"""Raw mails for tests, made from a few header lines and a text."""

from __future__ import annotations

from crmbot.parsing.mime.message import read_message
from crmbot.parsing.parsed import Message


def raw_mail(text: str = "Guten Tag.\n", /, **fields: str) -> bytes:
    """A plain-text mail; `in_reply_to="<a@b>"` becomes the field `In-Reply-To`."""
    known = {
        "from_": "Rita Sommer <rita@sommer-bau.example>",
        "to": "ben@regalwerk.example",
        "subject": "Anfrage",
        **fields,
    }
    lines = [
        f"{name.strip('_').replace('_', '-').title()}: {value}" for name, value in known.items() if value is not None
    ]
    return ("\n".join(lines) + "\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n" + text).encode()


def message(text: str = "Guten Tag.\n", /, **fields: str) -> Message:
    """The same, taken apart."""
    return read_message(raw_mail(text, **fields))


def report(kind: str, part: str, /, *, text: str = "See below.", **fields: str) -> bytes:
    """A multipart/report (RFC 6522) with one machine-readable part of the type message/`kind`."""
    known = {
        "from_": "MAILER-DAEMON@mx.regalwerk.example",
        "to": "ben@regalwerk.example",
        "subject": "Report",
        **fields,
    }
    lines = [f"{name.strip('_').replace('_', '-').title()}: {value}" for name, value in known.items()]
    head = (
        "\n".join(lines) + f'\nMIME-Version: 1.0\nContent-Type: multipart/report; report-type={kind}; boundary="b"\n\n'
    )
    return f"{head}--b\nContent-Type: text/plain\n\n{text}\n\n--b\nContent-Type: message/{kind}\n\n{part}\n\n--b--\n".encode()
