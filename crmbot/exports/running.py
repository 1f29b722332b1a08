"""One export from its first record to its last, as a stream: what was written is let go of."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO, Literal, TypeAlias

from sqlalchemy.orm import Session

from crmbot.domain.members.guard import guard
from crmbot.domain.members.rights import EVERYTHING
from crmbot.exports.cards import card_of, cards_around
from crmbot.exports.complete import FORMAT_VERSION, records_of
from crmbot.exports.selecting import ORDER, Selection, What, conditions, count, pages
from crmbot.exports.tables import cell, columns_of, rows_of
from crmbot.storage.store import Store

Format: TypeAlias = Literal["csv", "json", "vcf"]
Progress: TypeAlias = Callable[[int], None]


@contextmanager
def reading(store: Store, wanted: Selection) -> Iterator[Session]:
    """A session that shows what may be read."""
    with store.read() as session:
        if wanted.access is not EVERYTHING:
            guard(session, wanted.access)
        yield session


def size_of(session: Session, kinds: tuple[What, ...], wanted: Selection) -> int:
    """How many records will come."""
    return sum(count(session, what, conditions(session, what, wanted)) for what in kinds)


def write_csv(
    session: Session, out: IO[str], what: What, wanted: Selection, progress: Progress = lambda _: None
) -> int:
    """A table with a heading line (RFC 4180); returns how many rows."""
    columns, written = columns_of(what, wanted.fields), 0
    writer = csv.writer(out)
    writer.writerow(columns)
    for page in pages(session, what, conditions(session, what, wanted)):
        for row in rows_of(session, what, page, wanted.fields):
            writer.writerow([cell(row.get(column)) for column in columns])
        written += len(page)
        progress(written)
    return written


def write_json(
    session: Session, out: IO[str], kinds: tuple[What, ...], wanted: Selection, progress: Progress = lambda _: None
) -> int:
    """One JSON object with a record on each line, so that it can be read line by line; returns how many records."""
    head = {"format": "crmbot", "version": FORMAT_VERSION}
    out.write(json.dumps(head)[:-1] + ', "records": [')
    written = 0
    for what in (one for one in ORDER if one in kinds):
        for page in pages(session, what, conditions(session, what, wanted)):
            for record in records_of(session, what, page):
                out.write((",\n" if written else "\n") + json.dumps(record, ensure_ascii=False, sort_keys=True))
                written += 1
            progress(written)
    out.write("\n]}\n")
    return written


def write_vcf(
    session: Session, out: IO[str], kinds: tuple[What, ...], wanted: Selection, progress: Progress = lambda _: None,
    *, version: Literal["3.0", "4.0"] = "4.0",
) -> int:  # fmt: skip
    """A card for each person and company (RFC 6350, RFC 2426); returns how many."""
    written = 0
    for what in (one for one in ("companies", "contacts") if one in kinds):
        for page in pages(session, what, conditions(session, what, wanted)):
            around = cards_around(session, page, notes=wanted.notes)
            for record in page:
                out.write(card_of(record, around, wanted.fields, version=version))
            written += len(page)
            progress(written)
    return written
