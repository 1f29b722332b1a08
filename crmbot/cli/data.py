"""`import` and `export`: bulk data, previewed first, undoable."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from crmbot.cli.context import Here, echo, echo_json

if TYPE_CHECKING:
    from crmbot.app import App
    from crmbot.imports.chunk import Options
    from crmbot.imports.entries import Source
    from crmbot.imports.values import Reading

WHATS = ("contacts", "companies", "deals", "products")


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False))
@click.option("--dry-run", is_flag=True, help="Only show what would be written.")
@click.option("--what", type=click.Choice(WHATS), help="What a table holds; else its headings tell.")
@click.option(
    "--mode",
    type=click.Choice(("create", "update", "both")),
    default="both",
    show_default=True,
    help="New records only, known ones only, or both.",
)
@click.option(
    "--map",
    "mapped",
    multiple=True,
    metavar="HEADING=FIELD",
    help="What a column means; - leaves it out. May be repeated.",
)
@click.option(
    "--set",
    "defaults",
    multiple=True,
    metavar="FIELD=VALUE",
    help="What a row gets where it says nothing. May be repeated.",
)
@click.option("--owner", metavar="KEY", help="Member in charge of the new records.")
@click.option("--as", "actor", metavar="KEY", help="The member in whose name it is done: his undo takes it back.")
@click.option("--overwrite", is_flag=True, help="Replace what was entered by hand too.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.pass_obj
def import_(
    here: Here, file: str, dry_run: bool, what: str | None, mode: Any, mapped: tuple[str, ...], defaults: tuple[str, ...],
    owner: str | None, actor: str | None, overwrite: bool, as_json: bool,
) -> None:  # fmt: skip
    """Read FILE: a table (CSV), cards (VCF), our own export (JSON) or mails (MBOX).

    Known people are completed, not doubled; all of it can be taken back by one undo.
    """
    app = here.app
    if file.lower().endswith((".mbox", ".mbx")):
        from crmbot.cli.mbox import import_mbox

        import_mbox(here, file, dry_run=dry_run, as_json=as_json, submitter=actor)
        return
    source = _open(app, file, what, _pairs(mapped), defaults)
    options = _options(app, owner, actor, mode, overwrite=overwrite, dry_run=dry_run)
    report = _run(app, source, options, actor, quiet=as_json)
    report.unknown, report.what, report.system = source.unknown, source.kind, source.system
    if as_json:
        echo_json(report.as_json(dry_run=dry_run))
        return
    for line in report.lines(dry_run=dry_run):
        echo(line)


def _pairs(mapped: tuple[str, ...]) -> dict[str, str]:
    pairs = {}
    for one in mapped:
        heading, sign, field = one.rpartition("=")
        if not sign or not heading:
            raise click.BadParameter(f"{one!r}: write --map 'Their heading=field'", param_hint="--map")
        pairs[heading.strip()] = field
    return pairs


def _reading(app: App) -> Reading:
    from zoneinfo import ZoneInfo

    from crmbot.imports.values import Reading

    locale = app.settings.locale
    return Reading(app.fields, locale.region, locale.currency, ZoneInfo(locale.timezone))


def _open(app: App, file: str, what: str | None, mapped: dict[str, str], defaults: tuple[str, ...]) -> Source:
    from crmbot.imports.sources import open_file

    return open_file(file, _reading(app), what=what, mapped=mapped, defaults=defaults)


def _options(app: App, owner: str | None, actor: str | None, mode: Any, *, overwrite: bool, dry_run: bool) -> Options:
    from crmbot.domain.members.members import require_member
    from crmbot.imports.chunk import Options
    from crmbot.imports.owners import first_owner, require_all, words_for_members
    from crmbot.intake.our_team import our_team

    process = app.process  # kept first, where it never was
    with app.store.read() as session:
        team = our_team(session, app.intake)
        if actor is not None:
            require_all(session, require_member(session, actor))
        key = require_member(session, owner).key if owner else None
        words = words_for_members(session)
        otherwise = first_owner(session, app.settings.capture.default_owner)
    return Options(
        app.fields, process, words, mode, key, otherwise, app.settings.locale.currency, team.owns_mailbox,
        overwrite=overwrite, dry_run=dry_run,
    )  # fmt: skip


def _run(app: App, source: Source, options: Options, actor: str | None, *, quiet: bool) -> Any:
    from crmbot.cli.progress import bar
    from crmbot.imports.running import run_import

    with bar("rows", source.size, quiet=quiet) as advance:
        return run_import(app.store, source.entries(advance), options, app.clock, actor=actor)
