"""From the cells of a row to what it says of records."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from crmbot.domain.deals.roles import STANDING
from crmbot.domain.people.contact_points import Postal
from crmbot.folding import fold
from crmbot.imports.entries import OURS, Entry, Kind, OutsideKey
from crmbot.imports.habits import Habit, read_moment
from crmbot.imports.headings import Meaning
from crmbot.imports.layout import Layout
from crmbot.imports.values import NotOfKindError, Reading, cleaned, parts_of, read_emails, read_phones, read_value
from crmbot.parsing.contact.companies import is_free_mail, registrable_domain
from crmbot.parsing.contact.postal_parts import country_code, split_address

_LONGEST_ID = 100
_RAW = frozenset(
    {"name", "given_name", "middle_name", "family_name", "salutation", "parent", "parent_id", "stage", "status", "closed_won",
     "closed", "converted", "pipeline", "process", "currency", "campaign", "campaign_id", "responded", "key", "unit", "active",
     "state", "lost_reason"}
)  # fmt: skip
_PIECES = frozenset({"street", "street_more", "postcode", "city", "state", "country", "address"})
_MOMENTS = frozenset({"closed_at", "stage_since", "at"})
_NO_HABIT = Habit()
_Taker = Callable[["_Row", Entry, Meaning, str, Habit], None]


@dataclass(slots=True)
class _Row:
    """A row being read: the entries it tells of, and the pieces of addresses and labels of phones still apart."""

    number: int
    about: Entry
    entries: dict[str, Entry]
    places: dict[tuple[str, str, str], dict[str, str]] = field(default_factory=dict)
    labels: dict[tuple[str, str], str] = field(default_factory=dict)
    phones: list[tuple[Entry, str, str, str]] = field(default_factory=list)

    def entry(self, record: Kind) -> Entry:
        """What is said of that record, begun if need be."""
        if record not in self.entries:
            self.entries[record] = Entry(record, self.number)
        return self.entries[record]


class RowReader:
    """Makes entries of the rows of one table."""

    def __init__(self, layout: Layout, reading: Reading, defaults: Sequence[tuple[Meaning, str]] = ()) -> None:
        self._layout = layout
        self._reading = reading
        self._defaults = tuple(defaults)
        self._columns = [
            (place, meaning, layout.habits[place])
            for place, meaning in enumerate(layout.columns)
            if meaning is not None
        ]
        self._takers: Mapping[str, _Taker] = {
            "email": self._email, "phone": self._phone, "id": self._id, "number": self._number, "tags": self._tags,
            "note": self._note, "domain": self._domain, "owner": self._owner, "created": self._created, "standing_roles": self._roles,
        }  # fmt: skip

    def entry(self, number: int, cells: Sequence[str]) -> Entry:
        """What the row says; what cannot be understood is among the remarks."""
        about = Entry(self._layout.kind, number)
        row = _Row(number, about, {self._layout.kind: about})
        for place, meaning, habit in self._columns:
            if place < len(cells) and (text := cleaned(cells[place])):
                self._take(row, meaning, text, habit)
        for meaning, text in self._defaults:
            if not self._says(row, meaning):
                self._take(row, meaning, text, _NO_HABIT)
        self._put_together(row)
        return about

    def _says(self, row: _Row, meaning: Meaning) -> bool:
        entry = row.entries.get(meaning.record)
        if entry is None:
            return False
        several = {"email": entry.emails, "phone": entry.phones, "tags": entry.tags, "owner": entry.extra.get("owners")}
        return bool(several.get(meaning.key, entry.values.get(meaning.key)))

    def _take(self, row: _Row, meaning: Meaning, text: str, habit: Habit) -> None:
        entry = row.entry(meaning.record)
        special = self._takers.get(meaning.key)
        if special is not None:
            special(row, entry, meaning, text, habit)
        elif meaning.key in _PIECES and meaning.record in ("person", "company"):
            row.places.setdefault((meaning.record, meaning.kind, meaning.place), {}).setdefault(meaning.key, text)
        elif meaning.key.endswith("_label"):
            row.labels[meaning.key, meaning.place] = text
        elif meaning.key in _MOMENTS:
            self._moment(entry, meaning.key, text, habit)
        else:
            self._value(entry, meaning.key, text, habit)

    def _value(self, entry: Entry, key: str, text: str, habit: Habit) -> None:
        if key in entry.values:
            return
        known = self._reading.fields.get(entry.kind, key) if entry.kind in ("person", "company", "deal") else None
        if key in _RAW or known is None or known.kind in ("company", "member", "stage"):
            entry.values[key] = " ".join(text.split()) if key != "lost_reason" else text
            return
        try:
            entry.values[key] = read_value(known, text, habit, self._reading)
        except NotOfKindError:
            entry.remarks.append(f"{key}: {text[:60]!r} is not understood")

    def _moment(self, entry: Entry, key: str, text: str, habit: Habit) -> None:
        moment = read_moment(text, habit, self._reading.zone, region=self._reading.region)
        if moment is not None:
            entry.values.setdefault(key, moment)

    def _created(self, _row: _Row, entry: Entry, _meaning: Meaning, text: str, habit: Habit) -> None:
        entry.created = entry.created or read_moment(text, habit, self._reading.zone, region=self._reading.region)

    def _email(self, _row: _Row, entry: Entry, _meaning: Meaning, text: str, _habit: Habit) -> None:
        found, wrong = read_emails(text)
        entry.emails += [one for one in found if one not in entry.emails]
        entry.remarks += [f"{one!r} is no mail address; the rest of the row is taken" for one in wrong]

    def _phone(self, row: _Row, entry: Entry, meaning: Meaning, text: str, _habit: Habit) -> None:
        row.phones.append((entry, text, meaning.kind, meaning.place))

    def _id(self, _row: _Row, entry: Entry, _meaning: Meaning, text: str, _habit: Habit) -> None:
        first = parts_of(text)[0] if parts_of(text) else text
        if self._layout.system == OURS:
            entry.number = int(first) if first.isdigit() and len(first) < 10 else None
        elif entry.key is None:
            kind = _id_kind(entry.kind, first)
            entry.key = OutsideKey(self._layout.system, kind, first[:_LONGEST_ID])

    def _number(self, _row: _Row, entry: Entry, _meaning: Meaning, text: str, _habit: Habit) -> None:
        bare = text.removeprefix("#")
        if bare.isdigit() and len(bare) < 10:
            entry.number = int(bare)

    def _tags(self, _row: _Row, entry: Entry, _meaning: Meaning, text: str, _habit: Habit) -> None:
        if self._layout.system == OURS:
            entry.tags += [one.strip() for one in text.split("\n" if "\n" in text else ";") if one.strip()]
            return
        marked = [part.strip(" *") for piece in parts_of(text) for part in piece.split(",")]
        entry.tags += [one for one in marked if one and one.lower() != "mycontacts" and one not in entry.tags]

    def _note(self, _row: _Row, entry: Entry, _meaning: Meaning, text: str, _habit: Habit) -> None:
        entry.notes.append(text)

    def _roles(self, _row: _Row, entry: Entry, _meaning: Meaning, text: str, _habit: Habit) -> None:
        entry.extra["standing_roles"] = [role for part in parts_of(text) if (role := fold(part)) in STANDING]

    def _domain(self, _row: _Row, entry: Entry, _meaning: Meaning, text: str, _habit: Habit) -> None:
        for part in text.replace(",", ";").split(";"):
            domain = registrable_domain(part.strip().removeprefix("www."))
            if domain and not is_free_mail(domain) and domain not in entry.domains:
                entry.domains.append(domain)

    def _owner(self, _row: _Row, entry: Entry, _meaning: Meaning, text: str, _habit: Habit) -> None:
        entry.extra.setdefault("owners", []).append(text)

    def _put_together(self, row: _Row) -> None:
        for (record, kind, _place), pieces in row.places.items():
            entry = row.entry(record)  # type: ignore[arg-type]
            whole = pieces.get("address", "")
            several = whole.split("\n") if self._layout.system == OURS else [whole]
            for text in several:
                postal = postal_of({**pieces, "address": text} if text else pieces, kind or "work")
                if postal is not None and not _said_already(postal, pieces, entry):
                    entry.addresses.append(postal)
        for entry, text, kind, place in row.phones:
            label = fold(row.labels.get(("phone_label", place), row.labels.get(("phone_label", ""), "")))
            told = kind or next((known for word, known in _LABELS.items() if word in label), "")
            found = read_phones(text, told, self._reading.region)
            entry.phones += [one for one in found if one[0] not in {number for number, _ in entry.phones}]
            if not found:
                entry.remarks.append(f"{text[:40]!r} is no phone number")
        for entry in row.entries.values():
            if entry.kind == "person":
                _name_of(entry)
            if parent := entry.values.pop("parent_id", None):
                entry.extra["parent_key"] = OutsideKey(self._layout.system, "company", str(parent)[:_LONGEST_ID])
        self._link(row)

    def _link(self, row: _Row) -> None:
        """The person and company that the row tells of besides, where it says anything of them."""
        about, company, person = row.about, row.entries.get("company"), row.entries.get("person")
        if company is not None and company is not about and company.says_something:
            (
                person if person is not None and person is not about and person.says_something else about
            ).company = company
            about.company = company
        if person is not None and person is not about and person.says_something:
            about.person = person
        if "deal" in row.entries and row.entries["deal"] is not about:
            about.extra["deal_key"] = row.entries["deal"].key


_LABELS = MappingProxyType(
    {
        "mobil": "mobile",
        "cell": "mobile",
        "handy": "mobile",
        "fax": "fax",
        "home": "home",
        "privat": "home",
        "work": "work",
    }
)


def _id_kind(kind: Kind, text: str) -> str:
    """What an id counts; a Salesforce lead is a deal of ours whose ids are its own."""
    return "lead" if text.startswith("00Q") else kind


def _name_of(entry: Entry) -> None:
    """Full name from its parts, and the academic title out of the salutation."""
    values = entry.values
    salutation, middle = str(values.pop("salutation", "")), str(values.pop("middle_name", ""))
    if middle and values.get("given_name"):
        values["given_name"] = f"{values['given_name']} {middle}"
    parts = [str(values[key]) for key in ("given_name", "family_name") if values.get(key)]
    if parts and not values.get("name"):
        values["name"] = " ".join(parts)
    title = " ".join(word for word in f"{values.get('title', '')} {salutation}".split() if _is_academic(word))
    if "title" in values or title:
        values.pop("title", None)
        if title:
            values["title"] = title


def _is_academic(word: str) -> bool:
    return word.lower().rstrip(".,") not in {
        "mr",
        "mrs",
        "ms",
        "miss",
        "herr",
        "frau",
        "mx",
        "sir",
        "madam",
        "hr",
        "fr",
        "hrn",
        "herrn",
    }


def postal_of(pieces: Mapping[str, str], kind: str) -> Postal | None:
    """An address from its pieces; None where only country or state stand there."""
    text = pieces.get("address", "")
    street = ", ".join(" ".join(one.split()) for key in ("street", "street_more") if (one := pieces.get(key)))
    town = " ".join(" ".join(one.split()) for key in ("postcode", "city") if (one := pieces.get(key)))
    country = country_code(pieces["country"]) if pieces.get("country") else None
    if not text and not street and not town:
        return None
    if not text:
        behind = pieces.get("country", "")
        text = ", ".join(part for part in (street, town, pieces.get("state", ""), behind) if part)
        parts = split_address(", ".join(part for part in (street, town) if part))
        return Postal(text, street or None, pieces.get("postcode"), pieces.get("city"), country or parts.country, kind)
    parts = split_address(text)
    return Postal(
        text, street or parts.street, pieces.get("postcode") or parts.postcode, pieces.get("city") or parts.city,
        country or parts.country, kind,
    )  # fmt: skip


def _said_already(postal: Postal, pieces: Mapping[str, str], entry: Entry) -> bool:
    """Whether another address of the row holds all these pieces: some files write one twice, whole and apart."""
    if any(fold(one.text) == fold(postal.text) and one.kind == postal.kind for one in entry.addresses):
        return True
    if "address" in pieces:
        return False
    wanted = [fold(one) for key, one in pieces.items() if key != "country"]
    return any(all(piece in fold(one.text) for piece in wanted) for one in entry.addresses)
