"""`init`, `doctor`, `slack`: setting crmbot up and looking after it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from crmbot.cli.context import Here, echo_json

if TYPE_CHECKING:
    from crmbot.doctor import Finding


@click.command()
@click.option("--yes", is_flag=True, help="Ask nothing; take the defaults.")
@click.pass_obj
def init(here: Here, yes: bool) -> None:
    """Write a commented crmbot.toml and create the database. Never overwrites."""
    from crmbot.config_template import template

    path = here.settings_file
    if path.exists():
        click.echo(f"{path} is there already; it stays as it is.")
    else:
        capture, domain = _ask(yes)
        path.write_text(template(capture, domain), "utf-8")
        click.echo(f"{path} written.")
    here.config = str(path)
    with here.app.store.read():
        click.echo("The database is ready.")
    click.echo('Next: crmbot member add anna --name "Anna Berg" --email anna@firma.example')


def _ask(yes: bool) -> tuple[str, str]:
    if yes or not sys.stdin.isatty():
        return "", ""
    domain = click.prompt("Your own mail domain (people there are never customers)", default="", show_default=False)
    capture = click.prompt("The capture address that mail is forwarded to", default=f"crm@{domain}" if domain else "")
    return str(capture), str(domain)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON array.")
@click.pass_obj
def doctor(here: Here, as_json: bool) -> None:
    """Check settings, database, queues and channels; each line says what is wrong and the mend."""
    from crmbot.doctor import examine

    findings = examine(here.app)
    if as_json:
        echo_json([finding.as_json() for finding in findings])
    else:
        for finding in findings:
            click.echo(_line(finding))
    sys.exit(1 if any(finding.level == "error" for finding in findings) else 0)


def _line(finding: Finding) -> str:
    mend = f" → {finding.mend}" if finding.mend else ""
    return f"{finding.level:<8} {finding.what}: {finding.found}{mend}"


@click.group()
def slack() -> None:
    """The Slack app."""


@slack.command("manifest")
@click.option("--url", help="Public address of this server, for Slack over HTTP; without, for Socket Mode.")
@click.option("--socket", is_flag=True, help="Socket Mode also where http.public_url is set.")
@click.pass_obj
def slack_manifest(here: Here, url: str | None, socket: bool) -> None:
    """Print the manifest to make the Slack app from, as JSON."""
    import json

    from crmbot.assistant.commands import REGISTRY
    from crmbot.channels.slack.manifest import CommandHelp, manifest
    from crmbot.texts import render

    language = here.settings.locale.language
    reader = here.app.reader
    commands = [
        CommandHelp(command.name(language), _arguments(render(command.usage, reader), command.name(language)))
        for command in REGISTRY
    ]
    public = here.settings.http.public_url
    if socket and url:
        raise click.BadParameter("goes without --url: in Socket Mode Slack calls nobody", param_hint="--socket")
    url = None if socket else url or public or None
    if url and not url.startswith("https://"):
        raise click.BadParameter("Slack calls https:// addresses only", param_hint="--url")
    click.echo(
        json.dumps(
            manifest(commands, command=here.settings.slack.command, url=url, link_url=public or None),
            ensure_ascii=False,
            indent=2,
        )
    )


@slack.command("link")
@click.option("--welcome", is_flag=True, help="Write a first direct message to each who is linked now.")
@click.pass_obj
def slack_link(here: Here, welcome: bool) -> None:
    """Link all members with the people of the workspace by mail address, and name those who are not found there."""
    from crmbot.slack_people import link_all

    matched = link_all(here.app, welcome=welcome)
    for one in matched.linked:
        click.echo(f"{one.key}: linked with {one.slack}")
    click.echo(f"{len(matched.linked)} linked now, {len(matched.known)} were before, {len(matched.missing)} not found.")
    for one in matched.missing:
        click.echo(
            f"{one.key}: nobody in Slack has {' or '.join(e.email for e in one.emails)} → crmbot member link {one.key}"
        )


def _arguments(usage: str, name: str) -> str:
    """A usage line without the verb that it begins with."""
    return usage.removeprefix(name).strip()
