"""The words of dates in German and English, folded (see `folding`): data only."""

from __future__ import annotations

from datetime import time

DAYS: dict[str, int] = {
    "heute": 0, "today": 0, "morgen": 1, "tomorrow": 1, "tmrw": 1, "tmr": 1, "tomorow": 1, "tommorow": 1, "tommorrow": 1,
    "uebermorgen": 2, "ubermorgen": 2, "gestern": -1, "yesterday": -1, "vorgestern": -2,
}  # fmt: skip
"""Days counted from today."""

TODAY_PARTS: dict[str, time] = {"tonight": time(18)}
"""Words that mean a part of today."""

WEEKDAYS: dict[str, int] = {
    "montag": 0, "dienstag": 1, "mittwoch": 2, "donnerstag": 3, "freitag": 4, "samstag": 5, "sonnabend": 5, "sonntag": 6,
    "monday": 0, "tuesday": 1, "wednesday": 2, "thursday": 3, "friday": 4, "saturday": 5, "sunday": 6,
}  # fmt: skip
SHORT_WEEKDAYS: dict[str, int] = {
    "tue": 1, "tues": 1, "weds": 2, "thu": 3, "thur": 3, "thurs": 3, "fri": 4,
}  # fmt: skip
"""Abbreviations that are no other word."""
RISKY_WEEKDAYS: dict[str, int] = {
    "mo": 0, "di": 1, "mi": 2, "do": 3, "fr": 4, "sa": 5, "so": 6, "mon": 0, "wed": 2, "sat": 5, "sun": 6,
}  # fmt: skip
"""Abbreviations that are words of their own: believed only beside a date, an hour or `am`, `on`, `next`."""
GERMAN_SHORT = frozenset({"mo", "di", "mi", "do", "fr", "sa", "so"})

MONTHS: dict[str, int] = {
    "januar": 1, "jaenner": 1, "january": 1, "jan": 1, "februar": 2, "february": 2, "feb": 2, "maerz": 3, "march": 3,
    "mar": 3, "mrz": 3, "marz": 3, "april": 4, "apr": 4, "mai": 5, "may": 5, "juni": 6, "june": 6, "jun": 6, "juli": 7,
    "july": 7, "jul": 7, "august": 8, "aug": 8, "september": 9, "sep": 9, "sept": 9, "oktober": 10, "october": 10,
    "okt": 10, "oct": 10, "november": 11, "nov": 11, "dezember": 12, "december": 12, "dez": 12, "dec": 12,
}  # fmt: skip
NAME_MONTHS = frozenset({"jan", "mai", "may", "april", "june", "august", "maerz", "march", "mar"})
"""Months that are names of people or other words as well."""

PARTS: dict[str, time] = {
    "frueh": time(8), "morgens": time(9), "morning": time(9), "vormittag": time(10), "vormittags": time(10),
    "mittag": time(12), "mittags": time(12), "noon": time(12), "midday": time(12), "lunchtime": time(12),
    "nachmittag": time(15), "nachmittags": time(15), "afternoon": time(15), "abend": time(18), "abends": time(18),
    "evening": time(18), "nacht": time(21), "nachts": time(21), "night": time(21),
    "eod": time(17), "cob": time(17), "feierabend": time(17), "dienstschluss": time(17), "geschaeftsschluss": time(17),
}  # fmt: skip
"""Parts of the day, with the hour that is meant when no other is named."""

COMPOUND_PARTS: dict[str, time] = {
    "frueh": time(8), "morgen": time(9), "vormittag": time(10), "mittag": time(12), "nachmittag": time(15),
    "abend": time(18), "nacht": time(21),
}  # fmt: skip
"""Parts of the day as the second half of words such as Freitagnachmittag, or behind a day as a word of their own."""

NEXT = frozenset({"next", "coming", "upcoming", "naechsten", "naechster", "naechste", "naechstes", "nachsten", "nachste",
                  "kommenden", "kommender", "kommende", "kommendes"})  # fmt: skip
THIS = frozenset({"this", "diesen", "dieser", "diese", "dieses", "diesem"})
LAST = frozenset({"last", "letzten", "letzter", "letzte", "letztes", "vergangenen", "vergangene", "vorigen", "vorige"})
AFTER_NEXT = frozenset({"uebernaechsten", "uebernaechste", "uebernaechster", "uebernaechstes"})

