"""How out-of-office notes say until when, back when and who instead, in German, English, French, Dutch, Italian, Spanish.

Data and the patterns made of it; every repetition is bounded.
"""

from __future__ import annotations

import re
from types import MappingProxyType

_NAMES = (
    "januar jan january jänner janvier januari gennaio enero", "februar feb february feber février fevrier februari febbraio febrero",
    "märz mär mrz march mar maerz mars maart marzo", "april apr avril aprile abril", "mai may mei maggio mayo", "juni jun june juin giugno junio",
    "juli jul july juillet luglio julio", "august aug août aout augustus agosto", "september sep sept septembre settembre septiembre setiembre",
    "oktober okt october oct octobre ottobre octubre", "november nov novembre noviembre", "dezember dez december dec décembre dicembre diciembre",
)  # fmt: skip
MONTHS = MappingProxyType({name: number for number, names in enumerate(_NAMES, start=1) for name in names.split()})
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_DATE = (
    r"(?P<iso>\d{4}-\d{2}-\d{2})"
    r"|(?P<day>\d{1,2})\.[ \t]?(?P<month>\d{1,2})\.?[ \t]?(?P<year>\d{4}|\d{2}(?!\d))?"
    rf"|(?P<day2>\d{{1,2}})(?:\.|st|nd|rd|th|er|e|º|°)?(?:[ \t](?:of|de))?[ \t]{{1,3}}(?P<name2>{_MONTH})\b\.?,?(?:[ \t]{{1,3}}(?:del?[ \t])?(?P<year2>\d{{4}}))?"
    rf"|(?P<name3>{_MONTH})\.?[ \t]{{1,3}}(?P<day3>\d{{1,2}})(?:st|nd|rd|th)?,?(?:[ \t]{{1,3}}(?P<year3>\d{{4}}))?"
    r"|(?P<slash1>\d{1,2})[/-](?P<slash2>\d{1,2})[/-](?P<year4>\d{4}|\d{2})"
)
_WEEKDAY = (
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag"
    r"|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag"
    r"|lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica|lunes|martes|miércoles|jueves|viernes|sábado|domingo"
    r"|mon|tue|wed|thu|fri|sat|sun|mo|di|mi|do|fr|sa|so)[.,]{0,2}[ \t]{0,3}"
)
_LEAD_IN = (
    r"(?:(?:dem|den|zum|the|einschließlich|einschl\.|inkl\.|incl\.|including|and including|am|on|approx\.|ca\.|le|il|el|al|op|het|inclus|incluso|compreso)"
    rf"[ \t]{{1,3}}){{0,3}}(?:{_WEEKDAY})?(?:(?:dem|den|the)[ \t]{{1,3}})?"
)
_RETURNS = r"wieder|zurück|erreichbar|back|return(?:ing)?|available|de retour|terug|weer|bereikbaar|rientr(?:o|erò)|torn(?:o|erò)|di ritorno|disponibile|de vuelta|vuelvo|volver[ée]|regres(?:o|aré)|disponible|joignable"
_FROM = r"ab|am|on|from|as of|the|le|dès le|à partir du|op|vanaf|per|il|dal|a partire dal|el|a partir del"
# "back on the 7th"; then, without a word for it, "from the 7th"; then "on the 7th … back".
BACK = re.compile(
    rf"(?:\b(?:{_RETURNS})\b[^\n.!?]{{0,40}}?[ \t](?:{_FROM})|\b(?:ab|vanaf|as of)|return(?:ing)?(?:[ \t]to[ \t](?:the[ \t]office|work))?(?:[ \t]on)?"
    r"|back(?:[ \t]in[ \t]the[ \t]office|[ \t]at[ \t](?:work|my[ \t]desk))?(?:[ \t]on)?|rückkehr(?:[ \t]am)?:?|retour[ \t](?:le|:)|rientro(?:[ \t]il)?:?)"
    rf"[ \t]{{1,3}}{_LEAD_IN}(?:{_DATE})",
    re.IGNORECASE,
)
BACK_AFTER = re.compile(
    rf"\b(?:am|on|op|le|il|el)[ \t]{{1,3}}{_LEAD_IN}(?:{_DATE})[ \t,]{{1,3}}(?:(?:bin|werde|wieder|weer|ich|ik|im|büro|persönlich|sono|estaré|serai)[ \t]{{1,3}}){{0,4}}(?:zurück|terug|wieder|back|de retour|di ritorno|de vuelta)",
    re.IGNORECASE,
)
UNTIL = re.compile(
    rf"(?:\b(?:bis|until|till|through|thru|up to|to|t/m|tot(?:[ \t]en[ \t]met)?|au|jusqu['’ ]{{0,2}}au|fino al?|al|hasta(?:[ \t]el)?)|-|–)[ \t]{{1,3}}{_LEAD_IN}(?:{_DATE})",
    re.IGNORECASE,
)
# A date from which somebody is away, not back: an end follows.
GOES_ON = re.compile(
    r"[ \t,]{0,3}(?:bis|until|till|through|thru|to|au|jusqu|al|fino|hasta|tot|t/m|-|–)(?![\w-])|[ \t,]{0,3}jusqu['’]",
    re.IGNORECASE,
)

