"""The words mail programs put above what they quote, in the languages they speak: data, no logic.

An attribution line has an opening ("Am", "On", "Le"), a verb ("schrieb", "wrote", "a écrit") and between them a
date and a name. A separator is a line of its own ("-----Ursprüngliche Nachricht-----"). Header labels head the
block that Outlook and its kin put above the quoted message. To teach a language, add its words here.
"""

from __future__ import annotations

from typing import Final

# What an attribution begins with, in lower case, without the date that follows.
OPENINGS: Final = (
    "on", "at", "in article", "quoting", "in message",  # English
    "am", "zitat von", "um", "von", "in der nachricht",  # German
    "le", "el", "en", "a las", "citando a",  # French, Spanish
    "il", "in data", "nel messaggio", "alle", "il giorno",  # Italian
    "em", "no dia", "a", "aos",  # Portuguese
    "op", "den", "på", "d.", "kl.", "fredag", "lørdag",  # Dutch, Scandinavian
    "dnia", "w dniu", "użytkownik", "w wiadomości",  # Polish
    "dne", "dňa", "v", "ve", "u", "dana", "datuma", "na", "du",  # Czech, Slovak, South Slavic
    "în", "la", "pe", "la data de",  # Romanian
    "στις", "την", "tarihinde", "vào", "lúc", "pada", "tanggal",  # Greek, Turkish, Vietnamese, Indonesian
    "в", "на", "от", "у", "дана",  # Russian, Ukrainian, Bulgarian, Serbian
    "ngày", "ב", "בתאריך", "في", "بتاريخ", "在", "於", "于",  # Hebrew, Arabic, Chinese
    "---", "ke", "ti", "to", "la", "pe", "su", "ma", "ond", "maanantai", "tiistai", "keskiviikko", "torstai", "perjantai",
)

# What the writer did. Longer forms first where one contains another.
VERBS: Final = (
    "wrote", "writes", "sent", "has written", "said", "says", "replied",
    "schrieb folgendes", "schrieben", "schrieb", "hat geschrieben", "schreibt", "geschrieben",
    "a écrit", "a ecrit", "écrit", "à écrit", "escribió", "escribio", "escribió lo siguiente", "escriu", "va escriure", "ha escrit",
    "ha scritto", "scrive", "scrisse", "scritto", "escreveu", "escribiu",
    "het volgende geschreven", "schreef het volgende", "schreef", "het geskryf", "skrev følgende", "skrev följande", "skrev", "skrifaði",
    "kirjoitti", "kirjutas", "napisał(a)", "napisała", "napisał", "pisze", "napsal(a)", "napsala", "napsal", "napísal(a)",
    "napísala", "napísal", "napisao/la", "napisala", "napisao", "je napisal", "je napisala", "piše", "a scris", "scrie",
    "rašė", "parašė", "rakstīja", "ezt írta", "a következőt írta", "írta", "έγραψε", "yazdı", "şunu yazdı", "şunları yazdı",
    "написал(а)", "написала", "написал", "пишет", "писал(а)", "писал", "написав", "написала", "пише", "написа", "је написао",
    "đã viết", "menulis", "idatzi du", "skribis", "ने लिखा", "เขียนว่า", "כתב/ה", "כתבה", "כתב", "كتب", "نوشت",
    "写道", "寫道", "写到", "のメール", "書きました", "作成", "님이 작성", "작성",
)  # fmt: skip

# The words between the rules of a separator line, in lower case.
SEPARATORS: Final = (
    "original message", "original mail", "original email", "reply message", "reply separator", "previous message", "forwarded message",
    "original appointment", "begin forwarded message", "forwarded by",
    "ursprüngliche nachricht", "ursprungliche nachricht", "originalnachricht", "original-nachricht", "originale nachricht", "antwort nachricht",
    "weitergeleitete nachricht", "originaltermin", "weitergeleitet von", "ursprüngliche mail", "original-mail", "originalmail",
    "message d'origine", "message d’origine", "message original", "message initial", "message transféré", "e-mail d'origine",
    "mensaje original", "mensaje reenviado", "mensagem original", "mensagem encaminhada", "messaggio originale", "messaggio inoltrato",
    "missatge original", "oorspronkelijk bericht", "doorgestuurd bericht", "oorspronkelijke bericht",
    "oprindelig besked", "oprindelig meddelelse", "original meddelelse", "videresendt besked", "opprinnelig melding", "opprinnelig e-post",
    "videresendt melding", "originalmeddelande", "ursprungligt meddelande", "vidarebefordrat meddelande", "alkuperäinen viesti",
    "alkuperäinen sähköpostiviesti", "välitetty viesti", "wiadomość oryginalna", "oryginalna wiadomość", "treść oryginalnej wiadomości",
    "wiadomość przekazana", "původní zpráva", "původní e-mail", "přeposlaná zpráva", "pôvodná správa", "izvorna poruka", "izvirno sporočilo",
    "originalna poruka", "eredeti üzenet", "továbbított üzenet", "mesaj original", "mesajul original", "mesaj redirecționat",
    "исходное сообщение", "пересылаемое сообщение", "оригинальное сообщение", "пересланное сообщение", "первоначальное сообщение",
    "вихідне повідомлення", "оригинално съобщение", "αρχικό μήνυμα", "özgün ileti", "orijinal mesaj", "orijinal ileti", "iletilen mesaj",
    "originaal kiri", "algkiri", "oriģinālais ziņojums", "originalus laiškas", "thư gốc", "pesan asli", "原始邮件", "原始郵件", "转发的邮件",
    "元のメッセージ", "元のメール", "원본 메시지", "원본 메일", "הודעה מקורית", "الرسالة الأصلية", "پیام اصلی", "ข้อความดั้งเดิม",
)  # fmt: skip

