"""The records: SQLAlchemy classes on one Base, a file per aggregate. Importing this package makes the metadata whole."""

from crmbot.domain.records.activities import Activity, ActivityPerson, Blob, File
from crmbot.domain.records.appointments import Appointment, AppointmentPerson
from crmbot.domain.records.base import Base, RecordNumber, Tracked
from crmbot.domain.records.changes import Change, ChangeSet
from crmbot.domain.records.contacts import (
    Company,
    CompanyDomain,
    CompanyEmail,
    CompanyPhone,
    Person,
    PersonEmail,
    PersonPhone,
    PostalAddress,
)
from crmbot.domain.records.deals import Competitor, Deal, StageEntry, Stakeholder
from crmbot.domain.records.followups import Followup, FollowupMember, TouchRhythm
from crmbot.domain.records.inbox import InboxItem, InboxRaw, MailKey, RefusedSender, ThreadLink
from crmbot.domain.records.members import Member, MemberEmail
from crmbot.domain.records.offers import DealProduct, Offer, Product
from crmbot.domain.records.outbox import Conversation, EmptyDigest, HandledRequest, OutboxItem
from crmbot.domain.records.process_versions import ProcessVersion
from crmbot.domain.records.processing import ErasedAddress, ProcessingEntry
from crmbot.domain.records.relations import MergedRecord, OutsideId, RecordLink, Tag, Watcher
from crmbot.domain.records.search import SearchDetail, SearchName, SearchTerm, SearchText
from crmbot.domain.records.segments import Segment
from crmbot.domain.records.workplace import LinkCode, RecordChannel, RecordThread, SenderRule

__all__ = [
    "Activity",
    "ActivityPerson",
    "Appointment",
    "AppointmentPerson",
    "Base",
    "Blob",
    "Change",
    "ChangeSet",
    "Company",
    "CompanyDomain",
    "CompanyEmail",
    "CompanyPhone",
    "Competitor",
    "Conversation",
    "Deal",
    "DealProduct",
    "EmptyDigest",
    "ErasedAddress",
    "File",
    "Followup",
    "FollowupMember",
    "HandledRequest",
    "InboxItem",
    "InboxRaw",
    "LinkCode",
    "MailKey",
    "Member",
    "MemberEmail",
    "MergedRecord",
    "Offer",
    "OutboxItem",
    "OutsideId",
    "Person",
    "PersonEmail",
    "PersonPhone",
    "PostalAddress",
    "ProcessVersion",
    "ProcessingEntry",
    "Product",
    "RecordChannel",
    "RecordLink",
    "RecordNumber",
    "RecordThread",
    "RefusedSender",
    "SearchDetail",
    "SearchName",
    "SearchTerm",
    "SearchText",
    "Segment",
    "SenderRule",
    "StageEntry",
    "Stakeholder",
    "Tag",
    "ThreadLink",
    "TouchRhythm",
    "Tracked",
    "Watcher",
]
