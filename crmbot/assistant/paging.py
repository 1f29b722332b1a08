"""The buttons that turn the pages of a list."""

from __future__ import annotations

import re

from crmbot.domain.records.pages import turned as turned  # noqa: PLC0414 (where commands find it)
from crmbot.shapes import Action, Text, t

_PAGE = re.compile(r"\b(?:page|seite|p\.|s\.)\s?:?\s?(\d{1,5})\b", re.IGNORECASE)
_AT_END = re.compile(rf"\s{_PAGE.pattern}$", re.IGNORECASE)


def asked_page(words: str, *, at_end: bool = False) -> tuple[int, str]:
    """The page that is asked for, and the words without it; `at_end` where the words may speak of pages themselves."""
    match = _PAGE.search(words)
    if at_end:
        match = _AT_END.search(words.rstrip())
        return (max(int(match[1]), 1), words[: match.start()].strip()) if match else (1, words)
    return (max(int(match[1]), 1) if match else 1), " ".join(_PAGE.sub(" ", words).split())


def page_buttons(command: str, words: str, page: int, pages: int) -> tuple[Action, ...]:
    """To the next and the previous page, as far as there are; `words` are those of the request without the page."""
    turns = ((t("Next page"), page + 1), (t("Previous page"), page - 1))
    return tuple(
        Action(label, " ".join(f"{command} {words} page {to}".split())) for label, to in turns if 1 <= to <= pages
    )


def paged_title(title: Text, page: int, pages: int) -> Text:
    """The title with the page, where there are several."""
    return t("{title}, page {page} of {pages}", title=title, page=page, pages=pages) if pages > 1 else title
