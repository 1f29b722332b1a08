"""`person` and `retention`: what is kept about somebody, taking it along, erasing it, letting it expire."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from crmbot.cli.context import ITEM, Here, Moment, echo_json

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crmbot.domain.changes.erasure import Erasure
    from crmbot.domain.records import Person, ProcessingEntry


@click.group()
def person() -> None:
    """Everything about one person: export it, erase it; the log of both."""


@person.command("export")
@click.argument("ref")
@click.argument("path", metavar="FILE.zip", type=click.Path(dir_okay=False))
@click.option("--language", type=click.Choice(["de", "en"]), help="Language of the readable part; else the team's.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.pass_obj
def person_export(here: Here, ref: str, path: str, language: str | None, as_json: bool) -> None:
    """Write everything about the person REF (number, name, mail address or phone) to FILE.zip."""
    from dataclasses import replace

    from crmbot.domain.changes.person_export import person_data
    from crmbot.domain.filing.processing import note_processing
    from crmbot.person_package import write_package

    app = here.app
    reader = replace(app.reader, language=language or app.reader.language)
    try:
        with app.store.read() as session:
            data = person_data(session, _found(here, session, ref), app.fields, reader.currency)
            names = write_package(session, data, path, reader, app.clock())
    except FileExistsError as error:
        raise click.ClickException(f"{path} is there already; it is not overwritten") from error
    except OSError as error:
        raise click.ClickException(f"{path}: {error.strerror}") from error
    counts = {"mails": len(data.mails), "files": len(data.files), "entries": len(data.history), "deals": len(data.deals)}  # fmt: skip
    with here.write("export") as work:
        note_processing(work, "export", by=getpass.getuser(), subject=data.number, details=dict(counts))
    if as_json:
        echo_json({"number": data.number, "path": path, "contents": names, **counts})
        return
    told = ", ".join(f"{count} {name}" for name, count in counts.items())
    click.echo(f"{path}: everything about #{data.number} {data.name}: {told}.")


@person.command("erase")
@click.argument("ref")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.pass_obj
def person_erase(here: Here, ref: str, yes: bool, as_json: bool) -> None:
    """Erase the person REF for good, with proof. Shows first what goes and what stays. It cannot be undone.

    Asks first; without a terminal it does not ask where REF is a number or a whole mail address.
    """
    from crmbot.domain.changes.erasure_scope import scope_of

    app = here.app
    with app.store.read() as session:
        found = _found(here, session, ref)
        if found.erased_at is not None:
            raise click.ClickException(f"#{found.number} was erased already, on {found.erased_at:%Y-%m-%d}")
        scope = scope_of(session, found)
        number, name = found.number, found.name
        gone, stays = scope.gone(), scope.stays()
        beyond_doubt = ref.strip().casefold() in {str(number), f"#{number}", *(one.email for one in found.emails)}
    if not yes:
        _show_losses(number, name, gone, stays)
        _make_sure(beyond_doubt)
    erasure = _erase(here, number)
    left = _left_over(here, erasure)
    if as_json:
        echo_json({
            "number": number, "at": erasure.at.isoformat(timespec="milliseconds"), "entry": erasure.entry.id, "gone": dict(erasure.gone),
            "stays": dict(erasure.stays), "left": [list(one) for one in left], "backups": _backups(here),
        })  # fmt: skip
    else:
        _show_proof(here, erasure, left)
    sys.exit(1 if left else 0)


def _make_sure(beyond_doubt: bool) -> None:
    """Ask whoever sits there; a script is taken at its word where it named the person beyond doubt."""
    if not sys.stdin.isatty():
        if not beyond_doubt:
            raise click.ClickException("nothing was erased: it is final; name the person by number, or say --yes")
        return
    click.confirm("Erase it? It is final", abort=True)


def _found(here: Here, session: Session, ref: str) -> Person:
    """The one person whom the words name. Raises ClickException that tells the candidates."""
    from crmbot.domain.search.people_named import people_named
    from crmbot.parsing.contact.phones import find_phones

    phones = [phone.number for phone in find_phones(ref, here.settings.locale.region)]
    people = people_named(session, ref, phones)
    if len(people) == 1:
        return people[0]
    if not people:
        raise click.ClickException(f"there is no person {ref!r}")
    told = "; ".join(
        f"#{one.number} {one.name}, {one.emails[0].email if one.emails else 'no address'}" for one in people
    )
    raise click.ClickException(f"{ref!r} may be several people, name one by number: {told}")


def _erase(here: Here, number: int) -> Erasure:
    from crmbot.domain.changes.erasure import erase
    from crmbot.domain.records import Person
    from crmbot.shapes import t
    from crmbot.storage.scrub import scrub
    from crmbot.texts import render

    app = here.app
    with here.write("erase") as work:
        placeholder = render(t("erased person #{number}", number=number), app.reader)
        refuse = here.settings.retention.erased_senders == "refuse"
        found = work.session.get_one(Person, number)
        erasure = erase(work, found, placeholder=placeholder, by=getpass.getuser(), refuse_again=refuse)
    with app.store.translated():
        scrub(app.store.engine)
    return erasure


def erase_again(here: Here, numbers: Iterable[int]) -> list[int]:
    """Who came back with a safety copy though he had been erased; who was."""
    from crmbot.domain.records import Person

    with here.app.store.read() as session:
        back = [
            number for number in numbers if (one := session.get(Person, number)) is not None and one.erased_at is None
        ]
    for number in back:
        _erase(here, number)
    return back


def _left_over(here: Here, erasure: Erasure) -> list[tuple[str, str, int]]:
    from crmbot.domain.filing.leftovers import leftovers

    with here.app.store.read() as session:
        return leftovers(session, erasure.traces)


_GONE = {
    "addresses": "mail addresses, phones and postal addresses", "mails": "mails with bytes and headers",
    "entries": "entries of the history, of which only the bare fact stays", "notes": "notes among them",
    "calls": "calls among them", "files": "files", "followups": "follow-ups about him or her",
    "mentions": "entries of others in which the name is cut out",
}  # fmt: skip
_STAYS = {
    "deals": "deals with amounts, dates and stages",
    "offers": "offers with number, sum and dates",
    "bare_entries": "entries of the history without words",
    "waiting_mails": "mails of others that name him or her and wait for a decision: crmbot inbox list",
}


def _show_losses(number: int, name: str, gone: Any, stays: Any) -> None:
    """On stderr: what comes out is the proof."""
    _show_counts(f"#{number} {name}: this goes for good", gone, _GONE, err=True)
    _show_counts("this stays, without the name", stays, _STAYS, err=True)


def _show_counts(heading: str, counts: Any, words: dict[str, str], *, err: bool = False) -> None:
    if any(counts.values()):
        click.echo(heading, err=err)
    for key, count in counts.items():
        if count:
            click.echo(f"  {count:>6} {words.get(key, key)}", err=err)


def _show_proof(here: Here, erasure: Erasure, left: list[tuple[str, str, int]]) -> None:
    click.echo(
        f"#{erasure.number} was erased on {erasure.at:%Y-%m-%d %H:%M %Z} by {getpass.getuser()}; log entry {erasure.entry.id}"
    )
    _show_counts("this went for good", erasure.gone, _GONE)
    _show_counts("this stays, without the name", erasure.stays, _STAYS)
    if left:
        for table, column, count in left:
            click.echo(f"crmbot: still named: {count} times in {table}.{column}", err=True)
    else:
        click.echo("checked: no table holds the name, a mail address or a phone number any more")
    for path in _backups(here):
        click.echo(f"this safety copy still holds it, delete it in time: {path}")


def _backups(here: Here) -> list[str]:
    """Safety copies that were made here and are there still."""
    from pathlib import Path

    from crmbot.domain.filing.processing import processing_log

    with here.app.store.read() as session:
        entries = processing_log(session, action="backup")
    paths = (str((entry.details or {}).get("path", "")) for entry in entries)
    return [path for path in dict.fromkeys(paths) if path and Path(path).exists()]


@person.command("log")
@click.argument("number", type=ITEM, required=False)
@click.option("--limit", type=ITEM, help="Only the newest so many.")
@click.option("--json", "as_json", is_flag=True, help="One JSON array.")
@click.pass_obj
def person_log(here: Here, number: int | None, limit: int | None, as_json: bool) -> None:
    """Who exported, erased, saved and restored what, and what retention removed; of one person by NUMBER."""
    from crmbot.domain.filing.processing import processing_log

    with here.app.store.read() as session:
        entries = processing_log(session, subject=number, limit=limit)
    if as_json:
        echo_json([_entry_json(entry) for entry in entries])
        return
    for entry in entries:
        about = f" #{entry.subject}" if entry.subject else ""
        click.echo(
            f"{entry.id:>5}  {entry.at:%Y-%m-%d %H:%M}  {entry.action}{about} by {entry.actor or 'crmbot'} ({entry.channel})"
        )
        for name, value in (entry.details or {}).items():
            if told := _told(value):
                click.echo(f"       {name}: {told}")


def _told(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{count} {name}" for name, count in value.items() if count)
    return str(value)


def _entry_json(entry: ProcessingEntry) -> dict[str, Any]:
    return {
        "id": entry.id, "at": entry.at.isoformat(timespec="milliseconds"), "actor": entry.actor, "channel": entry.channel,
        "action": entry.action, "number": entry.subject, "details": entry.details,
    }  # fmt: skip


@click.command()
@click.option("--dry-run", is_flag=True, help="Only show what would be removed.")
@click.option("--now", type=Moment(), help="Pretend it is this moment.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.pass_obj
def retention(here: Here, dry_run: bool, now: datetime | None, as_json: bool) -> None:
    """Remove what is older than the section [retention] allows; `serve` does so by itself once an hour."""
    from crmbot.retention import retain, what_expired

    app = here.app_at(now)
    act = what_expired if dry_run else retain
    found = act(app.store, app.settings, app.clock())
    if as_json:
        echo_json(dict(found))
        return
    for name, count in found.items():
        click.echo(f"{count:>6} {name.replace('_', ' ')}: {'would be removed' if dry_run else 'removed'}")
    if not found:
        click.echo("Nothing is over its time.")
