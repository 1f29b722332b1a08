"""What mail brings is announced in the transaction that files it, and nobody is told who chose not to be (G13, G14)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from crmbot import codec
from crmbot.domain.announcing.announcing import announce
from crmbot.domain.announcing.notifying import heed_wishes
from crmbot.domain.announcing.rules import Telling, default_rule
from crmbot.domain.process import builtin_process
from crmbot.shapes import Reader
from crmbot.texts import render
from tests.intake.office import Office
from tests.mails import outlook_forward, raw


@pytest.fixture(params=["direct", "off"])
def told(request: pytest.FixtureRequest, office: Office) -> Iterator[tuple[Office, str]]:
    """An office with rules, where receipts come at once or not at all."""
    telling = Telling((default_rule("#sales"),), builtin_process, ways={"receipts": request.param})
    office.store.before_commit = (lambda work: announce(work, telling), lambda work: heed_wishes(work, telling))
    yield office, request.param
    office.store.before_commit = ()


def test_an_enquiry_by_mail_is_announced_and_its_receipt_comes_as_is_wished(told: tuple[Office, str]) -> None:
    office, way = told
    office.send(raw(outlook_forward(), office.personal("anna")))
    announced = [item for item in office.outbox() if item.kind == "announcement"]
    receipts = [item for item in office.outbox() if item.kind == "receipt"]
    assert [item.recipient for item in announced] == ["#sales"]
    assert "New enquiry" in render(codec.load(announced[0].content).title, Reader("en"))
    assert bool(receipts) is (way == "direct")
