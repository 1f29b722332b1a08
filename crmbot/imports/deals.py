"""Deals, opportunities and leads from a file: with their person and company, in the stage that theirs comes nearest to."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from crmbot.domain.deals.deals import stand_in_stage
from crmbot.domain.process import Process, Stage
from crmbot.domain.records import Company, Deal, Person, StageEntry
from crmbot.domain.search.names import person_key
from crmbot.imports.chunk import Chunk, first_source, plain, same
from crmbot.imports.entries import OURS, Entry
from crmbot.imports.history import History
from crmbot.imports.people import People
from crmbot.imports.report import Outcome
from crmbot.imports.stages import StageMap
from crmbot.imports.values import Sum, read_flag

_OWN_RULES = frozenset({"stage", "amount", "owner", "name", "probability", "budget"})


class Deals:
    """Writes the deals of a chunk."""

    def __init__(self, chunk: Chunk, people: People) -> None:
        self._chunk, self._known, self._people, self._options = chunk, chunk.known, people, chunk.options
        self._stages = StageMap(chunk.options.process)
        self._history = History(chunk)
        self._fields = tuple(one for one in self._options.fields.of("deal") if one.key not in _OWN_RULES)

    def write_row(self, entry: Entry) -> None:
        """A row about a deal or lead; one that was converted elsewhere is its person and company only."""
        person, company = self._parties(entry)
        if read_flag(str(entry.values.get("converted", ""))) and (entry.person or entry.company):
            record: Any = person or company
            outcome = Outcome(
                entry.row,
                "unchanged",
                "person",
                record.name if record else "",
                remarks=[*entry.remarks, "converted there already: only the contact is taken"],
            )
            self._chunk.tell(outcome, record)
            return
        name = entry.name or (company.name if company else person.name if person else "")
        if not name:
            self._chunk.tell(Outcome(entry.row, "skipped", "deal", "", remarks=[*entry.remarks, "no name of a deal"]))
            return
        deal = self._find(entry, name, person, company)
        if not self._may_write(entry, name, deal):
            return
        if deal is None:
            self._make(entry, name, person, company)
        else:
            self._complete(deal, entry, person, company)

    def _parties(self, entry: Entry) -> tuple[Person | None, Company | None]:
        if entry.person is not None and entry.company is not None and entry.person.company is None:
            entry.person.company = entry.company
        company = self._people.company_for(entry.company) if entry.company is not None else None
        person = self._people.person_for(entry.person) if entry.person is not None else None
        for said, found, kind in ((entry.company, company, "company"), (entry.person, person, "person")):
            if said is not None and found is None and said.key is not None:
                entry.remarks.append(f"{kind} {said.key.id} is not known here: import it first")
        if company is None and person is not None:
            company = person.company
        return person, company

    def _find(self, entry: Entry, name: str, person: Person | None, company: Company | None) -> Deal | None:
        if (found := self._known.named(entry, Deal)) is not None:
            return found
        for deal in self._known.deals_by_name.get(person_key(name)[:300], ()):
            if self._people.finder.other_id(deal, entry):
                continue
            if (person is not None and deal.person is person) or (company is not None and deal.company is company):
                return deal
            if person is None and company is None and deal.person is None and deal.company is None:
                return deal
        return None

    def _may_write(self, entry: Entry, name: str, deal: Deal | None) -> bool:
        if deal is not None and self._options.mode == "create":
            of = f"#{deal.number}" if deal.number else f"row {self._chunk.seen_in(deal, entry.row)}"
            self._chunk.tell(Outcome(entry.row, "duplicate", "deal", name, deal.number, of=of, remarks=entry.remarks))
            return False
        if deal is None and self._options.mode == "update":
            self._chunk.tell(
                Outcome(entry.row, "skipped", "deal", name, remarks=[*entry.remarks, "nobody here is meant"])
            )
            return False
        return True

    def _stage(self, entry: Entry) -> Stage:
        """The stage of ours, noted in the report where theirs has another name."""
        values, report = entry.values, self._chunk.run.report
        line = self._stages.line(values.get("pipeline"))
        named, status = values.get("stage") or None, values.get("status") or None
        state = _state(values)
        percent = values.get("probability")
        stage, known = self._stages.stage(line, named or (status if state is None else None), state, percent)
        theirs = named or status
        if theirs and theirs not in report.stages and theirs != stage.key and (state is None or stage.state == "open"):
            report.stages[str(theirs)[:80]] = stage.key
        if not known and theirs:
            report.unmapped[str(theirs)[:80]] += 1
        return stage

    def _make(self, entry: Entry, name: str, person: Person | None, company: Company | None) -> None:
        outcome = Outcome(entry.row, "created", "deal", name, remarks=list(entry.remarks))
        stage, now = self._stage(entry), self._chunk.work.now
        created = entry.created or now
        since = entry.values.get("stage_since") or created
        closed = None if stage.state == "open" else _closed(entry, since)
        values, custom = self._values(entry)
        amount, budget = _money(entry, "amount"), _money(entry, "budget")
        deal = Deal(
            name=name[:300], name_key=person_key(name)[:300], stage=stage.key, state=stage.state, process=stage.process,
            owner=self._chunk.owner_of(entry) or self._options.owner or self._options.deal_owner,
            amount=amount.amount if amount else None, budget=budget.amount if budget else None, currency=self._currency(entry),
            created_at=created, stage_since=closed if closed is not None and "stage_since" not in entry.values else since,
            closed_at=closed, last_activity_at=closed or since, regrade_at=now, unnamed=False,
            lost_reason=entry.values.get("lost_reason") if stage.state == "lost" else None, custom=custom,
            qualified_at=since if stage.state != "lost" and stage.key != self._line(stage).first.key else None, **values,
        )  # fmt: skip
        if self._is_ours(entry) and entry.values.get("probability") is not None and stage.state == "open":
            deal.probability = entry.values["probability"]
        deal.person, deal.company = person, company
        self._chunk.later(lambda: _tie(deal, person, company))
        self._history.hang_on_deal(deal, entry)
        self._chunk.later(lambda: self._enter(deal, entry, stage))
        self._chunk.seen_in(deal, entry.row)
        self._chunk.add(deal)
        self._chunk.hang_on(deal, entry)
        self._known.add_deal(deal)
        self._chunk.tell(outcome, deal)

    def _line(self, stage: Stage) -> Process:
        return self._options.process.line(stage)

    def _values(self, entry: Entry) -> tuple[dict[str, Any], dict[str, Any] | None]:
        """The plain values of a new deal by column, and those of own fields."""
        columns: dict[str, Any] = {"source": first_source(entry), "priority": 0}
        custom: dict[str, Any] = dict(entry.extra.get("custom") or {})
        for field in self._fields:
            value = entry.values.get(field.key)
            if value is None or field.key == "source":
                continue
            if field.custom:
                custom[field.key] = plain(value)
            else:
                columns[field.column or field.key] = value
        return columns, custom or None

    def _enter(self, deal: Deal, entry: Entry, stage: Stage) -> None:
        """The history of its roles: as our own format tells it, else from its beginning to where it stands."""
        told = entry.extra.get("stages")
        steps = told or [(deal.stage, deal.process, self._line(stage).version, deal.stage_since)]
        first = self._line(stage).first
        if not told and first.key != stage.key and deal.created_at < deal.stage_since:
            steps = [(first.key, first.process, self._line(stage).version, deal.created_at), *steps]
        for key, process, version, at in steps:
            self._chunk.work.session.add(
                StageEntry(
                    deal_number=deal.number,
                    stage=key,
                    process=process,
                    version=version,
                    at=at,
                    actor=self._chunk.work.actor,
                )
            )

    def _complete(self, deal: Deal, entry: Entry, person: Person | None, company: Company | None) -> None:
        outcome = Outcome(entry.row, "unchanged", "deal", deal.name, remarks=list(entry.remarks))
        if (earlier := self._chunk.seen_in(deal, entry.row)) is not None:
            outcome.result, outcome.of = "duplicate", f"row {earlier}"
        self._chunk.tell(outcome, deal)
        for field in self._fields:
            value = entry.values.get(field.key)
            if value is not None and not (field.key == "source" and deal.source):
                self._chunk.put(deal, field, value, outcome)
        for key in ("amount", "budget"):
            self._sum(deal, key, entry, outcome)
        self._named_values(deal, entry, outcome)
        for column, party in (("person", person), ("company", company)):
            if party is not None and getattr(deal, column) is None:
                outcome.changes.append((column, None, party.name))
                setattr(deal, column, party)
                self._chunk.later(lambda: _tie(deal, person, company))
        self._move(deal, entry, outcome)
        self._chunk.hang_on(deal, entry)

    def _sum(self, deal: Deal, key: str, entry: Entry, outcome: Outcome) -> None:
        said = _money(entry, key)
        old = getattr(deal, key)
        if said is None or old == said.amount.quantize(Decimal("0.01")):
            return
        currency = self._currency(entry)

        def write() -> None:
            setattr(deal, key, said.amount)
            deal.currency = currency

        self._chunk.wish(deal, key, said.amount, write, outcome, old)

    def _named_values(self, deal: Deal, entry: Entry, outcome: Outcome) -> None:
        """Name, owner, reason of a loss, and the chance that our own files tell."""
        owner, reason = self._chunk.owner_of(entry), entry.values.get("lost_reason")
        wanted: list[tuple[str, Any]] = [("owner", owner), ("lost_reason", reason if deal.state == "lost" else None)]
        if entry.name and person_key(entry.name) != deal.name_key:
            wanted.append(("name", entry.name[:300]))
        if self._is_ours(entry) and deal.state == "open":
            wanted.append(("probability", entry.values.get("probability")))
        for key, value in wanted:
            old = getattr(deal, key)
            if value is not None and not same(old, value):
                self._chunk.wish(deal, key, value, lambda key=key, value=value: _set(deal, key, value), outcome, old)  # type: ignore[misc]

    def _move(self, deal: Deal, entry: Entry, outcome: Outcome) -> None:
        if not any(entry.values.get(key) for key in ("stage", "status", "closed_won", "closed")):
            return
        stage = self._stage(entry)
        if stage.key != deal.stage and not self._chunk.is_new(deal):
            old, since = deal.stage, entry.values.get("stage_since")
            self._chunk.wish(deal, "stage", stage.key, lambda: self._stand(deal, stage, entry, since), outcome, old)

    def _stand(self, deal: Deal, stage: Stage, entry: Entry, since: datetime | None) -> None:
        stand_in_stage(self._chunk.work, self._options.process, deal, stage)
        if stage.state != "open":
            deal.closed_at = _closed(entry, since or self._chunk.work.now)
        if stage.state == "lost" and entry.values.get("lost_reason"):
            deal.lost_reason = entry.values["lost_reason"]

    def _currency(self, entry: Entry) -> str:
        said = entry.values.get("currency") or next(
            (one.currency for key in ("amount", "budget") if (one := _money(entry, key)) and one.currency), None
        )
        word = str(said or "").strip().upper()
        from crmbot.parsing.phrases.money_words import CURRENCIES

        return CURRENCIES.get(word.casefold()) or (
            word if len(word) == 3 and word.isalpha() and word.isascii() else self._options.currency
        )

    def _is_ours(self, entry: Entry) -> bool:
        return entry.extra.get("system") == OURS


def _state(values: dict[str, Any]) -> str | None:
    """Won, lost or open, as far as the row says so beside its stage."""
    won, closed = read_flag(str(values.get("closed_won", "-"))), read_flag(str(values.get("closed", "-")))
    if won:
        return "won"
    if closed is not None and won is not None and closed:
        return "lost"
    status = str(values.get("status") or "").strip().lower()
    return {"won": "won", "lost": "lost", "open": "open", "gewonnen": "won", "verloren": "lost", "offen": "open"}.get(
        status
    )


def _closed(entry: Entry, otherwise: datetime) -> datetime:
    """When a decided deal ended: as the file says, else the day it was to close."""
    said = entry.values.get("closed_at")
    if isinstance(said, datetime):
        return said
    day = entry.values.get("expected_close")
    return datetime.combine(day, time(12), otherwise.tzinfo or UTC) if isinstance(day, date) else otherwise


def _money(entry: Entry, key: str) -> Sum | None:
    value = entry.values.get(key)
    return value if isinstance(value, Sum) else None


def _set(deal: Deal, key: str, value: Any) -> None:
    setattr(deal, key, value)
    if key == "name":
        deal.name_key = person_key(value)[:300]


def _tie(deal: Deal, person: Person | None, company: Company | None) -> None:
    if person is not None and deal.person is person:
        deal.person_number = person.number
    if company is not None and deal.company is company:
        deal.company_number = company.number
