"""Members of campaigns from a file: who was in which, and how he answered, as tag and entry of his history."""

from __future__ import annotations

from datetime import datetime

from crmbot.domain.records import Activity, Deal, Person
from crmbot.imports.chunk import Chunk
from crmbot.imports.entries import Entry
from crmbot.imports.people import People
from crmbot.imports.report import Outcome
from crmbot.imports.values import read_flag

_ANSWERED = frozenset({"responded", "attended", "registered", "reagiert", "teilgenommen", "angemeldet", "clicked"})


class Campaigns:
    """Writes the campaign members of a chunk."""

    def __init__(self, chunk: Chunk, people: People) -> None:
        self._chunk, self._people = chunk, people

    def write_row(self, entry: Entry) -> None:
        """A row about a member of a campaign, named by the id of its contact or lead, by address or by name."""
        person = self._person(entry)
        campaign = str(entry.values.get("campaign") or entry.values.get("campaign_id") or "").strip()
        if person is None or not campaign:
            name = entry.person.name if entry.person else ""
            why = "no campaign" if person is not None else "nobody here is meant: import contacts and leads first"
            self._chunk.tell(Outcome(entry.row, "skipped", "member", name, remarks=[*entry.remarks, why]))
            return
        status = str(entry.values.get("status") or "").strip()
        words = f"{campaign}: {status}" if status else campaign
        known = self._chunk.known.by_key.get(entry.key) if entry.key is not None else None
        tagged = Entry("person", entry.row, tags=[campaign])
        self._chunk.hang_on(person, tagged)
        if isinstance(known, Activity):
            self._complete(entry, known, person, words)
        else:
            self._make(entry, person, campaign, words, status)

    def _person(self, entry: Entry) -> Person | None:
        lead = self._chunk.known.by_key.get(entry.extra["deal_key"]) if entry.extra.get("deal_key") else None
        if isinstance(lead, Deal) and lead.person is not None:
            return lead.person
        if isinstance(lead, Person):
            return lead
        return self._people.person_for(entry.person) if entry.person is not None else None

    def _complete(self, entry: Entry, known: Activity, person: Person, words: str) -> None:
        outcome = Outcome(entry.row, "unchanged", "member", person.name)
        if known.text != words:
            outcome.changes.append(("status", known.text, words))
            known.text = words
        self._chunk.tell(outcome, known)

    def _make(self, entry: Entry, person: Person, campaign: str, words: str, status: str) -> None:
        answered = status.lower() in _ANSWERED or bool(read_flag(str(entry.values.get("responded") or "no")))
        at = entry.values.get("at") or entry.created or self._chunk.work.now
        activity = Activity(
            kind="note", medium="note", direction="in" if answered else "out", author=self._chunk.work.actor,
            at=at if isinstance(at, datetime) else self._chunk.work.now, subject=campaign[:1000], text=words,
            reason=campaign[:200], created_at=self._chunk.work.now, private=False, pinned=False, people=[], files=[],
        )  # fmt: skip
        self._chunk.add(activity)
        self._chunk.later(lambda: _file(activity, person))
        self._chunk.hang_on(activity, Entry("activity", entry.row, key=entry.key))
        self._chunk.tell(Outcome(entry.row, "created", "member", person.name, remarks=entry.remarks), activity)


def _file(activity: Activity, person: Person) -> None:
    activity.person_number, activity.company_number = person.number, person.company_number
