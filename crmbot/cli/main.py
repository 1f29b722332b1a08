"""`crmbot`: the group of all commands. A command's module is imported when it is called, so that help starts fast."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from pathlib import Path

import click

from crmbot import __version__
from crmbot.cli.context import Here
from crmbot.errors import ConfigFault, CrmbotError, RequestFault, StorageAway

# name: (module, attribute, help)
COMMANDS = {
    "init": ("setup", "init", "Write a commented crmbot.toml and create the database."),
    "serve": ("run", "serve", "Run everything that is configured."),
    "demo": ("run", "demo", "Show the product at work with a sample team and sample mails."),
    "say": ("chat", "say", "Send one chat request and print the answer."),
    "console": ("chat", "console", "Chat in the terminal."),
    "deliver": ("mail", "deliver", "Take one mail from a file or standard input."),
    "parse": ("mail", "parse", "Show what the parser understands of mails."),
    "explain": ("mail", "explain", "Show what would become of mails, and why. Writes nothing."),
    "form": ("forms", "form", "Form mails: make a template of a sample, try it."),
    "inbox": ("queues", "inbox", "What came in: list, show, retry, release, drop."),
    "mailbox": ("mailboxes", "mailbox", "Mailboxes: list, check without changing anything, login by OAuth."),
    "sender": ("senders", "sender", "Whose unproven mail is refused unasked: list, allow."),
    "outbox": ("queues", "outbox", "What goes out: list, show, retry."),
    "member": ("members", "member", "The team: add, list, set, renew, leave, card, link, password."),
    "person": ("people", "person", "One person: export everything, erase for good, the log of both."),
    "retention": ("people", "retention", "Remove what is older than the settings allow."),
    "process": ("processes", "process", "The processes that deals travel: check, preview, accept, list, show."),
    "file": ("files", "file_", "Take a file out of the history."),
    "tick": ("run", "tick", "Queue and send what is due, once."),
    "import": ("data", "import_", "Read contacts, companies, deals, products or mails from a file."),
    "export": ("export", "export", "Write records to a file, by filter and right."),
    "doctor": ("setup", "doctor", "Check settings, database, queues and channels."),
    "db": ("database", "db", "The database: upgrade, backup, restore, check, reindex."),
    "slack": ("setup", "slack", "Slack: print the app's manifest, link the members."),
}


class LazyGroup(click.Group):
    """A group that knows its commands by name and imports one when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """In the order of a first session."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command itself, or None."""
        if cmd_name not in COMMANDS:
            return None
        module, attribute, _ = COMMANDS[cmd_name]
        command: click.Command = getattr(import_module(f"crmbot.cli.{module}"), attribute)
        _take_config(command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, with the nearest names offered, which it would look for among what is imported."""
        try:
            return super().resolve_command(ctx, args)
        except click.NoSuchCommand as unknown:
            raise click.NoSuchCommand(unknown.command_name, possibilities=COMMANDS, ctx=ctx) from None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """The list, without importing anything."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, _, text) in COMMANDS.items()])


def _take_config(command: click.Command) -> None:
    """Let a command and those below it take `--config` behind their name too, as they take their own options."""
    below = command.commands.values() if isinstance(command, click.Group) else ()
    for one in (command, *below):
        if not any(parameter.name == _CONFIG.name for parameter in one.params):
            one.params.append(_CONFIG)


def _read_there(ctx: click.Context, _param: click.Parameter, value: str | None) -> None:
    if value is not None:
        ctx.find_object(Here).config = value  # type: ignore[union-attr]


_CONFIG = click.Option(
    ["--config"], metavar="PATH", hidden=True, is_eager=True, expose_value=False, callback=_read_there
)


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("--config", metavar="PATH", help="Settings file; else CRMBOT_CONFIG, else crmbot.toml here.")
@click.version_option(__version__, prog_name="crmbot")
@click.pass_context
def cli(ctx: click.Context, config: str | None) -> None:
    """Email and chat driven CRM: forwarded mail becomes leads, chat answers, follow-ups arrive on time."""
    ctx.obj = Here(config)
    ctx.call_on_close(ctx.obj.close)


def main() -> None:
    """The entry point: every fault of ours becomes lines on standard error and exit code 1."""
    _open_what_is_closed()
    try:
        cli()
    except ConfigFault as fault:
        _fail(*fault.faults)
    except RequestFault as fault:
        from crmbot.shapes import Reader
        from crmbot.texts import render

        _fail(render(fault.text, Reader("en", "UTC")))
    except StorageAway as error:
        _fail(f"the database does not answer, see database.url: {error}")
    except CrmbotError as error:
        _fail(str(error))
    except BrokenPipeError:
        sys.stderr.close()  # whoever read our output has enough
        sys.exit(1)
    except OSError as error:  # a folder that is not there or not ours, a disk that is full
        _fail(f"{error.filename}: {error.strerror}" if error.filename else str(error.strerror or error))


def _open_what_is_closed() -> None:
    """A caller may have closed standard input or output (`>&-`); then there is nothing to read, and nobody to read us."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 - as long as we run


def _fail(*lines: str) -> None:
    for line in lines:
        click.echo(f"crmbot: {line}", err=True)
    sys.exit(1)
