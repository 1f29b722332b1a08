"""What is kept of a message when it is taken."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crmbot.domain.records import InboxRaw
from crmbot.errors import MailRefused
from crmbot.intake.receive import receive
from tests.intake.office import Office
from tests.mails import mail, raw

TRACE = b"Received: from mx.kunde.example ([192.0.2.7])\r\n\tby crm.firma.example (crmbot) with ESMTP;\r\n\tx\r\n"


def kept(office: Office, inbox_id: int) -> bytes:
    with office.session() as session:
        found = session.get(InboxRaw, inbox_id)
    assert found is not None
    return found.content


def test_the_trace_of_our_port_stands_above_the_message_as_it_came(office: Office) -> None:
    content = mail()
    inbox_id = receive(office.store, office.settings, replace(raw(content), trace=TRACE))
    assert kept(office, inbox_id) == TRACE + content


def test_the_trace_does_not_count_for_the_size(office: Office) -> None:
    content = mail()
    small = office.with_settings(max_bytes=len(content))
    receive(small.store, small.settings, replace(raw(content), trace=TRACE))


def test_a_trace_alone_is_no_message(office: Office) -> None:
    with pytest.raises(MailRefused, match="empty"):
        receive(office.store, office.settings, replace(raw(b"\r\n"), trace=TRACE))


def test_a_mail_with_a_trace_is_filed_like_one_without(office: Office) -> None:
    item = office.send(replace(raw(mail()), trace=TRACE))
    assert item.state == "done"
    assert office.send(raw(mail())).state == "duplicate"
