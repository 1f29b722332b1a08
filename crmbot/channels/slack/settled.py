"""A message in which some buttons have done their work: their place tells what came of it, the rest stays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from crmbot.channels.slack.blocks import MOST_BLOCKS
from crmbot.channels.slack.buttons import PREFIX
from crmbot.channels.slack.markup import literal, plain
from crmbot.channels.slack.menus import without_tail
from crmbot.channels.slack.recent import Recent

_MESSAGES = 1000  # remembered
_WORDS = 500  # characters


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a press: the words, and the button that takes it back (label and chat text), if it can be."""

    words: str
    undo: tuple[str, str] | None = None


def settle(blocks: Sequence[Mapping[str, Any]], results: Mapping[str, Result]) -> list[dict[str, Any]]:
    """`blocks` with the buttons of each block named in `results` replaced by its words."""
    room = MOST_BLOCKS - len(blocks)
    settled: list[dict[str, Any]] = []
    for block in blocks:
        result = results.get(without_tail(str(block.get("block_id"))))
        if result is None:
            settled.append(dict(block))
            continue
        line = _line(str(block["block_id"]), result)
        if block.get("type") == "actions":
            settled.append(line)
            continue
        settled.append({key: part for key, part in block.items() if key != "accessory"})
        if room > 0:
            settled.append(line)
            room -= 1
    return settled


def _line(block_id: str, result: Result) -> dict[str, Any]:
    """The words in small print; as a row of their own where there is a button beside them."""
    words = literal(f"✓ {result.words}", _WORDS)
    if result.undo is None:
        return {"type": "context", "elements": [words]}
    label, command = result.undo
    kind, number = (*block_id.split("/"), "", "", "", "")[1:5:2]
    button = {
        "type": "button",
        "action_id": f"{PREFIX}/{kind}/row/undo{number}",
        "text": plain(label, 75),
        "value": command,
    }
    return {"type": "section", "block_id": f"{block_id[:240]}/undo", "text": words, "accessory": button}


class Settled:
    """What was pressed in recent messages.

    Two quick presses in one message both come with the message as it was before either; without this the second
    answer would bring the first one's buttons back.
    """

    def __init__(self) -> None:
        self._results: Recent[tuple[str, str], dict[str, Result]] = Recent(_MESSAGES)
        self._blocks: Recent[tuple[str, str], Sequence[Mapping[str, Any]]] = Recent(_MESSAGES)

    def keep(self, channel: str, message_ts: str, blocks: Sequence[Mapping[str, Any]]) -> None:
        """Remembers how a message looked when a button in it was pressed: after a dialog nobody sends it again."""
        if blocks and message_ts:
            self._blocks.put((channel, message_ts), blocks)

    def kept(self, channel: str, message_ts: str) -> Sequence[Mapping[str, Any]]:
        """The blocks of a message as they were kept last; none when it was not or long ago."""
        return self._blocks.get((channel, message_ts)) or ()

    def add(self, channel: str, message_ts: str, block_id: str, result: Result) -> Mapping[str, Result]:
        """Remembers what came of a press; all results in that message so far, by block."""
        message = (channel, message_ts)
        return self._results.put(message, {**(self._results.get(message) or {}), without_tail(block_id): result})
