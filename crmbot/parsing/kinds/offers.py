"""Whether a mail of ours carries an offer to the customer: number, date, amount and validity, as far as they are told.

Subject, names of attached files and the text speak of it. The amount that is labelled as the total counts; without a
label a single amount does; several without a label are left to a person.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from crmbot.parsing.parsed import Amount
from crmbot.parsing.phrases.amounts import FoundAmount, amounts
from crmbot.parsing.phrases.dates import leading_date

_LONGEST = 30_000  # characters of text that are read
_LONGEST_SUBJECT = 1_000
_MOST_AMOUNTS = 200
_OFFER = r"(?:(?:(?:fest)?preis|fest|richtpreis|folge|nachtrags|kosten|rahmen|muster|wartungs|liefer|verkaufs|erst)?angebote?s?|kostenvoranschlag|kostenvoranschläge|offerten?|offers?|quotes?|quotations?|proposals?|estimates?|bids?)"
_NAMED = re.compile(rf"(?<![^\W_]){_OFFER}(?![^\W\d_])", re.IGNORECASE)
_ASKED = re.compile(
    r"\b(?:bitte um|anfrage|erbitte|ersuche|request(?:ing)? (?:for )?(?:an? )?|ask(?:ing)? for (?:an? )?|rfq|jobs?|stellen|lieferanten|zu ihrem|zu eurem|"
    r"ihr|ihrem|ihres|your|nachfrage zum|rückfrage zum|questions? (?:about|on) (?:the|your)|danke für|thanks? for)\b[^.\n]{0,20}$",
    re.IGNORECASE,
)
_ANSWERED = re.compile(r"^\s*(?:(?:aw|re|antw|sv|fwd?|wg)\s*(?:\[\d+\])?\s*:\s*)+", re.IGNORECASE)
_GIVES = re.compile(
    rf"\b(?:(?:anbei|im anhang|angehängt|beigefügt|attached|enclosed|here is|please find|hier ist|hiermit|gerne)\b[^.\n]{{0,80}}{_OFFER}"
    rf"|{_OFFER}\b[^.\n]{{0,60}}\b(?:anbei|im anhang|angehängt|beigefügt|attached|enclosed|unterbreiten|zukommen)"
    r"|(?:bieten wir|biete ich|we (?:are pleased to )?offer|wir bieten|unterbreiten wir|we can offer)\b)",
    re.IGNORECASE,
)
_FILES = (".pdf", ".docx", ".doc", ".odt", ".xlsx", ".xls", ".ods", ".rtf")
_CODE = re.compile(
    rf"(?:{_OFFER})[\s_]{{0,3}}(?:nummer|number|nr|no|num|#|-nr|-no)?[\s_.:#]{{0,3}}"
    r"(?P<code>(?:[A-Z]{1,5}[-_/]?)?(?=[\w/.-]{0,30}\d)[A-Z0-9][A-Z0-9/.-]{2,30})(?![a-z])",
    re.IGNORECASE,
)
_PREFIXED = re.compile(r"\b(?P<code>(?:AN|ANG|AG|OFF|QU|QUO|Q|KV|KVA)[-_/]?\d[\w/-]{1,20})\b")
_DATE_LIKE = re.compile(r"\d{1,2}\.\d{1,2}\.?(?:\d{2,4})?|\d{4}-\d\d-\d\d|\d{4}")
_TOTAL = re.compile(
    r"(?:gesamt(?:summe|betrag|preis)?|summe|endbetrag|endpreis|angebots(?:summe|preis|wert|betrag)|auftragswert|festpreis|pauschal(?:preis)?|total|grand total|"
    r"sum total|overall price|net total|total price|quote total|amount due|netto|net(?: amount| price)?|preis|price|kosten|cost)"
    r"[^\d\n€$]{0,40}$",
    re.IGNORECASE,
)
_STRONG = re.compile(r"gesamt|angebots|endbetrag|endpreis|auftragswert|festpreis|pauschal|total|overall", re.IGNORECASE)
_NET = re.compile(r"\b(?:netto|net|zzgl|zuzüglich|plus vat|excl)", re.IGNORECASE)
_TAX = re.compile(
    r"(?:mwst|ust|umsatzsteuer|mehrwertsteuer|vat|steuer|tax|rabatt|discount|anzahlung|deposit|skonto)[^\d\n]{0,25}$",
    re.IGNORECASE,
)
_VALID = re.compile(
    r"\b(?:gültig|gilt|bindend|gebunden|valid|good|binding|open)\b[^.\n\d]{0,30}?\b(?:bis(?: zum| einschließlich)?|until|till|through|to|for|für|noch)\b\s{0,3}(?P<when>[^\n]{2,40})",
    re.IGNORECASE,
)
_SPAN = re.compile(r"\d{1,3}\s?(?:tage|days|wochen|weeks|monate|months)", re.IGNORECASE)
_DATED = re.compile(
    r"\b(?:vom|dated|date|datum|of)\b[: ]{1,3}(?P<when>\d{1,4}[./-]\d{1,2}[./-]\d{2,4}|\d{1,2}\.? [^\W\d]{3,10} \d{4})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class MadeOffer:
    """An offer that a mail carries. `told_by` says what showed it: subject, file or text; `file` is the attachment's place.

    Without an `amount` the `choices` are those among which a person has to choose.
    """

    told_by: str
    amount: Amount | None = None
    choices: tuple[Amount, ...] = ()
    code: str | None = None
    dated: date | None = None
    valid_until: date | None = None
    file: int | None = None


def find_made_offer(
    subject: str | None,
    text: str,
    filenames: Sequence[str | None],
    file_text: str = "",
    *,
    now: datetime,
    currency: str,
) -> MadeOffer | None:
    """The offer that a mail written by us carries; None for one that only talks about offers.

    An answer (`Re: Angebot`) counts only with a file or words that give one.
    """
    bare, said = (subject or "")[:_LONGEST_SUBJECT], text[:_LONGEST]
    file = next((place for place, name in enumerate(filenames) if name and _is_offer_file(name)), None)
    answer = _ANSWERED.match(bare) is not None
    in_subject = not answer and _gives(_ANSWERED.sub("", bare))
    in_text = _GIVES.search(said) is not None and bool(_NAMED.search(said))
    if file is None and not in_subject and not in_text:
        return None
    if file is None and in_text and not in_subject and not (_attached(filenames) or _totals(said, currency)):
        return None
    told_by = "file" if file is not None else "subject" if in_subject else "text"
    name = (filenames[file] or "") if file is not None else ""
    amount, choices = _amount((said, file_text[:_LONGEST], bare), currency)
    whole = f"{said}\n{file_text[:_LONGEST]}"
    place = file if file is not None else next((n for n, one in enumerate(filenames) if _attached([one])), None)
    return MadeOffer(
        told_by, amount, choices, _code((bare, name.replace("_", " ").rpartition(".")[0], whole)),
        _date(_DATED, whole, now), _date(_VALID, whole, now), place,
    )  # fmt: skip


def _is_offer_file(name: str) -> bool:
    plain = name.replace("_", " ")
    return name.lower().endswith(_FILES) and (_NAMED.search(plain) is not None or _PREFIXED.search(plain) is not None)


def _attached(filenames: Sequence[str | None]) -> bool:
    return any(name is not None and name.lower().endswith(_FILES) for name in filenames)


def _gives(subject: str) -> bool:
    """Whether a subject announces an offer rather than asks for one."""
    match = _NAMED.search(subject)
    return match is not None and _ASKED.search(subject[: match.start()]) is None


def _amount(texts: Sequence[str], currency: str) -> tuple[Amount | None, tuple[Amount, ...]]:
    """The total, else the only amount there is; the others are choices."""
    every: list[Amount] = []
    for text in texts:
        labelled = _totals(text, currency)
        if labelled:
            return labelled[-1][1].amount, ()
        every += [found.amount for found in _found(text, currency)]
        unique = list(dict.fromkeys(every))
        if len(unique) == 1:
            return unique[0], ()
    choices = sorted(dict.fromkeys(every), key=lambda one: one.amount, reverse=True)
    return None, tuple(choices[:4])


def _found(text: str, currency: str) -> list[FoundAmount]:
    """The amounts of a text that are prices: not taxes, discounts and down payments."""
    found = []
    for one in amounts(text, currency=currency):
        if one.amount.amount > 0 and not _TAX.search(text[max(0, one.start - 40) : one.start]):
            found.append(one)
        if len(found) >= _MOST_AMOUNTS:
            break
    return found


def _totals(text: str, currency: str) -> list[tuple[int, FoundAmount]]:
    """Amounts behind a label of a total, the surest last: net before gross, a total before a mere price."""
    ranked = []
    for one in _found(text, currency):
        before = text[max(0, one.start - 60) : one.start].rpartition("\n")[2]
        label = _TOTAL.search(before)
        if label is not None:
            around = f"{before}{text[one.end : one.end + 30].partition(chr(10))[0]}"
            rank = 2 * bool(_STRONG.search(label.group())) + bool(_NET.search(around))
            ranked.append((rank, one))
    return sorted(ranked, key=lambda pair: (pair[0], -pair[1].start))


def _code(texts: Sequence[str]) -> str | None:
    for text in texts:
        for pattern in (_CODE, _PREFIXED):
            for match in pattern.finditer(text):
                code = match["code"].strip(".-/")
                if not _DATE_LIKE.fullmatch(code) and any(character.isdigit() for character in code):
                    return code
    return None


def _date(pattern: re.Pattern[str], text: str, now: datetime) -> date | None:
    match = pattern.search(text)
    if match is None:
        return None
    when = match["when"].strip()
    found = leading_date(f"in {when}" if _SPAN.match(when) else when, now=now)
    return found.when.at.date() if found is not None else None
