"""After a change: the deals it touched are graded anew, and an answer says which grade changed and by which rule."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from crmbot.assistant.asking import Asking
from crmbot.assistant.leads.grades import grade_name
from crmbot.domain.deals.deals import probability
from crmbot.domain.leads.regrading import Regraded, regrade_changed
from crmbot.domain.members.access import sees
from crmbot.domain.members.guard import unguarded
from crmbot.domain.process.qualification import why
from crmbot.domain.records import Deal
from crmbot.shapes import Record, Reply, Text, t

_MOST = 5  # changes that are said; a bulk change has many


def regraded(ask: Asking, reply: Reply) -> Reply:
    """The answer with the grades as they are now."""
    with unguarded(ask.session):  # a grade follows from all there is, whoever acts
        found = regrade_changed(ask.work, ask.process)
    changed = [one for one in found if sees(ask.session, ask.access, one.deal)]
    if not changed:
        return reply
    deals = {one.deal.number: one.deal for one in changed}
    records = tuple(_fresh(ask, record, deals.get(record.number)) for record in reply.records)
    return replace(reply, records=records, lines=(*reply.lines, *_lines(changed)))


def _fresh(ask: Asking, record: Record, deal: Deal | None) -> Record:
    if deal is None or record.type != "deal":
        return record
    return replace(record, grade=deal.grade, probability=probability(deal, ask.process))


def _lines(changed: Iterable[Regraded]) -> list[Text]:
    """Only where the grade is another one; a new deal's grade is told with its reason too."""
    return [_line(found) for found in changed if found.deal.grade != found.before and found.deal.grade is not None][
        :_MOST
    ]


def _line(found: Regraded) -> Text:
    deal, now = found.deal, grade_name(found.deal.grade)
    reason = why(deal)
    if found.before is None:
        return t("#{number} is {grade}: {reason}", number=deal.number, grade=now, reason=reason)
    before = grade_name(found.before)
    return t(
        "#{number}: from {before} to {grade}: {reason}", number=deal.number, before=before, grade=now, reason=reason
    )
