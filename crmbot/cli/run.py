"""`serve`, `tick` and `demo`: crmbot at work."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Coroutine, Iterator
from datetime import datetime
from typing import Any

import click

from crmbot.cli.context import Here, Moment, echo_json

_PARTS = ("smtp", "imap", "http", "slack", "worker", "clock")


@click.command()
@click.option("--only", metavar="PARTS", help=f"Comma-separated: {', '.join(_PARTS)}.")
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Inbox workers (PostgreSQL).")
@click.pass_obj
def serve(here: Here, only: str | None, workers: int) -> None:
    """Run everything that is configured until SIGTERM or Ctrl-C; then finish what is in hand."""
    parts = tuple(part.strip() for part in only.split(",")) if only else _PARTS
    if unknown := [part for part in parts if part not in _PARTS]:
        raise click.BadParameter(f"unknown part {unknown[0]!r}; known are {', '.join(_PARTS)}", param_hint="--only")
    from crmbot.serve import serve as serve_app

    asyncio.run(serve_app(here.app, parts, workers, _say))


def _say(line: str) -> None:
    print(line, flush=True)


@click.command()
@click.option("--now", type=Moment(), help="Pretend it is this moment.")
@click.option("--dry-run", is_flag=True, help="Only show what would be sent.")
@click.option("--json", "as_json", is_flag=True, help="One JSON array.")
@click.pass_obj
def tick(here: Here, now: datetime | None, dry_run: bool, as_json: bool) -> None:
    """Queue and send what is due once: digests, reminders, the outbox. Prints one line per item."""
    from crmbot.delivery.tick import due_json
    from crmbot.delivery.tick import tick as tick_now

    app = here.app_at(now)
    dues = tick_now(app.store, app.delivery, app.process, app.clock(), dry_run=dry_run)
    states: dict[str, str] = {}
    if not dry_run:
        with _running_loop() as run:
            outbox = app.outbox_worker((lambda _text: None) if as_json else click.echo, run)
            states = {
                key: "sent" if outcome.sent else "waiting" if outcome.retry else "failed"
                for key, outcome in outbox.deliver()
            }
    if as_json:
        echo_json([due_json(due, "would be sent" if dry_run else states.get(due.key, "waiting")) for due in dues])
        return
    for due in dues:
        state = "would be sent" if dry_run else states.get(due.key, "waiting")
        click.echo(f"{due.kind} to {due.recipient} for {due.local_date}: {due.items} item(s), {state}")
        if dry_run:
            _show(here, due.recipient, due.content)


def _show(here: Here, recipient: str, content: Any) -> None:
    from crmbot.channels.terminal import render_text
    from crmbot.domain.members.members import member_by_key

    with here.app.store.read() as session:
        reader = here.app.delivery.reader(member_by_key(session, recipient))
    click.echo(render_text(content, reader))


@contextlib.contextmanager
def _running_loop() -> Iterator[Any]:
    """Something that runs Slack's coroutines to their end, all on one loop."""
    with asyncio.Runner() as runner:

        def run(coroutine: Coroutine[Any, Any, Any]) -> Any:
            return runner.run(coroutine)

        yield run


@click.command()
@click.option("--script", is_flag=True, help="Tell the whole story unattended and exit.")
def demo(script: bool) -> None:
    """A sample team, sample mails through the real SMTP port, the pipeline, a note, a call, the morning digest, a chat."""
    from crmbot.demo.story import tell

    tell(script=script)
