"""What can be done about a filed mail: the buttons of its receipt, and the question to which deal it belongs."""

from __future__ import annotations

from collections.abc import Iterator

from crmbot.domain.records import Activity, Deal, Person
from crmbot.intake.case import Case
from crmbot.intake.filing import Filed
from crmbot.shapes import Action, Field, Reply, Row, Section, Text, Verbatim, t


def filed_actions(case: Case, filed: Filed, *, named: bool = True) -> tuple[Action, ...]:
    """Undo, other deal, not a lead, never log, remind me; of a contact that its reader may not see only what leads there."""
    person = filed.person if named else None
    number = filed.deal.number if filed.deal else person.number if person else None
    actions: list[Action] = []
    if number is not None:
        actions.append(Action(t("Show"), f"show #{number}", "primary"))
        actions.append(Action(t("Remind me in 3 days"), f"followup #{number} 3d"))
    if named:
        actions.extend(_corrections(case, filed))
    if case.item.change_set_id is not None:
        actions.append(Action(t("Undo"), f"undo {case.item.change_set_id}", "danger"))
    return tuple(actions)


def _corrections(case: Case, filed: Filed) -> Iterator[Action]:
    """What puts right where a mail went, and is learned."""
    activity = filed.activity
    if case.private:
        return
    yield Action(t("Other deal"), f"move #{activity.number}", dialog=True)
    if activity.direction != "in":
        return
    if filed.new_deal:
        yield Action(t("Not a lead"), f"not a lead #{activity.number}")
    if case.parsed.contact.email is not None:
        yield Action(t("Never log this sender"), f"never log #{activity.number}")


def which_deal_question(activity: Activity, person: Person, deals: list[Deal]) -> Reply:
    """The owner is asked to which of several open deals a mail belongs, or whether it is a new enquiry; until then it stands
    at the person. The answer is learned.
    """
    title = t("To which deal does this mail of {who} belong?", who=Verbatim(person.name))
    rows = [
        _row(
            t("#{number} {name}", number=deal.number, name=Verbatim(deal.name)),
            f"file #{activity.number} at #{deal.number}",
        )
        for deal in deals
    ]
    if activity.direction == "in":
        rows.append(_row(t("A new enquiry"), f"file #{activity.number} new"))
    rows.append(
        _row(t("None of them: only {who}", who=Verbatim(person.name)), f"file #{activity.number} #{person.number}")
    )
    subject = Field(t("Subject"), Verbatim(activity.subject or ""))
    line = t("What you answer is remembered for the next mails of this sender.")
    return Reply("choice", title, lines=(line,), fields=(subject,), sections=(Section(None, tuple(rows)),))


def _row(words: Text, command: str) -> Row:
    return Row(words, actions=(Action(t("File here"), command),))