STAND_IN = re.compile(
    r"(?:meine|unsere|die|als)?[ \t]?(?:urlaubs)?vertretung(?:[ \t](?:übernimmt|erfolgt durch|ist|hat|macht))?(?:[ \t]in dieser zeit)?[ \t]?:?"
    r"|vertritt mich|vertreten (?:mich|durch)|(?:werde ich von|von) (?=[^\n]{1,60} vertreten)"
    r"|(?:wenden sie sich|wende dich|kontaktieren sie|kontaktiere|melden sie sich|schreiben sie|richten sie[^\n.]{0,60}?)[^\n.:]{0,80}?[ \t]?(?:an|bei)?(?=[ \t:])"
    r"|(?:please[ \t])?(?:contact|reach out to|get in touch with|turn to|write to|speak to|e-?mail)(?=[ \t:])|deputy[ \t]?(?:is)?:?|my colleague|in my absence,?"
    r"|contacter|contactez|joindre|(?:vous )?adresser à|adressez-vous à|écrire à|remplac(?:ée?|ant|ante)[ \t](?:par|est)"
    r"|contact (?:op )?(?:opnemen )?met|contacteer|wenden tot|vervang(?:er|ing|t)(?:[ \t](?:is|mij))?:?"
    r"|contattare|contatti|rivolger(?:si|vi) a|rivolgersi al|scrivere a|sostituit[oa] da"
    r"|contact(?:e|ar|o) con|contactar a|diríjase a|dirigirse a|escriba a|sustituye",
    re.IGNORECASE,
)
NAME = re.compile(
    r"(?:(?:Dr|Prof|Dipl)\.(?:-Ing\.)?[ \t]){0,3}[A-ZÄÖÜÉÈ][\w'’-]{1,30}(?:[ \t](?:von|van|de|zu|der|den|[A-ZÄÖÜ]\.)){0,2}(?:[ \t][A-ZÄÖÜÉÈ][\w'’-]{1,30}){0,3}"
)
NOT_A_NAME = frozenset(
    ["an", "and", "at", "bei", "bitte", "das", "dem", "den", "der", "die", "dringenden", "during", "e-mail", "email", "for", "frau", "fällen", "her", "herr", "herren", "herrn", "him", "i", "if", "im", "in", "info", "kollege", "kollegen", "kollegin", "mail", "me", "mein", "meine", "meinen", "meiner", "miss", "mobil", "mr", "mrs", "ms", "my", "notfall", "oder", "or", "our", "please", "sekretariat", "service", "sie", "support", "team", "tel", "telefon", "the", "und", "unser", "unsere", "unseren", "unter", "urgent", "us", "vertrieb", "via", "while", "your", "zeit", "zentrale", "merci", "monsieur", "madame", "en", "pour", "grazie", "per", "gracias", "para", "voor", "mijn", "collega"]
)  # fmt: skip
COURTESY = re.compile(
    r"\b(?:frau|herrn?|ms\.?|mrs\.?|mr\.?|mme|madame|monsieur|signora|signor|sig\.(?:ra)?|señora?|sra?\.|mevrouw|mw\.|dhr\.|de heer)[ \t]{1,3}",
    re.IGNORECASE,
)
