"""The forms of follow-ups: a new one, putting it off, its result, another date, another owner."""

from __future__ import annotations

from crmbot.assistant.asking import Asking
from crmbot.assistant.followups.people import FollowupPeople
from crmbot.assistant.followups.words import FollowupWords, read_followup
from crmbot.assistant.forms.questions import member, moment, prose, words
from crmbot.assistant.forms.sheet import Question, Sheet, answers, wrong
from crmbot.assistant.forms.who import placed_by, who
from crmbot.assistant.placing import named_place
from crmbot.assistant.rows.rows import called, followup_text
from crmbot.domain.filing.filing import Filing
from crmbot.domain.records import Followup
from crmbot.shapes import Text, t

_WHEN_HINT = t("for example: tomorrow, friday 14:00, in 2 weeks, every first Monday of the month")


def placed(ask: Asking) -> tuple[Filing, str]:
    """Where a follow-up goes, and the words after it; the form asks whom it is about where nobody is named."""
    if ask.rest.strip():
        filing, said = named_place(ask)
        if not said and not ask.values:
            raise _new_sheet(ask, filing).unanswered(t("When shall I remind you?"))
        return filing, said
    return placed_by(ask, _new_sheet(ask, None))


def asked_followup(ask: Asking, filing: Filing) -> FollowupWords:
    """What the form says of a new follow-up. Raises Unanswered where it has no date."""
    sheet = _new_sheet(ask, filing if ask.rest.strip() else None)
    found = answers(ask, sheet, t("When shall I remind you?"))
    said = read_followup(ask, found["when"])
    if (said.when is None and said.recurrence is None) or said.text:
        raise wrong(ask, sheet, {"when": t("I find no date in “{words}”.", words=found["when"][:80])})
    chosen = found["owner"]
    people = FollowupPeople(owner=chosen.key if chosen is not None and chosen.key != ask.member.key else None)
    return FollowupWords(said.when, said.recurrence, said.leads, people, found["text"] or "")


def _new_sheet(ask: Asking, filing: Filing | None) -> Sheet:
    asked: list[Question] = [who()] if filing is None else []
    asked += [
        words("when", t("When?"), required=True, hint=_WHEN_HINT),
        prose("text", t("What is to be done?")),
        member(ask, "owner", t("For whom?"), initial=ask.member.key),
    ]
    place = f"#{filing.number}" if filing else ""
    typed = t("followup {who} WHEN [TEXT]", who=place or t("WHO"))
    lines = (called(filing.record),) if filing else ()
    return Sheet(t("Follow-up"), t("Remind me"), f"followup {place}".strip(), tuple(asked), lines, typed)


def result_sheet(followup: Followup) -> Sheet:
    """What came of it, and the next step."""
    asked = (
        prose("outcome", t("What came of it?")),
        moment("next", t("Next step on"), hint=_WHEN_HINT),
        words("next_text", t("What is to be done?")),
    )
    title = t("Result of #{number}", number=followup.number)
    typed = t("done #{number} OUTCOME", number=followup.number)
    return Sheet(title, t("Done"), f"result #{followup.number}", asked, (followup_text(followup),), typed)


def date_sheet(followup: Followup, verb: str, title: Text) -> Sheet:
    """Until when, or for when."""
    hint = t("for example: 20 min, this afternoon, tomorrow, next week, 17 March 14:30")
    asked = (words("when", t("When?"), required=True, hint=hint),)
    typed = t("{verb} #{number} WHEN", verb=verb, number=followup.number)
    return Sheet(title, t("Save"), f"{verb} #{followup.number}", asked, (followup_text(followup),), typed)


def delegate_sheet(ask: Asking, followup: Followup) -> Sheet:
    """To whom, and with what words."""
    asked = (member(ask, "to", t("To whom?"), required=True), prose("note", t("Note")))
    typed = t("delegate #{number} to MEMBER", number=followup.number)
    title = t("Delegate #{number}", number=followup.number)
    return Sheet(title, t("Delegate"), f"delegate #{followup.number}", asked, (followup_text(followup),), typed)
