"""The commands as a person or a program calls them: exit codes, one clear line for each fault; pipes by real processes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.databases import Databases
from tests.mails import mail, outlook_forward
from tests.running import Crmbot


@pytest.fixture
def crmbot(sqlite_databases: Databases, tmp_path: Path) -> Crmbot:
    return Crmbot(sqlite_databases.fresh(), str(tmp_path))


def test_init_writes_settings_and_database_and_never_overwrites(tmp_path: Path) -> None:
    fresh = Crmbot(f"sqlite:///{tmp_path}/new.db", str(tmp_path))
    assert fresh.run("init", "--yes").returncode == 0
    (tmp_path / "crmbot.toml").write_text("# mine\n")
    assert fresh.run("init", "--yes").returncode == 0
    assert (tmp_path / "crmbot.toml").read_text() == "# mine\n"
    assert (tmp_path / "new.db").exists()


def test_deliver_takes_a_mail_from_standard_input_and_tells_where_it_went(crmbot: Crmbot) -> None:
    crmbot.add_member()
    done = crmbot.start("deliver", "--wait", "--authenticated-as", "anna", stdin=outlook_forward())
    assert (done.returncode, "deal #" in done.stdout) == (0, True)


@pytest.mark.parametrize(
    ("arguments", "stdin", "code"),
    [
        (("deliver",), b"", 65),
        (("deliver", "--recipient", "nobody@firma.example"), mail(), 65),
        (("deliver", "--authenticated-as", "zoe"), mail(), 65),
        (("deliver", "no-such-file.eml"), b"", 75),
        (("deliver", "--frobnicate"), b"", 2),
    ],
)
def test_deliver_speaks_sysexits(crmbot: Crmbot, arguments: tuple[str, ...], stdin: bytes, code: int) -> None:
    done = crmbot.run(*arguments, stdin=stdin)
    assert done.returncode == code
    assert done.stderr.strip()


def test_deliver_asks_to_come_again_when_the_database_is_away(tmp_path: Path) -> None:
    assert Crmbot(f"sqlite:///{tmp_path}/no/folder/x.db", str(tmp_path)).start("deliver", stdin=mail()).returncode == 75


def test_taking_a_mail_loads_nothing_of_what_files_it(crmbot: Crmbot) -> None:
    code = (
        "import atexit, sys; from crmbot.cli.main import main\n"
        "atexit.register(lambda: print([m for m in ('crmbot.intake.worker', 'crmbot.parsing.mail', 'babel') if m in sys.modules]))\n"
        "main()"
    )
    command = [sys.executable, "-c", code, "deliver"]
    done = subprocess.run(command, env=crmbot.environ, input=mail(), capture_output=True, check=True)
    assert done.stdout.decode().strip() == "[]"
    assert len(crmbot.json("inbox", "list")) == 1


def test_deliver_takes_nothing_without_a_capture_address(sqlite_databases: Databases, tmp_path: Path) -> None:
    crmbot = Crmbot(sqlite_databases.fresh(), str(tmp_path), {"CRMBOT_CAPTURE__ADDRESSES": ""})
    done = crmbot.run("deliver", stdin=mail())
    assert (done.returncode, "capture.addresses" in done.stderr, crmbot.json("inbox", "list")) == (75, True, [])


def test_parse_gives_an_object_for_every_file_in_order(crmbot: Crmbot, tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(outlook_forward())
    (tmp_path / "b.eml").write_bytes(b"\x00\xff")
    done = crmbot.run("parse", "a.eml", "missing.eml", "b.eml", "--json")
    objects = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 1
    assert [entry["file"] for entry in objects] == ["a.eml", "missing.eml", "b.eml"]
    assert "error" in objects[1]
    assert objects[0]["forwarded"]["from"] == {"name": "Julia Brandt", "address": "j.brandt@lagerbau-nord.example"}


def test_explain_writes_nothing(crmbot: Crmbot, tmp_path: Path) -> None:
    crmbot.add_member()
    (tmp_path / "a.eml").write_bytes(outlook_forward())
    (explained,) = [
        json.loads(line)
        for line in crmbot.run("explain", "a.eml", "--authenticated-as", "anna", "--json").stdout.splitlines()
    ]
    assert (explained["decision"]["action"], explained["decision"]["deal"]) == ("lead", None)
    assert {"persons", "companies", "deals", "activities"} <= {row["record"] for row in explained["would_write"]}
    assert crmbot.json("inbox", "list") == []
    assert crmbot.json("say", "--as", "anna", "pipeline")["reply"]["records"] == []


def test_a_held_mail_is_listed_released_and_filed(crmbot: Crmbot) -> None:
    crmbot.add_member()
    crmbot.run("deliver", "--wait", stdin=outlook_forward())
    (held,) = crmbot.json("inbox", "list", "--state", "held")
    assert held["reason"]
    assert "done" in crmbot.run("inbox", "release", str(held["id"])).stdout
    (filed,) = crmbot.json("inbox", "list")
    assert (filed["state"], filed["deal"] > 1000) == ("done", True)
    assert set(filed) == {
        "id",
        "state",
        "message_id",
        "sender",
        "recipient",
        "subject",
        "received_at",
        "done_at",
        "reason",
        "deal",
        "attempts",
    }


def test_say_exits_with_1_when_the_answer_is_no(crmbot: Crmbot) -> None:
    crmbot.add_member()
    for who, text in (("anna", "show nobody-at-all"), ("zoe", "pipeline")):
        done = crmbot.run("say", "--as", who, text, "--json")
        assert (done.returncode, json.loads(done.stdout)["ok"]) == (1, False)


def test_tick_sends_the_digest_once(crmbot: Crmbot) -> None:
    crmbot.add_member()
    crmbot.run(
        "say", "--as", "anna", "--now", "2026-11-17T10:00", "lead Eva Lang, Lang Holz GmbH, eva@lang-holz.example"
    )
    done = crmbot.run("say", "--as", "anna", "--now", "2026-11-17T10:00", "followup lang tomorrow call")
    assert done.returncode == 0, done.stdout + done.stderr
    dry = crmbot.json("tick", "--now", "2026-11-18T08:30", "--dry-run")
    first = crmbot.json("tick", "--now", "2026-11-18T08:30")
    second = crmbot.json("tick", "--now", "2026-11-18T08:31")
    assert [(due["kind"], due["recipient"], due["local_date"], due["items"]) for due in dry] == [
        ("digest", "anna", "2026-11-18", 1)
    ]
    assert [due["state"] for due in first] == ["sent"]
    assert second == []
    (item,) = crmbot.json("outbox", "list")
    assert (item["kind"], item["recipient"], item["state"], item["channel"]) == ("digest", "anna", "sent", "console")
    assert "call" in item["text"]


def test_an_import_is_previewed_written_and_taken_back_by_one_undo(crmbot: Crmbot, tmp_path: Path) -> None:
    crmbot.add_member()
    rows = "Vorname;Nachname;Firma;E-Mail;Telefon;Quelle\nEva;Lang;Lang Holz GmbH;eva@lang-holz.example;0711 5553322;Messe\n;;;;;\nTom;Weiss;Weiss KG;;;\n"
    (tmp_path / "c.csv").write_bytes(rows.encode("cp1252"))
    dry = crmbot.json("import", "c.csv", "--dry-run")
    assert (dry["created"], crmbot.run("say", "--as", "anna", "show lang").returncode) == (2, 1)
    assert crmbot.json("import", "c.csv")["created"] == 2
    again = crmbot.json("import", "c.csv")
    assert (again["created"], again["completed"]) == (0, 2)
    card = crmbot.json("say", "--as", "anna", "show eva lang")["reply"]["records"][0]
    assert (card["emails"], card["phones"], card["role"], card["source"]) == (
        ["eva@lang-holz.example"],
        ["+497115553322"],
        "contact",
        "Messe",
    )


def test_an_unknown_table_is_refused_with_the_mend(crmbot: Crmbot, tmp_path: Path) -> None:
    (tmp_path / "c.csv").write_text("a,b\n1,2\n")
    done = crmbot.run("import", "c.csv")
    assert (done.returncode, "names no column" in done.stderr) == (1, True)


def test_a_member_who_leaves_hands_everything_over(crmbot: Crmbot) -> None:
    crmbot.add_member()
    crmbot.add_member("ben", "Ben Bauer")
    crmbot.run("say", "--as", "anna", "lead Eva Lang, Lang Holz GmbH, eva@lang-holz.example")
    assert crmbot.run("member", "leave", "anna", "--to", "ben").returncode == 0
    (record,) = crmbot.json("say", "--as", "ben", "pipeline")["reply"]["records"]
    assert record["owner"] == "ben"
    assert crmbot.run("say", "--as", "anna", "pipeline").returncode == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("member", "add", "Anna B", "--name", "x", "--email", "x@y.example"),
        ("member", "add", "x", "--name", "x", "--email", "nonsense"),
        ("member", "set", "nobody", "--name", "x"),
        ("inbox", "show", "999"),
        ("inbox", "show", "99999999999999999999"),
        ("outbox", "show", "99999999999999999999"),
        ("db", "backup", "no-such-folder/copy.db"),
        ("tick", "--now", "9999-12-31T23:59"),
        ("say", "--as", "anna", "--now", "0001-01-01T00:00", "today"),
        ("inbox", "release", "999"),
        ("outbox", "retry", "999"),
        ("import", "no-such.csv"),
        ("member", "set", "anna", "--timezone", "Mars/Base"),
    ],
)
def test_wrong_arguments_get_a_clear_line(crmbot: Crmbot, arguments: tuple[str, ...]) -> None:
    done = crmbot.run(*arguments)
    assert done.returncode in (1, 2)
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr


def test_doctor_tells_the_mend(crmbot: Crmbot) -> None:
    findings = crmbot.json("doctor")
    assert any(
        entry["level"] == "error" and entry["what"] == "team" and "member add" in entry["mend"] for entry in findings
    )


def test_a_backup_is_a_whole_database(crmbot: Crmbot, tmp_path: Path) -> None:
    crmbot.add_member()
    assert crmbot.run("db", "backup", "copy.db").returncode == 0
    copy = Crmbot(f"sqlite:///{tmp_path}/copy.db", str(tmp_path))
    assert [entry["key"] for entry in copy.json("member", "list")] == ["anna"]
    assert crmbot.run("db", "backup", "copy.db").returncode == 1
    assert crmbot.run("db", "check").returncode == 0


def test_the_manifest_comes_from_the_commands(crmbot: Crmbot) -> None:
    made = json.loads(crmbot.run("slack", "manifest").stdout)
    assert made["features"]["slash_commands"][0]["command"] == "/crm"
    assert made["settings"]["socket_mode_enabled"] is True


def test_help_starts_without_the_heavy_libraries() -> None:
    code = "import sys; import crmbot.cli.main; print([m for m in ('sqlalchemy', 'pydantic', 'slack_bolt', 'aiohttp', 'babel') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_question_loads_nothing_of_what_reads_mails(crmbot: Crmbot) -> None:
    crmbot.add_member()
    code = (
        "import atexit, sys; from crmbot.cli.main import main\n"
        "atexit.register(lambda: print([m for m in ('crmbot.parsing.quoting.signature_lines', 'dateparser') if m in sys.modules]))\n"
        "sys.argv = ['crmbot', 'say', '--as', 'anna', 'pipeline']; main()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], env=crmbot.environ, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_two_clocks_at_once_send_one_digest(crmbot: Crmbot) -> None:
    crmbot.add_member()
    crmbot.run(
        "say", "--as", "anna", "--now", "2026-11-17T10:00", "lead Eva Lang, Lang Holz GmbH, eva@lang-holz.example"
    )
    crmbot.run("say", "--as", "anna", "--now", "2026-11-17T10:00", "followup lang tomorrow call")
    command = [sys.executable, "-m", "crmbot", "tick", "--now", "2026-11-18T08:30"]
    clocks = [
        subprocess.Popen(command, env=crmbot.environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(3)
    ]
    printed = b"".join(clock.communicate(timeout=60)[0] for clock in clocks).decode()
    assert printed.count("Good morning") == 1
    assert len(crmbot.json("outbox", "list")) == 1


def test_columns_of_other_address_books_are_understood(crmbot: Crmbot, tmp_path: Path) -> None:
    rows = (
        "First Name,Last Name,E-mail 1 - Value,Phone 1 - Value,Organization 1 - Name,Organization 1 - Title\n"
        "Eva,Lang,eva@lang-holz.example,0711 5553322,Lang Holz GmbH,Einkauf\nAnna,Adler,anna@firma.example,,,\n,,not-a-mail,,Weiss KG,\n"
    )
    (tmp_path / "google.csv").write_text(rows)
    crmbot.add_member()
    report = crmbot.json("import", "google.csv")
    assert (report["created"], report["unknown_columns"]) == (2, [])
    assert ["one of us" in line or "no mail address" in line for line in report["skipped"]] == [True, True]
    card = crmbot.json("say", "--as", "anna", "show eva lang")["reply"]["records"][0]
    assert (card["company"], card["job_title"], card["phones"]) == ("Lang Holz GmbH", "Einkauf", ["+497115553322"])


def test_deliver_takes_a_mail_for_those_recipients_that_are_ours(crmbot: Crmbot) -> None:
    done = crmbot.run(
        "deliver", "--recipient", "nobody@firma.example", "--recipient", "crm@firma.example", "-", stdin=mail()
    )
    assert (done.returncode, "nobody@firma.example" in done.stderr) == (0, True)


def test_the_console_knows_only_members(crmbot: Crmbot) -> None:
    crmbot.add_member()
    assert crmbot.run("console", "--as", "nobody", stdin=b"").returncode == 1
    assert "Anna Adler" in crmbot.run("console", "--as", "anna", stdin=b"whoami\n").stdout


def test_the_settings_file_is_named_before_or_behind_the_command(crmbot: Crmbot, tmp_path: Path) -> None:
    for arguments in (("--config", "x.toml", "member", "list"), ("member", "list", "--config", "x.toml")):
        done = crmbot.run(*arguments)
        assert (done.returncode, done.stderr) == (1, "crmbot: x.toml: there is no such file\n")


def test_an_export_that_cannot_be_written_ends_with_one_line(crmbot: Crmbot) -> None:
    done = crmbot.run("export", "--output", "no-such-folder/contacts.csv")
    assert (done.returncode, len(done.stderr.strip().splitlines())) == (1, 1)
    assert "no-such-folder" in done.stderr
