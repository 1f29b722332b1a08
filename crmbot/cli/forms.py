"""`form`: templates of form mails, made of one sample, tried on others."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from crmbot.cli.context import Here, echo

if TYPE_CHECKING:
    from crmbot.parsing.kinds.form_templates import FormTemplate
    from crmbot.parsing.parsed import Message


@click.group()
def form() -> None:
    """Form mails that no habit explains: make a template of one sample, try it on others."""


@form.command()
@click.argument("sample", type=click.Path(exists=True, dir_okay=False))
@click.option("--field", "fields", multiple=True, metavar="NAME=VALUE", help="A value as it stands in the sample.")
@click.option("--name", help="How the form is called; else by the sample's subject.")
@click.option("--any-sender", is_flag=True, help="Try it for every mail, not only for the sample's sender.")
@click.option("--save", is_flag=True, help="Add it to the settings file, instead of printing it.")
@click.option("--dry-run", is_flag=True, help="Only show what the template reads from the sample.")
@click.pass_obj
def learn(
    here: Here, sample: str, fields: tuple[str, ...], name: str | None, any_sender: bool, save: bool, dry_run: bool
) -> None:
    r"""Make a template of the mail in SAMPLE, in which you name the values.

    \b
    crmbot form learn lead.eml --field name="Anna Muster" --field email=anna@muster.example --field load="500 kg"

    Names that are known fill the contact (name, first_name, last_name, email, phone, mobile, company, job_title, street,
    zip, city, website), and message, subject, budget; any other is kept as a field of its own. Without --field the text
    is shown as crmbot reads it.
    """
    from crmbot.parsing.kinds.form_templates import make_template

    message = _message(sample)
    if not fields:
        echo(message.text)
        return
    marks = dict(_mark(field) for field in fields)
    try:
        template = make_template(message.text, marks)
    except ValueError as fault:
        raise click.UsageError(f"{sample}: {fault}; without --field the text is shown") from None
    if dry_run:
        _echo_values(dict(template.match(message.text).values))
        return
    sender = "" if any_sender else _sender(message, marks)
    block = _block(name or message.header.subject or Path(sample).stem, sender, template)
    _save(here, block) if save else click.echo(block, nl=False)


@form.command("try")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False))
@click.pass_obj
def try_(here: Here, files: tuple[str, ...]) -> None:
    """Show by which template of the settings each mail is read, and what it yields. Exit code 1: one fits none."""
    from crmbot.parsing.kinds.learned_forms import learned_forms, read_learned
    from crmbot.parsing.team import make_team

    capture = here.settings.capture
    forms = learned_forms(entry.model_dump() for entry in here.settings.forms)
    team = make_team(capture.domains, (), capture.addresses)
    failed = False
    for file in files:
        message = _message(file)
        found = read_learned(forms, message.text, message.header, team, region=here.settings.locale.region)
        failed = failed or found.form is None
        if found.form is None:
            click.echo(f"{file}: {found.missed or 'no form'}")
            continue
        click.echo(f"{file}: the form {found.form.template!r}")
        contact = found.form.contact
        known = {key: getattr(contact, key) for key in ("name", "email", "company", "job_title", "address", "website")}
        numbers = ", ".join(phone.number for phone in contact.phones)
        _echo_values({**known, "phones": numbers, **found.form.fields})
    sys.exit(1 if failed else 0)


def _message(file: str) -> Message:
    from crmbot.parsing.mime.message import read_message

    return read_message(Path(file).read_bytes())


def _mark(field: str) -> tuple[str, str]:
    name, equals, value = field.partition("=")
    if not equals or not name.strip() or not value.strip():
        raise click.UsageError(f'--field {field!r}: write NAME=VALUE, for example --field name="Anna Muster"')
    return name.strip(), value.strip().replace("\\n", "\n")


def _sender(message: Message, marks: dict[str, str]) -> str:
    """The form server's address; empty where the mail comes from the person in the form."""
    address = (message.header.from_.address if message.header.from_ else None) or ""
    return "" if address in {value.lower() for value in marks.values()} else address


def _block(name: str, sender: str, template: FormTemplate) -> str:
    """The template as a `[[forms]]` entry of the settings file. None of the sample's values stands in it."""
    data = template.as_json()
    lines = ["[[forms]]", f"name = {_toml(name)}", f"from = {_toml([sender] if sender else [])}"]
    lines.append("stops = [")
    lines += [f"  {_toml(stop)}," for stop in data["stops"]]
    lines.append("]")
    for entry in data["lines"]:
        lines += ["[[forms.lines]]", *(f"{key} = {_toml(entry[key])}" for key in ("above", "after") if entry[key])]
        lines.append("values = [")
        lines += [f"  {_inline(value)}," for value in entry["values"]]
        lines.append("]")
    return "\n".join(lines) + "\n"


def _inline(value: dict[str, Any]) -> str:
    return "{ " + ", ".join(f"{key} = {_toml(held)}" for key, held in value.items()) + " }"


def _toml(value: Any) -> str:
    """A string, list of strings or truth value as TOML, which writes them as JSON does, but for one control character."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")


def _save(here: Here, block: str) -> None:
    """Add the block to the settings file, where the settings are still right with it."""
    from crmbot.config import load_settings

    path = here.settings_file
    before = path.read_text("utf-8") if path.exists() else ""
    separate = "" if not before else "\n" if before.endswith("\n") else "\n\n"
    draft = path.with_name(f".{path.name}.new")
    draft.write_text(f"{before}{separate}{block}", "utf-8")
    try:
        load_settings(str(draft))
    except BaseException:
        draft.unlink()
        raise
    if path.exists():
        draft.chmod(path.stat().st_mode)
    draft.replace(path)
    click.echo(f"added to {path}; it counts from the next start")


def _echo_values(values: dict[str, Any]) -> None:
    for key, value in values.items():
        if value:
            echo(f"  {key}: {' '.join(str(value).split())}")
