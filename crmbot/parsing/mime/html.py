"""The text of an HTML body, line for line as a reader would see it.

Resiliparse reads the page and writes the text. Before that, on its tree, what a reader does not see is cut, paragraphs
without margins become plain lines, and quotes are marked with sentinels, from which the lines get their `> `.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Any

from crmbot.parsing.mime.charsets import clean

if TYPE_CHECKING:
    from resiliparse.parse.html import ElementNode, HTMLTree
    from resiliparse.parse.html.node import DOMContext, Node

MAX_HTML = 5_000_000  # characters that are read
_MAX_QUOTES = 1_000  # blockquotes that are marked
_MAX_DEPTH = 15  # `>` in front of a line
_MAX_LISTS = 12  # lists within lists
_MAX_LINKS = 500  # links whose target is written out
_MAX_STYLE = 1_000  # characters of a style that are looked at
_MAX_TARGET = 80  # characters of a target that is written out; longer ones are trackers

# Private-use characters that no mail means: they are taken out of the page before they are put in.
_OPEN, _CLOSE, _BREAK = "\ue0f0", "\ue0f1", "\ue0f2"
_SENTINELS = str.maketrans("", "", _OPEN + _CLOSE + _BREAK)
_SENTINEL = re.compile(f"([{_OPEN}{_CLOSE}])")
_BREAKS = re.compile(f"[ \t]*{_BREAK}[ \t]*")

# Nodes a reader does not see, wherever the style is written; hiding by class is left alone.
_HIDDEN_STYLES = (
    "display:none",
    "display: none",
    "visibility:hidden",
    "visibility: hidden",
    "mso-hide:all",
    "mso-hide: all",
)
_HIDDEN = ",".join(["[hidden]", "template", "title", *(f'[style*="{style}" i]' for style in _HIDDEN_STYLES)])
_COLLAPSED = re.compile(r"max-height\s*:\s*0(?:px)?\s*(?:;|!|\Z)", re.IGNORECASE)
# What draws a line across the page: mailers do that above the message they quote.
_RULES = 'hr,div[style*="border-top:solid" i],div[style*="border-top: solid" i],#divRplyFwdMsg,#appendonsend'
# Word and Outlook on the web set paragraphs without margins: there an empty line is an empty paragraph.
_TIGHT = 'p[class*="Mso"],p[style*="margin" i]'
_NO_MARGIN = re.compile(
    r"margin\s?:\s?(?:0[a-z%.]{0,4}\s{0,3}){1,4}(?:;|!|\Z)|margin-bottom\s?:\s?0(?![\d.])", re.IGNORECASE
)
_ALL_TIGHT = re.compile(r"(?:\A|[\s>}])p\s{0,3}\{\s{0,9}margin(?:-top|-bottom)?\s?:\s?0", re.IGNORECASE)
_INDENT_ONLY = re.compile(r"border:\s?none|border-width:\s?0|border:\s?0", re.IGNORECASE)
_LINE_TAG = re.compile(r"<(?:br|p|div|tr|li|blockquote)\b[^<>]{0,2000}>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{0,2000}>")
_LIST_TAG = re.compile(r"<(/?)(?:ul|ol|dl|menu|dir)\b[^<>]{0,500}>", re.IGNORECASE)

_BLANK_LINES = re.compile(r"\n{3,}")
_TABS = re.compile(r"[ \t]*\t[ \t]*")
_FILLER = re.compile("(?:[\u00ad\u034f\u200b\u200c\u200d\u2007\u2060\ufeff]+[ \u00a0]*){2,}")
_SOFT = re.compile("[\u00ad\u200b\u2060\ufeff]")


def html_to_text(html: str) -> str:
    """The readable text of an HTML page or fragment; line ends are LF, quotes begin with `> `, cells of a row stand
    on one line, parted by tabs. Never fails; at most 5,000,000 characters are read."""
    page = _without_traps(html)
    try:
        return _convert(page, hide=True) or _convert(
            page, hide=False
        )  # a page that is all hidden is better read than lost
    except Exception:  # noqa: BLE001 -- a fault of the native library must not cost the text
        return _tidy(unescape(_TAG.sub(" ", _LINE_TAG.sub("\n", page))))


def _without_traps(html: str) -> str:
    """The page without what the library or our sentinels could stumble over."""
    return _with_shallow_lists(clean(html[:MAX_HTML]).translate(_SENTINELS))


def _convert(page: str, *, hide: bool) -> str:
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.html import HTMLTree

    tree = HTMLTree.parse(page)
    body = tree.body
    if body is None:
        return ""
    if hide:
        _cut_hidden(body)
    _tighten(tree, body, everywhere=_ALL_TIGHT.search(page[:20_000]) is not None)
    _write_targets(tree, body)
    _write_emoji(tree, body)
    _keep_lines(body, page)
    _part_at_rules(tree, body)
    _mark_quotes(tree, body)
    text = extract_plain_text(tree, links=False, alt_texts=False, list_bullets=True, form_fields=False, noscript=True)
    return clean(_tidy(_quoted(text)))


def _with_shallow_lists(page: str) -> str:
    """Lists nested deeper than any reader follows lose their tags: every level indents each line further."""
    depth = 0

    def shallow(tag: re.Match[str]) -> str:
        nonlocal depth
        depth = max(0, depth - 1) if tag[1] else depth + 1
        return "" if depth >= _MAX_LISTS + (not tag[1]) else tag[0]

    return _LIST_TAG.sub(shallow, page)


def _cut_hidden(body: ElementNode) -> None:
    for node in body.query_selector_all(_HIDDEN).values():
        node.decompose()
    for node in body.query_selector_all('[style*="max-height" i]').values():
        if _COLLAPSED.search(_style(node)):
            node.decompose()


def _style(node: ElementNode) -> str:
    return str(node.getattr("style") or "")[:_MAX_STYLE]


def _tighten(tree: HTMLTree, body: ElementNode, *, everywhere: bool) -> None:
    """Paragraphs without margins become divisions, which resiliparse writes without empty lines in between."""
    for paragraph in body.query_selector_all("p" if everywhere else _TIGHT).values():
        if not (everywhere or "Mso" in (paragraph.class_name or "") or _NO_MARGIN.search(_style(paragraph))):
            continue
        line = tree.create_element("div")
        if line is None:
            return
        children = paragraph.child_nodes.values()
        paragraph.replace_with(line)
        for child in children:
            line.append_child(child)


def _write_emoji(tree: HTMLTree, body: ElementNode) -> None:
    """Emoji that a mail shows as pictures; the words of other pictures are noise."""
    for picture in body.query_selector_all("img[alt]").values()[:_MAX_LINKS]:
        words = str(picture.getattr("alt") or "")
        parent = picture.parent_node
        if 0 < len(words) <= 8 and all(char > "\u2000" for char in words) and parent is not None:
            text = tree.create_text_node(words)
            if text is not None:
                parent.insert_before(text, picture)


def _write_targets(tree: HTMLTree, body: ElementNode) -> None:
    """The target of a link behind its words, where they do not say it: `Muster GmbH (https://muster.example)`.
    A mail address stands in angle brackets, as in header fields. Long targets and those with a query are trackers."""
    for link in body.query_selector_all("a[href]").values()[:_MAX_LINKS]:
        target = str(link.getattr("href") or "").strip()
        words = str(link.text or "").strip()
        if suffix := _suffix(target, words):
            node = tree.create_text_node(suffix)
            if node is not None:
                link.append_child(node)


def _suffix(target: str, words: str) -> str:
    if target[:7].lower() == "mailto:":
        address = target[7:].split("?", maxsplit=1)[0]
        return f" <{address}>" if words and "@" in address and "@" not in words and len(address) < _MAX_TARGET else ""
    if not target.lower().startswith(("http://", "https://")) or len(target) > _MAX_TARGET or "?" in target:
        return ""
    host = target.split("/")[2].removeprefix("www.").lower()
    return f" ({target})" if words and host and host not in words.lower() and "://" not in words else ""


def _keep_lines(body: ElementNode, page: str) -> None:
    """Line ends within `white-space: pre-wrap` and its like count: they survive as sentinels."""
    if "white-space" not in page:
        return
    from resiliparse.parse.html import ELEMENT, TEXT, traverse_dom

    kept_from: int | None = None  # depth of the outermost node that keeps its line ends
    lines: list[Any] = []  # text nodes; they may be changed only after the walk

    def visit(context: DOMContext) -> None:
        nonlocal kept_from
        node: Any = context.node
        if kept_from is not None and context.depth <= kept_from:
            kept_from = None
        if node.type == TEXT and kept_from is not None:
            lines.append(node)
        elif node.type == ELEMENT and kept_from is None and _pre(node.getattr("style")):
            kept_from = context.depth

    traverse_dom(body, visit)
    for node in lines:
        if "\n" in node.value and node.value.strip():
            node.value = node.value.replace("\r\n", "\n").replace("\n", _BREAK)


def _pre(style: object) -> bool:
    return re.search(r"white-space\s*:\s*(?:pre|break-spaces)", str(style or ""), re.IGNORECASE) is not None


def _part_at_rules(tree: HTMLTree, body: ElementNode) -> None:
    """An empty line where a line is drawn across the page."""
    for rule in body.query_selector_all(_RULES).values()[:_MAX_QUOTES]:
        if (parent := rule.parent_node) is not None:
            _insert_line(tree, parent, _BREAK, before=rule)


def _mark_quotes(tree: HTMLTree, body: ElementNode) -> None:
    """Sentinels at both ends of each blockquote that is a quote rather than an indented paragraph."""
    for quote in body.query_selector_all("blockquote").values()[:_MAX_QUOTES]:
        if _INDENT_ONLY.search(_style(quote)) and not quote.hasattr("type"):
            continue
        if (first := quote.first_child) is not None:
            _insert_line(tree, quote, _OPEN, before=first)
            _insert_line(tree, quote, _CLOSE, before=None)


def _insert_line(tree: HTMLTree, parent: Node, text: str, before: Node | None) -> None:
    """A line of its own within `parent`, at its end where `before` is None."""
    line, words = tree.create_element("div"), tree.create_text_node(text)
    if line is not None and words is not None:
        line.append_child(words)
        if before is None:
            parent.append_child(line)
        else:
            parent.insert_before(line, before)


def _quoted(text: str) -> str:
    """The lines between sentinels with as many `>` as they are deep."""
    if _OPEN not in text:
        return text
    depth, fresh = 0, False
    lines: list[str] = []
    for line in text.split("\n"):
        before = depth
        if _OPEN in line or _CLOSE in line:
            depth += line.count(_OPEN) - line.count(_CLOSE)
            fresh = fresh or depth > before
            if depth < before:
                _drop_empty_end(lines)
            line = _SENTINEL.sub("", line)  # noqa: PLW2901 -- the same line, cleaned
            if not line.strip():
                continue
        if line.strip() or not fresh:
            lines.append(_prefixed(line, max(before, depth)))
            fresh = False
    return "\n".join(lines)


def _drop_empty_end(lines: list[str]) -> None:
    """A quote does not end with empty lines: they are the margin of its last paragraph."""
    while lines and lines[-1] and not lines[-1].strip("> "):
        lines.pop()


def _prefixed(line: str, depth: int) -> str:
    if depth <= 0:
        return line
    mark = ">" * min(depth, _MAX_DEPTH)
    return f"{mark} {line}" if line.strip() else mark


def _tidy(text: str) -> str:
    """Cells parted by one tab, no blank at line ends, at most one empty line in a row."""
    text = _SOFT.sub("", _FILLER.sub("", text)).replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ")
    text = _BREAKS.sub("\n", text) if _BREAK in text else text
    lines = [_TABS.sub("\t", line).strip("\t") if "\t" in line else line for line in text.split("\n")]
    return _BLANK_LINES.sub("\n\n", "\n".join(_without_end_blanks(line) for line in lines)).strip("\n")


def _without_end_blanks(line: str) -> str:
    """The line without blanks at its end, but for the `-- ` in front of a signature (RFC 3676, 4.3)."""
    bare = line.rstrip()
    return "-- " if bare == "--" and line.startswith("-- ") else bare
