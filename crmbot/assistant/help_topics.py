"""What the help is divided into: subjects, each small enough for one screen, with the commands that belong to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from crmbot.assistant.registry import Command, Registry
from crmbot.folding import fold
from crmbot.shapes import Text, t


@dataclass(frozen=True, slots=True)
class Subject:
    """`words` by language name it, the first being shown. `first`: `help WORD` means the subject also where a command is
    called so; the word that is shown does so always.
    """

    heading: Text
    words: Mapping[str, tuple[str, ...]]
    commands: tuple[str, ...]
    first: bool = False
    rest_of: str = ""  # the topic of the registry whose other commands stand here too

    def word(self, language: str) -> str:
        """How it is called behind `help`."""
        return self.words.get(language[:2], self.words["en"])[0]

    def named(self, word: str) -> bool:
        """Whether the word is one of its names, in any language."""
        return any(fold(word) == fold(one) for words in self.words.values() for one in words)

    def of(self, registry: Registry) -> Iterator[Command]:
        """Its commands, as far as there are, and those of its topic that no subject names."""
        known = {command.key: command for command in registry}
        yield from (known[key] for key in self.commands if key in known)
        named = {key for subject in SUBJECTS for key in subject.commands}
        yield from (one for one in registry if self.rest_of == one.topic and one.key not in named)

    def goes_first(self, word: str) -> bool:
        """Whether the word means the subject before any command."""
        return self.first or any(fold(word) == fold(words[0]) for words in self.words.values())


def _subject(
    heading: Text, english: str, german: str, commands: str, *, first: bool = False, rest_of: str = ""
) -> Subject:
    words = {"en": tuple(english.split(", ")), "de": tuple(german.split(", "))}
    return Subject(heading, words, tuple(commands.split(", ")), first, rest_of)


QUESTIONS = _subject(t("Questions in words"), "questions, question, ask", "fragen, frage", "", first=True)

SUBJECTS = (
    QUESTIONS,
    _subject(t("Pipeline and lists"), "lists, deals list", "listen, vorgänge",
             "pipeline, leads, list, contacts, companies, customers, prospects, debtors, suppliers, partners, segment, segment save, segment delete", first=True),
    _subject(t("Reports and charts"), "reports, charts, figures, statistics", "berichte, diagramme, zahlen, auswertungen", "report, chart, best, team", first=True),
    _subject(t("Find and read"), "reading, history, look up", "nachsehen, verlauf, suchen",
             "show, find, history, recap, files, dossier, roles, sources, duplicates, preview, panel, url", rest_of="ask"),
    _subject(t("What needs doing"), "work, day", "arbeit, tag", "home, today, workplace, unattended, stale, neglected, complaints"),
    _subject(t("Follow-ups"), "follow-ups, followups, follow ups, tasks, reminders", "wiedervorlagen, wiedervorlage, aufgaben, erinnerungen",
             "followup, due, done, snooze, result, reschedule, delegate, confirm, return, still open, why, touch, delete followup, acknowledge", first=True, rest_of="plan"),
    _subject(t("Appointments"), "appointments, meetings, calendar", "termine, kalender", "appointment, appointments, move appointment, cancel appointment, held, ics"),
    _subject(t("Writing down"), "logging, notes, log entries", "festhalten, notizen, protokoll",
             "note, call, meeting, letter, document, post, agreement, wish, complaint, observation, log, log_message, resolve, move, pin, unpin", rest_of="log"),
    _subject(t("Leads and deals"), "deals, selling, stages", "vertrieb, verkauf, phasen",
             "lead, qualify, convert, disqualify, stage, step, assign, project, won, lost, reopen, priority, stakeholder, competitor, delete", first=True, rest_of="deals"),
    _subject(t("Offers and products"), "offers, quotes, products", "angebote, offerten, produkte", "offer, offers, product, products"),
    _subject(t("Contacts"), "contacts, people, address book", "kontakte, personen, adressen",
             "person, company, set, edit, add, remove, primary, keep, tag, untag, link, unlink, role, merge, bulk", rest_of="contacts"),
    _subject(t("Mail"), "mail, mails, email, inbox", "mails, e-mail, post, posteingang", "release, refuse, always refuse, belongs, not a lead, never log, learned, unlearn"),
    _subject(t("Who sees and hears what"), "rights, access, notifications", "rechte, zugriff, benachrichtigungen",
             "whoami, share, unshare, protect, unprotect, follow, unfollow, notify, channel"),
    _subject(t("Yourself"), "myself, settings, digest", "ich, einstellungen, tagesübersicht", "settings, digest, digest preview, absent, link_me, unlink_me, invite"),
    _subject(t("Undo and administration"), "administration, undo, privacy", "verwaltung, rückgängig, datenschutz", "undo, changes, process, process accept, erase, help", rest_of="more"),
)  # fmt: skip


def subject_named(word: str) -> Subject | None:
    """The subject of that name."""
    return next((subject for subject in SUBJECTS if subject.named(word)), None)


def subject_of(registry: Registry, command: Command) -> Subject | None:
    """Where a command stands."""
    return next((subject for subject in SUBJECTS if command in subject.of(registry)), None)
