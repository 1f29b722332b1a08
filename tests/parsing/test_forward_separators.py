"""Lines that announce a message passed on."""

from __future__ import annotations

import pytest

from crmbot.parsing.forwarding.separators import separator_kind


@pytest.mark.parametrize(
    "line",
    [
        "---------- Forwarded message ---------", "-------- Weitergeleitete Nachricht --------", "----- Message transmis -----",
        "Begin forwarded message:", "Anfang der weitergeleiteten Nachricht:", "========= Forwarded message =========",
        "-------- 转发邮件信息 --------", "-------- Предана порука --- Forwarded Message --------", "*Begin forwarded message:*",
        "---------- Forwarded by Jane Roe/ACME on 01/12/2000 09:20 AM ----------", "----- Forwarded message from Jane Roe <j@acme.example> -----",
    ],
)  # fmt: skip
def test_phrases_of_forwards_are_certain(line: str) -> None:
    assert separator_kind(line) == "forward"


@pytest.mark.parametrize(
    "line",
    [
        "-----Original Message-----",
        "-----Ursprüngliche Nachricht-----",
        "-------- Original-Nachricht --------",
        "------ 元のメッセージ ------",
    ],
)
def test_originals_may_be_forwarded_or_answered(line: str) -> None:
    assert separator_kind(line) == "original"


def test_words_of_an_unknown_language_between_dashes_are_noticed() -> None:
    assert separator_kind("-------- Blorf quimta --------") == "dashed"


@pytest.mark.parametrize(
    "line",
    ["________________________________", "-----", "* * * *" * 2 + "*****", "==========", "----------   ----------"],
)
def test_bare_rules_are_rules_or_nothing(line: str) -> None:
    assert separator_kind(line) in ("rule", None)


@pytest.mark.parametrize("line", ["", "Guten Tag,", "- ein Punkt", "Betreff: Regale", "Original", "x" * 500, "--"])
def test_other_lines_announce_nothing(line: str) -> None:
    assert separator_kind(line) is None
