"""What a new version of a process would change, and for how many open deals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from crmbot.domain.process.field_names import field_label
from crmbot.domain.process.model import Process, Stage
from crmbot.domain.records import Deal
from crmbot.shapes import Text, Value, Verbatim, t, tn

_MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Difference:
    """One change, and the numbers of the open deals (won ones in hand included) that stand where it shows."""

    text: Text
    deals: tuple[int, ...] = ()

    def affected(self) -> Text | None:
        """Whom it concerns, in words."""
        if not self.deals:
            return None
        named = Verbatim(", ".join(f"#{number}" for number in self.deals[:_MOST_NAMED]))
        return tn(
            "{n} deal stands there: {numbers}", "{n} deals stand there: {numbers}", len(self.deals), numbers=named
        )


def preview(session: Session, old: Process | None, new: Process, language: str) -> list[Difference]:
    """The differences between the process in force (None: it is a further one) and `new`."""
    if old is None:
        count = len(new.stages)
        return [Difference(tn("A further process with {n} stage.", "A further process with {n} stages.", count))]
    standing = _standing(session)
    before = {stage.key: stage for stage in old.stages}
    after = {stage.key: stage for stage in new.stages}
    found = list(_process_differences(old, new))
    for key, stage in before.items():
        deals = standing.get(key, ())
        name = Verbatim(stage.name(language))
        if key not in after:
            found.append(
                Difference(t("The stage “{stage}” goes; deals keep it until they are moved.", stage=name), deals)
            )
            continue
        for text in _stage_differences(new, stage, after[key], language):
            found.append(Difference(t("“{stage}”: {change}", stage=name, change=text), deals))
    for key, stage in after.items():
        if key not in before:
            found.append(Difference(t("The stage “{stage}” is new.", stage=Verbatim(stage.name(language)))))
    return found


def _standing(session: Session) -> dict[str, tuple[int, ...]]:
    found: dict[str, list[int]] = {}
    for number, stage in session.execute(
        select(Deal.number, Deal.stage).where(Deal.state != "lost").order_by(Deal.number)
    ):
        found.setdefault(stage, []).append(number)
    return {stage: tuple(numbers) for stage, numbers in found.items()}


def _process_differences(old: Process, new: Process) -> Iterator[Difference]:
    common = [stage.key for stage in new.stages if any(one.key == stage.key for one in old.stages)]
    if common != [stage.key for stage in old.stages if stage.key in common]:
        yield Difference(t("The stages stand in another order."))
    if old.teams != new.teams:
        yield Difference(
            t("It is seen by {teams}.", teams=Verbatim(", ".join(new.teams))) if new.teams else t("All see it.")
        )
    if old.data.get("rules") != new.data.get("rules"):
        yield Difference(t("The rules for grades change."))
    if old.fields != new.fields:
        names = Verbatim(", ".join(spec.key for spec in new.fields) or "–")
        yield Difference(t("Its own fields are now: {names}", names=names))


def _stage_differences(new: Process, before: Stage, after: Stage, language: str) -> Iterator[Text]:
    for tongue in sorted(after.names):
        if before.names.get(tongue) != after.names[tongue]:
            yield t("is called “{name}” from now on ({language})", name=Verbatim(after.names[tongue]), language=tongue)
    for label, one, other in (
        (t("roles"), _list(before.roles), _list(after.roles)),
        (t("state"), Verbatim(before.state), Verbatim(after.state)),
        (t("probability"), before.probability, after.probability),
        (t("department"), Verbatim(before.department or "–"), Verbatim(after.department or "–")),
        (t("days until it is marked"), before.stale_after or 0, after.stale_after or 0),
        (t("steps"), _list(step.key for step in before.steps), _list(step.key for step in after.steps)),
        (t("moves"), _list(before.moves), _list(after.moves)),
    ):
        if one != other:
            yield t("{what}: {before} → {after}", what=label, before=one, after=other)
    for key in after.required:
        if key not in before.required:
            yield t("asks for {field} from now on", field=field_label(new, key, language))
    for key in before.required:
        if key not in after.required:
            yield t("does not ask for {field} any more", field=field_label(new, key, language))
    if (before.followups, before.suggestions) != (after.followups, after.suggestions):
        yield t("other follow-ups or suggestions")


def _list(words: Iterable[str]) -> Value:
    return Verbatim(", ".join(words) or "–")
