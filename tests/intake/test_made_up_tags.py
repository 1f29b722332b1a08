"""Tags that name nothing: they do nothing, and whoever wrote them is told."""

from __future__ import annotations

from crmbot import codec
from crmbot.shapes import Reader, Reply
from crmbot.texts import render
from tests.intake.office import Office
from tests.mails import mail, outlook_forward, raw


def told(office: Office) -> list[str]:
    """The remarks of the last receipt, in English."""
    receipt = codec.load(office.outbox()[-1].content)
    assert isinstance(receipt, Reply)
    return [render(line, Reader("en", "Europe/Berlin")) for line in receipt.lines]


def tagged(office: Office, tags: str) -> str:
    """Anna's personal address with `tags`."""
    return office.personal("anna").replace("@", f"{tags}@")


def test_a_deal_that_does_not_exist_is_reported_and_the_mail_filed_by_the_other_rules(office: Office) -> None:
    item = office.send(raw(outlook_forward(), tagged(office, "+d99999")))
    assert item.state == "done"
    assert len(office.deals()) == 1
    assert told(office) == ["there is no deal #99999"]


def test_a_word_that_is_no_tag_is_reported(office: Office) -> None:
    office.send(raw(outlook_forward(), tagged(office, "+urgent+3d+urgent")))
    remarks = told(office)
    assert remarks[0] == "“urgent” in the address means nothing to me."
    assert len([one for one in remarks if "urgent" in one]) == 1


def test_markup_in_a_made_up_tag_stays_text(office: Office) -> None:
    office.send(raw(outlook_forward(), tagged(office, "+<!channel>")))
    assert "means nothing to me" in told(office)[0]


def test_an_outsider_learns_nothing_and_changes_nothing_by_tags(office: Office) -> None:
    item = office.send(raw(mail(), "crm+d1042+won@firma.example"))
    assert item.deal_number == office.deals()[0].number
    assert told(office) == []
