"""Mail that waits for a person: who is asked, what he may say, and what comes of it."""

from __future__ import annotations

import pytest

from crmbot import codec
from crmbot.assistant.assistant import Assistant
from crmbot.assistant.settings import AssistantSettings
from crmbot.domain.filing.held_mail import allow_sender, refused_senders
from crmbot.domain.members.members import require_member
from crmbot.domain.process import builtin_process
from crmbot.shapes import ChatMessage, Reader, Reply
from crmbot.texts import render
from tests.intake.office import NOON, Office, reason_of
from tests.mails import mail, outlook_forward, raw

SPAM = mail(extra="X-Spam-Flag: YES\n")


def question(office: Office) -> tuple[str, Reply]:
    """To whom the last question went, and what it says."""
    item = office.outbox()[-1]
    content = codec.load(item.content)
    assert isinstance(content, Reply)
    return item.recipient, content


def say(office: Office, who: str, text: str) -> str:
    """What crmbot answers in the chat."""
    assistant = Assistant(office.store, builtin_process, AssistantSettings())
    answer = assistant.answer(ChatMessage(text, who, "say", who, NOON))
    office.worker.work_off(lambda: NOON)
    return render(answer.reply.title, Reader("en", "UTC"))


def hold(office: Office) -> int:
    """A mail in Anna's name that nothing proves."""
    return office.send(raw(outlook_forward())).id


def test_the_member_in_whose_name_it_came_is_asked_with_three_buttons(office: Office) -> None:
    held = hold(office)
    recipient, content = question(office)
    assert recipient == "anna"
    assert [action.command for action in content.actions] == [
        f"release {held}",
        f"refuse {held}",
        f"always refuse {held}",
    ]


def test_what_she_releases_is_filed_as_hers(office: Office) -> None:
    held = hold(office)
    say(office, "anna", f"release {held}")
    assert office.item(held).state == "done"
    assert (office.deals()[0].owner, office.item(held).released_by) == ("anna", "anna")


def test_what_she_refuses_is_put_away_and_the_next_one_asks_again(office: Office) -> None:
    held = hold(office)
    say(office, "anna", f"refuse {held}")
    assert (office.item(held).state, reason_of(office.item(held))) == ("dropped", "refused by anna")
    assert office.send(raw(outlook_forward(message_id="<f2@firma.example>"))).state == "held"
    assert office.deals() == []


@pytest.mark.parametrize("words", ["always refuse {}", "refuse {} always", "immer ablehnen {}", "ablehnen {} immer"])
def test_what_she_refuses_for_good_is_not_asked_about_again(office: Office, words: str) -> None:
    held = hold(office)
    say(office, "anna", words.format(held))
    asked = len(office.outbox())
    again = office.send(raw(outlook_forward(message_id="<f2@firma.example>")))
    assert (again.state, reason_of(again)) == ("dropped", "refused unasked, as anna has said")
    assert len(office.outbox()) == asked


def test_her_proven_mail_comes_through_all_the_same(office: Office) -> None:
    say(office, "anna", f"always refuse {hold(office)}")
    assert office.send(raw(outlook_forward(), office.personal("anna"))).state == "done"


def test_a_standing_refusal_can_be_taken_back(office: Office) -> None:
    say(office, "anna", f"always refuse {hold(office)}")
    with office.store.write(NOON) as work:
        assert [one.address for one in refused_senders(work.session)] == ["anna@firma.example"]
        allow_sender(work, "Anna@firma.example")
    assert office.send(raw(outlook_forward(message_id="<f2@firma.example>"))).state == "held"


def test_a_colleague_has_no_say_in_her_mail(office: Office) -> None:
    held = hold(office)
    assert "not yours" in say(office, "ben", f"release {held}")
    assert office.item(held).state == "held"


def test_an_administrator_has(office: Office) -> None:
    with office.store.write(NOON) as work:
        require_member(work.session, "ben").rights = "admin"
    held = hold(office)
    say(office, "ben", f"freigeben {held}")
    assert office.item(held).released_by == "ben"
    assert office.deals()[0].owner == "anna"


@pytest.mark.parametrize("text", ["release", "release eleventy", "release 999", "refuse", "always refuse x"])
def test_what_names_no_mail_changes_nothing(office: Office, text: str) -> None:
    held = hold(office)
    say(office, "anna", text)
    assert office.item(held).state == "held"


