"""Slack away, slow or refusing while crmbot serves: messages wait, later each arrives once. And an orderly end."""

from __future__ import annotations

import asyncio
import signal
import smtplib
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from crmbot.domain.outbox.outbox import enqueue
from crmbot.shapes import Reply, t
from tests.channels.slack_far_end import FarEnd, far_end
from tests.databases import open_quickly
from tests.faults.office import POST, Hanging, command, hire, keys_of, outbox, terminated, until, with_slack
from tests.faults.storm import port_of
from tests.mails import mail
from tests.running import PATIENCE, Crmbot

pytestmark = pytest.mark.asyncio

Answer = Callable[[FarEnd, dict[str, Any]], Any]
COUNT = 6
COUNTLESS = 80  # a second each


def _limited(far: FarEnd, arguments: dict[str, Any]) -> web.StreamResponse:
    return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers={"Retry-After": "1"})


def _broken(far: FarEnd, arguments: dict[str, Any]) -> web.StreamResponse:
    return web.Response(status=500, text="upstream connect error")


def _broken_after(far: FarEnd, arguments: dict[str, Any]) -> web.StreamResponse:
    """The message has arrived all the same."""
    far._usual(POST, arguments)
    return web.Response(status=502, text="<html>Bad Gateway</html>")


def _torn(far: FarEnd, arguments: dict[str, Any]) -> web.StreamResponse:
    """The message has arrived; the answer is cut off."""
    far._usual(POST, arguments)
    return web.Response(text='{"ok": tr', content_type="application/json")


def _sometimes(far: FarEnd, answer: Answer) -> Any:
    """Every other call goes wrong, until there were as many as messages."""

    async def post(arguments: dict[str, Any]) -> web.StreamResponse:
        calls = len(far.of(POST))
        if calls <= 2 * COUNT and calls % 2:
            made: web.StreamResponse = answer(far, arguments)
            return made
        return web.json_response(far._usual(POST, arguments))

    return post


def _queue(url: str, count: int = COUNT) -> list[str]:
    keys = [f"receipt:{number}:0" for number in range(count)]
    store = open_quickly(url)
    with store.write(datetime.now(UTC)) as work:
        for key in keys:
            enqueue(work, key=key, kind="receipt", recipient="anna", content=Reply("done", t("Done")))
    store.close()
    return keys


@pytest.mark.parametrize("answer", [_limited, _broken, _broken_after, _torn])
async def test_each_message_arrives_once_whatever_slack_answers(
    database_url: str, tmp_path: Path, answer: Answer
) -> None:
    hire(database_url, "anna", now=datetime.now(UTC))
    keys = _queue(database_url)
    async with far_end() as far:
        far.behaviours[POST] = _sometimes(far, answer)
        crmbot = with_slack(database_url, str(tmp_path), far)
        for minute in range(10):
            later = datetime.now(UTC).replace(year=2040, minute=minute).isoformat()
            async with command(crmbot, "tick", "--now", later) as clock:
                _, err = await asyncio.wait_for(clock.communicate(), PATIENCE)
                assert b"Traceback" not in err, err.decode()
            if all(item.state == "sent" for item in outbox(database_url)):
                break
        assert Counter(keys_of(far)) == Counter(keys)
        assert {item.state for item in outbox(database_url)} == {"sent"}


async def test_while_slack_is_away_mail_is_taken_and_the_receipts_come_later(database_url: str, tmp_path: Path) -> None:
    hire(database_url, "anna", now=datetime.now(UTC))
    async with far_end() as far:
        crmbot = with_slack(database_url, str(tmp_path), far)
        far.behaviours[POST] = lambda _arguments: {"ok": False, "error": "token_revoked"}
        async with command(crmbot, "serve", "--only", "smtp,worker,clock") as server:
            port = await port_of(server)
            await asyncio.to_thread(_send, port, mail())
            await until(lambda: [item.error for item in outbox(database_url)] == ["token_revoked"])
            assert [item.state for item in outbox(database_url)] == ["waiting"]
            await terminated(server)
        del far.behaviours[POST]
        async with command(crmbot, "tick", "--now", "2040-01-04T12:00+01:00") as clock:
            await asyncio.wait_for(clock.wait(), PATIENCE)
        receipt, *digests = outbox(database_url)
        assert (receipt.state, receipt.attempts) == ("sent", 2)
        assert all(item.state == "sent" and item.key.startswith("digest:") for item in digests)
        assert [key for key in keys_of(far) if key == receipt.key] == [receipt.key]


