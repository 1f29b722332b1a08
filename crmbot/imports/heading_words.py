"""The words that headings are made of. Data, no rules: what columns are called in address books and in other CRMs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from crmbot.imports.entries import Kind


def _index(words: Mapping[str, str]) -> Mapping[str, str]:
    """`field: one; other` as other -> field."""
    return MappingProxyType(
        {word.strip(): key for key, names in words.items() for word in names.split(";") if word.strip()}
    )


def _together(*parts: Mapping[str, str]) -> Mapping[str, str]:
    merged: dict[str, str] = {}
    for part in parts:
        for word, key in part.items():
            merged.setdefault(word, key)
    return MappingProxyType(merged)


_OWNERS = "owner; betreuer; zustaendig; zustaendige; besitzer; inhaber; owner email; owner name; contact owner; company owner; account owner; lead owner; deal owner; opportunity owner; owner id; assigned to; sales rep; sales owner; verantwortlich; verantwortlicher; hubspot owner id; betreut von"
_COMMON = _index(
    {
        "owner": _OWNERS,
        "source": "source; quelle; herkunft; lead source; original source; original traffic source; leadquelle; source origin; channel",
        "created": "created; created at; create date; created date; created time; angelegt; angelegt am; erstellt; erstellt am; erstellungsdatum; add time; date added; creation date",
        "tags": "tags; tag; schlagworte; schlagwort; labels; label; categories; kategorien; kategorie; category; group membership; groups; gruppen; stichworte",
        "note": "notes; note; notizen; notiz; bemerkung; bemerkungen; comment; comments; kommentar; description; beschreibung; background; notes about",
        "number": "number; crm number; crmbot number; crmbot",
        "standing_roles": "standing roles",
    }
)  # fmt: skip
_POINT_BASES = _index(
    {
        "email": "email; mail; email address; mailadresse; emailadresse; email adresse; email adressen; mail adresse; mail address; emails; email addresses; emailadressen",
        "phone": "phone; telephone; telefon; tel; telefonnummer; phone number; phones; rufnummer; telephone number; durchwahl; festnetz; telefonnr; tel nr; number; nummer; direct dial; direct phone",
        "phone/mobile": "mobile; mobil; mobiltelefon; mobile number; mobilnummer; handy; handynummer; cell; cell phone; cellphone; natel",
        "phone/fax": "fax; telefax; fax number; faxnummer",
        "street": "street; strasse; street address; strasse und hausnummer; strasse nr; strasse hausnummer; str; street 1; address line; anschrift strasse",
        "street_more": "street 2; street address 2; address line 2; adresszusatz; zusatz",
        "postcode": "postcode; postal code; zip; zip code; plz; postleitzahl; zip postal code; postal zip code",
        "city": "city; ort; stadt; town; wohnort",
        "state": "state; province; state province; region; state region; bundesland; kanton; county",
        "country": "country; land; country region; land region; country code; laendercode",
        "address": "address; adresse; anschrift; postal address; full combined address; address formatted; formatted; full address; combined address; komplette adresse; addresses; adressen",
        "address/billing": "rechnungsadresse; rechnungsanschrift; billing address; invoice address",
        "address/delivery": "lieferadresse; lieferanschrift; delivery address; shipping address",
        "address/home": "privatadresse; privatanschrift; home address",
        "website": "website; web; url; homepage; webseite; website url; web page; internet; web address; internetseite; web site",
    }
)  # fmt: skip
_PERSON = _together(
    _index(
        {
            "id": "id; contact id; person id; record id; record id contact; kontakt id; highrise id; lead id; hs object id; uid",
            "name": "name; full name; display name; anzeigename; kontakt; contact; contact name; ansprechpartner; person; person name; vollstaendiger name; kontaktname; file as",
            "given_name": "first name; given name; firstname; vorname; forename",
            "middle_name": "middle name; weitere vornamen; additional name",
            "family_name": "last name; family name; lastname; surname; nachname; familienname; name nachname",
            "title": "title; titel; academic title; akademischer titel; name prefix; prefix; anrede titel; honorific prefix",
            "salutation": "salutation; anrede",
            "job_title": "job title; position; jobtitle; organization title; berufsbezeichnung; rolle in der firma; stellung; job; funktionsbezeichnung",
            "department": "department; abteilung; organization department; dept",
            "function": "function; funktion; role; rolle",
            "birthday": "birthday; geburtstag; birthdate; date of birth; geburtsdatum; birth date",
            "language": "language; sprache; preferred language; correspondence language",
            "email": "primary email; person email; work email; additional email addresses; additional email; weitere emailadressen",
        }
    ),
    _COMMON,
    _POINT_BASES,
)  # fmt: skip
_COMPANY = _together(
    _index(
        {
            "id": "id; account id; company id; organization id; organisation id; record id; record id company; firma id; hs object id",
            "name": "name; company; company name; account; account name; organization; organisation; organization name; organisation name; firma; firmenname; unternehmen; kunde; firma name",
            "domain": "domain; company domain name; company domain; domains; mail domain; domaene; website domain; email domain",
            "industry": "industry; branche; sector; wirtschaftszweig",
            "employees": "employees; number of employees; no of employees; numberofemployees; mitarbeiter; mitarbeiterzahl; anzahl mitarbeiter; company size; employee count",
            "parent": "parent; parent account; parent company; parent account name; mother; mother company; muttergesellschaft; konzernmutter; mutter",
            "parent_id": "parent id; parent account id; parent company id; parent organization id",
        }
    ),
    _COMMON,
    _POINT_BASES,
)  # fmt: skip
_DEAL = _together(
    _index(
        {
            "id": "id; deal id; opportunity id; record id; record id deal; lead id; hs object id",
            "name": "name; title; deal name; deal; deal title; opportunity name; opportunity; lead title; bezeichnung; titel; projekt; vorgang; verkaufschance; betreff; subject; topic; thema",
            "stage": "stage; phase; deal stage; stage name; pipeline stage; verkaufsphase; opportunity stage; sales stage; stufe; dealstage",
            "status": "status; state; lead status; deal status; opportunity status",
            "closed_won": "is won; is closed won; iswon; won; gewonnen",
            "closed": "is closed; isclosed; geschlossen",
            "converted": "is converted; converted; isconverted; lead converted",
            "amount": "amount; value; deal value; betrag; wert; umsatz; summe; volumen; expected revenue amount; amount in company currency; lead value; annual contract value; total; auftragswert",
            "budget": "budget",
            "currency": "currency; waehrung; currency of value; currency of lead s value; currency of lead value; currency iso code; deal currency code; currency code; amount currency; lead currency; opportunity currency",
            "probability": "probability; deal probability; probability percent; probability %; wahrscheinlichkeit; chance; abschlusswahrscheinlichkeit",
            "expected_close": "close date; expected close date; abschlussdatum; closing date; abschluss; voraussichtlicher abschluss; expected close; schlusstermin; forecast close date",
            "closed_at": "won time; lost time; closed date; closed; deal closed on; closed time; geschlossen am; deal closed; closed at; abgeschlossen am",
            "stage_since": "stage since; last stage change; last stage change date; stage change date; in stage since; last status change",
            "lost_reason": "lost reason; closed lost reason; verlustgrund; grund; loss reason; reason lost; deal lost reason; reason",
            "need": "need; bedarf; requirement; anforderung; description; beschreibung",
            "pipeline": "pipeline; process; prozess",
            "priority": "priority; prioritaet; prio; stars",
        }
    ),
    _COMMON,
)  # fmt: skip
_PRODUCT = _index(
    {
        "key": "key; sku; code; product code; article number; artikelnummer; art nr; artnr; item number; produktcode; artikel nr; nummer; product key; article no",
        "name": "name; product; product name; produkt; bezeichnung; title; artikel; artikelbezeichnung; description; produktname",
        "price": "price; unit price; preis; einzelpreis; listenpreis; list price; vk; vk preis; nettopreis; verkaufspreis",
        "currency": "currency; waehrung; currency iso code; price currency",
        "unit": "unit; einheit; quantity unit of measure; me; mengeneinheit; unit of measure",
        "process": "process; prozess; pipeline",
        "active": "active; is active; aktiv; active flag",
        "created": "created; angelegt",
        "number": "number",
    }
)  # fmt: skip
_MEMBER = _index(
    {
        "id": "id; campaign member id; member id",
        "campaign": "campaign name; campaign; kampagne; kampagnenname",
        "campaign_id": "campaign id; kampagnen id",
        "status": "status; member status; campaign member status; mitgliedsstatus; response status",
        "responded": "has responded; responded; hasresponded",
        "at": "first responded date; member first responded date; created date; date; datum",
    }
)  # fmt: skip

WORDS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {"person": _PERSON, "company": _COMPANY, "deal": _DEAL, "product": _PRODUCT, "member": _MEMBER}
)

Other = Mapping[str, tuple[Kind, str]]


def _others(rows: Iterable[tuple[Kind, str, str]]) -> Other:
    return MappingProxyType({word.strip(): (record, key) for record, key, words in rows for word in words.split(";")})


_COMPANY_NAMES = "company; company name; organization; organisation; firma; firmenname; unternehmen; account name; account; associated company; organization name; organisation name; person organization; kunde; primary associated company; arbeitgeber; employer; company account; account name account name; associated company names; deal organization"
_COMPANY_IDS = "account id; company id; organization id; organisation id; associated company ids; associated company id; primary associated company id; org id; firma id; company number; converted account id"
_PERSON_NAMES = "contact; contact name; contact person; kontakt; ansprechpartner; person; person name; associated contact; associated contacts; primary contact; kontaktperson; full name; deal contact person; associated contact names"
_PERSON_IDS = "contact id; person id; associated contact ids; associated contact id; contact person id; primary contact id; person number; converted contact id"

# What a file about one kind of record says of others.
OTHER_RECORDS: Mapping[str, Other] = MappingProxyType(
    {
        "person": _others((
            ("company", "name", _COMPANY_NAMES), ("company", "id", _COMPANY_IDS),
            ("company", "domain", "company domain name; company domain; domain"),
            ("company", "industry", "industry; branche"), ("company", "employees", "number of employees; employees; company size"),
        )),
        "company": _others((("person", "name", "contact; contact name; ansprechpartner; primary contact; kontaktperson"),)),
        "deal": _others((
            ("company", "name", _COMPANY_NAMES), ("company", "id", _COMPANY_IDS),
            ("person", "name", _PERSON_NAMES), ("person", "id", _PERSON_IDS),
            ("person", "email", "contact email; email; person email; mail; email address; emailadresse; contact person email; lead email; person email work"),
            ("person", "phone", "phone; telefon; contact phone; phone number; telefonnummer; person phone; person phone work"),
            ("person", "given_name", "first name; vorname"), ("person", "family_name", "last name; nachname"),
            ("person", "salutation", "salutation; anrede"), ("person", "job_title", "job title; position"),
            ("company", "industry", "industry; branche"), ("company", "website", "website; webseite"),
            ("company", "employees", "number of employees; mitarbeiterzahl"),
        )),
        "product": _others(()),
        "member": _others((
            ("person", "id", "contact id; lead or contact id; person id"), ("deal", "id", "lead id"),
            ("person", "name", "name; contact name; full name; member name"), ("person", "email", "email; mail; email address"),
            ("person", "given_name", "first name; vorname"), ("person", "family_name", "last name; nachname"),
            ("company", "name", "company; account name; company name; firma; company or account"),
        )),
    }
)  # fmt: skip

# The other records that a file about one kind may tell of, nearest first.
ABOUT: Mapping[str, tuple[Kind, ...]] = MappingProxyType(
    {"person": ("company",), "company": (), "deal": ("person", "company"), "product": (), "member": ("person",)}
)
POINTS: Mapping[str, Mapping[str, str]] = MappingProxyType({"person": _POINT_BASES, "company": _POINT_BASES})
PREFIXES: Mapping[str, Kind] = MappingProxyType(
    {
        "person": "person", "contact": "person", "kontakt": "person", "organization": "company", "organisation": "company",
        "company": "company", "account": "company", "firma": "company", "deal": "deal", "opportunity": "deal", "lead": "deal",
        "product": "product", "produkt": "product",
    }
)  # fmt: skip
KIND_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "business": "work", "work": "work", "geschaeftlich": "work", "buero": "work", "office": "work", "company": "work",
        "firma": "work", "mailing": "work", "dienstlich": "work", "main": "work", "home": "home", "privat": "home",
        "private": "home", "personal": "home", "other": "home", "weitere": "home", "billing": "billing", "rechnung": "billing",
        "rechnungs": "billing", "invoice": "billing", "shipping": "delivery", "delivery": "delivery", "lieferung": "delivery",
        "liefer": "delivery", "lieferadresse": "delivery", "mobile": "mobile", "mobil": "mobile", "handy": "mobile",
        "cell": "mobile", "fax": "fax", "telefax": "fax",
    }
)  # fmt: skip
LABELS = frozenset({"label", "type"})
LOOSE = frozenset({"value", "primary", "erste", "first", "haupt"})
