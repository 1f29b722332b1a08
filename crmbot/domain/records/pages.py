"""Where a page of a list begins."""

from __future__ import annotations


def skipped(page: int, count: int, limit: int) -> int:
    """How many of `count` rows stand before a page of `limit`; before the last page where a later one is asked for."""
    return (min(page, max(1, -(-count // limit))) - 1) * limit
