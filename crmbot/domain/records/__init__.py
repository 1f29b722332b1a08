"""The records: SQLAlchemy classes on one Base, a file per aggregate. Importing this package makes the metadata whole."""

from crmbot.domain.records.activities import Activity, ActivityPerson, Blob, File
from crmbot.domain.records.base import Base, RecordNumber, Tracked
from crmbot.domain.records.changes import Change, ChangeSet
from crmbot.domain.records.contacts import Company, CompanyDomain, Person, PersonEmail, PersonPhone
from crmbot.domain.records.deals import Deal
from crmbot.domain.records.followups import Followup
from crmbot.domain.records.inbox import InboxItem, InboxRaw, MailKey, ThreadLink
from crmbot.domain.records.members import Member, MemberEmail
from crmbot.domain.records.outbox import Conversation, HandledRequest, OutboxItem

__all__ = [
    "Activity",
    "ActivityPerson",
    "Base",
    "Blob",
    "Change",
    "ChangeSet",
    "Company",
    "CompanyDomain",
    "Conversation",
    "Deal",
    "File",
    "Followup",
    "HandledRequest",
    "InboxItem",
    "InboxRaw",
    "MailKey",
    "Member",
    "MemberEmail",
    "OutboxItem",
    "Person",
    "PersonEmail",
    "PersonPhone",
    "RecordNumber",
    "ThreadLink",
    "Tracked",
]
