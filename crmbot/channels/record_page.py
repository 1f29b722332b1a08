"""The page behind the link of a record. It knows nothing of the record, not even whether there is one: it says where to look."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from html import escape

from aiohttp import web

from crmbot.channels.slack.manifest import RECORDS
from crmbot.shapes import Reader, Verbatim, t
from crmbot.texts import render

RECORD_PATH = RECORDS + "{number:[1-9][0-9]{0,9}}"

_PAGE = """<!doctype html>
<html lang="{language}"><head><meta charset="utf-8"><meta name="robots" content="noindex">
<meta name="viewport" content="width=device-width"><title>{title}</title>
<style>body{{font:1rem/1.5 sans-serif;max-width:36rem;margin:4rem auto;padding:0 1rem}}</style></head>
<body><h1>{title}</h1><p>{words}</p></body></html>
"""
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
    "Cache-Control": "no-store",
}


def record_page(command: str) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """The handler of `RECORD_PATH`; `command` is the slash command to ask by."""

    async def handle(request: web.Request) -> web.StreamResponse:
        number = request.match_info["number"]
        language = "de" if _prefers_german(request.headers.get("Accept-Language", "")) else "en"
        reader = Reader(language)
        asked = Verbatim(f"{command} show #{number}")
        words = t(
            "Records are shown in Slack: write {command} there, or paste this link into a conversation.", command=asked
        )
        body = _PAGE.format(
            language=language, title=escape(f"#{number}"), words=escape(render(words, reader))
        )  # fmt: skip
        return web.Response(text=body, content_type="text/html", headers=_HEADERS)

    return handle


def _prefers_german(header: str) -> bool:
    """Whether German stands before English in the browser's list (RFC 9110, 12.5.4); its weights follow the order."""
    for part in header[:200].lower().split(","):
        language = part.strip().partition(";")[0].partition("-")[0]
        if language in ("de", "en"):
            return language == "de"
    return False
