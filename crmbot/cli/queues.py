"""`inbox` and `outbox`: what came in and what goes out."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from crmbot.cli.context import ITEM, Here, echo, echo_json, words_of

if TYPE_CHECKING:
    from crmbot.domain.records import OutboxItem
    from crmbot.domain.records.work import Work

_INBOX_STATES = ("received", "done", "duplicate", "held", "parked", "dropped")
_OUTBOX_STATES = ("waiting", "sending", "sent", "failed")


@click.group()
def inbox() -> None:
    """What came in, where it stands and why."""


@inbox.command("list")
@click.option("--state", type=click.Choice(_INBOX_STATES), help="Only items in this state.")
@click.option("--limit", type=ITEM, help="Only the newest so many.")
@click.option("--json", "as_json", is_flag=True, help="One JSON array.")
@click.pass_obj
def inbox_list(here: Here, state: str | None, limit: int | None, as_json: bool) -> None:
    """List incoming mails in the order of arrival."""
    from crmbot.intake.inbox import inbox_items, item_json

    words = words_of(here)
    with here.app.store.read() as session:
        rows = [item_json(item, words) for item in inbox_items(session, state=state, limit=limit)]
    if as_json:
        echo_json(rows)
        return
    for row in rows:
        deal = f" #{row['deal']}" if row["deal"] else ""
        echo(f"{row['id']:>5}  {row['state']:<9}{deal:<6} {row['sender']}  {row['subject'] or ''}")
        if row["reason"]:
            echo(f"       {row['reason']}")


@inbox.command("show")
@click.argument("inbox_id", type=ITEM)
@click.option("--raw", is_flag=True, help="Print the message as it came.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.pass_obj
def inbox_show(here: Here, inbox_id: int, raw: bool, as_json: bool) -> None:
    """Show one mail with every rule's answer."""
    from crmbot.domain.records import InboxRaw
    from crmbot.intake.inbox import inbox_item, item_json
    from crmbot.intake.reasons import load_reason

    words = words_of(here)
    with here.app.store.read() as session:
        item, stored = inbox_item(session, inbox_id), session.get(InboxRaw, inbox_id)
    if raw:
        sys.stdout.buffer.write(stored.content if stored else b"")
        return
    value = item_json(item, words)
    value["verdicts"] = [
        {"rule": rule, "answer": answer, "reason": words(load_reason(reason))}
        for rule, answer, reason in item.verdicts or ()
    ]
    if as_json:
        echo_json(value)
        return
    for name, held in value.items():
        if name != "verdicts":
            echo(f"{name:>12}: {held}")
    for verdict in value["verdicts"]:
        echo(f"{verdict['rule']:>20}: {verdict['answer']}: {verdict['reason']}")


@inbox.command("release")
@click.argument("inbox_id", type=ITEM)
@click.pass_obj
def inbox_release(here: Here, inbox_id: int) -> None:
    """Vouch for a held mail: it is handled as if its sender were proven."""
    from crmbot.intake.inbox import release

    _change_and_handle(here, inbox_id, lambda work: release(work, inbox_id, getpass.getuser()))


@inbox.command("retry")
@click.argument("inbox_id", type=ITEM)
@click.pass_obj
def inbox_retry(here: Here, inbox_id: int) -> None:
    """Handle a parked or held mail again."""
    from crmbot.intake.inbox import retry

    _change_and_handle(here, inbox_id, lambda work: retry(work, inbox_id))


@inbox.command("drop")
@click.argument("inbox_id", type=ITEM)
@click.pass_obj
def inbox_drop(here: Here, inbox_id: int) -> None:
    """Put a waiting mail away."""
    from crmbot.intake.inbox import drop

    with here.write("drop") as work:
        drop(work, inbox_id, getpass.getuser())
    echo(f"inbox item {inbox_id}: dropped")


def _change_and_handle(here: Here, inbox_id: int, change: Callable[[Work], object]) -> None:
    from crmbot.intake.inbox import inbox_item
    from crmbot.intake.reasons import load_reason

    app = here.app
    with here.write("inbox") as work:
        change(work)
    app.inbox_worker.handle(inbox_id, app.clock())
    with app.store.read() as session:
        item = inbox_item(session, inbox_id)
    echo(f"inbox item {inbox_id}: {item.state}: {words_of(here)(load_reason(item.reason))}")


@click.group()
def outbox() -> None:
    """What goes out, where it stands and why."""


@outbox.command("list")
@click.option("--state", type=click.Choice(_OUTBOX_STATES), help="Only items in this state.")
@click.option("--limit", type=ITEM, help="Only the newest so many.")
@click.option("--json", "as_json", is_flag=True, help="One JSON array.")
@click.pass_obj
def outbox_list(here: Here, state: str | None, limit: int | None, as_json: bool) -> None:
    """List outgoing messages in the order of their making."""
    from crmbot.delivery.outbox import outbox_items

    with here.app.store.read() as session:
        rows = [_outbox_json(here, item) for item in outbox_items(session, state=state, limit=limit)]
    if as_json:
        echo_json(rows)
        return
    for row in rows:
        echo(
            f"{row['id']:>5}  {row['state']:<8} {row['kind']:<9} {row['channel']:<8} {row['recipient']}  {row['text'].splitlines()[0]}"
        )
        if row["error"]:
            echo(f"       {row['error']}")


def _outbox_json(here: Here, item: OutboxItem) -> dict[str, Any]:
    from crmbot import codec
    from crmbot.channels.terminal import render_text
    from crmbot.delivery.outbox import item_json

    text = render_text(codec.load(item.content), here.app.delivery.reader(None))
    return item_json(item, text=text, channel=here.app.first_channel)


@outbox.command("show")
@click.argument("item_id", type=ITEM)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.pass_obj
def outbox_show(here: Here, item_id: int, as_json: bool) -> None:
    """Show one outgoing message."""
    from crmbot.delivery.outbox import outbox_item

    with here.app.store.read() as session:
        value = _outbox_json(here, outbox_item(session, item_id))
    if as_json:
        echo_json(value)
        return
    for name, held in value.items():
        echo(f"{name:>12}: {str(held).replace(chr(10), chr(10) + ' ' * 14)}")


@outbox.command("retry")
@click.argument("item_id", type=ITEM)
@click.pass_obj
def outbox_retry(here: Here, item_id: int) -> None:
    """Let a failed message be tried again."""
    from crmbot.delivery.outbox import retry_item

    with here.write("outbox") as work:
        retry_item(work.session, item_id)
    echo(f"outbox item {item_id}: waiting")
