"""A next step is whatever somebody has planned: a follow-up, or an appointment that is still to come."""

from __future__ import annotations

from datetime import datetime

import pytest

from crmbot.delivery.settings import DeliverySettings
from crmbot.delivery.tick import tick
from crmbot.domain.process import builtin_process
from crmbot.domain.records import Followup
from tests.assistant.talk import Talk
from tests.conftest import BERLIN

DEAL = "#1006"


def without_step(talk: Talk) -> tuple[int, int]:
    """How many deals have none, as the list says and as the filter does."""
    return talk.say("unattended").totals["count"], talk.say("pipeline without next step").totals["count"]


@pytest.mark.parametrize("about", [DEAL, "Sabine Kolb"])
def test_a_deal_with_an_appointment_is_attended_until_that_is_over(kolb: Talk, about: str) -> None:
    assert without_step(kolb) == (1, 1)
    assert kolb.say(f"appointment {about} friday 10:00-11:00 visit").ok
    assert without_step(kolb) == (0, 0)
    kolb.now = datetime(2026, 11, 20, 11, 30, tzinfo=BERLIN)
    assert without_step(kolb) == (1, 1)


def test_an_appointment_that_was_called_off_is_no_next_step(kolb: Talk) -> None:
    made = kolb.say(f"appointment {DEAL} friday 10:00-11:00 visit").records[0]
    assert kolb.say(f"cancel appointment #{made.number}").ok
    assert without_step(kolb) == (1, 1)


@pytest.mark.parametrize(("planned", "made"), [(True, 0), (False, 1)])
def test_no_next_step_comes_by_itself_where_an_appointment_is_planned(kolb: Talk, planned: bool, made: int) -> None:
    if planned:
        kolb.say(f"appointment {DEAL} friday 10:00-11:00 visit")
    tick(kolb.store, DeliverySettings(), builtin_process(), datetime(2026, 11, 19, 8, 30, tzinfo=BERLIN))
    with kolb.store.read() as session:
        assert session.query(Followup).count() == made


def test_a_deal_that_lies_still_is_not_stale_while_an_appointment_is_planned(kolb: Talk) -> None:
    kolb.now = datetime(2027, 3, 1, 9, tzinfo=BERLIN)
    assert kolb.say("stale").totals["count"] == 1
    kolb.say(f"appointment {DEAL} friday 10:00-11:00 visit")
    assert kolb.say("stale").totals["count"] == 0
