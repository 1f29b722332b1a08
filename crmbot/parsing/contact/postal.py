"""Postal addresses in the lines of a signature."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from crmbot.parsing.wordlists import without_start

_PLACE: Final = re.compile(
    r"(?<![\w/+.-])(?P<place>(?:(?:D|DE|A|AT|CH|FL|F|FR|I|IT|NL|L|B|BE|PL|CZ|SK|H|DK)[- ]{1,3})?(?:\d{4,5}|\d{2}-\d{3}|\d{4} ?[A-Z]{2}|\d{3} \d{2})\s+"
    r"[^\W\d_][\w.'/()-]*(?:[ ](?!Tel|Fon|Fax|Mobil|Phone|www|E-?Mail|T:|M:)\(?[^\W\d_][\w.'/()-]*){0,4})"
)
_STATES: Final = (
    "Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|Georgia|Hawaii|Idaho|Illinois|Indiana|Iowa|Kansas|Kentucky|Louisiana|Maine|Maryland|"
    "Massachusetts|Michigan|Minnesota|Mississippi|Missouri|Montana|Nebraska|Nevada|New Hampshire|New Jersey|New Mexico|New York|North Carolina|North Dakota|Ohio|Oklahoma|Oregon|"
    "Pennsylvania|Rhode Island|South Carolina|South Dakota|Tennessee|Texas|Tex|Utah|Vermont|Virginia|Washington|West Virginia|Wisconsin|Wyoming|Calif|Fla|Mass|Ill|Colo"
)
_US_PLACE: Final = re.compile(
    r"(?P<place>[A-Z][\w.'-]*(?: [A-Z][\w.'-]*){0,3},?\s+(?:[A-Z]{2}|[A-Z]\.[A-Z]|"
    + _STATES
    + r")\.?,?\s+\d{5}(?:-\d{4})?)\b"
)
_US_ZIP: Final = re.compile(r"\s(?<!\d\s)(?<!\d,\s)\d{5}")  # what every such place holds
_GB_PLACE: Final = re.compile(
    r"(?P<place>(?:[A-Z][\w.'-]* ){0,2}(?:[A-Z][\w.'-]*,? )?(?:[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}|(?:(?:[A-Z]{2}|Ontario|Qu[eé]bec|Alberta|Manitoba|British Columbia|Nova Scotia),? {1,2})?[A-Z]\d[A-Z]\s?\d[A-Z]\d))\b"
)
_STREET: Final = re.compile(
    r"[^\W\d_][\w.'’/-]*(?:[ ][\w.'’/-]+){0,4}?(?:stra(?:ß|ss)e|str\.?|platz|allee|gasse|weg|ring|damm|ufer|markt|hof|chaussee|park|berg|graben|steig|wall|kai|quai|tor|feld|garten|promenade|zeile|straat|laan|plein|gracht|kade|vej|gade|gatan|vägen|katu|tie|utca|út)"
    r",?\s?\d{1,4}(?:\s?[-–/+]\s?\d{1,4})?\s?[a-zA-Z]?\b|"
    r"(?:Am|An der|An den|Im|In der|In den|Auf der|Auf dem|Zum|Zur|Unter den|Alte[rn]?|Neue[rn]?|Hinter der|Bei der)\s[^\W\d_][\w-]*(?:\s[\w-]+)?\s\d{1,4}\s?[a-z]?\b|"
    r"\b\d{1,5}[A-Za-z]?,?\s(?:[NSEW]{1,2}\.?\s)?(?:[A-Z0-9][\w.'-]*\s){1,4}(?:Street|St|Road|Rd|Avenue|Ave|Boulevard|Blvd|Lane|Ln|Drive|Dr|Way|Court|Ct|Square|Sq|Place|Pl|Parkway|Pkwy|Highway|Hwy|Plaza|Row|Terrace|Gardens|Close|Circle|Broadway)\b\.?|"
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve)\s(?:[A-Z][\w.'-]*\s){1,3}(?:Street|Road|Avenue|Boulevard|Drive|Way|Square|Place|Plaza|Center|Centre|Tower|Parkway)\b|"
    r"\b\d{1,5}\s(?:[NSEW][a-z]*\.?\s)?(?:Broadway|Main|Park Avenue)\b|"
    r"\b\d{0,4}[ ,]{0,2}(?:bis )?(?:rue|avenue|boulevard|bd|place|quai|chemin|allée|impasse|route|cours|zone|za|zi)\s[\w'’.-]+(?:\s[\w'’.-]+){0,5}|"
    r"\b(?:via|viale|piazza|corso|strada|largo|vicolo|calle|c/|avenida|avda\.?|plaza|paseo|carrer|rua|ul\.|ulica|al\.|aleja|pl\.|os\.)\s[\w'’.-]+(?:\s[\w'’.-]+){0,4},?\s?(?:n\.?\s?)?\d{1,4}[\w/-]{0,5}|"
    r"\b(?:postfach|p\.?\s?o\.?\s?box|postbus|case postale|bp)\s?[\d ]{1,8}",
    re.IGNORECASE,
)
_PLAIN_STREET: Final = re.compile(
    r"[^\W\d_][\w.'’-]*(?:\s[^\W\d_][\w.'’-]*){0,4}\s\d{1,4}(?:\s?[-–/]\s?\d{1,4})?\s?[a-zA-Z]?$"
)
_US_STREET: Final = re.compile(
    r"\d{4,5}\s(?:[NSEW]{1,2}\.?\s)?(?:[\w.'-]+\s){1,3}(?:Street|St|Road|Rd|Avenue|Ave|Boulevard|Blvd|Lane|Ln|Drive|Dr|Way|Parkway|Pkwy|Highway|Hwy|Plaza)\b"
)
_STREET_BEHIND: Final = re.compile(
    r",\s*([^\W\d_][\w. '-]{2,40}\s\d{1,4}[a-z]?)\b"
)  # Austrian: "1010 Wien, Wollzeile 1"
_UNIT: Final = re.compile(r"(?:suite|unit|floor|flat|room|building|bldg|apt|haus|geb\.?|block|top)\b|\d", re.IGNORECASE)
_LABEL: Final = re.compile(
    r"^(?:adresse|anschrift|address|indirizzo|adres|adresa|dirección|besucheradresse|postanschrift|hausanschrift|a)\s?:\s*",
    re.IGNORECASE,
)
_SPLIT: Final = re.compile(r"\s*(?:[|•·*]|//|\s[-–—]\s|\t|\s{3,})\s*")
_CONTACT: Final = re.compile(r"@|www\.|https?:|\b(?:tel|fon|phone|fax|mobil|mobile|hrb|ust|iban)\b", re.IGNORECASE)
_DIGIT: Final = re.compile(r"\d")


def find_address(lines: Sequence[str]) -> str | None:
    """The first postal address: street and place, joined by a comma; None where no place with a postcode stands."""
    numbered = [(i, line) for i, line in enumerate(lines) if _DIGIT.search(line)]  # a place has a postcode
    for pattern in (_US_PLACE, _PLACE, _GB_PLACE):
        for i, line in numbered:
            found = pattern.search(line) if pattern is not _US_PLACE or _US_ZIP.search(line) else None
            if not found or _is_register(line, found.start()) or _US_STREET.match(line[found.start() :]):
                continue
            place = " ".join(found["place"].split()).strip(" ,.-")
            street = _street_on(line[: found.start()]) or _street_above(lines, i)
            alone = pattern is not _PLACE or len(place.split()) < 4  # "2026 was a good year" is no place
            behind = None if street else _STREET_BEHIND.match(line[found.end() :])
            place = f"{place}, {behind[1]}" if behind else place
            if street or alone:
                return f"{street}, {place}" if street else place
    return None


def _from_street(part: str, start: int) -> str:
    """The part from its street on; a suite or unit before it belongs to the address."""
    return (part if _UNIT.match(part) else part[start:]).strip(" ,")


def _between(lines: Sequence[str]) -> list[str]:
    """What stands between street and place (a suite, a floor), without contact data."""
    parts = (_SPLIT.split(line.strip())[0].strip(" ,") for line in lines)
    return [part for part in parts if part and len(part) < 40 and not _CONTACT.search(part)]


def _is_register(line: str, place: int) -> bool:
    """A postcode-like number in small print (HRB 12345 Stuttgart) or behind a phone label."""
    before = line[:place].rstrip().removesuffix("//").lower()
    return before.endswith(
        ("hrb", "hra", "tel", "tel.", "fax", "nr.", "no.", "fn", ":", "+", "/")
    ) and not _LABEL.match(line)


def _street_on(before: str) -> str | None:
    """The street left of the place on the same line."""
    part = _SPLIT.split(without_start(_LABEL, before).strip(" ,|•·*-–/"))[-1].strip(" ,")
    found = _STREET.search(part)
    if found:
        return _from_street(part, found.start()) or None
    part = part.rpartition(",")[2].strip() if "," in part else part
    return part if _PLAIN_STREET.fullmatch(part) and not _CONTACT.search(part) else None


def _street_above(lines: Sequence[str], i: int) -> str | None:
    """The street on the line above the place; one line for a building or suite may lie between them."""
    for k in range(i - 1, max(-1, i - 3), -1):
        line = without_start(_LABEL, lines[k]).strip(" ,")
        parts = _SPLIT.split(line)
        for part in reversed(parts):
            found = _STREET.search(part)
            if found and not _CONTACT.search(part):
                return ", ".join([_from_street(part, found.start()), *_between(lines[k + 1 : i])])
        if k == i - 1 and _PLAIN_STREET.fullmatch(line) and not _UNIT.match(line) and not _CONTACT.search(line):
            return line
    return None
