"""`crmbot form`: a template made of one sample, saved, and used by every way a mail is read."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from tests.databases import Databases
from tests.running import Crmbot

SAMPLE = """From: Planner <form@planer.example>
To: crm@firma.example
Subject: Planner
Message-ID: <{id}@planer.example>
Content-Type: text/plain; charset=utf-8

{name} hat den Planer benutzt.

Wer plant: {name} ({mail})
Erreichbar unter: 0711 12345
Traglast / Ebenen: 500 kg / 4

Was noch wichtig ist
Die Halle ist 8 m hoch.
"""
FIELDS = (
    "--field", "name=Rita Sommer", "--field", "email=rita@sommer-bau.example", "--field", "phone=0711 12345",
    "--field", "Traglast=500 kg", "--field", "Ebenen=4", "--field", "message=Die Halle ist 8 m hoch.",
)  # fmt: skip


@pytest.fixture
def crmbot(sqlite_databases: Databases, tmp_path: Path) -> Crmbot:
    (tmp_path / "sample.eml").write_text(SAMPLE.format(id="1", name="Rita Sommer", mail="rita@sommer-bau.example"))
    (tmp_path / "other.eml").write_text(SAMPLE.format(id="2", name="Jan Vogt", mail="jan@vogt.example"))
    (tmp_path / "nearly.eml").write_text(
        "From: Planner <form@planer.example>\nTo: crm@firma.example\nSubject: Planner\n\nWer plant: Rita Sommer\nHello.\n"
    )
    return Crmbot(sqlite_databases.fresh(), str(tmp_path))


def test_learn_prints_a_settings_entry_without_the_samples_values(crmbot: Crmbot) -> None:
    done = crmbot.run("form", "learn", "sample.eml", *FIELDS)
    assert done.returncode == 0, done.stderr
    (entry,) = tomllib.loads(done.stdout)["forms"]
    assert (entry["name"], entry["from"]) == ("Planner", ["form@planer.example"])
    assert "rita" not in done.stdout.lower()


def test_learn_saves_and_every_reader_uses_it(crmbot: Crmbot, tmp_path: Path) -> None:
    (tmp_path / "crmbot.toml").write_text('[log]\nlevel = "error"')
    assert crmbot.run("form", "learn", "sample.eml", *FIELDS, "--save").returncode == 0
    tried = crmbot.run("form", "try", "other.eml", "nearly.eml")
    assert tried.returncode == 1
    assert "other.eml: the form 'Planner'" in tried.stdout
    assert "nearly.eml: nearly the form 'Planner': 1 of 6 fields found" in tried.stdout
    parsed = json.loads(crmbot.run("parse", "other.eml", "--json").stdout)
    assert (parsed["kind"], parsed["contact"]["email"], parsed["fields"]["Traglast"]) == (
        "form",
        "jan@vogt.example",
        "500 kg",
    )
    assert crmbot.run("member", "add", "anna", "--name", "Anna", "--email", "anna@firma.example").returncode == 0
    explained = [
        json.loads(line) for line in crmbot.run("explain", "other.eml", "nearly.eml", "--json").stdout.splitlines()
    ]
    assert [one["decision"]["action"] for one in explained] == ["lead", "lead"]
    assert explained[0]["facts"]["customer"] == "Jan Vogt"
    verdict = next(one for one in explained[1]["verdicts"] if one["rule"] == "form")
    assert verdict["answer"] == "nearly"
    assert "missing: email, phone" in verdict["reason"]


def test_a_dry_run_shows_what_is_read_and_saves_nothing(crmbot: Crmbot, tmp_path: Path) -> None:
    done = crmbot.run("form", "learn", "sample.eml", *FIELDS, "--save", "--dry-run")
    assert "Traglast: 500 kg" in done.stdout
    assert not (tmp_path / "crmbot.toml").exists()


def test_without_fields_the_text_is_shown_as_it_is_read(crmbot: Crmbot) -> None:
    assert "Traglast / Ebenen: 500 kg / 4" in crmbot.run("form", "learn", "sample.eml").stdout


@pytest.mark.parametrize(
    ("field", "said"), [("name", "write NAME=VALUE"), ("name=Somebody Else", "does not hold the value of 'name'")]
)
def test_a_value_that_cannot_be_used_is_one_clear_line(crmbot: Crmbot, field: str, said: str) -> None:
    done = crmbot.run("form", "learn", "sample.eml", "--field", field)
    assert done.returncode == 2
    assert said in done.stderr


def test_a_second_form_of_the_same_name_is_refused_and_the_file_stays(crmbot: Crmbot, tmp_path: Path) -> None:
    assert crmbot.run("form", "learn", "sample.eml", *FIELDS, "--save").returncode == 0
    before = (tmp_path / "crmbot.toml").read_text()
    again = crmbot.run("form", "learn", "sample.eml", *FIELDS, "--save")
    assert (again.returncode, (tmp_path / "crmbot.toml").read_text()) == (1, before)
    assert "two forms are called 'Planner'" in again.stderr
    assert [file.name for file in tmp_path.iterdir() if file.name.endswith(".new")] == []
    assert crmbot.run("form", "learn", "sample.eml", *FIELDS, "--save", "--name", "Second").returncode == 0


@pytest.mark.parametrize(
    ("toml", "fault"),
    [
        ('[[forms]]\nname = "x"\n', "forms.0.lines: is missing"),
        ('[[forms]]\nname = "x"\nlines = []\n', "forms.0.lines"),
        ('[[forms]]\nname = "x"\nlines = [{ values = [{ before = "a:" }] }]\n', "name: is missing"),
        ('[[forms]]\nname = "x"\nline = []\n', "there is no such setting"),
    ],
)
def test_a_form_that_cannot_be_is_told_with_its_place(crmbot: Crmbot, tmp_path: Path, toml: str, fault: str) -> None:
    (tmp_path / "crmbot.toml").write_text(toml)
    done = crmbot.run("parse", "other.eml")
    assert done.returncode == 1
    assert fault in done.stderr
