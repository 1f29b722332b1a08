"""The README as a newcomer follows it: its session prints what it says, its chat examples get answers."""

from __future__ import annotations

import html
import os
import re
import shlex
import shutil
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from crmbot.assistant.commands import REGISTRY
from scripts import pictures
from tests.example_talk import Examples
from tests.running import run_here

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
_TOKEN = re.compile(r"\+[a-z]{16}@")


def _part(heading: str) -> str:
    return README.partition(f"## {heading}\n")[2].partition("\n## ")[0]


def _session() -> Iterator[tuple[str, list[str]]]:
    """Each command of the first session with the lines that are shown below it."""
    lines = [line[4:] for line in _part("A first session").split("\n") if line.startswith("    ")]
    starts = [place for place, line in enumerate(lines) if line.startswith("$ ")] + [len(lines)]
    for start, end in pairwise(starts):
        yield lines[start][2:], lines[start + 1 : end]


def test_the_first_session_runs_and_prints_what_it_says(tmp_path: Path) -> None:
    environ = {name: value for name, value in os.environ.items() if not name.startswith("CRMBOT_")}
    shown = 0
    for command, expected in _session():
        words = shlex.split(command, comments=True)
        if words[0] == "export":
            environ |= dict(word.split("=", 1) for word in words[1:])
        elif "cp" in words:
            shutil.copy(ROOT / words[words.index("cp") + 1], tmp_path)
        elif words[0] == "crmbot":
            printed = _output(words[1:], environ, tmp_path)
            _assert_in_order(expected, printed)
            shown += len(expected)
    assert shown >= 8


def _output(arguments: list[str], environ: dict[str, str], folder: Path) -> str:
    done = run_here(arguments, environ, str(folder))
    assert done.returncode == 0, done.stderr
    return done.stdout


def _assert_in_order(expected: list[str], printed: str) -> None:
    lines = iter(_TOKEN.sub("+TOKEN@", printed).split("\n"))
    for line in expected:
        assert _TOKEN.sub("+TOKEN@", line) in lines, f"{line!r} is not (or not there) in:\n{printed}"


_CHAT = [
    example
    for row in re.findall(r"^\| (`.*?`) \|", _part("What it answers"), re.MULTILINE)
    for example in re.findall(r"`([^`]+)`", row)
]


@pytest.mark.parametrize("text", _CHAT)
def test_each_chat_example_gets_an_answer(examples: Examples, text: str) -> None:
    reply = examples.answer(text)
    assert reply.ok, reply.title


def test_there_are_chat_examples() -> None:
    assert len(_CHAT) >= 12


def test_the_german_verbs_are_commands() -> None:
    names = re.findall(r"`([^`]+)`", README.partition("\nGerman: ")[2].partition("\n\n")[0])
    assert len(names) >= 10
    assert [name for name in names if REGISTRY.named(name) is None] == []


def test_the_pictures_are_there_and_small() -> None:
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", README)
    assert len(pictures) >= 2
    assert all((ROOT / picture).stat().st_size < 150_000 for picture in pictures)


def test_the_picture_of_the_session_can_be_made_and_shows_no_secret() -> None:
    for picture in (pictures.session(), (ROOT / "docs/pictures/session.svg").read_text("utf-8")):
        words = html.unescape(re.sub(r"<[^>]+>", "", picture)).replace("\xa0", " ")
        assert all(part in words for part in ("250 Anna forwards", "#1003 Julia Brandt", "Good morning Anna", "held"))
        assert not _TOKEN.search(words)


def test_the_pictures_fetch_nothing_from_elsewhere() -> None:
    for path in (ROOT / "docs/pictures").glob("*.svg"):
        assert not re.search(r"(?:href|src|url\()\W{0,3}(?:https?:)?//", path.read_text("utf-8"))
