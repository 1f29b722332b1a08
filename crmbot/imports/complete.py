"""Our own complete format, read record by record: what `crmbot export --format json` wrote."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from crmbot.domain.people.contact_fields import POINTS, ContactField, FieldRecord
from crmbot.domain.people.contact_points import Postal
from crmbot.errors import RequestFault
from crmbot.imports.entries import OURS, Entry, Kind, OutsideKey, Source
from crmbot.imports.fitting import MOST, fitting
from crmbot.imports.values import Reading, Sum
from crmbot.shapes import Verbatim, t

_KINDS: tuple[Kind, ...] = ("product", "company", "person", "deal", "activity", "offer", "followup")
_LARGEST = 200_000_000  # bytes of a file that is not written line by line
_DEAL_TEXTS = ("stage", "currency", "lost_reason")


def open_complete(path: str, reading: Reading) -> Source:
    """A file of our own. Raises RequestFault for another one."""
    file = Path(path)
    with file.open("r", encoding="utf-8-sig", errors="replace") as stream:
        start = stream.read(300)
    if '"crmbot"' not in start:
        raise RequestFault(t("{file} is no export of crmbot.", file=Verbatim(file.name)))
    return Source("person", OURS, file.stat().st_size, lambda tell: _entries(file, reading, tell))


def _entries(file: Path, reading: Reading, tell: Callable[[int], None]) -> Iterator[Entry]:
    read = 0
    for number, record, size in _records(file):
        read += size
        tell(read)
        if isinstance(record, dict) and record.get("type") in _KINDS:
            yield entry_of(number, fitting(record), reading)


def _records(file: Path) -> Iterator[tuple[int, Any, int]]:
    """Line by line as it was written; a file that somebody's editor has rearranged is read as a whole."""
    with file.open("r", encoding="utf-8-sig", errors="replace") as stream:
        first = stream.readline()
        if not first.rstrip().endswith("["):
            yield from _whole(file)
            return
        for number, line in enumerate(stream, 2):
            bare = line.strip().rstrip(",")
            if bare.startswith("{"):
                yield number, _loaded(file, bare), len(line)


def _whole(file: Path) -> Iterator[tuple[int, Any, int]]:
    if file.stat().st_size > _LARGEST:
        raise RequestFault(t("{file} is too large to be read as one piece.", file=Verbatim(file.name)))
    data = _loaded(file, file.read_text("utf-8-sig", "replace"))
    for number, record in enumerate(data.get("records", []) if isinstance(data, dict) else [], 2):
        yield number, record, 0


def _loaded(file: Path, text: str) -> Any:
    try:
        return json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        raise RequestFault(
            t("{file} cannot be read as JSON: {error}", file=Verbatim(file.name), error=str(error)[:200])
        ) from error


def entry_of(number: int, record: dict[str, Any], reading: Reading) -> Entry:
    """What one record says."""
    kind: Kind = record["type"]
    entry = reference(kind, record) or Entry(kind)
    entry.row, entry.extra["system"], entry.extra["record"] = number, OURS, record
    entry.tags = [str(tag) for tag in record.get("tags", ())]
    entry.extra["keys"] = [
        OutsideKey(str(one["system"]), str(one["kind"]), str(one["id"]))
        for one in record.get("outside_ids", ())
        if isinstance(one, dict)
    ]
    if kind in ("person", "company"):
        _contact(entry, record, reading)
    elif kind == "deal":
        _deal(entry, record, reading)
    elif kind == "product":
        entry.values = {key: record.get(key) for key in ("name", "currency", "unit", "process", "active")}
        entry.values |= {"key": record.get("code") or record.get("key"), "price": _decimal(record.get("price"))}
    entry.company, entry.person = _party("company", record), _party("person", record)
    entry.extra["references"] = list(_references(record))
    return entry


def _references(record: dict[str, Any]) -> Iterator[Entry]:
    """The other records that it names, to be looked up with it."""
    about = record.get("about")
    rows = [("deal", record.get("deal")), *(("person", one) for one in record.get("people", ()))]
    rows += [("person", row.get("person")) for row in record.get("stakeholders", ()) if isinstance(row, dict)]
    if isinstance(about, dict) and about.get("type") in _KINDS:
        rows.append((str(about["type"]), about))
    for kind, said in rows:
        if (found := reference(kind, said)) is not None:  # type: ignore[arg-type]
            yield found


