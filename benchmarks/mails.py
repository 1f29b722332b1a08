"""Invented ordinary mails: German and English, with signature, quotes, forwards, HTML beside plain text; 1 to 4 KB each.

No two are alike: names, companies, numbers and sentences differ by the number of the mail.
"""

from __future__ import annotations

import base64
import quopri
from dataclasses import dataclass

_PEOPLE = (
    ("Jana", "Lindqvist"), ("Tobias", "Wehrmann"), ("Margarete", "Söllner"), ("Ruben", "Achterberg"), ("Nora", "Feddersen"),
    ("Colin", "Hathersage"), ("Imogen", "Tarrant"), ("Philippa", "Greenhow"), ("Gareth", "Lowndes"), ("Edith", "Brannigan"),
)  # fmt: skip
_FIRMS = (
    ("Feddersen Regalbau GmbH", "feddersen-regalbau"), ("Söllner & Wehrmann OHG", "soellner-wehrmann"), ("Achterberg Kühltechnik GmbH & Co. KG", "achterberg"),
    ("Hathersage Tooling Ltd", "hathersage-tooling"), ("Tarrant Freight LLC", "tarrant-freight"), ("Greenhow Laboratories", "greenhow-labs"),
)  # fmt: skip
_TOWNS = (
    ("Hafenstraße", "20457 Hamburg"),
    ("Lindenallee", "50968 Köln"),
    ("Mühlweg", "06114 Halle"),
    ("Am Rathaus", "4020 Linz"),
)
_GERMAN = (
    "vielen Dank für das freundliche Gespräch am Telefon.", "Wir brauchen {n} Palettenregale für das neue Lager in Altona.",
    "Die Halle ist {m} m hoch, die Traglast soll 1.000 kg je Ebene betragen.", "Können Sie uns bis Ende der Woche ein Angebot schicken?",
    "Die Farbe ist uns gleich, die Böden sollten aber verzinkt sein, {n} je Feld.", "Bitte beachten Sie, dass die Zufahrt nur bis 16 Uhr offen ist.",
    "Anbei erhalten Sie die Zeichnung mit den Maßen der Stützen.", "Der Aufbau müsste in der {m}. Kalenderwoche beginnen, damit wir rechtzeitig umziehen.",
    "Wer wäre bei Ihnen der richtige Ansprechpartner für die Montage?", "Bei Rückfragen erreichen Sie mich am besten vormittags.",
)  # fmt: skip
_ENGLISH = (
    "thank you for taking the time to talk to us on Tuesday.", "We need {n} racks for the new warehouse, delivered before the end of the quarter.",
    "Could you send us a quote with and without installation?", "The ceiling is {m} metres high and the floor takes two tons per square metre.",
    "The colour does not matter to us, {n} shelves per bay will do.", "Please note that deliveries are possible in the morning only.",
    "I have attached the drawing with all measurements.", "Our current supplier cannot deliver before week {m}, so we are looking around.",
    "Who would be the right person to talk to about maintenance?", "Let me know if anything is unclear, I am in the office all week.",
)  # fmt: skip
_HEADER = """Return-Path: <{mailbox}>
Received: from mail.{domain}.example (mail.{domain}.example [192.0.2.{byte}])
\tby mx.firma.example (Postfix) with ESMTPS id {n:X}7F2C0{byte:X}
\tfor <vertrieb@firma.example>; Wed, 18 Nov 2026 09:{minute:02}:07 +0100 (CET)
Received: by mail.{domain}.example with HTTP; Wed, 18 Nov 2026 09:{minute:02}:03 +0100
From: {sender} <{mailbox}>
To: Vertrieb <vertrieb@firma.example>{copies}
Subject: {subject}
Date: Wed, 18 Nov 2026 09:{minute:02}:00 +0100
Message-ID: <{n}.{byte}.{minute}@mail.{domain}.example>
MIME-Version: 1.0
X-Mailer: Brief {minute}.{byte}
{more}"""


@dataclass(frozen=True, slots=True)
class _Writer:
    """One correspondent, as the number of the mail makes him."""

    n: int

    @property
    def german(self) -> bool:
        return self.n % 3 != 0

    @property
    def person(self) -> tuple[str, str]:
        return _PEOPLE[self.n * 7 % 5 + (0 if self.german else 5)]

    @property
    def firm(self) -> tuple[str, str]:
        return _FIRMS[self.n * 5 % 3 + (0 if self.german else 3)]

    @property
    def domain(self) -> str:
        return f"{self.firm[1]}-{self.n}"

    @property
    def mailbox(self) -> str:
        given, family = self.person
        return f"{given}.{family}@{self.domain}.example".lower().replace("ö", "oe")

    @property
    def name(self) -> str:
        return " ".join(self.person)

    def words(self, sentences: int) -> str:
        """A greeting and paragraphs of two sentences."""
        said = _GERMAN if self.german else _ENGLISH
        picked = [
            said[(self.n * 3 + k * 7) % 10].format(n=self.n % 80 + 12, m=self.n % 9 + 4) for k in range(sentences)
        ]
        picked = [one[0].upper() + one[1:] for one in picked]
        paragraphs = "\n\n".join(" ".join(picked[k : k + 2]) for k in range(0, sentences, 2))
        if self.n % 8 == 5:  # few say what they can spend
            paragraphs += (
                "\n\nUnser Budget liegt bei 20.000 €." if self.german else "\n\nWe have a budget of 20,000 EUR."
            )
        greeting = "Guten Tag Frau Adler," if self.german else "Dear Ms Adler,"
        return f"{greeting}\n\n{paragraphs}"

    def signature(self) -> str:
        """A closing and the usual lines below it."""
        street, town = _TOWNS[self.n % 4]
        phone = f"{3340000 + self.n * 13}"
        if self.german:
            job = ("Leiterin Einkauf", "Geschäftsführer", "Projektleitung", "Einkauf & Logistik")[self.n % 4]
            return (
                f"Mit freundlichen Grüßen\n{self.name}\n{job}\n\n{self.firm[0]}\n{street} {self.n % 90 + 1}, {town}\nTel. +49 40 {phone}\n"
                f"Mobil +49 171 {phone}\n{self.mailbox}\nwww.{self.domain}.example\n\nGeschäftsführer: {self.name}\nAmtsgericht Hamburg HRB {phone[:5]}"
            )
        job = ("Head of Purchasing", "Managing Director", "Project Manager", "Operations")[self.n % 4]
        return (
            f"Kind regards,\n\n{self.name}\n{job}\n{self.firm[0]}\n{self.n % 90 + 1} Station Road, Leeds LS1 4DY\nPhone: +44 113 496 {phone[-4:]}\n"
            f"www.{self.domain}.example"
        )


