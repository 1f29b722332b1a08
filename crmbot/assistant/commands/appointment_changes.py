"""What becomes of an appointment: moved, called off, held with what came of it, taken into one's calendar."""

from __future__ import annotations

from dataclasses import replace

from crmbot.assistant.asking import Asking
from crmbot.assistant.commands.appointment import made_reply, shown_reply
from crmbot.assistant.entries import log_entry
from crmbot.assistant.followups.appointments import refuse_past, require_own, required_appointment, slot_of
from crmbot.assistant.forms.questions import prose, words
from crmbot.assistant.forms.sheet import Sheet, answers
from crmbot.assistant.registry import Command
from crmbot.domain.calendar.appointments import (
    CANCELLED,
    Slot,
    appointment_view,
    cancel_appointment,
    hold_appointment,
    move_appointment,
    people_of,
)
from crmbot.domain.calendar.calendar_files import calendar_file
from crmbot.domain.filing.filing import Filing
from crmbot.domain.history.history import place_of
from crmbot.domain.outbox.outbox import enqueue
from crmbot.domain.records import Activity, ActivityPerson, Appointment
from crmbot.domain.search.lookup import by_number
from crmbot.errors import Conflict, RequestFault
from crmbot.parsing.chat.appointment import read_appointment
from crmbot.shapes import Action, Picture, Reply, Text, Verbatim, t


def _move(ask: Asking) -> Reply:
    """Another time; an hour alone keeps its length."""
    one, rest = required_appointment(ask)
    require_own(ask, one)
    if not rest:
        rest = answers(ask, _when_sheet(one), t("When is it to be?"))["when"] or ""
    said = read_appointment(rest, now=ask.now)
    slot = slot_of(ask, said)
    if slot is None and said.start is not None and not one.all_day:
        clock = one.starts_at.astimezone(ask.zone).time()
        begin = said.start.astimezone(ask.zone).replace(hour=clock.hour, minute=clock.minute)
        slot = Slot(begin, begin + (one.ends_at - one.starts_at))  # a day alone keeps the hour
    elif slot is None and said.start is not None:
        slot = Slot(said.start, said.start + (one.ends_at - one.starts_at), all_day=True)
    if slot is None:
        raise RequestFault(t("When is it to be? I find no day and hour in “{words}”.", words=Verbatim(rest[:80])))
    if said.end is None and not (slot.all_day or one.all_day):
        slot = Slot(slot.start, slot.start + (one.ends_at - one.starts_at))
    refuse_past(ask, slot)
    move_appointment(one, slot)
    return made_reply(ask, one, by_number(ask.session, one.record_number) if one.record_number else None)


def _when_sheet(one: Appointment) -> Sheet:
    hint = t("for example friday 10:00-11:30, or friday all day")
    title = t("Move: {title}", title=Verbatim(one.title[:60]))
    asked = (words("when", t("When?"), required=True, hint=hint),)
    return Sheet(title, t("Move it"), f"move appointment #{one.number}", asked)


def _cancel(ask: Asking) -> Reply:
    """Call it off; calendars are told with the next file."""
    one, _ = required_appointment(ask)
    require_own(ask, one)
    if one.state == CANCELLED:
        raise Conflict(t("Appointment #{number} was called off already.", number=one.number))
    cancel_appointment(one)
    ask.session.flush()
    title = t("Called off: #{number} {title}", number=one.number, title=Verbatim(one.title))
    out = Action(t("Take it out of my calendar"), f"ics #{one.number}")
    return Reply("done", title, records=(appointment_view(one),), actions=(out,))


