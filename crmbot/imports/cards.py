"""vCards as entries: a person with his company, or a company by itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from crmbot.domain.deals.roles import STANDING
from crmbot.domain.people.contact_points import Postal
from crmbot.imports.entries import OURS, Entry, OutsideKey, Source
from crmbot.imports.habits import Habit, read_date
from crmbot.imports.tables import encoding_of
from crmbot.imports.values import NotOfKindError, Reading, read_emails, read_phones, read_value
from crmbot.parsing.contact.card_lines import CardLine, cards
from crmbot.parsing.contact.postal_parts import country_code, split_address

_UID = re.compile(r"urn:crmbot:(person|company):(\d{1,9}):(\S{10,40})$")
_OWN = "X-CRMBOT-"
_PHONE_KINDS = (("fax", "fax"), ("cell", "mobile"), ("mobile", "mobile"), ("home", "home"), ("work", "work"))
_ADDRESS_KINDS = (("billing", "billing"), ("delivery", "delivery"), ("home", "home"), ("work", "work"))
_BIRTHDAY = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})")


def open_cards(path: str, reading: Reading) -> Source:
    """A file of cards."""
    file = Path(path)
    return Source("person", "vcard", file.stat().st_size, lambda tell: _entries(file, reading, tell))


def _entries(file: Path, reading: Reading, tell: Callable[[int], None]) -> Iterator[Entry]:
    read = 0

    def lines() -> Iterator[str]:
        nonlocal read
        with file.open("r", encoding=encoding_of(file), errors="replace", newline=None) as stream:
            for line in stream:
                read += len(line)
                yield line

    for number, card in cards(lines()):
        yield entry_of(number, card, reading)
        tell(read)


def entry_of(number: int, card: list[CardLine], reading: Reading) -> Entry:
    """What one card says."""
    kind = next((line.text.strip().lower() for line in card if line.name in ("KIND", "X-ADDRESSBOOKSERVER-KIND")), "")
    named = any(line.name == "N" and any(part.strip() for part in line.parts()) for line in card)
    shown_as = any(line.name == "X-ABSHOWAS" and line.text.upper() == "COMPANY" for line in card)
    organization = (
        kind == "org"
        or shown_as
        or any(line.name == "UID" and line.text.startswith("urn:crmbot:company:") for line in card)
    )
    entry = Entry("company" if organization and not named else "person", number)
    labels = {line.group: line.text for line in card if line.name == "X-ABLABEL" and line.group}
    for line in _preferred_first(card):
        taker = _TAKERS.get(line.name)
        if taker is not None:
            taker(entry, line, reading, labels.get(line.group, ""))
        elif line.name.startswith(_OWN):
            _own(entry, line, reading)
    _labels_apart(entry, card)
    if not entry.name and (
        parts := [entry.values[key] for key in ("given_name", "family_name") if entry.values.get(key)]
    ):
        entry.values["name"] = " ".join(parts)
    return entry


def _preferred_first(card: list[CardLine]) -> list[CardLine]:
    def rank(line: CardLine) -> int:
        pref = line.parameter("PREF")
        return int(pref) if pref and pref.isdigit() else 0 if "pref" in line.kinds else 101

    return sorted(card, key=rank)


def _name(entry: Entry, line: CardLine, _reading: Reading, _label: str) -> None:
    if text := " ".join(line.text.split()):
        entry.values.setdefault("name", text)


def _name_parts(entry: Entry, line: CardLine, _reading: Reading, _label: str) -> None:
    family, given, middle, prefix, _ = (*(" ".join(part.split()) for part in line.parts()), "", "", "", "", "")[:5]
    if entry.kind == "company":
        return
    values = {"family_name": family, "given_name": " ".join(filter(None, (given, middle))), "title": prefix}
    entry.values |= {key: value for key, value in values.items() if value and key not in entry.values}


def _organization(entry: Entry, line: CardLine, _reading: Reading, _label: str) -> None:
    name, *units = (" ".join(part.split()) for part in line.parts())
    if entry.kind == "company":
        if name:
            entry.values.setdefault("name", name)
        return
    if name and entry.company is None:
        entry.company = Entry("company", entry.row, values={"name": name})
    if units and (department := ", ".join(filter(None, units))):
        entry.values.setdefault("department", department)


def _emails(entry: Entry, line: CardLine, _reading: Reading, _label: str) -> None:
    found, wrong = read_emails(line.text)
    entry.emails += [one for one in found if one not in entry.emails]
    entry.remarks += [f"{one!r} is no mail address" for one in wrong]


def _phones(entry: Entry, line: CardLine, reading: Reading, label: str) -> None:
    text = line.text.strip()
    number = text[4:] if text.lower().startswith("tel:") else text
    words = line.kinds | {label.lower()}
    kind = next((kind for word, kind in _PHONE_KINDS if any(word in one for one in words)), "")
    found = read_phones(number.split(";ext=")[0], kind, reading.region)
    entry.phones += [one for one in found if one[0] not in {known for known, _ in entry.phones}]
    if text and not found:
        entry.remarks.append(f"{text[:40]!r} is no phone number")


def _addresses(entry: Entry, line: CardLine, _reading: Reading, label: str) -> None:
    parts = (*line.parts(), "", "", "", "", "", "", "")[:7]
    box, extended, street, city, state, postcode, country = (" ".join(part.split()) for part in parts)
    words = line.kinds | {label.lower()}
    kind = next((kind for word, kind in _ADDRESS_KINDS if any(word in one for one in words)), "work")
    code = country_code(country) if country else None
    first = ", ".join(part for part in (street, extended, box) if part)
    town = " ".join(part for part in (postcode, city) if part)
    text = line.parameter("LABEL") or ", ".join(part for part in (first, town, state, country) if part)
    if not text.strip():
        return
    split = split_address(text)
    whole = line.parameter("LABEL") is not None and not (first or town)
    postal = Postal(
        text,
        first or (split.street if not whole else None),
        postcode or None,
        city or None,
        code or (None if whole else split.country),
        kind,
    )
    entry.addresses.append(postal)


def _labels_apart(entry: Entry, card: list[CardLine]) -> None:
    """LABEL as a property of its own (2.1, 3.0) is an address only where no other stands in the card."""
    if entry.addresses:
        return
    for line in card:
        if line.name == "LABEL" and (text := line.text.strip()):
            parts = split_address(text)
            entry.addresses.append(Postal(text, parts.street, parts.postcode, parts.city, parts.country))


def _plain(key: str, entry_kind: str = "") -> Callable[[Entry, CardLine, Reading, str], None]:
    def take(entry: Entry, line: CardLine, _reading: Reading, _label: str) -> None:
        text = " ".join(line.text.split())
        if text and (not entry_kind or entry.kind == entry_kind):
            entry.values.setdefault(key, text)

    return take


def _birthday(entry: Entry, line: CardLine, reading: Reading, _label: str) -> None:
    match = _BIRTHDAY.match(line.text.strip())
    try:
        day = date(*map(int, match.groups())) if match else read_date(line.text, Habit(), region=reading.region)
    except ValueError:
        day = None
    if day is not None:
        entry.values.setdefault("birthday", day)


def _note(entry: Entry, line: CardLine, _reading: Reading, _label: str) -> None:
    if text := line.text.strip():
        entry.notes.append(text)


def _categories(entry: Entry, line: CardLine, _reading: Reading, _label: str) -> None:
    entry.tags += [tag for part in line.parts(",") if (tag := " ".join(part.split())) and tag not in entry.tags]


def _language(entry: Entry, line: CardLine, reading: Reading, _label: str) -> None:
    field = reading.fields.get("person", "language")
    if entry.kind == "person" and field is not None and (chosen := field.choice(line.text.strip())):
        entry.values.setdefault("language", chosen)


def _uid(entry: Entry, line: CardLine, _reading: Reading, _label: str) -> None:
    match = _UID.match(line.text.strip())
    if match is None:
        if line.text.strip():
            entry.key = OutsideKey("vcard", entry.kind, line.text.strip()[:100])
        return
    try:
        entry.number, entry.created = int(match[2]), datetime.fromisoformat(match[3])
        entry.extra["system"] = OURS
    except ValueError:
        entry.number = None


def _own(entry: Entry, line: CardLine, reading: Reading) -> None:
    """What our own cards say that no standard has a name for."""
    key = line.name.removeprefix(_OWN).lower().replace("-", "_")
    if key == "domain":
        entry.domains.append(line.text.strip().lower())
    elif key == "parent":
        entry.values["parent"] = line.text
    elif key == "owner":
        entry.extra.setdefault("owners", []).append(line.text)
    elif key == "standing_roles":
        entry.extra["standing_roles"] = [role for role in line.parts(",") if role in STANDING]
    else:
        kind: Any = entry.kind
        field = reading.fields.get(kind, key)
        try:
            if field is not None and line.text.strip():
                entry.values[key] = read_value(field, line.text.strip(), Habit("."), reading)
        except NotOfKindError:
            entry.remarks.append(f"{key}: {line.text[:60]!r} is not understood")


_TAKERS: dict[str, Callable[[Entry, CardLine, Reading, str], None]] = {
    "FN": _name, "N": _name_parts, "ORG": _organization, "EMAIL": _emails, "TEL": _phones, "ADR": _addresses,
    "TITLE": _plain("job_title", "person"), "ROLE": _plain("function", "person"), "URL": _plain("website"), "BDAY": _birthday, "NOTE": _note,
    "CATEGORIES": _categories, "LANG": _language, "UID": _uid,
}  # fmt: skip
