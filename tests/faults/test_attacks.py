"""Hostile mail through the real door: each ends in its state, nobody acts for others, nothing it says is markup."""

from __future__ import annotations

import asyncio
import re
import smtplib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from crmbot.domain.process import builtin_process
from crmbot.domain.records import Activity, Deal, File, Followup, InboxItem, PersonEmail
from crmbot.storage.store import Store
from tests.channels.block_rules import faults, shown
from tests.channels.slack_far_end import FarEnd, far_end
from tests.faults.attacks import MARKUP, Attack, attacks
from tests.faults.office import command, hire, outbox, terminated, until, with_slack
from tests.faults.storm import port_of
from tests.mails import mail

pytestmark = [pytest.mark.asyncio, pytest.mark.timeout(240)]

THREAD = "<victim@kunde-alt.example>"
VICTIM = mail(
    sender="Otto Opfer <opfer@kunde-alt.example>",
    message_id=THREAD,
    body="Bitte ein Angebot über 10 Tore.\n\nOtto Opfer\nAlt KG\n",
)


def _send(port: int, content: bytes, recipient: str) -> int:
    """The code of the answer."""
    try:
        with smtplib.SMTP("127.0.0.1", port, timeout=60) as smtp:
            smtp.sendmail("mallory@boese.example", [recipient], content)
    except smtplib.SMTPRecipientsRefused as refused:
        return next(iter(refused.recipients.values()))[0]
    except smtplib.SMTPResponseException as refused:
        return refused.smtp_code
    return 250


def _marked(attack: Attack, number: int) -> bytes:
    """With a Message-ID by which it is found again, unless that is what it is about."""
    if b"<crmbot." in attack.content:
        return attack.content
    return re.sub(rb"Message-ID: <[^>]*>", b"Message-ID: <attack-%d@boese.example>" % number, attack.content, count=1)


async def _launch(port: int, table: list[Attack], tokens: dict[str, str]) -> dict[str, int]:
    """The answers to all of them, in order."""
    answers = {}
    for number, attack in enumerate(table):
        recipient = attack.recipient.format(**tokens)
        answers[attack.name] = await asyncio.to_thread(_send, port, _marked(attack, number), recipient)
    return answers


def _handled(url: str) -> bool:
    store = Store.open(url)
    with store.read() as session:
        waiting = session.scalars(select(InboxItem.id).where(InboxItem.state == "received")).first()
    store.close()
    return waiting is None and all(item.state == "sent" for item in outbox(url))


async def test_attack_mails_end_as_they_should(database_url: str, tmp_path: Path) -> None:
    tokens = hire(database_url, "anna", "ben", now=datetime.now(UTC))
    async with far_end() as far:
        crmbot = with_slack(database_url, str(tmp_path), far, CRMBOT_CAPTURE__TRUSTED_AUTHSERV_IDS="mx.firma.example")
        async with command(crmbot, "serve", "--only", "smtp,worker,clock") as server:
            port = await port_of(server)
            assert await asyncio.to_thread(_send, port, VICTIM, "crm@firma.example") == 250
            await until(lambda: _handled(database_url))
            table = attacks(_victim(database_url), THREAD)
            answers = await _launch(port, table, tokens)
            await until(lambda: _handled(database_url), 120)
            assert server.returncode is None
            await terminated(server)
        _check_answers(table, answers)
        _check_records(database_url, table)
        _check_notices(far)


def _victim(url: str) -> int:
    store = Store.open(url)
    with store.read() as session:
        (number,) = session.scalars(select(Deal.number)).all()
    store.close()
    return number


def _check_answers(table: list[Attack], answers: dict[str, int]) -> None:
    expected = {attack.name: attack.state if isinstance(attack.state, int) else 250 for attack in table}
    assert answers == expected


def _check_records(url: str, table: list[Attack]) -> None:
    store = Store.open(url)
    with store.read() as session:
        items = session.scalars(select(InboxItem).order_by(InboxItem.id)).all()[1:]
        taken = [attack for attack in table if not isinstance(attack.state, int)]
        ended = [
            (attack.name, item.state, item.deal_number is not None) for attack, item in zip(taken, items, strict=True)
        ]
        assert ended == [(attack.name, attack.state, attack.lead) for attack in taken]
        victim = session.scalars(select(Deal).order_by(Deal.number)).first()
        assert victim is not None
        assert (victim.owner, victim.stage, victim.amount) == ("anna", builtin_process().first.key, None)
        assert len(session.scalars(select(Activity.number).where(Activity.deal_number == victim.number)).all()) == 1
        assert session.scalars(select(Followup.number)).all() == []
        assert {deal.owner for deal in session.scalars(select(Deal))} == {"anna"}
        assert not [entry.email for entry in session.scalars(select(PersonEmail)) if "firma.example" in entry.email]
        names = [file.filename for file in session.scalars(select(File))]
        assert len(names) == 2
        assert not [name for name in names if re.search(r"[/\\\x00-\x1f]", name)]
        texts = [item.subject or "" for item in items] + [deal.name for deal in session.scalars(select(Deal))]
        assert not [text for text in texts if re.search(r"[\x00\r\n]", text)]
        assert not [a.number for a in session.scalars(select(Activity)) if "alert(" in a.text]
    store.close()


def _check_notices(far: FarEnd) -> None:
    """What outsiders wrote shows as written: no mention, no link, no bold; and Slack can take every message."""
    seen = [shown(message["blocks"]) for message in far.posted]
    assert [found for message in far.posted for found in faults(message["blocks"])] == []
    assert any(MARKUP in words for words in seen)
    assert not [message for message in far.posted if "<!" in message["text"]]
