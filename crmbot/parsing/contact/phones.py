"""Phone numbers in text, as E.164 with what they are for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final, Literal, TypeAlias

from crmbot.parsing.contact.phone_numbers import Number, read_number
from crmbot.parsing.parsed import Phone
from crmbot.parsing.quoting.quoted_lines import plain

PhoneKind: TypeAlias = Literal["work", "mobile", "fax"]

_MAX_TEXT: Final = 20_000  # characters that are searched
_MAX_LINE: Final = 400
_MAX_WORD: Final = 40  # characters of the longest label
_MAX_PHONES: Final = 20

_CANDIDATE: Final = re.compile(
    r"(?<![\w@.,/])(?P<number>(?:\+{1,2}|00|\(\+?|\(?0|[1-9]\(?)[\d ()/.\u2010-\u2015\u2212-]{5,26}\d)(?![\d@])"
)
_FIGURES: Final = re.compile(r"\d[\d ()/.\u2010-\u2015\u2212-]{4,27}\d")  # what every number holds
_NO_TRUNK: Final = frozenset(
    {"US", "CA", "PL", "ES", "NO", "DK", "CZ", "PT", "FR", "IT", "LU", "GR"}
)  # numbers without a leading 0

_FAX: Final = re.compile(r"(?:fax(?:nummer|nr)?|telefax|facsimile|telecopie|télécopie|faks|fx|f)\b", re.IGNORECASE)
_MOBILE: Final = re.compile(
    r"(?:mobil\w{0,8}|mobile|handy(?:nummer|nr)?|cell\w{0,6}|mob|natel|gsm|portable|cellulare|móvil|movil|kom|tel\. ?kom|m|c)\b",
    re.IGNORECASE,
)
_PHONE: Final = re.compile(
    r"(?:tel\w{0,12}|tél\w{0,8}|fon|phone|ph|office|direct|direkt|durchwahl|zentrale|büro|main|work|desk|voice|ph|tlf|zentral\w{0,4}|t|p|o|d|toll[- ]?free|hotline)\b",
    re.IGNORECASE,
)
_OTHER: Final = re.compile(
    r"(?:p\.?\s?iva|nip|regon|krs|kvk|btw|cif|nif|dic|ico|ein|c\.f|iban|bic|swift|konto\w{0,8}|blz|ust\w{0,3}|vat|mwst|uid|siret|siren|hrb|hra|handelsreg\w{0,10}|kunden\w{0,8}|bestell\w{0,8}|auftrag\w{0,8}|rechnung\w{0,8}|"
    r"angebot\w{0,8}|order|invoice|customer|steuer\w{0,8}|artikel\w{0,6}|ticket|nr|no|number|nummer|id|ref|account|acct|fn|isbn|ean|tracking|case|vorgang\w{0,8}|"
    r"deal|tag|contract|vertrag\w{0,8}|amount|betrag|eur|usd|pin|passcode|password|conference|meeting|code|zugangscode)\b",
    re.IGNORECASE,
)
_NUMBER_OF: Final = re.compile(
    r"\b(my|our|meine|unsere|fax|mobile?|cell|phone|telephone|telefon|handy|direct|office|home|work|contact) (?:number|nummer|no|nr)\b",
    re.IGNORECASE,
)
_JOINED: Final = re.compile(r"(?<=\d{3}[-. ]\d{4})\s?/\s?(?=\(?\d{3}\)?[-. /]{1,2}\d{3}[-. ]\d{4})")
_WORD: Final = re.compile(r"[^\W\d_][\w.-]*")
_EXTENSION: Final = re.compile(r"\s*[,/]?\s*(?:DW|Dw|Durchwahl|Durchw|Kl|Klappe)\.?\s*[-–:]?\s*(\d{1,5})\b")
_RELATIVE: Final = re.compile(
    r"(?P<label>[^\W\d_][\w.-]{0,12})[\s.:]{0,3}(?:(?:DW|Dw|Durchwahl|Kl)\.?\s*[-–]?\s?|[-–]\s?)(?P<digits>\d{1,5})(?![\w-]|[ .]\d)"
)
_DIGIT: Final = re.compile(r"\d")
_RELATIVE_SIGNS: Final = ("-", "–", "DW", "Dw", "Durchwahl", "Kl")  # one of which the pattern above holds
_TRAILING: Final = re.compile(r"\s*[(\[]?\s*([^\W\d_][\w.-]*)[^\d]*$")
_TRAILING_ALONE: Final = re.compile(r"[\s(\[–,:-]{0,6}([^\W\d_][\w.-]*)[^\d]*$")
_STEM_END: Final = re.compile(r"\s?[-–\u2010-\u2012/]\s?\d{1,5}$")
_LEADERS: Final = re.compile(r"\.{3,400}")  # `Office......432-555-0211`
_ONE_WORD: Final = re.compile(r"\s{0,3}[^\W\d_]{1,20}\.?\s*$")
_SWITCHBOARD: Final = re.compile(r"\s?[-–/]\s?0$")  # an extension stands in its place
_TRUNK: Final = re.compile(r"\(\s?0\s?\)")
_NANP: Final = re.compile(r"\(?1?[-. (]{0,2}[2-9]\d\d(?:\)[-. /]{0,3}|[-. /]{1,3})\d{3}[-. ]\d{4}$")
_DATE: Final = re.compile(r"(?:\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|(?:19|20)\d\d-\d\d-\d\d)\b")


def find_phones(text: str, region: str = "DE") -> tuple[Phone, ...]:
    """The phone numbers in `text`, in order and each once. `region` (ISO 3166) says how to read national numbers.

    A label on the line ("Fax", "Mobil", "(cell)") gives the kind, else the number range does. Numbers that a label
    calls something else (an IBAN, a customer number) are left out. Never raises; at most 20 are given.
    """
    found: dict[str, Phone] = {}
    above, stem = "", ""
    for line in plain(text[:_MAX_TEXT]).splitlines():
        shown = _JOINED.sub(" ; ", line[:_MAX_LINE]) if "/" in line[:_MAX_LINE] else line[:_MAX_LINE]
        shown = _LEADERS.sub(": ", shown) if "..." in shown else shown
        phones, stem = _on_line(shown, above, stem, region)
        for phone in phones:
            found.setdefault(phone.number, phone)
        if len(found) >= _MAX_PHONES:
            break
        above = line if line.strip() else above
    return tuple(found.values())[:_MAX_PHONES]


def may_hold_phones(text: str) -> bool:
    """Whether enough figures stand together anywhere to be a number: most texts need no closer look."""
    return _FIGURES.search(plain(text)) is not None


def _on_line(line: str, above: str, stem: str, region: str) -> tuple[list[Phone], str]:
    """The numbers of a line, and the stem to which extensions further down belong."""
    if _DIGIT.search(line) is None:
        return [], stem
    matches = list(_CANDIDATE.finditer(line))
    phones: list[Phone] = []
    end = 0
    labels_follow = _labels_follow(line, matches)
    for i, match in enumerate(matches):
        before = line[end : match.start()]
        after = line[match.end() : matches[i + 1].start() if i + 1 < len(matches) else len(line)]
        label = before if before.strip() else (above if len(above) < 30 and end == 0 else "")
        named = _label_kind(after if labels_follow else label)
        extension = _EXTENSION.match(after)
        end = match.end() + (extension.end() if extension else 0)
        written = _SWITCHBOARD.sub("-", match["number"]) if extension else match["number"]
        number = _read(written + (extension[1] if extension else ""), named, region)
        if number is not None:
            stem = written if extension else _stem(written)
            phones.append(Phone(number.e164, _kind(named, after, number, labels_follow=labels_follow)))
    if stem:
        phones.extend(_relatives(line[end:], stem, region))
    return phones, stem


def _stem(number: str) -> str:
    """The number without its extension, as far as the grouping shows one."""
    cut = _STEM_END.sub("", number)
    if cut == number and len(number.split()) >= 4:
        cut = number.rpartition(" ")[0]
    return cut


def _labels_follow(line: str, matches: Sequence[re.Match[str]]) -> bool:
    """Whether the labels of this line stand behind their numbers: `555-0188 phone | 555-0189 fax`."""
    if not matches or _label_kind(line[: matches[0].start()]):
        return False
    end = matches[1].start() if len(matches) > 1 else len(line)
    found = (_TRAILING if len(matches) > 1 else _TRAILING_ALONE).match(line[matches[0].end() : end])
    return bool(found) and _label_kind(found[1] if found else "") in {"work", "mobile", "fax"}


def _relatives(rest: str, stem: str, region: str) -> Iterator[Phone]:
    """Extensions that stand for a whole number: "Fax -99", "Fax DW 20"."""
    if not any(sign in rest for sign in _RELATIVE_SIGNS):
        return
    for match in _RELATIVE.finditer(rest):
        named = _label_kind(match["label"])
        number = _read(stem + match["digits"], named, region) if named in {"work", "fax"} else None
        if number is not None:
            yield Phone(number.e164, "fax" if named == "fax" else "work")


def _read(raw: str, named: str | None, region: str) -> Number | None:
    """The number, where it is a possible one in its country and nothing calls it something else."""
    if named == "other" or _DATE.match(raw):
        return None
    number = raw.strip("( ").replace("++", "+")
    if number.startswith(("+", "00")):
        number = _TRUNK.sub("", f"+{number.removeprefix('00')}" if number.startswith("00") else number)
    country = "US" if _NANP.match(raw) and not raw.lstrip("(").startswith("0") else region
    national = not number.startswith(("+", "0"))
    if national and (country not in _NO_TRUNK or (country != "US" and named is None)):
        return None
    found = read_number(number, country)
    return found if found and (found.is_valid or (named and found.is_possible)) else None


def _label_kind(label: str, *, first: bool = False) -> str | None:
    """What the nearest word beside a number calls it: a kind, "other", or None. `first`: the label stands behind it."""
    found = _WORD.findall(_NUMBER_OF.sub(r"phone \1", label) if " n" in label.lower() else label)
    for word in found[:2] if first else reversed(found[-4:]):
        if len(word) <= _MAX_WORD and (kind := _word_kind(word.strip(".-"))):
            return kind
    return None


@lru_cache(maxsize=1024)
def _word_kind(bare: str) -> str | None:
    patterns = (("fax", _FAX), ("mobile", _MOBILE), ("work", _PHONE), ("other", _OTHER))
    return next((kind for kind, pattern in patterns if pattern.fullmatch(bare)), None)


def _kind(named: str | None, after: str, number: Number, *, labels_follow: bool) -> PhoneKind:
    alone = named is None and _ONE_WORD.match(after[:24])  # `555-0215 / 555-0216 cell`
    trailing = _label_kind(after[:24], first=True) if labels_follow or alone or "(" in after[:4] else None
    if trailing in {"fax", "mobile"} or labels_follow:
        named = trailing
    if named == "fax":
        return "fax"
    return "mobile" if named == "mobile" or number.is_mobile else "work"
