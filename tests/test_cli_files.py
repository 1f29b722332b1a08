"""Files of every kind that came by mail are taken out again (rows S2.4, E8)."""

from __future__ import annotations

import json
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.databases import Databases
from tests.running import Crmbot

FILES = {
    "Angebot.pdf": ("application", "pdf", b"%PDF-1.7 offer"),
    "Lastenheft.docx": ("application", "vnd.openxmlformats-officedocument.wordprocessingml.document", b"PK docx"),
    "Halle.jpg": ("image", "jpeg", b"\xff\xd8\xff jpg"),
    "Vertrag.eml": ("application", "octet-stream", b"From: a@b.example\n\nx"),
}


@pytest.fixture
def filed(sqlite_databases: Databases, tmp_path: Path) -> Crmbot:
    """Julia Brandt's mail with four files, and a second one with a new version of the offer."""
    crmbot = Crmbot(sqlite_databases.fresh(), str(tmp_path))
    crmbot.add_member()
    for number, files in enumerate((FILES, {"Angebot.pdf": ("application", "pdf", b"%PDF-1.7 second")})):
        message = EmailMessage()
        message["From"] = "Julia Brandt <j.brandt@lagerbau-nord.example>"
        message["To"] = "crm@firma.example"
        message["Subject"] = "Anfrage Regale"
        message["Message-ID"] = f"<files{number}@lagerbau-nord.example>"
        message["Date"] = f"Wed, 18 Nov 2026 1{number}:12:00 +0100"
        message.set_content("Wir brauchen 40 Regale.\n\nViele Grüße\nJulia Brandt\n")
        for name, (main, sub, content) in files.items():
            message.add_attachment(content, maintype=main, subtype=sub, filename=name)
        assert crmbot.run("deliver", "--wait", stdin=message.as_bytes()).returncode == 0
    return crmbot


def test_s2_4_all_are_listed_with_their_kinds_and_taken_out_again(filed: Crmbot, tmp_path: Path) -> None:
    shown = filed.run("say", "--as", "anna", "dateien", "Julia", "Brandt").stdout
    for name, kind in (
        ("Angebot.pdf", "Offer"),
        ("Lastenheft.docx", "Document"),
        ("Halle.jpg", "Picture"),
        ("Vertrag.eml", "Contract"),
    ):
        (line,) = [line for line in shown.splitlines() if name in line][-1:]
        assert kind in line, line
        number = line.replace("│", " ").split()[0]
        assert filed.run("file", number, str(tmp_path / f"out-{name}")).returncode == 0
        assert (tmp_path / f"out-{name}").read_bytes() == FILES[name][2]


def test_e8_both_versions_of_a_file_are_there(filed: Crmbot) -> None:
    rows = [
        line
        for line in filed.run("say", "--as", "anna", "files", "Julia", "Brandt").stdout.splitlines()
        if "Angebot" in line
    ]
    contents = {filed.run("file", row.replace("│", " ").split()[0], "-").stdout for row in rows}
    assert contents == {"%PDF-1.7 offer", "%PDF-1.7 second"}


def test_a_file_is_never_overwritten_and_an_unknown_one_refused(filed: Crmbot, tmp_path: Path) -> None:
    (tmp_path / "Angebot.pdf").write_text("mine")
    answers = [filed.run("file", "1", "Angebot.pdf"), filed.run("file", "999")]
    assert [answer.returncode for answer in answers] == [1, 1]
    assert all(len(answer.stderr.strip().splitlines()) == 1 for answer in answers)
    assert (tmp_path / "Angebot.pdf").read_text() == "mine"


def test_the_files_command_says_so_where_there_are_none(filed: Crmbot) -> None:
    filed.run("say", "--as", "anna", "lead", "Tom", "Tiger")
    done = filed.run("say", "--as", "anna", "--json", "files", "Tom", "Tiger")
    assert json.loads(done.stdout)["reply"]["totals"] == {"count": 0}
