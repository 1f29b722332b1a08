"""Which page of a list is shown, and where it begins."""

from __future__ import annotations


def turned(page: int, count: int, limit: int) -> tuple[int, int]:
    """The page that is shown, the last one where a later one is asked for; and how many there are."""
    pages = max(1, -(-count // limit))
    return min(page, pages), pages


def skipped(page: int, count: int, limit: int) -> int:
    """How many of `count` rows stand before a page of `limit`; before the last page where a later one is asked for."""
    return (turned(page, count, limit)[0] - 1) * limit
