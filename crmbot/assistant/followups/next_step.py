"""After a contact: what is the next step? The usual days as buttons, and a word where nothing is planned yet."""

from __future__ import annotations

from crmbot.assistant.asking import Asking
from crmbot.domain.catalogue.activity_kinds import ActivityKind
from crmbot.domain.deals.views import deals_of
from crmbot.domain.followups.followups import open_followups_of
from crmbot.domain.followups.news import named
from crmbot.domain.records import Deal
from crmbot.domain.search.lookup import Contactable
from crmbot.shapes import Action, Moment, Text, t

_ASKING = frozenset({"call", "meeting"})  # kinds after which the next step is asked for


def next_question(ask: Asking, place: Contactable, kind: ActivityKind) -> tuple[Text, ...]:
    """What is planned already, of a contact also at its deals; else the question."""
    if kind.key not in _ASKING or (isinstance(place, Deal) and place.state == "lost"):
        return ()
    deals = deals_of(ask.session, place)
    followups = open_followups_of(ask.session, [place.number, *(deal.number for deal in deals)])
    if not followups:
        return (t("Nothing is planned yet. What is the next step?"),)
    first = followups[0]
    due = Moment(first.due_at, day_only=first.day_only)
    return (t("Planned already: {due}, {what}. Another step?", due=due, what=named(first)),)


def next_actions(place: Contactable, kind: ActivityKind) -> tuple[Action, ...]:
    """Follow-ups on the usual days, on another one, or none."""
    if kind.key not in _ASKING or (isinstance(place, Deal) and place.state == "lost"):
        return ()
    number = place.number
    return (
        Action(t("Follow up tomorrow"), f"followup #{number} tomorrow"),
        Action(t("In 3 days"), f"followup #{number} in 3 days"),
        Action(t("Next week"), f"followup #{number} next week"),
        Action(t("Another day …"), f"followup #{number}", dialog=True),
        Action(t("No next step"), f"show #{number}"),
    )
