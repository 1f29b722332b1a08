"""A small CRM in which the examples of the help and the documents can be said: one prepared database, copied for each of them."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import insert, make_url

from crmbot.domain.members.members import require_member
from crmbot.domain.records import RecordNumber
from crmbot.shapes import Reply
from crmbot.storage.store import Store
from tests.assistant.contact_examples import prepare
from tests.assistant.talk import Talk, only
from tests.conftest import BERLIN, add_team
from tests.databases import Databases, open_quickly
from tests.held import wait_for_decision

_NOW = datetime(2026, 11, 18, 10, 0, tzinfo=BERLIN)
_SIGNED_OFF = ("confirm", "return", "bestätig", "zurückgeb", "gib zurück")


@dataclass(frozen=True)
class Examples:
    """Julia Brandt (1040) of Nordlicht GmbH is a lead of Anna's with deal 1042; follow-up 1050, on place 1 of the last answer, and another are
    due today; there are a complaint (1060), a second J. Brandt (1070) and an appointment (1080); mail 12 waits for Anna.
    """

    store: Store
    prepared: Path
    now: datetime

    def talk(self) -> Talk:
        """Anna talks to the company as it was prepared."""
        self.store.close()
        shutil.copyfile(self.prepared, str(self.store.engine.url.database))
        return Talk(self.store, self.now)

    def answer(self, text: str) -> Reply:
        """The answer to an example, in which `…` stands for any words."""
        talk = self.talk()
        if text.startswith(_SIGNED_OFF):
            talk.say("delegate #1050 to ben")
            assert talk.with_user("ben").say("done #1050 he takes it").ok
        return talk.say(text.replace("…", "has asked again"))


def prepared(databases: Databases) -> Examples:
    """The database that the examples are said in."""
    url = databases.fresh("examples")
    store = open_quickly(url)
    add_team(store, _NOW)
    talk = Talk(store, _NOW)
    _tell(talk)
    store.close()
    template = Path(str(make_url(url).database))
    shutil.copyfile(template, copy := template.with_suffix(".prepared"))
    return Examples(store, copy, talk.now)


def _tell(talk: Talk) -> None:
    _skip_to(talk, 1040)
    deal = talk.say("lead Julia Brandt, Nordlicht GmbH, julia@nordlicht.example, +49 711 12345, 12k, needs a shelf")
    assert (only(deal, "person").number, only(deal, "deal").number) == (1040, 1042)
    _skip_to(talk, 1050)
    assert only(talk.say("followup Julia Brandt today ask about the shelf"), "followup").number == 1050
    talk.say("followup Julia Brandt today second")
    _skip_to(talk, 1060)
    assert only(talk.say("complaint Julia Brandt two boards are broken"), "activity").number == 1060
    _skip_to(talk, 1070)
    assert only(talk.say("lead J. Brandt, julia@privat.example"), "person").number == 1070
    prepare(talk, 1040, 1042)
    _skip_to(talk, 1080)
    assert only(talk.say("appointment Julia Brandt tomorrow 10:00: demo"), "appointment").number == 1080
    talk.say("segment save VIPs contacts tag:vip")
    wait_for_decision(talk.store, talk.now, 12)
    with talk.store.write(talk.now) as work:
        require_member(work.session, "anna").rights = "admin"
    talk.say("today")


def _skip_to(talk: Talk, number: int) -> None:
    with talk.store.write(talk.now) as work:
        given = work.next_number("none")
        work.session.execute(insert(RecordNumber), [{"type": "none"} for _ in range(given + 1, number)])
