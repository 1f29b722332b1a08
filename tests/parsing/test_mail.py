"""Whole mails, from raw bytes to what `crmbot parse --json` shows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from crmbot.parsing.mail import parse_mail
from crmbot.parsing.output import to_json

MAILS = Path(__file__).parents[1] / "data" / "mail"
TEAM: dict[str, Any] = {"own_domains": ["regalwerk.example"], "capture_addresses": ["crm@regalwerk.example"]}
CASES = sorted(path.stem for path in MAILS.glob("*.eml") if path.with_suffix(".json").exists())


def read(name: str, **settings: Any) -> dict[str, Any]:
    raw = (MAILS / f"{name}.eml").read_bytes()
    return to_json(parse_mail(raw, **{**TEAM, **settings}), file=f"{name}.eml")


def subset(expected: Any, actual: Any) -> Any:
    """The part of `actual` that `expected` speaks about."""
    if isinstance(expected, dict) and isinstance(actual, dict) and expected:
        return {key: subset(value, actual.get(key, "missing")) for key, value in expected.items()}
    return actual


@pytest.mark.parametrize("name", CASES)
def test_a_sample_mail_is_read_as_expected(name):
    expected = json.loads((MAILS / f"{name}.json").read_text("utf-8"))
    assert subset(expected, read(name)) == expected


@pytest.mark.parametrize("name", CASES)
def test_reading_a_sample_mail_finds_no_reader_failing(name):
    assert not [defect for defect in read(name)["defects"] if "could not be read" in defect]
