"""What a single line says about being part of a signature: closing, name, contact data or prose."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from crmbot.parsing.parsed import Address
from crmbot.parsing.quoting import signature_words as words
from crmbot.parsing.wordlists import first_runs, first_word, without_start

MAX_LINE: Final = 200  # characters of a line that are looked at
# Several readers ask the same of the same lines of a mail, and closings and footers come back in the next one.
_REMEMBERED: Final = 512  # lines, each cut to its first characters before it is kept

_CLOSING: Final = re.compile(
    "(?:"
    + "|".join([*words.PATTERNS, *(re.escape(c) for c in sorted(words.CLOSINGS, key=len, reverse=True))])
    + r")(?![\w'’])",
    re.IGNORECASE,
)
# A closing begins with one of these words, or holds what the patterns of closings turn on.
_CLOSING_STARTS: Final = first_runs(words.CLOSINGS)
_CLOSING_STEMS: Final = (
    "grüß", "grüss", "grueß", "gruess", "gruß", "gruss", "wünschen", "regards", "wishes", "greetings", "salutations", "sentiments", "schöne", "gute", "angenehme",
    "erholsame", "sonnige", "ruhige", "great", "good", "nice", "lovely", "wonderful", "fantastic", "pleasant", "journée", "soirée", "semaine", "giornata", "serata",
    "fine settimana", "weekend", "groet",
)  # fmt: skip
_JOINER: Final = re.compile(r"(?:" + "|".join(re.escape(j) for j in words.JOINERS) + r")(?!\w)", re.IGNORECASE)
_TITLES: Final = re.compile(r"^(?:[^\W\d_][\w.-]{0,14}\.(?:-Ing\.)?\s?(?:\([^)]{1,8}\)\s?)?){1,4}(?=[^\W\d_]{2,})")
_DELIMITERS: Final = frozenset(("--", "—", "–", "—-", "-- --"))
_RULE: Final = re.compile(r"\s*(?:[-_=*~#+.·•─━—–]{3,}|__|\*\*|[-_=*~#+ ]{9,})\s*$")
_RULE_SIGNS: Final = frozenset(("", *"-_=*~#+.·•─━—–"))
_WORD: Final = re.compile(r"[^\W\d_][^\W\d_'’.-]*(?:[.'’-][^\W\d_]+)*\.?")
_DIGIT: Final = re.compile(r"\d")
_PHONE: Final = re.compile(
    r"(?<![\w.,/-])(?:\+\s?\d|\(\+?\d|\(?0|\d{3}[-. )/])[\d\s()/.\u2010-\u2015-]{5,24}\d(?![\w])|(?<!\d)\d{3}\)[ -]\d{3}-\d{4}"
)
_EXTENSION: Final = re.compile(
    r"(?:\bx|\bext\.?|\bdw|\bdurchwahl|\bkl\.?)[\s:.-]{0,3}\d{1,5}\b|^\W{0,3}\d{1,2}-\d{4}\.?$", re.IGNORECASE
)
_LABEL: Final = re.compile(
    r"(?<![\w@])(?:tel|telefon|telephone|téléphone|tél|telefono|teléfono|telefoon|fon|phone|ph|fax|telefax|facsimile|mobil|mobile|mobiltelefon|cell|"
    r"cellular|handy|mob|natel|gsm|portable|cellulare|móvil|mobiel|office|direct|direkt|durchwahl|dw|zentrale|pager|skype|e-?mail|mail|web|website|"
    r"www|internet|homepage|http|t|f|m|p|e|w|d|o|c)\s?[.:|](?!\w{3})|^(?:tel|fon|fax|mobil|mobile|phone)\b\.?\s+[+(\d]",
    re.IGNORECASE,
)
_EMAIL: Final = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,6}")
_URL: Final = re.compile(
    r"(?:https?://|www\.)[^\s<>]{3,}|(?<![\w@.])[\w-]{2,63}\.(?:de|com|at|ch|net|org|eu|example|test|co\.uk|io|info|biz|fr|it|nl|pl)\b(?!\w)",
    re.IGNORECASE,
)
_ZIP: Final = re.compile(
    r"(?<![\w/-])(?:(?:D|DE|A|AT|CH|F|I|NL|L|B|PL)[- ])?\d{4,5}\s+[^\W\d_][\w.-]+|\b[A-Z]{2}\.?,?\s+\d{5}(?:-\d{4})?\b|\b[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}\b|\b[A-Z]\d[A-Z]\s?\d[A-Z]\d\b"
)
_STREET: Final = re.compile(
    r"(?:stra(?:ß|ss)e|str\.|platz|allee|gasse|weg|ring|damm|ufer|markt|hof|chaussee|park|berg|graben|steig)\s*\d{1,4}\s?[a-z]?\b|"
    r"\b\d{1,5}[a-z]?,?\s(?:[^\W\d_][\w.'-]*\s){1,4}(?:street|st|road|rd|avenue|ave|boulevard|blvd|lane|ln|drive|dr|way|suite|floor|court|ct|square)\b|"
    r"\b(?:rue|avenue|boulevard|via|viale|piazza|calle|plaza|ulica|ul\.|postfach|p\.?\s?o\.?\sbox|suite|floor)\s",
    re.IGNORECASE,
)
_STREET_STEMS: Final = (  # of streets without a number
    "rue", "avenue", "boulevard", "via", "piazza", "calle", "plaza", "ul", "postfach", "box", "suite", "floor",
)  # fmt: skip
_REGISTER: Final = re.compile(
    r"\b(?:hrb|hra|fn)\s?\d|\bust-?id|\bvat\b|amtsgericht|handelsregister|registergericht|geschäftsführ|vorstand|aufsichtsrat|sitz der|gerichtsstand|"
    r"uid|steuernummer|firmenbuch|che-\d|iban|bic\b|registered (?:in|office)|company (?:no|number|reg)",
    re.IGNORECASE,
)
_REGISTER_STEMS: Final = (
    "hrb", "hra", "fn", "ust", "vat", "gericht", "handelsregister", "geschäftsführ", "vorstand", "aufsichtsrat", "sitz der", "uid", "steuernummer", "firmenbuch",
    "che-", "iban", "bic", "registered", "company",
)  # fmt: skip
_LEGAL: Final = re.compile(
    r"(?<!\w)(?:gmbh|mbh|ag|kg|ohg|gbr|e\.k\.|e\.u\.|kgaa|ug|se|e\.v\.|eg|gesmbh|ges\.m\.b\.h\.|ltd\.?|limited|llc|l\.l\.c\.|inc\.?|corp\.?|corporation|company|co\.|plc|"
    r"llp|l\.p\.|s\.a\.|sa|sarl|s\.à r\.l\.|sas|s\.r\.l\.|srl|s\.p\.a\.|spa|b\.v\.|bv|n\.v\.|nv|sp\. z o\.o\.|s\.r\.o\.|a/s|aps|ab|oy|kft|group|gruppe)(?!\w)",
    re.IGNORECASE,
)
_NAME_SIGNS: Final = frozenset("-–—/~")
_SENTENCE_END: Final = re.compile(r"[.!?…]['\")\]]?\s*$")


def fold(line: str) -> str:
    """The line as it is compared: NFC, single blanks, no emphasis marks around it."""
    return _fold(line[:MAX_LINE])


@lru_cache(maxsize=_REMEMBERED)
def _fold(line: str) -> str:
    return " ".join(unicodedata.normalize("NFC", line).split()).strip("*_ ")


def is_delimiter(line: str) -> bool:
    """Whether this is the signature delimiter `-- ` (RFC 3676, section 4.3), its blank lost or not, or a dash alone."""
    bare = line.rstrip()
    return bare in _DELIMITERS or (bare[:1].isspace() and bare[1:] in _DELIMITERS)


def is_rule(line: str) -> bool:
    """Whether the line only draws a rule."""
    text = line[:MAX_LINE]
    return text.lstrip()[:1] in _RULE_SIGNS and _RULE.match(text) is not None


def closing_rest(line: str) -> str | None:
    """What follows a closing on its line ("Viele Grüße, Max" -> "Max"); "" for a bare closing, None for no closing."""
    return _closing_rest(line) if len(line) <= 90 else None


@lru_cache(maxsize=_REMEMBERED)
def _closing_rest(line: str) -> str | None:
    text = fold(line).strip("-–—~*_ ,.!;:/\\|☺😊🙂")
    found = _match_closing(text)
    if not found or found.end() == 0:
        return None
    rest = _after_joined(text[found.end() :])
    greets = any(word in found[0].lower() for word in words.GREETINGS)
    if greets and rest.split(" ", 1)[0].lower() in words.ORIGINS and len(rest.split()) <= 5:
        return ""
    return rest


def _match_closing(text: str) -> re.Match[str] | None:
    lowered = text.lower()
    if first_word(lowered) in _CLOSING_STARTS or any(map(lowered.__contains__, _CLOSING_STEMS)):
        return _CLOSING.match(text)
    return None


def _after_joined(rest: str) -> str:
    """Skips further closings: "Thanks and best regards", "Besten Dank & Gruß"."""
    for _ in range(4):
        rest = rest.strip(" ,.!;:/\\|-–—~")
        joiner = _JOINER.match(rest)
        after = rest[joiner.end() :].strip(" ,.!") if joiner else rest
        found = _match_closing(after)
        if not found:
            return rest
        rest = after[found.end() :]
    return rest


def evidence(line: str) -> int:
    """How many kinds of contact data the line shows."""
    text = line[:MAX_LINE]
    return sum(1 for check in (*_possible(text), _LEGAL) if check.search(text))


def hard_evidence(line: str) -> bool:
    """Whether the line shows a phone number, an address of any kind, or a register entry."""
    return _hard_evidence(line[:MAX_LINE])


@lru_cache(maxsize=_REMEMBERED)
def _hard_evidence(text: str) -> bool:
    return any(check.search(text) for check in _possible(text))


def _possible(text: str) -> Iterator[re.Pattern[str]]:
    """The patterns of contact data whose signs stand in the text: most lines of a mail have none of them."""
    digit = _DIGIT.search(text) is not None
    lowered = text.lower()
    if digit:
        yield _PHONE
    if "@" in text:
        yield _EMAIL
    if "." in text or "//" in text:
        yield _URL
    if digit or any(sign in text for sign in ".:|(+"):
        yield _LABEL
    if digit:
        yield _ZIP
    if digit or any(map(lowered.__contains__, _STREET_STEMS)):
        yield _STREET
    if any(map(lowered.__contains__, _REGISTER_STEMS)):
        yield _REGISTER
    if digit:
        yield _EXTENSION


def reaches(line: str) -> bool:
    """Whether the line says how to reach somebody: a phone number or its label, or a mail address."""
    text = line[:MAX_LINE]
    return any(check.search(text) for check in (_PHONE, _EMAIL, _LABEL, _EXTENSION))


def is_prose(line: str) -> bool:
    """Whether the line reads like part of a sentence."""
    return _is_prose(line[: MAX_LINE * 2].strip())


@lru_cache(maxsize=_REMEMBERED)
def _is_prose(text: str) -> bool:
    tokens = text.lower().replace("’", "'").split()
    known = sum(token.strip('.,;:!?()"') in words.PROSE for token in tokens)
    if len(tokens) >= 6 and known >= 2 and known * 8 >= len(tokens):
        return True
    if len(tokens) >= 5 and _SENTENCE_END.search(text) and not evidence(text):
        return True
    if tokens and text[-1] in "?!" and len(tokens) >= 2:
        return True
    return (len(text) > 90 and not evidence(text)) or (2 <= len(tokens) < 6 and known >= 2)


@lru_cache(maxsize=64)  # asked several times of the author of a mail
def author_tokens(author: Address | None) -> frozenset[str]:
    """The words of the author's name and mailbox, in lower case, two letters at least."""
    if author is None:
        return frozenset()
    mailbox = (author.address or "")[:MAX_LINE].split("@")[0]
    found = _WORD.findall(
        f"{(author.name or '')[:MAX_LINE]} {mailbox.replace('.', ' ').replace('_', ' ').replace('-', ' ')}"
    )
    return frozenset(word.lower().strip(".") for word in found if len(word.strip(".")) > 1)


