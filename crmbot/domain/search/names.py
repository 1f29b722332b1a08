"""Keys by which names are found again, however they are spelled."""

from __future__ import annotations

from crmbot.folding import fold

# Legal forms as they remain after folding and dropping dots; longest first, so that "gmbh & co kg" goes before "kg".
_LEGAL_FORMS = (
    "ug (haftungsbeschraenkt) & co kg", "gesellschaft mit beschraenkter haftung", "ug (haftungsbeschraenkt)",
    "gmbh & co kgaa", "gmbh & co ohg", "gmbh & co kg", "gmbh + co kg", "gmbh und co kg", "ag & co kgaa", "ag & co kg",
    "se & co kgaa", "se & co kg", "aktiengesellschaft", "incorporated", "corporation", "partg mbb", "partgmbb",
    "ges m b h", "gesmbh", "gesbr", "ggmbh", "gmbh", "kgaa", "limited", "company", "ltd & co kg", "e kfm", "e kfr",
    "e k", "ek", "e v", "ev", "e u", "eu", "e g", "eg", "gbr", "ohg", "og", "kg", "ag", "se", "ug", "ltd", "llc", "llp",
    "inc", "corp", "co", "plc", "sarl", "s a r l", "sas", "s a s", "s a", "sa", "s r l", "srl", "s p a", "spa", "b v",
    "bv", "n v", "nv", "sp z o o", "s r o", "sro", "ab", "as", "aps", "oy",
)  # fmt: skip


def company_key(name: str) -> str:
    """The folded name of a company without its legal form: `Müller & Söhne GmbH & Co. KG` gives `mueller & soehne`.

    A name that is nothing but a legal form stays as it is.
    """
    folded = " ".join(fold(name).replace(".", " ").replace(",", " ").split())
    for form in _LEGAL_FORMS:
        if folded.endswith(" " + form):
            return folded[: -len(form)].rstrip(" &+-")
    return folded


def person_key(name: str) -> str:
    """The folded name of a person."""
    return fold(name)
