"""`process`: the processes in force and their versions; an administrator previews and accepts a new one from the chat."""

from __future__ import annotations

import re

from crmbot.assistant.asking import Asking
from crmbot.assistant.process_bar import field_words
from crmbot.assistant.registry import Command
from crmbot.assistant.words import ROLES, words
from crmbot.domain.process import BUILTIN, Process, Stage, builtin_text
from crmbot.domain.process.preview import Difference, preview
from crmbot.domain.process.versions import accept, all_versions, newest_id, read_candidate
from crmbot.errors import NotFound, ProcessFault, RequestFault
from crmbot.folding import fold
from crmbot.shapes import Action, Column, Moment, Reply, Row, Section, Table, Text, Value, Verbatim, t, tn

_FENCE = re.compile(r"^\s*(?:<<\s*\w*\s*\n)?```(?:toml)?\s*\n?|\n?```\s*$")
_TYPOGRAPHIC = str.maketrans("“”„’‘", '"""\'\'')
_PREVIEW = {"preview", "check", "vorschau", "pruefen", "prüfen"}
_VERSIONS = {"versions", "versionen", "history", "verlauf"}
_LIST = {"", "list", "liste", "all", "alle"}
_MOST = 25  # differences and versions that are shown


def handle(ask: Asking) -> Reply:
    """All processes; one with its stages; its versions; or what a new text would change."""
    parts = ask.rest.split(None, 1)
    first, rest = fold(parts[0]) if parts else "", parts[1] if len(parts) > 1 else ""
    if first in _LIST:
        return _all(ask)
    if first in _VERSIONS:
        return _versions(ask)
    if first in _PREVIEW:
        return _preview(ask, rest)
    return _one(ask, _named(ask, ask.rest.strip()))


def handle_accept(ask: Asking) -> Reply:
    """Put the text into force, in all running programs, without restart."""
    text = _text(ask.rest)
    session = ask.session
    if newest_id(session) is None:  # nothing was accepted yet: what runs is the built-in process
        accept(ask.work, builtin_text(), origin=BUILTIN[0])
    old, new, found = _compared(ask, text)
    try:
        version, fresh = accept(ask.work, new.text, origin=new.key)
    except ProcessFault as fault:
        raise _faults(fault) from fault
    name = Verbatim(new.name(ask.reader.language))
    if not fresh:
        return Reply(
            "done",
            t("Process “{name}”, version {version}: it is in force already.", name=name, version=version.version),
        )
    title = t("Process “{name}”, version {version} is in force.", name=name, version=version.version)
    return Reply("done", title, sections=_differences(found) if old is not None else (), actions=(_show(new),))


def _all(ask: Asking) -> Reply:
    lines = ask.process.all
    rows = tuple(
        Row(
            t("{name} ({key}), version {version}", name=Verbatim(line.name(ask.reader.language)), key=line.key, version=line.version),
            Verbatim(" › ".join(stage.name(ask.reader.language) for stage in line.stages)),
            (_show(line),),
        )
        for line in lines
    )  # fmt: skip
    title = tn("{n} process is in force.", "{n} processes are in force.", len(lines))
    others = [key for key in BUILTIN if all(line.key != key for line in lines)]
    actions = tuple(Action(t("Accept “{key}” too", key=key), f"process accept {key}") for key in others)
    return Reply("list", title, sections=(Section(None, rows),), actions=actions if ask.access.may("admin") else ())


def _show(line: Process) -> Action:
    return Action(t("Show “{key}”", key=line.key), f"process {line.key}")


def _named(ask: Asking, words_: str) -> Process:
    wanted = fold(words_)
    for line in ask.process.all:
        if wanted in {fold(line.key), *(fold(name) for name in line.names.values())}:
            return line
    actions = tuple(_show(line) for line in ask.process.all)
    raise NotFound(t("There is no process “{name}”.", name=Verbatim(words_[:60])), actions)


def _one(ask: Asking, line: Process) -> Reply:
    title = t(
        "Process “{name}”, version {version}", name=Verbatim(line.name(ask.reader.language)), version=line.version
    )
    columns = (
        Column(t("Stage")), Column(t("Key")), Column(t("Roles")), Column(t("Department")), Column(t("Chance"), numeric=True),
        Column(t("Asks for")), Column(t("Steps")),
    )  # fmt: skip
    return Reply("list", title, table=Table(columns, tuple(_cells(ask, line, stage) for stage in line.stages)))


