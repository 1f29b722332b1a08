"""What a table holds, which program wrote it, and what each of its columns means."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from crmbot.domain.people.contact_fields import Fields
from crmbot.errors import RequestFault
from crmbot.folding import fold
from crmbot.imports.entries import OURS, Kind
from crmbot.imports.habits import Habit, habit_of
from crmbot.imports.headings import IGNORE, Meaning, meaning_of, named_field, spelled
from crmbot.imports.tables import Table
from crmbot.shapes import Verbatim, t

# The first three signs of a Salesforce id say what it counts.
_SALESFORCE: Mapping[str, Kind] = {"001": "company", "003": "person", "006": "deal", "00Q": "deal", "00v": "member"}
_TELLING: tuple[tuple[Kind, frozenset[str]], ...] = (
    ("member", frozenset({"campaign member status", "member status", "campaign member id", "campaign id", "mitgliedsstatus"})),
    ("deal", frozenset({"deal name", "deal stage", "opportunity name", "stage name", "opportunity owner", "deal owner", "deal title", "verkaufsphase", "lead title", "lead id", "lead owner", "is converted", "opportunity id", "deal id"})),
    ("product", frozenset({"sku", "product code", "unit price", "artikelnummer", "einzelpreis", "list price", "produktcode", "article number", "listenpreis"})),
    ("company", frozenset({"company domain name", "company owner", "account owner", "parent account", "parent id", "billing street", "number of employees", "parent company", "account site"})),
)  # fmt: skip
_PEOPLE = frozenset(
    {
        "first name",
        "last name",
        "vorname",
        "nachname",
        "family name",
        "given name",
        "full name",
        "email",
        "email address",
    }
)
_STAGES = frozenset({"stage", "phase", "deal stage", "stage name", "pipeline"})
_DERIVED = frozenset({"type", "grade", "last activity"})  # what our own tables show and nobody can set
_ACADEMIC = ("dr", "prof", "dipl", "mag", "ing", "mr", "mrs", "ms", "herr", "frau", "pd", "phd", "b.sc", "m.sc", "mba")


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of a table about records of `kind`, as `system` writes them. `unknown` are headings nobody understood."""

    kind: Kind
    system: str
    columns: tuple[Meaning | None, ...]
    habits: tuple[Habit, ...]
    unknown: tuple[str, ...]


def layout_of(table: Table, fields: Fields, *, about: Kind | None, mapped: Mapping[str, str]) -> Layout:
    """Raises RequestFault for a table of which nothing can be made, or a mapping that means nothing."""
    words = [spelled(heading) for heading in table.headings]
    kind = about or _own_kind(table, words) or _kind(table, words)
    columns = [meaning_of(heading, kind, fields) if heading else None for heading in table.headings]
    columns = _mapped(table, columns, kind, fields, mapped)
    if kind == "person":
        columns = _title_or_position(table, columns)
    if kind == "deal" and Meaning("person", "family_name") in columns:  # a lead's title is that of its person
        columns = [
            Meaning("person", "job_title") if word == "title" else column
            for word, column in zip(words, columns, strict=True)
        ]
    if not any(_names_something(column, kind) for column in columns):
        raise RequestFault(
            t(
                "The first line of {file} names no column that is known: use name, email, phone, company …",
                file=Verbatim(table.path.name),
            )
        )
    system = _system(table, words)
    left_out = {heading for heading, field in mapped.items() if field.strip() in ("", IGNORE)}
    unknown = tuple(
        heading
        for heading, column in zip(table.headings, columns, strict=True)
        if heading and column is None and heading not in left_out and not (system == OURS and heading in _DERIVED)
    )
    habits = (Habit("."),) * len(columns) if system == OURS else tuple(_habits(table))
    return Layout(kind, system, tuple(columns), habits, unknown)


def _own_kind(table: Table, words: list[str]) -> Kind | None:
    """What our own export says it holds."""
    if words[:2] != ["number", "type"] or not table.sample:
        return None
    named = table.sample[0][1].strip() if len(table.sample[0]) > 1 else ""
    return next((kind for kind in ("person", "company", "deal", "product") if kind == named), None)


