"""Actions as Slack's buttons and menus. The value of each is the chat text that does the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from crmbot.channels.slack.markup import plain
from crmbot.shapes import Action, Reader
from crmbot.texts import render

# The prefix of every action id of ours; after it stand the kind of the reply, what the button belongs to, and a number.
PREFIX = "crm"

_LABEL = 75  # characters on a button and in a menu
_COMMAND = 2000  # characters in the value of a button
_OPTION_COMMAND = 150  # characters in the value of a menu's option
_BUTTONS = 25  # in one block
_OPTIONS = 5  # in an overflow menu


class Buttons:
    """Makes the buttons of one message, so that ids are unique within it."""

    def __init__(self, kind: str, reader: Reader) -> None:
        self._kind = kind
        self._reader = reader
        self._count = 0

    def block(self, actions: Sequence[Action], *, whole: bool = False) -> list[dict[str, Any]]:
        """A block of buttons, or none where there is nothing to press. `whole`: they belong to the reply, not to a row."""
        fitting = [action for action in actions if 0 < len(action.command) <= _COMMAND][:_BUTTONS]
        if not fitting:
            return []
        elements = [self._button(action, "all" if whole else "row") for action in fitting]
        return [{"type": "actions", "block_id": self._id("block"), "elements": elements}]

    def beside(self, section: dict[str, Any], actions: Sequence[Action]) -> dict[str, Any]:
        """`section` with its actions on its right: a single one as a button, several as a menu of at most five."""
        fitting = [action for action in actions if 0 < len(action.command) <= _COMMAND]
        if len(fitting) > 1:
            fitting = [action for action in fitting if len(action.command) <= _OPTION_COMMAND][:_OPTIONS]
        if not fitting:
            return section
        accessory = self._button(fitting[0], "row") if len(fitting) == 1 else self._menu(fitting)
        return {**section, "block_id": self._id("block"), "accessory": accessory}

    def _button(self, action: Action, place: str) -> dict[str, Any]:
        button = {
            "type": "button",
            "action_id": self._id(place),
            "text": self._label(action),
            "value": action.command,
        }
        return button if action.style == "default" else {**button, "style": action.style}

    def _menu(self, actions: Sequence[Action]) -> dict[str, Any]:
        options = [{"text": self._label(action), "value": action.command} for action in actions]
        return {"type": "overflow", "action_id": self._id("row"), "options": options}

    def _label(self, action: Action) -> dict[str, Any]:
        return plain(render(action.label, self._reader), _LABEL)

    def _id(self, place: str) -> str:
        self._count += 1
        return f"{PREFIX}/{self._kind}/{place}/{self._count}"
