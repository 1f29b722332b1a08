"""`member`: the team."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from crmbot.cli.context import Here, echo, echo_json

if TYPE_CHECKING:
    from crmbot.domain.records import Member
    from crmbot.domain.records.work import Work


_LONGEST_DEPARTMENT = 60


def _zone(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    if value is not None:
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError) as error:
            raise click.BadParameter(f"{value!r} is no IANA time zone; write for example Europe/Berlin") from error
    return value


def _slack_id(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    """As Slack writes them; an empty value stays one: he is not linked any more."""
    if value and not re.fullmatch("[UW][A-Z0-9]{1,39}", value):
        raise click.BadParameter(f"{value!r} is no id of Slack; it begins with U or W, as in the person's profile")
    return value


def _department(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    if value and (len(value) > _LONGEST_DEPARTMENT or not value.isprintable()):
        raise click.BadParameter(f"write one word or two, {_LONGEST_DEPARTMENT} characters at most")
    return value


def _addresses(here: Here, emails: tuple[str, ...]) -> tuple[str, ...]:
    """Those of a member; mail from a capture address would be our own."""
    for email in emails:
        if here.app.intake.capture(email.strip().lower()):
            raise click.UsageError(f"{email} is a capture address: write the one that the member sends from")
    return emails


def _day(context: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    """A day as ISO 8601, also given in plain words; an empty value stays one."""
    if not value:
        return value
    from crmbot.parsing.phrases.dates import parse_date

    here: Here = context.obj
    found = parse_date(value, now=here.app.clock().astimezone(ZoneInfo(here.settings.locale.timezone)))
    if found is None:
        raise click.BadParameter(f"{value!r} is no day; write for example 2026-12-24")
    return found.at.date().isoformat()


_OPTIONS = (
    click.option("--slack", metavar="U…", callback=_slack_id, help="Slack id; else found by mail address."),
    click.option("--timezone", callback=_zone, help="IANA name; else the team's."),
    click.option("--language", type=click.Choice(["de", "en"]), help="Language; else the team's."),
    click.option("--department", callback=_department, help="Department, for example sales."),
    click.option("--manager", metavar="KEY", help="Whom overdue work is escalated to."),
    click.option(
        "--rights", metavar="RIGHTS", help="admin, manager, member, team, own, read, none, or read:all,write:own …"
    ),
    click.option("--absent-from", metavar="DAY", callback=_day, help="First day of absence; empty: he is back."),
    click.option("--absent-until", metavar="DAY", callback=_day, help="Last day of absence."),
    click.option("--substitute", metavar="KEY", help="Who stands in meanwhile."),
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
    from crmbot.domain.members.members import add_member

    with here.write("member") as work:
        added = add_member(work, key, name, _addresses(here, emails))
        _set_values(work, added, values)
        work.session.flush()
    click.echo(f"{added.name} ({added.key}) is a member now.")
    _echo_address(here, added)


@member.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON array.")
@click.pass_obj
def member_list(here: Here, as_json: bool) -> None:
    """List the team."""
    from crmbot.domain.members.members import all_members

    app = here.app
    with app.store.read() as session:
        rows = [_json(here, entry) for entry in all_members(session)]
    if as_json:
        echo_json(rows)
        return
    for row in rows:
        left = "" if row["active"] else "  (left)"
        echo(f"{row['key']:<12} {row['name']:<24} {', '.join(row['emails'])}  {row['capture_address'] or ''}{left}")


@member.command("set")
@click.argument("key")
@click.option("--name", help="Full name.")
@click.option("--email", "emails", multiple=True, help="All addresses from now on; may be repeated.")
@_member_options
@click.pass_obj
def member_set(here: Here, /, key: str, name: str | None, emails: tuple[str, ...], **values: str | None) -> None:
    """Change a member."""
    from crmbot.domain.members.members import checked_name, require_member, set_emails

    if name is None and not emails and all(value is None for value in values.values()):
        raise click.UsageError("nothing to change: name at least one option")
    with here.write("member") as work:
        found = require_member(work.session, key)
        if name is not None:
            found.name = checked_name(name)
        if emails:
            set_emails(work, found, _addresses(here, emails))
        _set_values(work, found, values)
    click.echo(f"{found.key}: changed")


@member.command("renew")
@click.argument("key")
@click.pass_obj
def member_renew(here: Here, key: str) -> None:
    """Give a member a new personal capture address; the old one stops at once."""
    from crmbot.domain.members.members import renew_token, require_member

    with here.write("renew") as work:
        found = require_member(work.session, key)
        renew_token(found)
    _echo_address(here, found)


@member.command("link")
@click.argument("key")
@click.pass_obj
def member_link(here: Here, key: str) -> None:
    """Print a code by which a member KEY links himself in Slack, where his mail address there is another one."""
    from crmbot.domain.announcing.linking import VALID, new_code
    from crmbot.domain.members.members import require_member

    with here.write("link") as work:
        found = require_member(work.session, key)
        code = new_code(work, found)
    click.echo(f"Code for {found.name}, good once and for {VALID.total_seconds() / 3600:.0f} hours: {code}")
    click.echo(f"{found.name} writes to the bot in a direct message: link {code}")


@member.command("card")
@click.argument("key")
@click.pass_obj
def member_card(here: Here, key: str) -> None:
    """Print the capture address of a member as a vCard, for the address book of the mail program."""
    from crmbot.domain.members.members import require_member
    from crmbot.exports.cards import escaped

    with here.app.store.read() as session:
        address = here.app.capture_address(require_member(session, key))
    if address is None:
        raise click.ClickException("no capture address is configured: set capture.addresses")
    name = escaped(f"CRM ({address.partition('@')[2]})")
    lines = (
        "BEGIN:VCARD",
        "VERSION:3.0",
        f"FN:{name}",
        f"N:{name};;;;",
        f"EMAIL;TYPE=internet:{escaped(address)}",
        "END:VCARD",
    )
    click.echo("\r\n".join(lines) + "\r")


@member.command("leave")
@click.argument("key")
@click.option("--to", "successor", required=True, metavar="KEY", help="Who takes over deals and follow-ups.")
@click.pass_obj
def member_leave(here: Here, key: str, successor: str) -> None:
    """Let a member leave; open deals and follow-ups go to somebody else."""
    from crmbot.domain.members.members import leave, require_member

    if key == successor:
        raise click.BadParameter("must be somebody else", param_hint="--to")
    with here.write("leave") as work:
        leaver = require_member(work.session, key)
        count = leave(work, leaver, require_member(work.session, successor))
        change = work.change_set()
    click.echo(f"{leaver.key} left; {count} records went to {successor}.")
    click.echo(f"An administrator can take it back in the chat: undo {change}")


@member.command("password")
@click.password_option(help="The password; asked for without echo.")
def member_password(password: str) -> None:
    """Print the hash of a password, for smtp.users in the settings."""
    from crmbot.channels.smtp.auth import hash_password

    click.echo(hash_password(password))


def _set_values(work: Work, found: Member, values: dict[str, str | None]) -> None:
    from crmbot.domain.members.absence import set_absence
    from crmbot.domain.members.members import require_member, set_manager, set_slack
    from crmbot.domain.members.rights import read_rights

    given = {name: value for name, value in values.items() if value is not None}
    work.session.flush()
    if rights := given.pop("rights", None):
        found.rights, found.permissions = read_rights(rights)
    if "manager" in given:
        set_manager(work, found, given.pop("manager"))
    if "slack" in given:
        set_slack(work, found, given.pop("slack"))
    absence = {str(name): given.pop(name) for name in ("absent_from", "absent_until", "substitute") if name in given}
    if absence:
        substitute = require_member(work.session, absence["substitute"]) if absence.get("substitute") else None
        first, last = (_changed_day(found, name, absence) for name in ("absent_from", "absent_until"))
        if last is not None and "absent_from" not in absence:
            first = first or work.now.date()
        set_absence(found, first, last if first else None, substitute)
        if absence.get("substitute") == "":
            found.substitute = None
    for name, value in given.items():
        setattr(found, name, value or None)


def _changed_day(found: Member, name: str, absence: dict[str, str]) -> date | None:
    held: date | None = getattr(found, name)
    if name not in absence:
        return held
    return date.fromisoformat(absence[name]) if absence[name] else None


def _json(here: Here, found: Member) -> dict[str, Any]:
    """As in contracts, section 6."""
    from crmbot.domain.members.rights import spelled

    locale = here.settings.locale
    return {
        "key": found.key, "name": found.name, "emails": [entry.email for entry in found.emails], "slack": found.slack,
        "timezone": found.timezone or locale.timezone, "language": found.language or locale.language,
        "department": found.department, "manager": found.manager, "rights": spelled(found.rights, found.permissions),
        "active": found.active, "capture_address": here.app.capture_address(found) if found.active else None,
        "absent_from": found.absent_from.isoformat() if found.absent_from else None,
        "absent_until": found.absent_until.isoformat() if found.absent_until else None, "substitute": found.substitute,
    }  # fmt: skip


def _echo_address(here: Here, found: Member) -> None:
    address = here.app.capture_address(found)
    if address:
        click.echo(f"Personal capture address (a secret, forward mail to it): {address}")
    else:
        click.echo("No capture address is configured yet: set capture.addresses.")
