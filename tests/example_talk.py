"""A small CRM in which the examples of the documents can be said: one prepared database, copied for each of them."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from pathlib import Path

from crmbot.domain.members.members import require_member
from crmbot.shapes import Reply
from crmbot.storage.schema import upgrade
from crmbot.storage.store import Store
from tests.assistant.contact_examples import prepare
from tests.assistant.talk import Talk, only
from tests.conftest import BERLIN, add_team
from tests.databases import open_quickly
from tests.held import wait_for_decision

_NOW = datetime(2026, 11, 18, 10, 0, tzinfo=BERLIN)
_copies = count(1)
_SIGNED_OFF = ("confirm", "return", "bestätig", "zurückgeb", "gib zurück")


@dataclass(frozen=True)
class Examples:
    """Julia Brandt of Nordlicht GmbH is a lead of Anna's; a follow-up is due today."""

    database: Path
    deal: int
    followup: int
    complaint: int
    person: int
    other: int
    appointment: int

    def answer(self, text: str) -> Reply:
        """The answer to an example. `#1042` stands for the deal, `#1050` for the follow-up, `#1060` for the complaint, `#1040` and `#1070` for two
        persons, `#1080` for the appointment, `…` for any words.
        """
        own = self.database.with_name(f"copy-{next(_copies)}.db")
        shutil.copyfile(self.database, own)
        store = open_quickly(f"sqlite:///{own}")
        try:
            talk = Talk(store, _NOW)
            talk.say("today")  # what `1` names in an example
            said = text.replace("#1042", f"#{self.deal}").replace("#1050", f"#{self.followup}")
            said = said.replace("#1060", f"#{self.complaint}")
            said = said.replace("#1040", f"#{self.person}").replace("#1070", f"#{self.other}")
            said = said.replace("#1080", f"#{self.appointment}")
            if said.startswith(_SIGNED_OFF):
                self._hand_over(talk)
            return talk.say(said.replace("…", "has asked again"))
        finally:
            store.close()
            own.unlink()

    def _hand_over(self, talk: Talk) -> None:
        """Ben has done what Anna gave him."""
        talk.say(f"delegate #{self.followup} to ben")
        talk.with_user("ben").say(f"done #{self.followup}")


def prepared(folder: Path) -> Examples:
    """The database that the examples are said in."""
    path = folder / "examples.db"
    store = Store.open(f"sqlite:///{path}")
    upgrade(store.engine)
    add_team(store, _NOW)
    talk = Talk(store, _NOW)
    deal = talk.say("lead Julia Brandt, Nordlicht GmbH, julia@nordlicht.example, +49 711 12345, 12k, needs a shelf")
    talk.say("followup Julia Brandt today first")
    planned = talk.say("followup Julia Brandt today second")
    complaint = talk.say("complaint Julia Brandt two boards are broken")
    other = talk.say("lead J. Brandt, julia@privat.example")
    meeting = talk.say("appointment Julia Brandt tomorrow 10:00: demo")
    talk.say("segment save VIPs contacts tag:vip")
    wait_for_decision(store, _NOW, 12)
    with store.write(_NOW) as work:
        require_member(work.session, "anna").rights = "admin"
    prepare(talk, only(deal, "person").number, only(deal, "deal").number)
    with store.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    store.close()
    return Examples(
        path, only(deal, "deal").number, only(planned, "followup").number, only(complaint, "activity").number,
        only(deal, "person").number, only(other, "person").number,
        only(meeting, "appointment").number,
    )  # fmt: skip
