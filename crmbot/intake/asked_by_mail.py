"""What members ask for by an address tag: the list of what is open, and follow-ups that are cancelled or replaced."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from crmbot.domain.deals.views import followup_view
from crmbot.domain.followups.followups import complete_followup, open_followups_of
from crmbot.domain.followups.news import due, numbered
from crmbot.domain.followups.stage_followups import is_automatic
from crmbot.domain.outbox.outbox import enqueue
from crmbot.domain.records import Followup
from crmbot.intake.case import Case, receipt_key, subject_field
from crmbot.shapes import Action, Reply, Row, Section, t, tn

_MOST = 50  # follow-ups of a list


def send_list(case: Case) -> None:
    """Everything that the member still has to do, soonest first, to be answered by number."""
    member = case.gathered.member
    if member is None:
        return
    mine = select(Followup).where(Followup.owner == member.key, Followup.done_at.is_(None))
    found = list(case.work.session.scalars(mine.order_by(Followup.due_at, Followup.number).limit(_MOST)))
    title = tn("{n} follow-up is open", "{n} follow-ups are open", len(found)) if found else t("Nothing is open.")
    rows = tuple(Row(numbered(one), due(one)) for one in found)
    content = Reply(
        "list", title, sections=(Section(None, rows),) if rows else (), records=tuple(map(followup_view, found))
    )  # fmt: skip
    enqueue(
        case.work, key=f"list:{case.item.id}", kind="list", recipient=member.key, content=content, channel="mail"
    )  # fmt: skip


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
        rows = tuple(Row(numbered(one), due(one), (Action(t("Cancel it"), f"done #{one.number}"),)) for one in meant)
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
