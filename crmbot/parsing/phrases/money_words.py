"""The words and signs of money: currencies, multipliers, and what people call a budget."""

from __future__ import annotations

from decimal import Decimal

CURRENCIES: dict[str, str] = {
    "€": "EUR", "eur": "EUR", "euro": "EUR", "euros": "EUR",
    "$": "USD", "us$": "USD", "usd": "USD", "dollar": "USD", "dollars": "USD", "us-dollar": "USD", "us dollars": "USD",
    "£": "GBP", "gbp": "GBP", "pfund": "GBP", "pound": "GBP", "pounds": "GBP", "quid": "GBP",
    "chf": "CHF", "sfr": "CHF", "sfr.": "CHF", "fr.": "CHF", "franken": "CHF", "francs": "CHF",
    "¥": "JPY", "jpy": "JPY", "yen": "JPY", "zł": "PLN", "pln": "PLN", "zloty": "PLN", "kč": "CZK", "czk": "CZK",
    "sek": "SEK", "nok": "NOK", "dkk": "DKK", "huf": "HUF", "ron": "RON", "cny": "CNY", "cad": "CAD", "aud": "AUD",
}  # fmt: skip
"""How a currency is written (casefolded) and its ISO 4217 code."""

MULTIPLIERS: dict[str, Decimal] = {
    "k": Decimal(1000), "t": Decimal(1000), "tsd": Decimal(1000), "tsd.": Decimal(1000), "tausend": Decimal(1000),
    "thousand": Decimal(1000), "grand": Decimal(1000),
    "m": Decimal(10**6), "mio": Decimal(10**6), "mio.": Decimal(10**6), "mill.": Decimal(10**6), "mn": Decimal(10**6),
    "million": Decimal(10**6), "millionen": Decimal(10**6), "millions": Decimal(10**6),
    "mrd": Decimal(10**9), "mrd.": Decimal(10**9), "milliarde": Decimal(10**9), "milliarden": Decimal(10**9),
    "bn": Decimal(10**9), "billion": Decimal(10**9),
}  # fmt: skip
"""A multiplier as written (casefolded). `billion` is the English one; German texts write Milliarde."""

NEEDS_CURRENCY = frozenset({"t", "m", "mn", "bn", "billion"})
"""Multipliers that are something else (metres, tons) unless a currency stands beside them."""

MONEY_COMPANIONS = frozenset(
    {
        "netto", "brutto", "net", "gross", "pro", "per", "p", "im", "in", "fuer", "for", "und", "and", "oder", "or",
        "als", "as", "an", "bei", "at", "zur", "zum", "zzgl", "inkl", "incl", "plus", "jahr", "year", "total", "gesamt",
        "budget", "is", "ist", "a", "by", "bis", "to", "jaehrlich", "einmalig", "mit", "with", "auf", "von", "of", "will",
        "soll", "sollte", "was", "war", "waere", "vorhanden", "verfuegbar", "available", "deal", "angebot", "offer",
        "volumen", "volume", "ca", "etwa", "source", "quelle", "closing", "laut", "wie", "ohne", "aber", "but", "so", "on", "this", "approved", "eingeplant",
    }
)  # fmt: skip
"""What may follow an amount without currency: after other words `3 Mio` counts things, not money."""

# Words that call the amount after them a budget, folded. Longer ones first where one begins another.
BUDGET_LABELS = (
    "budgetrahmen", "projektbudget", "jahresbudget", "gesamtbudget", "budget", "auftragswert", "auftragsvolumen",
    "auftragssumme", "projektvolumen", "projektwert", "bestellwert", "bestellvolumen", "einkaufsvolumen",
    "investitionsvolumen", "investitionsrahmen", "investitionssumme", "finanzrahmen", "kostenrahmen", "preisrahmen",
    "preisvorstellung", "zielpreis", "umsatzpotenzial", "umsatzpotential", "vertragswert", "deal value", "deal size",
    "order value", "order volume", "project value", "project volume", "contract value", "price range", "target price",
)  # fmt: skip

# Words after an amount that offer to spend it, folded.
SPENDING_AFTER = (
    "budget", "zur verfuegung", "eingeplant", "veranschlagt", "bewilligt", "freigegeben", "ausgeben", "investieren",
    "auszugeben", "zu investieren", "available", "to spend", "to invest", "set aside", "approved", "earmarked",
)  # fmt: skip

# Words before an amount that offer to spend it, folded.
SPENDING_BEFORE = (
    "can spend", "could spend", "want to spend", "willing to spend", "able to spend", "plan to spend", "happy to spend",
    "looking to spend", "ready to spend", "can invest", "want to invest", "plan to invest", "willing to pay",
    "have set aside", "bereit, bis zu", "wir rechnen mit", "rechnen wir mit", "wir kalkulieren mit", "wir planen mit", "maximal", "max.",
    "hoechstens", "nicht mehr als", "at most", "no more than", "not more than",
)  # fmt: skip

NO_BUDGET = ("kein budget", "keinen budget", "ueber budget", "ueber dem budget", "no budget", "over budget", "out of budget",
             "above budget", "exceeds budget", "budget overrun", "ausser budget")  # fmt: skip
"""Phrases in which the word budget names nothing to spend."""
