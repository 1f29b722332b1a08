"""`person` and `retention`: the package, the proof, the log, and the bytes of the database file."""

from __future__ import annotations

import json
import stat
import zipfile
from pathlib import Path

import pytest
from sqlalchemy import make_url

from tests.mails import mail, outlook_forward
from tests.running import Crmbot

WITH_FILE = (
    "Message-ID: <2@lagerbau-nord.example>\nDate: Wed, 18 Nov 2026 10:12:00 +0100\nMIME-Version: 1.0\n"
    "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nAnbei der Plan.\n--b\n"
    'Content-Type: application/pdf\nContent-Disposition: attachment; filename="../../plan.pdf"\n\n%PDF-1.4 Grundriss\n--b--\n'
)  # fmt: skip


@pytest.fixture
def crmbot(database_url: str, tmp_path: Path) -> Crmbot:
    """Julia Brandt wrote twice, once with a file; Anna noted something."""
    crmbot = Crmbot(database_url, str(tmp_path))
    crmbot.add_member()
    head = "From: Julia Brandt <j.brandt@lagerbau-nord.example>\nTo: crm@firma.example\nSubject: Plan/Halle\n"
    for content in (mail(), f"{head}{WITH_FILE}".encode()):
        assert crmbot.run("deliver", "--wait", stdin=content).returncode == 0
    assert crmbot.json("say", "--as", "anna", "note Julia Brandt likes cold coffee")["ok"]
    return crmbot


def test_the_package_holds_mails_files_notes_and_logs(crmbot: Crmbot, tmp_path: Path) -> None:
    path = tmp_path / "julia.zip"
    done = crmbot.run("person", "export", "Julia Brandt", str(path))
    assert done.returncode == 0, done.stderr
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with zipfile.ZipFile(path) as package:
        names = package.namelist()
        mails = [package.read(name) for name in names if name.startswith("mails/")]
        files = {name: package.read(name) for name in names if name.startswith("files/")}
        card, history = json.loads(package.read("card.json")), json.loads(package.read("history.json"))
        changes, readable = json.loads(package.read("changes.json")), package.read("readable.txt").decode()
    assert mail() in mails
    assert all("/" not in name.partition("/")[2] for name in names)
    assert list(files.values()) == [b"%PDF-1.4 Grundriss"]
    assert card["person_emails"][0]["email"] == "j.brandt@lagerbau-nord.example"
    assert "likes cold coffee" in [entry["text"] for entry in history]
    assert {"persons", "activities", "deals"} <= {change["table"] for change in changes}
    assert "Leiterin Einkauf" in readable
    assert "likes cold coffee" in readable
    assert [entry["action"] for entry in crmbot.json("person", "log")] == ["export"]


def test_the_readable_part_is_in_the_language_that_is_asked_for(crmbot: Crmbot, tmp_path: Path) -> None:
    path = tmp_path / "julia.zip"
    assert (
        crmbot.run("person", "export", "j.brandt@lagerbau-nord.example", str(path), "--language", "de").returncode == 0
    )
    with zipfile.ZipFile(path) as package:
        assert "Vorname: Julia" in package.read("readable.txt").decode()


def test_an_existing_file_is_not_overwritten_and_nobody_is_guessed(crmbot: Crmbot, tmp_path: Path) -> None:
    path = tmp_path / "there.zip"
    path.write_text("mine")
    done = crmbot.run("person", "export", "Julia Brandt", str(path))
    assert (done.returncode, path.read_text()) == (1, "mine")
    crmbot.json("say", "--as", "anna", "lead Julius Brandt, Werft AG, julius@werft.example")
    done = crmbot.run("person", "export", "Brandt", str(tmp_path / "x.zip"))
    assert done.returncode == 1
    assert "Julia Brandt" in done.stderr
    assert "Julius Brandt" in done.stderr
    assert not (tmp_path / "x.zip").exists()


def test_nothing_is_erased_unless_it_is_meant(crmbot: Crmbot) -> None:
    done = crmbot.run("person", "erase", "Julia Brandt", stdin=b"")
    assert done.returncode == 1
    assert "2 mails" in done.stderr
    assert crmbot.json("say", "--as", "anna", "show Julia Brandt")["ok"]


def test_a_script_that_names_the_person_beyond_doubt_is_not_asked(crmbot: Crmbot) -> None:
    done = crmbot.run("person", "erase", "j.brandt@lagerbau-nord.example", "--json", stdin=b"")
    assert (done.returncode, json.loads(done.stdout)["left"]) == (0, [])
    assert "this goes for good" in done.stderr


def test_an_erasure_comes_with_its_proof_and_leaves_no_byte_in_the_file(crmbot: Crmbot) -> None:
    crmbot.run("say", "--as", "anna", "find coffee")
    erased = crmbot.json("person", "erase", "Julia Brandt", "--yes")
    assert erased["left"] == []
    assert (erased["gone"]["mails"], erased["gone"]["files"], erased["stays"]["deals"]) == (2, 1, 1)
    log = crmbot.json("person", "log", str(erased["number"]))
    assert [(entry["action"], entry["id"]) for entry in log] == [("erase", erased["entry"])]
    assert crmbot.run("person", "erase", f"#{erased['number']}", "--yes").returncode == 1
    assert "Brandt" not in crmbot.run("inbox", "list").stdout + crmbot.run("outbox", "list").stdout
    url = make_url(crmbot.url)
    if url.get_backend_name() == "sqlite":
        content = b"".join(
            path.read_bytes() for path in Path(str(url.database)).parent.glob(f"{Path(str(url.database)).name}*")
        )
        for word in (b"Brandt", b"brandt", b"cold coffee", b"Grundriss", b"3344120", b"Leiterin"):
            assert word not in content, word


def test_a_forward_of_the_erased_mail_is_known_and_kept_out(crmbot: Crmbot) -> None:
    address = next(entry["capture_address"] for entry in crmbot.json("member", "list"))
    crmbot.json("person", "erase", "Julia Brandt", "--yes")
    done = crmbot.run(
        "deliver", "--wait", "--recipient", address, "--sender", "anna@firma.example", stdin=outlook_forward(to=address)
    )
    assert done.returncode == 0, done.stderr
    assert crmbot.json("inbox", "list")[-1]["state"] == "duplicate"
    assert crmbot.run("person", "export", "Julia Brandt", "x.zip").returncode == 1


def test_retention_shows_first_and_removes_then(crmbot: Crmbot) -> None:
    later = ("--now", "2040-01-01")
    shown = crmbot.json("retention", "--dry-run", *later)
    assert shown["sent_message" if crmbot.json("outbox", "list", "--state", "sent") else "place"] > 0
    assert crmbot.json("retention", *later) == shown
    assert crmbot.json("retention", *later) == {}
    assert crmbot.json("person", "log")[-1]["details"] == shown
