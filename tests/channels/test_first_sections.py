"""What matters most stands right below the title, with its buttons, on every channel."""

from __future__ import annotations

from crmbot import codec
from crmbot.channels.slack.blocks import reply_to_blocks
from crmbot.channels.terminal import numbered_actions, render_text
from crmbot.shapes import Action, Field, Reader, Reply, Row, Section, t

ADVICE = Section(
    t("Recommended"), (Row(t("Call her."), None, (Action(t("Plan it"), "followup #1042 tomorrow", "primary"),)),)
)
CARD = Reply(
    "card", t("Julia Brandt"), lines=(t("the bar"),), fields=(Field(t("Role"), t("Lead")),), actions=(Action(t("Won"), "won #1042"),),
    first=(ADVICE,),
)  # fmt: skip
READER = Reader("en")


def test_on_a_terminal_it_comes_before_the_lines_with_what_to_type() -> None:
    text = render_text(CARD, READER)
    assert text.split("\n\n")[:3] == [
        "Julia Brandt",
        "Recommended\n• Call her.\n  → Plan it: followup #1042 tomorrow",
        "the bar",
    ]


def test_on_slack_it_comes_before_the_lines_with_its_button() -> None:
    blocks = reply_to_blocks(CARD, READER)
    texts = [block["text"]["text"] for block in blocks if block["type"] == "section" and "text" in block]
    assert texts == ["*Julia Brandt*", "*Recommended*", "Call her.", "the bar"]
    assert blocks[2]["accessory"]["value"] == "followup #1042 tomorrow"


def test_its_buttons_are_counted_first() -> None:
    assert [action.command for action in numbered_actions(CARD)] == ["followup #1042 tomorrow", "won #1042"]
    assert "[1] Plan it" in render_text(CARD, READER, buttons=True)


def test_it_is_kept_for_a_repeated_request() -> None:
    assert codec.load(codec.dump(CARD)) == CARD
