"""The chat in the terminal: history, completion, and buttons that are pressed by typing their number."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from crmbot.channels.terminal import numbered_actions, render_text
from crmbot.shapes import Action, Answer

_HISTORY = Path("~/.local/state/crmbot/history")
_WIDEST = 120
_LEAVE = ("exit", "quit", "bye", "ende")


def run_console(answer: Callable[[str], Answer], verbs: Sequence[str], who: str) -> None:
    """Ask and answer until the end of input. `verbs` are offered for completion."""
    buttons: tuple[Action, ...] = ()
    for line in _lines(verbs, who):
        text = line.strip()
        if text.lower() in _LEAVE:
            return
        if not text:
            continue
        given = answer(_pressed(text, buttons))
        buttons = numbered_actions(given.reply)
        width = min(shutil.get_terminal_size((100, 24)).columns, _WIDEST)
        print(render_text(given.reply, given.reader, width=width, buttons=True), end="\n\n", flush=True)  # noqa: T201


def _pressed(text: str, buttons: Sequence[Action]) -> str:
    """What a bare number means: the command behind that button of the last answer."""
    if text.isascii() and text.isdigit() and 1 <= int(text[:6]) <= len(buttons):
        return buttons[int(text) - 1].command
    return text


def _lines(verbs: Sequence[str], who: str) -> Iterator[str]:
    if not sys.stdin.isatty():
        yield from sys.stdin
        return
    from prompt_toolkit import PromptSession
    from prompt_toolkit.completion import WordCompleter
    from prompt_toolkit.history import FileHistory, InMemoryHistory

    path = _HISTORY.expanduser()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        history: FileHistory | InMemoryHistory = FileHistory(str(path))
    except OSError:
        history = InMemoryHistory()
    session: PromptSession[str] = PromptSession(history=history, completer=WordCompleter(list(verbs), ignore_case=True))
    while True:
        try:
            yield session.prompt(f"{who} › ")
        except KeyboardInterrupt:
            continue
        except EOFError:
            return