def _held(ask: Asking) -> Reply:
    """It took place: what came of it is logged as a meeting, and the next step is planned with it."""
    one, outcome = required_appointment(ask)
    require_own(ask, one)
    if one.activity_number is not None and ask.session.get(Activity, one.activity_number) is not None:
        raise Conflict(t("The outcome of #{number} is logged already.", number=one.number))
    if not outcome:
        said = answers(ask, _outcome_sheet(one), t("How was it, and what comes next?"))
        step = f" – follow up {said['next']}" if said["next"] else ""
        outcome = f"{said['outcome']}{step}"
    place = by_number(ask.session, one.record_number) if one.record_number else None
    if place is None:
        hold_appointment(one, None)
        one.text = "\n".join(filter(None, (one.text, outcome)))
        ask.session.flush()
        return shown_reply(ask, one)
    kind = ask.settings.kinds["meeting"]
    minutes = None if one.all_day else int((one.ends_at - one.starts_at).total_seconds() // 60)
    reply = log_entry(replace(ask, values={}), Filing(place_of(place)), outcome, kind, minutes=minutes)
    _settled(ask, one, reply)
    return reply


def _settled(ask: Asking, one: Appointment, reply: Reply) -> None:
    """The entry gets the time and the people of the appointment, which is over with it."""
    number = next(record.number for record in reply.records if record.type == "activity")
    activity = ask.session.get_one(Activity, number)
    activity.at = min(one.starts_at, ask.now)
    activity.subject = activity.subject or one.title
    known = {activity.person_number, *(row.person_number for row in activity.people)}
    activity.people.extend(
        ActivityPerson(person_number=p.number) for p in people_of(ask.session, one) if p.number not in known
    )
    hold_appointment(one, activity)
    ask.session.flush()


def _outcome_sheet(one: Appointment) -> Sheet:
    title = t("How was it? {title}", title=Verbatim(one.title[:60]))
    asked = (
        prose("outcome", t("What came of it?"), required=True),
        words("next", t("Next step"), hint=t("for example friday 10:00 send the offer")),
    )
    return Sheet(title, t("Log"), f"held #{one.number}", asked, typed=t("held #{number} OUTCOME", number=one.number))


def _ics(ask: Asking) -> Reply:
    """The file for a calendar: in the chat, and by mail where mail can be sent."""
    one, _ = required_appointment(ask)
    content = calendar_file(one, zone=ask.zone, stamp=ask.now)
    alt = t("Calendar file of appointment #{number}", number=one.number)
    file = Picture(content, f"appointment-{one.number}.ics", alt, "text/calendar")
    lines: list[Text | Verbatim] = []
    if ask.settings.mail_out:
        key = f"ics:{one.number}:{one.sequence}:{ask.member.key}:{ask.now.isoformat()}"
        mail = Reply("done", t("Appointment: {title}", title=Verbatim(one.title)), lines=(alt,), picture=file)
        enqueue(ask.work, key=key, kind="appointment", recipient=ask.member.key, content=mail, channel="mail")
        lines.append(t("It is on its way to you by mail, too."))
    title = t("Calendar file of #{number} {title}", number=one.number, title=Verbatim(one.title))
    shown = Verbatim(content.decode().replace("\r\n", "\n"))
    return Reply("done", title, lines=(*lines, shown), records=(appointment_view(one),), picture=file)


MOVE = Command(
    key="move appointment",
    topic="plan",
    names={
        "en": ("move appointment", "reschedule appointment", "postpone appointment"),
        "de": ("termin verschieben", "verschiebe termin", "termin verlegen"),
    },
    usage=t("move appointment #NUMBER WHEN"),
    summary=t("give an appointment another time"),
    examples={"en": ("move appointment #1080 friday 10:00",), "de": ("verschiebe termin #1080 Freitag 10 Uhr",)},
    writes=True,
    handler=_move,
    keeps_places=True,
)
CANCEL = Command(
    key="cancel appointment",
    topic="plan",
    names={
        "en": ("cancel appointment", "call off appointment"),
        "de": ("termin absagen", "sage termin ab", "termin streichen"),
    },
    usage=t("cancel appointment #NUMBER"),
    summary=t("call an appointment off"),
    examples={"en": ("cancel appointment #1080",), "de": ("termin absagen #1080",)},
    writes=True,
    handler=_cancel,
    keeps_places=True,
)
HELD = Command(
    key="held",
    topic="log",
    names={"en": ("held", "outcome of"), "de": ("stattgefunden", "gehalten", "termin ergebnis")},
    usage=t("held #APPOINTMENT OUTCOME"),
    summary=t("log what came of an appointment; a phrase such as “follow up friday” plans the next step"),
    examples={
        "en": ("held #1080 he likes it, follow up friday send the offer",),
        "de": ("stattgefunden #1080 gefällt ihm, Wiedervorlage Freitag Angebot senden",),
    },
    writes=True,
    handler=_held,
    keeps_places=True,
)
ICS = Command(
    key="ics",
    topic="plan",
    names={"en": ("ics", "calendar file"), "de": ("ics", "kalenderdatei")},
    usage=t("ics #APPOINTMENT"),
    summary=t("an appointment as a file for your calendar"),
    examples={"en": ("ics #1080",), "de": ("kalenderdatei #1080",)},
    writes=True,
    handler=_ics,
    keeps_places=True,
    right="read",
)
CHANGES = (MOVE, CANCEL, HELD, ICS)
