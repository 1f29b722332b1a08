"""Addresses of records: which links are ours, and which record each is of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from crmbot.channels.slack.conversation import Payload
from crmbot.channels.slack.manifest import RECORDS

_MOST = 5  # links of a message
_RECORD = re.compile(rf"{RECORDS}([1-9][0-9]{{0,9}})/?")
_NUMBER = re.compile(r"[1-9][0-9]{0,9}")


def address(number: int, public_url: str) -> str:
    """The address of a record, the same always: Slack knows the record by it."""
    return f"{public_url.rstrip('/')}{RECORDS}{number}"


def records_linked(event: Payload, public_url: str) -> Iterator[tuple[str, int]]:
    """The links of a `link_shared` event that name records of ours, each record once, with its number."""
    seen: set[int] = set()
    for link in event.get("links") or ():
        url = str(link.get("url") or "") if isinstance(link, Mapping) else ""
        number = _numbered(url, public_url)
        if number is None or number in seen:
            continue
        seen.add(number)
        yield url, number
        if len(seen) == _MOST:
            return


def record_of(told: Payload, public_url: str) -> int | None:
    """The record that an event or a press is about, by our reference, else by its address; None for none of ours.

    Slack leaves the reference out where the panel was opened from a search.
    """
    reference = told.get("external_ref")
    number = str(reference.get("id") or "") if isinstance(reference, Mapping) else ""
    if _NUMBER.fullmatch(number):
        return int(number)
    urls = (str(told.get(name) or "") for name in ("entity_url", "app_unfurl_url"))
    return next((found for url in urls if (found := _numbered(url, public_url)) is not None), None)


def _numbered(url: str, public_url: str) -> int | None:
    ours = urlsplit(public_url)
    try:
        there = urlsplit(url)
        host = there.hostname
    except ValueError:  # such as "https://[x"
        return None
    found = _RECORD.fullmatch(there.path.removeprefix(ours.path.rstrip("/")))
    return int(found[1]) if found is not None and ours.hostname and host == ours.hostname else None