def reference(kind: Kind, said: Any) -> Entry | None:
    """The record that a reference means, here or where it was written."""
    number = said.get("number") if isinstance(said, dict) else None
    if not isinstance(number, int) or not 0 < number < MOST:
        return None
    created = moment(said.get("created_at"))
    stamp = created.isoformat() if created else ""
    key = OutsideKey(OURS, kind, f"{number}@{stamp}"[:100])
    values = {"name": str(said["name"])} if said.get("name") else {}
    return Entry(kind, values=values, key=key, number=number, created=created)


def _party(kind: Kind, record: dict[str, Any]) -> Entry | None:
    return reference(kind, record.get(kind))


def _contact(entry: Entry, record: dict[str, Any], reading: Reading) -> None:
    _fields(entry, record, reading)
    entry.emails = [str(one["email"]).lower() for one in _primary_first(record.get("emails"))]
    entry.phones = [(str(one["number"]), str(one.get("kind", "work"))) for one in _primary_first(record.get("phones"))]
    entry.addresses = [
        Postal(
            str(one.get("text", "")),
            one.get("street"),
            one.get("postcode"),
            one.get("city"),
            one.get("country"),
            str(one.get("kind", "work")),
        )
        for one in _primary_first(record.get("addresses"))
    ]
    entry.domains = [str(one) for one in record.get("domains", ())]
    for key in ("standing_roles", "protected", "value_sources"):
        if record.get(key):
            entry.extra[key] = record[key]
    parent = reference("company", record.get("parent"))
    if parent is not None:
        entry.extra["parent_key"], entry.extra["numbers"] = parent.key, [parent.number]


def _primary_first(rows: Any) -> list[dict[str, Any]]:
    held = [row for row in rows or () if isinstance(row, dict)]
    return sorted(held, key=lambda row: not row.get("primary"))


def _deal(entry: Entry, record: dict[str, Any], reading: Reading) -> None:
    _fields(entry, record, reading)
    entry.values |= {key: record[key] for key in _DEAL_TEXTS if record.get(key)}
    entry.values |= {"status": record.get("state"), "pipeline": record.get("process")}
    for key in ("stage_since", "closed_at"):
        if (at := moment(record.get(key))) is not None:
            entry.values[key] = at
    entry.extra["stages"] = [
        (str(row["stage"]), str(row.get("process", "sales")), _version(row.get("version")), moment(row.get("at")))
        for row in record.get("stages", ())
        if isinstance(row, dict) and moment(row.get("at")) is not None
    ]
    entry.extra["product_keys"] = [str(row["product"]) for row in record.get("products", ()) if isinstance(row, dict)]


def _version(stored: Any) -> int:
    return stored if isinstance(stored, int) and 0 < stored < MOST else 1


def _fields(entry: Entry, record: dict[str, Any], reading: Reading) -> None:
    kind: FieldRecord = entry.kind  # type: ignore[assignment]
    custom = record.get("custom") or {}
    for field in reading.fields.of(kind):
        stored = custom.get(field.key) if field.custom else record.get(field.column or field.key)
        if stored is None or field.kind in POINTS or field.kind == "company":
            continue
        if field.kind == "member":
            entry.extra["owners"] = [str(stored)]
        else:
            entry.values[field.key] = _typed(field, stored)
    known = {field.key for field in reading.fields.of(kind) if field.custom}
    entry.extra["custom"] = {key: value for key, value in custom.items() if key not in known}


def _typed(field: ContactField, stored: Any) -> Any:
    try:
        if field.kind == "date" and not field.custom:
            return date.fromisoformat(str(stored))
        if field.kind == "money":
            return Sum(Decimal(str(stored)))
    except (ValueError, InvalidOperation):
        return None
    return stored


def _decimal(stored: Any) -> Decimal | None:
    try:
        return None if stored is None else Decimal(str(stored))
    except InvalidOperation:
        return None


def moment(stored: Any) -> datetime | None:
    """A moment as it was written; None for what is none."""
    try:
        found = datetime.fromisoformat(stored) if isinstance(stored, str) else None
    except ValueError:
        return None
    return found if found is not None and found.tzinfo is not None else None
