"""Looking for an offer in what a member sends to a customer, also in a PDF that can be read."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from crmbot.domain.filing.mail_facts import Shape
from crmbot.domain.records import InboxItem
from crmbot.intake.settings import IntakeSettings
from crmbot.intake.subject_mail import SubjectMail
from crmbot.parsing.kinds.offers import MadeOffer, find_made_offer
from crmbot.parsing.kinds.pdf_text import pdf_text
from crmbot.parsing.parsed import ParsedMail
from crmbot.shapes import Text, t

_MOST_FILES = 5  # that are opened


def carried_offer(
    settings: IntakeSettings, item: InboxItem, parsed: ParsedMail, mail: SubjectMail, shape: Shape
) -> MadeOffer | None:
    """The offer that our own mail to a customer carries; None for anything that others wrote."""
    if shape not in ("outgoing", "forward") or not mail.written_by_us:
        return None
    now = item.received_at.astimezone(ZoneInfo(settings.timezone))
    names = [None if one.inline else one.filename for one in parsed.attachments]
    found = find_made_offer(mail.subject, mail.text, names, now=now, currency=settings.currency)
    if found is None or not any(name for name in names):
        return found
    pdfs = [one for one in parsed.attachments if one.content_type == "application/pdf" or _named_pdf(one.filename)]
    text = "\n".join(pdf_text(one.content) for one in pdfs[:_MOST_FILES])
    if not text.strip():
        return found
    return find_made_offer(mail.subject, mail.text, names, text, now=now, currency=settings.currency) or found


def _named_pdf(name: str | None) -> bool:
    return name is not None and name.lower().endswith(".pdf")


def offer_reason(made: MadeOffer | None) -> Text | None:
    """What showed it, for the verdicts."""
    if made is None:
        return None
    reasons = {
        "subject": t("a colleague's mail carries an offer to the customer: its subject says so"),
        "file": t("a colleague's mail carries an offer to the customer: a file is named so"),
        "text": t("a colleague's mail carries an offer to the customer: its text says so"),
    }
    return reasons[made.told_by]
