"""The lines that mail programs add on their own: "Von meinem iPhone gesendet", "Get Outlook for iOS"."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from crmbot.parsing.quoting import reply_words
from crmbot.parsing.quoting.signature_lines import fold
from crmbot.parsing.wordlists import first_word

_REMEMBERED: Final = 512  # lines: several readers ask it of the same ones, and footers come back in the next mail
_LONGEST: Final = 160
_FOOTER: Final = re.compile(
    r"[\s*_<(\[«>-]{0,6}(?:"
    + "|".join(re.escape(f) for f in sorted(reply_words.FOOTERS, key=len, reverse=True))
    + r")",
    re.IGNORECASE,
)
_FOOTER_STARTS: Final = frozenset(first_word(footer)[:3] for footer in reply_words.FOOTERS)
_FOOTER_STEMS: Final = (
    "gesendet", "傳送", "发送", "發送", "から送信", "에서 보냄", "gönderildi", "verzonden", "verstuurd", "küldve", "sent",
)  # fmt: skip
_FOOTER_END: Final = re.compile(
    r"(?:gesendet|傳送|发送|發送|から送信|에서 보냄|gönderildi|verzonden|verstuurd|küldve)[\W\d]{0,4}$|^[\s<(]{0,4}sent (?:by|from|via) \w{2,12}[>)\s]{0,4}$",
    re.IGNORECASE,
)
_NO_FOOTER: Final = re.compile(
    r"\b(?:is|are|was|were|ist|war|sind|habe|haben|will|wird|to you|an sie|yesterday|gestern)\b|sent from my (?:desk|office|home|house|bed|boss)|"
    r"sent (?:via|with|from|using|on|by)\b.{0,60}\b(?:on|am) \d|von meine[mr] (?:chef|kolleg|firma|büro|seite|sicht|frau|mann)",
    re.IGNORECASE,
)
_CLIENT: Final = re.compile(
    r"iphone|ipad|ios\b|android|outlook|\bmail\b|e-?mail|mobile|mobil|phone|handy|smartphone|tablet|blackberry|yahoo|gmail|gmx|web\.de|proton|"
    r"samsung|galaxy|huawei|xiaomi|nokia|windows|telefon|gerät|device|hotmail|msn|aol|\bapp\b|spark|nine|htc|sony|unterwegs|appareil|"
    r"móvil|cellulare|telefoon|toestel|発|送信|发|發|나의|айфон|устройств|https?:|www\.",
    re.IGNORECASE,
)
_ORDERS: Final = ("get the ", "download the ")  # openings of sentences too
# Openings that only a program or a device behind them makes a footer for certain.
_LOOSE: Final = (
    "sent via ", "sent with ", "sent using ", "sent on ", "sent by ", "get ", "download ", "gesendet mit ", "gesendet aus ", "gesendet über ",
    "gesendet vom ", "versendet mit ", "verschickt mit ", "verschickt von ", "envoyé avec ", "enviado mediante ", "sent from a ", "sent from an ",
)  # fmt: skip


def is_footer(line: str) -> bool:
    """Whether a mail client added this line ("Von meinem iPhone gesendet", "Get Outlook for iOS")."""
    return len(line) <= _LONGEST and _is_footer(line)


@lru_cache(maxsize=_REMEMBERED)
def _is_footer(line: str) -> bool:
    text = unicodedata.normalize("NFC", line)
    if first_word(text)[:3] not in _FOOTER_STARTS and not any(map(text.lower().__contains__, _FOOTER_STEMS)):
        return False
    text = fold(text)
    if len(text) < 70 and _ends_footer(text) and len(text.split()) < 9 and not _NO_FOOTER.search(text):
        return True
    if first_word(text)[:3] not in _FOOTER_STARTS or (text.lower().startswith(_ORDERS) and not names_client(text)):
        return False
    return bool(_FOOTER.match(text)) and len(text.split()) < 16 and not _NO_FOOTER.search(text)


def _ends_footer(text: str) -> bool:
    lowered = text.lower()
    return any(map(lowered.__contains__, _FOOTER_STEMS)) and bool(_FOOTER_END.search(text))


def names_client(line: str) -> bool:
    """Whether a footer names the program or device that added it, or can be nothing else."""
    text = fold(line)
    return not text.lower().startswith(_LOOSE) or bool(_CLIENT.search(text))
