"""The chat in the terminal: history, completion, buttons that are pressed by typing their number, forms question by question."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from crmbot.channels.console_form import fill
from crmbot.channels.terminal import numbered_actions, render_text
from crmbot.shapes import Action, Answer, Reply, t

_HISTORY = Path("~/.local/state/crmbot/history")
_WIDEST = 120
_LEAVE = ("exit", "quit", "bye", "ende")


def run_console(answer: Callable[[str, Mapping[str, str]], Answer], verbs: Sequence[str], who: str) -> None:
    """Ask and answer until the end of input. `verbs` are offered for completion; a person is asked the questions of forms."""
    buttons: tuple[Action, ...] = ()
    for line in _lines(verbs, who):
        text = line.strip()
        if text.lower() in _LEAVE:
            return
        if not text:
            continue
        given = answer(_pressed(text, buttons), {})
        entered: Mapping[str, str] = {}
        while (form := given.reply.form) is not None and form.fields and sys.stdin.isatty():
            _show(given, replace(given.reply, form=replace(form, fields=())))
            begun = form if given.reply.ok else form.begun_with(entered)
            values = fill(begun, given.reply.errors, given.reader, _asked)
            if values is None:
                closed = t("The form is closed, nothing was written.")
                given = replace(given, reply=Reply("done", closed, actions=given.reply.actions))
                break
            entered = values
            given = answer(form.command, values)
        buttons = numbered_actions(given.reply)
        _show(given, given.reply)


def _show(given: Answer, reply: Reply) -> None:
    width = min(shutil.get_terminal_size((100, 24)).columns, _WIDEST)
    print(render_text(reply, given.reader, width=width, buttons=True), end="\n\n", flush=True)  # noqa: T201


def _asked(lines: Sequence[str], standing: str, words: Sequence[str]) -> str | None:
    """One answer to a form; None where it was left by Ctrl-C or Ctrl-D."""
    from prompt_toolkit import PromptSession
    from prompt_toolkit.completion import FuzzyWordCompleter

    print("\n".join(lines), flush=True)  # noqa: T201
    session: PromptSession[str] = PromptSession(completer=FuzzyWordCompleter(list(words)))
    try:
        return session.prompt("  › ", default=standing)
    except (KeyboardInterrupt, EOFError):
        return None


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
