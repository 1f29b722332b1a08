"""Forms through the command line: what a script sees of them, and how it answers them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.databases import Databases
from tests.running import Crmbot


@pytest.fixture
def office(sqlite_databases: Databases, tmp_path: Path) -> Crmbot:
    crmbot = Crmbot(sqlite_databases.fresh(), str(tmp_path))
    crmbot.add_member()
    crmbot.add_member("ben", "Ben Berg")
    crmbot.run("say", "--as", "anna", "lead Eva Lang, Lang Holz GmbH, eva@lang-holz.example, 20k")
    return crmbot


def deal(office: Crmbot) -> int:
    shown = office.json("say", "--as", "anna", "pipeline")
    return int(shown["reply"]["records"][0]["number"])


def answered(office: Crmbot, form: dict[str, Any], **values: str) -> dict[str, Any]:
    pairs = [part for key, value in values.items() for part in ("--value", f"{key}={value}")]
    reply: dict[str, Any] = office.json("say", "--as", "anna", form["command"], *pairs)
    return reply


def test_g4_a_form_is_shown_answered_and_corrected(office):
    number = deal(office)
    shown = office.run("say", "--as", "anna", f"call #{number}")
    assert shown.returncode == 1
    assert f"call #{number} [12min] TEXT" in shown.stderr or f"anruf #{number} [12min] TEXT" in shown.stderr
    form = office.json("say", "--as", "anna", f"call #{number}")["reply"]["form"]
    assert [one["key"] for one in form["fields"]] == ["text", "minutes", "direction", "next"]
    bad = answered(office, form, text="wants two offers", minutes="long")
    assert list(bad["reply"]["errors"]) == ["minutes"]
    assert bad["reply"]["form"]["fields"][0]["initial"] == "wants two offers"
    good = answered(office, bad["reply"]["form"], text="wants two offers", minutes="12")
    assert good["ok"]
    assert good["reply"]["records"][0]["text"] == "wants two offers"


def test_g22_owner_stage_and_amount_from_the_card_and_a_stale_card(office):
    number = deal(office)
    card = office.json("say", "--as", "anna", f"show #{number}")["reply"]
    commands = [action["command"] for action in card["actions"]]
    assert {f"assign #{number}", f"stage #{number}", f"edit #{number} amount"} <= set(commands)
    (onward,) = [one for one in commands if one.startswith(f"stage #{number} develop")]
    office.run("say", "--as", "ben", f"stage #{number} offer")
    told = office.json("say", "--as", "anna", onward)
    assert not told["ok"]
    assert "Ben Berg" in told["reply"]["title"]
    assert told["reply"]["records"][0]["stage"] == "offer"
    form = office.json("say", "--as", "anna", f"stage #{number}")["reply"]["form"]
    moved = answered(office, form, stage="close")
    assert (moved["ok"], moved["reply"]["records"][0]["stage"]) == (True, "close")


def test_a_value_without_its_key_is_wrong_usage(office):
    done = office.run("say", "--as", "anna", "call", "--value", "hello")
    assert (done.returncode, "KEY=TEXT" in done.stderr) == (2, True)
