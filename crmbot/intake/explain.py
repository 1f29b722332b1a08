"""The whole intake as a dry run: facts, verdicts, reasons, and what would be written."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from crmbot.domain.process import Process
from crmbot.domain.records import Change, InboxItem, InboxRaw
from crmbot.domain.records.work import Work
from crmbot.intake.checking import checked_sender
from crmbot.intake.facts import Opened
from crmbot.intake.our_team import our_team
from crmbot.intake.receive import read_header_of
from crmbot.intake.settings import IntakeSettings
from crmbot.intake.signatures import Lookup
from crmbot.intake.worker import Handled, carry_out, read_mail
from crmbot.shapes import RawMail, Text, Value
from crmbot.storage.store import Store

Words = Callable[[Value], str]


@dataclass(frozen=True, slots=True)
class Explanation:
    """What would become of a mail; `would_write` has one entry for each row that would be made or changed."""

    handled: Handled
    would_write: tuple[dict[str, Any], ...]
    deal: int | None
    person: int | None
    company: int | None


def explain(
    store: Store, settings: IntakeSettings, process: Process, raw: RawMail, lookup: Lookup | None = None
) -> Explanation:
    """Run one message through everything and take it all back. Writes nothing; asks the name service if it has to."""
    with store.read() as session:
        team = our_team(session, settings)
    parsed = read_mail(raw.content, settings, team)
    checked = checked_sender(store, lookup, settings, _item(raw), raw.content, parsed)
    with store.rehearse(raw.received_at) as work:
        item = _item(raw)
        work.session.add(item)
        work.session.flush()
        work.session.add(InboxRaw(inbox_id=item.id, content=raw.content))
        handled = carry_out(work, settings, process, item, Opened(parsed, team, checked))
        work.session.flush()
        return _explanation(work, item, handled)


def explanation_json(explanation: Explanation, *, file: str, words: Words) -> dict[str, Any]:
    """As in contracts, section 6; `words` makes the reasons readable."""
    decision = explanation.handled.decision
    return {
        "file": file,
        "facts": {name: _plain(value, words) for name, value in _facts(explanation).items()},
        "verdicts": [
            {"rule": verdict.rule, "answer": verdict.answer, "reason": words(verdict.reason)}
            for verdict in decision.verdicts
        ],
        "decision": {
            "action": decision.act, "reason": words(decision.reason), "deal": explanation.deal,
            "person": explanation.person, "company": explanation.company,
        },
        "would_write": list(explanation.would_write),
    }  # fmt: skip


def _facts(explanation: Explanation) -> dict[str, Any]:
    facts = explanation.handled.gathered.facts
    return {field.name: getattr(facts, field.name) for field in dataclasses.fields(facts)}


def _plain(value: Any, words: Words) -> Any:
    if isinstance(value, Text):
        return words(value)
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _item(raw: RawMail) -> InboxItem:
    header = read_header_of(raw.content)
    return InboxItem(
        state="received", source=raw.source, sender=raw.sender, recipients=list(raw.recipients), submitter=raw.submitter,
        sha256="", size=len(raw.content), peer=raw.peer, helo=raw.helo, mailbox=raw.mailbox, subject=header.subject, received_at=raw.received_at, attempts=0,
        from_address=header.from_.address if header.from_ else None,
    )  # fmt: skip


def _explanation(work: Work, item: InboxItem, handled: Handled) -> Explanation:
    """New records have no numbers that would last, so only existing ones are named."""
    changes = list(
        work.session.scalars(select(Change).where(Change.change_set_id == item.change_set_id).order_by(Change.id))
    )
    new = {change.row_id for change in changes if change.op == "insert"}
    written = tuple(_written(change) for change in changes)
    deal = item.deal_number if item.deal_number not in new else None
    person = item.person_number if item.person_number not in new else None
    return Explanation(handled, written, deal, person, handled.gathered.facts.company)


def _written(change: Change) -> dict[str, Any]:
    if change.op == "insert":
        values = {name: value for name, value in (change.new or {}).items() if value not in (None, [], {})}
        return {"op": "insert", "record": change.table_name, "values": values}
    return {
        "op": change.op,
        "record": change.table_name,
        "number": change.row_id,
        "field": change.field,
        "new": change.new,
    }
