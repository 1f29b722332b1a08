"""`db`: the schema, safety copies and their return, checking, the search index."""

from __future__ import annotations

import getpass
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from crmbot.cli.context import Here, echo_json

if TYPE_CHECKING:
    from crmbot.storage.carried import Carried


@click.group()
def db() -> None:
    """The database: schema, safety copies, checks."""


@db.command("upgrade")
@click.pass_obj
def db_upgrade(here: Here) -> None:
    """Bring the schema to this version."""
    from crmbot.storage.schema import HEAD, upgrade
    from crmbot.storage.store import Store

    store = Store.open(here.settings.database.url)
    with store.translated():
        upgrade(store.engine)
    click.echo(f"The database stands at revision {HEAD}.")


@db.command("backup")
@click.argument("path", type=click.Path(dir_okay=False))
@click.pass_obj
def db_backup(here: Here, path: str) -> None:
    """Copy the database to PATH while crmbot is serving. Never overwrites. Of PostgreSQL it takes pg_dump's own format."""
    from crmbot.domain.filing.processing import note_processing
    from crmbot.storage.backup import BackupFailed, back_up

    app = here.app
    try:
        back_up(app.store.engine, path)
    except BackupFailed as error:
        raise click.ClickException(f"{path}: no safety copy was made: {error}") from error
    with here.write("backup") as work:
        note_processing(work, "backup", by=getpass.getuser(), details={"path": str(Path(path).resolve())})
    click.echo(f"{path}: written and checked.")


@db.command("restore")
@click.argument("path", type=click.Path(exists=True, dir_okay=False))
@click.pass_obj
def db_restore(here: Here, path: str) -> None:
    """Put the safety copy PATH in the place of the database. The old one stays beside it.

    Refused while somebody uses the database. The copy is checked first. What the old database has since then of mail,
    messages, revoked rights and erasures is taken over, as far as it can still be read.
    """
    from crmbot.domain.filing.processing import note_processing
    from crmbot.storage.restore import restore

    with _store_of(here).translated():
        restored = restore(here.settings.database.url, path, here.app.clock())
    details: dict[str, Any] = {
        "path": str(Path(path).resolve()),
        "kept": restored.kept,
        "blind": restored.carried is None,
    }
    with here.write("restore") as work:
        note_processing(work, "restore", by=getpass.getuser(), details=details)
    click.echo(f"{path}: checked, and now the database, at revision {restored.revision}.")
    if restored.kept:
        click.echo(f"The old database: {restored.kept}")
    if restored.carried is None:
        click.echo(
            "The old database could not be read: mail that was acknowledged since the copy is missing. Mailboxes are read "
            "again where it lies there still; messages that may have been sent before are marked as repeats."
        )
        return
    _tell_carried(here, restored.carried)


def _store_of(here: Here) -> Any:
    from crmbot.storage.store import Store

    return Store.open(here.settings.database.url)


def _tell_carried(here: Here, carried: Carried) -> None:
    from crmbot.cli.people import erase_again

    click.echo(f"{carried.mails} mails that came since the copy were taken over and are filed anew by crmbot serve.")
    click.echo(
        f"{carried.messages} messages since then are known as sent, {carried.members} members keep their rights of now."
    )
    if carried.actions:
        click.echo(f"{carried.actions} actions of people since then are lost; they stand in the old database alone.")
    for number in erase_again(here, carried.erased):
        click.echo(f"#{number} had been erased since the copy, and was erased again.")


@db.command("check")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.pass_obj
def db_check(here: Here, as_json: bool) -> None:
    """Check that the database is whole: schema, integrity, references, search index, what lies about without an owner."""
    from crmbot.storage.check import check_all
    from crmbot.storage.store import Store

    store = Store.open(here.settings.database.url)
    with store.translated():
        checked = check_all(store.engine)
    store.close()
    if as_json:
        echo_json({"ok": not checked.faults, "faults": checked.faults, **checked.figures})
        sys.exit(1 if checked.faults else 0)
    for name, figure in checked.figures.items():
        click.echo(f"{name.replace('_', ' '):<36} {figure}")
    for fault in checked.faults:
        click.echo(f"crmbot: {fault}", err=True)
    if checked.faults:
        sys.exit(1)
    click.echo("The database is whole.")


@db.command("reindex")
@click.pass_obj
def db_reindex(here: Here) -> None:
    """Make the search index and the kept sums again from the records; crmbot may go on serving."""
    from crmbot.storage.reindex import reindex

    store = here.app.store
    with store.translated():
        names = reindex(store.engine)
    click.echo(f"{names} names are in the search index.")
