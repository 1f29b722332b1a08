"""`crmbot process` as an administrator calls it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crmbot.domain.process import builtin_text
from tests.databases import Databases
from tests.running import Crmbot


@pytest.fixture
def crmbot(sqlite_databases: Databases, tmp_path: Path) -> Crmbot:
    return Crmbot(sqlite_databases.fresh(), str(tmp_path))


def test_a_new_version_is_checked_previewed_accepted_listed_and_shown(crmbot: Crmbot, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(builtin_text().replace("probability = 75", "probability = 80"))
    assert crmbot.run("process", "check", "mine.toml").returncode == 0
    assert "probability: 75 → 80" in crmbot.run("process", "preview", "mine.toml").stdout
    assert "process sales, version 2: is in force" in crmbot.run("process", "accept", "mine.toml").stdout
    listed = json.loads(crmbot.run("process", "list", "--json").stdout)
    assert [(one["key"], one["version"], one["in_force"]) for one in listed] == [
        ("sales", 1, False),
        ("sales", 2, True),
    ]
    assert "probability = 80" in crmbot.run("process", "show").stdout
    assert "probability = 80" not in crmbot.run("process", "show", "sales", "--version", "1").stdout


def test_every_fault_stands_on_a_line_of_its_own(crmbot: Crmbot, tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_text('[[stages]]\nkey = "a b"\ncolour = 1\n')
    for command in ("check", "preview", "accept"):
        done = crmbot.run("process", command, "bad.toml")
        assert done.returncode == 1
        assert len(done.stderr.strip().split("\n")) == 4
    assert crmbot.run("process", "check", "missing.toml").returncode == 1
    assert "no process 'x'" in crmbot.run("process", "show", "x").stderr


def test_a_changed_file_is_named_by_the_doctor_and_not_used(crmbot: Crmbot, tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(builtin_text())
    with_file = Crmbot(crmbot.url, crmbot.folder, {"CRMBOT_PROCESS__FILE": "mine.toml,insurance"})
    assert [one["key"] for one in json.loads(with_file.run("process", "list", "--json").stdout)] == [
        "sales",
        "insurance",
    ]
    file.write_text(builtin_text().replace("probability = 75", "probability = 80"))
    findings = json.loads(with_file.run("doctor", "--json").stdout)
    (changed,) = [one for one in findings if one["what"] == "process.file"]
    assert "differs from version 1" in changed["found"]
    assert "process accept" in changed["mend"]