def names_author(line: str, tokens: frozenset[str]) -> bool:
    """Whether a short line is the author's name, or his initials or a short form of it."""
    text = fold(line).strip("-–—/~,.!; ")
    found = [word.lower().strip(".") for word in _WORD.findall(text)]
    if not found or len(found) > 9 or not tokens:
        return False
    if any(word in tokens for word in found):
        return True
    initials = {token[0] for token in tokens}
    short = found[0] if len(found) == 1 else ""
    written = short.upper() in text or line.lstrip()[:1] in _NAME_SIGNS  # "-jm" is signed too
    return 0 < len(short) <= 3 and written and set(short) <= initials


def looks_like_name(line: str, *, known: bool = False) -> bool:
    """Whether the line could be a person's name: capitalised words with particles and titles. `known`: it names the author."""
    text = fold(line).strip("-–—/~,.;* ")
    text = without_start(_TITLES, text)
    for cut in (",", " - ", " – ", " | ", "(", "/"):
        text = text.split(cut, 1)[0].strip()
    tokens = text.split()
    if (
        not tokens
        or len(text) > 50
        or len(tokens) > 7
        or any(ch.isdigit() for ch in text)
        or "@" in text
        or ":" in text
    ):
        return False
    bare = [
        t for t in tokens if t.lower().strip(".,") not in words.HONORIFICS and t.lower() not in words.NAME_PARTICLES
    ]
    if not 1 <= len(bare) <= 4 or (not known and any(t.lower().strip(".,") in words.NOT_NAMES for t in bare)):
        return False
    return all(t[0].isupper() and _WORD.fullmatch(t.strip(",").strip("\"'()")) for t in bare)
