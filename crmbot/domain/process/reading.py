"""From the administrator's TOML text to a process, or to all its faults at once."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Mapping
from typing import Any, get_args

from crmbot.domain.process.model import FieldKind, FieldSpec, Names, Process, Stage, State
from crmbot.domain.process.stage_reading import read_stage, read_suggestions
from crmbot.domain.process.table import Table
from crmbot.domain.process.tables import OTHER_TABLES
from crmbot.errors import ProcessFault

LEADING = "sales"  # the process of a text that names none
_MOST_BYTES = 200_000  # of a process text
_HEADER = re.compile(r"^[ \t]*\[\[[ \t]*stages[ \t]*\]\]", re.MULTILINE)


def read_process(text: str, *, origin: str, bare: str = LEADING) -> Process:
    """Read a process text; `origin` names it in faults. Raises ProcessFault with a line for each fault.

    The stages of the process called `bare` are kept under their own keys, those of any other under `process.stage`.
    """
    data = _parsed(text, origin)
    faults: list[str] = []
    table = Table(data, origin, faults)
    name = table.take("name")
    key = table.key() if "key" in data else _key_of(table, name)
    table.whole("version", 0, 10**9)  # for the reader of the file; crmbot counts accepted versions itself
    prefix = "" if key == bare else f"{key}."
    fields = _fields(table)
    rows = _stage_rows(table, data, text, origin)
    stages = tuple(read_stage(row, key, prefix, [spec.key for spec in fields]) for row in rows)
    faults += _faults_of_all(stages, prefix, origin)
    process = Process(
        key=key, version=1, stages=stages, names=_title(table, name), teams=table.words("teams"),
        departments=_named(table, "departments"), roles=_named(table, "roles"),
        suggestions=read_suggestions(table), fields=fields, default=table.flag("default"), text=text, data=data,
    )  # fmt: skip
    for other, check in OTHER_TABLES.items():
        if (value := table.take(other)) is not None:
            faults += check(value, f"{origin}: {other}")
    table.close()
    if faults:
        raise ProcessFault(faults)
    return process


def _stage_rows(table: Table, data: Mapping[str, Any], text: str, origin: str) -> list[Table]:
    """The tables of the stages, each with the line at which its faults are told."""
    rows = table.tables("stages", "stage")
    if not rows:
        table.fault("no [[stages]]: write at least an open, a won and a lost one")
    lines = [text.count("\n", 0, found.start()) + 1 for found in _HEADER.finditer(text)]
    for place, row in enumerate(rows):
        row.place = _stage_place(origin, place, data["stages"][place], lines)
    return rows


def fingerprint(text: str) -> str:
    """The SHA-256 of a process text, line ends aside."""
    return hashlib.sha256(text.replace("\r\n", "\n").encode()).hexdigest()


def _parsed(text: str, origin: str) -> dict[str, Any]:
    if len(text) > _MOST_BYTES:
        raise ProcessFault([f"{origin}: longer than {_MOST_BYTES} characters: that is no process"])
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        raise ProcessFault([f"{origin}: {error}"]) from error


def _key_of(table: Table, name: Any) -> str:
    """Without a key the name is it, where it is one word; a file that says neither is about sales."""
    if isinstance(name, str) and name.isidentifier():
        return table.key("name").lower()
    if name is not None:
        table.fault('key is missing; write one word under which the process is known, for example key = "sales"')
    return LEADING


def _title(table: Table, name: Any) -> Names:
    return table.names("name") if name is not None else {}


def _named(table: Table, name: str) -> Mapping[str, Names]:
    value = table.take(name)
    if value is None:
        return {}
    inner = Table(value, f"{table.place}: {name}", table.faults)
    return {key: inner.names(key, needed=True) for key in (value if isinstance(value, dict) else ())}


def _fields(table: Table) -> tuple[FieldSpec, ...]:
    found = []
    for row in table.tables("fields", "field"):
        kind = row.one_of("kind", get_args(FieldKind), "text")
        choices = row.words("choices")
        if (kind == "choice") != bool(choices):
            row.fault('choices belong to kind = "choice", and it needs them; write choices = ["…", "…"]')
        found.append(FieldSpec(row.key(), row.names("name"), kind, choices))  # type: ignore[arg-type]
        row.close()
    return tuple(found)


def _stage_place(origin: str, place: int, row: Any, lines: list[int]) -> str:
    key = row.get("key") if isinstance(row, dict) else None
    named = f" {key!r}" if isinstance(key, str) else ""
    line = f" (line {lines[place]})" if place < len(lines) else ""
    return f"{origin}: stage {place + 1}{named}{line}"


def _faults_of_all(stages: tuple[Stage, ...], prefix: str, origin: str) -> list[str]:
    if not stages:
        return []
    keys = [stage.key.removeprefix(prefix) for stage in stages]
    faults = [f"{origin}: stage key {key!r} stands twice" for key in sorted(set(keys)) if keys.count(key) > 1]
    for state in get_args(State):
        if not any(stage.state == state for stage in stages):
            faults.append(f'{origin}: no stage with state {state!r}; write state = "{state}" at one')
    if stages[0].state != "open":
        faults.append(f"{origin}: the first stage must be open: new deals begin there")
    known = {stage.key for stage in stages}
    for stage in stages:
        for move in stage.moves:
            if move not in known:
                faults.append(
                    f"{origin}: stage {stage.short_key!r}: moves names {move.removeprefix(prefix)!r}, which is no stage here; "
                    f"known are {', '.join(keys)}"
                )
    return faults
