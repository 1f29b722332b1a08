"""Logs: one line a record, with the ids of what is being handled."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import re
import smtplib
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from crmbot.logs import AddIds, Counting, JsonFormatter, TextFormatter, log_about, mail_of
from tests.channels.slack_far_end import far_end
from tests.databases import Databases
from tests.faults.office import command, hire, outbox, terminated, until, with_slack
from tests.faults.storm import port_of
from tests.mails import mail


def logged(formatter: logging.Formatter, message: str, *args: object, **extra: Any) -> str:
    """The line that one record becomes."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(formatter)
    handler.addFilter(AddIds())
    logger = logging.Logger("crmbot.test")  # noqa: LOG001 - not one of the tree
    logger.addHandler(handler)
    logger.warning(message, *args, extra=extra)
    return written.getvalue()


def test_what_is_logged_inside_carries_the_ids() -> None:
    with log_about(mail=12), log_about(request="slash:1"):
        line = json.loads(logged(JsonFormatter(), "filed"))
    assert (line["message"], line["mail"], line["request"]) == ("filed", "12", "slash:1")
    assert "mail" not in json.loads(logged(JsonFormatter(), "filed"))


def test_another_thread_is_about_something_else() -> None:
    found: list[str] = []
    with log_about(mail=12):
        other = Thread(target=lambda: found.append(logged(JsonFormatter(), "x")))
        other.start()
        other.join()
    assert "mail" not in json.loads(found[0])


@pytest.mark.parametrize(
    ("key", "mail_number"),
    [
        ("receipt:12:0", "12"),
        ("receipt:12:0:ben", "12"),
        ("question:7", "7"),
        ("confirmation:9:anna", "9"),
        ("digest:anna:2026-11-18", None),
        ("receipt:x", None),
        ("news:12:anna", None),
    ],
)
def test_an_outbox_key_names_its_mail(key: str, mail_number: str | None) -> None:
    assert mail_of(key) == mail_number


def test_what_strangers_write_stays_on_its_line() -> None:
    line = logged(TextFormatter(), "refused: %s", "a\nERROR forged: all is lost\x1b[2J", key="receipt:12:0")
    assert line.count("\n") == 1
    assert "\x1b" not in line
    assert line.endswith("[key=receipt:12:0 mail=12]\n")


def test_a_traceback_stands_below_its_line_and_cannot_pass_for_one() -> None:
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(TextFormatter())
    logger = logging.Logger("crmbot.test")  # noqa: LOG001 - not one of the tree
    logger.addHandler(handler)
    try:
        _fail("x\n2026-11-22 09:00:00,000 ERROR   crmbot: forged\x1b[2J")
    except ValueError:
        logger.exception("a listener failed")
    first, *others = written.getvalue().splitlines()
    assert first.endswith("ERROR   crmbot.test: a listener failed")
    assert all(line.startswith("    | ") for line in others)
    assert "\x1b" not in written.getvalue()
    assert "ValueError: x" in written.getvalue()


def test_warnings_and_errors_are_counted() -> None:
    counted: list[str] = []
    logger = logging.Logger("crmbot.test")  # noqa: LOG001 - not one of the tree
    logger.addHandler(Counting(counted.append))
    logger.info("nothing")
    logger.warning("hm")
    logger.error("oh")
    assert counted == ["warning", "error"]


def _fail(words: str) -> None:
    raise ValueError(words)


@pytest.mark.asyncio
async def test_one_id_leads_from_the_mail_port_to_the_message_that_was_sent(
    sqlite_databases: Databases, tmp_path: Path
) -> None:
    url = sqlite_databases.fresh()
    hire(url, "anna", now=datetime.now(UTC))
    async with far_end() as far:
        crmbot = with_slack(url, str(tmp_path), far, CRMBOT_LOG__FORMAT="json", CRMBOT_LOG__LEVEL="info")
        async with command(crmbot, "serve", "--only", "smtp,worker,clock") as server:
            port = await port_of(server)
            for number in range(2):
                await _send(port, mail(message_id=f"<{number}@x.example>", sender=f"p{number}@kunde{number}.example"))
            await until(lambda: [item.state for item in outbox(url)] == ["sent", "sent"])
            _, err = await terminated(server)
    lines = [json.loads(line) for line in err.splitlines()]
    for one in ("1", "2"):
        told = [line["message"] for line in lines if line.get("mail") == one]
        assert told == ["mail stored", "mail handled", "message sent"]
    assert not re.search(r"kunde|Lagerbau|xoxb", err)  # ids, no contents


async def _send(port: int, content: bytes) -> None:
    def send() -> None:
        with smtplib.SMTP("127.0.0.1", port, timeout=20) as smtp:
            smtp.sendmail("someone@kunde.example", ["crm@firma.example"], content)

    await asyncio.to_thread(send)
