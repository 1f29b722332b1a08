"""`file`: take a file out of the history."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from crmbot.cli.context import ITEM, Here


@click.command("file")
@click.argument("number", type=ITEM)
@click.argument("path", type=click.Path(dir_okay=True, allow_dash=True), required=False)
@click.pass_obj
def file_(here: Here, number: int, path: str | None) -> None:
    """Write file NUMBER (see the chat command `files`) to PATH: a file, a folder, or - for standard output.

    An existing file is never overwritten.
    """
    from crmbot.domain.records import Blob, File

    with here.app.store.read() as session:
        found = session.get(File, number)
        blob = session.get(Blob, found.sha256) if found is not None else None
    if found is None or blob is None:
        raise click.ClickException(f"there is no file {number}")
    if path == "-":
        sys.stdout.buffer.write(blob.content)
        return
    target = Path(path or ".")
    target = target / Path(found.filename).name if target.is_dir() else target
    try:
        with target.open("xb") as out:
            out.write(blob.content)
    except FileExistsError as error:
        raise click.ClickException(f"{target} exists already; name another path") from error
    except OSError as error:
        raise click.ClickException(f"{target}: {error.strerror}") from error
    click.echo(f"{target}: {found.size} bytes, {found.content_type}")
