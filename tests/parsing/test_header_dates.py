"""Dates of header fields become instants."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmbot.parsing.mime.header_dates import parse_header_date


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Wed, 18 Nov 2026 09:12:00 +0100", "2026-11-18T09:12:00+01:00"),
        ("18 Nov 2026 09:12 +0100", "2026-11-18T09:12:00+01:00"),
        ("Wed, 18 Nov 2026 09:12:00 +0100 (CET)", "2026-11-18T09:12:00+01:00"),
        ("Wed, 18 Nov 2026 08:12:00 GMT", "2026-11-18T08:12:00+00:00"),
        ("Wed, 18 Nov 2026 09:12:00 GMT+01:00", "2026-11-18T09:12:00+01:00"),
        ("Wed, 18 Nov 2026 09:12:00 +01:00", "2026-11-18T09:12:00+01:00"),
        ("Wed, 18 Nov 2026 09:12:00 -0330", "2026-11-18T09:12:00-03:30"),
        ("Wed, 18 Nov 2026 09:12:00", "2026-11-18T09:12:00+00:00"),
        ("Wed,  18\tNov 2026\t09:12:60 +0100", "2026-11-18T09:12:59+01:00"),
        ("2026-11-18T09:12:00+01:00", "2026-11-18T09:12:00+01:00"),
        ("2026-11-18 08:12:00Z", "2026-11-18T08:12:00+00:00"),
        ("Wed Nov 18 09:12:00 2026", "2026-11-18T09:12:00+00:00"),
        ("Wed, 18 Nov 2026 09:12:00 0100", "2026-11-18T09:12:00+01:00"),
        ("Wed, 18 Nov 2026 09:12:00 MEZ", "2026-11-18T09:12:00+01:00"),
        ("Wed, 18 Nov 2026 09:12:00 (GMT+1)", "2026-11-18T09:12:00+01:00"),
        ("Wed Nov 18 09:12:00 CET 2026", "2026-11-18T09:12:00+01:00"),
        ("Wed, 18 Nov 2026 09(früh):   12  :  00 +0100", "2026-11-18T09:12:00+01:00"),
        ("Wed, 18 Nov 2026 09.12.00 +0100", "2026-11-18T09:12:00+01:00"),
        ("18-Nov-2026 09:12:00 +0100", "2026-11-18T09:12:00+01:00"),
        ("Nov 18, 2026 1:12:05 PM", "2026-11-18T13:12:05+00:00"),
        ("Mi, 18 Mär 2026 09:12 +0100", "2026-03-18T09:12:00+01:00"),
        ("Do, 1 Okt 2026 12:12 AM +0200", "2026-10-01T00:12:00+02:00"),
        ("18.11.2026 09:12:00 +0100", "2026-11-18T09:12:00+01:00"),
        ("2026/11/18 09:12", "2026-11-18T09:12:00+00:00"),
        ("20261118T091200Z", "2026-11-18T09:12:00+00:00"),
        ("Sunday, 06-Nov-94 08:49:37 GMT", "1994-11-06T08:49:37+00:00"),
        ("Fri, 18 Nov 105 09:12:00 +0100", "2005-11-18T09:12:00+01:00"),
        ("Fri, 18 Nov 05 09:12:00 +0100", "2005-11-18T09:12:00+01:00"),
    ],
)
def test_a_date_is_read(value: str, expected: str):
    moment = parse_header_date(value)
    assert moment is not None
    assert moment.isoformat() == expected


@pytest.mark.parametrize(
    "value",
    [
        "",
        "gestern",
        "18 Nov 2026",
        "1795000000",
        "Mon, 04 Jan 0100 10:00:00 +0000",
        "18 Unk 2026 09:12",
        "Wed, 31 Feb 2026 09:12:00 +0100",
        "Wed, 18 Nov 2026 29:12:00 +0100",
        "0000-00-00 00:00:00",
        "1 " * 500,
    ],
)
def test_what_is_no_date_is_none(value: str):
    assert parse_header_date(value) is None


def test_an_impossible_zone_counts_as_utc():
    moment = parse_header_date("Wed, 18 Nov 2026 09:12:00 +9900")
    assert moment is not None
    assert moment.isoformat() == "2026-11-18T09:12:00+00:00"


@given(st.text(alphabet="0123456789:+- WedNovGMTZ,()/.", max_size=60))
def test_any_value_is_an_aware_moment_or_none(value: str):
    moment = parse_header_date(value)
    assert moment is None or moment.tzinfo is not None
