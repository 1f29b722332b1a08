"""`mailbox`: looking into mailboxes without changing anything, and logging in by OAuth."""

from __future__ import annotations

import imaplib
import sys
from typing import TYPE_CHECKING, Any

import click

from crmbot.cli.context import Here, echo, echo_json, words_of

if TYPE_CHECKING:
    from crmbot.channels.imap.preview import Preview
    from crmbot.channels.imap.watcher import ImapSettings
    from crmbot.shapes import RawMail


@click.group()
def mailbox() -> None:
    """The mailboxes that are read."""


@mailbox.command("list")
@click.pass_obj
def mailbox_list(here: Here) -> None:
    """List the configured mailboxes."""
    from crmbot.channels.imap.login import mailbox_label

    for number, box in enumerate(_boxes(here), start=1):
        way = (
            f"OAuth ({box.oauth.provider})" if box.oauth else "token command" if box.oauth_token_command else "password"
        )
        click.echo(f"{number:>3}  {mailbox_label(box.url)}  {way}, after: {box.after}{', quiet' if box.quiet else ''}")


@mailbox.command("check")
@click.argument("name", required=False)
@click.option("--limit", type=click.IntRange(0, 1000), default=20, show_default=True, help="Explain so many of them.")
@click.option("--json", "as_json", is_flag=True, help="One JSON array.")
@click.pass_obj
def mailbox_check(here: Here, name: str | None, limit: int, as_json: bool) -> None:
    """Say what waits in the mailboxes and what would become of it. Changes nothing, marks nothing as seen."""
    from crmbot.channels.imap.login import MailboxFault, mailbox_label, server_words
    from crmbot.channels.imap.preview import preview

    found: list[dict[str, Any]] = []
    for box in _boxes(here, name):
        try:
            found.append(_described(here, preview(box, limit, here.app.clock)))
        except (MailboxFault, imaplib.IMAP4.error, OSError) as fault:
            found.append({"mailbox": mailbox_label(box.url), "error": server_words(fault)})
    if as_json:
        echo_json(found)
    else:
        for one in found:
            _show(one)
    sys.exit(1 if any("error" in one for one in found) else 0)


def _described(here: Here, seen: Preview) -> dict[str, Any]:
    return {
        "mailbox": seen.label, "waiting": seen.waiting, "bytes": seen.size, "older": seen.older,
        "too_large": seen.too_large, "first": [_explained(here, mail) for mail in seen.first],
    }  # fmt: skip


def _explained(here: Here, mail: RawMail) -> dict[str, Any]:
    """What would become of one mail, if it came now."""
    from crmbot.intake.explain import explain
    from crmbot.intake.receive import read_header_of

    app, header = here.app, read_header_of(mail.content)
    decision = explain(app.store, app.intake, app.process, mail, app.lookup).handled.decision
    return {
        "date": header.date.isoformat() if header.date else None,
        "sender": header.from_.address if header.from_ else None, "subject": header.subject,
        "action": decision.act, "reason": words_of(here)(decision.reason),
    }  # fmt: skip


def _show(one: dict[str, Any]) -> None:
    if "error" in one:
        echo(f"{one['mailbox']}: {one['error']}", err=True)
        return
    older = f"; {one['older']} from before capture.start_date are left alone" if one["older"] else ""
    large = f"; {one['too_large']} are too large and stay there" if one["too_large"] else ""
    echo(f"{one['mailbox']}: {one['waiting']} messages wait ({one['bytes'] / 1e6:.1f} MB){older}{large}")
    for mail in one["first"]:
        echo(f"  {(mail['date'] or '?')[:16]}  {mail['sender'] or '?'}  {mail['subject'] or ''}")
        echo(f"      {mail['action']}: {mail['reason']}")
    if one["waiting"] > len(one["first"]):
        echo(f"  … and {one['waiting'] - len(one['first'])} more")


@mailbox.command("login")
@click.argument("name")
@click.pass_obj
def mailbox_login(here: Here, name: str) -> None:
    """Log in at Microsoft or Google for the mailbox NAME, and keep the tokens in its token_file."""
    from crmbot.channels.imap.login import MailboxFault, mailbox_label
    from crmbot.channels.imap.oauth import log_in_by_code, log_in_by_device

    boxes = _boxes(here, name)
    if len(boxes) > 1:
        raise click.ClickException(f"several mailboxes are called {name!r}: give the number of crmbot mailbox list")
    client = boxes[0].oauth
    if client is None or not client.client_id:
        raise click.ClickException("set imap.oauth and imap.oauth_client_id for this mailbox first")
    try:
        if client.provider == "google":
            log_in_by_code(client, click.echo, lambda: click.prompt("Address", prompt_suffix=": "))
        else:
            log_in_by_device(client, click.echo)
    except (MailboxFault, OSError) as fault:
        raise click.ClickException(str(fault)) from None
    click.echo(f"logged in for {mailbox_label(boxes[0].url)}; the tokens are kept in {client.token_file}")


def _boxes(here: Here, name: str | None = None) -> list[ImapSettings]:
    from crmbot.mailboxes import mailboxes, named

    boxes = mailboxes(here.settings)
    if not boxes:
        raise click.ClickException("there is no mailbox to read: add an [[imap]] section")
    found = boxes if name is None else named(boxes, name)
    if not found:
        raise click.ClickException(f"no mailbox is called {name!r}: crmbot mailbox list")
    return found
