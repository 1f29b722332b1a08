"""The annotated mails of tests/data/habits: invented, in the habits of many programs, countries and years.

Each begins with `## what it is`. Lines `:name value` say what is known about it; every other line has a mark and a bar
before the words of the mail: `t` text its writer wrote, `q` quoted, `s` signature, `d` small print, `f` words of a
forwarded message.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from crmbot.parsing.forwarding.addresses import parse_forward_addresses
from crmbot.parsing.parsed import Address

FOLDER = Path(__file__).parent.parent / "data" / "habits"


@dataclass(frozen=True)
class HabitMail:
    id: str
    lines: tuple[tuple[str, str], ...]  # mark and line
    truths: tuple[tuple[str, str], ...]

    @property
    def body(self) -> str:
        return "\n".join(line for _, line in self.lines)

    def marked(self, marks: str) -> list[str]:
        """The lines with words that have one of the marks, blanks folded."""
        return folded(line for mark, line in self.lines if mark in marks)

    def truth(self, name: str) -> str | None:
        return next((value for known, value in self.truths if known == name), None)

    def truths_of(self, name: str) -> list[str]:
        return [value for known, value in self.truths if known == name]

    @property
    def author(self) -> Address | None:
        written = self.truth("from")
        return parse_forward_addresses(written)[0] if written else None


def folded(lines: Iterable[str]) -> list[str]:
    """Lines with words, blanks folded."""
    return [" ".join(line.split()) for line in lines if line.strip()]


def habit_mails(name: str) -> list[HabitMail]:
    """All mails of one file."""
    mails = []
    for block in f"\n{(FOLDER / f'{name}.txt').read_text('utf-8')}".split("\n## ")[1:]:
        title, *lines = block.split("\n")
        truths = tuple(line[1:].partition(" ")[::2] for line in lines if line.startswith(":"))
        marked = tuple((line[0], line[2:]) for line in lines if line[1:2] == "|")
        mails.append(HabitMail(title, marked, truths))
    return mails