# Labels of the header block by what they mean, in lower case without the colon.
LABELS: Final[dict[str, tuple[str, ...]]] = {
    "from": (
        "from", "von", "de", "da", "van", "fra", "från", "lähettäjä", "od", "odesílatel", "odosielateľ", "nadawca", "от", "від", "от кого",
        "feladó", "kimden", "gönderen", "expéditeur", "mittente", "remetente", "remitente", "expeditor", "de la", "din partea", "από", "saatja",
        "nuo", "no", "pošiljatelj", "šalje", "从", "发件人", "寄件者", "寄件人", "差出人", "送信者", "보낸 사람", "보낸사람", "מאת", "من", "از",
        "từ", "dari", "จาก", "absender", "afzender", "avsändare", "avsender", "afsender", "sender", "frá", "pengirim",
    ),
    "date": (
        "date", "sent", "datum", "gesendet", "gesendet am", "envoyé", "envoyé le", "enviado", "enviada", "enviado em", "enviado el", "inviato",
        "data", "fecha", "verzonden", "sendt", "dato", "skickat", "skickat den", "lähetetty", "päivämäärä", "päiväys", "wysłano", "wysłane",
        "odesláno", "poslané", "odoslané", "dátum", "poslano", "отправлено", "дата", "відправлено", "надіслано", "изпратено", "küldve", "elküldve",
        "gönderme tarihi", "gönderildi", "tarih", "trimis", "trimis la", "στάλθηκε", "ημερομηνία", "saadetud", "kuupäev", "išsiųsta", "nosūtīts",
        "发送时间", "发送日期", "日期", "寄件日期", "傳送時間", "日付", "送信日時", "보낸 날짜", "날짜", "נשלח", "תאריך", "تاريخ الإرسال", "التاريخ",
        "đã gửi", "ngày", "dikirim", "tanggal", "ส่ง", "วันที่", "message du", "sent at", "sent on", "gesendet von", "date sent", "versandt",
        "sendingstid", "avsendt", "kuupaev", "fecha de envío", "data de envio", "tid", "när", "when", "wann", "dagsetning",
    ),
    "to": (
        "to", "an", "à", "a", "para", "per", "aan", "til", "till", "vastaanottaja", "do", "komu", "za", "prima", "кому", "до", "címzett", "kime",
        "alıcı", "către", "catre", "προς", "saaja", "kellele", "kam", "kam:", "收件人", "至", "宛先", "받는 사람", "받는사람", "אל", "إلى", "به", "tới",
        "đến", "kepada", "ถึง", "empfänger", "destinataire", "destinatario", "destinatário", "ontvanger", "modtager", "mottagare", "mottaker",
        "adresat", "příjemce", "recipients", "primatelj", "prejemnik", "для", "copie à", "to whom", "a quien",
    ),
    "cc": (
        "cc", "kopie", "copie", "copia", "cópia", "kopi", "kopia", "kopio", "kópia", "dw", "do wiadomości", "копия", "копія", "másolatot kap", "bilgi",
        "κοιν.", "κοιν", "koopia", "抄送", "副本", "참조", "עותק", "نسخة", "bcc", "kopie an", "in kopie", "c.c.", "ccn", "cco", "cci", "kopija",
    ),
    "subject": (
        "subject", "betreff", "objet", "asunto", "assunto", "oggetto", "onderwerp", "emne", "ämne", "aihe", "temat", "předmět", "predmet", "тема",
        "относно", "tárgy", "konu", "subiect", "θέμα", "teema", "tema", "temats", "assumpte", "主题", "主題", "主旨", "件名", "제목", "נושא", "الموضوع",
        "موضوع", "chủ đề", "perihal", "subjek", "เรื่อง", "re", "betr.", "sujet", "naslov", "zadeva", "efni", "gaia", "asunto del mensaje", "predmet",
    ),
    "other": ("reply-to", "antwort an", "risposta", "importance", "wichtigkeit", "priorität", "priority", "attachments", "anlagen", "anhänge", "importancia", "importanza", "reply to",
              "organization", "organisation", "newsgroups", "message-id", "x-mailer", "resent-from", "list-id", "prioridad", "allegati",
              "pièces jointes", "bijlagen", "priorité", "adjuntos"),
}  # fmt: skip

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
