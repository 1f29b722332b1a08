"""The dialog that hands a record over."""

from __future__ import annotations

from crmbot.assistant.asking import Asking
from crmbot.assistant.forms.questions import member
from crmbot.assistant.forms.sheet import Sheet, answers
from crmbot.assistant.forms.stale import marked
from crmbot.assistant.rows.rows import called
from crmbot.domain.records import Member
from crmbot.domain.search.lookup import Contactable
from crmbot.shapes import t


def asked_owner(ask: Asking, record: Contactable) -> Member:
    """Who is to take care of it. Raises Unanswered as `answers` does."""
    sheet = Sheet(
        t("Owner"), t("Hand over"), marked(ask, record, f"assign #{record.number}"),
        (member(ask, "owner", t("Who takes care of it?"), required=True, initial=record.owner),),
        lines=(called(record),), typed=t("assign #{number} MEMBER", number=record.number),
    )  # fmt: skip
    found = answers(ask, sheet, t("Who is to take care of it? Give the key or the name of a member."))["owner"]
    assert isinstance(found, Member)
    return found
