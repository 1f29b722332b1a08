"""Actions as Slack's buttons and menus. The value of each is the chat text that does the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from crmbot.channels.slack.markup import plain
from crmbot.shapes import Action, Reader, Text, t
from crmbot.texts import render

# The prefix of every action id of ours; after it stand the kind of the reply, what the button belongs to, and a number.
PREFIX = "crm"

_LABEL = 75  # characters on a button and in a menu
_COMMAND = 2000  # characters in the value of a button
_OPTION_COMMAND = 150  # characters in the value of a menu's option
_BUTTONS = 25  # in one block
_OPTIONS = 5  # in an overflow menu
_MENU = 100  # options in a menu
_PLACEHOLDER = 150  # characters
_FEW = 5  # actions of a whole reply that are all shown as buttons
_FEW_IN_ROW = 4  # the same of one row


class Buttons:
    """Makes the buttons of one message, so that ids are unique within it."""

    def __init__(self, kind: str, reader: Reader, card: int | None = None) -> None:
        self._kind = kind
        self._reader = reader
        self._card = card  # the number of the record whose card the message is
        self._count = 0

    def block(self, actions: Sequence[Action], *, all_shown: bool = False) -> list[dict[str, Any]]:
        """A block of the buttons of one row, many of them in a menu; none where there is nothing to press."""
        few = _BUTTONS if all_shown else _FEW_IN_ROW
        shown, others = _grouped([action for action in actions if _fits(action)], few)
        elements = [self._button(action, "row") for action in shown]
        if others:
            elements.append(self._menu(others) if len(others) <= _OPTIONS else self._select(others, "row"))
        return self._block(elements)

    def foot(self, actions: Sequence[Action], share: str | None = None) -> list[dict[str, Any]]:
        """The buttons of the whole reply: the first ones and the weighty ones as such, many others in a menu.

        `share` is the chat text behind the button that shows the reply to the whole channel.
        """
        fitting = [action for action in actions if _fits(action)]
        shown, others = _grouped(fitting, _FEW, choice=self._kind == "choice")
        elements = [self._button(action, "all") for action in shown]
        if others:
            elements.append(self._select(others, "all"))
        if share:
            elements.append(self._button(Action(t("Share in channel"), share), "share"))
        return self._block(elements)

    def draft(self, label: Text, value: str) -> list[dict[str, Any]]:
        """A button that opens a form with what was entered there before."""
        return self._block([self._button(Action(label, value, "primary"), "draft")])

    def _block(self, elements: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [{"type": "actions", "block_id": self._block_id(), "elements": elements}] if elements else []

    def beside(self, section: dict[str, Any], actions: Sequence[Action]) -> dict[str, Any]:
        """`section` with its actions on its right: a single one as a button, several as a menu of at most five."""
        fitting = [action for action in actions if _fits(action)]
        if len(fitting) > 1:
            fitting = [action for action in fitting if len(action.command) <= _OPTION_COMMAND][:_OPTIONS]
        if not fitting:
            return section
        accessory = self._button(fitting[0], "row") if len(fitting) == 1 else self._menu(fitting)
        return {**section, "block_id": self._block_id(), "accessory": accessory}

    def _button(self, action: Action, place: str) -> dict[str, Any]:
        button = {"type": "button", "action_id": self._id(place), "text": label(action, self._reader)}
        # Slack tells of such a press, too: without a value there is nothing to do.
        button |= {"url": action.url} if action.url else {"value": action.command}
        return button if action.style == "default" else {**button, "style": action.style}

    def _menu(self, actions: Sequence[Action]) -> dict[str, Any]:
        return {"type": "overflow", "action_id": self._id("row"), "options": self._options(actions)}

    def _select(self, actions: Sequence[Action], place: str) -> dict[str, Any]:
        words = t("Choose …") if self._kind == "choice" else t("More …")
        placeholder = plain(render(words, self._reader), _PLACEHOLDER)
        options = self._options(actions)
        return {"type": "static_select", "action_id": self._id(place), "placeholder": placeholder, "options": options}

    def _options(self, actions: Sequence[Action]) -> list[dict[str, Any]]:
        once: dict[str, Action] = {}
        for action in actions:
            once.setdefault(action.command, action)
        return [{"text": label(action, self._reader), "value": value} for value, action in list(once.items())[:_MENU]]

    def _id(self, place: str) -> str:
        self._count += 1
        return f"{PREFIX}/{self._kind}/{place}/{self._count}"

    def _block_id(self) -> str:
        return self._id("block") if self._card is None else f"{self._id('block')}/{self._card}"


def label(action: Action, reader: Reader) -> dict[str, Any]:
    """The words of a button; those of one that opens a dialog end in "…"."""
    words = render(action.label, reader)
    return plain(f"{words} …" if action.dialog and not words.endswith("…") else words, _LABEL)


def _grouped(actions: Sequence[Action], few: int, *, choice: bool = False) -> tuple[list[Action], list[Action]]:
    """Which actions are buttons and which go into a menu; a `few` are all buttons. Where one of many is to be chosen, all
    go into the menu. What opens an address cannot.
    """
    if len(actions) <= few:
        return list(actions), []
    light = [place for place, action in enumerate(actions) if len(action.command) <= _OPTION_COMMAND]
    if choice and len(light) == len(actions):
        return [], list(actions)
    light = [place for place in light if actions[place].style == "default" and not actions[place].url]
    others = set(light[max(few - 1 - (len(actions) - len(light)), 0) :])
    shown = [action for place, action in enumerate(actions) if place not in others]
    return shown[: _BUTTONS - 2], [actions[place] for place in sorted(others)]


def _fits(action: Action) -> bool:
    return 0 < len(action.command) <= _COMMAND
