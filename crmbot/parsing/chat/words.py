"""The words of chat requests that belong to no team and no process: courtesies, filters, follow-up phrases. All folded."""

from __future__ import annotations

COURTESIES = (
    "please", "bitte", "good morning", "guten morgen", "guten tag", "gruess gott", "servus", "hallo", "hello", "hey", "hi",
    "moin", "ok", "okay", "crmbot", "crm",
    "can you please", "could you please", "can you", "could you", "would you", "kannst du mir bitte", "kannst du mir",
    "kannst du bitte", "kannst du", "koenntest du mir", "koenntest du", "ich moechte", "i want to", "mal", "einmal",
)  # fmt: skip
"""What may stand before a verb and means nothing."""

NEVER_A_TYPO = frozenset(
    {
        "was", "wer", "wie", "wo", "wann", "warum", "wieso", "welche", "welcher", "welches", "wem", "wen", "wessen",
        "wieviel", "wieviele", "ist", "sind", "hat", "habe", "haben", "gibt", "kann", "soll", "und", "oder", "der", "die",
        "das", "den", "dem", "ein", "eine", "ich", "mir", "mein", "meine", "alle", "nicht", "noch", "auch", "fuer",
        "how", "what", "who", "whom", "whose", "when", "where", "why", "which", "is", "are", "has", "have", "does", "did",
        "can", "could", "should", "will", "the", "and", "for", "not", "any", "all", "my", "our", "were", "fine",
        "thanks", "thank", "danke", "yes", "no", "ja", "nein", "that", "this", "there", "here", "lust", "last", "cost",
        "now", "cool", "core", "tall", "ball", "fall", "null", "kind", "mind", "wind", "hope",
    }
)  # fmt: skip
"""Words of questions and small talk that lie near a verb but are meant as they are."""

FOLLOWUP_TRIGGERS = (
    "follow up", "follow-up", "followup", "follow ups", "wiedervorlage", "wiedervorlegen", "wv", "nachfassen", "nachhaken",
    "remind me", "erinnere mich", "erinnerung",
)  # fmt: skip
"""What announces a follow-up inside the text of a note or a call."""

MINE = frozenset(
    {"me", "my", "mine", "ich", "mir", "mich", "mein", "meine", "meiner", "meinen", "meines", "meins", "eigene"}
)
"""Words that name the acting person as owner."""

FILTER_KEYS: dict[str, str] = {
    "owner": "owner", "besitzer": "owner", "verantwortlich": "owner", "zustaendig": "owner", "von": "owner", "by": "owner",
    "stage": "stage", "phase": "stage", "stufe": "stage", "status": "stage", "role": "role", "rolle": "role",
    "source": "source", "quelle": "source", "herkunft": "source", "grade": "grade", "bewertung": "grade", "note": "grade",
    "klasse": "grade", "tag": "tag", "schlagwort": "tag", "product": "product", "produkt": "product", "idle": "idle",
    "ruhend": "idle", "still": "idle", "page": "page", "seite": "page", "closing": "closing", "close": "closing",
    "abschluss": "closing", "process": "process", "prozess": "process", "state": "state", "zustand": "state", "name": "name",
    "company": "name", "firma": "name", "unternehmen": "name", "person": "name", "contact": "name", "kontakt": "name",
    "customer": "name", "kunde": "name", "group": "group", "gruppe": "group", "gruppiert": "group", "sort": "order",
    "order": "order", "sortierung": "order", "sortiert": "order", "amount": "amount", "betrag": "amount", "wert": "amount", "value": "amount",
    "created": "created", "opened": "created", "angelegt": "created", "eingegangen": "created", "without": "without", "ohne": "without",
}  # fmt: skip
"""The names of `key:value` filters and what they stand for."""

ROLE_WORDS: dict[str, str] = {
    "contact": "contact", "contacts": "contact", "kontakt": "contact", "kontakte": "contact", "lead": "lead",
    "leads": "lead", "prospect": "prospect", "prospects": "prospect", "interessent": "prospect",
    "interessenten": "prospect", "customer": "customer", "customers": "customer", "kunde": "customer",
    "kunden": "customer", "debtor": "debtor", "debtors": "debtor", "debitor": "debtor", "debitoren": "debtor",
}  # fmt: skip
"""Roles in plain words."""

FILLERS = frozenset(
    {
        "all", "alle", "aller", "allen", "open", "offen", "offene", "offenen", "offener", "deal", "deals", "pipeline",
        "chance", "chancen", "the", "a", "an", "and", "und", "or", "in", "im", "with", "mit", "that", "are", "is", "of",
        "die", "der", "das", "den", "dem", "show", "zeige", "zeig", "list", "liste", "only", "nur", "bitte", "please",
        "from", "aus", "at", "for", "fuer", "to", "stage", "phase", "was", "sind", "ist", "what", "which", "welche", "value",
        "wert", "worth", "owned", "assigned", "bei", "records", "opportunities", "auftraege", "vorgaenge", "vorgang",
        "amount", "betrag", "sum", "summe", "owner", "besitzer", "source", "quelle", "days", "day", "tage", "tagen", "tag", "since", "seit", "von", "by", "eur", "euro", "-", "–", "&", "/",
    }
)  # fmt: skip
"""Words in a filter that say nothing by themselves."""

AT_LEAST = ("mehr als", "groesser als", "mindestens", "more than", "at least", "greater than", "bigger than", "above",
            "over", "ueber", "mind.", "ab", ">=", ">")  # fmt: skip
AT_MOST = ("weniger als", "kleiner als", "hoechstens", "less than", "at most", "smaller than", "up to", "below", "under",
           "unter", "max.", "bis zu", "bis", "<=", "<")  # fmt: skip
"""What makes the amount after it a lower or an upper bound."""

SOURCE_LABELS = ("source", "quelle", "herkunft", "via")
"""What announces the source of a lead."""
