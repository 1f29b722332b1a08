"""The documents say what the program does: every setting, command, rule, scope, link and path in them is checked."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from crmbot.assistant.commands import REGISTRY
from crmbot.channels.slack.manifest import LINK_SCOPES, SCOPES
from crmbot.cli.main import COMMANDS
from crmbot.domain.filing.decisions import RULES
from crmbot.domain.process import builtin_process
from scripts import reference
from tests.example_talk import Examples

ROOT = Path(__file__).parent.parent


def _tracked() -> list[Path]:
    """The files of the project; without git, those that are not hidden and not generated."""
    if shutil.which("git") and (ROOT / ".git").exists():
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
        return [path for name in listed.decode().split("\0") if name and (path := ROOT / name).is_file()]
    parts = ("*.md", "*.toml", "*.lock", "Makefile", "crmbot/**/*", "docs/**/*", "scripts/*", "tests/**/*")
    return [path for part in parts for path in ROOT.glob(part) if path.is_file() and "__pycache__" not in path.parts]


TRACKED = _tracked()
DOCUMENTS = [path for path in TRACKED if path.suffix == ".md"]
_names = {str(path.relative_to(ROOT)): path.read_text("utf-8") for path in DOCUMENTS}
SETTINGS, MAIL, SLACK = (_names[f"docs/{name}.md"] for name in ("settings", "mail", "slack"))
CHAT, CLI = _names["docs/commands.md"].split("\n## Command line\n")


def _rows(text: str, heading: str) -> list[list[str]]:
    """The cells of the table below a heading."""
    part = text.partition(f"{heading}\n")[2]
    table = re.search(r"(?:^\|.*\n)+", part, re.MULTILINE)
    assert table is not None
    rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in table[0].strip().split("\n")]
    return rows[2:]


def test_the_tables_are_made_from_the_code_as_it_is() -> None:
    assert reference.faults() == []


def test_a_stale_table_is_noticed() -> None:
    stale = SETTINGS.replace("`127.0.0.1:8025`", "`127.0.0.1:25`")
    assert stale != SETTINGS
    assert reference.written(stale) == SETTINGS


@pytest.mark.parametrize("section", list(reference.sections()))
def test_every_setting_stands_in_the_settings_with_its_environment_name(section: str) -> None:
    for name, field in reference.sections()[section].model_fields.items():
        place = "0__" if reference.is_list(section) else ""
        variable = f"CRMBOT_{section}__{place}{field.alias or name}".upper()
        assert f"| `{field.alias or name}` | `{variable}` |" in SETTINGS


@pytest.mark.parametrize("name", list(COMMANDS))
def test_every_command_stands_in_the_commands_with_its_options(name: str) -> None:
    for path, command in reference.commands(name):
        assert f"`crmbot {path} " in CLI
        for option in (option for one in command.params if isinstance(one, click.Option) for option in one.opts):
            assert option in CLI


@pytest.mark.parametrize("command", list(REGISTRY), ids=lambda command: command.key)
def test_every_chat_command_stands_in_the_commands_with_all_its_names(command) -> None:
    assert [name for name in command.all_names() if f"`{name}`" not in CHAT and f"`{name} " not in CHAT] == []


_SAID = [
    example
    for row in re.findall(r"^\| (`.*?`) \|", _names["docs/crm.md"], re.MULTILINE)
    for example in re.findall(r"`([^`]+)`", row)
]


@pytest.mark.parametrize("text", _SAID)
def test_each_example_of_the_days_work_gets_an_answer(examples: Examples, text: str) -> None:
    reply = examples.answer(text)
    assert reply.ok, (text, reply.title)


def test_there_are_examples_of_the_days_work() -> None:
    assert len(_SAID) > 40


def test_the_rules_of_mail_stand_in_their_order() -> None:
    rows = _rows(MAIL, "## How it is filed")
    assert [row[0].strip("`") for row in rows] == [name for name, _rule in RULES]


def test_the_stages_that_take_mail_are_those_the_document_names() -> None:
    won = [stage.key for stage in builtin_process().stages if stage.takes_mail and stage.state != "open"]
    assert won == ["order"]
    assert "the open stages and, in the built-in process, `order`" in " ".join(MAIL.split())


def test_the_scopes_stand_with_their_reasons() -> None:
    rows = _rows(SLACK, "## What the bot may do, and why")
    assert {row[0].strip("`"): row[1] for row in rows} == {**SCOPES, **LINK_SCOPES}


def _links() -> Iterator[tuple[Path, str]]:
    for path in DOCUMENTS:
        for target in re.findall(r"\]\(([^)\s]+)\)", path.read_text("utf-8")):
            if not re.match(r"[a-z]+:", target):
                yield path, target


def test_every_link_between_the_documents_leads_somewhere() -> None:
    links = list(_links())
    assert len(links) > 10
    assert [f"{path.name}: {target}" for path, target in links if not _leads(path, target)] == []


def _leads(path: Path, target: str) -> bool:
    file, _, anchor = target.partition("#")
    found = (path.parent / file) if file else path
    if not anchor:
        return found.exists()
    return found.is_file() and anchor in {
        _anchor(line) for line in re.findall(r"^#+ (.+)$", found.read_text("utf-8"), re.MULTILINE)
    }


def _anchor(heading: str) -> str:
    """As GitHub makes it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


_PATH = re.compile(r"`((?:crmbot|tests|docs|scripts|\.ci)/[^`\s]*|(?:pyproject\.toml|Makefile|CHANGELOG\.md))`")


