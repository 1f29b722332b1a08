"""`export`: bulk data out, by filter and right."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from crmbot.cli.context import Here

if TYPE_CHECKING:
    from crmbot.app import App
    from crmbot.exports.selecting import Selection, What

_KINDS = ("contacts", "companies", "deals", "activities", "products", "offers", "followups")
_CARDS = ("contacts", "companies")
_SHEETS = ("xlsx", "xls", "ods")


@click.command()
@click.option("--what", type=click.Choice((*_KINDS, "all")), help="Which records; else contacts, of JSON all.")
@click.option(
    "--format",
    "format_",
    type=click.Choice(("csv", "json", "vcf")),
    help="Else as the output file is called, else csv.",
)
@click.option(
    "--filter", "filter_", default="", metavar="FILTER", help="As in chat: owner:anna stage:offer, tag:vip, words."
)
@click.option("--as", "actor", metavar="KEY", help="Only what this member may read and export.")
@click.option("--output", "-o", metavar="FILE", help="Else standard output. Of several tables a folder.")
@click.option("--excel", is_flag=True, help="Begin a table with the mark by which Excel knows UTF-8.")
@click.option(
    "--vcard", type=click.Choice(("4.0", "3.0")), default="4.0", show_default=True, help="Version of the cards."
)
@click.option("--no-notes", is_flag=True, help="Cards without the notes of the history.")
@click.pass_obj
def export(
    here: Here, what: str | None, format_: str | None, filter_: str, actor: str | None, output: str | None,
    excel: bool, vcard: Any, no_notes: bool,
) -> None:  # fmt: skip
    """Write records out, in the order of their numbers. What is imported again changes nothing."""
    app = here.app
    if output not in (None, "-"):
        here.spare_own(str(output))
    kind = format_ or _by_name(output)
    named = what or ("all" if kind == "json" else "contacts")
    kinds: Any = _KINDS if named == "all" else (named,)
    if kind == "vcf":
        kinds = tuple(one for one in kinds if one in _CARDS)
        if not kinds:
            raise click.BadParameter("cards are of contacts and companies", param_hint="--what")
    wanted = _selection(app, filter_, actor, notes=not no_notes)
    if kind == "csv" and len(kinds) > 1:
        _folder(app, kinds, wanted, output, excel=excel)
        return
    _one(app, kind, kinds, wanted, output, excel=excel, vcard=vcard)


def _by_name(output: str | None) -> str:
    ending = Path(output or "").suffix.lower().lstrip(".")
    if ending in _SHEETS:
        raise click.BadParameter(f"crmbot writes no .{ending}: name a .csv, and give --excel", param_hint="--output")
    return {"json": "json", "vcf": "vcf", "vcard": "vcf"}.get(ending, "csv")


def _selection(app: App, filter_: str, actor: str | None, *, notes: bool) -> Selection:
    from crmbot.assistant.vocabulary import filter_words
    from crmbot.domain.deals.roles import STANDING
    from crmbot.domain.members.access import access_of, require_right
    from crmbot.domain.members.members import require_member
    from crmbot.domain.members.rights import EVERYTHING
    from crmbot.exports.selecting import Selection
    from crmbot.parsing.chat.filters import read_filters

    process, now = app.process, app.clock()
    with app.store.read() as session:
        member = require_member(session, actor) if actor else None
        access = access_of(session, member) if member else EVERYTHING
        require_right(access, "export")
        filters = None
        if filter_.strip():
            words = filter_words(session, process)
            known = replace(words, roles=(*words.roles, *STANDING))
            filters, unknown = read_filters(filter_, now=now, vocabulary=known)
            _refuse_unknown(unknown)
    return Selection(process, now, app.fields, access, filters, member.key if member else None, notes=notes)


def _refuse_unknown(words: tuple[str, ...]) -> None:
    """A key with a value that means nothing would silently be searched for as a name."""
    from crmbot.errors import RequestFault
    from crmbot.shapes import Verbatim, t

    if keyed := [word for word in words if ":" in word]:
        raise RequestFault(t("I do not understand {words} as a filter.", words=Verbatim(", ".join(keyed))))


@contextmanager
def _stream(output: str | None, *, excel: bool) -> Iterator[IO[str]]:
    """The output: a file that appears when it is whole, or standard output."""
    encoding, newline = ("utf-8-sig" if excel else "utf-8"), ""
    if output is None or output == "-":
        out = open(sys.stdout.fileno(), "w", encoding=encoding, newline=newline, closefd=False)  # noqa: SIM115
        try:
            yield out
        finally:
            out.flush()
        return
    path = Path(output)
    if path.is_dir():
        raise click.BadParameter(f"{output} is a folder: name a file in it", param_hint="--output")
    partial = path.with_name(f".{path.name}.part")
    try:
        with partial.open("w", encoding=encoding, newline=newline) as out:
            yield out
        partial.replace(path)
    except OSError as fault:
        raise click.ClickException(f"{output} cannot be written: {fault.strerror}") from fault
    finally:
        partial.unlink(missing_ok=True)


def _one(
    app: App, kind: str, kinds: tuple[What, ...], wanted: Selection, output: str | None, *, excel: bool, vcard: Any
) -> None:
    from crmbot.cli.progress import bar
    from crmbot.exports import running

    with running.reading(app.store, wanted) as session, _stream(output, excel=excel) as out:
        size = running.size_of(session, kinds, wanted)
        with bar("records", size, quiet=output is None) as advance:
            if kind == "json":
                written = running.write_json(session, out, kinds, wanted, advance)
            elif kind == "vcf":
                written = running.write_vcf(session, out, kinds, wanted, advance, version=vcard)
            else:
                written = running.write_csv(session, out, kinds[0], wanted, advance)
    if output not in (None, "-"):
        click.echo(f"{written} records: {output}", err=True)


def _folder(app: App, kinds: tuple[What, ...], wanted: Selection, output: str | None, *, excel: bool) -> None:
    if output in (None, "-"):
        raise click.BadParameter("several tables need a folder: --output FOLDER", param_hint="--output")
    folder = Path(str(output))
    folder.mkdir(parents=True, exist_ok=True)
    for what in kinds:
        _one(app, "csv", (what,), wanted, str(folder / f"{what}.csv"), excel=excel, vcard="4.0")
