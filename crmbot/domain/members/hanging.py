"""Which rows hang on which records: whoever may not see the record does not see them, nor change them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, TypeAlias

from crmbot.domain.members.visibility import Visible
from crmbot.domain.records import (
    Activity,
    ActivityPerson,
    Appointment,
    AppointmentPerson,
    Base,
    Company,
    CompanyDomain,
    CompanyEmail,
    CompanyPhone,
    Competitor,
    Deal,
    DealProduct,
    File,
    Followup,
    FollowupMember,
    Offer,
    OutsideId,
    Person,
    PersonEmail,
    PersonPhone,
    PostalAddress,
    RecordChannel,
    RecordLink,
    StageEntry,
    Stakeholder,
    Tag,
    TouchRhythm,
    Watcher,
)

Holder: TypeAlias = tuple[tuple[Visible, ...], str]
ROOTS: tuple[Visible, ...] = (Deal, Person, Company, Activity, Followup)
PLACES: tuple[Visible, ...] = (Deal, Person, Company)
_DEAL, _PERSON, _COMPANY = ((Deal,), "deal_number"), ((Person,), "person_number"), ((Company,), "company_number")
_ACTIVITY, _RECORD = ((Activity,), "activity_number"), (ROOTS, "record_number")

# What a row hangs on: the kinds of record that its column may name. Of several entries, one has to be there.
HOLDERS: Mapping[type[Base], tuple[Holder, ...]] = MappingProxyType(
    {
        PersonEmail: (_PERSON,), PersonPhone: (_PERSON,), PostalAddress: (_PERSON, _COMPANY),
        CompanyEmail: (_COMPANY,), CompanyPhone: (_COMPANY,), CompanyDomain: (_COMPANY,),
        StageEntry: (_DEAL,), Stakeholder: (_DEAL,), Competitor: (_DEAL,), DealProduct: (_DEAL,), Offer: (_DEAL,),
        ActivityPerson: (_ACTIVITY,), File: (_ACTIVITY,),
        AppointmentPerson: (_PERSON,), FollowupMember: (((Followup,), "followup_number"),), RecordChannel: (_RECORD,),
        TouchRhythm: (_RECORD,), Appointment: (_RECORD,),
        Tag: (_RECORD,), Watcher: (_RECORD,), OutsideId: (_RECORD,), RecordLink: ((PLACES, "from_number"), (PLACES, "to_number")),
    }
)  # fmt: skip


def held_by(row: Base) -> list[tuple[tuple[Visible, ...], int]]:
    """The records that a row hangs on, or of a record itself those that it is filed at: possible kinds, and number."""
    if isinstance(row, Activity):
        places: tuple[tuple[Visible, Any], ...] = (
            (Deal, row.deal_number), (Person, row.person_number), (Company, row.company_number),
        )  # fmt: skip
        filed: list[tuple[tuple[Visible, ...], int]] = [((model,), number) for model, number in places if number]
        return filed[:1]
    if isinstance(row, Followup):
        return [(PLACES, row.record_number)] if row.record_number is not None else []
    named = ((models, getattr(row, column)) for models, column in HOLDERS.get(type(row), ()))
    return [(models, number) for models, number in named if number is not None]
