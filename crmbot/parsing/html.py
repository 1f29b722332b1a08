"""The text of an HTML body, line for line as a reader would see it.

Resiliparse reads the page and writes the text. Before that, on its tree, what a reader does not see is cut, and quotes
are marked with sentinels, from which the lines get their `> `.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crmbot.parsing.charsets import clean

if TYPE_CHECKING:
    from resiliparse.parse.html import ElementNode, HTMLTree

MAX_HTML = 5_000_000  # characters that are read
_MAX_QUOTES = 2_000  # blockquotes that are marked
_MAX_DEPTH = 50  # `>` in front of a line

# Private-use characters that no mail means: they are taken out of the page before they are put in.
_OPEN, _CLOSE, _BREAK = "\ue0f0", "\ue0f1", "\ue0f2"
_SENTINEL = re.compile(f"([{_OPEN}{_CLOSE}])")
_HIDDEN = ",".join(
    [
        "[hidden]",
        "template",
        *(
            f'[style*="{style}"]'
            for style in ("display:none", "display: none", "DISPLAY:none", "visibility:hidden", "visibility: hidden", "mso-hide:all", "mso-hide: all")
        ),
    ]
)
_BLANK_LINES = re.compile(r"\n{3,}")
_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff\u034f]{2,}")


def html_to_text(html: str) -> str:
    """The readable text of an HTML page or fragment; line ends are LF, quotes begin with `> `. Never fails."""
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.html import HTMLTree

    page = _without_sentinels(clean(html[:MAX_HTML]))
    tree = HTMLTree.parse(page)
    if tree.body is None:
        return ""
    _cut_hidden(tree)
    marked = _mark_quotes(tree)
    text = str(extract_plain_text(tree, links=False, alt_texts=False, list_bullets=True, form_fields=False, noscript=True))
    return clean(_tidy(_quoted(text) if marked else text))


def _without_sentinels(html: str) -> str:
    return html.replace(_OPEN, "").replace(_CLOSE, "").replace(_BREAK, "")


def _cut_hidden(tree: HTMLTree) -> None:
    if tree.body is None:
        return
    for node in list(tree.body.query_selector_all(_HIDDEN)):
        node.decompose()


def _mark_quotes(tree: HTMLTree) -> bool:
    """Sentinels at both ends of each blockquote; whether there are any."""
    body = tree.body
    quotes: list[ElementNode] = list(body.query_selector_all("blockquote"))[:_MAX_QUOTES] if body else []
    for quote in quotes:
        _bracket(tree, quote)
    return bool(quotes)


def _bracket(tree: HTMLTree, quote: ElementNode) -> None:
    first = quote.first_child
    if first is None:
        return
    for mark in (_OPEN, _CLOSE):
        line, text = tree.create_element("div"), tree.create_text_node(mark)
        if line is None or text is None:
            return
        line.append_child(text)
        if mark == _OPEN:
            quote.insert_before(line, first)
        else:
            quote.append_child(line)


def _quoted(text: str) -> str:
    """The lines between sentinels with as many `>` as they are deep."""
    depth = 0
    lines: list[str] = []
    for line in text.split("\n"):
        rest = line
        if _OPEN in line or _CLOSE in line:
            pieces = _SENTINEL.split(line)
            before = depth
            depth += pieces.count(_OPEN) - pieces.count(_CLOSE)
            rest = "".join(piece for piece in pieces if piece not in (_OPEN, _CLOSE))
            if not rest.strip():
                continue
            lines.append(_prefixed(rest, max(before, depth)))
        else:
            lines.append(_prefixed(rest, depth))
    return "\n".join(lines)


def _prefixed(line: str, depth: int) -> str:
    if depth <= 0:
        return line
    mark = ">" * min(depth, _MAX_DEPTH)
    return f"{mark} {line}" if line.strip() else mark


def _tidy(text: str) -> str:
    """Cells parted by one tab, no blank at line ends, at most one empty line in a row."""
    text = _INVISIBLE.sub("", text).replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ")
    lines = [re.sub(r"[ \t]*\t[ \t]*", "\t", line).rstrip() if "\t" in line else line.rstrip() for line in text.split("\n")]
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip("\n")
