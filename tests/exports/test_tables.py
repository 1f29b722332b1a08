"""What comes out: by filter, by right, and harmless in a spreadsheet (row J10)."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from crmbot.assistant.vocabulary import filter_words
from crmbot.domain.deals.deals import open_lead
from crmbot.domain.deals.roles import STANDING
from crmbot.domain.members.access import access_of
from crmbot.domain.members.members import require_member
from crmbot.domain.people.contact_fields import custom_field, with_own
from crmbot.domain.process import builtin_process
from crmbot.domain.records import Deal, Person
from crmbot.exports.selecting import Selection
from crmbot.formulas import FORMULA, bared, defused
from crmbot.parsing.chat.filters import read_filters
from crmbot.storage.store import Store
from tests.exports.filled import fill
from tests.exports.writing import exported, rows, selection
from tests.imports.reading import NOW


@pytest.fixture
def filled(db: Store, tmp_path: Path) -> Store:
    fill(db, tmp_path)
    return db


def wanted(store: Store, said: str = "", member: str | None = None, **more: Any) -> Selection:
    with store.read() as session:
        process = builtin_process()
        words = filter_words(session, process)
        known = replace(words, roles=(*words.roles, *STANDING))
        filters = read_filters(said, now=NOW, vocabulary=known)[0] if said else None
        if member is None:
            return selection(filters=filters, **more)
        who = require_member(session, member)
        return selection(filters=filters, access=access_of(session, who), me=member, **more)


@pytest.mark.parametrize("what", ["contacts", "companies", "deals", "activities", "products", "offers", "followups"])
def test_no_cell_begins_like_a_formula(filled: Store, what: str) -> None:
    found = rows(exported(filled, "csv", what))
    assert found
    assert [cell for row in found for cell in row.values() if cell.startswith(FORMULA)] == []


@given(st.text(max_size=30))
def test_the_mark_against_formulas_is_taken_away_again(text: str) -> None:
    assert bared(defused(text)) == text or text.startswith("'")
    assert bared(defused(defused(text))) == defused(text)
    assert not defused(text).startswith(FORMULA)


@pytest.mark.parametrize(("said", "names"), [
    ("", {"Presse", "Ersatzteile", "Wartung", "Halle 7", "Halle 8", "Werkhalle Süd"}),
    ("owner:anna stage:offer", {"Halle 7", "Werkhalle Süd"}),
    (">100k", {"Presse", "Halle 7"}),
    ("won", {"Ersatzteile", "Halle 8"}),
])  # fmt: skip
def test_j10_deals_by_the_filters_of_the_chat(filled: Store, said: str, names: set[str]) -> None:
    assert {row["name"] for row in rows(exported(filled, "csv", "deals", wanted(filled, said)))} >= names
    if said != "won":
        assert {row["name"] for row in rows(exported(filled, "csv", "deals", wanted(filled, said)))} == names


@pytest.mark.parametrize(("said", "names"), [
    ("tag:VIP", {"Paul Maria Pohl"}),
    ("Pohl", {"Paul Maria Pohl"}),
    ("partner", {"Klaus Huber"}),
    ("stage:offer", {"Klaus Huber", "Karl Kran"}),
])  # fmt: skip
def test_j10_contacts_by_tag_word_role_and_by_their_deals(filled: Store, said: str, names: set[str]) -> None:
    assert {row["name"] for row in rows(exported(filled, "csv", "contacts", wanted(filled, said)))} == names


def give(store: Store, rights: str, permissions: dict[str, str] | None = None) -> None:
    with store.write(NOW) as work:
        ben = require_member(work.session, "ben")
        ben.rights, ben.permissions = rights, permissions


def test_j10_a_member_takes_out_what_his_right_reaches(filled: Store) -> None:
    give(filled, "own")
    with filled.read() as session:
        mine = set(session.scalars(select(Deal.name).where(Deal.owner == "ben")))
    assert (
        {row["name"] for row in rows(exported(filled, "csv", "deals", wanted(filled, member="ben")))}
        == mine
        == {"Halle 8"}
    )
    assert {row["name"] for row in rows(exported(filled, "csv", "contacts", wanted(filled, member="ben")))} == {
        "Karl Kran"
    }
    everything = json.loads(exported(filled, "json", None, wanted(filled, member="ben")))["records"]
    assert {record["type"] for record in everything} == {"product", "company", "person", "deal"}


def test_j10_who_may_read_all_and_export_his_own_gets_his_own(filled: Store) -> None:
    give(filled, "custom", {"read": "all", "export": "own"})
    assert {row["name"] for row in rows(exported(filled, "csv", "deals", wanted(filled, member="ben")))} == {"Halle 8"}
    assert rows(exported(filled, "csv", "offers", wanted(filled, member="ben"))) == []


def test_a_protected_contact_comes_out_for_nobody_else(filled: Store) -> None:
    with filled.write(NOW) as work:
        klaus = work.session.scalars(select(Person).where(Person.family_name == "Huber")).one()
        klaus.protected, klaus.owner = True, "clara"
    text = exported(filled, "json", None, wanted(filled, member="anna"))
    assert "Huber" not in text
    assert "Huber" in exported(filled, "json", None, wanted(filled, member="clara"))


def test_private_tags_stay_private(filled: Store) -> None:
    assert "secret" not in exported(filled, "json") + exported(filled, "csv") + exported(filled, "vcf")


def test_b9_own_fields_have_columns(filled: Store) -> None:
    fields = with_own([custom_field("person", "shirt", {"en": "Shirt size"}, "text")])
    found = rows(exported(filled, "csv", "contacts", selection(fields)))
    assert {row["name"]: row["shirt"] for row in found}["Klaus Huber"] == "l"


def test_more_records_than_a_page_holds(db: Store) -> None:
    with db.write(NOW) as work:
        for number in range(1_203):
            open_lead(work, builtin_process(), name=f"Deal {number}", owner="anna")
    found = rows(exported(db, "csv", "deals"))
    assert [row["name"] for row in found] == [f"Deal {number}" for number in range(1_203)]
