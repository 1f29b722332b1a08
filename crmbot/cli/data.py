"""`import`: bulk data, previewed first, undoable."""

from __future__ import annotations

import click

from crmbot.cli.context import Here, echo_json


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False))
@click.option("--dry-run", is_flag=True, help="Only show what would be written.")
@click.option("--owner", metavar="KEY", help="Member in charge of the new contacts.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.pass_obj
def import_(here: Here, file: str, dry_run: bool, owner: str | None, as_json: bool) -> None:
    """Read contacts from a CSV FILE. Known people are completed, not doubled; everything can be taken back by one undo."""
    from crmbot.cli.progress import progress
    from crmbot.imports.contacts_csv import import_contacts, read_table
    from crmbot.intake.facts import team_of
    from crmbot.intake.receive import own_addresses

    app = here.app
    team = team_of(app.intake, own_addresses(app.store))
    table = read_table(file)
    with (
        app.store.rehearse(app.clock())
        if dry_run
        else app.store.write(app.clock(), channel="import", action="import") as work
    ):
        report = import_contacts(
            work,
            table,
            region=app.settings.locale.region,
            owner=owner,
            ours=team.owns_mailbox,
            progress=progress("contacts", table.size, quiet=as_json),
        )
    if as_json:
        echo_json(report.as_json(dry_run=dry_run))
        return
    for line in report.lines(dry_run=dry_run):
        click.echo(line)
