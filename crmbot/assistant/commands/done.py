"""`done`: a follow-up is dealt with; `result` also asks what came of it and for the next step."""

from __future__ import annotations

from collections.abc import Iterator

from crmbot.assistant.asking import Asking
from crmbot.assistant.followups.planning import add_planned
from crmbot.assistant.followups.references import named_followup
from crmbot.assistant.followups.words import put_series
from crmbot.assistant.forms.followup import result_sheet
from crmbot.assistant.forms.sheet import answers
from crmbot.assistant.registry import Command
from crmbot.assistant.rows.rows import followup_row, followup_text
from crmbot.domain.deals.views import followup_view, view
from crmbot.domain.filing.filing import Filing
from crmbot.domain.followups.followups import complete_followup
from crmbot.domain.followups.parts import parts_of
from crmbot.domain.followups.stage_followups import add_following
from crmbot.domain.history.history import place_of
from crmbot.domain.records import Deal, Followup
from crmbot.domain.search.lookup import Contactable, by_number
from crmbot.folding import fold
from crmbot.parsing.chat.followup import FollowupPhrase, find_followup_phrase
from crmbot.shapes import Action, Reply, Section, Text, Value, Verbatim, Worded, t, tn

_ALL = frozenset({"all", "alle", "alles", "everything", "for all", "fuer alle"})


def handle(ask: Asking) -> Reply:
    """Close the follow-up, keep what came of it, and ask for the next step."""
    followup, outcome = named_followup(ask)
    waiting = parts_of(ask.session, followup, still_open=True)
    if waiting and fold(outcome) not in _ALL:
        return _still_waiting(ask, followup, waiting)
    return _done(ask, followup, "" if waiting else outcome)


def result(ask: Asking) -> Reply:
    """Close it with what the form says: the outcome, and when to go on with what."""
    followup, outcome = named_followup(ask)
    if outcome and not ask.values:
        return _done(ask, followup, outcome)
    found = answers(ask, result_sheet(followup))
    outcome, when = found["outcome"] or "", found["next"]
    return _done(ask, followup, outcome, FollowupPhrase(when, found["next_text"] or "", outcome) if when else None)


def _done(ask: Asking, followup: Followup, outcome: str, step: FollowupPhrase | None = None) -> Reply:
    """Close it, and plan the `step` that the form or a phrase in the outcome names."""
    about = by_number(ask.session, followup.record_number) if followup.record_number else None
    if step is None and about is not None and (step := find_followup_phrase(outcome, now=ask.now)) is not None:
        outcome = step.cleaned.strip()
    following = complete_followup(ask.work, followup, outcome, team=ask.settings.team)
    following += add_following(ask.work, ask.process, followup)
    planned = [_planned(ask, Filing(place_of(about)), step, followup)] if step is not None and about is not None else []
    ask.session.flush()
    return Reply(
        "done",
        t("Done: #{number} {text}", number=followup.number, text=followup_text(followup)),
        lines=tuple(_lines(ask, followup, outcome)),
        sections=(
            *_following(ask, following),
            *(Section(t("Next step"), (followup_row(ask, one),)) for one in planned),
        ),
        records=(
            followup_view(followup),
            *(followup_view(one) for one in (*planned, *following) if one is not followup),
            *((view(ask.session, about, ask.process),) if about else ()),
        ),
        actions=() if about is None else tuple(_next(ask, about, planned=bool(following or planned))),
    )


def _planned(ask: Asking, filing: Filing, step: FollowupPhrase, done: Followup) -> Followup:
    planned = add_planned(ask, filing, step.when, step.text or done.text)
    if step.again is not None:
        put_series(ask, planned, step.again)
    return planned


def _lines(ask: Asking, followup: Followup, outcome: str) -> Iterator[Value]:
    if outcome:
        yield Verbatim(outcome)
    if followup.delegated_by is not None and followup.confirmed_at is None:
        yield t("{name} is asked to confirm it.", name=ask.member_name(followup.delegated_by))
    main = ask.session.get(Followup, followup.part_of) if followup.part_of is not None else None
    if main is not None and main.done_at is None:
        yield _left(ask, parts_of(ask.session, main, still_open=True))
    elif main is not None:
        yield t("With that, all parts of #{number} are done.", number=main.number)


def _left(ask: Asking, waiting: list[Followup]) -> Text:
    names: Value = ask.member_name(waiting[0].owner)
    for part in waiting[1:]:
        names = t("{left}, {right}", left=names, right=ask.member_name(part.owner))
    return tn("{n} part is still open: {names}.", "{n} parts are still open: {names}.", len(waiting), names=names)


def _still_waiting(ask: Asking, followup: Followup, waiting: list[Followup]) -> Reply:
    """Somebody else has still to do his part."""
    everything = Action(t("Done for all"), f"done #{followup.number} all", "primary")
    title = t("#{number} is done when all its parts are.", number=followup.number)
    rows = tuple(followup_row(ask, part) for part in waiting)
    return Reply(
        "choice", title, lines=(_left(ask, waiting),), sections=(Section(None, rows),), actions=(everything,),
        records=(followup_view(followup), *(followup_view(part) for part in waiting)),
    )  # fmt: skip


def _following(ask: Asking, following: list[Followup]) -> tuple[Section, ...]:
    rows = tuple(followup_row(ask, one) for one in following)
    if not rows:
        return ()
    return (Section(t("Next, by the process") if following[0].series is None else t("Next of the series"), rows),)


def _next(ask: Asking, about: Contactable, *, planned: bool) -> Iterator[Action]:
    """What could come next: what the stage suggests, else a follow-up in a week."""
    stage = ask.process.stage(about.stage) if isinstance(about, Deal) else None
    for suggestion in stage.suggestions[:1] if stage is not None and not planned else ():
        if suggestion.command is not None:
            command = suggestion.command.replace("{number}", str(about.number))
            yield Action(t("{words}", words=Worded(suggestion.texts)), command, "primary")
    if not planned:
        yield Action(t("Follow up in a week"), f"followup #{about.number} in 1 week")


COMMAND = Command(
    key="done",
    topic="plan",
    names={"en": ("done", "complete", "finished"), "de": ("erledigt", "fertig", "abgehakt", "erledige")},
    usage=t("done FOLLOW-UP [OUTCOME]"),
    summary=t("close a follow-up, by number, by place in the last answer or by name"),
    examples={"en": ("done 1 he takes it", "done #1050"), "de": ("erledigt 1 nimmt es", "erledigt #1050")},
    writes=True,
    handler=handle,
    keeps_places=True,
)
RESULT = Command(
    key="result",
    topic="plan",
    names={"en": ("result", "log result"), "de": ("ergebnis", "ergebnis festhalten")},
    usage=t("result FOLLOW-UP [OUTCOME]"),
    summary=t("close a follow-up with what came of it; asks for the next step"),
    examples={"en": ("result #1050 wants an offer",), "de": ("ergebnis #1050 möchte ein Angebot",)},
    writes=True,
    handler=result,
    keeps_places=True,
)
