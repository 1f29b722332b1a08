"""Forwards as people sent them around the year 2000, by programs of that time: invented mails, read as a whole set."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable
from itertools import combinations

import pytest

from crmbot.parsing.forwarding.addresses import parse_forward_addresses
from crmbot.parsing.forwarding.forwards import FoundForward, find_forward
from crmbot.parsing.mail import parse_mail
from crmbot.parsing.parsed import Forwarded
from tests.parsing.habit_mails import HabitMail, folded, habit_mails

MAILS = habit_mails("forwards_2000")


def words(name: str | None) -> list[str]:
    """The words of a name in any order, without the path that Notes sets behind it."""
    return sorted(re.findall(r"\w+", re.sub(r"[/@].*", "", name or "").casefold()))


def found(mail: HabitMail) -> FoundForward | None:
    return find_forward(mail.body, subject=mail.truth("subject"))


def innermost(link: Forwarded) -> Forwarded:
    while link.forwarded is not None:
        link = link.forwarded
    return link


def is_sender(mail: HabitMail, link: Forwarded) -> bool:
    truth = parse_forward_addresses(mail.truth("sender") or "")[0]
    same = link.from_ is not None and link.from_.address == truth.address
    return same and (not truth.name or words(link.from_.name if link.from_ else None) == words(truth.name))


def test_the_set_is_large_and_every_mail_has_its_own_name():
    assert len(MAILS) >= 60
    assert len({mail.id for mail in MAILS}) == len(MAILS)


def test_the_sender_is_found_in_97_of_100():
    read = [(mail, found(mail)) for mail in MAILS]
    right = [mail.id for mail, forward in read if forward is not None and is_sender(mail, forward.forwarded)]
    assert len(right) / len(MAILS) >= 0.97, sorted({mail.id for mail in MAILS} - set(right))


def test_the_subject_is_found_in_97_of_100():
    right = sum((one := found(mail)) is not None and one.forwarded.subject == mail.truth("about") for mail in MAILS)
    assert right / len(MAILS) >= 0.97


@pytest.mark.parametrize("mail", [mail for mail in MAILS if mail.truth("inner")], ids=lambda mail: mail.id)
def test_the_message_inside_the_message_is_found(mail: HabitMail):
    forward = found(mail)
    assert forward is not None
    last = innermost(forward.forwarded)
    assert last.from_ is not None
    assert last.from_.address == mail.truth("inner")


@pytest.mark.parametrize("mail", MAILS, ids=lambda mail: mail.id)
def test_no_word_of_the_message_is_lost(mail: HabitMail):
    forward = found(mail)
    assert forward is not None
    kept = {line.lstrip("> ") for line in folded(forward.forwarded.text.split("\n"))}
    assert {line.lstrip("> ") for line in mail.marked("f")} - {""} <= kept


def test_the_date_is_read_wherever_an_hour_stands():
    dateless = [mail.id for mail in MAILS if (one := found(mail)) is not None and one.forwarded.date is None]
    assert dateless == ["outlook, date without time"]


@pytest.mark.parametrize("name", ["Ken Hobbs/HAM/NORDGAS", "Ken Hobbs@NORDGAS", "Ken Hobbs/Corp/Nordgas@NORDGAS GAS"])
def test_the_path_of_notes_is_not_part_of_the_contacts_name(name: str):
    forward = f"----- Forwarded by Jan Ott/HAM/FIRMA on 02/12/2002 10:31 AM -----\n\n{name}\n02/12/2002 09:59 AM\nTo: Jan Ott/HAM/FIRMA@FIRMA\ncc:\nSubject: Tanks\n\nTank four leaks.\n"
    raw = f"From: jan.ott@firma.example\nTo: crm@firma.example\nSubject: Fw: Tanks\n\n{forward}"
    contact = parse_mail(raw.encode(), own_domains=["firma.example"], capture_addresses=["crm@firma.example"]).contact
    assert contact.name == "Ken Hobbs"


@pytest.mark.parametrize("prefix", ["Re: ", "RE: [Fwd: ", "AW: "])
def test_an_answer_that_quotes_with_the_lines_of_old_programs_is_no_forward(prefix: str):
    text = "Yes.\n\n>>> Ruth Adler 10/12/01 02:11PM >>>\nAre you coming?"
    assert find_forward(text, subject=f"{prefix}Hearing", is_reply=True) is None
    yahoo = "Yes.\n\n--- Jane Roe <jane@firma.example> wrote:\n> Date: Sat, 2 Jun 2001 07:55:01 -0700\n> From: Jane Roe <jane@firma.example>\n> Subject: Boat\n> \n> Does she float?"
    assert find_forward(yahoo, subject=f"{prefix}Boat", is_reply=True) is None


def test_a_raw_header_quoted_under_an_ordinary_subject_is_no_forward():
    text = "Look at this header:\n\n>X-Sender: a@b.example\n>Date: Tue, 15 May 2001 16:44:10 +0200\n>To: jan@firma.example\n>From: A <a@b.example>\n>Subject: Invoice\n>\n>Hello"
    assert find_forward(text, subject="Spam headers") is None


Distortion = Callable[[str | None, str], tuple[str | None, str]]
SIGNED = "Hallo Rita,\n\nkannst du das übernehmen?\n\nViele Grüße\nJan Ott\n\n-- \nJan Ott | Vertrieb\nTel.: +49 40 1234567\nE-Mail: jan.ott@firma.example\n\n"
BANNER = "CAUTION: This email originated from outside of the organization. Do not click links.\n\n"
SMALL_PRINT = "\n\n________________________________\nThis message is intended only for the individual named.\n________________________________"


def wrapped(text: str) -> str:
    """`text` in lines of 78 characters at most."""
    lines = (textwrap.wrap(line, 78, break_on_hyphens=False) if len(line) > 78 else [line] for line in text.split("\n"))
    return "\n".join(piece for line in lines for piece in line)


DISTORTIONS: dict[str, Distortion] = {
    "line ends": lambda subject, text: (subject, text.replace("\n", "\r\n")),
    "tag": lambda subject, text: (f"[EXTERNAL] {subject}", text),
    "edited subject": lambda _, text: ("please read", text),
    "no subject": lambda _, text: (None, text),
    "banner": lambda subject, text: (subject, BANNER + text),
    "note and signature": lambda subject, text: (subject, SIGNED + text),
    "mobile": lambda subject, text: (subject, f"Sent from my iPhone\n\n{text}"),
    "wrapped": lambda subject, text: (subject, wrapped(text)),
    "quoted": lambda subject, text: (subject, textwrap.indent(text, "> ", lambda _: True)),
    "links": lambda subject, text: (subject, re.sub(r"<([\w.+-]+@[\w.-]+)>", r"<\1<mailto:\1>>", text)),
    "small print": lambda subject, text: (subject, text + SMALL_PRINT),
    "tabs as blanks": lambda subject, text: (subject, text.expandtabs()),
    "hard blanks": lambda subject, text: (subject, text.replace("\t", "\u00a0 ")),
    "no blanks at the ends": lambda subject, text: (subject, "\n".join(line.rstrip() for line in text.split("\n"))),
}
# Without their subject these look like the answers of the same program.
LIKE_ANSWERS = ("yahoo", "aol", "eudora", "groupwise")
PLAIN = [mail for mail in MAILS if not mail.id.startswith((*LIKE_ANSWERS, "notes 6"))]


PAIRS = list(combinations(DISTORTIONS, 2))[::3]


@pytest.mark.parametrize("pair", PAIRS, ids="-".join)
def test_the_sender_is_found_in_95_of_100_under_two_distortions_at_once(pair: tuple[str, str]):
    wrong = []
    for mail in PLAIN:
        subject, text = DISTORTIONS[pair[1]](*DISTORTIONS[pair[0]](mail.truth("subject"), mail.body))
        forward = find_forward(text, subject=subject)
        if forward is None or not is_sender(mail, forward.forwarded):
            wrong.append(mail.id)
    assert len(wrong) / len(PLAIN) <= 0.05, wrong
