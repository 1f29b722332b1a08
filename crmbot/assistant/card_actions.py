"""What could come next: everything complete, so that it works as a button and as typed text."""

from __future__ import annotations

from collections.abc import Iterator

from crmbot.assistant.asking import Asking
from crmbot.assistant.card_parts import LATEST, Parts
from crmbot.domain.records import Deal, Person
from crmbot.shapes import Action, Verbatim, t


def card_actions(ask: Asking, parts: Parts) -> tuple[Action, ...]:
    """The next moves, then the ways to what belongs to the record; none that the advice has a button for already."""
    offered = {one.command for _, one in parts.advice}
    return tuple(action for action in _actions(ask, parts) if action.command not in offered)


def _actions(ask: Asking, parts: Parts) -> Iterator[Action]:
    record, number = parts.record, parts.record.number
    yield Action(t("Follow up tomorrow"), f"followup #{number} tomorrow")
    if isinstance(record, Deal):
        yield from _moves(ask, record)
    elif not any(deal.state == "open" for deal in parts.deals):
        yield Action(t("Open a lead"), f"lead #{number}")
    yield from _ways(parts)
    if len(parts.latest) >= LATEST:
        yield Action(t("All of the history"), f"history #{number}")


def _moves(ask: Asking, deal: Deal) -> Iterator[Action]:
    if deal.state != "open":
        return
    following = ask.process.following(deal.stage)
    if following is not None and following.state == "open":
        yield Action(t("To “{stage}”", stage=ask.stage_name(following.key)), f"stage #{deal.number} {following.key}")
    yield Action(t("Won"), f"won #{deal.number}", "primary")


def _ways(parts: Parts) -> Iterator[Action]:
    """To the person and the company behind a record; its deals and people have their own buttons."""
    record = parts.record
    behind = (
        (record.person, record.company)
        if isinstance(record, Deal)
        else (record.company,)
        if isinstance(record, Person)
        else ()
    )
    for one in behind:
        if one is not None:
            yield Action(t("{name}", name=Verbatim(one.name)), f"show #{one.number}")
