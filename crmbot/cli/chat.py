"""`say` and `console`: the chat without Slack."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import click

from crmbot.cli.context import Here, Moment, echo_json
from crmbot.garbage import uncollected
from crmbot.shapes import Answer, ChatMessage

_WIDTH = 110


@click.command()
@click.option(
    "--as", "member", required=True, metavar="MEMBER", help="Key, mail address or Slack id of the acting member."
)
@click.option("--json", "as_json", is_flag=True, help="Print the reply as one JSON object.")
@click.option("--now", type=Moment(), help="Pretend it is this moment.")
@click.option(
    "--value", "values", multiple=True, metavar="KEY=TEXT", help="The answer to a question of a form; repeat it."
)
@click.option(
    "--picture", type=click.Path(dir_okay=False, path_type=Path), help="Save the picture of a chart as this PNG file."
)
@click.argument("text", nargs=-1)
@click.pass_obj
@uncollected()
def say(
    here: Here, member: str, as_json: bool, now: datetime | None, values: tuple[str, ...], picture: Path | None,
    text: tuple[str, ...],
) -> None:  # fmt: skip
    """Send one chat request, the same TEXT as after /crm, and print the answer."""
    app = here.app_at(now)
    if picture is not None:
        here.spare_own(picture)
    answers = _answers(values)
    message = ChatMessage(" ".join(text), member, "say", f"say:{member}", app.clock(), values=answers)
    answer = app.assistant.answer(message)
    app.file_released_mail()
    if picture is not None:
        _save(answer, picture)
    if as_json:
        from crmbot.channels.reply_json import reply_to_json
        from crmbot.channels.slack.blocks import reply_to_blocks

        echo_json(reply_to_json(answer.reply, answer.reader, reply_to_blocks(answer.reply, answer.reader)))
    else:
        from crmbot.channels.terminal import render_text

        click.echo(render_text(answer.reply, answer.reader, width=_WIDTH), err=not answer.reply.ok)
    sys.exit(0 if answer.reply.ok else 1)


def _answers(values: tuple[str, ...]) -> dict[str, str]:
    """What was answered, by the key of the question."""
    pairs = [value.partition("=") for value in values]
    if any(not key or not equals for key, equals, _ in pairs):
        raise click.UsageError("--value takes KEY=TEXT, for example --value text='wants prices'")
    return {key: text for key, _, text in pairs}


def _save(answer: Answer, path: Path) -> None:
    """Write the picture; an answer without one, or a file that cannot be written, ends with one line."""
    if answer.reply.picture is None:
        raise click.ClickException("this answer has no picture")
    try:
        path.write_bytes(answer.reply.picture.content)
    except OSError as fault:
        raise click.ClickException(f"{path} cannot be written: {fault.strerror}") from fault


@click.command()
@click.option("--as", "member", metavar="MEMBER", help="Key, mail address or Slack id; else the first member.")
@click.pass_obj
def console(here: Here, member: str | None) -> None:
    """Chat in the terminal: history, completion with Tab, buttons as numbers, forms question by question, Ctrl-D to leave."""
    from crmbot.assistant.commands import REGISTRY
    from crmbot.channels.console import run_console
    from crmbot.domain.members.members import all_members, identify

    app = here.app
    if member is None:
        with app.store.read() as session:
            members = all_members(session, active_only=True)
        if not members:
            raise click.ClickException("there is no member yet: crmbot member add KEY --name … --email …")
        member = members[0].key
    with app.store.read() as session:
        if identify(session, member) is None:
            raise click.ClickException(f"there is no member {member!r}: crmbot member list")
    who = member

    def answer(text: str, values: Mapping[str, str]) -> Answer:
        return app.assistant.answer(ChatMessage(text, who, "console", f"console:{who}", app.clock(), values=values))

    verbs = [name for command in REGISTRY for name in command.all_names()]
    run_console(answer, verbs, who)
