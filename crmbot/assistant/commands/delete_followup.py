"""`delete followup`: one that is not wanted any more; of a series this one, or with `series` all that are to come."""

from __future__ import annotations

from crmbot.assistant.asking import Asking
from crmbot.assistant.followups.references import named_followup
from crmbot.assistant.registry import Command
from crmbot.assistant.rows.rows import followup_row, followup_text
from crmbot.domain.deals.views import followup_view
from crmbot.domain.followups.continuing import end_series, next_turn
from crmbot.domain.followups.parts import parts_of
from crmbot.domain.members.access import require
from crmbot.domain.members.guard import unguarded
from crmbot.domain.records import Followup
from crmbot.folding import fold
from crmbot.shapes import Action, Reply, Section, t, tn

_SERIES = frozenset(
    {"series", "all", "future", "all future", "the series", "whole series", "serie", "alle", "die serie", "ganze serie",
     "alle kuenftigen", "kuenftige", "die ganze serie", "alle zukuenftigen", "all of them", "all future ones"}
)  # fmt: skip


def handle(ask: Asking) -> Reply:
    """Take it away; a series goes on without it unless all of it is meant."""
    followup, rest = named_followup(ask, mine=False)
    shown = followup_view(followup)
    if followup.series is not None and fold(rest).strip(" .!") in _SERIES:
        ended = tn(
            "The series is ended: {n} follow-up is gone.",
            "The series is ended: {n} follow-ups are gone.",
            _ended(ask, followup),
        )
        return Reply("done", ended, records=(shown,))
    title = t("Deleted: #{number} {text}", number=followup.number, text=followup_text(followup))
    number, in_series = followup.number, followup.series is not None
    following = next_turn(ask.work, followup, ask.settings.team)
    _delete(ask, followup)
    if not in_series:
        return Reply("done", title, records=(shown,))
    rows = (followup_row(ask, following),) if following is not None else ()
    every = (Action(t("End the series"), f"delete followup #{following.number} series", "danger"),) if following else ()
    return Reply(
        "done", title, lines=(t("Only #{number}: the series goes on.", number=number),) if following else (),
        sections=(Section(t("Next of the series"), rows),) if rows else (), records=(shown,), actions=every,
    )  # fmt: skip


def _ended(ask: Asking, followup: Followup) -> int:
    _require(ask, followup)
    with unguarded(ask.session):
        return end_series(ask.work, followup)


def _delete(ask: Asking, followup: Followup) -> None:
    _require(ask, followup)
    with unguarded(ask.session):
        for part in parts_of(ask.session, followup, still_open=True):
            ask.session.delete(part)
        ask.session.delete(followup)
        ask.session.flush()


def _require(ask: Asking, followup: Followup) -> None:
    """Whoever may change a follow-up may do without it."""
    require(ask.session, ask.access, "write", followup)


COMMAND = Command(
    key="delete followup",
    topic="plan",
    names={
        "en": (
            "delete followup",
            "delete follow-up",
            "cancel followup",
            "cancel follow-up",
            "remove followup",
            "delete reminder",
        ),
        "de": (
            "lösche wiedervorlage",
            "wiedervorlage löschen",
            "lösche erinnerung",
            "erinnerung löschen",
            "streiche wiedervorlage",
        ),
    },
    usage=t("delete followup NUMBER [series]"),
    summary=t("do without a follow-up; of a series only this one, or with “series” all that are to come"),
    examples={"en": ("delete followup #1050",), "de": ("lösche wiedervorlage #1050",)},
    writes=True,
    handler=handle,
    keeps_places=True,
)
