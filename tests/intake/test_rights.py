"""A mail acts with its sender's rights: what he may not see is found, not doubled, and goes to its owner."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from crmbot import codec
from crmbot.channels.terminal import render_text
from crmbot.domain.members.members import require_member
from crmbot.domain.members.rights import read_rights
from crmbot.domain.records import Followup, Person, Watcher
from crmbot.shapes import Reader, Reply
from tests.intake.office import Office
from tests.mails import NOON, mail, outlook_forward, raw


def give(office: Office, key: str, rights: str = "member", **values: object) -> None:
    with office.store.write(NOON) as work:
        member = require_member(work.session, key)
        member.rights, member.permissions = read_rights(rights)
        for name, value in values.items():
            setattr(member, name, value)


def told(office: Office, key: str) -> list[str]:
    """What a member was told, newest last."""
    items = [item for item in office.outbox() if item.recipient == key]
    contents = [codec.load(item.content) for item in items]
    assert all(isinstance(content, Reply) for content in contents)
    return [render_text(content, Reader("en", "Europe/Berlin")) for content in contents]


@pytest.fixture
def known(office: Office) -> Office:
    """Anna has a deal with Julia Brandt."""
    office.send(raw(outlook_forward(), office.personal("anna")))
    return office


def bens(
    office: Office,
    subject: str = "Nachfrage",
    *,
    note: str = "",
    message_id: str = "<b1@firma.example>",
    body: str = "Wir brauchen auch Tische.\n",
) -> bytes:
    return outlook_forward(
        body, note=note, subject=subject, sender="Ben Bauer <ben@firma.example>", message_id=message_id
    )


def test_a_forward_about_an_unseen_contact_is_matched_and_goes_to_its_owner(known: Office) -> None:
    """A37, P29."""
    give(known, "ben", "own")
    item = known.send(raw(bens(known), known.personal("ben")))
    assert (len(known.people()), len(known.deals())) == (1, 1)
    assert known.activities()[-1].deal_number == known.deals()[0].number == item.deal_number
    assert "Nachfrage" in told(known, "anna")[-1]
    (said,) = told(known, "ben")
    assert "Your mail was handed to Anna Adler" in said
    assert not any(word in said for word in ("Julia", "Lagerbau", "#", "show", "undo", "Regale"))


def test_a_new_enquiry_about_an_unseen_contact_is_a_lead_of_its_owner(known: Office) -> None:
    give(known, "ben", "own")
    known.send(raw(bens(known, note="#lead\n#owner ben\n#followup friday"), known.personal("ben")))
    assert [deal.owner for deal in known.deals()] == ["anna", "anna"]
    assert len(known.people()) == 1
    assert known.all(Followup) == []
    assert known.all(Watcher) == []


def test_forwarding_again_what_an_unseen_owner_has_tells_nothing_of_it(known: Office) -> None:
    give(known, "ben", "own")
    copy = outlook_forward(sender="Ben Bauer <ben@firma.example>", message_id="<again@firma.example>", note="schau mal")
    known.send(raw(copy, known.personal("ben")))
    (said,) = told(known, "ben")
    assert "Already filed" in said
    assert "#" not in said
    assert "show" not in said
    assert any(activity.text == "schau mal" for activity in known.activities())


@pytest.mark.parametrize("tag", ["subject", "address"])
def test_a_tag_of_an_unseen_deal_counts_as_one_that_does_not_exist(known: Office, tag: str) -> None:
    give(known, "ben", "own")
    (deal,) = known.deals()
    verdicts = []
    for number in (deal.number, 99999):
        address = known.personal("ben")
        to = address.replace("@", f"+d{number}@") if tag == "address" else address
        subject = f"Angebot #{number}" if tag == "subject" else "Angebot"
        content = mail(
            sender="Ben Bauer <ben@firma.example>", to=f"Neu{number} Mensch <neu{number}@neu.example>", subject=subject,
            body=f"Guten Tag, {number * 7}\n", message_id=f"<t{number}@firma.example>",
        )  # fmt: skip
        item = known.send(raw(content, to))
        assert item.deal_number not in (None, deal.number)
        assert item.verdicts is not None
        verdicts.append(str([one for one in item.verdicts if one[0] == "tag"]).replace(str(number), "N"))
    assert verdicts[0] == verdicts[1]


def test_directives_need_the_right_to_change_the_deal(known: Office) -> None:
    give(known, "ben", "read:all,write:own")
    (deal,) = known.deals()
    known.send(raw(bens(known, note="#value 99k\n#stage propose\n#owner ben\n#followup friday"), known.personal("ben")))
    (after,) = known.deals()
    assert (after.amount, after.stage, after.owner) == (deal.amount, deal.stage, "anna")
    assert known.all(Followup) == []
    assert "you may change your own records only" in told(known, "anna")[-1]


def test_his_own_deal_a_member_of_small_rights_directs_by_mail(office: Office) -> None:
    give(office, "ben", "own")
    office.send(raw(bens(office, note="#value 12k"), office.personal("ben")))
    office.send(
        raw(
            bens(office, "Noch was", note="#value 15k", message_id="<b2@firma.example>", body="Anderes.\n"),
            office.personal("ben"),
        )
    )
    (deal,) = office.deals()
    assert (deal.owner, int(deal.amount or 0)) == ("ben", 15000)


def test_a_member_who_may_only_read_passes_mail_on_and_owns_nothing(office: Office) -> None:
    give(office, "ben", "read")
    office.send(raw(bens(office), office.personal("ben")))
    assert [deal.owner for deal in office.deals()] == ["anna"]


def protect(office: Office) -> None:
    with office.store.write(NOON) as work:
        for person in work.session.query(Person):
            person.protected = True


def test_the_mail_of_a_protected_person_is_told_to_its_owner_only(known: Office) -> None:
    """A74."""
    protect(known)
    with known.store.write(NOON) as work:
        work.session.add_all(
            Watcher(record_number=number, member="clara", kind="follower", since=NOON)
            for number in (known.deals()[0].number, known.people()[0].number)
        )
    known.send(raw(mail(subject="Vertraulich", message_id="<p1@x>", body="Ganz im Vertrauen.\n")))
    assert "Vertraulich" in told(known, "anna")[-1]
    assert told(known, "clara") == told(known, "ben") == []


def test_whoever_has_the_deal_of_a_protected_person_reads_of_a_private_contact(known: Office) -> None:
    """A74."""
    protect(known)
    with known.store.write(NOON) as work:
        for deal in known.deals():
            work.session.merge(deal).owner = "ben"
    known.send(raw(mail(subject="Vertraulich", message_id="<p1@x>", body="Ganz im Vertrauen.\n")))
    (said,) = told(known, "ben")
    assert "a private contact" in said
    assert not any(word in said for word in ("Julia", "Brandt", "Vertraulich"))


def test_a_follower_hears_of_the_next_mail_until_he_unfollows(known: Office) -> None:
    """B8."""
    with known.store.write(NOON) as work:
        work.session.add(Watcher(record_number=known.deals()[0].number, member="ben", kind="follower", since=NOON))
    known.send(raw(mail(subject="Zweite Frage", message_id="<n1@x>", body="Wann?\n")))
    (said,) = told(known, "ben")
    assert "Zweite Frage" in said
    with known.store.write(NOON) as work:
        for watcher in work.session.query(Watcher):
            work.session.delete(watcher)
    known.send(raw(mail(subject="Dritte Frage", message_id="<n2@x>", body="Wie?\n")))
    assert len(told(known, "ben")) == 1


def test_a_follower_without_the_right_hears_nothing(known: Office) -> None:
    give(known, "ben", "own")
    with known.store.write(NOON) as work:
        work.session.add(Watcher(record_number=known.deals()[0].number, member="ben", kind="follower", since=NOON))
    known.send(raw(mail(subject="Zweite Frage", message_id="<n1@x>", body="Wann?\n")))
    assert told(known, "ben") == []


AWAY: dict[str, Any] = {"absent_from": date(2026, 11, 1), "absent_until": date(2026, 11, 30), "substitute": "ben"}


def test_receipts_of_who_is_away_go_to_the_substitute_with_a_note(known: Office) -> None:
    """N5."""
    give(known, "anna", **AWAY)
    give(known, "ben", "own")
    before = len(told(known, "anna"))
    known.send(raw(mail(subject="Zweite Frage", message_id="<n1@x>", body="Wann?\n")))
    (said,) = told(known, "ben")
    assert "For Anna Adler, who is away" in said
    assert "Zweite Frage" in said
    assert len(told(known, "anna")) == before
    assert known.deals()[0].owner == "anna"


def test_a_new_lead_of_who_is_away_goes_to_the_substitute(office: Office) -> None:
    """N5."""
    give(office, "anna", **AWAY)
    office.with_settings(default_owner="anna").send(raw(mail()))
    assert [deal.owner for deal in office.deals()] == ["ben"]


def test_a_private_mail_of_a_protected_contact_stays_unread_by_the_substitute(known: Office) -> None:
    protect(known)
    give(known, "anna", **AWAY)
    known.send(raw(mail(subject="Vertraulich", message_id="<p1@x>", body="Ganz im Vertrauen.\n")))
    (said,) = told(known, "ben")
    assert "private contact" in said
    assert not any(word in said for word in ("Julia", "Vertraulich", "#"))


def test_a_private_mail_is_marked_so(known: Office) -> None:
    """N18."""
    known.send(raw(bens(known, note="#private"), known.personal("ben")))
    activity = known.activities()[-1]
    assert (activity.private, activity.text, activity.subject) == (True, "", None)
