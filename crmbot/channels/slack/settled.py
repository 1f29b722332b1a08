"""A message in which some buttons have done their work: their place tells what came of it, the rest stays."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from typing import Any

from crmbot.channels.slack.blocks import MOST_BLOCKS
from crmbot.channels.slack.markup import literal

_MESSAGES = 1000  # remembered
_WORDS = 500  # characters


def settle(blocks: Sequence[Mapping[str, Any]], results: Mapping[str, str]) -> list[dict[str, Any]]:
    """`blocks` with the buttons of each block named in `results` replaced by its words."""
    room = MOST_BLOCKS - len(blocks)
    settled: list[dict[str, Any]] = []
    for block in blocks:
        words = results.get(str(block.get("block_id")))
        if words is None:
            settled.append(dict(block))
            continue
        line = {"type": "context", "elements": [literal(f"✓ {words}", _WORDS)]}
        if block.get("type") == "actions":
            settled.append(line)
            continue
        settled.append({key: part for key, part in block.items() if key != "accessory"})
        if room > 0:
            settled.append(line)
            room -= 1
    return settled


class Settled:
    """What was pressed in recent messages.

    Two quick presses in one message both come with the message as it was before either; without this the second
    answer would bring the first one's buttons back.
    """

    def __init__(self) -> None:
        self._results: OrderedDict[tuple[str, str], dict[str, str]] = OrderedDict()
        self._blocks: OrderedDict[tuple[str, str], Sequence[Mapping[str, Any]]] = OrderedDict()

    def keep(self, channel: str, message_ts: str, blocks: Sequence[Mapping[str, Any]]) -> None:
        """Remembers how a message looked when a button in it was pressed: after a dialog nobody sends it again."""
        if not blocks or not message_ts:
            return
        self._blocks[channel, message_ts] = blocks
        self._blocks.move_to_end((channel, message_ts))
        while len(self._blocks) > _MESSAGES:
            self._blocks.popitem(last=False)

    def kept(self, channel: str, message_ts: str) -> Sequence[Mapping[str, Any]]:
        """The blocks of a message as they were kept last; none when it was not or long ago."""
        return self._blocks.get((channel, message_ts), ())

    def add(self, channel: str, message_ts: str, block_id: str, words: str) -> Mapping[str, str]:
        """Remembers what came of a press; all results in that message so far, by block."""
        results = self._results.setdefault((channel, message_ts), {})
        results[block_id] = words
        self._results.move_to_end((channel, message_ts))
        while len(self._results) > _MESSAGES:
            self._results.popitem(last=False)
        return results
