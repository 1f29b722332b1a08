"""`process`: checking, previewing and accepting the processes that deals travel."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

import click

from crmbot.cli.context import Here, echo_json, words_of

if TYPE_CHECKING:
    from crmbot.process_book import ProcessText

T = TypeVar("T")
FILE = click.argument("file", metavar="FILE")


@click.group()
def process() -> None:
    """The processes that deals travel. FILE is a TOML file, or the name of a built-in process: sales, insurance."""


@process.command()
@FILE
def check(file: str) -> None:
    """Name every fault of FILE with its place and mend."""
    from crmbot.domain.process import read_process
    from crmbot.errors import ProcessFault

    one = _text(file)
    try:
        found = read_process(one.text, origin=one.origin)
    except ProcessFault as fault:
        for line in fault.faults:
            click.echo(line, err=True)
        sys.exit(1)
    click.echo(f"{one.origin}: process {found.key} with {len(found.stages)} stages, no fault")


@process.command()
@FILE
@click.option("--json", "as_json", is_flag=True, help="One JSON array.")
@click.pass_obj
def preview(here: Here, file: str, as_json: bool) -> None:
    """Say what FILE would change, and for which open deals. Changes nothing."""
    from crmbot.domain.process.preview import preview as differences
    from crmbot.domain.process.versions import read_candidate

    one, words = _text(file), words_of(here)
    standing = here.app.process
    with here.app.store.read() as session:
        new = _valid(lambda: read_candidate(session, one.text, origin=one.origin))
        old = next((line for line in standing.all if line.key == new.key), None)
        found = differences(session, old, new, here.settings.locale.language)
    if as_json:
        echo_json([{"change": words(change.text), "deals": list(change.deals)} for change in found])
        return
    for change in found:
        affected = change.affected()
        click.echo(f"{words(change.text)}  {words(affected)}" if affected is not None else words(change.text))
    if not found:
        click.echo("Nothing changes.")


@process.command()
@FILE
@click.option("--as", "member", metavar="MEMBER", help="Who accepts it; kept with the version.")
@click.pass_obj
def accept(here: Here, file: str, member: str | None) -> None:
    """Put FILE into force, for all running processes, without restart. Every version is kept."""
    from crmbot.domain.members.members import require_member
    from crmbot.domain.process.versions import accept as put_into_force

    app, one = here.app, _text(file)
    _ = app.process  # the first start accepts what the settings name
    actor = None
    if member is not None:
        with app.store.read() as session:
            actor = require_member(session, member).key
    with here.write("process", actor=actor) as work:
        version, fresh = _valid(lambda: put_into_force(work, one.text, origin=one.origin))
    state = "is in force" if fresh else "is in force already: the text is the same"
    click.echo(f"process {version.key}, version {version.version}: {state}")
    if fresh and version.version == 1 and app.process.all[0].key != version.key:
        click.echo(
            f"Deals still begin in {app.process.all[0].key} unless they name another process; "
            f"write default = true at the top of {version.key} to change that."
        )


@process.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON array.")
@click.pass_obj
def list_(here: Here, as_json: bool) -> None:
    """List all accepted versions; the newest of each process is in force."""
    from crmbot.domain.process.versions import all_versions

    current = {(line.key, line.version) for line in here.app.process.all}
    with here.app.store.read() as session:
        versions = all_versions(session)
    rows = [
        {
            "key": one.key, "version": one.version, "in_force": (one.key, one.version) in current,
            "accepted_at": one.accepted_at.isoformat(timespec="milliseconds"), "accepted_by": one.accepted_by,
            "sha256": one.sha256,
        }
        for one in versions
    ]  # fmt: skip
    if as_json:
        echo_json(rows)
        return
    for row in rows:
        mark = "in force" if row["in_force"] else ""
        click.echo(
            f"{row['key']:<20} {row['version']:>4}  {row['accepted_at']}  {row['accepted_by'] or '-':<12} {mark}"
        )


@process.command()
@click.argument("key", required=False)
@click.option("--version", type=click.IntRange(1), help="An earlier version; else the one in force.")
@click.pass_obj
def show(here: Here, key: str | None, version: int | None) -> None:
    """Print the text of a process as it was accepted."""
    from crmbot.domain.process.versions import all_versions

    wanted = key or here.app.process.all[0].key
    with here.app.store.read() as session:
        versions = all_versions(session, wanted)
    if not versions:
        raise click.ClickException(f"there is no process {wanted!r}: crmbot process list")
    found = [one for one in versions if one.version == version] if version is not None else versions[-1:]
    if not found:
        raise click.ClickException(f"process {wanted} has the versions 1 to {versions[-1].version}")
    click.echo(found[0].text, nl=not found[0].text.endswith("\n"))


def _text(file: str) -> ProcessText:
    from crmbot.process_book import process_text

    return process_text(file)


def _valid(read: Callable[[], T]) -> T:
    """What `read` returns; a process that cannot be used is refused with all its faults."""
    from crmbot.errors import ConfigFault, ProcessFault

    try:
        return read()
    except ProcessFault as fault:
        raise ConfigFault(fault.faults) from fault
