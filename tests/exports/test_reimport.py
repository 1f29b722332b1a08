"""What was exported and is read in again changes nothing; on another database it makes the same (rows J10, J11)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from crmbot.domain.people.contact_fields import Choice, custom_field, with_own
from crmbot.storage.store import Store
from tests.conftest import add_team
from tests.databases import SqliteDatabases, open_quickly
from tests.domain.test_undo import everything
from tests.exports.filled import fill
from tests.exports.writing import TABLES, exported, selection
from tests.imports.reading import load

FIELDS = with_own([custom_field("person", "shirt", {"en": "Shirt"}, "choice", [Choice("l", {"en": "L"})])])


@pytest.fixture
def filled(each_db: Store, tmp_path: Path) -> Store:
    fill(each_db, tmp_path)
    return each_db


@pytest.fixture
def other(sqlite_databases: SqliteDatabases, now: datetime) -> Iterator[Store]:
    store = open_quickly(sqlite_databases.fresh())
    add_team(store, now)
    yield store
    store.close()


def test_j10_tables_read_in_again_change_nothing(filled: Store, tmp_path: Path) -> None:
    before = everything(filled)
    for what in TABLES:
        text = exported(filled, "csv", what, selection(FIELDS))
        report = load(filled, tmp_path, text, fields=FIELDS)
        changed = [
            (row.line(), row.changes, row.kept, row.remarks)
            for row in report.rows
            if row.result != "unchanged" or row.kept
        ]
        assert (changed, report.unknown, report.skipped, report.change_set) == ([], (), [], None), what
    assert everything(filled) == before


@pytest.mark.parametrize("version", ["4.0", "3.0"])
def test_j11_cards_read_in_again_change_nothing(filled: Store, tmp_path: Path, version: Any) -> None:
    before = everything(filled)
    text = exported(filled, "vcf", None, selection(FIELDS), version=version)
    report = load(filled, tmp_path, text, name="a.vcf", fields=FIELDS)
    assert [(row.line(), row.changes, row.kept) for row in report.rows if row.result != "unchanged" or row.kept] == []
    assert everything(filled) == before


def test_j10_our_own_format_read_in_again_changes_nothing(filled: Store, tmp_path: Path) -> None:
    before = everything(filled)
    report = load(filled, tmp_path, exported(filled, "json", None, selection(FIELDS)), name="a.json", fields=FIELDS)
    assert [(row.line(), row.changes, row.kept) for row in report.rows if row.result != "unchanged" or row.kept] == []
    assert (everything(filled), report.skipped) == (before, [])


def bare(text: str) -> list[str]:
    """The records without their numbers and what only says where they were read."""
    records = []
    for record in json.loads(text)["records"]:
        for points in ("emails", "phones", "addresses"):
            for row in record.get(points, ()):
                row.pop("source", None)
        record["outside_ids"] = [one for one in record.pop("outside_ids", ()) if one["system"] != "crmbot"]
        for entry in record.get("stages", ()):
            entry.pop("actor", None)
        records.append(re.sub(r'"number": \d+', '"number": 0', json.dumps(record, sort_keys=True)))
    return sorted(records)


@pytest.mark.parametrize("at_once", [7, 500])
def test_our_own_format_makes_the_same_records_on_another_database(
    filled: Store, other: Store, tmp_path: Path, at_once: int
) -> None:
    text = exported(filled, "json", None, selection(FIELDS))
    report = load(other, tmp_path, text, name="a.json", fields=FIELDS, at_once=at_once)
    assert report.skipped == []
    assert bare(exported(other, "json", None, selection(FIELDS))) == bare(text)
    again = load(other, tmp_path, text, name="a.json", fields=FIELDS, at_once=at_once)
    assert (again.counts["created"], again.change_set) == (0, None)


def test_tables_and_cards_make_the_same_people_on_another_database(filled: Store, other: Store, tmp_path: Path) -> None:
    for what in TABLES:
        load(other, tmp_path, exported(filled, "csv", what, selection(FIELDS)), fields=FIELDS)
    again = [load(other, tmp_path, exported(filled, "csv", what, selection(FIELDS)), fields=FIELDS) for what in TABLES]
    assert [one.counts["created"] for one in again] == [0, 0, 0, 0]
    cards = load(other, tmp_path, exported(filled, "vcf", None, selection(FIELDS)), name="a.vcf", fields=FIELDS)
    assert cards.counts["created"] == 0


def test_an_export_is_the_same_every_time_and_in_the_order_of_numbers(filled: Store) -> None:
    assert exported(filled, "json") == exported(filled, "json")
    numbers = [record["number"] for record in json.loads(exported(filled, "json", ("contacts",)))["records"]]
    assert numbers == sorted(numbers)
    assert numbers
