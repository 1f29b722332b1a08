"""Replies as Block Kit: valid whatever they hold, and outsiders' text shows as written."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Literal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crmbot.channels.slack.blocks import fallback_text, reply_to_blocks
from crmbot.shapes import Action, Column, Field, Moment, Money, Reader, Reply, Row, Section, Table, Verbatim, t
from tests.channels.block_rules import faults, objects, shown

GERMAN = Reader("de", "Europe/Berlin")
ENGLISH = Reader("en", "Europe/Berlin")
DONE = Action(t("Done"), "done 3", "primary")
SNOOZE = Action(t("Snooze"), "snooze 3 tomorrow")
NASTY = [
    "<!channel> please",
    "<@U123|boss> <https://evil.example|click>",
    "*bold* _italic_ ~gone~ `code`",
    "> quoted",
    ":tada: party",
    "A & B &amp; C &lt;!here&gt;",
    "```\ncode\n```",
    "first\n> second",
    "a*b _c",
]


def blocks_of(reply: Reply) -> list[dict[str, Any]]:
    blocks = reply_to_blocks(reply, GERMAN)
    assert faults(blocks) == []
    return blocks


def rows(count: int, *actions: Action) -> tuple[Section, ...]:
    return (Section(t("Due today"), tuple(Row(Verbatim(f"Row {n}"), actions=actions) for n in range(count))),)


def kinds(blocks: list[dict[str, Any]]) -> list[str]:
    return [block["type"] for block in blocks]


def test_the_title_is_bold():
    assert blocks_of(Reply("done", t("Noted")))[0]["text"]["text"] == "*Noted*"


def test_what_was_understood_stands_in_small_print():
    blocks = blocks_of(Reply("list", t("Pipeline"), understood=t("all open deals")))
    assert blocks[1] == {
        "type": "context",
        "elements": [{"type": "mrkdwn", "text": "Verstanden: all open deals"}],
    }


@pytest.mark.parametrize("words", ["open 09:00-17:00", "Call of Tue, 09:00: wants three", "8:30–9:15: breakfast"])
def test_an_hour_is_no_emoji_and_may_stand_below_bold_words(words):
    (_, block, *_) = reply_to_blocks(Reply("card", t("Card"), fields=(Field(t("Hours"), Verbatim(words)),)), ENGLISH)
    assert block["fields"] == [{"type": "mrkdwn", "text": f"*Hours*\n{words}"}]


def test_a_column_that_hardly_any_row_fills_makes_room_for_whole_words():
    columns = tuple(Column(t("{n}", n=n)) for n in "ABCDEFG")
    rows = tuple(tuple(Verbatim(f"qualified{n}") for n in range(6)) for _ in range(3))
    table = Table(columns, tuple((*row, Verbatim("x") if place == 1 else None) for place, row in enumerate(rows)))
    made = shown(reply_to_blocks(Reply("list", t("Deals"), table=table), ENGLISH))
    assert "qualified5" in made
    assert " G" not in made


@pytest.mark.parametrize("text", NASTY)
def test_text_of_outsiders_shows_as_written_wherever_it_stands(text):
    value = Verbatim(text)
    reply = Reply(
        "card",
        t("Mail {subject} came in", subject=value),
        understood=t("{x}", x=value),
        lines=(value,),
        fields=(Field(t("Subject"), value),),
        sections=(
            Section(t("{x}", x=value), (Row(value, value), Row(value, value, (Action(t("{x}", x=value), "a"),) * 1))),
        ),
    )
    read = shown(blocks_of(reply))
    assert read.count(text) >= 5
    flat = " ".join(text.split())
    assert f"Mail {flat} came in" in read


@pytest.mark.parametrize("text", NASTY)
def test_text_of_outsiders_shows_as_written_in_tables(text):
    table = Table((Column(t("Subject")), Column(t("Amount"), numeric=True)), ((Verbatim(text), Money(Decimal(5))),))
    assert " ".join(text.split()) in shown(blocks_of(Reply("list", t("List"), table=table)))


@pytest.mark.parametrize(
    ("words", "verbatim"),
    [
        ("@channel hello", True),
        ("see #general", True),
        ("(@here)", True),
        ("#1042 Regale", False),
        ("anna@firma.example", False),
        ("https://firma.example", False),
    ],
)
def test_no_plain_word_becomes_a_mention(words, verbatim):
    blocks = blocks_of(Reply("done", t("Noted"), lines=(Verbatim(words),)))
    assert bool(blocks[1]["text"].get("verbatim")) is verbatim


@pytest.mark.parametrize("text", NASTY)
def test_the_notification_text_cannot_ping(text):
    words = fallback_text(Reply("done", t("{x}", x=Verbatim(text))), GERMAN)
    assert "<" not in words


def test_the_notification_text_is_never_empty():
    assert fallback_text(Reply("done", t("")), GERMAN) == "–"


def test_labels_stand_over_their_values_ten_to_a_block():
    blocks = blocks_of(Reply("card", t("Card"), fields=tuple(Field(t("Firm"), Verbatim("Müller")) for _ in range(12))))
    assert [len(block.get("fields", ())) for block in blocks] == [0, 10, 2]
    assert blocks[1]["fields"][0]["text"] == "*Firm*\nMüller"


def test_an_empty_value_is_a_dash():
    assert blocks_of(Reply("card", t("Card"), fields=(Field(t("Firm"), None),)))[1]["fields"][0]["text"] == "*Firm*\n–"


def test_a_table_has_letters_of_one_width():
    columns = (Column(t("Town")), Column(t("Worth"), numeric=True))
    table = Table(columns, ((Verbatim("Köln"), Money(Decimal(5))), (Verbatim("Bonn"), Money(Decimal(12500)))))
    blocks = blocks_of(Reply("list", t("Pipeline"), table=table))
    (text,) = blocks[1]["elements"][0]["elements"]
    assert blocks[1]["elements"][0]["type"] == "rich_text_preformatted"
    assert text == {"type": "text", "text": "Town     Worth\nKöln       5 €\nBonn  12.500 €"}


def test_a_long_table_is_split_between_rows():
    table = Table((Column(t("Deal")),), tuple((Verbatim(f"{n} " + "x" * 60),) for n in range(200)))
    blocks = blocks_of(Reply("list", t("Pipeline"), table=table))
    read = shown(blocks)
    assert all(f"{n} xxx" in read for n in range(200))


def test_rows_without_buttons_share_a_block():
    blocks = blocks_of(Reply("list", t("Today"), sections=rows(20)))
    assert kinds(blocks) == ["section"] * 3
    assert "• Row 0\n• Row 1\n" in blocks[2]["text"]["text"]


def test_a_row_with_one_button_has_it_on_its_right():
    blocks = blocks_of(Reply("choice", t("Which one?"), sections=rows(1, DONE)))
    assert blocks[2]["accessory"]["value"] == "done 3"
    assert blocks[2]["accessory"]["style"] == "primary"


def test_a_row_with_several_buttons_has_them_below():
    blocks = blocks_of(Reply("list", t("Today"), sections=rows(1, DONE, SNOOZE)))
    assert kinds(blocks) == ["section", "section", "section", "actions"]
    assert [element["value"] for element in blocks[3]["elements"]] == ["done 3", "snooze 3 tomorrow"]


def test_of_many_buttons_of_a_row_the_first_stay_and_the_others_go_into_a_menu():
    others = tuple(Action(t("Other {n}", n=n), f"other {n}") for n in range(4))
    link = Action(t("First message"), "why 3", url="https://chat.example/1")
    blocks = blocks_of(Reply("list", t("Today"), sections=rows(1, DONE, SNOOZE, *others, link)))
    *buttons, menu = blocks[3]["elements"]
    assert [element.get("url") or element["value"] for element in buttons] == ["done 3", "snooze 3 tomorrow", link.url]
    assert (menu["type"], [option["value"] for option in menu["options"]]) == ("overflow", [o.command for o in others])
    assert faults(blocks) == []


def test_what_is_too_much_for_a_small_menu_of_a_row_stands_in_a_large_one():
    others = tuple(Action(t("Other {n}", n=n), f"other {n}") for n in range(9))
    blocks = blocks_of(Reply("list", t("Today"), sections=rows(1, DONE, *others)))
    *buttons, menu = blocks[3]["elements"]
    reached = [element["value"] for element in (*buttons, *menu["options"])]
    assert (len(buttons), menu["type"], menu["action_id"].split("/")[2]) == (3, "static_select", "row")
    assert reached == ["done 3", *(action.command for action in others)]
    assert faults(blocks) == []


def test_many_rows_get_menus_instead_of_buttons():
    blocks = blocks_of(Reply("list", t("Today"), sections=rows(30, DONE, SNOOZE), actions=(DONE,)))
    assert kinds(blocks) == ["section"] * 32 + ["actions"]
    assert [option["value"] for option in blocks[5]["accessory"]["options"]] == ["done 3", "snooze 3 tomorrow"]


def test_too_many_rows_end_in_a_line_that_says_so_and_the_buttons_of_the_whole():
    blocks = blocks_of(Reply("list", t("Today"), sections=rows(300, DONE), actions=(SNOOZE,)))
    assert len(blocks) == 50
    assert kinds(blocks)[-3:] == ["section", "context", "actions"]


def test_an_action_that_slack_cannot_carry_is_left_out():
    long = Action(t("Long"), "note 1 " + "x" * 2000)
    assert kinds(blocks_of(Reply("done", t("Noted"), actions=(long,)))) == ["section"]


def test_a_button_says_where_it_stands_and_what_kind_of_reply_it_stands_in():
    reply = Reply("choice", t("Which?"), sections=rows(1, DONE), actions=(SNOOZE,))
    ids = [item["action_id"] for item in objects(blocks_of(reply)) if "action_id" in item]
    assert [i.rsplit("/", 1)[0] for i in ids] == ["crm/choice/row", "crm/choice/all"]


def test_a_very_long_text_fills_a_few_blocks_and_is_cut():
    blocks = blocks_of(Reply("card", t("Mail"), lines=(Verbatim("word " * 5000),)))
    assert kinds(blocks) == ["section"] * 4
    assert blocks[-1]["text"]["text"].endswith("…")


def test_a_text_of_a_megabyte_of_control_characters_is_shown_quickly():
    blocks_of(Reply("card", t("{x}", x=Verbatim("<&>" * 350_000)), lines=(Verbatim("&" * 1_000_000),)))


def test_blanks_without_end_are_no_endless_work():
    blocks_of(Reply("card", t("Mail"), lines=(Verbatim("a" + " " * 20_000 + "b"), Verbatim(" " * 20_000 + "&" * 3000))))


TEXTS = st.text(max_size=300) | st.sampled_from(NASTY)
VALUES = st.one_of(
    TEXTS.map(Verbatim),
    st.just(Moment(datetime(2026, 11, 27, 9, 0, tzinfo=UTC))),
    st.decimals().map(Money),
    st.none(),
    st.integers(),
)
WORDS = st.builds(lambda x: t("{x}", x=x), VALUES)
ACTIONS = st.lists(st.builds(Action, WORDS, st.text(max_size=200)), max_size=7).map(tuple)
ROWS = st.builds(Row, VALUES, VALUES, ACTIONS)
SECTIONS = st.lists(st.builds(Section, st.none() | WORDS, st.lists(ROWS, max_size=6).map(tuple)), max_size=3).map(tuple)
TABLES = st.lists(st.tuples(VALUES, VALUES), max_size=4).map(
    lambda body: Table((Column(t("A")), Column(t("B"), numeric=True)), tuple(body))
)
KINDS: st.SearchStrategy[Literal["card", "choice"]] = st.sampled_from(["card", "choice"])


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.builds(
        Reply,
        kind=KINDS,
        title=WORDS,
        understood=st.none() | WORDS,
        lines=st.lists(VALUES, max_size=4).map(tuple),
        fields=st.lists(st.builds(Field, WORDS, VALUES), max_size=12).map(tuple),
        table=st.none() | TABLES,
        sections=SECTIONS,
        actions=ACTIONS,
    )
)
def test_every_reply_makes_a_valid_message(reply):
    blocks = reply_to_blocks(reply, GERMAN)
    assert faults(blocks) == []
    shown(blocks)
    assert "<" not in fallback_text(reply, GERMAN)


def test_a_column_in_which_nothing_stands_gives_its_room_away():
    columns = (Column(t("Deal")), Column(t("Company")), Column(t("Amount"), numeric=True))
    filled = tuple((Verbatim(name), None, Decimal(5)) for name in ("Shelves", "Ramp"))
    made = shown(reply_to_blocks(Reply("list", t("Deals"), table=Table(columns, filled)), ENGLISH))
    assert "Company" not in made
    empty = shown(reply_to_blocks(Reply("list", t("Deals"), table=Table(columns, ())), ENGLISH))
    assert "Company" in empty


def test_a_short_note_stands_beside_its_line_and_a_long_one_below():
    two = (Row(Verbatim("Qualify: 2"), Verbatim("51,000 €")), Row(Verbatim("Note"), Verbatim("x" * 90)))
    words = shown(reply_to_blocks(Reply("list", t("Today"), sections=(Section(None, two),)), ENGLISH))
    assert words.splitlines()[1:] == ["• Qualify: 2 · 51,000 €", "• Note", "\u2003" + "x" * 90]