def _kind(table: Table, words: list[str]) -> Kind:
    """What the table is about, as far as its headings tell; people if they tell nothing."""
    if found := _by_salesforce_id(table, words):
        return found
    prefixes = Counter(head.split(" - ")[0].strip().lower() for head in table.headings if " - " in head)
    for prefix, kind in (("deal", "deal"), ("lead", "deal"), ("person", "person"), ("organization", "company")):
        if prefixes[prefix] and prefixes[prefix] >= max(prefixes.values()) - 3:
            return kind  # type: ignore[return-value]
    there = set(words)
    for kind, telling in _TELLING:
        people = kind in ("company", "product") and there & _PEOPLE - {"email", "email address"}
        if there & telling and not people:
            return kind
    if there & _STAGES and there & {"amount", "value", "betrag", "wert", "name", "title", "deal"}:
        return "deal"
    if "price" in there or "preis" in there:
        return "product"
    lone = {"company name", "account name", "firma", "firmenname", "organization name", "unternehmen", "company"}
    return (
        "company" if there & lone and not there & (_PEOPLE | {"name"}) and "ansprechpartner" not in there else "person"
    )


def _by_salesforce_id(table: Table, words: list[str]) -> Kind | None:
    places = [
        place
        for place, word in enumerate(words)
        if word in ("id", "record id", "lead id", "contact id", "account id", "opportunity id")
    ]
    for place in sorted(places, key=lambda one: words[one] != "id"):
        for row in table.sample[:20]:
            cell = row[place].strip() if place < len(row) else ""
            if _is_salesforce(cell) and (words[place] == "id" or cell[:3] == "00Q"):
                return _SALESFORCE[cell[:3]]
    return None


def _is_salesforce(cell: str) -> bool:
    return len(cell) in (15, 18) and cell.isalnum() and cell[:3] in _SALESFORCE


def _system(table: Table, words: list[str]) -> str:
    there = set(words)
    if words[:1] == ["number"] and "created" in there:
        return OURS
    if any(_is_salesforce(cell.strip()) for row in table.sample[:20] for cell in row):
        return "salesforce"
    if any(
        head.split(" - ")[0].strip() in ("Person", "Deal", "Organization", "Lead")
        for head in table.headings
        if " - " in head
    ):
        return "pipedrive"
    if any(word.startswith(("record id", "associated company")) for word in there):
        return "hubspot"
    return "highrise" if "highrise id" in there else "file"


def _mapped(
    table: Table, columns: list[Meaning | None], kind: Kind, fields: Fields, mapped: Mapping[str, str]
) -> list[Meaning | None]:
    """What somebody said of columns goes before what their headings say."""
    headings = [fold(heading) for heading in table.headings]
    for heading, field in mapped.items():
        if fold(heading) not in headings:
            raise RequestFault(t("There is no column “{heading}”.", heading=Verbatim(heading)))
        meaning = named_field(field, kind, fields)
        if meaning is None and field.strip() not in ("", IGNORE):
            raise RequestFault(t("“{field}” is no field that a column can be mapped to.", field=Verbatim(field)))
        for place, head in enumerate(headings):
            if head == fold(heading):
                columns[place] = meaning
    return columns


def _title_or_position(table: Table, columns: list[Meaning | None]) -> list[Meaning | None]:
    """`Title` is the position at Salesforce and Highrise, and the academic one or `Mr` at Outlook: its cells tell."""
    place = next((n for n, column in enumerate(columns) if column == Meaning("person", "title")), None)
    if place is None or Meaning("person", "job_title") in columns:
        return columns
    cells = [row[place].strip().lower() for row in table.sample if place < len(row) and row[place].strip()]
    if cells and not all(cell.startswith(_ACADEMIC) for cell in cells):
        columns[place] = Meaning("person", "job_title")
    return columns


def _names_something(column: Meaning | None, kind: Kind) -> bool:
    if column is None:
        return False
    naming = {"name", "email", "family_name", "given_name", "phone", "key", "id", "domain"}
    return column.key in naming and column.record in (kind, "person", "company")


def _habits(table: Table) -> Iterator[Habit]:
    for place in range(len(table.headings)):
        yield habit_of(row[place] for row in table.sample if place < len(row) and row[place])


def defaults_of(said: Iterable[str], kind: Kind, fields: Fields) -> list[tuple[Meaning, str]]:
    """What `--set field=value` fills in where a row says nothing. Raises RequestFault."""
    found = []
    for one in said:
        name, sign, value = one.partition("=")
        meaning = named_field(name, kind, fields) if sign else None
        if meaning is None:
            raise RequestFault(t("“{words}” is no field with a value: write owner=anna.", words=Verbatim(one)))
        found.append((meaning, value.strip()))
    return found
