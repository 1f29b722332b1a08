"""The words of lines above quoted text, and of the footers of mail clients, that the clients' own table lacks.

Verbs ("schrieb"), separators ("Ursprüngliche Nachricht") and header labels ("Von:") stand in `data/mail_labels.json`
for all languages; here are the openings of attribution lines ("Am", "On", "Le") and what older or rarer programs say.
"""

from __future__ import annotations

from typing import Final

# What an attribution begins with, in lower case, without the date that follows.
OPENINGS: Final = (
    "on",
    "at",
    "in article",
    "quoting",
    "in message",  # English
    "am",
    "zitat von",
    "um",
    "von",
    "in der nachricht",  # German
    "le",
    "el",
    "en",
    "a las",
    "citando a",  # French, Spanish
    "il",
    "in data",
    "nel messaggio",
    "alle",
    "il giorno",  # Italian
    "em",
    "no dia",
    "a",
    "aos",  # Portuguese
    "op",
    "den",
    "på",
    "d.",
    "kl.",
    "fredag",
    "lørdag",  # Dutch, Scandinavian
    "dnia",
    "w dniu",
    "użytkownik",
    "w wiadomości",
    "wiadomość napisana przez",  # Polish
    "dne",
    "dňa",
    "v",
    "ve",
    "u",
    "dana",
    "datuma",
    "na",
    "du",  # Czech, Slovak, South Slavic
    "în",
    "la",
    "pe",
    "la data de",  # Romanian
    "στις",
    "την",
    "tarihinde",
    "vào",
    "lúc",
    "pada",
    "tanggal",  # Greek, Turkish, Vietnamese, Indonesian
    "в",
    "на",
    "от",
    "у",
    "дана",  # Russian, Ukrainian, Bulgarian, Serbian
    "ngày",
    "ב",
    "בתאריך",
    "في",
    "بتاريخ",
    "在",
    "於",
    "于",  # Hebrew, Arabic, Chinese
    "---",
    "ke",
    "ti",
    "to",
    "la",
    "pe",
    "su",
    "ma",
    "ond",
    "maanantai",
    "tiistai",
    "keskiviikko",
    "torstai",
    "perjantai",
)

# Verbs that no client of today uses, in lower case.
MORE_VERBS: Final = (
    "says", "replied", "schrieb folgendes", "schreibt", "a ecrit", "à écrit", "escribio", "escribió lo siguiente", "escriu", "scrisse", "schreef het volgende",
    "skrev følgende", "skrev följande", "scrie", "писал(а)", "作成", "napisana przez",
)  # fmt: skip

# Verbs that mean a quote only where one stands below, and what stands before a name in their place; parts of patterns.
SAID: Final = "said|says|asked|answered|stated|spake|meinte|sagte|fragte|antwortete|dijo|decía|preguntó|disse|perguntou|dit|disait|demandait|zei|vroeg|sade|sagde|sa|sanoi|powiedział|řekl"
ACCORDING: Final = "According to|Thus spake|Laut|Selon|D'après|Según|Segundo|Secondo|Volgens|Enligt|Ifølge|Zu"

# Words of the clients' table that are too common to mark an attribution.
NO_VERBS: Final = frozenset(("מאת", "於", "berikut ini", "följande"))

# Separators that no client of today uses, in lower case.
MORE_SEPARATORS: Final = (
    "reply message", "reply separator", "ursprungliche nachricht", "antwort nachricht", "originaltermin", "ursprünglicher termin", "e-mail d'origine", "alkuperäinen sähköpostiviesti",
    "iletilen mesaj", "originaal kiri", "algkiri", "元のメール", "ข้อความดั้งเดิม", "previous message", "original appointment", "your message", "ihre nachricht",
)  # fmt: skip

# Header labels that no client of today uses, by what they mean.
MORE_LABELS: Final[dict[str, tuple[str, ...]]] = {
    "from": ("din partea", "从"),
    "date": ("message du", "versandt", "sendingstid", "avsendt", "kuupaev", "tid"),
    "to": ("catre", "для", "a quien"),
    "cc": ("in kopie", "c.c."),
    "subject": ("asunto del mensaje",),
    "other": ("risposta", "list-id", "organization", "newsgroups", "x-mailer", "please respond to"),
}

# Openings of footers that mobile and web clients add, in lower case.
FOOTERS: Final = (
    "sent from my ", "sent from mail", "sent from outlook", "sent from yahoo", "sent from windows", "sent from [mail]", "sent from samsung",
    "sent from a ", "sent from an ", "sent from mailbox", "sent from gmail", "sent from proton", "sent from the all", "sent from iphone",
    "sent from ipad", "sent from android", "sent from blackberry", "sent from nine", "sent from spark", "sent from aol", "sent from hotmail",
    "sent from superhuman", "sent from polymail", "sent from front", "sent from handy", "sent from mobile", "sent from postbox",
    "sent via ", "sent with ", "sent on my ", "sent on the go", "sent using ", "sent by my ", "sent wirelessly", "get outlook for", "get [outlook",
    "from my iphone", "from my ipad", "from my android", "composed on my ", "typed on my ", "written on my ", "download the ", "get the ",
    "secured with proton", "von meinem ", "von meiner ", "von unterwegs", "von mir gesendet mit", "gesendet von ", "gesendet mit ", "gesendet aus ",
    "gesendet über ", "gesendet vom ", "versendet mit ", "verschickt mit ", "verschickt von ", "diese nachricht wurde von mein",
    "diese e-mail wurde von mein", "diese mail wurde von mein", "mit freundlichen grüßen vom handy", "holen sie sich outlook", "outlook für ",
    "mobil gesendet", "vom handy gesendet", "vom iphone gesendet", "gesendet, ", "envoyé depuis ", "envoyé de ", "envoyé à partir ", "envoye de ",
    "envoyé avec ", "télécharger outlook", "obtenez outlook", "provenance : ", "enviado desde ", "enviado de ", "enviado do ", "enviado via ",
    "enviado mediante ", "obtener outlook", "obter o outlook", "inviato da ", "inviato dal ", "scarica outlook", "ottieni outlook", "verzonden vanaf ",
    "verzonden met ", "verzonden via ", "verstuurd vanaf ", "verstuurd met ", "outlook voor ", "sendt fra ", "sendt med ", "hent outlook",
    "skickat från ", "skickat med ", "hämta outlook", "lähetetty ", "wysłane z ", "wysłano z ", "pobierz outlook", "odesláno z ", "odoslané z ",
    "poslano z ", "poslano s ", "отправлено с ", "отправлено из ", "надіслано з ", "изпратено от ", "iphone'umdan gönderildi", "küldve az ",
    "trimis de pe ", "στάλθηκε από ", "從我的", "发自我的", "从我的", "發自我的", "iphoneから送信", "나의 iphone", "ipadから送信",
)  # fmt: skip
