"""An absence notice read as information: what is planned waits until its writer is back, and who stands in is offered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from crmbot.domain.filing.answering import move_to_return
from crmbot.domain.followups.news import due, numbered
from crmbot.domain.members.absence import in_charge
from crmbot.domain.outbox.outbox import enqueue
from crmbot.domain.people.contacts import person_by_email
from crmbot.domain.records import Followup, Person
from crmbot.intake.case import Case, receipt_key
from crmbot.intake.rights import local_day
from crmbot.shapes import Action, Reply, Row, Section, Verbatim, t, tn

_LONGEST_NAME = 80


def read_as_information(case: Case) -> None:
    """Move the follow-ups about him; each of their owners is told, with the way back."""
    facts = case.gathered.facts
    person = case.work.session.get(Person, facts.person) if facts.person is not None else None
    if facts.absent_until is None or facts.shape != "incoming" or person is None:
        return
    moved = move_to_return(case.work, person, facts.absent_until, case.process.settings.team)
    if not moved:
        return
    case.item.person_number = person.number
    case.item.change_set_id = case.work.change_set(person.number)
    for owner in sorted({followup.owner for followup in moved}):
        his = [followup for followup in moved if followup.owner == owner]
        content = _notice(case, person, facts.absent_until, his)
        recipient = in_charge(case.work.session, owner, local_day(case))
        enqueue(case.work, key=receipt_key(case.item, owner), kind="receipt", recipient=recipient, content=content)


def _notice(case: Case, person: Person, back: date, moved: Sequence[Followup]) -> Reply:
    title = tn(
        "{who} is back on {day}: {n} follow-up moved", "{who} is back on {day}: {n} follow-ups moved", len(moved),
        who=Verbatim(person.name), day=back,
    )  # fmt: skip
    substitute = list(_substitute(case, person))
    lines = (t("Instead of him: {name}", name=Verbatim(_name(case))),) if _name(case) else ()
    actions = (
        *substitute,
        Action(t("Show"), f"show #{person.number}"),
        Action(t("Leave it as it was"), f"undo {case.item.change_set_id}", "danger"),
    )
    return Reply("done", title, lines=lines, sections=(Section(None, tuple(map(_row, moved))),), actions=actions)


def _row(followup: Followup) -> Row:
    now = Action(t("All the same tomorrow"), f"snooze #{followup.number} tomorrow")
    return Row(numbered(followup), due(followup), (now,))


def _name(case: Case) -> str:
    told = (case.parsed.fields.get("substitute"), case.parsed.fields.get("substitute_email"))
    return ", ".join(" ".join(str(one).split())[:_LONGEST_NAME] for one in told if one)


def _substitute(case: Case, person: Person) -> Iterator[Action]:
    """Who stands in, to be shown where we know him, else to be taken up as a contact of the same company."""
    name, email = (case.parsed.fields.get(key) for key in ("substitute", "substitute_email"))
    known = person_by_email(case.work.session, str(email)) if email else None
    if known is not None:
        yield Action(t("Show {name}", name=Verbatim(known.name)), f"show #{known.number}", "primary")
        return
    company = person.company.name if person.company else None
    parts = [" ".join(str(one).replace(",", " ").split())[:_LONGEST_NAME] for one in (name, company, email) if one]
    if name or email:
        yield Action(t("Add {name} as contact", name=Verbatim(parts[0])), f"person {', '.join(parts)}", "primary")
