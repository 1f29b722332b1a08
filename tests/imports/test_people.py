"""Known people are completed and never doubled; modes, defaults, mapping, preview, and one undo for all (row J9)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from crmbot.domain.changes.undo import undo
from crmbot.domain.people.contact_fields import Choice, Fields, custom_field, with_own
from crmbot.domain.people.contacts import ContactFacts, add_person
from crmbot.domain.people.field_values import write_value
from crmbot.domain.people.value_sources import by_member, offered
from crmbot.domain.records import ChangeSet, Person
from crmbot.errors import RequestFault
from crmbot.storage.store import Store
from tests.domain.test_undo import everything
from tests.imports.looking import companies, persons, tags, texts
from tests.imports.reading import NOW, load

ROWS = "Name,Email,Phone,Company,Job title\nEva Lang,eva@lang.example,0711 5553322,Lang GmbH,Buyer\nTom Weiss,,0731 445566,Weiss KG,\n"


def julia(store: Store, **facts: Any) -> None:
    with store.write(NOW, actor="anna", channel="say", action="test") as work:
        add_person(
            work,
            ContactFacts(
                name="Julia Brandt",
                email="j.brandt@nord.example",
                company="Nord GmbH",
                sources={"name": "header"},
                **facts,
            ),
        )


def test_a_known_person_is_completed_and_not_doubled(each_db: Store, tmp_path: Path) -> None:
    julia(each_db)
    rows = "Name,Email,Phone,Job title,Company\nBrandt Julia,J.Brandt@nord.example,040 3344120,Buyer,Nord\nJulia Brandt,,040 3344120,,Nord GmbH\n"
    report = load(each_db, tmp_path, rows)
    (person,) = persons(each_db)
    assert (person.job_title, [row.number for row in person.phones]) == ("Buyer", ["+49403344120"])
    assert [(row.result, row.of) for row in report.rows] == [("updated", ""), ("duplicate", "row 2")]
    assert len(companies(each_db)) == 1


def test_what_was_entered_by_hand_is_kept_and_the_other_value_offered(db: Store, tmp_path: Path) -> None:
    julia(db)
    with db.write(NOW, actor="anna") as work:
        person = work.session.scalars(select(Person)).one()
        field = next(one for one in Fields().of("person") if one.key == "job_title")
        write_value(person, field, "Head of Purchasing", by_member("anna", NOW))
    rows = "Name,Email,Job title\nJulia Brandt,j.brandt@nord.example,Intern\n"
    report = load(db, tmp_path, rows)
    (person,) = persons(db)
    assert (person.job_title, report.rows[0].kept) == ("Head of Purchasing", ["job_title"])
    assert [(one.field, one.value) for one in offered(person)] == [("job_title", "Intern")]
    assert load(db, tmp_path, rows, overwrite=True).rows[0].changes == [("job_title", "Head of Purchasing", "Intern")]


def test_a_later_list_corrects_an_earlier_one(db: Store, tmp_path: Path) -> None:
    load(db, tmp_path, ROWS)
    report = load(db, tmp_path, ROWS.replace("Buyer", "Head of Buying"))
    assert [row.changes for row in report.rows if row.result == "updated"] == [
        [("job_title", "Buyer", "Head of Buying")]
    ]


@pytest.mark.parametrize(("mode", "results", "names"), [
    ("create", ["duplicate", "created"], ["Eva Lang", "Uwe Neu"]),
    ("update", ["updated", "skipped"], ["Eva Lang"]),
    ("both", ["updated", "created"], ["Eva Lang", "Uwe Neu"]),
])  # fmt: skip
def test_j9_modes_create_only_update_only_or_both(
    db: Store, tmp_path: Path, mode: str, results: list[str], names: list[str]
) -> None:
    load(db, tmp_path, "Name,Email\nEva Lang,eva@lang.example\n")
    report = load(
        db, tmp_path, "Name,Email,Job title\nEva Lang,eva@lang.example,Buyer\nUwe Neu,uwe@neu.example,\n", mode=mode
    )
    assert [row.result for row in report.rows] == results
    assert [one.name for one in persons(db)] == names
    assert (persons(db)[0].job_title is None) == (mode == "create")


@pytest.mark.parametrize("at_once", [1, 2, 500])
def test_j9_a_dry_run_tells_what_the_import_does_and_writes_nothing(db: Store, tmp_path: Path, at_once: int) -> None:
    julia(db)
    rows = (
        ROWS
        + "Julia Brandt,j.brandt@nord.example,040 3344120,,\nEva Lang,eva@lang.example,,,\nTom Weiss,,0731 445566,Weiss KG,\n,,,Lang GmbH,\n,,,,\n"
    )
    before = everything(db)
    dry = load(db, tmp_path, rows, dry_run=True, at_once=at_once)
    assert everything(db) == before
    real = load(db, tmp_path, rows, at_once=at_once)
    told = [(row.row, row.result, row.name, row.of) for row in dry.rows]
    assert told == [(row.row, row.result, row.name, row.of if row.result == "duplicate" else "") for row in real.rows]
    assert (dry.also, dry.counts) == (real.also, real.counts)


@pytest.mark.parametrize("at_once", [2, 500])
def test_j9_one_undo_takes_all_of_it_back_though_it_was_written_in_parts(
    each_db: Store, tmp_path: Path, at_once: int
) -> None:
    julia(each_db)
    before = everything(each_db)
    rows = (
        ROWS + "Julia Brandt,j.brandt@nord.example,040 3344120,Nord GmbH,Buyer\nIda Fünf,ida@lang.example,,Lang GmbH,\n"
    )
    report = load(each_db, tmp_path, rows, at_once=at_once, actor="anna")
    assert everything(each_db) != before
    with each_db.write(NOW, actor="anna") as work:
        undo(work, report.change_set or 0)
    assert everything(each_db) == before
    assert load(each_db, tmp_path, rows).counts["created"] == 3


def test_an_interrupted_import_is_taken_up_again_by_repeating_it(db: Store, tmp_path: Path) -> None:
    half = "\n".join(ROWS.splitlines()[:2]) + "\n"
    load(db, tmp_path, half, at_once=1)
    report = load(db, tmp_path, ROWS, at_once=1)
    assert [row.result for row in report.rows] == ["unchanged", "created"]


def test_all_parts_are_of_one_group(db: Store, tmp_path: Path) -> None:
    report = load(db, tmp_path, ROWS, at_once=1)
    with db.read() as session:
        sets = session.scalars(select(ChangeSet).where(ChangeSet.action == "import")).all()
    assert {one.group_id for one in sets} == {report.change_set}
    assert len(sets) == 2


def test_columns_are_mapped_and_left_out_by_hand(db: Store, tmp_path: Path) -> None:
    rows = "Who,Where,What they do,Secret\nEva Lang,Lang GmbH,Buyer,x\n"
    mapped = {"Who": "name", "Where": "company", "What they do": "job_title", "Secret": "-"}
    report = load(db, tmp_path, rows, mapped=mapped)
    (person,) = persons(db)
    assert (person.name, person.job_title, person.company and person.company.name) == ("Eva Lang", "Buyer", "Lang GmbH")
    assert report.unknown == ()


@pytest.mark.parametrize("mapped", [{"Nobody": "name"}, {"Name": "shoe size"}])
def test_a_mapping_that_means_nothing_is_refused(db: Store, tmp_path: Path, mapped: dict[str, str]) -> None:
    with pytest.raises(RequestFault):
        load(db, tmp_path, ROWS, mapped=mapped)


def test_defaults_fill_what_a_row_does_not_say(db: Store, tmp_path: Path) -> None:
    rows = "Name,Email,Source\nEva Lang,eva@lang.example,\nTom Weiss,tom@weiss.example,Referral\n"
    load(db, tmp_path, rows, defaults=["source=Fair", "owner=ben", "tags=fair 2026"])
    eva, tom = persons(db)
    assert (eva.source, tom.source, eva.owner, tom.owner) == ("Fair", "Referral", "ben", "ben")
    assert tags(db, eva.number) == ["fair 2026"]


def test_c6_b9_own_fields_are_read_by_any_of_their_names(db: Store, tmp_path: Path) -> None:
    fields = with_own(
        [
            custom_field(
                "person",
                "shirt",
                {"en": "Shirt size", "de": "Hemdgröße"},
                "choice",
                [Choice("m", {"en": "M"}), Choice("l", {"en": "L"})],
            ),
            custom_field("person", "since", {"en": "Customer since"}, "date"),
            custom_field("company", "floor", {"en": "Floor space"}, "number"),
        ]
    )
    rows = 'Name,Email,Company,Hemdgröße,Customer since,Floor space\nEva Lang,eva@lang.example,Lang GmbH,L,24.12.2020,"1,5"\nTom,tom@x.example,,XXL,,\n'
    report = load(db, tmp_path, rows, fields=fields)
    eva, tom = persons(db)
    assert (eva.custom, tom.custom, companies(db)[0].custom) == (
        {"shirt": "l", "since": "2020-12-24"},
        None,
        {"floor": 1.5},
    )
    assert report.skipped == ["row 3: shirt: 'XXL' is not understood"]


def test_people_of_the_same_name_elsewhere_are_others(db: Store, tmp_path: Path) -> None:
    rows = "Name,Email,Company\nPeter Koch,p.koch@a.example,A GmbH\nPeter Koch,p.koch@b.example,B GmbH\nPeter Koch,,C GmbH\nPeter Koch,,\n"
    report = load(db, tmp_path, rows)
    assert report.counts["created"] == 4
    assert load(db, tmp_path, rows).counts["unchanged"] == 4


def test_an_address_of_somebody_else_is_said_and_not_taken(db: Store, tmp_path: Path) -> None:
    load(db, tmp_path, "Name,Email\nEva Lang,eva@lang.example\nTom Weiss,tom@weiss.example\n")
    report = load(db, tmp_path, "Name,Email,E-mail 2\nEva Lang,eva@lang.example,tom@weiss.example\n")
    assert report.skipped == ["row 2: tom@weiss.example belongs to Tom Weiss"]
    assert [len(one.emails) for one in persons(db)] == [1, 1]


def test_our_own_people_are_no_customers(db: Store, tmp_path: Path) -> None:
    report = load(db, tmp_path, "Name,Email\nAnna Adler,anna@firma.example\n")
    assert (persons(db), report.counts["skipped"]) == ([], 1)


def test_notes_become_entries_of_the_history_once(db: Store, tmp_path: Path) -> None:
    rows = 'Name,Email,Notes\nEva Lang,eva@lang.example,"Met at the fair,\nlikes tea"\n'
    load(db, tmp_path, rows)
    load(db, tmp_path, rows)
    assert [text for _, text, _ in texts(db)] == ["Met at the fair,\nlikes tea"]