def _mail(writer: _Writer, subject: str, body: str, *, more: str = "", copies: str = "") -> bytes:
    header = _HEADER.format(
        mailbox=writer.mailbox, domain=writer.domain, byte=writer.n % 250, n=writer.n, minute=writer.n % 60, subject=_word(subject),
        sender=_word(writer.name), copies=copies, more=more,
    )  # fmt: skip
    return (header + body).encode("ascii")


def _word(text: str) -> str:
    """An encoded word where the text needs it (RFC 2047)."""
    return text if text.isascii() else f"=?UTF-8?B?{base64.b64encode(text.encode()).decode()}?="


def _plain(text: str) -> str:
    """The header fields and body of a text part in quoted-printable."""
    coded = quopri.encodestring(text.encode()).decode()
    return f"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n{coded}\n"


def _both(text: str, n: int) -> str:
    """Plain text and the same as a page, as most programs send it."""
    paragraphs = "".join(
        f'<p style="margin:0 0 8px">{block.replace(chr(10), "<br>")}</p>\n' for block in text.split("\n\n")
    )
    page = f'<html><head><meta charset="utf-8"><style>p {{font-family: sans-serif}}</style></head><body>\n{paragraphs}</body></html>'
    coded = base64.encodebytes(page.encode()).decode()
    mark = f"=_part_{n:08x}"
    return (
        f'Content-Type: multipart/alternative; boundary="{mark}"\n\n--{mark}\n{_plain(text)}--{mark}\n'
        f"Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: base64\n\n{coded}--{mark}--\n"
    )


def _inner(writer: _Writer) -> _Writer:
    return _Writer(writer.n * 31 + 17)


def _enquiry(writer: _Writer) -> bytes:
    return _mail(
        writer, "Anfrage Regale" if writer.german else "Racks", _plain(f"{writer.words(6)}\n\n{writer.signature()}\n")
    )


def _page(writer: _Writer) -> bytes:
    text = f"{writer.words(8)}\n\n{writer.signature()}\n"
    return _mail(writer, "Rückfrage zum Lager" if writer.german else "Warehouse", _both(text, writer.n))


def _reply(writer: _Writer) -> bytes:
    asked = _inner(writer).words(4).replace("\n", "\n> ")
    said = (
        f"Am 17.11.2026 um 15:4{writer.n % 10} schrieb Anna Adler <anna@firma.example>:"
        if writer.german
        else f"On Tue, 17 Nov 2026 at 15:4{writer.n % 10}, Anna Adler <anna@firma.example> wrote:"
    )
    text = f"{writer.words(4)}\n\n{writer.signature()}\n\n{said}\n> {asked}\n> \n> Anna Adler\n> Firma GmbH\n"
    reference = f"<{writer.n}.1@firma.example>"
    return _mail(
        writer, "AW: Angebot" if writer.german else "Re: Quote", _plain(text) if writer.n % 2 else _both(text, writer.n),
        more=f"In-Reply-To: {reference}\nReferences: {reference}\n", copies="\nCc: Anna Adler <anna@firma.example>",
    )  # fmt: skip


def _forward(writer: _Writer) -> bytes:
    inner = _inner(writer)
    if writer.german:
        block = (
            f"-----Ursprüngliche Nachricht-----\nVon: {inner.name} <{inner.mailbox}>\nGesendet: Dienstag, 17. November 2026 15:22\n"
            f"An: {writer.name} <{writer.mailbox}>\nBetreff: Anfrage Regale\n"
        )
    else:
        block = (
            f"---------- Forwarded message ---------\nFrom: {inner.name} <{inner.mailbox}>\nDate: Tue, 17 Nov 2026 at 15:22\n"
            f"Subject: Racks\nTo: {writer.name} <{writer.mailbox}>\n"
        )
    text = f"{writer.words(2)}\n\n{block}\n{inner.words(4)}\n\n{inner.signature()}\n"
    subject = "WG: Anfrage Regale" if writer.german else "Fwd: Racks"
    return _mail(writer, subject, _plain(text) if writer.n % 2 else _both(text, writer.n))


_KINDS = (_enquiry, _page, _reply, _forward)


def ordinary_mails(count: int, first: int = 1) -> list[bytes]:
    """So many mails, the kinds in turn; another `first` gives other mails."""
    return [_KINDS[n % len(_KINDS)](_Writer(n)) for n in range(first, first + count)]
