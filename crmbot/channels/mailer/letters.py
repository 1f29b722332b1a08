"""The words of a notice as a mail, with how to answer it: each follow-up in it has a number."""

from __future__ import annotations

from crmbot.channels.terminal import render_text
from crmbot.shapes import Notice, Value, Verbatim, t
from crmbot.texts import render

ANSWERED = frozenset({"digest", "reminder", "list"})  # kinds whose follow-ups can be answered
_MOST = 50


def letter(notice: Notice, *, answers: bool = True) -> str:
    """The text; with `answers` it says how follow-ups are answered."""
    words = render_text(notice.content, notice.reader)
    planned = [record for record in notice.content.records if record.type == "followup"][:_MOST]
    if notice.kind not in ANSWERED or not planned or not answers:
        return words
    lines: list[Value] = [
        t("{place}  {text}", place=place, text=Verbatim(" ".join((record.text or f"#{record.number}").split())[:90]))
        for place, record in enumerate(planned, 1)
    ]
    hint: Value = t("Answer this mail with: done, 3d, friday, snooze 1w, or with words about what came of it.")
    if len(planned) > 1:
        hint = t("Answer this mail with the number before it: 1 done, 2 friday, 3 done he ordered.")
    return "\n".join((words, "", *(render(line, notice.reader) for line in (*lines, hint))))
