"""Notices as mails: numbered follow-ups, where answers go, and files."""

from __future__ import annotations

from datetime import UTC, datetime

from crmbot.channels.mailer.letters import letter
from crmbot.channels.mailer.message import compose, sender_of
from crmbot.shapes import Notice, Picture, Reader, Record, Reply, t

NOW = datetime(2026, 11, 18, 8, 0, tzinfo=UTC)


def _notice(kind: str, count: int) -> Notice:
    records = tuple(Record("followup", 1050 + n, f"item {n}", text=f"item {n}") for n in range(count))
    return Notice(1, "k", kind, "anna", "a@b.example", Reply("list", t("Today"), records=records), Reader("en"), 1)


def test_each_follow_up_of_a_digest_has_a_number_to_answer_with() -> None:
    words = letter(_notice("digest", 2))
    assert "1  item 0" in words
    assert "2  item 1" in words
    assert "1 done, 2 friday" in words


def test_a_single_one_needs_no_number_and_a_receipt_no_hint() -> None:
    assert "Answer this mail with: done" in letter(_notice("reminder", 1))
    assert "Answer" not in letter(_notice("receipt", 2))
    assert "Answer" not in letter(_notice("digest", 2), answers=False)


def test_answers_go_to_the_personal_address_and_a_file_comes_along() -> None:
    file = Picture(b"BEGIN:VCALENDAR\r\n", "appointment-1.ics", t("file"), "text/calendar")
    sender = sender_of("crm@firma.example")
    mail = compose(sender, "a@b.example", "x", "y", "k", NOW, reply_to="crm+bcd@firma.example", file=file)
    assert mail["Reply-To"] == "crm+bcd@firma.example"
    (part,) = mail.iter_attachments()
    assert (part.get_content_type(), part.get_filename()) == ("text/calendar", "appointment-1.ics")
    assert "BEGIN:VCALENDAR" in str(part.get_content())
