"""`sender`: standing refusals, as members have said them in the chat."""

from __future__ import annotations

import click

from crmbot.cli.context import Here


@click.group()
def sender() -> None:
    """Whose unproven mail is put away unasked."""


@sender.command("list")
@click.pass_obj
def sender_list(here: Here) -> None:
    """List them, with who said so and when."""
    from crmbot.domain.filing.held_mail import refused_senders

    with here.app.store.read() as session:
        for one in refused_senders(session):
            click.echo(f"{one.address}  refused by {one.refused_by}, {one.refused_at:%Y-%m-%d}")


@sender.command("allow")
@click.argument("address")
@click.pass_obj
def sender_allow(here: Here, address: str) -> None:
    """Ask again about mail of ADDRESS."""
    from crmbot.domain.filing.held_mail import allow_sender

    with here.write("sender") as work:
        allow_sender(work, address)
    click.echo(f"{address}: mail that waits is asked about again")
