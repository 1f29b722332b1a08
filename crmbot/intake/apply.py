"""Carrying a decision out: what is filed, what is ignored, what is held; and the mark in the inbox."""

from __future__ import annotations

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
        if case.private:
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
    """Rightly not filed. What must not be kept leaves the inbox in this transaction; a duplicate's own note is kept."""
    item, facts = case.item, case.gathered.facts
    item.state = "done"
    if facts.duplicate_of is not None:
        item.state, item.first_id = "duplicate", facts.duplicate_of
        private = case.private or repeats_a_purged_mail(case, facts.duplicate_of)
        if keep_what_is_new(case, facts.duplicate_of, with_note=not private):
            tell_repeated(case)
        if private:
            _purge(case)
    elif facts.answers is not None:
        if case.given is not None:
            send_receipt(case.work, *case.given)
    elif facts.wanted == "list":
        send_list(case)
    elif facts.wanted == "cancel":
        tell_nothing_cancelled(case)
    elif facts.confirmation is not None:
        tell_confirmation(case)
    elif facts.absent_until is not None:
        read_as_information(case)
    elif facts.shape == "internal" or facts.never_log is not None or facts.erased or facts.private:
        _purge(case)


def _purge(case: Case) -> None:
    """Only hash, date and reason stay (design, invariant 1)."""
    item = case.item
    case.work.session.execute(delete(InboxRaw).where(InboxRaw.inbox_id == item.id))
    item.sender, item.recipients, item.verdicts = "", [], None
    item.subject = item.from_address = item.message_id = item.peer = item.helo = item.submitter = None
