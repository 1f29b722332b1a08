"""Messages in which buttons have done their work."""

from __future__ import annotations

from typing import Any

from crmbot.channels.slack.blocks import reply_to_blocks
from crmbot.channels.slack.settled import Result, Settled, settle
from crmbot.shapes import Action, Reader, Reply, Row, Section, Verbatim, t
from tests.channels.block_rules import faults, shown

DONE, LATER = Action(t("Done"), "done 1"), Action(t("Later"), "snooze 1 3d")


def digest(rows: int, *actions: Action) -> list[dict[str, Any]]:
    section = Section(t("Due"), tuple(Row(Verbatim(f"Call {n}"), actions=actions) for n in range(rows)))
    return reply_to_blocks(Reply("list", t("Today"), sections=(section,)), Reader("en"))


def test_only_the_pressed_row_changes():
    before = digest(2, DONE, LATER)
    after = settle(before, {str(before[3]["block_id"]): Result("Done: *call*")})
    assert [block for block in after if block not in before] == [
        {"type": "context", "elements": [{"type": "plain_text", "text": "✓ Done: *call*", "emoji": False}]}
    ]
    assert faults(after) == []


def test_a_button_beside_its_text_gives_way_to_a_line_below():
    before = digest(2, DONE)
    after = settle(before, {str(before[2]["block_id"]): Result("Done")})
    assert [block["type"] for block in after] == ["section", "section", "section", "context", "section"]
    assert "accessory" not in after[2]
    assert faults(after) == []


def test_a_full_message_stays_within_its_limit():
    before = digest(48, DONE)
    assert len(before) == 50
    after = settle(before, {str(block["block_id"]): Result("Done") for block in before[2:]})
    assert len(after) == 50
    assert faults(after) == []


def test_results_of_one_message_add_up_and_old_messages_are_forgotten():
    settled = Settled()
    done, later = Result("Done"), Result("Later")
    settled.add("D1", "1.0", "a", done)
    assert settled.add("D1", "1.0", "b", later) == {"a": done, "b": later}
    for n in range(2000):
        settled.add("D1", f"2.{n}", "a", done)
    assert settled.add("D1", "1.0", "b", later) == {"b": later}


def test_what_was_done_can_be_taken_back_where_it_stands():
    before = digest(2, DONE, LATER)
    pressed = str(before[3]["block_id"])
    after = settle(before, {pressed: Result("Done: call", ("Undo", "undo 7"))})
    assert faults(after) == []
    assert after[3]["accessory"]["value"] == "undo 7"
    taken_back = settle(after, {str(after[3]["block_id"]): Result("Taken back", ("Redo", "undo 8"))})
    assert faults(taken_back) == []
    assert "✓ Done: call\n✓ Taken back\nRedo" in shown(taken_back)


def test_how_messages_looked_is_kept_for_a_while():
    settled = Settled()
    settled.keep("D1", "1.0", ())
    assert settled.kept("D1", "1.0") == ()
    settled.keep("D1", "1.0", digest(1))
    assert settled.kept("D1", "1.0") == digest(1)
    for n in range(2000):
        settled.keep("D1", f"2.{n}", digest(1))
    assert settled.kept("D1", "1.0") == ()


def test_unknown_blocks_change_nothing():
    before = digest(1, DONE)
    assert shown(settle(before, {"gone": Result("Done")})) == shown(before)
