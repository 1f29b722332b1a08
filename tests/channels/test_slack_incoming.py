"""What people typed, from what Slack sends."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmbot.channels.slack.incoming import unwrap, without_mention


@pytest.mark.parametrize(
    ("sent", "typed"),
    [
        ("pipeline &gt;10k &lt;50k", "pipeline >10k <50k"),
        ("note 1 Müller &amp; Söhne", "note 1 Müller & Söhne"),
        ("note 1 &amp;lt;b&amp;gt;", "note 1 &lt;b&gt;"),
        ("assign #1042 <@U123|ben>", "assign #1042 U123"),
        ("assign #1042 <@W9ABC>", "assign #1042 W9ABC"),
        ("note 1 see <#C12|vertrieb>", "note 1 see #vertrieb"),
        ("find <mailto:anna@firma.example|anna@firma.example>", "find anna@firma.example"),
        ("find <mailto:anna@firma.example?subject=x|Anna>", "find anna@firma.example"),
        ("lead A, <tel:+497111234|0711 1234>", "lead A, 0711 1234"),
        ("lead A, <tel:+497111234>", "lead A, +497111234"),
        ("lead <http://firma.example|firma.example>", "lead firma.example"),
        ("note 1 <https://firma.example/a?b=1&amp;c=2>", "note 1 https://firma.example/a?b=1&c=2"),
        ("note 1 <https://firma.example/x|our offer>", "note 1 our offer (https://firma.example/x)"),
        ("note 1 <!here> <!channel|@channel> <!subteam^S1|@sales>", "note 1 @here @channel @sales"),
        ("note 1 <!date^1700000000^{date}|14 Nov>", "note 1 14 Nov"),
        ("note 1 a <5k and >2k b", "note 1 a <5k and >2k b"),
        ("note 1 <b> <>", "note 1 <b> <>"),
        ("show\u00a01 ", "show 1"),
        ("", ""),
    ],
)
def test_slacks_markup_is_taken_off(sent, typed):
    assert unwrap(sent) == typed


@pytest.mark.parametrize(
    ("sent", "rest"),
    [
        ("<@UBOT> pipeline", "pipeline"),
        ("<@UBOT|crmbot>: pipeline", "pipeline"),
        ("pipeline <@UBOT>", "pipeline"),
        ("<@UBOT>", ""),
        ("hey <@UBOT>, pipeline", "hey pipeline"),
        ("Moin <@UBOT> zeige Kolb <@UBOT>", "Moin zeige Kolb"),
        ("note Kolb told <@UBOT> about it", "note Kolb told <@UBOT> about it"),
        ("<@UOTHER> pipeline", "<@UOTHER> pipeline"),
        ("assign 1 <@UBEN>", "assign 1 <@UBEN>"),
    ],
)
def test_the_name_of_the_bot_is_no_part_of_the_request(sent, rest):
    assert without_mention(sent, "UBOT") == rest


@given(st.text())
def test_words_without_markup_stay_as_they_are(words):
    escaped = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert unwrap(escaped) == words.replace("\u00a0", " ").strip()


@pytest.mark.parametrize("unit", ["<", "<@U1", "<http:", "<!date^", "&amp;", " \t", "<a:b|", "<@UBOT> "])
def test_a_megabyte_of_anything_is_read_quickly(unit):
    text = unit * (1_000_000 // len(unit))
    started = time.perf_counter()
    unwrap(without_mention(text, "UBOT"))
    assert time.perf_counter() - started < 2
