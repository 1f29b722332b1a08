"""A postal address in one line, taken apart into street, postcode, city and country where that leaves no doubt."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from crmbot.folding import fold


@dataclass(frozen=True, slots=True)
class PostalParts:
    """`country` is an ISO 3166 code. What is not unmistakable is None; the text as written stays the truth."""

    street: str | None = None
    postcode: str | None = None
    city: str | None = None
    country: str | None = None


_LONGEST: Final = 500  # characters; a longer text is no address
_VEHICLE_CODES: Final = {
    "D": "DE", "DE": "DE", "A": "AT", "AT": "AT", "CH": "CH", "FL": "LI", "F": "FR", "FR": "FR", "I": "IT", "IT": "IT",
    "NL": "NL", "L": "LU", "B": "BE", "BE": "BE", "PL": "PL", "CZ": "CZ", "SK": "SK", "H": "HU", "DK": "DK", "E": "ES",
    "S": "SE", "LU": "LU", "LI": "LI", "ES": "ES",
}  # fmt: skip
_COUNTRIES: Final = {
    "deutschland": "DE", "germany": "DE", "allemagne": "DE", "osterreich": "AT", "oesterreich": "AT", "austria": "AT",
    "schweiz": "CH", "switzerland": "CH", "suisse": "CH", "svizzera": "CH", "liechtenstein": "LI", "frankreich": "FR",
    "france": "FR", "italien": "IT", "italy": "IT", "italia": "IT", "niederlande": "NL", "netherlands": "NL",
    "the netherlands": "NL", "nederland": "NL", "belgien": "BE", "belgium": "BE", "belgie": "BE", "belgique": "BE",
    "luxemburg": "LU", "luxembourg": "LU", "polen": "PL", "poland": "PL", "polska": "PL", "tschechien": "CZ",
    "czech republic": "CZ", "czechia": "CZ", "danemark": "DK", "daenemark": "DK", "denmark": "DK", "danmark": "DK",
    "schweden": "SE", "sweden": "SE", "sverige": "SE", "spanien": "ES", "spain": "ES", "espana": "ES", "portugal": "PT",
    "ungarn": "HU", "hungary": "HU", "slowakei": "SK", "slovakia": "SK", "slowenien": "SI", "slovenia": "SI",
    "norwegen": "NO", "norway": "NO", "finnland": "FI", "finland": "FI", "irland": "IE", "ireland": "IE",
    "grossbritannien": "GB", "vereinigtes koenigreich": "GB", "united kingdom": "GB", "great britain": "GB", "england": "GB", "uk": "GB",
    "usa": "US", "u.s.a.": "US", "united states": "US", "vereinigte staaten": "US", "kanada": "CA", "canada": "CA",
}  # fmt: skip
_CITY: Final = r"[^\W\d_][^\d,;\n]{1,60}"
_STREET_AND_PLACE: Final = re.compile(
    rf"(?P<street>[^\n]{{2,120}}?)[ ]?[,;\n]\s{{0,3}}(?:(?P<code>[A-Z]{{1,2}})[- ]{{1,3}})?"
    rf"(?P<postcode>\d{{5}}|\d{{4}}(?: ?[A-Z]{{2}}(?= ))?|\d{{2}}-\d{{3}}|\d{{3}} \d{{2}})\s+(?P<city>{_CITY})"
)
_PLACE: Final = re.compile(
    rf"(?:(?P<code>[A-Z]{{1,2}})[- ]{{1,3}})?(?P<postcode>\d{{5}}|\d{{4}}(?: [A-Z]{{2}}(?= ))?|\d{{2}}-\d{{3}})\s+(?P<city>{_CITY})"
    r"(?:,\s{0,3}(?P<street>[^\n,;]{3,100}))?"
)
_AMERICAN: Final = re.compile(
    r"(?P<street>[^\n]{3,120}?)[,\n]\s{0,3}(?P<city>[^\W\d_][^\d,\n]{1,60}?),?\s(?P<state>[A-Z]{2})\.?,?\s(?P<postcode>\d{5}(?:-\d{4})?)"
)
_BRITISH: Final = re.compile(
    r"(?P<street>[^\n]{3,120}?)[,\n]\s{0,3}(?P<city>[^\W\d_][^\d,\n]{1,60}?),?\s(?P<postcode>[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})"
)
_GERMAN_STREET: Final = re.compile(r"str\.|(?:straße|strasse|weg|platz|allee|gasse|ring|damm|ufer)\b", re.IGNORECASE)
_HOUSE: Final = re.compile(r"\d")


def split_address(text: str) -> PostalParts:
    """The parts of an address such as `Hauptstr. 5, D-70173 Stuttgart, Deutschland`; empty where the form is another."""
    written = " \n".join(" ".join(line.split()) for line in text[: _LONGEST + 1].splitlines()).strip(" ,;\n")
    if not written or len(written) > _LONGEST:
        return PostalParts()
    written, country = _country_behind(written)
    for pattern, home in ((_AMERICAN, "US"), (_BRITISH, "GB")):
        if match := pattern.fullmatch(written):
            return PostalParts(_tidy(match["street"]), match["postcode"], _tidy(match["city"]), country or home)
    match = _STREET_AND_PLACE.fullmatch(written) or _PLACE.fullmatch(written)
    if match is None or (match["street"] and not _HOUSE.search(match["street"]) and "," in match["street"]):
        return PostalParts(country=country)
    country = (
        country or _VEHICLE_CODES.get(match["code"] or "") or _country_of(match["street"] or "", match["postcode"])
    )
    return PostalParts(_tidy(match["street"]), match["postcode"], _tidy(match["city"]), country)


def country_code(name: str) -> str | None:
    """The ISO 3166 code of a country by name (German, English, its own) or by a code of two letters; None for another."""
    written = name.strip()
    if len(written) == 2 and written.isascii() and written.isalpha():
        return "GB" if written.upper() == "UK" else written.upper()
    return _COUNTRIES.get(fold(written))


def _country_behind(text: str) -> tuple[str, str | None]:
    """The address without the country named at its end."""
    head, _, last = text.replace("\n", ",").rpartition(",")
    country = _COUNTRIES.get(fold(last))
    if country is None and "(" in text:
        head, _, last = text.rpartition("(")
        country = _COUNTRIES.get(fold(last.rstrip(") ")))
    return (text[: len(head)].rstrip(" ,;\n"), country) if country else (text, None)


def _country_of(street: str, postcode: str) -> str | None:
    """Where forms of street and postcode are one country's alone."""
    if re.fullmatch(r"\d{4} ?[A-Z]{2}", postcode):
        return "NL"
    if re.fullmatch(r"\d{2}-\d{3}", postcode):
        return "PL"
    return "DE" if len(postcode) == 5 and _GERMAN_STREET.search(street) else None


def _tidy(part: str | None) -> str | None:
    return " ".join(part.replace("\n", ", ").split()).replace(" ,", ",").strip(" ,;") or None if part else None
