"""HTML bodies read like the plain text that a mail client would have sent beside them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmbot.parsing.mime import html
from crmbot.parsing.mime.html import html_to_text


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p>Guten Tag,</p><p>bis <b>morgen</b>.</p>", "Guten Tag,\n\nbis morgen."),
        ("<div>Eins</div><div>Zwei</div><div><br></div><div>Drei</div>", "Eins\nZwei\n\nDrei"),
        ("Eins<br>Zwei<br/>\nDrei", "Eins\nZwei\nDrei"),
        ("<p>a</p><p>&nbsp;</p><p>b</p>", "a\n\nb"),
        ("<p>Preis:&nbsp;20&nbsp;&euro;</p>", "Preis: 20 €"),
        ("<head><title>Titel</title><style>p{}</style></head><script>x()</script><p>Text</p>", "Text"),
        ("<pre>a\n  b</pre>", "a\n  b"),
        ("Sehr&shy;lang", "Sehrlang"),
        ("", ""),
        ("<!-- nichts -->", ""),
    ],
)
def test_pages_become_lines(page: str, text: str):
    assert html_to_text(page) == text


def test_what_is_hidden_is_not_read():
    hidden = "<div style='display:none'>Vorschau</div><span style='DISPLAY: NONE !important'>a</span><p hidden>b</p><div style='max-height:0px;overflow:hidden'>c</div>"
    assert html_to_text(hidden + "<p style='max-height:20px'>Text</p>") == "Text"


def test_a_page_that_is_all_hidden_is_read_all_the_same():
    assert html_to_text("<div style='display:none'>Text</div>") == "Text"


def test_quotes_are_marked_as_deep_as_they_are():
    page = "<div>Ja.</div><blockquote type=cite><div>Frage?</div><div><br></div><blockquote>Alt</blockquote>mehr</blockquote><div>Gruß</div>"
    assert html_to_text(page) == "Ja.\n> Frage?\n>\n>> Alt\n> mehr\nGruß"


def test_the_margins_of_paragraphs_are_no_lines_of_the_quote():
    page = "<p>Ina schrieb:</p><blockquote><p>Eins</p><p>Zwei</p></blockquote><p>Gruß</p>"
    assert html_to_text(page) == "Ina schrieb:\n\n> Eins\n>\n> Zwei\n\nGruß"


def test_an_empty_cell_leaves_no_tab():
    assert html_to_text("<table><tr><td></td><td>Ina</td><td></td></tr></table>") == "Ina"


def test_an_indented_paragraph_is_no_quote():
    assert (
        html_to_text('<blockquote style="margin:0 0 0 40px;border:none;padding:0px">Eingerückt</blockquote>')
        == "Eingerückt"
    )


def test_paragraphs_of_word_stand_without_empty_lines():
    page = "<p class=MsoNormal>Ina Vogt<o:p></o:p></p><p class=MsoNormal>Firma GmbH<o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p><p class=MsoNormal>Tel. 1</p>"
    assert html_to_text(page) == "Ina Vogt\nFirma GmbH\n\nTel. 1"


def test_a_style_sheet_may_take_the_margins_off_all_paragraphs():
    assert html_to_text("<style>P {margin-top:0;margin-bottom:0;}</style><p>Ina</p><p>Vogt</p>") == "Ina\nVogt"


@pytest.mark.parametrize(
    ("style", "text"),
    [
        ("margin:0", "Ina\nVogt"),
        ("margin: 0px 0cm;color:red", "Ina\nVogt"),
        ("margin-top:0;margin-bottom:0pt", "Ina\nVogt"),
        ("margin:0 0 16px", "Ina\n\nVogt"),
        ("margin-top:0;margin-bottom:1em", "Ina\n\nVogt"),
        ("margin-bottom:0.5em", "Ina\n\nVogt"),
    ],
)
def test_paragraphs_stand_as_far_apart_as_their_margins_say(style: str, text: str):
    assert html_to_text(f'<p style="{style}">Ina</p><p style="{style}">Vogt</p>') == text


def test_emoji_shown_as_pictures_are_read_and_logos_are_not():
    assert (
        html_to_text('<div>Danke <img alt="😊" src="cid:1"><img alt="Logo der Firma" src="cid:2"></div>') == "Danke 😊"
    )


def test_the_header_block_of_outlook_stands_line_by_line():
    page = (
        "<p class=MsoNormal>Gruß, Ina</p><div><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'>"
        "<p class=MsoNormal><b>Von:</b> Jan Bürger &lt;<a href='mailto:jan@kunde.example'>jan@kunde.example</a>&gt;<br>"
        "<b>Gesendet:</b> Mittwoch, 18. November 2026 09:12<br><b>An:</b> Ina<br><b>Betreff:</b> Türen</p></div></div><p class=MsoNormal>Text</p>"
    )
    assert html_to_text(page).splitlines() == [
        "Gruß, Ina",
        "",
        "Von: Jan Bürger <jan@kunde.example>",
        "Gesendet: Mittwoch, 18. November 2026 09:12",
        "An: Ina",
        "Betreff: Türen",
        "Text",
    ]


def test_the_cells_of_a_row_stand_on_one_line():
    page = "<table><tr><th>Von: </th><td>Jan &lt;jan@kunde.example&gt;</td></tr><tr><th>Betreff: </th><td>Türen</td></tr></table>"
    assert html_to_text(page) == "Von:\tJan <jan@kunde.example>\nBetreff:\tTüren"


@pytest.mark.parametrize(
    ("link", "text"),
    [
        ('<a href="mailto:jan@kunde.example?subject=x">Jan</a>', "Jan <jan@kunde.example>"),
        ('<a href="mailto:jan@kunde.example">jan@kunde.example</a>', "jan@kunde.example"),
        ('<a href="https://www.kunde.example/">Kunde GmbH</a>', "Kunde GmbH (https://www.kunde.example/)"),
        ('<a href="https://www.kunde.example/">www.kunde.example</a>', "www.kunde.example"),
        ('<a href="https://t.example/?id=1">Bestellen</a>', "Bestellen"),
        (f'<a href="https://t.example/{"x" * 200}">Bestellen</a>', "Bestellen"),
        ('<a href="javascript:x()">Hier</a>', "Hier"),
        ('<a href="https://kunde.example/"><img src="cid:1" alt="Logo"></a>', ""),
    ],
)
def test_the_target_of_a_link_is_kept_where_its_words_do_not_say_it(link: str, text: str):
    assert html_to_text(link) == text


def test_line_ends_count_where_the_style_says_so():
    page = "<div style='white-space: pre-wrap'>Eins\nZwei\n\nDrei</div><div>vier\nfünf</div>"
    assert html_to_text(page) == "Eins\nZwei\n\nDrei\nvier fünf"


def test_the_mark_of_a_signature_keeps_its_blank():
    assert html_to_text("<p>Gruß</p><pre>-- \nIna</pre>") == "Gruß\n\n-- \nIna"


def test_the_filler_behind_a_preview_is_dropped():
    assert html_to_text("Angebot" + "&zwnj;&nbsp;&#847; " * 40 + "<p>Text</p>") == "Angebot\n\nText"


def test_deeply_nested_replies_keep_their_text():
    assert html_to_text("<blockquote>" * 400 + "tief").endswith(" tief")


def test_private_sentinels_in_a_page_mean_nothing():
    assert html_to_text("a\ue0f0b\ue0f1c\ue0f2d") == "abcd"


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(["<p>", "</p>", "<blockquote>", "</blockquote>", "<table><tr><td>", "</table>", "<br>", "<a href='mailto:x@y.example'>", "</a>",
                                 "<div style='display:none'>", "<div style='white-space:pre'>", "</div>", "\n", "&nbsp;", "x", "<", "&", "<ul><li>", "<hr>", "\0", "\ud800",
                                 "<p class=MsoNormal>", "<!--", "-->", "<style>", "</style>"]), max_size=40))  # fmt: skip
def test_any_page_becomes_clean_text(pieces: list[str]):
    page = html._without_traps("".join(pieces))
    html._convert(page, hide=True)  # does not need the last resort of html_to_text
    text = html_to_text(page)
    assert "\0" not in text
    assert "\r" not in text
    text.encode()