def test_every_path_that_is_named_exists() -> None:
    named = {found for text in _names.values() for found in _PATH.findall(text) if not re.search(r"[A-Z]{4}|…", found)}
    assert len(named) > 50
    assert sorted(name for name in named if not (ROOT / name).exists()) == []


def test_every_function_that_is_named_beside_a_file_is_in_it() -> None:
    named = [
        pair for text in _names.values() for pair in re.findall(r"`((?:crmbot|tests)/[\w/]+\.py)`\s\(`([\w.]+)`", text)
    ]
    assert len(named) > 10
    missing = [
        f"{path}: {name}" for path, name in named if name.rpartition(".")[2] not in (ROOT / path).read_text("utf-8")
    ]
    assert missing == []


def test_every_decision_stands_in_the_list() -> None:
    listed = set(re.findall(r"\]\(([\w-]+\.md)\)", _names["docs/decisions/README.md"]))
    assert listed == {path.name for path in ROOT.glob("docs/decisions/[0-9]*.md")}


def _command_lines() -> Iterator[str]:
    """Lines of code in the documents that call crmbot."""
    for text in _names.values():
        for line in re.findall(r"^ {4,}(?:\$ )?(crmbot (?! ).+)$", text, re.MULTILINE):
            yield line
        for line in re.findall(r"`(crmbot [a-z][^`]*)`", text):
            yield line


@pytest.mark.parametrize("line", sorted(set(_command_lines())))
def test_every_command_line_names_commands_and_options_that_exist(line: str) -> None:
    words = [word for word in shlex.split(line.replace("'", ""), comments=True)[1:] if word not in ("…", "[…]")]
    while words and words[0] == "--config":
        words = words[2:]
    if not words or not re.fullmatch(r"[a-z]+", words[0]):
        return
    known = {path: command for name in COMMANDS for path, command in reference.commands(name)}
    path = " ".join(words[:2]) if " ".join(words[:2]) in known else words[0]
    assert path in known or any(name.startswith(f"{path} ") for name in known)
    options = {option for command in [known.get(path)] if command for one in command.params for option in one.opts}
    used = {word.partition("=")[0] for word in words if word.startswith("--")}
    assert used - options - {"--help"} == set()


def test_every_make_target_that_is_named_exists() -> None:
    prose = "".join(text for text in _names.values()).replace(CHAT, "")  # where `make channel` is said to the bot
    named = set(re.findall(r"(?:`|^ {4})make ([a-z]+)", prose, re.MULTILINE))
    assert {"demo", "test", "lint"} <= named
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert named - targets == set()


def test_the_glossary_names_what_is_in_the_code() -> None:
    code = "\n".join(path.read_text("utf-8") for path in ROOT.glob("crmbot/**/*.py"))
    names = {
        name.rpartition(".")[2]
        for row in _rows(_names["docs/glossary.md"], "# Glossary\n")
        for name in re.findall(r"`([\w.]+)`", row[3])
    }
    assert len(names) > 40
    assert sorted(name for name in names if not re.search(rf"\b{name}\b", code)) == []


# Put together here, so that this file does not contain what it looks for.
_UNWANTED = {
    "a package registry": "py" + r"pi\.(?:org|python)|python" + r"hosted|npm" + r"js\.(?:org|com)|registry" + r"\.npm|crates" + r"\.io|proxy\.go" + "lang",
    "a path of one machine": r"(?<![\w.])/(?:ho" + r"me|us" + r"ers|ro" + r"ot|wo" + r"rk)/[\w.-]+",
    "a Slack token": "xo" + r"x[abeprs]-\d{6,}-[\w-]{10,}|xa" + r"pp-\d-[A-Z0-9]{8,}-\d+-[0-9a-f]{16,}",
    "a private key": "-----BEGIN" + " (?:[A-Z]+ )?PRIVATE KEY-----",
    "a token of a code host": "gh" + r"[pousr]_[A-Za-z0-9]{30,}|gith" + r"ub_pat_\w{20,}|gl" + r"pat-[\w-]{18,}",
    "a key of a cloud": "AK" + r"IA[0-9A-Z]{16}",
}  # fmt: skip


_FLAGS = {what: re.IGNORECASE if "registry" in what or "path" in what else 0 for what in _UNWANTED}
_SAMPLES = {
    "a package registry": "https://PY" + "PI.org/simple",
    "a path of one machine": "see /ho" + "me/anna/crmbot",
    "a Slack token": "xo" + "xb-1234567890-1234567890-abcdefABCDEF",
    "a private key": "-----BEGIN" + " PRIVATE KEY-----",
    "a token of a code host": "gh" + "p_" + 36 * "a",
    "a key of a cloud": "AK" + "IA" + 16 * "7",
}


@pytest.mark.parametrize("what", list(_UNWANTED))
def test_what_no_file_may_hold_is_recognised(what: str) -> None:
    assert re.search(_UNWANTED[what], _SAMPLES[what], _FLAGS[what])


@pytest.mark.parametrize("what", list(_UNWANTED))
def test_no_file_of_the_project_holds(what: str) -> None:
    pattern = re.compile(_UNWANTED[what], _FLAGS[what])
    found = []
    for path in TRACKED:
        content = path.read_bytes()
        if b"\0" not in content[:1000] and (hit := pattern.search(content.decode("utf-8", "replace"))):
            found.append(f"{path.relative_to(ROOT)}: {hit[0]}")
    assert found == []
