"""`help`: what can be asked, by subjects that fit one screen, made from the registry."""

from __future__ import annotations

from collections.abc import Sequence

from crmbot.assistant.asking import Asking
from crmbot.assistant.help_topics import QUESTIONS, SUBJECTS, Subject, subject_named, subject_of
from crmbot.assistant.nearest import nearest
from crmbot.assistant.paging import asked_page, page_buttons, paged_title, turned
from crmbot.assistant.questions.examples import examples_for
from crmbot.assistant.registry import Command, Registry
from crmbot.errors import NotFound
from crmbot.shapes import Action, Field, Reply, Row, Section, Text, Verbatim, t

PER_PAGE = 8  # commands of a subject, each with an example: one screen
_NAMED = 5  # commands of a subject in the overview
_RELATED = 6


def help_command(others: Sequence[Command]) -> Command:
    """The command that explains all `others`, and itself."""

    def handle(ask: Asking) -> Reply:
        registry = Registry((*others, command))
        page, words = asked_page(ask.rest)
        return _about(ask, registry, words, page) if words else _overview(ask, registry)

    command = Command(
        key="help",
        topic="more",
        names={"en": ("help",), "de": ("hilfe",)},
        usage=t("help [COMMAND or SUBJECT]"),
        summary=t("what you can ask, and how"),
        examples={
            "en": ("help", "help note", "help follow-ups", "help questions"),
            "de": ("hilfe", "hilfe notiz", "hilfe wiedervorlagen", "hilfe fragen"),
        },
        writes=False,
        handler=handle,
    )
    return command


def _overview(ask: Asking, registry: Registry) -> Reply:
    """A line for each subject: how its help is called, and the commands that are used most."""
    rows = tuple(Row(_subject_line(ask, registry, subject)) for subject in SUBJECTS)
    first, second = examples_for(ask.reader.language)[:2]
    return Reply(
        "help",
        t("This is what you can ask me."),
        lines=(
            t("Ask in plain words: “{first}” or “{second}”", first=Verbatim(first), second=Verbatim(second)),
            t("WHO is a number, a name, a company, a mail address or a phone number. WHEN is a date in plain words."),
            t("1, 2 … name the records of my last answer. English and German commands work alike."),
            t("In Slack write {command} first, or simply write to me.", command=Verbatim(ask.settings.command)),
        ),
        sections=(Section(t("More with “help” and one of these words"), rows),),
        actions=(
            Action(t("My day"), "today"),
            Action(t("Pipeline"), "pipeline"),
            *(Action(subject.heading, f"help {subject.word('en')}") for subject in SUBJECTS if subject.first),
        ),
    )


def _subject_line(ask: Asking, registry: Registry, subject: Subject) -> Text:
    language = ask.reader.language
    word, commands = Verbatim(subject.word(language)), list(subject.of(registry))
    if not commands:
        return t("{word}: {subject}", word=word, subject=subject.heading)
    names = ", ".join(command.name(language) for command in commands[:_NAMED])
    more = " …" if len(commands) > _NAMED else ""
    return t("{word}: {subject} ({commands})", word=word, subject=subject.heading, commands=Verbatim(names + more))


def _about(ask: Asking, registry: Registry, word: str, page: int) -> Reply:
    subject, command = subject_named(word), registry.named(word)
    if subject is not None and (subject.goes_first(word) or command is None):
        return _on_subject(ask, registry, subject, page)
    if command is None:
        raise _unknown(registry, word)
    return _on_command(ask, registry, command)


def _on_subject(ask: Asking, registry: Registry, subject: Subject, page: int) -> Reply:
    """Its commands with what they do and an example each, page by page."""
    language = ask.reader.language
    if subject is QUESTIONS:
        rows = tuple(Row(Verbatim(example)) for example in examples_for(language))
        return Reply(
            "help", subject.heading, lines=(t("I say what I understood and show the filter; what I do not understand I ask back."),),
            sections=(Section(t("For example"), rows),), actions=_ways_on(subject),
        )  # fmt: skip
    commands = list(subject.of(registry))
    page, pages = turned(page, len(commands), PER_PAGE)
    shown = commands[(page - 1) * PER_PAGE : page * PER_PAGE]
    rows = tuple(
        Row(_line(command), Verbatim(command.examples_for(language)[0])) for command in shown
    )  # fmt: skip
    word = subject.word(language)
    turns = page_buttons("help", word, page, pages)
    return Reply(
        "help", paged_title(subject.heading, page, pages), sections=(Section(None, rows),), actions=(*turns, *_ways_on(subject)),
    )  # fmt: skip


def _ways_on(subject: Subject) -> tuple[Action, ...]:
    others = [one for one in SUBJECTS if one.first and one is not subject]
    return (*(Action(one.heading, f"help {one.word('en')}") for one in others[:3]), Action(t("Help"), "help"))


def _line(command: Command) -> Text:
    return t("{usage}: {summary}", usage=command.usage, summary=command.summary)


def _unknown(registry: Registry, word: str) -> NotFound:
    """The commands and subjects that are spelled nearly so."""
    names = {name: one.key for one in registry for name in one.all_names()}
    names |= {
        name: name for subject in SUBJECTS for words in subject.words.values() for name in words if name not in names
    }
    near = dict.fromkeys(names[name] for name in nearest(word, names))
    actions = tuple(Action(t("Help on “{name}”", name=Verbatim(key)), f"help {key}") for key in near)
    return NotFound(
        t("There is no command “{name}”.", name=Verbatim(word[:60])), actions or (Action(t("Help"), "help"),)
    )


def _on_command(ask: Asking, registry: Registry, command: Command) -> Reply:
    examples = tuple(Row(Verbatim(example)) for example in command.examples_for(ask.reader.language))
    subject = subject_of(registry, command)
    others = [one for one in subject.of(registry) if one is not command][:_RELATED] if subject else []
    related = (Section(t("See also"), tuple(Row(_line(one)) for one in others)),) if others else ()
    return Reply(
        "help",
        _line(command),
        fields=(Field(t("Also called"), Verbatim(", ".join(command.all_names()))),),
        sections=(Section(t("Examples"), examples), *related),
        actions=(Action(subject.heading, f"help {subject.word('en')}"),) if subject else (),
    )
