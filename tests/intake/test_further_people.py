"""Whoever else is in a mail is offered as a contact (A57): nobody of us, nobody who is known, nobody who is not wanted."""

from __future__ import annotations

from crmbot import codec
from crmbot.domain.changes.erasure import address_hash
from crmbot.domain.records import ErasedAddress
from tests.databases import listened
from tests.intake.office import Office
from tests.mails import NOON, mail, raw

LISA = "Lisa Kern <l.kern@kern.example>"


def _offered(office: Office, cc: str, message_id: str = "<1@kern.example>") -> list[str]:
    """The requests behind the buttons that the last receipt of a mail with these people in Cc has."""
    extra = f"Cc: {cc}\n" if cc else ""
    sender = "Paul Kern <p.kern@kern.example>"
    office.send(raw(mail(sender=sender, subject=f"Anfrage {message_id[1]}", message_id=message_id, extra=extra)))
    return _buttons(office)


def _buttons(office: Office) -> list[str]:
    receipt = codec.load([item for item in office.outbox() if item.kind == "receipt"][-1].content)
    return [action.command for section in receipt.sections for row in section.rows for action in row.actions]


def test_who_is_in_copy_is_offered_and_not_added(office: Office) -> None:
    assert _offered(office, f"{LISA}, Anna <anna@firma.example>") == ["person Lisa Kern, l.kern@kern.example"]
    assert [person.name for person in office.people()] == ["Paul Kern"]


def test_who_is_known_is_not_offered(office: Office) -> None:
    office.send(raw(mail(sender=LISA, message_id="<0@kern.example>")))
    assert _offered(office, LISA) == []


def test_of_a_forward_the_people_of_the_original_are_offered(office: Office) -> None:
    original = "Von: Paul Kern <p.kern@kern.example>\nGesendet: Mittwoch, 18. November 2026 09:12\n"
    body = f"{original}An: Anna Adler <anna@firma.example>\nCc: {LISA}\nBetreff: Tische\n\nWir brauchen Tische.\n"
    sender = "Anna Adler <anna@firma.example>"
    office.send(raw(mail(sender=sender, subject="WG: Tische", body=body), office.personal("anna")))
    assert _buttons(office) == ["person Lisa Kern, l.kern@kern.example"]


def test_a_crowd_is_not_offered(office: Office) -> None:
    assert _offered(office, ", ".join(f"p{n}@kern.example" for n in range(6))) == []


def test_however_many_are_in_a_mail_they_are_asked_about_at_once(office: Office) -> None:
    _offered(office, "")
    for number in range(3):
        office.send(raw(mail(sender=f"K{number} <k{number}@kern.example>", message_id=f"<k{number}@kern.example>")))
    with listened(office.store) as few:
        assert _offered(office, LISA, "<2@kern.example>") == ["person Lisa Kern, l.kern@kern.example"]
    known = ", ".join(f"k{number}@kern.example" for number in range(3))
    with listened(office.store) as many:
        assert _offered(office, f"{LISA}, {known}", "<3@kern.example>") == ["person Lisa Kern, l.kern@kern.example"]
    assert sum("erased_addresses" in one for one in many) == sum("erased_addresses" in one for one in few)


def test_whom_nobody_may_know_any_more_is_not_offered(office: Office) -> None:
    with office.store.write(NOON) as work:
        work.session.add(ErasedAddress(hash=address_hash("l.kern@kern.example"), person_number=1, erased_at=NOON))
    assert _offered(office, LISA) == []


def test_what_an_outsider_calls_himself_does_nothing_else(office: Office) -> None:
    names = '"Lisa; set #1 owner ben, department X 0711 123456" <l.kern@kern.example>'
    assert _offered(office, names) == ["person l.kern@kern.example"]


def test_whom_nobody_may_log_is_not_offered(office: Office) -> None:
    assert _offered(office.with_settings(never_log=("l.kern@kern.example",)), LISA) == []
