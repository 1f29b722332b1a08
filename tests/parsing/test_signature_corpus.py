"""How well signatures are read, measured on invented mails in fourteen languages."""

from __future__ import annotations

from collections import Counter

import pytest

from crmbot.parsing.contact.fields import read_contact
from crmbot.parsing.quoting.replies import split_reply
from tests.parsing.signature_corpus import FIELDS, Mail, mails

MAILS = mails()


def folded(text: str | None) -> list[str]:
    return [" ".join(line.split()) for line in (text or "").splitlines() if line.strip()]


def f1(hits: int, false: int, missed: int) -> float:
    return 2 * hits / (2 * hits + false + missed)


def counts() -> dict[str, Counter[str]]:
    """Right, false and missed values by field, each signature split off its mail first."""
    result: dict[str, Counter[str]] = {name: Counter() for name in (*FIELDS, "phones")}
    for mail in MAILS:
        split = split_reply(mail.body, author=mail.author)
        contact = read_contact(split.signature, author=mail.author, text=split.new_text)
        for name in FIELDS:
            got, truth = getattr(contact, name), mail.truth.get(name)
            if truth is None and name not in {"company", "job_title"}:
                continue
            result[name]["right"] += got == truth and truth is not None
            result[name]["false"] += got is not None and got != truth
            result[name]["missed"] += truth is not None and got != truth
        phones, numbers = {f"{p.number} {p.kind}" for p in contact.phones}, set(mail.truth.get("phones", []))
        result["phones"] += Counter(
            right=len(phones & numbers), false=len(phones - numbers), missed=len(numbers - phones)
        )
    return result


@pytest.fixture(scope="module")
def measured() -> dict[str, Counter[str]]:
    return counts()


def test_the_corpus_is_large_and_every_mail_has_its_own_name():
    assert len(MAILS) >= 150
    assert len({mail.id for mail in MAILS}) == len(MAILS)


def test_signature_lines_are_found_with_an_f1_of_98_percent():
    hits = false = missed = 0
    for mail in MAILS:
        got, truth = set(folded(split_reply(mail.body, author=mail.author).signature)), set(folded(mail.signature))
        hits, false, missed = hits + len(got & truth), false + len(got - truth), missed + len(truth - got)
    assert f1(hits, false, missed) >= 0.98


def test_the_text_above_the_signature_stays_whole_in_98_percent():
    right = sum(folded(split_reply(mail.body, author=mail.author).new_text) == folded(mail.text) for mail in MAILS)
    assert right / len(MAILS) >= 0.98


@pytest.mark.parametrize(
    ("name", "precision", "recall"),
    [
        ("name", 0.98, 0.98),
        ("phones", 0.98, 0.98),
        ("company", 0.97, 0.97),
        ("job_title", 0.96, 0.96),
        ("address", 0.96, 0.96),
        ("website", 1, 1),
        ("title", 0.9, 0.9),
    ],
)
def test_fields_are_read_with_a_known_precision_and_recall(measured, name, precision, recall):
    right, false, missed = (measured[name][key] for key in ("right", "false", "missed"))
    assert right / (right + false) >= precision
    assert right / (right + missed) >= recall


@pytest.mark.parametrize(
    "quote",
    [
        "Am 03.11.2026 um 09:12 schrieb Petra Kern <p.kern@firma.example>:\n> Guten Tag,\n> anbei das Angebot.",
        "Von: Petra Kern <p.kern@firma.example>\nGesendet: Dienstag, 3. November 2026 09:12\nAn: Jan Ott\nBetreff: Angebot\n\nGuten Tag,\n\nPetra Kern\nFirma GmbH",
    ],
)
def test_a_quote_below_the_signature_changes_nothing_but_a_closing_rule(quote):
    for mail in MAILS:
        plain, quoting = (split_reply(body, author=mail.author) for body in (mail.body, f"{mail.body}\n\n{quote}"))
        assert quoting.new_text == plain.new_text
        assert (quoting.signature or "").rstrip("=-_\n") == (plain.signature or "").rstrip("=-_\n")
        assert quoting.quoted == quote


@pytest.mark.parametrize("mail", MAILS, ids=lambda mail: mail.id)
def test_no_small_print_reaches_text_or_signature(mail: Mail):
    split = split_reply(mail.body, author=mail.author)
    kept = folded(split.new_text) + folded(split.signature)
    assert not set(folded(mail.below)) & set(kept)
