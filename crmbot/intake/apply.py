"""Carrying a decision out: what is filed, what is ignored, what is held; and the mark in the inbox."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import delete

from crmbot.domain.filing.held_mail import put_away, refused_sender
from crmbot.domain.records import InboxRaw
from crmbot.intake.absences import read_as_information
from crmbot.intake.asked_by_mail import send_list, tell_nothing_cancelled
from crmbot.intake.case import Case
from crmbot.intake.filing import file_mail
from crmbot.intake.mail_requests import send_receipt
from crmbot.intake.reasons import dump_reason
from crmbot.intake.repeats import keep_what_is_new, repeats_a_purged_mail
from crmbot.intake.telling import tell_confirmation, tell_filed, tell_held, tell_repeated
from crmbot.shapes import t


def apply(case: Case) -> None:
    """Write what was decided and mark the inbox row; the caller commits both together."""
    decision, item = case.decision, case.item
    item.verdicts = [[v.rule, v.answer, dump_reason(v.reason)] for v in decision.verdicts]
    item.reason = dump_reason(decision.reason)
    if decision.act in ("lead", "log"):
        tell_filed(case, file_mail(case))
        if not case.kept:
            _purge(case)
    elif decision.act == "hold":
        _hold(case)
    else:
        _ignore(case)
    if item.state in ("done", "duplicate"):
        item.done_at = case.work.now


def _hold(case: Case) -> None:
    """A person is asked, unless one has said already that mail like this is to be refused."""
    item = case.item
    refusal = refused_sender(case.work.session, item.from_address) if case.gathered.facts.proven_by is None else None
    if refusal is not None:
        put_away(case.work, item, t("refused unasked, as {name} has said", name=refusal.refused_by))
        return
    item.state = "held"
    tell_held(case)


def _ignore(case: Case) -> None:
    """Rightly not filed. The rule that settled it says what is told or done; what must not be kept leaves the inbox in
    this transaction, whichever rule that was.
    """
    case.item.state = "done"
    kept = case.kept and not _repeats_a_purged_mail(case)
    if case.decision.rule == "duplicate":
        _repeated(case, kept=kept)
    elif (act := _BY_RULE.get(case.decision.rule)) is not None:
        act(case)
    if not kept:
        _purge(case)


def _repeated(case: Case, *, kept: bool) -> None:
    """A duplicate's own note is kept, unless nothing of it may be."""
    item, first = case.item, case.gathered.facts.duplicate_of
    item.state, item.first_id = "duplicate", first
    if first is not None and keep_what_is_new(case, first, with_note=kept):
        tell_repeated(case, named=kept)


def _repeats_a_purged_mail(case: Case) -> bool:
    first = case.gathered.facts.duplicate_of
    return first is not None and repeats_a_purged_mail(case, first)


def _answered(case: Case) -> None:
    if case.given is not None:
        send_receipt(case.work, *case.given)


_BY_RULE: dict[str, Callable[[Case], None]] = {
    "answer": _answered,
    "list": send_list,
    "cancel": tell_nothing_cancelled,
    "confirmation": tell_confirmation,
    "automatic": read_as_information,
}


def _purge(case: Case) -> None:
    """Only hash, date and reason stay (design, invariant 1)."""
    item = case.item
    case.work.session.execute(delete(InboxRaw).where(InboxRaw.inbox_id == item.id))
    item.sender, item.recipients, item.verdicts = "", [], None
    item.subject = item.from_address = item.message_id = item.peer = item.helo = item.submitter = None
