"""A mail acts for a member only when its sender is proven."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crmbot.domain.members.members import renew_token, require_member
from crmbot.intake.inbox import drop, release
from crmbot.intake.receive import accepts
from tests.intake.office import NOON, Office, reason_of
from tests.mails import mail, outlook_forward, raw


def test_an_unproven_forward_is_held_and_nothing_is_written(office: Office) -> None:
    item = office.send(raw(outlook_forward()))
    assert item.state == "held"
    assert "nothing in it proves the sender" in reason_of(item)
    assert (office.deals(), office.people(), office.activities()) == ([], [], [])


def test_the_member_is_told_of_a_held_mail(office: Office) -> None:
    office.send(raw(outlook_forward()))
    assert [(entry.kind, entry.recipient) for entry in office.outbox()] == [("question", "anna")]


def test_the_personal_address_of_somebody_else_proves_nothing(office: Office) -> None:
    item = office.send(raw(outlook_forward(), office.personal("ben")))
    assert item.state == "held"
    assert "personal address of ben" in reason_of(item)


def test_authenticated_submission_proves_the_member(office: Office) -> None:
    assert office.send(raw(outlook_forward(), submitter="anna")).state == "done"


def test_authenticated_submission_of_another_member_does_not(office: Office) -> None:
    assert office.send(raw(outlook_forward(), submitter="ben")).state == "held"


PASS = "dkim=pass header.d=firma.example; spf=pass smtp.mailfrom=anna@firma.example"


@pytest.mark.parametrize(
    ("header", "state"),
    [
        (f"mx.firma.example; {PASS}", "done"),
        ("mx.firma.example; dmarc=pass header.from=firma.example", "done"),
        (f"mx.elsewhere.example; {PASS}", "held"),
        ("mx.firma.example; dkim=pass header.d=elsewhere.example", "held"),
        ("mx.firma.example; dkim=fail header.d=firma.example", "held"),
        (f"mx.firma.example; none\nAuthentication-Results: mx.firma.example; {PASS}", "held"),
        ("mx.firma.example; ;;; dkim==", "held"),
    ],
)
def test_only_aligned_results_of_a_configured_upstream_count(office: Office, header: str, state: str) -> None:
    office = office.with_settings(trusted_authserv_ids=("mx.firma.example",))
    content = f"Authentication-Results: {header}\n".encode() + outlook_forward()
    assert office.send(raw(content)).state == state


def test_a_person_releases_a_held_mail(office: Office) -> None:
    item = office.send(raw(outlook_forward()))
    with office.store.write(NOON, channel="cli", action="release") as work:
        release(work, item.id, "root")
    office.worker.handle(item.id, NOON)
    assert office.item(item.id).state == "done"
    assert office.deals()[0].owner == "anna"


def test_a_dropped_mail_is_never_handled(office: Office) -> None:
    item = office.send(raw(outlook_forward()))
    with office.store.write(NOON, channel="cli", action="drop") as work:
        drop(work, item.id, "root")
    office.worker.handle(item.id, NOON)
    assert office.item(item.id).state == "dropped"


def test_a_renewed_personal_address_stops_at_once(office: Office) -> None:
    old = office.personal("anna")
    with office.store.write(NOON) as work:
        renew_token(require_member(work.session, "anna"))
    assert not accepts(office.store, office.settings, old)
    assert accepts(office.store, office.settings, office.personal("anna"))
    assert office.send(raw(outlook_forward(), old)).state == "held"


def test_an_unknown_colleague_is_held(office: Office) -> None:
    item = office.send(raw(outlook_forward(sender="Uwe Neu <uwe@firma.example>")))
    assert item.state == "held"
    assert "no member" in reason_of(item)


def test_the_mail_of_an_unknown_colleague_is_filed_when_a_person_releases_it(office: Office) -> None:
    item = office.send(raw(outlook_forward(sender="Uwe Neu <uwe@firma.example>")))
    with office.store.write(NOON) as work:
        release(work, item.id, "root")
    office.worker.handle(item.id, NOON)
    assert office.item(item.id).state == "done"
    (person,) = office.people()
    assert person.name == "Julia Brandt"


def test_a_web_form_of_our_own_site_needs_no_proof(office: Office) -> None:
    body = "Name: Sandra Moser\nFirma: Moser Holz GmbH\nE-Mail: sandra.moser@moser-holz.example\nNachricht: Wir suchen Regale.\n"
    item = office.send(raw(mail(sender="Website <form@firma.example>", subject="Kontaktformular", body=body)))
    assert item.state == "done"
    assert office.people()[0].name == "Sandra Moser"


def test_a_customer_who_answers_to_all_with_the_personal_address_stays_an_outsider(office: Office) -> None:
    tagged = mail(
        to=f"anna@firma.example, {office.personal('anna')}", body="#owner ben\nGuten Tag, wir suchen Regale.\n"
    )
    office.send(raw(tagged, office.personal("anna")))
    assert office.deals()[0].owner == "anna"
    assert office.activities()[0].author is None


def test_without_required_proof_a_members_mail_acts(office: Office) -> None:
    assert office.with_settings(require_proof=False).send(raw(outlook_forward())).state == "done"


@pytest.mark.parametrize(
    ("peer", "trusted", "state"),
    [
        ("203.0.113.9", (), "held"),
        ("203.0.113.9", ("203.0.113.0/24",), "done"),
        ("127.0.0.1", (), "done"),
        ("nonsense", (), "held"),
    ],
)
def test_results_count_only_where_a_server_of_ours_handed_the_mail_over(
    office: Office, peer: str, trusted: tuple[str, ...], state: str
) -> None:
    office = office.with_settings(trusted_authserv_ids=("mx.firma.example",), trusted_peers=trusted)
    content = f"Authentication-Results: mx.firma.example; {PASS}\n".encode() + outlook_forward()
    assert office.send(replace(raw(content), peer=peer)).state == state
