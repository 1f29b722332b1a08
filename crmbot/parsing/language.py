"""Which language a text is in, from its small words. No model, no library: the words of a few lines decide."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from types import MappingProxyType

# The commonest short words of each language. A word that two of them share counts for both.
_STOP_WORDS = {
    "de": "der die das und ist nicht ich sie wir ihr ihre ihnen ihren mit für auf ein eine einen einem einer den dem des von zu zum zur im am bei nach aus "
    "auch wie noch nur sich dass wenn haben hat sind wird werden kann können bitte danke vielen dank grüße gruß grüßen freundlichen freundliche "
    "sehr geehrte geehrter herr frau hallo guten tag uns unsere unser als oder aber über bis um durch vom anbei viele liebe lieber mich mir "
    "morgen heute anfrage angebot termin rechnung fuer gruesse ja nein schon hätte würde möchten möchte gerne",
    "en": "the and is not you we your with for on a an of to in at from by also as still only that if have has are will be can please thank thanks "
    "regards kind best dear mr mrs hello hi us our or but about until this it i my me would could should was were been they their there what "
    "which when how all any some more let know just do does did tomorrow today offer quote invoice meeting yes no attached",
    "fr": "le la les et est pas je vous nous votre vos avec pour sur un une des du de au aux dans par que qui ne ce cette ces mais ou où bonjour merci "
    "cordialement madame monsieur bien sont être avons avez plus très notre nos il elle son sa ses si tout comme demande",
    "es": "el la los las y es no que con para por un una unos del de al en se su sus le nos nuestra nuestro pero como más muy gracias hola saludos "
    "estimado estimada buenos días está son ser hemos ha han este esta lo si también usted ustedes",
    "it": "il lo la gli le e è non che con per un una dei del della di al alla nel nella si su suo sua ci noi voi vostro nostra ma come più molto grazie "
    "buongiorno saluti gentile cordiali sono essere abbiamo ha hanno questo questa anche se salve",
    "nl": "de het een en is niet ik u wij we uw met voor op van te bij naar uit ook nog dat als hebben heeft zijn wordt kan graag bedankt groeten "
    "vriendelijke geachte beste hallo ons onze maar over tot door die deze dit er om aan mijn",
    "pt": "o a os as e é não que com para por um uma do da dos das de ao em se seu sua nos nossa nosso mas como mais muito obrigado obrigada olá "
    "atenciosamente cumprimentos prezado está são ser temos tem este esta também você",
    "pl": "i w na z do nie się jest że to dla od po o przez za jak ale czy być są pan pani państwo dzień dobry dziękuję pozdrawiam proszę oraz ten tym "
    "mam nas nam jako tak już",
    "cs": "a v na s do ne se je že to pro od po o za jak ale být jsou pan paní dobrý den děkuji pozdravem prosím také jsem jsme máme nám jako již k z",
    "sv": "och är inte jag ni vi er med för på en ett av till i om från också som att har det den de kan tack hej hälsningar vänliga men eller vara var "
    "oss vår mig så här",
    "da": "og er ikke jeg vi jer med for på en et af til i om fra også som at har det den de kan tak hej hilsen venlig men eller være os vores mig så her",
    "hu": "a az és nem hogy van egy is ez meg kell lesz vagy csak mint már még köszönöm üdvözlettel tisztelt kérem önök mi nekünk",
    "tr": "ve bir bu için ile de da ne çok var olarak daha ben siz biz teşekkürler merhaba saygılarımla iyi değil ama gibi olan lütfen",
}  # fmt: skip

# Letters that only some languages have count like a word each.
_LETTERS = {"de": "äöüß", "fr": "çêèâùîœ", "es": "ñ¿¡", "pl": "łąęśżźćń", "cs": "řěůšžč", "sv": "å", "da": "æø", "pt": "ãõ", "hu": "őű", "tr": "ğışİ"}  # fmt: skip
_SCRIPTS = (
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7af]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
    ("ru", re.compile("[\u0400-\u04ff]")),
    ("el", re.compile("[\u0370-\u03ff]")),
    ("he", re.compile("[\u0590-\u05ff]")),
    ("ar", re.compile("[\u0600-\u06ff]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
)
_WORD = re.compile(r"[^\W\d_]+")
_LOOK_AT = 1500  # characters; more text does not change the answer
# Windows-1252 with a blank for everything that is no letter: words are parted fast in a text that has no other letters.
_LETTERS_ONLY = bytes(
    byte if _WORD.match(bytes((byte,)).decode("cp1252", "replace").replace("\ufffd", " ")) else ord(" ")
    for byte in range(256)
)


def _by_word() -> Mapping[str, tuple[str, ...]]:
    index: dict[str, tuple[str, ...]] = {}
    for language, words in _STOP_WORDS.items():
        for word in words.split():
            index[word] = (*index.get(word, ()), language)
    return MappingProxyType(index)


_INDEX = _by_word()


def detect_language(text: str) -> str | None:
    """The BCP 47 language of a text, None where its words do not tell."""
    sample = text[:_LOOK_AT]
    words = _western_words(sample)
    if words is None:
        words = _WORD.findall(sample.lower())
        if (script := _by_script(sample, len(words) or 1)) is not None:
            return script
    scores = _count(words)
    if not sample.isascii():
        for language, letters in _LETTERS.items():
            scores[language] += min(sum(map(sample.count, letters)), 5)
    best, second = sorted(scores.values(), reverse=True)[:2]
    if best in {0, second} or (best < 2 and len(words) > 8):
        return None
    return max(scores, key=lambda language: scores[language])


def _western_words(sample: str) -> list[str] | None:
    """The words of a text in lower case, None where it holds letters that are not Western European."""
    try:
        coded = sample.lower().encode("cp1252")
    except UnicodeEncodeError:
        return None
    return coded.translate(_LETTERS_ONLY).decode("cp1252").split()


def _count(words: list[str]) -> dict[str, float]:
    scores = dict.fromkeys(_STOP_WORDS, 0.0)
    for word, times in Counter(filter(_INDEX.__contains__, words)).items():
        for language in _INDEX[word]:
            scores[language] += times
    # German and English come first: a word they share with others is more often theirs.
    scores["de"] *= 1.1
    scores["en"] *= 1.1
    return scores


def _by_script(sample: str, letters: int) -> str | None:
    """The language that alone is written in the script of most words."""
    for language, script in _SCRIPTS:
        if len(script.findall(sample)) > letters:
            return language
    return None
