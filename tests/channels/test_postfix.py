"""Behind a real Postfix, by SMTP and by LMTP."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from crmbot.channels.smtp.server import SmtpSettings
from crmbot.errors import StorageAway
from crmbot.shapes import RawMail
from tests.channels.postfix_server import LMTP_DOMAIN, SERVERS, SMTP_DOMAIN, running_postfix
from tests.channels.servers import MailStore, eventually, running_smtp
from tests.channels.smtp_client import Address, send


class Faltering(MailStore):
    """Stores after a number of faults."""

    faults: int = 0

    async def receive(self, mail: RawMail) -> None:
        if self.faults:
            self.faults -= 1
            raise StorageAway("not yet")
        await super().receive(mail)


@pytest.fixture(scope="module", params=SERVERS)
def relay() -> Iterator[tuple[Address, Faltering]]:
    store = Faltering()
    with (
        running_smtp(store) as smtp,
        running_smtp(store, SmtpSettings(lmtp=True)) as lmtp,
        running_postfix(smtp[1], lmtp[1]) as address,
    ):
        yield address, store


@pytest.mark.parametrize(("domain", "source"), [(SMTP_DOMAIN, "smtp"), (LMTP_DOMAIN, "lmtp")])
def test_mail_that_has_to_wait_is_delivered_by_a_later_try(relay, domain, source):
    address, store = relay
    store.mails.clear()
    store.faults = 2
    send(address, recipients=[f"crm@{domain}"])
    eventually(lambda: store.mails, 20)
    assert [(mail.source, mail.recipients) for mail in store.mails] == [(source, (f"crm@{domain}",))]
    assert store.faults == 0


def test_a_mail_for_two_addresses_arrives_once_and_is_answered_twice(relay):
    address, store = relay
    store.mails.clear()
    both = (f"crm@{LMTP_DOMAIN}", f"crm+note@{LMTP_DOMAIN}")
    send(address, recipients=both)
    send(address, recipients=[f"last@{LMTP_DOMAIN}"])
    eventually(lambda: len(store.mails) == 2, 20)
    assert sorted(sorted(mail.recipients) for mail in store.mails) == sorted([sorted(both), [f"last@{LMTP_DOMAIN}"]])


def test_an_unknown_recipient_does_not_keep_the_other_from_his_mail(relay):
    address, store = relay
    store.mails.clear()
    send(address, recipients=["nobody@firma.example", "crm@firma.example"])
    eventually(lambda: store.mails, 20)
    assert store.mails[0].recipients == ("crm@firma.example",)
