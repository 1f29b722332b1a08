"""`followup`: be reminded of somebody at a given time."""

from __future__ import annotations

from crmbot.assistant.asking import Asking
from crmbot.assistant.placing import named_place
from crmbot.assistant.planning import add_planned, change_actions, planned_words, read_when
from crmbot.assistant.registry import Command
from crmbot.assistant.rows import called, followup_text
from crmbot.domain.views import followup_view, view
from crmbot.errors import RequestFault
from crmbot.shapes import Reply, Verbatim, t


def handle(ask: Asking) -> Reply:
    """Make the follow-up at the record."""
    filing, words = named_place(ask)
    when, text = read_when(ask, words)
    if when is None:
        if not words:
            raise RequestFault(t("When shall I remind you?"))
        raise RequestFault(t("When shall I remind you? I find no date in “{words}”.", words=Verbatim(words[:80])))
    followup = add_planned(ask, filing, when, text)
    place = filing.record
    return Reply(
        "done",
        t("Follow-up #{number} at {place}.", number=followup.number, place=called(place)),
        understood=planned_words(followup, followup_text(followup)),
        records=(followup_view(followup), view(ask.session, place, ask.process)),
        actions=change_actions(followup),
    )


COMMAND = Command(
    key="followup",
    topic="plan",
    names={
        "en": ("followup", "follow-up", "follow up", "remind", "reminder"),
        "de": ("wiedervorlage", "wv", "erinnere", "erinnern", "erinnerung", "nachfassen"),
    },
    usage=t("followup WHO WHEN [TEXT]"),
    summary=t("be reminded of somebody; the date in plain words"),
    examples={
        "en": ("followup Julia Brandt friday 10:00 ask about the offer", "followup #1042 in two weeks"),
        "de": ("wiedervorlage Julia Brandt Freitag 10 Uhr Angebot besprechen", "wiedervorlage #1042 in zwei Wochen"),
    },
    writes=True,
    handler=handle,
)
