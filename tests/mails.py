"""Mails for tests, written here: people of firma.example and their customers."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from crmbot.shapes import RawMail

BERLIN = ZoneInfo("Europe/Berlin")
NOON = datetime(2026, 11, 18, 12, 0, tzinfo=BERLIN)

ENQUIRY = """Hallo Frau Adler,

wir brauchen 40 Palettenregale für unser neues Lager in Altona. Unser Budget
liegt bei 20.000 €.

Mit freundlichen Grüßen
Julia Brandt
Leiterin Einkauf

Lagerbau Nord GmbH
Hafenstraße 12, 20457 Hamburg
Tel. +49 40 3344120
"""


def mail(
    *,
    sender: str = "Julia Brandt <j.brandt@lagerbau-nord.example>",
    to: str = "crm@firma.example",
    subject: str = "Anfrage Regale",
    body: str = ENQUIRY,
    date: str = "Wed, 18 Nov 2026 09:12:00 +0100",
    message_id: str = "<m1@lagerbau-nord.example>",
    extra: str = "",
) -> bytes:
    """One plain-text mail."""
    head = f"From: {sender}\nTo: {to}\nSubject: {subject}\nDate: {date}\nMessage-ID: {message_id}\n{extra}"
    return f"{head}MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n{body}".encode()


def outlook_forward(
    body: str = ENQUIRY,
    *,
    note: str = "Bitte anlegen, sie hat es eilig.",
    customer: str = "Julia Brandt <j.brandt@lagerbau-nord.example>",
    subject: str = "Anfrage Regale",
    sent: str = "Mittwoch, 18. November 2026 09:12",
    to: str = "crm@firma.example",
    message_id: str = "<f1@firma.example>",
    sender: str = "Anna Adler <anna@firma.example>",
) -> bytes:
    """A German Outlook's inline forward by Anna."""
    block = f"Von: {customer}\nGesendet: {sent}\nAn: Anna Adler <anna@firma.example>\nBetreff: {subject}\n\n"
    return mail(
        sender=sender, to=to, subject=f"WG: {subject}", body=f"{note}\n\n{block}{body}",
        date="Wed, 18 Nov 2026 10:30:00 +0100", message_id=message_id,
    )  # fmt: skip


def raw(
    content: bytes, *recipients: str, submitter: str | None = None, at: datetime = NOON, sender: str = ""
) -> RawMail:
    """A message as a channel hands it over."""
    return RawMail(content, sender, recipients or ("crm@firma.example",), "smtp", at, submitter=submitter)