@pytest.mark.parametrize("name", [signal.SIGTERM, signal.SIGINT])
async def test_a_stop_finishes_the_mails_and_the_message_in_hand(
    database_url: str, tmp_path: Path, name: signal.Signals
) -> None:
    hire(database_url, "anna", now=datetime.now(UTC))
    async with far_end() as far:
        release = asyncio.Event()
        far.behaviours[POST] = Hanging(far, arrives=True, release=release)
        crmbot = with_slack(database_url, str(tmp_path), far)
        async with command(crmbot, "serve", "--only", "smtp,worker,clock") as server:
            port = await port_of(server)
            talking = asyncio.create_task(asyncio.to_thread(_send_slowly, port, mail(message_id="<slow@x.example>")))
            await asyncio.to_thread(_send, port, mail())
            await far.wait_for(POST, seconds=PATIENCE)
            server.send_signal(name)
            await asyncio.sleep(0.5)
            release.set()
            _, err = await asyncio.wait_for(server.communicate(), PATIENCE)
            await talking
        assert (server.returncode, b"Traceback" in err) == (0, False), err.decode()
        assert keys_of(far) == [item.key for item in outbox(database_url) if item.state == "sent"]
        assert [item.state for item in outbox(database_url)] == ["sent"]
        assert {row["state"] for row in _inbox(crmbot)} <= {"done", "duplicate", "received"}
        assert _inbox(crmbot)[0]["state"] == "done"


async def test_a_stop_does_not_wait_for_all_that_waits(database_url: str, tmp_path: Path) -> None:
    """Hundreds of messages wait for a Slack that is slow: the one in hand is finished, the others keep waiting."""
    hire(database_url, "anna", now=datetime.now(UTC))
    _queue(database_url, COUNTLESS)
    async with far_end() as far:

        async def slow(arguments: dict[str, Any]) -> web.StreamResponse:
            answer = far._usual(POST, arguments)
            await asyncio.sleep(1)
            return web.json_response(answer)

        far.behaviours[POST] = slow
        crmbot = with_slack(database_url, str(tmp_path), far)
        async with command(crmbot, "serve", "--only", "clock") as server:
            await far.wait_for(POST, seconds=PATIENCE)
            server.send_signal(signal.SIGTERM)
            _, err = await asyncio.wait_for(server.communicate(), COUNTLESS / 2)
        assert (server.returncode, b"Traceback" in err) == (0, False), err.decode()
        states = Counter(item.state for item in outbox(database_url))
        assert states["sending"] == 0
        assert states["sent"] == len(far.posted)


def _inbox(crmbot: Crmbot) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = crmbot.json("inbox", "list")
    return found


def _send(port: int, content: bytes) -> None:
    with smtplib.SMTP("127.0.0.1", port, timeout=PATIENCE) as smtp:
        smtp.sendmail("someone@kunde.example", ["crm@firma.example"], content)


def _send_slowly(port: int, content: bytes) -> bool:
    """A mail in the middle of its text when the stop comes; whether it was accepted."""
    try:
        with smtplib.SMTP("127.0.0.1", port, timeout=PATIENCE) as smtp:
            smtp.ehlo()
            smtp.mail("someone@kunde.example")
            smtp.rcpt("crm@firma.example")
            smtp.docmd("DATA")
            half = len(content) // 2
            smtp.send(content[:half].replace(b"\n", b"\r\n"))
            time.sleep(2.5)
            smtp.send(content[half:].replace(b"\n", b"\r\n") + b"\r\n.\r\n")
            return smtp.getreply()[0] == 250
    except (OSError, smtplib.SMTPException):
        return False