def test_what_is_decided_cannot_be_decided_again(office: Office) -> None:
    held = hold(office)
    say(office, "anna", f"refuse {held}")
    assert "dropped" in say(office, "anna", f"release {held}")
    assert office.item(held).state == "dropped"


class TestSuspicious:
    @pytest.mark.parametrize(
        "verdict",
        [
            "X-Spam-Flag: YES",
            "X-Spam-Status: Yes, score=9.1 required=5.0 tests=[BAYES_99]",
            "X-Spam: Yes",
            "X-MS-Exchange-Organization-SCL: 5",
            "X-MS-Exchange-Organization-SCL: 9",
            "X-Forefront-Antispam-Report: CIP:203.0.113.9;CTRY:XX;SFV:SPM;SCL:5",
            "Authentication-Results: mx.firma.example; dmarc=fail header.from=lagerbau-nord.example",
        ],
    )
    def test_what_our_mail_server_takes_for_spam_waits(self, office: Office, verdict: str) -> None:
        office = office.with_settings(trusted_authserv_ids=("mx.firma.example",))
        item = office.send(raw(mail(extra=f"{verdict}\n")))
        assert item.state == "held"
        assert office.deals() == []
        recipient, content = question(office)
        assert recipient == "anna"
        assert [action.command.rpartition(" ")[0] for action in content.actions] == [
            "release",
            "refuse",
            "always refuse",
        ]

    @pytest.mark.parametrize(
        "verdict",
        [
            "X-Spam-Flag: NO",
            "X-Spam-Status: No, score=-2.6 required=5.0 tests=[YES_IT_IS]",
            "X-Spam-Level: ",
            "X-MS-Exchange-Organization-SCL: 1",
            "X-MS-Exchange-Organization-SCL: -1",
            "X-MS-Exchange-Organization-SCL: nonsense",
            "X-Forefront-Antispam-Report: CIP:203.0.113.9;SFV:NSPM",
            "Authentication-Results: mx.elsewhere.example; dmarc=fail header.from=lagerbau-nord.example",
            "Authentication-Results: mx.firma.example; dmarc=pass header.from=lagerbau-nord.example; spf=fail",
        ],
    )
    def test_what_it_lets_pass_does_not(self, office: Office, verdict: str) -> None:
        office = office.with_settings(trusted_authserv_ids=("mx.firma.example",))
        assert office.send(raw(mail(extra=f"{verdict}\n"))).state == "done"

    def test_who_is_asked_may_release_it(self, office: Office) -> None:
        item = office.send(raw(SPAM))
        assert "not yours" in say(office, "ben", f"release {item.id}")
        say(office, "anna", f"release {item.id}")
        assert office.item(item.id).state == "done"
        assert office.people()[0].name == "Julia Brandt"

    def test_a_refused_sender_is_refused_only_while_suspicious(self, office: Office) -> None:
        say(office, "anna", f"always refuse {office.send(raw(SPAM)).id}")
        assert office.send(raw(SPAM.replace(b"m1@", b"m2@"))).state == "dropped"
        assert office.send(raw(mail(message_id="<m3@lagerbau-nord.example>"))).state == "done"

    def test_a_proven_member_may_forward_spam(self, office: Office) -> None:
        content = b"X-Spam-Flag: YES\n" + outlook_forward()
        assert office.send(raw(content, office.personal("anna"))).state == "done"


class TestLoops:
    def test_nobody_is_asked_about_what_answers_us(self, office: Office) -> None:
        content = b"In-Reply-To: <crmbot.0123@firma.example>\n" + outlook_forward()
        assert office.send(raw(content)).state == "held"
        assert office.outbox() == []

    def test_a_flood_in_one_name_asks_twenty_times_and_no_more(self, office: Office) -> None:
        for number in range(25):
            office.send(raw(outlook_forward(message_id=f"<f{number}@firma.example>", subject=f"Anfrage {number}")))
        assert len(office.outbox()) == 20


def test_in_quiet_mode_nobody_is_told_anything(office: Office) -> None:
    from dataclasses import replace

    item = office.send(replace(raw(mail()), quiet=True))
    held = office.send(replace(raw(outlook_forward(message_id="<f2@firma.example>", subject="Tische")), quiet=True))
    assert (item.state, held.state) == ("done", "held")
    assert len(office.deals()) == 1
    assert office.outbox() == []