PREPOSITIONS = frozenset(
    {
        "am", "an", "ab", "bis", "zum", "zur", "zu", "vor", "der", "die", "den", "dem", "fuer", "im", "in", "um", "gegen",
        "spaetestens", "fruehestens", "noch", "gleich", "erst", "wieder", "kurz", "irgendwann", "circa", "ca",
        "on", "by", "until", "till", "til", "the", "at", "before", "for", "around", "about", "sometime", "nach", "after",
        "from", "latest", "ueber", "over", "starting", "direkt", "dann", "von", "vom", "seit", "since", "waehrend", "@", "between", "zwischen",
    }
)  # fmt: skip
"""Words that may open a date phrase and belong to it."""

CLOCK_INTROS = frozenset({"um", "at", "@", "gegen", "ab", "ca", "circa", "around", "about", "by", "bis", "vor", "from", "von",
                          "between", "zwischen", "so", "etwa", "before", "after", "nach", "until", "approx"})  # fmt: skip

APPROXIMATE = frozenset({"ca", "circa", "etwa", "rund", "ungefaehr", "about", "around", "roughly", "approx", "approximately",
                         "knapp", "gut", "spaetestens", "fruehestens"})  # fmt: skip

MINUTES, HOURS = "minutes", "hours"
DAY, WORKDAY, WEEK, MONTH, QUARTER, YEAR = "day", "workday", "week", "month", "quarter", "year"

UNITS: dict[str, str] = {
    "min": MINUTES, "mins": MINUTES, "minute": MINUTES, "minuten": MINUTES, "minutes": MINUTES,
    "h": HOURS, "hr": HOURS, "hrs": HOURS, "hour": HOURS, "hours": HOURS, "std": HOURS, "stunde": HOURS, "stunden": HOURS,
    "d": DAY, "day": DAY, "days": DAY, "tag": DAY, "tage": DAY, "tagen": DAY, "tages": DAY,
    "werktag": WORKDAY, "werktage": WORKDAY, "werktagen": WORKDAY, "arbeitstag": WORKDAY, "arbeitstage": WORKDAY,
    "arbeitstagen": WORKDAY, "at": WORKDAY, "bd": WORKDAY, "workday": WORKDAY, "workdays": WORKDAY,
    "w": WEEK, "wk": WEEK, "wks": WEEK, "week": WEEK, "weeks": WEEK, "woche": WEEK, "wochen": WEEK, "wo": WEEK,
    "mo": MONTH, "month": MONTH, "months": MONTH, "monat": MONTH, "monate": MONTH, "monaten": MONTH, "mon": MONTH,
    "quartal": QUARTER, "quartale": QUARTER, "quartalen": QUARTER, "quarter": QUARTER, "quarters": QUARTER,
    "y": YEAR, "yr": YEAR, "yrs": YEAR, "year": YEAR, "years": YEAR, "jahr": YEAR, "jahre": YEAR, "jahren": YEAR,
}  # fmt: skip
GLUED_ONLY = frozenset({"d", "w", "y", "at", "bd", "mo", "wo", "mon"})
"""Units that count only right behind their number (`3d`), or as the whole phrase."""

PERIODS: dict[str, str] = {
    "woche": WEEK, "week": WEEK, "monat": MONTH, "monats": MONTH, "monates": MONTH, "month": MONTH, "quartal": QUARTER,
    "quartals": QUARTER, "quarter": QUARTER, "jahr": YEAR, "jahres": YEAR, "year": YEAR,
}  # fmt: skip