def _cells(ask: Asking, line: Process, stage: Stage) -> tuple[Value, ...]:
    language = ask.reader.language
    department = line.departments.get(stage.department or "", {})
    named = department.get(language[:2]) or department.get("en") or stage.department
    steps = ", ".join(step.name(language) for step in stage.steps)
    return (
        Verbatim(stage.name(language)), Verbatim(stage.key), words(ROLES, stage.roles), Verbatim(named) if named else None,
        t("{percent} %", percent=stage.probability), field_words(ask, stage.required) if stage.required else None,
        Verbatim(steps) if steps else None,
    )  # fmt: skip


def _versions(ask: Asking) -> Reply:
    current = {(line.key, line.version) for line in ask.process.all}
    rows = []
    for one in reversed(all_versions(ask.session)[-_MOST:]):
        standing = t("in force") if (one.key, one.version) in current else None
        by = ask.member_name(one.accepted_by) if one.accepted_by else t("the configuration")
        when = t("accepted {at} by {who}", at=Moment(one.accepted_at), who=by)
        note = t("{left}, {right}", left=when, right=standing) if standing is not None else when
        rows.append(Row(t("{key}, version {version}", key=one.key, version=one.version), note))
    return Reply("list", t("Accepted versions"), sections=(Section(None, tuple(rows)),))


def _preview(ask: Asking, text: str) -> Reply:
    old, new, found = _compared(ask, _text(text))
    name = Verbatim(new.name(ask.reader.language))
    title = (
        t("What “{name}” would change", name=name)
        if old is not None
        else t("“{name}” would be a further process", name=name)
    )
    lines: tuple[Value, ...] = () if found else (t("Nothing changes."),)
    accepted = (
        (Action(t("Accept it"), f"process accept {new.key}", "primary"),) if new.key in BUILTIN and old is None else ()
    )
    return Reply("list", title, lines=lines, sections=_differences(found), actions=accepted)


def _differences(found: list[Difference]) -> tuple[Section, ...]:
    rows = tuple(Row(one.text, one.affected()) for one in found[:_MOST])
    return (Section(t("Changes"), rows),) if rows else ()


def _compared(ask: Asking, text: str) -> tuple[Process | None, Process, list[Difference]]:
    new = _read(ask, text)
    old = next((line for line in ask.process.all if line.key == new.key), None)
    return old, new, preview(ask.session, old, new, ask.reader.language)


def _read(ask: Asking, text: str) -> Process:
    """As it was typed, else with the straight quotes that a chat makes typographic."""
    try:
        return read_candidate(ask.session, text, origin="process")
    except ProcessFault as fault:
        plain = text.translate(_TYPOGRAPHIC)
        if plain != text:
            try:
                return read_candidate(ask.session, plain, origin="process")
            except ProcessFault as second:
                raise _faults(second) from second
        raise _faults(fault) from fault


def _faults(fault: ProcessFault) -> RequestFault:
    listed: Text = t("{lines}", lines=Verbatim("\n".join(f"• {line}" for line in fault.faults[:_MOST])))
    count = len(fault.faults)
    return RequestFault(
        tn("This process has {n} fault:\n{faults}", "This process has {n} faults:\n{faults}", count, faults=listed)
    )


def _text(rest: str) -> str:
    """The process itself: a built-in one by its key, else the TOML that follows, with or without a code fence."""
    text = rest.strip()
    if text.lower() in BUILTIN:
        return builtin_text(text.lower())
    if text.startswith("<<"):
        text = text[2:].lstrip("<").lstrip()
        text = text.removeprefix("TOML").strip()
    text = _FENCE.sub("", text).strip()
    if "=" not in text:
        raise RequestFault(t("Paste the whole process as TOML behind it, or name a built-in one: sales, insurance."))
    return text + "\n"


COMMAND = Command(
    key="process",
    topic="more",
    names={"en": ("process", "processes"), "de": ("prozess", "prozesse")},
    usage=t("process [NAME | versions | preview TOML]"),
    summary=t("the processes in force, their stages and versions; what a new text would change"),
    examples={
        "en": ("process", "process sales", "process versions", "process preview insurance"),
        "de": ("prozess", "prozess Vertrieb", "prozess Versionen", "prozess Vorschau insurance"),
    },
    writes=False,
    handler=handle,
)
ACCEPT = Command(
    key="process accept",
    topic="more",
    names={
        "en": ("process accept", "accept process"),
        "de": ("prozess annehmen", "prozess übernehmen", "prozess accept"),
    },
    usage=t("process accept TOML"),
    summary=t("administrators: put a process into force, everywhere and without restart"),
    examples={"en": ("process accept insurance",), "de": ("prozess annehmen insurance",)},
    writes=True,
    handler=handle_accept,
    right="admin",
)
