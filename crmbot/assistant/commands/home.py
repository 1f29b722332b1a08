"""`home`: where a member's day begins: what is due, his pipeline, what lies unattended, and what is done most often."""

from __future__ import annotations

from crmbot.assistant import home_sections as parts
from crmbot.assistant.asking import Asking
from crmbot.assistant.registry import Command
from crmbot.domain.calendar.appointments import appointment_view, appointments_of
from crmbot.domain.deals.views import deal_view, followup_view
from crmbot.domain.followups.followups import end_of_day, start_of_day
from crmbot.shapes import Action, Reply, Row, Section, Verbatim, t

# What is done most often; those that ask for more open their dialog where the chat has dialogs.
_QUICK = (
    Action(t("New lead"), "lead", "primary", dialog=True),
    Action(t("Log a call"), "call", dialog=True),
    Action(t("Find"), "find", dialog=True),
    Action(t("My workplace"), "workplace"),
    Action(t("Settings"), "settings"),
    Action(t("Help"), "help"),
)


def handle(ask: Asking) -> Reply:
    """The acting member's own Home; it shows nothing that he may not see."""
    due, overdue = parts.due_and_overdue(ask)
    begin, end = start_of_day(ask.now, ask.zone), end_of_day(ask.now, ask.zone)
    meetings = appointments_of(ask.session, ask.member.key, begin, end)
    pipeline, top = parts.pipeline(ask)
    neglected, lying = parts.neglected(ask)
    deals = list({deal.number: deal for deal in (*top, *lying)}.values())
    late, day = parts.overdue(ask, overdue), parts.day(ask, due, meetings)
    sections = (late, day, pipeline, neglected, parts.department(ask))
    return Reply(
        "list",
        t("{name}, this is your day.", name=Verbatim(ask.member.name.split(" ")[0])),
        lines=parts.absences(ask),
        first=(Section(None, (Row(t("What would you like to do?"), actions=_QUICK),)),),
        sections=tuple(section for section in sections if section is not None),
        records=(
            *(followup_view(followup) for followup in (*overdue, *due)),
            *map(appointment_view, meetings),
            *(deal_view(deal, ask.process) for deal in deals),
        ),
        totals={"overdue": len(overdue), "today": len(due)},
    )


COMMAND = Command(
    key="home",
    topic="plan",
    names={"en": ("home", "start page", "my home"), "de": ("start", "startseite", "arbeitsblatt")},
    usage=t("home"),
    summary=t("where your day begins: what is due, your pipeline, what lies unattended, your department"),
    examples={"en": ("home",), "de": ("startseite",)},
    writes=False,
    handler=handle,
    personal=True,
)
