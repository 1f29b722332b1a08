"""`crmbot import` and `crmbot export` as somebody runs them (rows J9, J10, J11, J12, A14)."""

from __future__ import annotations

import csv
import io
import json
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.databases import Databases
from tests.running import Crmbot

ROWS = "Name;E-Mail;Firma;Telefon;Position\nEva Lang;eva@lang.example;Lang GmbH;0711 5553322;Einkauf\nTom Weiss;tom@weiss.example;Weiss KG;;\n"


@pytest.fixture
def crmbot(sqlite_databases: Databases, tmp_path: Path) -> Crmbot:
    crmbot = Crmbot(sqlite_databases.fresh(), str(tmp_path))
    crmbot.add_member()
    return crmbot


def test_j9_preview_import_and_undo_leave_nothing_behind(crmbot: Crmbot, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(ROWS)
    preview = crmbot.run("import", "a.csv", "--dry-run").stdout
    assert "2 would be created" in preview
    assert "row 2: created person Eva Lang" in preview
    done = crmbot.json("import", "a.csv", "--as", "anna", "--set", "source=Messe")
    assert (done["created"], done["also_created"]) == (2, {"company": 2})
    assert "Eva Lang" in crmbot.run("say", "--as", "anna", "show", "eva", "lang").stdout
    assert crmbot.run("say", "--as", "anna", "undo").returncode == 0
    assert crmbot.run("say", "--as", "anna", "show", "eva", "lang").returncode == 1
    assert crmbot.json("import", "a.csv", "--mode", "update")["created"] == 0


def test_j9_a_known_row_shows_what_changes(crmbot: Crmbot, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(ROWS)
    crmbot.run("import", "a.csv")
    (tmp_path / "b.csv").write_text(ROWS.replace("Einkauf", "Leitung").replace("Weiss KG;;", "Weiss KG;0731 445566;"))
    dry = crmbot.json("import", "b.csv", "--dry-run")
    assert [(row["result"], row["changes"]) for row in dry["rows"]] == [
        ("updated", [{"field": "job_title", "old": "Einkauf", "new": "Leitung"}]),
        ("updated", [{"field": "phone", "old": None, "new": "+49731445566"}]),
    ]
    assert "job_title: Einkauf -> Leitung" in crmbot.run("import", "b.csv", "--dry-run").stdout


@pytest.mark.parametrize(
    "arguments",
    [("--map", "nonsense"), ("--map", "X=name"), ("--set", "shoe size=1"), ("--owner", "nobody"), ("--what", "cars")],
)
def test_what_means_nothing_is_refused_in_words(crmbot: Crmbot, tmp_path: Path, arguments: tuple[str, str]) -> None:
    (tmp_path / "a.csv").write_text(ROWS)
    done = crmbot.run("import", "a.csv", *arguments)
    assert (done.returncode > 0, bool(done.stderr), done.stdout) == (True, True, "")


@pytest.mark.parametrize(("name", "arguments"), [
    ("a.csv", ("--what", "contacts")), ("a.csv", ("--what", "companies", "--excel")), ("a.vcf", ()), ("a.vcf", ("--vcard", "3.0")), ("a.json", ()),
])  # fmt: skip
def test_j10_j11_what_is_exported_and_imported_again_changes_nothing(
    crmbot: Crmbot, tmp_path: Path, name: str, arguments: tuple[str, ...]
) -> None:
    (tmp_path / "in.csv").write_text(ROWS)
    crmbot.run("import", "in.csv")
    crmbot.run("say", "--as", "anna", "lead Ida Ott, Ott Druck, ida@ott.example, 5000 €")
    assert crmbot.run("export", *arguments, "--output", name).returncode == 0
    report = crmbot.json("import", name)
    assert (report["created"], report["updated"], report["change"], report["skipped"]) == (0, 0, None, [])
    assert report["unchanged"] > 0
    assert not (tmp_path / f".{name}.part").exists()


def test_j10_all_tables_go_into_a_folder(crmbot: Crmbot, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text(ROWS)
    crmbot.run("import", "in.csv")
    assert crmbot.run("export", "--what", "all", "--output", "out").returncode == 0
    assert {file.name for file in (tmp_path / "out").iterdir()} >= {
        "contacts.csv",
        "companies.csv",
        "deals.csv",
        "activities.csv",
    }
    assert crmbot.run("export", "--what", "all").returncode == 2


def test_j10_a_filter_and_a_right_narrow_what_comes_out(crmbot: Crmbot, tmp_path: Path) -> None:
    crmbot.add_member("ben", "Ben Bauer")
    crmbot.run("say", "--as", "anna", "lead Ida Ott, Ott Druck, ida@ott.example, 5000 €")
    crmbot.run("say", "--as", "ben", "lead Uwe Ulm, Ulm AG, uwe@ulm.example, 9000 €")
    out = crmbot.run("export", "--what", "deals", "--filter", "owner:anna").stdout
    assert [row["owner"] for row in csv.DictReader(io.StringIO(out))] == ["anna"]
    assert crmbot.run("member", "set", "ben", "--rights", "own").returncode == 0
    out = crmbot.run("export", "--what", "deals", "--as", "ben").stdout
    assert [row["owner"] for row in csv.DictReader(io.StringIO(out))] == ["ben"]
    assert crmbot.run("member", "set", "ben", "--rights", "read").returncode == 0
    assert crmbot.run("export", "--as", "ben").returncode == 1
    assert crmbot.run("export", "--filter", "owner:nobody").returncode == 1


def message(sender: str, subject: str, number: int, text: str = "Wir brauchen 40 Regale.") -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, "crm@firma.example", subject
    mail["Message-ID"], mail["Date"] = f"<old{number}@lager.example>", "Wed, 18 Nov 2026 09:12:00 +0100"
    mail.set_content(f"Guten Tag,\n\n{text}\nFrom our hall we see yours.\n\nViele Grüße\nJulia Brandt\n")
    return mail.as_bytes()


def test_mails_of_a_mailbox_file_go_through_the_ordinary_intake_once(crmbot: Crmbot, tmp_path: Path) -> None:
    mails = [message("Julia Brandt <j.brandt@lager.example>", f"Anfrage {n}", n) for n in range(3)]
    packed = b"".join(
        b"From someone@lager.example Wed Nov 18 09:12:00 2026\n" + mail.replace(b"\nFrom our", b"\n>From our") + b"\n"
        for mail in mails
    )
    (tmp_path / "old.mbox").write_bytes(packed)
    assert crmbot.json("import", "old.mbox", "--dry-run")["states"] == {"new": 3}
    first = crmbot.json("import", "old.mbox")
    assert (first["mails"], first["states"]) == (3, {"done": 3})
    assert crmbot.json("import", "old.mbox")["states"] == {"known": 3}
    assert crmbot.json("outbox", "list") == []
    shown = crmbot.run("say", "--as", "anna", "history", "julia", "brandt").stdout
    assert "Anfrage 2" in shown


def test_an_interrupted_mailbox_is_taken_up_again(crmbot: Crmbot, tmp_path: Path) -> None:
    mails = [message("Julia Brandt <j.brandt@lager.example>", f"Anfrage {n}", n) for n in range(3)]
    start = b"From x@lager.example Wed Nov 18 09:12:00 2026\r\n"
    (tmp_path / "half.mbox").write_bytes(start + mails[0] + b"\n")
    (tmp_path / "all.mbox").write_bytes(b"".join(start + mail + b"\n" for mail in mails))
    crmbot.run("import", "half.mbox")
    assert crmbot.json("import", "all.mbox")["states"] == {"known": 1, "done": 2}


def test_a14_the_capture_address_comes_as_a_card(crmbot: Crmbot) -> None:
    card = crmbot.run("member", "card", "anna").stdout
    address = next(entry["capture_address"] for entry in crmbot.json("member", "list"))
    assert card.splitlines()[:2] == ["BEGIN:VCARD", "VERSION:3.0"]
    assert f":{address}" in card.replace("\r", "").replace("\n ", "")


def test_json_is_whole_and_says_what_it_is(crmbot: Crmbot, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text(ROWS)
    crmbot.run("import", "in.csv")
    data = json.loads(crmbot.run("export", "--format", "json").stdout)
    assert (data["format"], [record["type"] for record in data["records"]]) == (
        "crmbot",
        ["company", "company", "person", "person"],
    )


@pytest.mark.parametrize(
    "record",
    [
        '{"type":"person","name":{"a":1},"number":1}', '{"type":"person","name":"X","number":"x","emails":5}', '{"type":"person","name":"X","emails":["a@b.c"]}',
        '{"type":"person","name":"X","number":99999999999999999999999}', '{"type":"person","name":"X\\u0000Y\\ud800","number":1,"custom":[1]}', "5", "null",
        '{"type":"deal","name":5,"number":1,"stage":5,"products":[1],"stages":[{}],"amount":"NaN"}', '{"type":"offer","number":5,"deal":{"number":1e99}}',
        '{"type":"followup","number":5,"due_at":"x","owner":"anna"}', '{"type":"activity","kind":{},"number":5,"people":3,"person":{"number":{}}}',
        '{"type":"person","name":"\xff","outside_ids":[{"id":{}}],"value_sources":"x"}', '{"type":"person","name":"X","custom":{"deep":%s}}' % ("[" * 300 + "]" * 300),
    ],
)  # fmt: skip
def test_an_export_that_somebody_has_changed_is_read_as_far_as_it_fits(
    crmbot: Crmbot, tmp_path: Path, record: str
) -> None:
    text = f'{{"format": "crmbot", "version": 1, "records": [\n{record},\n{{"type": "person", "name": "Eva", "number": 7}}\n]}}'
    (tmp_path / "a.json").write_bytes(text.encode("latin-1"))
    report = crmbot.json("import", "a.json")
    assert "Eva" in [row["name"] for row in report["rows"] if row["result"] == "created"]


@pytest.mark.parametrize("content", [b"", b"[[[[", b"{\xff\xfe", b'{"a": 1}'])
def test_json_that_crmbot_has_not_written_is_refused_by_name(crmbot: Crmbot, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.json").write_bytes(content)
    assert crmbot.run("import", "a.json").stderr == "crmbot: a.json is no export of crmbot.\n"