START, MIDDLE, END = "start", "middle", "end"
POSITIONS: dict[str, str] = {
    "anfang": START, "beginn": START, "early": START, "beginning": START, "start": START, "mitte": MIDDLE, "mid": MIDDLE,
    "middle": MIDDLE, "ende": END, "end": END, "late": END, "later": END,
}  # fmt: skip
COMPOUND_PERIODS: dict[str, tuple[str, str]] = {
    "monatsende": (END, MONTH), "monatsanfang": (START, MONTH), "monatsmitte": (MIDDLE, MONTH),
    "monatsletzten": (END, MONTH), "ultimo": (END, MONTH), "wochenanfang": (START, WEEK), "wochenmitte": (MIDDLE, WEEK),
    "wochenbeginn": (START, WEEK), "quartalsende": (END, QUARTER), "quartalsanfang": (START, QUARTER),
    "quartalsbeginn": (START, QUARTER), "jahresende": (END, YEAR), "jahresanfang": (START, YEAR),
    "jahresbeginn": (START, YEAR), "jahreswechsel": (END, YEAR), "eom": (END, MONTH), "eow": (END, WEEK),
    "eoq": (END, QUARTER), "eoy": (END, YEAR),
}  # fmt: skip

TITLES = frozenset(
    {
        "herr", "herrn", "hr", "frau", "fr", "familie", "fam", "firma", "fa", "dr", "prof", "mr", "mrs", "ms", "miss",
        "sir", "madam", "lady", "kollege", "kollegin", "kollegen", "black", "good", "casual", "ruby", "girl", "man",
    }
)  # fmt: skip
"""Before these words a weekday or month is a name."""

LEGAL_FORMS = frozenset({"gmbh", "ag", "kg", "ohg", "ug", "se", "ltd", "inc", "llc", "llp", "plc", "corp", "co", "ek", "gbr",
                         "mbh", "sarl", "bv", "consulting", "holding", "group", "gruppe", "soehne", "sons", "bros",
                         "brothers", "gebrueder", "times", "verlag", "stiftung"})  # fmt: skip

RECURRING = frozenset({"jeden", "jede", "jedes", "jeder", "jedem", "every", "each", "alle", "immer", "a", "an", "any"})
"""Before these a weekday is no single date."""

GREETING_BEFORE = frozenset(
    {"guten", "guter", "gute", "schoenen", "schoener", "good", "nen", "einen", "happy", "frohe"}
)
GREETED = frozenset(
    {"zusammen", "allerseits", "leute", "team", "kollegen", "herr", "herrn", "hr", "frau", "fr", "dr", "all"}
)
NOUN_BEFORE_MORGEN = frozenset(
    {"am", "der", "den", "zum", "dem", "jeden", "jedem", "einen", "eines", "diesen", "an", "the"}
)

COUNTED_NOUNS = frozenset(
    {
        "mal", "male", "stock", "stockwerk", "og", "etage", "ebene", "quartal", "semester", "tag", "versuch", "schritt",
        "platz", "standort", "kontakt", "mahnung", "anruf", "termin", "kapitel", "abschnitt", "punkt", "teil", "gang",
        "klasse", "liga", "person", "seite", "zeile", "spalte", "generation", "auflage", "lieferung", "rate", "instanz",
        "floor", "time", "attempt", "step", "place", "offer", "call", "reminder", "contact", "quarter", "floors", "page",
        "part", "chapter", "item", "try", "party", "level", "hand", "one", "century", "edition", "version",
    }
)  # fmt: skip
"""What an ordinal may count instead of a day: `zum 2. Mal`, `on the 3rd floor`."""

MEASURES = frozenset(
    {
        "%", "€", "$", "£", "prozent", "percent", "euro", "euros", "eur", "usd", "chf", "dollar", "dollars", "k", "tsd",
        "mio", "stueck", "stk", "kg", "g", "km", "m", "cm", "mm", "l", "liter", "ps", "kw", "kwh", "volt", "v", "watt",
        "grad", "leute", "personen", "lizenzen", "standorte", "standorten", "mitarbeiter", "kunden", "locations", "people",
        "units", "pieces", "pcs", "licences", "licenses", "seats", "users", "sites", "places", "x", "mal", "times",
        "tage", "tagen", "wochen", "monate", "monaten", "jahre", "jahren", "days", "weeks", "months", "years", "punkte",
        "min", "minuten", "minutes", "stunden", "hours", "std", "ft", "inch", "zoll", "mb", "gb", "paletten", "kisten",
    }
)  # fmt: skip
"""Behind these a bare number is no hour."""

