"""The buttons that turn the pages of a list."""

from __future__ import annotations

import re

from crmbot.shapes import Action, Text, t

_PAGE = re.compile(r"\b(?:page|seite|p\.|s\.)\s?:?\s?(\d{1,5})\b", re.IGNORECASE)


def asked_page(words: str) -> tuple[int, str]:
    """The page that is asked for, and the words without it."""
    match = _PAGE.search(words)
    return (max(int(match[1]), 1) if match else 1), " ".join(_PAGE.sub(" ", words).split())


def page_buttons(command: str, words: str, page: int, pages: int) -> tuple[Action, ...]:
    """To the next and the previous page, as far as there are."""
    bare = asked_page(words)[1]
    turns = ((t("Next page"), page + 1), (t("Previous page"), page - 1))
    return tuple(
        Action(label, " ".join(f"{command} {bare} page {to}".split())) for label, to in turns if 1 <= to <= pages
    )


def paged_title(title: Text, page: int, pages: int) -> Text:
    """The title with the page, where there are several."""
    return t("{title}, page {page} of {pages}", title=title, page=page, pages=pages) if pages > 1 else title
