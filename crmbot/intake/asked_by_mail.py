"""What members ask for by an address tag: the list of what is open, and follow-ups that are cancelled or replaced."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select

from crmbot.domain.deals.views import followup_view
from crmbot.domain.followups.followups import complete_followup, open_followups_of
from crmbot.domain.followups.news import due, numbered
from crmbot.domain.followups.stage_followups import is_automatic
from crmbot.domain.members.access import sees
from crmbot.domain.outbox.outbox import enqueue
from crmbot.domain.records import Followup
from crmbot.domain.search.lookup import by_numbers
from crmbot.intake.case import Case, receipt_key, subject_field
from crmbot.intake.rights import sender_access
from crmbot.shapes import Action, Moment, Reply, Row, Section, Verbatim, t, tn

_MOST = 50  # follow-ups of a list


def send_list(case: Case) -> None:
    """Everything that the member still has to do, soonest first, to be answered by number."""
    member = case.gathered.member
    if member is None:
        return
    mine = select(Followup).where(Followup.owner == member.key, Followup.done_at.is_(None))
    found = list(case.work.session.scalars(mine.order_by(Followup.due_at, Followup.number).limit(_MOST)))
    title = tn("{n} follow-up is open", "{n} follow-ups are open", len(found)) if found else t("Nothing is open.")
    rows = _rows(case, found)
    content = Reply(
        "list", title, sections=(Section(None, rows),) if rows else (), records=tuple(map(followup_view, found))
    )  # fmt: skip
    enqueue(
        case.work, key=f"list:{case.item.id}", kind="list", recipient=member.key, content=content, channel="mail"
    )  # fmt: skip


def _rows(case: Case, followups: Sequence[Followup]) -> tuple[Row, ...]:
    """Each with its number, about whom it is and when it is due."""
    session, access = case.work.session, sender_access(case)
    known = by_numbers(session, [one.record_number for one in followups if one.record_number is not None])
    rows = []
    for one in followups:
        about = known.get(one.record_number) if one.record_number is not None else None
        note = due(one)
        if about is not None and sees(session, access, about):
            when = Moment(one.due_at, day_only=one.day_only)
            note = t("#{number} {who} · due {due}", number=about.number, who=Verbatim(about.name), due=when)
        rows.append(Row(numbered(one), note))
    return tuple(rows)


def cancel_followup(case: Case, numbers: Sequence[int]) -> None:
    """Close the one follow-up that is open at these records; of several the member is asked which."""
    member = case.gathered.member
    found = open_followups_of(case.work.session, list(numbers))
    mine = [one for one in found if member is not None and one.owner == member.key] or found
    meant = [one for one in mine if not is_automatic(one)] or mine
    if not meant:
        case.remarks.append(t("There is no open follow-up to cancel."))
    elif len(meant) == 1:
        complete_followup(case.work, meant[0], team=case.process.settings.team)
        case.remarks.append(t("Cancelled: {what}", what=numbered(meant[0])))
    elif member is not None:
        rows = tuple(
            replace(row, actions=(Action(t("Cancel it"), f"done #{one.number}"),))
            for one, row in zip(meant, _rows(case, meant), strict=True)
        )
        content = Reply(
            "choice", t("Which follow-up is to be cancelled?"), fields=subject_field(case), sections=(Section(None, rows),),
            records=tuple(map(followup_view, meant)),
        )  # fmt: skip
        enqueue(case.work, key=f"question:cancel:{case.item.id}", kind="list", recipient=member.key, content=content)
        case.remarks.append(t("Several follow-ups are open: you are asked which one is meant."))


def replace_earlier(case: Case, numbers: Sequence[int]) -> None:
    """What the member had planned there before is replaced by what he plans now."""
    member = case.gathered.member
    for one in open_followups_of(case.work.session, list(numbers)):
        if member is not None and one.owner == member.key and not is_automatic(one):
            complete_followup(case.work, one, team=case.process.settings.team)
            case.remarks.append(t("Replaced: {what}", what=numbered(one)))


def tell_nothing_cancelled(case: Case) -> None:
    """Nobody in the mail is known."""
    member = case.gathered.member
    if member is None:
        return
    content = Reply("error", t("Nothing was cancelled: I know nobody in this mail."), ok=False)
    enqueue(case.work, key=receipt_key(case.item), kind="receipt", recipient=member.key, content=content)
