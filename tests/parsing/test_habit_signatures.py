"""Signatures as they stand under real mails, untidy ones too: invented, each line marked, read as a set."""

from __future__ import annotations

from collections import Counter

import pytest

from crmbot.parsing.contact.fields import read_contact
from crmbot.parsing.contact.lines import find_company
from crmbot.parsing.contact.phones import find_phones
from crmbot.parsing.contact.registers import is_register
from crmbot.parsing.parsed import Contact, Phone
from crmbot.parsing.quoting.replies import split_reply
from tests.parsing.habit_mails import HabitMail, folded, habit_mails

MAILS = habit_mails("signatures")
REGIONS = {"us": "US", "uk": "GB", "at": "AT", "ch": "CH"}


def contact(mail: HabitMail) -> Contact:
    split = split_reply(mail.body, author=mail.author)
    return read_contact(split.signature, author=mail.author, text=split.new_text, region=REGIONS.get(mail.id[:2], "DE"))


def lines(mail: HabitMail, *, named: bool) -> Counter[str]:
    found = folded((split_reply(mail.body, author=mail.author if named else None).signature or "").split("\n"))
    got, truth = set(found), set(mail.marked("s"))
    return Counter(hits=len(got & truth), wrong=len(got ^ truth))


def test_the_set_is_large_and_every_mail_has_its_own_name():
    assert len(MAILS) >= 100
    assert len({mail.id for mail in MAILS}) == len(MAILS)


@pytest.mark.parametrize("named", [True, False])
def test_signature_lines_are_found_with_an_f1_of_97_percent_also_of_unknown_writers(named: bool):
    count = sum((lines(mail, named=named) for mail in MAILS), Counter[str]())
    assert 2 * count["hits"] / (2 * count["hits"] + count["wrong"]) >= 0.97


@pytest.mark.parametrize("mail", MAILS, ids=lambda mail: mail.id)
def test_no_line_of_the_text_is_taken_for_signature_or_small_print(mail: HabitMail):
    new = folded(split_reply(mail.body, author=mail.author).new_text.split("\n"))
    assert [line for line in mail.marked("t") if line not in new] == []


@pytest.mark.parametrize("mail", [one for one in MAILS if one.marked("d")], ids=lambda mail: mail.id)
def test_small_print_is_in_neither_part(mail: HabitMail):
    split = split_reply(mail.body, author=mail.author)
    assert not set(mail.marked("d")) & set(folded(f"{split.new_text}\n{split.signature or ''}".split("\n")))


@pytest.mark.parametrize("field", ["company", "job_title", "address"])
def test_fields_are_right_in_96_of_100_and_found_in_96(field: str):
    pairs = [(getattr(contact(mail), field), mail.truth(field)) for mail in MAILS]
    right = sum(got == truth for got, truth in pairs if truth)
    assert right / sum(got is not None for got, _ in pairs) >= 0.96
    assert right / sum(truth is not None for _, truth in pairs) >= 0.96


def test_phones_are_right_and_found_in_98_of_100():
    got = [(mail.id, f"{one.number} {one.kind}") for mail in MAILS for one in contact(mail).phones]
    truth = [(mail.id, phone) for mail in MAILS for phone in mail.truths_of("phone")]
    right = len(set(got) & set(truth))
    assert right / len(got) >= 0.98
    assert right / len(truth) >= 0.98


@pytest.mark.parametrize(
    ("line", "phones"),
    [
        ("(907)555-0157", ["+19075550157 work"]),
        ("Fax.........432-555-0212", ["+14325550212 fax"]),
        ("479-555-0215 / 479-555-0216 cell", ["+14795550215 work", "+14795550216 mobile"]),
        ("Tel. 0221 99998-0, Durchwahl -123", ["+4922199998123 work"]),
    ],
)
def test_numbers_are_read_however_they_are_set(line: str, phones: list[str]):
    assert [f"{phone.number} {phone.kind}" for phone in find_phones(line)] == phones


def test_figures_of_a_number_are_no_place():
    assert read_contact("Dana Ott\n312.555.0130 office").address is None


@pytest.mark.parametrize("line", ["Manager, Real Time Trading", "Bicycle Repair Shop", "Nippon Steel"])
def test_words_that_begin_like_a_register_entry_are_none(line: str):
    assert not is_register(line)


@pytest.mark.parametrize("line", ["REA MI 1234567", "BIC: COBADEFF", "HRB12345", "NIP 123-456-78-90"])
def test_register_entries_are_small_print(line: str):
    assert is_register(line)


def test_a_line_below_the_name_is_a_company_only_where_the_address_says_nothing():
    below = ["Nancy Sellers", "West Structuring", "907-555-0201"]
    assert find_company(below, name="Nancy Sellers", job_line=None, domain="plainsgas.example") is None
    assert find_company(below, name="Nancy Sellers", job_line=None, domain=None) == "West Structuring"


@pytest.mark.parametrize("line", ["Legal Department", "nice to meet you", "Mobile 0171 3920001", "Ulm"])
def test_departments_and_prose_below_the_name_are_no_company(line: str):
    below = ["Nancy Sellers", line, "907-555-0201"]
    assert find_company(below, name="Nancy Sellers", job_line=None, domain=None) is None


def test_a_switchboard_keeps_its_kind():
    assert find_phones("Zentrale: +49 201 99998-100") == (Phone("+4920199998100", "work"),)
