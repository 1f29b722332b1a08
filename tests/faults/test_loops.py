"""Two crmbots that write to each other stop after one."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from tests.databases import Databases
from tests.mails import mail
from tests.ports import free_port
from tests.running import Crmbot

_HERE, _THERE = "crm@firma.example", "crm@andere.example"


def facing(databases: Databases, folder: Path, own: str, other: str, ports: tuple[int, int], **more: str) -> Crmbot:
    """A crmbot whose only member reads mail at the address of the other one, and which sends its mail there."""
    folder.mkdir()
    settings = {
        "CRMBOT_CAPTURE__ADDRESSES": own,
        "CRMBOT_CAPTURE__DOMAINS": own.partition("@")[2],
        "CRMBOT_SMTP__LISTEN": f"127.0.0.1:{ports[0]}",
        "CRMBOT_MAIL__URL": f"smtp://127.0.0.1:{ports[1]}",
        "CRMBOT_MAIL__FROM": own,
        **more,
    }
    crmbot = Crmbot(databases.fresh(), str(folder), settings)
    assert crmbot.run("member", "add", "anna", "--name", "Anna Adler", "--email", other).returncode == 0
    return crmbot


@pytest.mark.parametrize("proof", ["true", "false"])
def test_what_one_says_the_other_does_not_answer(sqlite_databases: Databases, tmp_path: Path, proof: str) -> None:
    ports = free_port(), free_port()
    more = {"CRMBOT_CAPTURE__REQUIRE_PROOF": proof}
    here = facing(sqlite_databases, tmp_path / "here", _HERE, _THERE, ports, **more)
    there = facing(sqlite_databases, tmp_path / "there", _THERE, _HERE, ports[::-1], **more)
    parts = ("--only", "smtp,worker,clock")
    with there.serving(*parts), here.serving(*parts) as served:
        served.send(mail(to=_HERE))
        there.until("done", 1)
        time.sleep(3)  # an answer would be there by now
    assert said(here) == [("receipt", "sent")]
    assert said(there) == []
    (arrived,) = there.json("inbox", "list")
    assert "crmbot sent this mail itself" in arrived["reason"]
    assert len(here.json("inbox", "list")) == 1


def said(crmbot: Crmbot) -> list[tuple[Any, Any]]:
    """What a crmbot has sent to its member."""
    return [(one["kind"], one["state"]) for one in crmbot.json("outbox", "list")]
