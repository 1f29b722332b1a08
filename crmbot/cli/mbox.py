"""`import FILE.mbox`: mails of the past through the ordinary intake, quietly."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from crmbot.cli.context import Here, echo, echo_json, words_of

if TYPE_CHECKING:
    from crmbot.app import App
    from crmbot.imports.mboxes import Mailed


def import_mbox(here: Here, file: str, *, dry_run: bool, as_json: bool, submitter: str | None = None) -> None:
    """Every message of the file; those that are in the inbox already are passed by, so that it can be taken up again."""
    from pathlib import Path

    from crmbot.cli.progress import bar
    from crmbot.imports.mboxes import messages, take_over

    app = here.app
    if submitter is not None:
        _require(app, submitter)
    counts: Counter[str] = Counter()
    refused: list[str] = []
    reasons: Counter[str] = Counter()
    words = words_of(here)
    with bar("mails", Path(file).stat().st_size, quiet=as_json) as advance:
        for message in messages(file):
            told: Mailed = take_over(
                app.store, app.intake, app.inbox_worker, message, app.clock(), dry_run=dry_run, submitter=submitter
            )
            counts[told.state] += 1
            if told.state == "refused" and len(refused) < 100:
                refused.append(f"message {message.place}: {told.reason}")
            elif told.state not in ("done", "known", "new"):
                reasons[words(told.reason)[:200] if told.reason is not None else told.state] += 1
            advance(message.read)
    _tell(counts, refused, reasons, dry_run=dry_run, as_json=as_json)


def _require(app: App, submitter: str) -> None:
    from crmbot.domain.members.members import require_member

    with app.store.read() as session:
        require_member(session, submitter)


def _tell(counts: Counter[str], refused: list[str], reasons: Counter[str], *, dry_run: bool, as_json: bool) -> None:
    if as_json:
        value: dict[str, Any] = {
            "dry_run": dry_run,
            "mails": counts.total(),
            "states": dict(counts),
            "refused": refused,
            "reasons": dict(reasons.most_common(50)),
        }
        echo_json(value)
        return
    shown = ", ".join(f"{count} {state}" for state, count in counts.most_common())
    echo(f"{counts.total()} {'mail' if counts.total() == 1 else 'mails'}{': ' + shown if shown else ''}")
    for reason, count in reasons.most_common(20):
        echo(f"  {count} ×: {reason}")
    for line in refused:
        echo(line)
    for state in ("held", "parked"):
        if counts[state]:
            echo(f"see them with: crmbot inbox list --state {state}")
