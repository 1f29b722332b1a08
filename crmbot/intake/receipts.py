"""What the person in charge is told about a mail: what was filed where, and why; what waits, and what is asked."""

from __future__ import annotations

from crmbot.domain.decisions import Decision
from crmbot.domain.records import Activity, Deal, InboxItem, Person
from crmbot.shapes import Action, Field, Reply, Row, Section, Text, Verbatim, t


def filed_receipt(
    item: InboxItem,
    decision: Decision,
    *,
    person: Person | None,
    deal: Deal | None,
    change_set: int | None,
    new_deal: bool,
) -> Reply:
    """The receipt of a filed mail, with an undo button."""
    who = Verbatim(person.name if person else (item.from_address or "?"))
    if new_deal and deal is not None:
        title = t("New lead #{number}: {who}", number=deal.number, who=who)
    elif deal is not None:
        title = t("Mail of {who} filed at deal #{number}", number=deal.number, who=who)
    else:
        title = t("Mail of {who} filed at the person", who=who)
    fields = [Field(t("Subject"), Verbatim(item.subject or "")), Field(t("Why"), decision.reason)]
    if deal is not None and not new_deal:
        fields.insert(0, Field(t("Deal"), Verbatim(deal.name)))
    if person is not None and person.company is not None:
        fields.insert(0, Field(t("Company"), Verbatim(person.company.name)))
    return Reply(
        "done", title, fields=tuple(fields), lines=_remarks(decision), actions=_actions(deal, person, change_set)
    )


def _remarks(decision: Decision) -> tuple[Text, ...]:
    """Answers the sender should know although they did not settle the matter: a tag that names nothing."""
    return tuple(
        v.reason for v in decision.verdicts if v.rule == "tag" and "number" in v.reason.args and v.answer == "no"
    )


def _actions(deal: Deal | None, person: Person | None, change_set: int | None) -> tuple[Action, ...]:
    actions = []
    number = deal.number if deal else person.number if person else None
    if number is not None:
        actions.append(Action(t("Show"), f"show #{number}", "primary"))
        actions.append(Action(t("Remind me in 3 days"), f"followup #{number} 3d"))
    if change_set is not None:
        actions.append(Action(t("Undo"), f"undo {change_set}", "danger"))
    return tuple(actions)


def which_deal_question(activity: Activity, person: Person, deals: list[Deal]) -> Reply:
    """The owner is asked to which of several open deals a mail belongs; until then it stands at the person."""
    title = t("To which deal does this mail of {who} belong?", who=Verbatim(person.name))
    rows = tuple(
        Row(
            t("#{number} {name}", number=deal.number, name=Verbatim(deal.name)),
            actions=(Action(t("File here"), f"file #{activity.number} at #{deal.number}"),),
        )
        for deal in deals
    )
    subject = Field(t("Subject"), Verbatim(activity.subject or ""))
    return Reply("choice", title, fields=(subject,), sections=(Section(None, rows),))


def held_notice(item: InboxItem, reason: Text) -> Reply:
    """The member whose name a mail carries is told that it waits, why, and what to do."""
    fields = (Field(t("Subject"), Verbatim(item.subject or "")), Field(t("Why"), reason))
    mend = t(
        "If it is yours, an administrator can release it: crmbot inbox release {id}. Nothing was written.", id=item.id
    )
    return Reply("error", t("A mail in your name waits"), fields=fields, lines=(mend,), ok=False)
