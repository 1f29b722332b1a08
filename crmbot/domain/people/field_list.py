"""The built-in fields, in the order in which they are shown. The German words are data that requests are read by."""

from __future__ import annotations

from crmbot.domain.people.field_shapes import Choice, ContactField, FieldKind, FieldRecord

Words = str | tuple[str, ...]


def _field(
    record: FieldRecord,
    key: str,
    kind: FieldKind,
    en: tuple[str, ...],
    de: tuple[str, ...],
    *choices: Choice,
    open_: bool = False,
    personal: bool = False,
    column: str | None = None,
) -> ContactField:
    names = {"en": en, "de": de}
    return ContactField(record, key, kind, names, choices, open=open_, personal=personal, column=column or key)


_AGES = tuple(
    Choice(key, {"en": en, "de": de})
    for key, en, de in (
        ("0-17", "under 18", "unter 18"), ("18-24", "18–24", "18–24"), ("25-34", "25–34", "25–34"),
        ("35-44", "35–44", "35–44"), ("45-54", "45–54", "45–54"), ("55-64", "55–64", "55–64"),
        ("65+", "65 and over", "65 und älter"),
    )
)  # fmt: skip
_INCOMES = (
    Choice("low", {"en": "low", "de": "niedrig"}, ("gering", "small")),
    Choice("middle", {"en": "middle", "de": "mittel"}, ("medium", "average", "durchschnittlich", "mittleres")),
    Choice("high", {"en": "high", "de": "hoch"}, ("gut", "hohes")),
    Choice("very_high", {"en": "very high", "de": "sehr hoch"}, ("top",)),
)
_BUYING = (
    Choice("price", {"en": "price-conscious", "de": "preisbewusst"}, ("price conscious", "preissensibel", "sparsam")),
    Choice("quality", {"en": "quality-conscious", "de": "qualitätsbewusst"}, ("qualitaetsorientiert", "quality first")),
    Choice("brand", {"en": "brand-conscious", "de": "markenbewusst"}, ("markentreu",)),
    Choice("impulsive", {"en": "impulsive", "de": "impulsiv"}, ("spontan", "spontaneous")),
    Choice("habit", {"en": "by habit", "de": "gewohnheitsmäßig"}, ("stammkäufer", "loyal", "treu")),
    Choice("rational", {"en": "rational", "de": "rational"}, ("überlegt", "considered")),
)
_EDUCATION = (
    Choice("school", {"en": "school", "de": "Schulabschluss"}, ("schule", "high school", "abitur")),
    Choice("apprenticeship", {"en": "apprenticeship", "de": "Ausbildung"}, ("lehre", "berufsausbildung", "vocational training")),
    Choice("master_craftsman", {"en": "master craftsman", "de": "Meister"}, ("techniker", "meisterbrief")),
    Choice("degree", {"en": "university degree", "de": "Hochschulabschluss"}, ("studium", "university", "bachelor", "master", "diplom", "akademiker")),
    Choice("doctorate", {"en": "doctorate", "de": "Promotion"}, ("phd", "doktor", "promoviert")),
)  # fmt: skip
_RISK = (
    Choice("averse", {"en": "risk-averse", "de": "risikoscheu"}, ("averse", "cautious", "vorsichtig", "risikoavers", "low", "gering", "niedrig")),
    Choice("neutral", {"en": "neutral", "de": "neutral"}, ("risk neutral", "risikoneutral", "medium", "mittel")),
    Choice("seeking", {"en": "risk-seeking", "de": "risikofreudig"}, ("seeking", "willing", "high", "hoch", "risikobereit")),
)  # fmt: skip
_BUSINESS = (
    Choice("b2b", {"en": "B2B", "de": "B2B"}, ("business customers", "geschäftskunden", "firmenkunden")),
    Choice("b2c", {"en": "B2C", "de": "B2C"}, ("consumers", "private customers", "privatkunden", "endkunden", "verbraucher")),
    Choice("both", {"en": "B2B and B2C", "de": "B2B und B2C"}, ("b2b/b2c", "b2b & b2c", "beides", "beide")),
)  # fmt: skip
_LANGUAGES = tuple(
    Choice(key, {"en": en, "de": de})
    for key, en, de in (
        ("de", "German", "Deutsch"), ("en", "English", "Englisch"), ("fr", "French", "Französisch"),
        ("it", "Italian", "Italienisch"), ("es", "Spanish", "Spanisch"), ("nl", "Dutch", "Niederländisch"),
        ("pl", "Polish", "Polnisch"), ("cs", "Czech", "Tschechisch"),
    )
)  # fmt: skip

_MAIL = (
    ("mail", "email", "e-mail", "mail address", "email address"),
    ("Mail", "E-Mail", "E-Mail-Adresse", "Mailadresse", "Mail-Adresse"),
)
_PHONE = (
    ("phone", "phone number", "telephone", "tel", "number", "mobile", "mobile number", "cell", "fax", "fax number"),
    ("Telefon", "Telefonnummer", "Tel", "Rufnummer", "Nummer", "Mobil", "Mobilnummer", "Handy", "Handynummer", "Durchwahl", "Festnetz", "Faxnummer"),
)  # fmt: skip
_ADDRESS = (
    ("address", "postal address", "home address", "billing address", "delivery address", "shipping address"),
    ("Adresse", "Anschrift", "Postanschrift", "Privatadresse", "Rechnungsadresse", "Rechnungsanschrift", "Lieferadresse", "Lieferanschrift"),
)  # fmt: skip
_WEBSITE = (("website", "web site", "homepage", "url", "web"), ("Website", "Webseite", "Internetseite"))
_SOURCE = (("source", "origin", "lead source"), ("Quelle", "Herkunft"))
_OWNER = (("owner", "responsible"), ("Zuständig", "Betreuer", "Zuständiger", "Verantwortlicher", "Inhaber", "Besitzer"))

