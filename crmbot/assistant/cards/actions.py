"""What could come next: what is likeliest first, then everything else that the reader may do with the record as it stands.

Each is complete, so that it works as a button and as typed text; what has to ask first opens a form.
"""

from __future__ import annotations

from collections.abc import Iterator

from crmbot.assistant.asking import Asking
from crmbot.assistant.cards.parts import LATEST, Parts
from crmbot.assistant.forms.stale import last_changes
from crmbot.domain.announcing.record_channels import channel_of
from crmbot.domain.changes.in_the_way import stands_free
from crmbot.domain.changes.undo_rights import may_undo
from crmbot.domain.deals.gates import is_known
from crmbot.domain.members.access import allows
from crmbot.domain.people.field_values import FieldHolder
from crmbot.domain.records import ChangeSet, Deal, Person
from crmbot.shapes import Action, Verbatim, t


def card_actions(ask: Asking, parts: Parts) -> tuple[Action, ...]:
    """The next moves, the others, then the ways to what belongs to the record; none that the advice has a button for."""
    offered = {one.command for _, one in parts.advice}
    return tuple(action for action in _actions(ask, parts) if action.command not in offered)


def _actions(ask: Asking, parts: Parts) -> Iterator[Action]:
    record = parts.record
    if allows(ask.session, ask.access, "write", record):
        yield from _likely(ask, parts)
        yield from _of_deal(ask, record) if isinstance(record, Deal) else ()
        yield from _anywhere(record)
        yield from _taken_back(ask, parts)
    yield from _ways(parts)
    if len(parts.latest) >= LATEST:
        yield Action(t("All of the history"), f"history #{record.number}")


def _likely(ask: Asking, parts: Parts) -> Iterator[Action]:
    record, number = parts.record, parts.record.number
    yield Action(t("Follow up tomorrow"), f"followup #{number} tomorrow")
    yield Action(t("Log a call …"), f"call #{number}", dialog=True)
    if not isinstance(record, Deal):
        if not any(deal.state == "open" for deal in parts.deals):
            yield Action(t("Open a lead"), f"lead #{number}")
        return
    following = ask.process.following(record.stage)
    if record.state != "lost" and following is not None and following.state == record.state:
        yield Action(t("To “{stage}”", stage=ask.stage_name(following.key)), f"stage #{number} {following.key}")
    if record.state == "open":
        yield Action(t("Won"), f"won #{number}", "primary")
    if record.state == "lost":
        yield Action(t("Reopen it"), f"reopen #{number}", "primary")


def _of_deal(ask: Asking, deal: Deal) -> Iterator[Action]:
    """What moves a deal that is open."""
    number = deal.number
    if deal.state != "open":
        return
    yield Action(t("Offer made …"), f"offer #{number} …", dialog=True)
    yield Action(t("Stage …"), f"stage #{number}", dialog=True)
    yield Action(t("Amount …"), f"edit #{number} amount", dialog=True)
    yield from _open_questions(ask, deal)
    if deal.stage == ask.process.of(deal.process).first.key:
        yield Action(t("Qualify"), f"qualify #{number}")
        yield Action(t("Convert …"), f"convert #{number} …", dialog=True)
        yield Action(t("Disqualify …"), f"disqualify #{number}", dialog=True)
    yield Action(t("Lost …"), f"lost #{number}", dialog=True)
    if channel_of(ask.session, number) is None:
        yield Action(t("Make a channel"), f"channel #{number}")


def _open_questions(ask: Asking, deal: Deal) -> Iterator[Action]:
    """What the stage's dialog asks for and nobody has answered yet."""
    stage = ask.process.stage(deal.stage)
    keys = [key for key in (stage.dialog if stage else ()) if not is_known(ask.session, deal, key)]
    if keys:
        words = ", ".join(key.replace("_", " ") for key in keys)
        yield Action(t("Fill in …"), f"edit #{deal.number} {words}", dialog=True)


def _anywhere(record: FieldHolder) -> Iterator[Action]:
    number = record.number
    yield Action(t("Note …"), f"note #{number}", dialog=True)
    yield Action(t("Follow up …"), f"followup #{number}", dialog=True)
    yield Action(t("Log a meeting …"), f"meeting #{number}", dialog=True)
    yield Action(t("Owner …"), f"assign #{number}", dialog=True)
    yield Action(t("Edit …"), f"edit #{number}", dialog=True)
    yield Action(t("Merge …"), f"merge #{number}", dialog=True)


def _taken_back(ask: Asking, parts: Parts) -> Iterator[Action]:
    """The last change of the record, where the reader made it and nothing builds on it."""
    marked = (parts.record, *(deal for deal, _ in parts.advice))  # asked together with those that the marks need
    number = last_changes(ask, marked)[parts.record.number]
    last = ask.session.get(ChangeSet, number) if number else None
    if last is None or last.actor != ask.member.key or last.undone_by is not None or last.undoes is not None:
        return
    if may_undo(ask.session, ask.access, last.id) and stands_free(ask.session, last.id):
        yield Action(t("Undo my last change"), f"undo {last.id}", "danger")


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
