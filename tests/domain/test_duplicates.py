"""How a message is recognised however it reaches us."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmbot.domain.people.duplicates import base_subject, content_key, fingerprint, same_moment

LONG = "Wir brauchen vierzig Palettenregale für unser neues Lager in Altona."
AT = datetime(2026, 11, 18, 9, 12, tzinfo=timezone(timedelta(hours=1)))


@pytest.mark.parametrize(
    "other",
    [
        LONG.replace(" ", "\n> "),
        LONG.upper(),
        LONG + "\n[cid:image001.png@01D]",
        LONG.replace("Lager", "Lager <https://tracker.example/abc>"),
    ],
)
def test_what_forwarding_does_to_a_text_does_not_change_its_fingerprint(other: str) -> None:
    assert (
        fingerprint("a@b.example", "WG: Anfrage", other, None).key
        == fingerprint("A@b.example", "Anfrage", LONG, None).key
    )


@pytest.mark.parametrize(
    ("sender", "subject", "text"),
    [("x@b.example", "Anfrage", LONG), ("a@b.example", "Angebot", LONG), ("a@b.example", "Anfrage", LONG[5:])],
)
def test_another_sender_subject_or_text_is_another_message(sender: str, subject: str, text: str) -> None:
    assert fingerprint(sender, subject, text, None).key != fingerprint("a@b.example", "Anfrage", LONG, None).key


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (AT, True),
        (AT.astimezone(UTC), True),
        (AT.replace(tzinfo=None), True),
        (AT.replace(tzinfo=None) + timedelta(hours=5, minutes=30), True),
        (AT + timedelta(minutes=5), False),
        (AT.replace(tzinfo=None) + timedelta(minutes=5), False),
        (AT.replace(tzinfo=None) + timedelta(days=1), False),
    ],
)
def test_dates_fit_when_they_can_mean_the_same_minute(other: datetime, same: bool) -> None:
    assert same_moment(AT, other, sure=True) is same
    assert same_moment(other, AT, sure=False) is same


@pytest.mark.parametrize("sure", [True, False])
def test_an_unknown_date_is_enough_only_for_long_texts(sure: bool) -> None:
    assert same_moment(AT, None, sure=sure) is sure


@pytest.mark.parametrize(
    "subject", ["Re: AW: Fwd: Regale", "WG:Regale", "[EXTERN] Re[2]: Regale", "Antw: Regale", "Regale"]
)
def test_reply_and_forward_marks_do_not_belong_to_the_subject(subject: str) -> None:
    assert base_subject(subject) == "Regale"


def test_the_content_key_needs_more_than_a_message_id() -> None:
    assert content_key("<1@x>", "a@b.example", "s", AT, "one") != content_key("<1@x>", "a@b.example", "s", AT, "two")


@given(st.text(), st.text(), st.text(), st.none() | st.datetimes())
def test_any_text_has_a_fingerprint(sender: str, subject: str, text: str, date: datetime | None) -> None:
    assert len(fingerprint(sender, subject, text, date).key) == 64
    assert len(content_key(sender, sender, subject, date, text)) == 64