BUILT_IN: tuple[ContactField, ...] = (
    _field("person", "name", "name", ("name", "full name"), ("Name", "Namen"), personal=True),
    _field("person", "title", "text", ("title", "academic title"), ("Titel",), personal=True),
    _field("person", "given_name", "text", ("given name", "first name"), ("Vorname", "Vornamen"), personal=True),
    _field("person", "family_name", "text", ("family name", "last name", "surname"), ("Nachname", "Nachnamen", "Familienname", "Familiennamen"), personal=True),
    _field("person", "company", "company", ("company", "firm", "employer"), ("Firma", "Unternehmen", "Arbeitgeber"), column="company_number"),
    _field("person", "department", "text", ("department", "dept"), ("Abteilung", "Bereich")),
    _field("person", "function", "text", ("function", "role at company"), ("Funktion", "Aufgabe")),
    _field("person", "job_title", "text", ("job title", "position", "job"), ("Position", "Berufsbezeichnung", "Stellung", "Beruf")),
    _field("person", "email", "email", *_MAIL, personal=True, column="emails"),
    _field("person", "phone", "phone", *_PHONE, personal=True, column="phones"),
    _field("person", "address", "address", *_ADDRESS, personal=True, column="addresses"),
    _field("person", "website", "website", *_WEBSITE),
    _field("person", "language", "choice", ("language",), ("Sprache",), *_LANGUAGES, open_=True),
    _field("person", "birthday", "date", ("birthday", "date of birth", "birth date", "born"), ("Geburtstag", "Geburtsdatum", "geboren"), personal=True),
    _field("person", "age_group", "choice", ("age group", "age"), ("Altersgruppe", "Alter"), *_AGES, open_=True, personal=True),
    _field("person", "income_group", "choice", ("income group", "income"), ("Einkommensgruppe", "Einkommen"), *_INCOMES, open_=True, personal=True),
    _field("person", "buying_behaviour", "choice", ("buying behaviour", "buying behavior", "buying"), ("Einkaufsverhalten", "Kaufverhalten"), *_BUYING, open_=True, personal=True),
    _field("person", "education", "choice", ("education", "level of education"), ("Bildungsstand", "Bildung", "Ausbildung"), *_EDUCATION, open_=True, personal=True),
    _field("person", "risk_attitude", "choice", ("risk attitude", "attitude to risk", "risk"), ("Risikoeinstellung", "Risikobereitschaft", "Risiko"), *_RISK, open_=True, personal=True),
    _field("person", "source", "text", *_SOURCE),
    _field("person", "owner", "member", *_OWNER),
    _field("company", "name", "name", ("name", "company name"), ("Name", "Namen", "Firmenname", "Firmennamen")),
    _field("company", "industry", "text", ("industry", "sector", "branch"), ("Branche", "Wirtschaftszweig")),
    _field("company", "employees", "number", ("employees", "number of employees", "headcount", "staff", "size"), ("Mitarbeiterzahl", "Mitarbeiter", "Anzahl Mitarbeiter", "Beschäftigte", "Größe")),
    _field("company", "business", "choice", ("business", "business model", "b2b or b2c", "orientation"), ("Ausrichtung", "B2B/B2C", "B2B oder B2C", "Geschäftsmodell"), *_BUSINESS),
    _field("company", "email", "email", *_MAIL, column="emails"),
    _field("company", "phone", "phone", *_PHONE, column="phones"),
    _field("company", "address", "address", *_ADDRESS, column="addresses"),
    _field("company", "website", "website", *_WEBSITE),
    _field("company", "domain", "domain", ("domain", "mail domain", "domains"), ("Domain", "Maildomain", "Domäne"), column="domains"),
    _field("company", "parent", "company", ("mother", "mother company", "parent", "parent company"), ("Mutter", "Muttergesellschaft", "Mutterfirma", "Mutterunternehmen", "Konzernmutter"), column="parent_number"),
    _field("company", "source", "text", *_SOURCE),
    _field("company", "owner", "member", *_OWNER),
    _field("deal", "name", "name", ("name", "title"), ("Name", "Namen", "Titel", "Bezeichnung")),
    _field("deal", "stage", "stage", ("stage", "phase", "status"), ("Phase", "Status")),
    _field("deal", "amount", "money", ("amount", "value", "revenue", "sum", "volume"), ("Betrag", "Wert", "Umsatz", "Summe", "Volumen")),
    _field("deal", "budget", "money", ("budget",), ("Budget",)),
    _field("deal", "need", "text", ("need", "demand", "requirement"), ("Bedarf", "Anforderung")),
    _field("deal", "probability", "percent", ("probability", "chance", "chance of success", "closing probability"), ("Wahrscheinlichkeit", "Chance", "Abschlusswahrscheinlichkeit", "Erfolgsaussicht", "Erfolgsaussichten")),
    _field("deal", "expected_close", "date", ("close", "closing", "expected close", "close date", "closing date", "expected close date"), ("Abschluss", "Abschlussdatum", "voraussichtlicher Abschluss", "erwarteter Abschluss")),
    _field("deal", "priority", "stars", ("priority", "stars"), ("Priorität", "Prio", "Sterne")),
    _field("deal", "source", "text", *_SOURCE),
    _field("deal", "owner", "member", *_OWNER),
)  # fmt: skip
