from __future__ import annotations

from dataclasses import replace

import pytest

from crmbot.assistant.commands import REGISTRY
from crmbot.assistant.help_topics import SUBJECTS
from crmbot.assistant.questions.examples import examples_for
from crmbot.assistant.registry import Command, Registry
from crmbot.channels.terminal import render_text
from crmbot.shapes import Reply, Verbatim, t
from tests.assistant.talk import Talk

EXAMPLES = [
    (command.key, example) for command in REGISTRY for language in ("en", "de") for example in command.examples_for(language)
]  # fmt: skip


ASKS_TWICE = {"erase"}  # before it does what cannot be undone


@pytest.mark.parametrize(("key", "example"), EXAMPLES)
def test_every_example_of_the_help_works(examples, key, example):
    reply = examples.answer(example)
    assert reply.ok, reply.title
    assert reply.kind != "choice" or key in ASKS_TWICE, reply.title


def test_every_command_stands_in_one_subject_and_explains_itself(talk):
    for command in REGISTRY:
        subjects = [subject for subject in SUBJECTS if command in subject.of(REGISTRY)]
        assert len(subjects) == 1, command.key
        reply = talk.say(f"help {command.names['en'][0]}")
        words = talk.words(reply)
        if reply.fields:
            assert [name for name in command.all_names() if name not in words] == []
            assert command.examples["en"][0] in words


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_overview_fits_one_screen_and_leads_to_every_subject(talk, language):
    own = Talk(talk.store, talk.now, language=language)
    reply = own.say("help")
    words = render_text(replace(reply, actions=()), own.reader, width=110)
    assert len(words.splitlines()) <= 40
    for subject in SUBJECTS:
        assert subject.word(language) in words
        assert own.say(f"help {subject.word(language)}").kind == "help"


def _pages(talk: Talk, word: str) -> list[Reply]:
    """The help on a subject, turned to its end."""
    pages = [talk.say(f"help {word}")]
    while further := next((one.command for one in pages[-1].actions if one.label.message == "Next page"), None):
        pages.append(talk.say(further))
    return pages


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("subject", SUBJECTS, ids=lambda subject: subject.word("en"))
def test_the_help_on_a_subject_fits_one_screen_and_shows_examples_that_are_tried(talk, subject, language):
    own = Talk(talk.store, talk.now, language=language)
    known = {example for command in REGISTRY for example in command.examples_for(language)} | set(
        examples_for(language)
    )
    shown = set()
    for page in _pages(own, subject.word(language)):
        assert page.ok
        assert len(render_text(replace(page, actions=()), own.reader, width=110).splitlines()) <= 40
        notes = {
            note.text
            for section in page.sections
            for row in section.rows
            if isinstance(note := row.note or row.text, Verbatim)
        }
        assert notes <= known
        shown |= notes
    assert all(set(command.examples_for(language)) & shown for command in subject.of(REGISTRY))


def test_a_subject_that_is_also_a_command_is_reached_from_it(talk):
    assert "See also" in talk.words(talk.say("help offer"))
    assert talk.say("help offers").title == talk.say("hilfe angebote").title
    assert "Follow-ups" in talk.words(talk.say("help follow-ups"))
    assert talk.say("hilfe wiedervorlage").title == talk.say("help follow-ups").title


@pytest.mark.parametrize("command", list(REGISTRY), ids=lambda command: command.key)
def test_every_command_has_a_name_and_examples_in_both_languages(command):
    for language in ("en", "de"):
        assert command.names[language]
        assert command.examples[language]
        assert all(REGISTRY.named(name) is command for name in command.names[language])


def test_the_german_names_of_the_grammar_are_all_there():
    names = (
        "pipeline zeige suche lead notiz anruf wiedervorlage heute erledigt später zuweisen phase angebot gewonnen "
        "verloren qualifizieren disqualifizieren rückgängig unbearbeitet werbinich hilfe"
    )
    assert all(REGISTRY.named(name) is not None for name in names.split())


def test_help_on_a_misspelt_command_offers_the_nearest(talk):
    reply = talk.say("help nte")
    assert not reply.ok
    assert "help note" in talk.commands(reply)


def test_help_finds_a_command_by_its_german_name(talk):
    assert talk.say("hilfe zuruecknehmen").kind == "help"


def test_two_commands_of_one_name_are_refused():
    def command(key: str) -> Command:
        return Command(
            key,
            "ask",
            {"en": ("same",), "de": ("gleich",)},
            t("same"),
            t("same"),
            {"en": ("same",)},
            False,
            lambda _: Reply("help", t("x")),
        )

    with pytest.raises(ValueError, match="same"):
        Registry([command("a"), command("b")])
