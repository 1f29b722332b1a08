"""What people do wrong at the command line: nothing of crmbot's own is lost, and one line tells what to do instead."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.databases import Databases
from tests.running import Crmbot


@pytest.fixture
def crmbot(tmp_path: Path) -> Crmbot:
    crmbot = Crmbot(f"sqlite:///{tmp_path}/crmbot.db", str(tmp_path))
    crmbot.add_member()
    return crmbot


@pytest.mark.parametrize("arguments", [
    ("export", "--output", "crmbot.db"), ("export", "--output", "./crmbot.db-wal"), ("export", "-o", "crmbot.toml"),
    ("say", "--as", "anna", "--picture", "crmbot.db", "chart", "funnel"),
])  # fmt: skip
def test_nothing_is_written_over_the_database_or_the_settings(crmbot: Crmbot, arguments: tuple[str, ...]) -> None:
    done = crmbot.run(*arguments)
    assert (done.returncode, "crmbot's own" in done.stderr) == (2, True)
    assert [entry["key"] for entry in crmbot.json("member", "list")] == ["anna"]


@pytest.mark.parametrize(
    ("output", "says"),
    [(".", "is a folder"), ("contacts.xlsx", "--excel"), ("no-such-folder/c.csv", "no-such-folder/c.csv cannot be")],
)
def test_an_output_that_cannot_be_is_named_with_the_mend(crmbot: Crmbot, output: str, says: str) -> None:
    done = crmbot.run("export", "--output", output)
    assert (done.returncode > 0, says in done.stderr) == (True, True)


@pytest.mark.parametrize("command", ["export >&-", "deliver <&-", "say --as anna help >&- 2>&-"])
def test_closed_standard_streams_are_no_crash(crmbot: Crmbot, command: str) -> None:
    line = f"exec {sys.executable} -m crmbot {command}"
    done = subprocess.run(["sh", "-c", line], env=crmbot.environ, cwd=crmbot.folder, capture_output=True, check=False)
    assert b"Traceback" not in done.stderr
    assert done.returncode == (65 if command.startswith("deliver") else 0)


@pytest.mark.parametrize(("typed", "meant"), [(("exprot",), "export"), (("member", "lst"), "list")])
def test_the_nearest_command_is_offered(crmbot: Crmbot, typed: tuple[str, ...], meant: str) -> None:
    done = crmbot.run(*typed)
    assert (done.returncode, f"{meant!r}" in done.stderr) == (2, True)


def test_init_writes_where_the_environment_says(sqlite_databases: Databases, tmp_path: Path) -> None:
    place = tmp_path / "etc.toml"
    crmbot = Crmbot(sqlite_databases.fresh(), str(tmp_path), {"CRMBOT_CONFIG": str(place)})
    assert crmbot.run("init", "--yes").returncode == 0
    assert (place.exists(), (tmp_path / "crmbot.toml").exists()) == (True, False)


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("deliver", "no-such.eml"), "crmbot: no-such.eml: No such file or directory"),
        (("process", "check", "no-such.toml"), "crmbot: no-such.toml: No such file or directory"),
        (("process", "check", "."), "crmbot: .: Is a directory"),
        (("process", "check", "crmbot.db"), "crmbot: crmbot.db: is no text in UTF-8"),
        (("explain", "no-such.eml", "--authenticated-as", "nobody"), "Error: there is no member 'nobody'"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_with_the_reason(
    crmbot: Crmbot, arguments: tuple[str, ...], line: str
) -> None:
    assert crmbot.run(*arguments).stderr == f"{line}\n"


@pytest.mark.parametrize("command", [("parse",), ("explain",), ("deliver", "--wait"), ("form", "learn")])
def test_nothing_that_a_terminal_would_obey_comes_through_from_a_mail(
    crmbot: Crmbot, tmp_path: Path, command: tuple[str, ...]
) -> None:
    head = "From: Eve =?utf-8?q?=C2=9B5n?= <eve@elsewhere.example>\nTo: crm@firma.example\nSubject: =?utf-8?q?=1B[31mred=C2=9B0m?=\n"
    (tmp_path / "a.eml").write_text(f"{head}\nWe need \x1b]0;title\x07 shelves.\x9b2J\n", "utf-8")
    shown = crmbot.run(*command, "a.eml").stdout + crmbot.run("inbox", "list").stdout
    assert "shelves" in shown or "Eve" in shown
    assert [sign for sign in shown if not sign.isprintable() and sign != "\n"] == []


@pytest.mark.parametrize("arguments", [("inbox", "list"), ("outbox", "list"), ("person", "log")])
def test_a_limit_beyond_all_bounds_is_refused(crmbot: Crmbot, arguments: tuple[str, ...]) -> None:
    assert crmbot.run(*arguments, "--limit", "99999999999999999999").returncode == 2


def test_a_picture_comes_without_lines_of_the_library_that_draws_it(crmbot: Crmbot, tmp_path: Path) -> None:
    crmbot.settings = {"MPLCONFIGDIR": str(tmp_path / "fonts")}  # fonts are looked for anew
    done = crmbot.start("say", "--as", "anna", "--picture", "a.png", "chart", "funnel")
    assert (done.returncode, done.stderr, (tmp_path / "a.png").exists()) == (0, "", True)


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("add", "ben", "--name", " ", "--email", "ben@firma.example"), 1, "needs a name"),
        (("set", "anna", "--name", ""), 1, "needs a name"),
        (("set", "anna", "--manager", "anna"), 1, "own manager"),
        (("set", "anna", "--slack", "U0CARL"), 1, "U0CARL is Carl already"),
        (("set", "anna", "--name", "x" * 201), 1, "too long"),
        (("set", "anna", "--slack", "carl"), 2, "no id of Slack"),
        (("set", "anna", "--department", "x" * 61), 2, "60 characters"),
        (("set", "anna", "--email", "crm@firma.example"), 2, "is a capture address"),
        (("set", "anna", "--email", "x" * 300 + "@firma.example"), 1, "is not a mail address"),
        (("add", "dora", "--name", "Dora", "--email", "dora@firma.example"), 1, "somebody who left"),
        (("set", "anna"), 2, "nothing to change"),
    ],
)
def test_a_member_is_nobody_else_and_has_a_name(
    crmbot: Crmbot, arguments: tuple[str, ...], code: int, says: str
) -> None:
    crmbot.run("member", "add", "carl", "--name", "Carl", "--email", "carl@firma.example", "--slack", "U0CARL")
    crmbot.add_member("dora")
    crmbot.run("member", "leave", "dora", "--to", "anna")
    done = crmbot.run("member", *arguments)
    assert (done.returncode, says in done.stderr) == (code, True)


def test_a_name_is_one_line_that_moves_no_terminal(crmbot: Crmbot) -> None:
    assert crmbot.run("member", "set", "anna", "--name", "Anna\n\x1b[31m  Adler").returncode == 0
    assert [entry["name"] for entry in crmbot.json("member", "list")] == ["Anna [31m Adler"]


def test_a_database_server_that_is_away_is_told_in_one_line(tmp_path: Path) -> None:
    away = Crmbot("postgresql+psycopg://nobody@127.0.0.1:1/none", str(tmp_path))
    assert len(away.run("say", "--as", "anna", "today").stderr.splitlines()) == 1
    assert len(away.run("deliver", stdin=b"From: a@b.example\n\nx\n").stderr.splitlines()) == 1
