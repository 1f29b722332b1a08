"""Forwards whose head is one line: date, person, verb."""

from __future__ import annotations

import pytest

from crmbot.parsing.forwarding.forwards import find_forward
from crmbot.parsing.parsed import Address

BODY = "\n\n    Guten Tag,\n    bitte ein Angebot.\n"
HEADS = [
    'Am 28.03.2026, 12:46 schrieb "Jane Roe" <jane@firma.example>:',
    'On 28/03/2026 12:46, "Jane Roe" <jane@firma.example> wrote:',
    "Le 28/03/2026 12:46, « Jane Roe » <jane@firma.example> a écrit :",
    "28/03/2026 12:46 időpontban Jane Roe (jane@firma.example) ezt írta:",
    "Op 28/03/2026 12:46 heeft Jane Roe <jane@firma.example> het volgende geschreven:",
    "Jane Roe <jane@firma.example> kirjoitti 28.3.2026 klo 12.46:",
    'Den 28.03.2026 12.46 skrev "Jane Roe" <jane@firma.example> følgende:',
    'W dniu 28.03.2026 o 12:46 użytkownik "Jane Roe" <jane@firma.example> napisał:',
    '28.03.2026, 12:46 пользователь "Jane Roe" <jane@firma.example> написал:',
    '28.03.2026 12:46 tarihinde "Jane Roe" <jane@firma.example> şunu yazdı:',
    'Il giorno 28/03/26, 12:46 "Jane Roe" <jane@firma.example<mailto:jane@firma.example>> ha scritto:',
    "On Sat, Mar 28, 2026 at 12:46 PM\nJane Roe <jane@firma.example> wrote:",
]


@pytest.mark.parametrize("head", HEADS)
def test_a_subject_that_says_forward_makes_the_line_a_head(head: str) -> None:
    found = find_forward(head + BODY, subject="WG: Regale")
    assert found is not None
    assert found.forwarded.from_ == Address("Jane Roe", "jane@firma.example")
    assert str(found.forwarded.date) == "2026-03-28 12:46:00"
    assert found.forwarded.text == "Guten Tag,\nbitte ein Angebot."
    assert found.forwarded.subject == "Regale"


@pytest.mark.parametrize("head", HEADS)
def test_an_answer_below_the_same_line_is_none(head: str) -> None:
    assert find_forward("Passt, danke!\n\n" + head + BODY, subject="AW: Regale", is_reply=True) is None


def test_outlook_for_the_mac_marks_its_forwards() -> None:
    assert find_forward("\ufeff" + HEADS[0] + BODY) is not None


def test_yandex_writes_the_line_below_its_separator() -> None:
    text = '-------- Пересылаемое сообщение --------\n28.03.2026, 12:46, "Jane Roe" <jane@firma.example>:\n\nТекст\n\n-------- Конец пересылаемого сообщения --------'
    found = find_forward(text)
    assert found is not None
    assert found.forwarded.from_ == Address("Jane Roe", "jane@firma.example")
    assert found.forwarded.text == "Текст"
