"""Accepted processes: kept with their predecessors, in force everywhere, previewed before."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from crmbot.domain.deals.deals import move_to_stage, open_lead
from crmbot.domain.process import Process, ProcessSettings, builtin_process, builtin_text, read_process, together
from crmbot.domain.process.preview import preview
from crmbot.domain.process.versions import accept, all_versions, in_force
from crmbot.errors import ConfigFault, ProcessFault
from crmbot.process_book import ProcessBook, process_text
from crmbot.shapes import Reader
from crmbot.storage.store import Store
from crmbot.texts import render

READER = Reader("en", "UTC")
SMALL = """
key = "firma"
[[stages]]
key = "ask"
roles = ["lead"]
[[stages]]
key = "sold"
state = "won"
[[stages]]
key = "gone"
state = "lost"
"""


def _book(store: Store, now: datetime, *files: str) -> ProcessBook:
    return ProcessBook(store, ProcessSettings(), files, lambda: now)


def _keys(process: Process) -> list[tuple[str, int]]:
    return [(line.key, line.version) for line in process.all]


def test_the_first_start_accepts_what_the_settings_name(store: Store, now: datetime, tmp_path: Path) -> None:
    file = tmp_path / "firma.toml"
    file.write_text(SMALL)
    book = _book(store, now, str(file), "insurance")
    assert _keys(book.current()) == [("firma", 1), ("insurance", 1)]
    assert [stage.key for stage in book.current().stages][:4] == ["ask", "sold", "gone", "insurance.enquiry"]


def test_a_changed_file_is_announced_and_not_used(store: Store, now: datetime, tmp_path: Path) -> None:
    file = tmp_path / "firma.toml"
    file.write_text(SMALL)
    _book(store, now, str(file)).current()
    file.write_text(SMALL.replace("sold", "bought"))
    again = _book(store, now, str(file))
    assert again.current().won.key == "sold"
    assert "differs from version 1 of 'firma'" in again.changed()[0]
    file.write_text("[[stages")
    assert "cannot be used" in again.changed()[0]


def test_a_version_accepted_in_one_program_is_in_force_in_another_at_once(store: Store, now: datetime) -> None:
    here, there = _book(store, now), _book(store, now)
    assert _keys(there.current()) == [("sales", 1)]
    here.current()
    with store.write(now, actor="anna") as work:
        accept(work, builtin_text().replace("probability = 75", "probability = 80"), origin="x")
    stage = there.current().stage("close")
    assert stage is not None
    assert (stage.probability, _keys(there.current())) == (80, [("sales", 2)])


def test_the_same_text_is_no_new_version_and_all_versions_are_kept(store: Store, now: datetime) -> None:
    with store.write(now) as work:
        assert accept(work, SMALL, origin="x")[1]
        assert not accept(work, SMALL, origin="x")[1]
        assert accept(work, SMALL + "\n# changed\n", origin="x")[1]
        assert accept(work, SMALL, origin="x")[0].version == 3
        assert [one.version for one in all_versions(work.session, "firma")] == [1, 2, 3]


def test_deals_begin_in_the_process_that_says_default(store: Store, now: datetime) -> None:
    book = _book(store, now)
    book.current()
    with store.write(now) as work:
        accept(work, SMALL, origin="x")
    assert book.current().first.key == "qualify"
    with store.write(now) as work:
        accept(work, "default = true\n" + SMALL, origin="x")
    assert book.current().first.key == "firma.ask"
    assert book.current().of("sales").first.key == "qualify"


def test_a_stage_that_only_an_older_version_had_keeps_its_meaning(store: Store, now: datetime) -> None:
    with store.write(now) as work:
        accept(work, SMALL, origin="x")
        accept(work, SMALL.replace('key = "ask"', 'key = "request"'), origin="x")
        process = in_force(work.session, ProcessSettings())
    former = process.stage("ask")
    assert former is not None
    assert (former.roles, [stage.key for stage in process.stages], process.granting("lead")) == (
        ("lead",), ["request", "sold", "gone"], ("request", "ask"),
    )  # fmt: skip


def test_a_process_that_cannot_be_used_is_not_accepted(store: Store, now: datetime, tmp_path: Path) -> None:
    with store.write(now) as work, pytest.raises(ProcessFault):
        accept(work, SMALL.replace("won", "wonn"), origin="x")
    broken = tmp_path / "broken.toml"
    broken.write_text("x = 1")
    with pytest.raises(ConfigFault):
        _book(store, now, str(broken)).current()
    with pytest.raises(ConfigFault):
        process_text("no-such-file.toml")


def test_two_programs_that_start_at_once_accept_one_version(store: Store, now: datetime) -> None:
    first, second = _book(store, now), _book(store, now)
    first._begin()
    second._begin()
    with store.read() as session:
        assert [(one.key, one.version) for one in all_versions(session)] == [("sales", 1)]


def test_the_preview_names_every_change_with_the_deals_that_stand_there(store: Store, now: datetime) -> None:
    old = builtin_process()
    text = builtin_text().replace("probability = 50", "probability = 55").replace('key = "quality"', 'key = "audit"')
    text = text.replace(
        'dialog = ["need", "budget", "amount"', 'required = ["need"]\ndialog = ["need", "budget", "amount"'
    )
    with store.write(now) as work:
        deal = open_lead(work, old, name="Regale", owner="anna")
        stage = old.stage("offer")
        assert stage is not None
        move_to_stage(work, old, deal, stage)
        found = preview(work.session, old, read_process(text, origin="x"), "en")
    words = {render(one.text, READER): one.deals for one in found}
    assert words["“Propose”: probability: 50 → 55"] == (deal.number,)
    assert "“Develop”: asks for Need from now on" in words
    assert "The stage “Quality assurance” goes; deals keep it until they are moved." in words
    assert "The stage “Quality assurance” is new." in words


def test_nothing_changes_between_a_process_and_itself(sqlite_store: Store) -> None:
    with sqlite_store.read() as session:
        assert preview(session, builtin_process(), builtin_process(), "de") == []


def test_several_processes_are_asked_like_one() -> None:
    both = together((builtin_process(), builtin_process("insurance")))
    assert (both.first.key, both.won.key, both.lost.key) == ("qualify", "order", "lost")
    assert both.of("insurance").won.key == "insurance.contract"
    assert both.words()["vertrag"] == "insurance.contract"
    assert both.words()["angebot"] == "offer"
    following = both.following("insurance.application")
    assert following is not None
    assert following.key == "insurance.contract"
    assert both.following("lost") is None
