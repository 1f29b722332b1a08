"""Which follow-up is meant: by its number, its place in the last answer, or by the record it is about."""

from __future__ import annotations

from crmbot.assistant.asking import Asking
from crmbot.assistant.references import candidates, choice, number_of
from crmbot.assistant.rows import called
from crmbot.domain.filing import deals_of
from crmbot.domain.followups import open_followups_of
from crmbot.domain.records import Followup
from crmbot.domain.views import followup_view
from crmbot.errors import Conflict, NotFound, RequestFault
from crmbot.shapes import Moment, t


def named_followup(ask: Asking) -> tuple[Followup, str]:
    """The open follow-up that the first words name, and the words after it.

    Raises NotFound, Ambiguous when a record has several, Conflict for one that is done.
    """
    text = ask.rest.strip()
    if not text:
        raise RequestFault(t("Which follow-up? Give its number, or its place in the last answer."))
    first, _, rest = text.partition(" ")
    number = number_of(ask, first.rstrip(":,"))
    followup = ask.session.get(Followup, number) if number is not None else None
    if followup is None:
        return _of_record(ask)
    if followup.done_at is not None:
        raise Conflict(
            t("Follow-up #{number} was done already, {at}.", number=followup.number, at=Moment(followup.done_at))
        )
    return followup, rest.strip()


def _of_record(ask: Asking) -> tuple[Followup, str]:
    """The one open follow-up at what is named; of several people of a name only one may have one."""
    records, rest = candidates(ask)
    deals = [deal for record in records for deal in deals_of(ask.session, record)]
    followups = open_followups_of(ask.session, [one.number for one in (*records, *deals)])
    if not followups:
        raise NotFound(t("There is no open follow-up at {record}.", record=called(records[0])))
    if len(followups) > 1:
        raise choice(
            ask,
            [followup_view(followup) for followup in followups],
            lambda record: f"{ask.verb} #{record.number} {rest}".strip(),
            t("Which follow-up do you mean?"),
        )
    return followups[0], rest
