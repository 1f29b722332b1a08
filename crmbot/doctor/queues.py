"""What waits in inbox and outbox, and why: every held, parked, failed and overdue item by number, the same reasons together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from crmbot.app import App, wall_clock
from crmbot.doctor.finding import Finding, error, ok, warning
from crmbot.domain.records import InboxItem, OutboxItem
from crmbot.intake.reasons import load_reason
from crmbot.texts import render

_OLD = 300.0  # seconds that a mail or message may wait
_NAMED = 20  # numbers on one line
_REASON = 300  # characters
_MEANT = ("replaced by", "erased with", "it was taken back")  # not sent, and nobody misses it

_INBOX_MENDS = {
    "held": "crmbot inbox show ID; then crmbot inbox release ID or crmbot inbox drop ID",
    "parked": "crmbot inbox show ID; mend the cause, then crmbot inbox retry ID",
}
# What Slack says, and what to do; the rest is told by the error itself.
# https://docs.slack.dev/reference/methods/chat.postMessage#errors
_SLACK_MENDS = {
    **dict.fromkeys(
        ("token_revoked", "token_expired", "invalid_auth", "not_authed", "account_inactive"),
        "the token is not good (any more): install the app anew, set slack.bot_token, restart; what waits is sent then",
    ),
    "missing_scope": "the app lacks a scope: crmbot slack manifest, update the app by it, install it anew",
    "user_not_found": "Slack does not know the member: crmbot member link KEY, or crmbot member set KEY --slack ID",
    "users_not_found": (
        "Slack does not know the member's address: crmbot member link KEY gives him a code,"
        " or crmbot member set KEY --slack ID"
    ),
    "channel_not_found": "invite the bot to the channel, or correct its name",
    "not_in_channel": "invite the bot to the channel: /invite @crmbot",
}


def queues(app: App) -> Iterator[Finding]:
    """Inbox, then outbox."""
    with app.store.read() as session:
        yield from _inbox(app, session)
        yield from _outbox(app, session)


def _inbox(app: App, session: Session) -> Iterator[Finding]:
    for state, mend in _INBOX_MENDS.items():
        items = session.scalars(select(InboxItem).where(InboxItem.state == state).order_by(InboxItem.id)).all()
        if not items:
            yield ok("inbox", f"0 {state}")
        for reason, ids in _grouped((_reason(app, item), item.id) for item in items):
            yield warning("inbox", f"{len(ids)} {state} ({_numbers(ids)}): {reason}", mend)
    waiting = session.scalars(select(InboxItem).where(InboxItem.state == "received").order_by(InboxItem.id)).all()
    tried = [item for item in waiting if item.attempts and item.not_before]
    for item in tried[:_NAMED]:
        found = f"{item.id} was put off {item.attempts} times until {_hour(app, item.not_before)}"
        yield warning("inbox", found, "the log says what went wrong; it is tried again by itself, then parked")
    yield from _age(app, "inbox", [item.received_at for item in waiting], "mails", "crmbot serve (worker)")


def _outbox(app: App, session: Session) -> Iterator[Finding]:
    failed = session.scalars(select(OutboxItem).where(OutboxItem.state == "failed").order_by(OutboxItem.id)).all()
    lost = [item for item in failed if not (item.error or "").startswith(_MEANT)]
    if not lost:
        yield ok("outbox", "0 failed")
    for words, ids in _grouped((f"to {item.recipient}: {item.error or '?'}"[:_REASON], item.id) for item in lost):
        yield warning("outbox", f"{len(ids)} failed ({_numbers(ids)}) {words}", _mend(words))
    open_ = select(OutboxItem).where(OutboxItem.state.in_(("waiting", "sending"))).order_by(OutboxItem.id)
    waiting = session.scalars(open_).all()
    for words, ids in _grouped((str(item.error)[:_REASON], item.id) for item in waiting if item.error):
        yield warning("outbox", f"{len(ids)} wait ({_numbers(ids)}): {words}", _mend(words))
    yield from _age(app, "outbox", [item.created_at for item in waiting], "messages", "crmbot serve (clock)")


def _age(app: App, what: str, since: list[datetime], things: str, who: str) -> Iterator[Finding]:
    age = (app.clock() - min(since)).total_seconds() if since else 0.0
    if age > _OLD:
        mend = f"is {who} running? Its log says what keeps it from working"
        yield error(what, f"{len(since)} {things} wait, the oldest for {_span(age)}", mend)
    else:
        yield ok(what, f"{len(since)} wait")


def _grouped(pairs: Iterable[tuple[str, int]]) -> list[tuple[str, list[int]]]:
    groups: dict[str, list[int]] = {}
    for reason, number in pairs:
        groups.setdefault(reason, []).append(number)
    return list(groups.items())


def _numbers(ids: list[int]) -> str:
    more = f" and {len(ids) - _NAMED} more" if len(ids) > _NAMED else ""
    return ", ".join(str(number) for number in ids[:_NAMED]) + more


def _reason(app: App, item: InboxItem) -> str:
    """In words, on one line: parts of it may come from outside."""
    reason = load_reason(item.reason)
    words = render(reason, app.reader) if reason is not None else "no reason is noted"
    return " ".join(words.split())[:_REASON]


def _mend(words: str) -> str:
    known = next((mend for code, mend in _SLACK_MENDS.items() if code in words), None)
    return known or "crmbot outbox show ID; mend the cause, then crmbot outbox retry ID"


def _hour(app: App, moment: datetime | None) -> str:
    return f"{(moment or wall_clock()).astimezone(ZoneInfo(app.settings.locale.timezone)):%H:%M}"


def _span(seconds: float) -> str:
    return f"{seconds / 60:.0f} minutes" if seconds < 7200 else f"{seconds / 3600:.0f} hours"
