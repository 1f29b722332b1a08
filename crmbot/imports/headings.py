"""What the columns of address books and other CRMs mean: Google, Outlook, HubSpot, Pipedrive, Salesforce, German ones."""

from __future__ import annotations

import re

from crmbot.folding import fold

_MEANINGS = {
    "name": (
        "name", "full name", "display name", "anzeigename", "kontakt", "contact", "contact name", "ansprechpartner",
        "person", "person name",
    ),
    "given_name": ("first name", "given name", "firstname", "vorname"),
    "family_name": ("last name", "family name", "lastname", "surname", "nachname", "familienname"),
    "title": ("title", "titel", "academic title", "akademischer titel", "name prefix", "anrede titel"),
    "email": (
        "email", "mail", "email address", "mailadresse", "emailadresse", "email value", "person email", "work email",
        "primary email", "email work",
    ),
    "phone": (
        "phone", "telephone", "telefon", "tel", "telefonnummer", "phone number", "business phone", "work phone",
        "phone value", "person phone", "telefon geschaeftlich", "phone work", "primary phone", "telefon firma",
    ),
    "mobile": ("mobile", "mobile phone", "mobil", "handy", "mobiltelefon", "mobile phone number", "mobilnummer", "phone mobile"),
    "company": (
        "company", "company name", "organization", "organisation", "firma", "firmenname", "unternehmen", "account name",
        "account", "associated company", "organization name", "person organization", "kunde",
    ),
    "job_title": ("job title", "position", "funktion", "jobtitle", "organization title", "berufsbezeichnung", "rolle in der firma"),
    "website": ("website", "web", "url", "homepage", "webseite", "website url", "website value", "web page", "internet"),
    "address": ("address", "adresse", "anschrift", "street", "strasse", "address formatted", "business address", "mailing address"),
    "owner": ("owner", "betreuer", "zustaendig", "contact owner", "besitzer", "account owner", "lead owner"),
    "source": ("source", "quelle", "lead source", "herkunft", "original source"),
}  # fmt: skip
_BY_WORDS = {heading: meaning for meaning, headings in _MEANINGS.items() for heading in headings}
_SIGNS = re.compile(r"[-_()/:.]+")
_PLACE = re.compile(r"\b1\b")  # "E-mail 1 - Value": the first of several; the others are left out


def meaning_of(heading: str) -> str | None:
    """Which field a column holds; None for one that nobody here knows."""
    words = " ".join(_PLACE.sub(" ", _SIGNS.sub(" ", fold(heading).replace("e-mail", "email"))).split())
    return _BY_WORDS.get(words)
