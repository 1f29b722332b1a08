"""`help`: what can be asked, made from the registry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from crmbot.assistant.asking import Asking
from crmbot.assistant.nearest import nearest
from crmbot.assistant.registry import Command, Registry
from crmbot.errors import NotFound
from crmbot.shapes import Action, Field, Reply, Row, Section, Text, Verbatim, t

TOPICS: Mapping[str, Text] = MappingProxyType(
    {
        "ask": t("Ask"), "log": t("Log"), "plan": t("Plan"), "deals": t("Deals"), "contacts": t("Contacts"), "more": t("More"),
    }
)  # fmt: skip


def help_command(others: Sequence[Command]) -> Command:
    """The command that explains all `others`, and itself."""

    def handle(ask: Asking) -> Reply:
        registry = Registry((*others, command))
        return _about(ask, registry, ask.rest.strip()) if ask.rest.strip() else _overview(ask, registry)

    command = Command(
        key="help",
        topic="more",
        names={"en": ("help",), "de": ("hilfe",)},
        usage=t("help [COMMAND]"),
        summary=t("what you can ask, and how"),
        examples={"en": ("help", "help note"), "de": ("hilfe", "hilfe notiz")},
        writes=False,
        handler=handle,
    )
    return command


def _overview(ask: Asking, registry: Registry) -> Reply:
    sections = []
    for topic, heading in TOPICS.items():
        rows = tuple(
            Row(t("{usage}: {summary}", usage=command.usage, summary=command.summary))
            for command in registry
            if command.topic == topic
        )
        sections.append(Section(heading, rows))
    return Reply(
        "help",
        t("This is what you can ask me."),
        lines=(
            t("WHO is a number, a name, a company, a mail address or a phone number. WHEN is a date in plain words."),
            t("1, 2 … name the records of my last answer. English and German commands work alike."),
            t("In Slack write {command} first, or simply write to me.", command=Verbatim(ask.settings.command)),
        ),
        sections=tuple(sections),
        actions=(Action(t("My day"), "today"), Action(t("Pipeline"), "pipeline")),
    )


def _about(ask: Asking, registry: Registry, verb: str) -> Reply:
    command = registry.named(verb)
    if command is None:
        names = {name: one for one in registry for name in one.all_names()}
        near = dict.fromkeys(names[name].key for name in nearest(verb, names))
        raise NotFound(
            t("There is no command “{name}”.", name=Verbatim(verb[:60])),
            tuple(Action(t("Help on “{name}”", name=Verbatim(key)), f"help {key}") for key in near)
            or (Action(t("Help"), "help"),),
        )
    language = ask.reader.language
    examples = tuple(Row(Verbatim(example)) for example in command.examples_for(language))
    return Reply(
        "help",
        t("{usage}: {summary}", usage=command.usage, summary=command.summary),
        fields=(Field(t("Also called"), Verbatim(", ".join(command.all_names()))),),
        sections=(Section(t("Examples"), examples),),
    )
