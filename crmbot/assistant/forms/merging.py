"""The dialogs of merging: with whom, and which of two values is kept, field by field."""

from __future__ import annotations

from crmbot.assistant.asking import Asking
from crmbot.assistant.changing import kind_of
from crmbot.assistant.field_words import fields_of, value_words
from crmbot.assistant.forms.questions import choice, words
from crmbot.assistant.forms.sheet import MISSING, Question, Sheet, answers
from crmbot.assistant.references import label
from crmbot.assistant.rows.rows import called
from crmbot.domain.changes.merge import Difference
from crmbot.domain.deals.views import view
from crmbot.domain.people.contact_fields import POINTS
from crmbot.domain.people.field_values import value_of
from crmbot.domain.records import Deal
from crmbot.domain.search.lookup import Contactable
from crmbot.domain.search.similar import similar_to
from crmbot.errors import RequestFault
from crmbot.shapes import Option, Value, t

OTHER = "other"
KEPT = "kept"


def partner_sheet(ask: Asking, record: Contactable) -> Sheet:
    """Into whom a record is to be merged: those who look alike, or anybody who is named in `into`."""
    pairs = similar_to(ask.session, record) if not isinstance(record, Deal) else []
    likely = [pair.other if pair.kept is record else pair.kept for pair in pairs]
    options = [Option(f"#{one.number}", label(ask, view(ask.session, one, ask.process))) for one in likely]
    hint = t("a number, a name, a mail address or a phone number")
    named = words("into", t("Into whom?") if not options else t("Or another one"), hint=hint)
    asked = (choice("likely", t("Into whom?"), options), named) if options else (named,)
    return Sheet(
        t("Merge"), t("Next"), f"merge #{record.number}", asked, lines=(called(record),),
        typed=t("merge #{number} into WHO", number=record.number),
        check=lambda found: {} if found.get("likely") or found["into"] else {asked[0].key: MISSING},
    )  # fmt: skip


def difference_sheet(ask: Asking, other: Contactable, kept: Contactable) -> Sheet:
    """The fields in which the two differ, each with both values; what is kept is chosen already."""
    differences = _differing(ask, other, kept) if type(other) is type(kept) else []
    return Sheet(
        t("Merge"),
        t("Merge"),
        f"merge #{other.number} into #{kept.number}",
        tuple(_question(ask, kept, one) for one in differences),
        lines=(t("{other} becomes part of {kept}.", other=called(other), kept=called(kept)),),
        typed=t("merge #{other} into #{kept} [taking FIELD, FIELD]", other=other.number, kept=kept.number),
    )


def _differing(ask: Asking, other: Contactable, kept: Contactable) -> list[Difference]:
    """Fields with a single value in which both have something to say, and not the same; stage and owner stay anyhow."""
    found = []
    for field in fields_of(ask).of(kind_of(kept)):
        if field.kind in POINTS or field.kind in ("stage", "member"):
            continue
        mine, theirs = value_of(kept, field), value_of(other, field)
        if mine not in (None, "") and theirs not in (None, "") and mine != theirs:
            found.append(Difference(field, mine, theirs))
    return found


def refuse_merge(other: Contactable, kept: Contactable) -> None:
    """Raises RequestFault for two that cannot be one."""
    if type(other) is not type(kept):
        raise RequestFault(t("Only two persons, two companies or two deals can be made one."))
    if other.number == kept.number:
        raise RequestFault(t("Both are the same record, #{number}.", number=kept.number))


def taken(sheet: Sheet, ask: Asking) -> list[str]:
    """The keys of the fields whose value comes from the other one."""
    return [key for key, chosen in answers(ask, sheet).items() if chosen == OTHER]


def _question(ask: Asking, kept: Contactable, one: Difference) -> Question:
    options = (Option(KEPT, _shown(ask, kept, one, one.kept)), Option(OTHER, _shown(ask, kept, one, one.other)))
    return choice(one.field.key, one.field.label, options, initial=KEPT)


def _shown(ask: Asking, kept: Contactable, one: Difference, value: object) -> Value:
    return value_words(ask, kept, one.field, value) or "–"
