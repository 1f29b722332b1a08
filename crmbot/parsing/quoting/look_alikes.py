"""Text that looks like a quote or a signature to a program and is none: prompts of a shell, patches, a line on which the
answer and the attribution of the quote below it stand together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice
from typing import Final

_LOOK: Final = 300  # characters of a line
# `>>> import os`, `>>> total = 3`, `>>> for x in y:`
_PYTHON: Final = re.compile(
    r">>> ?(?:>>> |(?:import|from|print|return|raise|del|assert)\s\S|(?:for|if|while|with|def|class|try|@)\b.{0,200}:\s*$|[\w.]{1,60}\s?[=(\[.])"
)
# `> x <- c(1, 2)`, `> library(stats)`, `> SELECT 1;`
_COMMAND: Final = re.compile(
    r">\s?(?:[\w.$\[\]]{1,40}\s?(?:<-|=)\s?\S|[a-z][\w.]{0,40}\([^()]{0,200}(?:\([^()]{0,100}\)[^()]{0,100}){0,4}\)\s?[;{+]?\s*$|"
    r"(?:SELECT|INSERT|UPDATE|DELETE|CREATE|DROP|ALTER)\b.{0,200};\s*$)"
)
_PATCH: Final = re.compile(
    r"diff -|@@ -\d|--- \S+[/.\t]|\+\+\+ \S+[/.\t]|Index: \S|={60,}$|\s\S.{0,120}\|\s{1,8}\d{1,6} [+-]"
)
_HUNK: Final = re.compile(r"\d{1,6}(?:,\d{1,6})?[ac]\d{1,6}(?:,\d{1,6})?$")
_OPENING: Final = re.compile(r"(?<=[\s-])(?:On|Am) ")
_RUN_IN: Final = re.compile(
    r"On (?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6},? |\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4},? |[A-Z][a-z]{2,8} \d{1,2}, \d{4},? )"
    r"[^:]{0,40}\d:\d\d.{2,160}\bwrote\s?:\s*$|"
    r"Am (?:(?:Mo|Di|Mi|Do|Fr|Sa|So)[a-z]{0,9}\.?,? (?:den )?)?\d{1,2}\. ?[^\s:]{1,10} [^:]{0,30}\d:\d\d.{0,20} schrieb .{2,160}:\s*$"
)
_MOST: Final = 5  # places in a line where an attribution may begin


def is_own(lines: Sequence[str], start: int, end: int) -> bool:
    """Whether the run of lines with `>` from `start` to `end` is the writer's own: typed at the prompt of a program, the
    new side of a difference between files, or the end of a tag."""
    above = lines[start - 1].rstrip() if start else ""
    if above == "---" and start > 1 and lines[start - 2].startswith("<"):
        return True
    if end - start == 1 and lines[start].strip() == ">":
        return bool(above.strip()) and above[-1] != ":"
    return bool(_HUNK.match(above)) or is_prompt(lines[start:end])


def is_prompt(lines: Sequence[str]) -> bool:
    """Whether a run of lines with `>` was typed at the prompt of a program: each is a command."""
    written = [line for line in lines if line.strip("> ")]
    if not written:
        return False
    return all(_PYTHON.match(line) for line in written) or all(_COMMAND.match(line[:_LOOK]) for line in written)


def is_patch(lines: Sequence[str]) -> bool:
    """Whether lines are, or announce, differences between files, which stand below a delimiter too."""
    return sum(bool(_PATCH.match(line[:_LOOK])) for line in lines) >= 2


def cut_run_in(line: str) -> tuple[str, str] | None:
    """The answer and the attribution of a line that has both (`Yes. On Wed, Apr 4, 2012 at 3:59 PM, a@b wrote:`), or None."""
    if len(line) > 2 * _LOOK or not line.rstrip().endswith(":"):
        return None
    starts = (opening.start() for opening in islice(_OPENING.finditer(line), _MOST))
    start = next((at for at in starts if _RUN_IN.match(line, at)), None)
    if start is None or line[0] in ">|":
        return None
    answer = line[:start].rstrip(" -")
    words = sum(any(char.isalpha() for char in word) for word in answer.split())
    return (answer, line[start:]) if words >= 3 or (words and answer[-1] in ".!?…)") else None
