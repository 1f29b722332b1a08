"""Which follow-up is meant: by its number, its place in the last answer, or by the record it is about."""

from __future__ import annotations

from crmbot.assistant.asking import Asking
from crmbot.assistant.references import choice, named, number_of
from crmbot.domain.filing import deals_of
from crmbot.domain.followups import open_followups_of
from crmbot.domain.records import Followup
from crmbot.domain.views import followup_view
from crmbot.errors import Conflict, NotFound, RequestFault
from crmbot.shapes import Moment, Verbatim, t


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
    found = named(ask)
    about = [found.record.number, *(deal.number for deal in deals_of(ask.session, found.record))]
    followups = open_followups_of(ask.session, about)
    if not followups:
        name = Verbatim(found.record.name)
        raise NotFound(t("There is no open follow-up at {name} (#{number}).", name=name, number=found.record.number))
    if len(followups) > 1:
        raise choice(
            ask,
            [followup_view(followup) for followup in followups],
            lambda record: f"{ask.verb} #{record.number} {found.rest}".strip(),
            t("Which follow-up do you mean?"),
        )
    return followups[0], found.rest