NUMBER_LABELS = frozenset(
    {
        "version", "v", "ver", "release", "python", "kapitel", "chapter", "section", "abschnitt", "paragraph", "abs", "art",
        "artikel", "nr", "no", "number", "nummer", "raum", "room", "punkt", "ziffer", "seite", "page", "node", "java", "iso",
        "din", "en", "ip", "preis", "price", "gewicht", "tel", "telefon", "phone", "fax", "mobil", "durchwahl", "extension",
        "zip", "plz", "hrb", "rechnung", "invoice", "bestellung", "bestellnummer", "order", "auftrag", "po", "artikelnummer",
        "kundennummer", "angebot", "ticket", "kosten", "betrag", "teil", "part", "modell", "model", "score", "verhaeltnis",
        "ratio", "massstab", "scale", "resolution", "aufloesung", "fig", "abb", "tabelle", "table",
    }
)  # fmt: skip
"""Behind these a number with dots or colons is no date and no hour."""

PAST_LABELS = frozenset({"vom", "seit", "since", "dated"})
"""Before these a day without year lies behind us; they announce no appointment."""

_GERMAN_ORDINALS = (
    "erst zweit dritt viert fuenft sechst siebt acht neunt zehnt elft zwoelft dreizehnt vierzehnt fuenfzehnt sechzehnt "
    "siebzehnt achtzehnt neunzehnt zwanzigst einundzwanzigst zweiundzwanzigst dreiundzwanzigst vierundzwanzigst "
    "fuenfundzwanzigst sechsundzwanzigst siebenundzwanzigst achtundzwanzigst neunundzwanzigst dreissigst einunddreissigst"
)
_ENGLISH_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth twenty-first twenty-second twenty-third twenty-fourth "
    "twenty-fifth twenty-sixth twenty-seventh twenty-eighth twenty-ninth thirtieth thirty-first"
)
ORDINAL_WORDS: dict[str, int] = {
    stem + ending: number
    for number, stem in enumerate(_GERMAN_ORDINALS.split(), 1)
    for ending in ("e", "en", "er", "es")
} | {word: number for number, word in enumerate(_ENGLISH_ORDINALS.split(), 1)}
"""Ordinals in words, 1 to 31; English ones from 21 on are joined by a hyphen."""

OPENING_HOURS = frozenset({"oeffnungszeiten", "buerozeiten", "sprechzeiten", "geschaeftszeiten", "servicezeiten", "hotline",
                           "opening", "erreichbarkeit", "kernzeit", "arbeitszeit", "arbeitszeiten", "hours", "telefonzeiten"})  # fmt: skip
"""Behind these, hours are those of every day."""

EACH_DAY = frozenset({"taeglich", "daily", "werktags", "wochentags", "weekdays", "each", "every", "jeden", "jede", "stets",
                      "always", "immer", "montags", "dienstags", "mittwochs", "donnerstags", "freitags", "samstags", "sonntags",
                      "mondays", "tuesdays", "wednesdays", "thursdays", "fridays", "saturdays", "sundays"})  # fmt: skip
"""Beside these, an hour is that of many days."""

PAIRED_PREPOSITIONS = frozenset({("bis", "zum"), ("bis", "zur"), ("bis", "in"), ("bis", "im"), ("bis", "am"), ("bis", "um"),
                                 ("bis", "gegen"), ("bis", "vor"), ("bis", "nach"), ("ab", "in"), ("kurz", "vor"),
                                 ("kurz", "nach"), ("until", "after"), ("from", "about"), ("at", "around"), ("at", "about"),
                                 ("by", "about"), ("um", "ca"), ("um", "circa"), ("at", "ca"), ("zu", "in")})  # fmt: skip
MAIN_PREPOSITIONS = frozenset({"am", "an", "ab", "bis", "zum", "zur", "zu", "vor", "im", "in", "um", "gegen", "on", "by", "until",
                               "till", "til", "at", "before", "for", "nach", "after", "from", "ueber", "over", "von", "vom",
                               "seit", "since", "fuer", "waehrend", "@", "between", "zwischen", "around", "about"})  # fmt: skip
"""Two of these in a row open no phrase together, unless they are paired."""

WISHED = frozenset({"schoenen", "schoener", "schoenes", "guten", "tollen", "happy", "great", "nice", "good", "lovely", "frohen",
                    "angenehmen", "erholsamen"})  # fmt: skip
"""Before a weekday these wish a good one."""
