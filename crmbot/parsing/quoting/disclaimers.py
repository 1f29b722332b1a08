"""Confidentiality notices, environment pleas, virus-scan notes, notes of list servers and provider advertising:
text below a mail that nobody wrote for it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

_MARKS: Final = tuple(
    """intended recipient|intended only for|intended solely for|intended for the|intended addressee|confidential|privileged|proprietary|
    unauthorized|unauthorised|disclosure|dissemination|received this e-mail in error|received this email in error|received this message in error|
    received this in error|received this communication in error|delete this|notify the sender|
    destroy all copies|strictly prohibited|viruses|views expressed|opinions expressed|legally binding|liability|
    vertraulich|rechtlich geschützt|bestimmungsgemäße|richtige adressat|richtigen adressat|irrtümlich|unerlaubte|unbefugte|weitergabe dieser|
    vernichten sie|löschen sie|nicht gestattet|adressaten bestimmt|empfänger bestimmt|vorgesehene empfänger|vorgesehenen empfänger|
    informieren sie bitte sofort den absender|benachrichtigen sie den absender|keine haftung|ausschließlich für den|
    consider the environment|before printing|denken sie an die umwelt|diese e-mail ausdrucken|ausdrucken müssen|an die umwelt|bäume|
    n'imprimez|avant d'imprimer|scanned by|virus-free|virenfrei|avast|message has been scanned|auf viren geprüft|auf viren überprüft|antivirus|analizzato con|e' risultato non infetto|
    confidentiel|destinataire|exclusivement|si vous n'êtes pas|reçu ce message par erreur|usage exclusif|strictement interdit|
    riservat|destinatari|per errore|confidenzial|confidencial|destinatario|por error|exclusivamente|prohibida|
    vertrouwelijk|geadresseerde|abusievelijk|bestemd voor|ten onrechte|poufn|adresat|omyłkow|wyłącznie|
    fortrolig|konfidentiell|luottamuksell|sażinion|datenschutzerklärung|datenschutzhinweise|datenschutzinformation|
    privacy policy|privacy notice|personenbezogene|internet communications are not secure|unsubscribe|abmelden möchten""".replace(
        "\n", ""
    ).split("|")
)
_LIST: Final = tuple(m.strip() for m in _MARKS if m.strip())
_HEADING: Final = re.compile(
    r"\W{0,6}(?:legal |e-?mail |important |wichtiger? |rechtliche[rn]? )?"
    r"(?:disclaimer|confidentiality(?: notice| note| statement)?|confidential|notice|vertraulichkeitshinweis|haftungsausschluss|hinweis|"
    r"avertissement|avviso(?: di riservatezza)?|aviso legal|datenschutz(?:hinweis|information|erklärung)?e?n?|privacy|important notice|"
    r"klauzula poufności|riservatezza)\b(?P<rest>.{0,60})$",
    re.IGNORECASE,
)
# What small print is about: the mail itself, its printing, or how data are kept.
_ABOUT: Final = re.compile(
    r"e-?mail|\bmails?\b|message|communication|transmission|transmittal|facsimile|nachricht|courriel|mensaje|correo|messaggio|bericht|besked|meddelande|viesti|"
    r"wiadomoś|zpráv|správ|üzenet|mesaj|environment|print|umwelt|drucken|imprim|stampa|milieu|datenschutz|privacy|datos|données|intended recipient|adressat|"
    r"empfänger|addressee|destinat|unsubscribe|abmelden|antivirus|avast|virus|files transmitted|information contained",
    re.IGNORECASE,
)
_STRONG: Final = re.compile(
    r"(?:this|diese|the information|die information|der inhalt dieser|if you are not|if you have received|sollten sie nicht|falls sie nicht|wenn sie nicht|"
    r"ce message|le informazioni|este mensaje|este correo|dit bericht|deze e-?mail|ta wiadomość|niniejsza|questo messaggio|questa e-?mail|cette e-?mail|"
    r"ce courriel|the contents? of|please (?:consider|think)|bitte denken|bitte prüfen sie|before printing|virus-free|virenfrei|confidential|"
    r"persone diverse|se ricevete|informationen zum datenschutz|unsere datenschutz|hinweise? zum datenschutz|den?k aan het milieu|pensez à l|pas à pas|n.imprimez|adoptez l)",
    re.IGNORECASE,
)
_PROGRAM: Final = re.compile(
    r"do you yahoo\b|get your free|join the world.s largest e-?mail|chat with friends online|send and receive hotmail|msn (?:photos|messenger|explorer|8)|"
    r"yahoo! (?:mail|greetings|auctions|messenger|sports|health|shopping|photos|movies)\b|get (?:free )?(?:hotmail|email|e-mail)|(?:free|kostenlose) e-?mail|"
    r"to (?:un)?subscribe\b|to be removed from|for additional commands|you (?:received|are receiving|got) this (?:message|e-?mail|notification) because|"
    r"reply to this e-?mail directly or|view (?:it|this (?:message|email)) (?:on|in)|"
    r"this sf\.net e-?mail is sponsored|this (?:e-?mail|message) (?:was|has been) scanned|outgoing mail is certified|incoming mail is certified|checked by avg|"
    r"gesendet mit der web\.de|web\.de (?:club|freemail)|gmx (?:freemail|dsl|tarife)|jetzt kostenlos|um sich (?:abzumelden|auszutragen)|sie erhalten diese (?:e-?mail|nachricht), weil",
    re.IGNORECASE,
)
_MAX_PARAGRAPHS: Final = 12  # of small print at the end
_MAX_UNKNOWN: Final = 800  # characters of it that need not be known
_MIN_PRINT: Final = 40  # characters of a paragraph of small print
_CONTACT: Final = re.compile(r"\+?\d[\d ()/-]{6,}\d|^\s*(?:tel|fon|phone|fax|mobil|mobile)\b", re.IGNORECASE)
_LINK: Final = re.compile(r"https?:|www\.|@|\.com\b|\.de\b")
_MAX_LINES: Final = 60  # of a paragraph in which the beginning of small print is looked for
_RULE_SIGNS: Final = "-_=*~#.·•"
_MAX_OPENING: Final = 400  # characters of a line that may begin small print
_MAX_CHARACTERS: Final = 4000  # of a paragraph that are looked at


def is_disclaimer(paragraph: str) -> bool:
    """Whether a paragraph is small print of the kind named above."""
    return _is_print(" ".join(paragraph[:_MAX_CHARACTERS].split()))


@lru_cache(maxsize=256)  # the last paragraphs of a mail are asked about several times
def _is_print(text: str) -> bool:
    lowered = text.lower().replace("’", "'")
    heading = _HEADING.match(lowered) if len(lowered) < 60 else None
    if heading and not heading["rest"].strip(" *_:.!-–—#=~"):
        return True
    bare = lowered.lstrip("*_-=~#> \t\"'(")
    if _PROGRAM.match(bare) and _LINK.search(bare):
        return True
    marks = sum(map(lowered.__contains__, _LIST))
    if marks == 0 or marks >= 5:
        return marks > 0
    opens = marks >= 3 or _STRONG.match(bare) is not None
    likely = (opens and (marks >= 3 or len(lowered) > 25)) or (marks >= 2 and len(lowered) > 120)
    # A writer who speaks of confidential things speaks of something else.
    return likely and _ABOUT.search(lowered) is not None


def strip_disclaimers(lines: Sequence[str]) -> list[str]:
    """The lines without the disclaimers at their end, the rules around them and the empty lines they leave."""
    kept = list(lines)
    del kept[_long_print(kept) :]
    while True:
        end = _trimmed(kept)
        start = _paragraph_start(kept, end)
        first = _small_print(kept[start:end])
        if first is None:
            return kept[: _without_blank(kept)]
        del kept[start + first :]
        del kept[_trimmed(kept) :]


def _long_print(lines: Sequence[str]) -> int:
    """Where small print of several paragraphs begins, of which only the first may be known as such."""
    end = _trimmed(lines)
    cut, unknown = len(lines), 0
    for _ in range(_MAX_PARAGRAPHS):
        start = _paragraph_start(lines, end)
        text = " ".join(lines[start:end])
        if start == end or unknown > _MAX_UNKNOWN or _CONTACT.search(text):
            break
        if is_disclaimer(text) and _opens(text):
            cut, unknown = start, 0
        elif len(text) < _MIN_PRINT:
            break
        else:
            unknown += len(text)
        end = _trimmed(lines[:start])
    return cut


def _opens(text: str) -> bool:
    bare = text[:200].lower().lstrip("*_-=~#> \t\"'(")
    return bool(_STRONG.match(bare) or _HEADING.match(bare))


def without_disclaimers(lines: Sequence[str]) -> list[str]:
    """The lines without any paragraph of small print, wherever it stands."""
    kept: list[str] = []
    paragraph: list[str] = []
    for line in [*lines, ""]:
        if line.strip() and not _is_rule(line):
            paragraph.append(line)
            continue
        first = _small_print(paragraph)
        kept.extend(paragraph if first is None else paragraph[:first])
        kept.append(line)
        paragraph = []
    return kept[:-1]


def _small_print(paragraph: Sequence[str]) -> int | None:
    """The first line of the small print at the end of a paragraph; contact lines may stand right above it."""
    for i, line in enumerate(paragraph[:_MAX_LINES]):
        if _may_begin(line[:_MAX_OPENING]) and is_disclaimer("\n".join(paragraph[i:])):
            return i
    return 0 if paragraph and is_disclaimer("\n".join(paragraph)) else None


@lru_cache(maxsize=512)  # the text is gone through several times, from its end
def _may_begin(line: str) -> bool:
    bare = line.strip().lower().lstrip("*_-=~#> \t\"'(")
    return bool(_STRONG.match(bare) or _PROGRAM.match(bare) or (len(bare) < 60 and _HEADING.match(bare)))


def _paragraph_start(lines: Sequence[str], end: int) -> int:
    start = end
    while start > 0 and lines[start - 1].strip() and not _is_rule(lines[start - 1]):
        start -= 1
    return start


def _is_rule(line: str) -> bool:
    bare = line.strip()
    return len(bare) >= 3 and not bare.strip(_RULE_SIGNS)


def _without_blank(lines: Sequence[str]) -> int:
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    return end


def _trimmed(lines: Sequence[str]) -> int:
    """Where the lines end when empty ones and rules are left out."""
    end = len(lines)
    while end and (not lines[end - 1].strip() or _is_rule(lines[end - 1])):
        end -= 1
    return end
