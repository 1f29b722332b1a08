"""Directives in one mail: what ends something comes before what begins something; days are counted as the team works."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from crmbot.domain.calendar.workdays import WorkCalendar
from crmbot.domain.followups.followups import add_followup
from crmbot.domain.process import Process, ProcessSettings, builtin_process
from crmbot.domain.records import Followup
from crmbot.intake.worker import InboxWorker
from crmbot.storage.store import Store
from tests.conftest import add_team
from tests.intake.office import Office
from tests.mails import NOON, mail, outlook_forward, raw

FREE = frozenset({date(2026, 11, 19), date(2026, 11, 20)})  # Thursday and Friday


class ClosedOffice(Office):
    """Its team does not work on these days."""

    @property
    def worker(self) -> InboxWorker:
        return InboxWorker(self.store, self.settings, _process)


def _process() -> Process:
    return replace(builtin_process(), settings=ProcessSettings(calendar=WorkCalendar(free=FREE)))


@pytest.fixture
def office(sqlite_store: Store, now: datetime) -> Office:
    """An office where Julia Brandt's enquiry has become a lead."""
    add_team(sqlite_store, now)
    office = ClosedOffice(sqlite_store)
    office.send(raw(mail()))
    return office


def _asked(office: Office, *lines: str, number: int = 1, quiet: bool = False) -> None:
    note = "\n".join(lines)
    subject, message_id = f"Nachtrag {number}", f"<f{number}@firma.example>"
    content = outlook_forward("Noch etwas.\n", note=note, subject=subject, message_id=message_id)
    office.send(replace(raw(content, office.personal("anna")), quiet=quiet))


def _open(office: Office) -> list[str]:
    return [one.text for one in office.all(Followup) if one.done_at is None]


@pytest.mark.parametrize("ends", ["#done", "#cancel"])
def test_what_ends_comes_before_what_is_planned_anew(office: Office, ends: str) -> None:
    _asked(office, "#done", "#followup 24.11. Muster schicken")
    assert _open(office) == ["Muster schicken"]
    _asked(office, "#followup 25.11. nachfassen", ends, number=2)
    assert _open(office) == ["nachfassen"]


def test_what_a_new_stage_plans_is_not_done_with_the_old_one(office: Office) -> None:
    _asked(office, "#stage angebot", "#done")
    assert len(_open(office)) > 0


def test_a_series_skips_the_days_on_which_nobody_works(office: Office) -> None:
    _asked(office, "#done")
    _asked(office, "#followup jeden Tag nur an Werktagen anrufen", number=2)
    assert _due(office) == date(2026, 11, 23)
    _asked(office, "#done", number=3)
    assert _due(office) == date(2026, 11, 24)


def _due(office: Office) -> date:
    (followup,) = [one for one in office.all(Followup) if one.done_at is None]
    return followup.due_at.date()


def test_with_a_deal_go_the_follow_ups_of_who_had_it(office: Office) -> None:
    (deal,) = office.deals()
    with office.store.write(NOON) as work:
        for owner in ("anna", "clara"):
            day = NOON + timedelta(days=2)
            add_followup(work, owner=owner, due_at=day, day_only=True, text="call", record_number=deal.number)
    _asked(office, "#owner ben", "#followup 24.11. Muster schicken")
    assert [one.owner for one in office.all(Followup)] == ["ben", "clara", "ben"]
    receipt = next(one for one in office.outbox() if one.recipient == "ben")
    assert "With it goes {n} open follow-up." in str(receipt.content)


@pytest.mark.parametrize(
    "asked", ["#done", "#cancel", "#stage angebot", "#owner ben", "#value 12k", "#followup 25.11. x"]
)
def test_what_a_backlog_asks_for_is_not_done_any_more(office: Office, asked: str) -> None:
    _asked(office, "#followup 24.11. Muster schicken")
    before = [(deal.owner, deal.stage, deal.amount) for deal in office.deals()], _open(office)
    _asked(office, asked, number=2, quiet=True)
    assert len(office.activities()) == 3
    assert ([(deal.owner, deal.stage, deal.amount) for deal in office.deals()], _open(office)) == before


@pytest.mark.parametrize("asked", ["+cancel", "+3d-c", "+3d"])
def test_nor_what_its_addresses_ask_for(office: Office, asked: str) -> None:
    _asked(office, "#followup 24.11. Muster schicken")
    before = _open(office)
    ours = {"sender": "Anna Adler <anna@firma.example>", "to": "Julia Brandt <j.brandt@lagerbau-nord.example>"}
    written = mail(**ours, subject="Muster", body="Hallo\n", message_id="<c@firma.example>")
    office.send(replace(raw(written, office.personal("anna").replace("@", f"{asked}@")), quiet=True))
    assert _open(office) == before
