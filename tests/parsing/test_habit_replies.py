"""Replies in the habits of many programs, lists and languages: invented mails with every line marked, read as a set."""

from __future__ import annotations

import pytest

from crmbot.parsing.mail import parse_mail
from crmbot.parsing.quoting.notes_heads import column_head_at
from crmbot.parsing.quoting.replies import split_reply
from tests.parsing.habit_mails import HabitMail, folded, habit_mails

MAILS = habit_mails("replies")


def lost(mail: HabitMail) -> list[str]:
    """Lines of the writer that are not in the new text."""
    new = folded(split_reply(mail.body).new_text.split("\n"))
    return [line for line in mail.marked("t") if line not in new]


def kept(mail: HabitMail) -> list[str]:
    """Quoted lines that are in the new text or the signature."""
    split = split_reply(mail.body)
    shown = folded(f"{split.new_text}\n{split.signature or ''}".split("\n"))
    own = mail.marked("ts")
    return [line for line in mail.marked("q") if line in shown and line not in own]


def test_the_set_is_large_and_every_mail_has_its_own_name():
    assert len(MAILS) >= 140
    assert len({mail.id for mail in MAILS}) == len(MAILS)


def test_all_text_is_kept_and_all_quotes_are_gone_in_98_of_100():
    wrong = [mail.id for mail in MAILS if lost(mail) or kept(mail)]
    assert len(wrong) / len(MAILS) <= 0.02, wrong


@pytest.mark.parametrize("mail", MAILS, ids=lambda mail: mail.id)
def test_no_word_of_the_writer_is_lost(mail: HabitMail):
    assert lost(mail) == []


@pytest.mark.parametrize("mail", [mail for mail in MAILS if not mail.marked("q")], ids=lambda mail: mail.id)
def test_a_mail_without_a_quote_has_none(mail: HabitMail):
    assert split_reply(mail.body).quoted is None


PASS_ON = {  # these do pass on a message, in an answer
    "en: forwarded block in a reply",
    "en: notes forwarded block",
    "en: notes forwarded block wrapped",
    "de: Weitergeleitet in der Antwort",
}


@pytest.mark.parametrize("subject", ["Re: Cable", "AW: Cable", "Cable", "RE: FW: Cable"])
def test_mails_that_name_the_one_they_answer_are_replies(subject: str):
    head = f"From: hal@moss.example\nTo: ivor@funk.example\nSubject: {subject}\nIn-Reply-To: <a@funk.example>\n"
    kinds = {
        mail.id: parse_mail(f"{head}Content-Type: text/plain; charset=utf-8\n\n{mail.body}".encode()).kind
        for mail in MAILS
    }
    assert {name for name, kind in kinds.items() if kind != "reply"} <= PASS_ON


def test_an_answer_to_a_forward_may_be_the_forward_where_it_names_no_other_mail():
    block = "FYI\n\n-----Original Message-----\nFrom: Ivor Pell <ivor@funk.example>\nSent: Friday, March 02, 2018 12:22 PM\nTo: Hal\nSubject: Cable\n\nToo short.\n"
    head = "From: hal@moss.example\nTo: crm@moss.example\nSubject: RE: FW: Cable\n"
    assert parse_mail(f"{head}\n{block}".encode()).kind == "forward"
    assert parse_mail(f"{head}\nYes, do that.\n".encode()).kind == "reply"


def test_two_columns_without_a_date_are_a_table():
    lines = ["   Size        To:   Berlin", "   large       Subject: boxes"]
    assert column_head_at(lines, 0) is None


def test_somebody_who_said_something_is_only_an_attribution_above_a_quote():
    text = "Petra Kern meinte am Montag zum Thema Kabel:\n\nDas reicht nicht."
    assert split_reply(text).new_text == text
