"""What an import did or would do, row by row; rows are counted from 2, the heading is 1."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

Result: TypeAlias = Literal["created", "updated", "unchanged", "duplicate", "skipped"]
MOST_SHOWN = 1_000  # rows that are told of one by one; of all the others only how many
_SHOWN_TO_PEOPLE = 20


@dataclass(slots=True)
class Outcome:
    """What became of one row. `changes` are (field, before, after), `of` names the record or row it repeats."""

    row: int
    result: Result
    kind: str
    name: str
    number: int | None = None
    changes: list[tuple[str, Any, Any]] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    of: str = ""

    def as_json(self) -> dict[str, Any]:
        """For programs."""
        values = {
            "row": self.row, "result": self.result, "type": self.kind, "name": self.name, "number": self.number,
            "changes": [{"field": key, "old": _plain(old), "new": _plain(new)} for key, old, new in self.changes],
            "kept": self.kept, "remarks": self.remarks, "of": self.of,
        }  # fmt: skip
        return {name: value for name, value in values.items() if value not in ([], "", None)}

    def line(self) -> str:
        """For people."""
        what = f"row {self.row}: {self.result} {self.kind} {self.name}".rstrip()
        if self.of:
            what += f", same as {self.of}"
        changed = "; ".join(f"{key}: {_shown(old)} -> {_shown(new)}" for key, old, new in self.changes[:8])
        return (
            f"{what}{': ' if changed and self.result == 'updated' else ''}{changed if self.result == 'updated' else ''}"
        )


@dataclass
class Report:
    """The whole of it. `also` counts records that came along with the rows, `stages` what foreign stages became."""

    counts: Counter[str] = field(default_factory=Counter)
    also: Counter[str] = field(default_factory=Counter)
    rows: list[Outcome] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    more_skipped: int = 0
    unknown: tuple[str, ...] = ()
    stages: dict[str, str] = field(default_factory=dict)
    unmapped: Counter[str] = field(default_factory=Counter)
    owners: Counter[str] = field(default_factory=Counter)
    change_set: int | None = None
    what: str = "person"
    system: str = ""

    def add(self, outcome: Outcome) -> None:
        """One row more."""
        self.counts[outcome.result] += 1
        if len(self.rows) < MOST_SHOWN and (outcome.result != "unchanged" or len(self.rows) < _SHOWN_TO_PEOPLE):
            self.rows.append(outcome)
        if outcome.result == "skipped":
            self.remark(outcome.row, "; ".join(outcome.remarks))
        else:
            for remark in outcome.remarks:
                self.remark(outcome.row, remark)

    def remark(self, row: int, words: str) -> None:
        """What could not be taken, with its row."""
        if len(self.skipped) < MOST_SHOWN:
            self.skipped.append(f"row {row}: {words}")
        else:
            self.more_skipped += 1

    @property
    def known(self) -> int:
        """Rows that told of records which were there, or stood in the file before."""
        return self.counts["updated"] + self.counts["unchanged"] + self.counts["duplicate"]

    def as_json(self, *, dry_run: bool) -> dict[str, Any]:
        """For programs."""
        return {
            "dry_run": dry_run, "what": self.what, "system": self.system, "created": self.counts["created"],
            "updated": self.counts["updated"], "unchanged": self.counts["unchanged"],
            "duplicates": self.counts["duplicate"], "completed": self.known, "also_created": dict(self.also),
            "skipped": self.skipped, "more_skipped": self.more_skipped, "unknown_columns": list(self.unknown),
            "stages": self.stages, "unmapped_stages": dict(self.unmapped), "unknown_owners": dict(self.owners),
            "rows": [outcome.as_json() for outcome in self.rows], "change": self.change_set,
        }  # fmt: skip

    def lines(self, *, dry_run: bool) -> Iterator[str]:
        """For people."""
        would = "would be " if dry_run else ""
        yield f"{self.counts['created']} {would}created, {self.counts['updated']} {would}completed, {self.counts['unchanged']} known and complete, {self.counts['duplicate']} twice in the file or known, {self.counts['skipped']} skipped"
        if self.also:
            yield f"besides {would}created: {_counted(self.also)}"
        if dry_run:
            yield from (f"  {outcome.line()}" for outcome in self.rows[:_SHOWN_TO_PEOPLE])
        if self.unknown:
            yield f"columns not used: {', '.join(self.unknown)}"
        if self.stages:
            yield f"stages: {', '.join(f'{theirs} -> {ours}' for theirs, ours in sorted(self.stages.items()))}"
        if self.unmapped:
            yield f"stages that nobody here knows, taken for the nearest: {_counted(self.unmapped)}"
        if self.owners:
            yield f"owners who are no members: {_counted(self.owners)}"
        yield from self.skipped
        if self.more_skipped:
            yield f"and {self.more_skipped} more remarks"
        if self.change_set is not None and not dry_run:
            yield f"take it back with: undo {self.change_set}"


def _counted(words: Counter[str]) -> str:
    return ", ".join(f"{word} ({count})" for word, count in words.most_common(20))


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, (str, int, float, bool)) else str(value)


def _shown(value: Any) -> str:
    return "–" if value is None or value == "" else str(value)[:60]


def in_words(names: Iterable[str]) -> str:
    """A few names in one line."""
    return ", ".join(list(names)[:10])
