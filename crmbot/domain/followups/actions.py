"""What can be done about a follow-up: the buttons below a reminder and beside a line of a list, everywhere the same."""

from __future__ import annotations

from crmbot.domain.records import Followup
from crmbot.shapes import Action, t

_LIKELY = (" 1 h", " tomorrow")  # presets that are buttons also where there are few


def followup_actions(followup: Followup, *, compact: bool = False) -> tuple[Action, ...]:
    """Done, snooze, log the result, reschedule, delegate, open, and why it comes: the likeliest first, for of many only the
    first ones are buttons. `compact`: five of them, for a line of a list.
    """
    number = followup.number
    if followup.done_at is not None:
        return _signing_off(followup)
    done = Action(t("Done"), f"done #{number}", "primary")
    tomorrow = Action(t("Tomorrow"), f"snooze #{number} tomorrow")
    result = Action(t("Log result …"), f"result #{number}", dialog=True)
    later = Action(t("Snooze …"), f"snooze #{number} ?", dialog=True)
    if compact:
        return done, tomorrow, result, later, _opened(followup)
    presets = snooze_actions(followup)
    likely = [one for one in presets if one.command.endswith(_LIKELY)]
    return (
        done, *likely, result, *(one for one in presets if one not in likely), later,
        Action(t("Reschedule …"), f"reschedule #{number}", dialog=True),
        Action(t("Delegate …"), f"delegate #{number}", dialog=True),
        _opened(followup),
        Action(t("Why do I get this?"), f"why #{number}"),
        *_returning(followup),
    )  # fmt: skip


def snooze_actions(followup: Followup) -> tuple[Action, ...]:
    """The presets, in working time; a date of one's own is asked for by `snooze #1050 ?`."""
    number = followup.number
    return (
        Action(t("In 20 minutes"), f"snooze #{number} 20 min"),
        Action(t("In 1 hour"), f"snooze #{number} 1 h"),
        Action(t("In 3 hours"), f"snooze #{number} 3 h"),
        Action(t("This afternoon"), f"snooze #{number} this afternoon"),
        Action(t("Tomorrow"), f"snooze #{number} tomorrow"),
        Action(t("Next week"), f"snooze #{number} next week"),
    )


def _opened(followup: Followup) -> Action:
    return Action(t("Show"), f"show #{followup.record_number or followup.number}")


def _returning(followup: Followup) -> tuple[Action, ...]:
    """Whoever got it from somebody else may give it back."""
    return (Action(t("Hand back"), f"return #{followup.number}"),) if followup.delegated_by is not None else ()


def _signing_off(followup: Followup) -> tuple[Action, ...]:
    """What was done for somebody else he confirms or returns."""
    if followup.delegated_by is None or followup.confirmed_at is not None:
        return ()
    number = followup.number
    return (
        Action(t("Confirm"), f"confirm #{number}", "primary"),
        Action(t("Return"), f"return #{number}"),
        Action(t("Show"), f"show #{followup.record_number or number}"),
    )
