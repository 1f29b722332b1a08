"""What the past says about a deal (row C3): as computed by hand."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest

from crmbot.assistant.assistant import Assistant
from crmbot.assistant.settings import AssistantSettings
from crmbot.domain.deals.deals import lose, open_lead, win
from crmbot.domain.process import Process, builtin_process, read_process
from crmbot.domain.process.prediction import Seen, naive_bayes, predict
from crmbot.domain.records import Deal
from crmbot.domain.records.work import Work
from crmbot.errors import ProcessFault
from crmbot.storage.store import Store
from tests.assistant.talk import Talk, only
from tests.conftest import add_team


def asking_the_past(*variables: str) -> Process:
    named = ", ".join(f'"{name}"' for name in variables)
    return read_process(f"{builtin_process().text}\n[prediction]\nvariables = [{named}]\n", origin="x")


def train(work: Work, process: Process) -> None:
    """Six won: four of the fair, two of the website; four lost: one of the fair, three of the website."""
    for won, source, count in (
        (True, "fair", 3),
        (True, "Messe", 1),
        (True, "website", 2),
        (False, "fair", 1),
        (False, "website", 3),
    ):
        for _ in range(count):
            deal = open_lead(work, process, name="x", owner="anna", amount=Decimal(2_000), source=source)
            win(work, deal, process) if won else lose(work, deal, process, "no")


def test_c3_the_probability_is_as_computed_by_hand(sqlite_store: Store, now: datetime, process: Process) -> None:
    with sqlite_store.write(now) as work:
        train(work, process)
        deal = open_lead(work, process, name="new", owner="anna", amount=Decimal(3_000), source="trade fair")
        found = predict(work.session, deal, ("source", "amount"))
        assert found is not None
        assert found.evidence == (Seen("source", 4, 1), Seen("amount", 6, 4))
        # W = 6/10 * 4.5/7 * 6.5/7, L = 4/10 * 1.5/5 * 4.5/5
        by_hand = (0.6 * 4.5 / 7 * 6.5 / 7) / (0.6 * 4.5 / 7 * 6.5 / 7 + 0.4 * 1.5 / 5 * 4.5 / 5)
        assert found.percent == round(by_hand * 100) == 77
        assert predict(work.session, deal, ()) is not None
        deal.source = "website"
        worse = predict(work.session, deal, ("source",))
        assert worse is not None
        assert worse.percent < 50


def test_what_never_happened_is_not_impossible() -> None:
    assert 0 < naive_bayes((Seen("source", 0, 9),), 9, 9) < Decimal("0.1")


def test_a_few_deals_say_nothing(sqlite_store: Store, now: datetime, process: Process) -> None:
    with sqlite_store.write(now) as work:
        deal = open_lead(work, process, name="x", owner="anna")
        for _ in range(12):
            win(work, open_lead(work, process, name="y", owner="anna"), process)
        assert predict(work.session, deal, ("owner",)) is None


def test_c3_it_stands_on_the_card_a_hand_switches_it_off_and_auto_on_again(sqlite_store: Store, now: datetime) -> None:
    add_team(sqlite_store, now)
    process = asking_the_past("source")
    with sqlite_store.write(now) as work:
        train(work, process)
    talk = Talk(sqlite_store, now)
    talk.assistant = Assistant(sqlite_store, lambda: process, AssistantSettings(language="en"))
    number = only(talk.say("lead Tom Tiger, 3k, source fair"), "deal").number
    assert "by 6 won and 4 lost deals" in talk.words(talk.say(f"show #{number}"))
    with sqlite_store.read() as session:
        deal = session.get(Deal, number)
        assert deal is not None
        assert deal.chance == round(0.6 * 4.5 / 7 / (0.6 * 4.5 / 7 + 0.4 * 1.5 / 5) * 100)
        chance = deal.chance
    assert only(talk.say(f"set #{number} probability 30"), "deal").probability == 30
    assert only(talk.say(f"set #{number} probability auto"), "deal").probability == chance


@pytest.mark.parametrize("text", ['variables = ["colour"]', "x = 1", 'variables = "source"'])
def test_faults_of_the_table_are_told(text: str) -> None:
    with pytest.raises(ProcessFault, match="prediction"):
        read_process(f"{builtin_process().text}\n[prediction]\n{text}\n", origin="x")
