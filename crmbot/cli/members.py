"""`member`: the team."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from crmbot.cli.context import Here, echo_json

if TYPE_CHECKING:
    from crmbot.domain.records import Member
    from crmbot.domain.records.work import Work

_RIGHTS = ("member", "admin", "read")


def _zone(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    if value is not None:
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError) as error:
            raise click.BadParameter(f"{value!r} is no IANA time zone; write for example Europe/Berlin") from error
    return value


_OPTIONS = (
    click.option("--slack", metavar="U…", help="Slack id; else found by mail address."),
    click.option("--timezone", callback=_zone, help="IANA name; else the team's."),
    click.option("--language", type=click.Choice(["de", "en"]), help="Language; else the team's."),
    click.option("--department", help="Department, for example sales."),
    click.option("--manager", metavar="KEY", help="Whom overdue work is escalated to."),
    click.option("--rights", type=click.Choice(_RIGHTS), help="What the member may do."),
)


def _member_options(function: Any) -> Any:
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


@click.group()
def member() -> None:
    """The team: who works with crmbot, and the personal capture address of each."""


@member.command("add")
@click.argument("key")
@click.option("--name", required=True, help="Full name.")
@click.option(
    "--email", "emails", multiple=True, required=True, help="Address the member writes from; may be repeated."
)
@_member_options
@click.pass_obj
def member_add(here: Here, /, key: str, name: str, emails: tuple[str, ...], **values: str | None) -> None:
    """Add a member KEY and print the personal capture address."""
    from crmbot.domain.members import add_member

    app = here.app
    with app.store.write(app.clock(), channel="cli", action="member") as work:
        added = add_member(work, key, name, emails)
        _set_values(work, added, values)
        work.session.flush()
    click.echo(f"{added.name} ({added.key}) is a member now.")
    _echo_address(here, added)


@member.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON array.")
@click.pass_obj
def member_list(here: Here, as_json: bool) -> None:
    """List the team."""
    from crmbot.domain.members import all_members

    app = here.app
    with app.store.read() as session:
        rows = [_json(here, entry) for entry in all_members(session)]
    if as_json:
        echo_json(rows)
        return
    for row in rows:
        left = "" if row["active"] else "  (left)"
        click.echo(
            f"{row['key']:<12} {row['name']:<24} {', '.join(row['emails'])}  {row['capture_address'] or ''}{left}"
        )


@member.command("set")
@click.argument("key")
@click.option("--name", help="Full name.")
@click.option("--email", "emails", multiple=True, help="All addresses from now on; may be repeated.")
@_member_options
@click.pass_obj
def member_set(here: Here, /, key: str, name: str | None, emails: tuple[str, ...], **values: str | None) -> None:
    """Change a member."""
    from crmbot.domain.members import require_member, set_emails

    app = here.app
    with app.store.write(app.clock(), channel="cli", action="member") as work:
        found = require_member(work.session, key)
        if name:
            found.name = name
        if emails:
            set_emails(work, found, emails)
        _set_values(work, found, values)
    click.echo(f"{found.key}: changed")


@member.command("renew")
@click.argument("key")
@click.pass_obj
def member_renew(here: Here, key: str) -> None:
    """Give a member a new personal capture address; the old one stops at once."""
    from crmbot.domain.members import renew_token, require_member

    app = here.app
    with app.store.write(app.clock(), channel="cli", action="renew") as work:
        found = require_member(work.session, key)
        renew_token(found)
    _echo_address(here, found)


@member.command("leave")
@click.argument("key")
@click.option("--to", "successor", required=True, metavar="KEY", help="Who takes over deals and follow-ups.")
@click.pass_obj
def member_leave(here: Here, key: str, successor: str) -> None:
    """Let a member leave; open deals and follow-ups go to somebody else."""
    from crmbot.domain.members import leave, require_member

    app = here.app
    if key == successor:
        raise click.BadParameter("must be somebody else", param_hint="--to")
    with app.store.write(app.clock(), channel="cli", action="leave") as work:
        count = leave(work, require_member(work.session, key), require_member(work.session, successor))
    click.echo(f"{key} left; {count} records went to {successor}.")


@member.command("password")
@click.password_option(help="The password; asked for without echo.")
def member_password(password: str) -> None:
    """Print the hash of a password, for smtp.users in the settings."""
    from crmbot.channels.smtp.auth import hash_password

    click.echo(hash_password(password))


def _set_values(work: Work, found: Member, values: dict[str, str | None]) -> None:
    from crmbot.domain.members import require_member

    if values.get("manager"):
        require_member(work.session, str(values["manager"]))
    for name, value in values.items():
        if value is not None:
            setattr(found, name, value or None)


def _json(here: Here, found: Member) -> dict[str, Any]:
    """As in contracts, section 6."""
    locale = here.settings.locale
    return {
        "key": found.key, "name": found.name, "emails": [entry.email for entry in found.emails], "slack": found.slack,
        "timezone": found.timezone or locale.timezone, "language": found.language or locale.language,
        "department": found.department, "manager": found.manager, "rights": found.rights, "active": found.active,
        "capture_address": here.app.capture_address(found) if found.active else None,
    }  # fmt: skip


def _echo_address(here: Here, found: Member) -> None:
    address = here.app.capture_address(found)
    if address:
        click.echo(f"Personal capture address (a secret, forward mail to it): {address}")
    else:
        click.echo("No capture address is configured yet: set capture.addresses.")
