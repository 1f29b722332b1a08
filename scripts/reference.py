"""Keeps the tables of docs/settings.md and docs/commands.md in step with the code.

    python scripts/reference.py           write the tables anew
    python scripts/reference.py --check   change nothing; exit 1 and name the documents that are stale

A table stands between `<!-- table NAME -->` and `<!-- end -->`; what people wrote around it stays.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator, Mapping
from datetime import time
from pathlib import Path
from typing import Any, get_args, get_origin

import click
from pydantic import BaseModel, SecretStr

from crmbot.assistant.commands import REGISTRY
from crmbot.assistant.registry import Command
from crmbot.cli.context import Here
from crmbot.cli.main import COMMANDS, cli
from crmbot.config import PREFIX, Settings
from crmbot.shapes import Reader
from crmbot.texts import render

DOCS = Path(__file__).resolve().parent.parent / "docs"
DOCUMENTS = ("settings.md", "commands.md")
_ENGLISH = Reader("en", "UTC")
_TABLE = re.compile(r"(<!-- table ([\w:-]{1,60}) -->\n).*?(<!-- end -->)", re.DOTALL)


def sections() -> Mapping[str, type[BaseModel]]:
    """The model of each section of the settings, by name; of a list of sections that of one entry."""
    return {name: _model(field.annotation) for name, field in Settings.model_fields.items()}


def _model(annotation: Any) -> type[BaseModel]:
    for one in (annotation, *get_args(annotation)):
        if isinstance(one, type) and issubclass(one, BaseModel):
            return one
    raise TypeError(annotation)


def is_list(section: str) -> bool:
    """Whether there may be several of a section."""
    return get_origin(Settings.model_fields[section].annotation) is list


def settings_table(section: str) -> str:
    """One section: name, environment name, default and meaning."""
    place = "0__" if is_list(section) else ""
    lines = ["| Name | Environment | Default | Meaning |", "|---|---|---|---|"]
    for key, field in sections()[section].model_fields.items():
        name = field.alias or key
        variable = f"{PREFIX}{section}__{place}{name}".upper()
        default = "required" if field.is_required() else _default(field.get_default(call_default_factory=True))
        lines.append(f"| `{name}` | `{variable}` | {default} | {field.description} |")
    return "\n".join(lines)


def _default(value: Any) -> str:
    if isinstance(value, time):
        return f"`{value:%H:%M}`"
    if value in ("", None, [], {}) or isinstance(value, SecretStr):
        return "empty"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    return f"`{', '.join(map(str, value))}`" if isinstance(value, list) else f"`{value}`"


def chat_table(topic: str) -> str:
    """The chat commands of one topic of the help."""
    lines = ["| English | German | what for | for example |", "|---|---|---|---|"]
    for command in REGISTRY:
        if command.topic == topic:
            summary = render(command.summary, _ENGLISH)
            lines.append(f"| {_usage(command)} | {_names(command.names['de'])} | {summary} | {_examples(command)} |")
    return "\n".join(lines)


def _usage(command: Command) -> str:
    aliases = [name for name in command.names["en"] if name != command.name("en")]
    also = f"<br>also {_names(aliases)}" if aliases else ""
    return f"`{_cell(render(command.usage, _ENGLISH))}`{also}"


def _names(names: Any) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _examples(command: Command) -> str:
    return "<br>".join(f"`{_cell(text)}`" for language in ("en", "de") for text in command.examples_for(language)[:2])


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def cli_table(group: str) -> str:
    """One command of the command line, or each command of a group, with its options."""
    return "\n\n".join(_command(path, command) for path, command in commands(group))


def commands(name: str) -> Iterator[tuple[str, click.Command]]:
    """A command with its name, or the commands of a group with theirs."""
    context = click.Context(cli, obj=Here(None))
    found = cli.get_command(context, name)
    assert found is not None
    if isinstance(found, click.Group):
        yield from ((f"{name} {sub}", command) for sub, command in found.commands.items())
    else:
        yield name, found


def _command(path: str, command: click.Command) -> str:
    context = click.Context(command, info_name=f"crmbot {path}")
    usage = " ".join([f"crmbot {path}", *command.collect_usage_pieces(context)]).replace("[OPTIONS]", "[…]")
    lines = [f"`{usage}`  ", command.help or ""]
    options = [p.get_help_record(context) for p in command.params if isinstance(p, click.Option)]
    lines += [f"- `{names}`: {text}" for names, text in filter(None, options)]
    return "\n".join(lines)


def written(text: str) -> str:
    """A document with all its tables made anew. KeyError for a table nobody knows."""
    return _TABLE.sub(lambda found: f"{found[1]}\n{_table(found[2])}\n\n{found[3]}", text)


def _table(name: str) -> str:
    kind, _, what = name.partition(":")
    return {"settings": settings_table, "chat": chat_table, "cli": cli_table}[kind](what)


def expected() -> dict[str, set[str]]:
    """The tables that each document must have."""
    return {
        "settings.md": {f"settings:{name}" for name in sections()},
        "commands.md": {f"chat:{command.topic}" for command in REGISTRY} | {f"cli:{name}" for name in COMMANDS},
    }


def faults() -> list[str]:
    """What is stale or missing, one line each."""
    lines = []
    for document in DOCUMENTS:
        text = (DOCS / document).read_text("utf-8")
        missing = expected()[document] - {found[1] for found in re.findall(r"(<!-- table ([\w:-]{1,60}) -->)", text)}
        lines += [f"docs/{document}: there is no table {name}" for name in sorted(missing)]
        if written(text) != text:
            lines.append(f"docs/{document}: is stale: python scripts/reference.py")
    return lines


def main() -> int:
    """Runs as the module says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="change nothing; exit 1 when a document is stale")
    if not parser.parse_args().check:
        for document in DOCUMENTS:
            path = DOCS / document
            path.write_text(written(path.read_text("utf-8")), "utf-8")
    lines = faults()
    sys.stdout.writelines(f"{line}\n" for line in lines)
    return 1 if lines else 0


if __name__ == "__main__":
    raise SystemExit(main())
