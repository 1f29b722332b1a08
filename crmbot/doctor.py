"""What an administrator should know: each finding says what was looked at, what was found, and the mend."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crmbot.app import App
from crmbot.domain.followups import due_followups
from crmbot.domain.members import all_members, member_by_key
from crmbot.domain.records import InboxItem, OutboxItem
from crmbot.errors import ConfigFault, CrmbotError
from crmbot.storage.backup import check

_OLD_SECONDS = 300  # that a mail or message may wait


@dataclass(frozen=True, slots=True)
class Finding:
    """One line: ok, warning or error."""

    level: Literal["ok", "warning", "error"]
    what: str
    found: str
    mend: str = ""

    def as_json(self) -> dict[str, Any]:
        """For programs."""
        return {"level": self.level, "what": self.what, "found": self.found, "mend": self.mend or None}


def examine(app: App) -> list[Finding]:
    """Look at everything; a part that cannot be looked at is a finding itself."""
    findings = list(_settings(app))
    try:
        findings += [Finding("error", "database", fault) for fault in check(app.store.engine)] or [
            Finding("ok", "database", "whole")
        ]
        with app.store.read() as session:
            findings += [*_team(app, session), *_queues(app, session), *_reminders(app, session)]
        findings += _process(app)
    except CrmbotError as error:
        findings.append(Finding("error", "database", str(error), "start it, or correct database.url"))
    return findings


def _settings(app: App) -> Iterator[Finding]:
    settings = app.settings
    if settings.capture.addresses:
        yield Finding("ok", "capture", ", ".join(settings.capture.addresses))
    else:
        yield Finding("error", "capture", "no capture address: no mail is taken", "set capture.addresses")
    if not settings.capture.domains:
        yield Finding(
            "warning", "capture", "own domains are not set: colleagues could become leads", "set capture.domains"
        )
    if not settings.capture.require_proof:
        yield Finding(
            "warning",
            "capture",
            "proof is off: anyone can write in a member's name",
            "set capture.require_proof = true",
        )
    if app.first_channel == "console":
        yield Finding(
            "warning",
            "slack",
            "neither Slack nor mail is set up: digests are printed",
            "set slack.bot_token; see docs/slack.md",
        )
    else:
        yield Finding("ok", "channel out", app.first_channel)


def _team(app: App, session: Session) -> Iterator[Finding]:
    members = all_members(session, active_only=True)
    if not members:
        yield Finding("error", "team", "there is no member", "crmbot member add KEY --name … --email …")
    else:
        yield Finding("ok", "team", f"{len(members)} members")
    owner = app.settings.capture.default_owner
    if owner and member_by_key(session, owner) is None:
        yield Finding("error", "capture.default_owner", f"{owner} is no member", "write the key of a member")


def _process(app: App) -> Iterator[Finding]:
    try:
        lines = app.process.all
    except ConfigFault as fault:
        yield Finding("error", "process", fault.faults[0], "crmbot process check FILE names every fault")
        return
    yield Finding("ok", "process", ", ".join(f"{line.key} version {line.version}" for line in lines))
    for change in app.process_book.changed():
        yield Finding("warning", "process.file", change, "crmbot process preview FILE, then crmbot process accept FILE")
    with app.store.read() as session:
        for department, owner in app.settings.process.owners.items():
            if member_by_key(session, owner) is None:
                yield Finding("error", f"process.owners.{department}", f"{owner} is no member", "write a member's key")


def _queues(app: App, session: Session) -> Iterator[Finding]:
    for state, mend in (
        ("held", "crmbot inbox list --state held, then release or drop"),
        ("parked", "crmbot inbox show ID, then retry"),
    ):
        count = session.scalar(select(func.count()).select_from(InboxItem).where(InboxItem.state == state)) or 0
        yield Finding("warning" if count else "ok", "inbox", f"{count} {state}", mend if count else "")
    failed = session.scalar(select(func.count()).select_from(OutboxItem).where(OutboxItem.state == "failed")) or 0
    yield Finding(
        "warning" if failed else "ok",
        "outbox",
        f"{failed} failed",
        "crmbot outbox list --state failed" if failed else "",
    )
    for what, since, waiting in (
        ("inbox", InboxItem.received_at, InboxItem.state == "received"),
        ("outbox", OutboxItem.created_at, OutboxItem.state == "waiting"),
    ):
        oldest = session.scalar(select(func.min(since)).where(waiting))
        age = (app.clock() - oldest).total_seconds() if oldest else 0
        if age > _OLD_SECONDS:
            yield Finding("error", what, f"the oldest waits for {age / 60:.0f} minutes", "is crmbot serve running?")


def _reminders(app: App, session: Session) -> Iterator[Finding]:
    now = app.clock()
    unsent = sum(len(due_followups(session, member.key, now)) for member in all_members(session, active_only=True))
    yield Finding("ok", "follow-ups", f"{unsent} due and not done")
