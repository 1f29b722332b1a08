"""Follow-ups that close by themselves because the customer has answered, and what their owners are told."""

from __future__ import annotations

from crmbot.domain.filing.answering import Closing, close_answered
from crmbot.domain.followups.news import numbered
from crmbot.domain.outbox.outbox import enqueue
from crmbot.domain.records import Activity, Deal, Followup, Person
from crmbot.intake.case import Case
from crmbot.parsing.phrases.answers import awaits_answer
from crmbot.shapes import Action, Reply, Row, Section, Verbatim, t

_NO_ANSWER = ("auto_reply", "bounce", "list", "calendar")


def close_what_waited(case: Case, activity: Activity, deal: Deal | None, person: Person | None) -> Closing:
    """Of a mail from outside that a person wrote: what waited for it at its deal and its person is done. A backlog answers
    nothing; in a form anybody can give anybody's name.
    """
    kind = case.parsed.kind
    if activity.direction != "in" or case.private or case.item.quiet or kind in _NO_ANSWER:
        return Closing()
    numbers = [record.number for record in (deal, person) if record is not None]
    team, certain = case.process.settings.team, kind != "form"
    return close_answered(case.work, activity, numbers, awaits=awaits_answer, team=team, certain=certain)


def closing_sections(closing: Closing, *, owner: str | None = None) -> tuple[Section, ...]:
    """What was closed, each with the way back, and what may be; with `owner` only his."""
    closed = tuple(_closed_row(one) for one in closing.closed if owner in (None, one.owner))
    offered = tuple(_offered_row(one) for one in closing.offered if owner in (None, one.owner))
    parts = (
        (t("Closed by itself, because the answer is here"), closed),
        (t("Is this done with it?"), offered),
    )
    return tuple(Section(heading, rows) for heading, rows in parts if rows)


def _closed_row(followup: Followup) -> Row:
    return Row(numbered(followup), None, (Action(t("Still open"), f"still open #{followup.number}"),))


def _offered_row(followup: Followup) -> Row:
    return Row(numbered(followup), None, (Action(t("Done"), f"done #{followup.number}", "primary"),))


def tell_other_owners(case: Case, activity: Activity, closing: Closing, *, but: str, who: Person | None) -> None:
    """Whose follow-ups closed and who gets no receipt of the mail."""
    for owner in sorted({one.owner for one in closing.closed} - {but}):
        sections = closing_sections(Closing(closing.closed), owner=owner)
        title = t("{who} has answered", who=Verbatim(who.name if who else case.item.from_address or "?"))
        content = Reply("done", title, sections=sections)
        enqueue(case.work, key=f"closed:{activity.number}:{owner}", kind="receipt", recipient=owner, content=content)
