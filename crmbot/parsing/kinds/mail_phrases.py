"""The words by which programs announce themselves: subjects and phrases of bounces and auto-replies, as data.

Subjects are compared in lower case and must stand at its very start: `Re: Undeliverable` was written by a person.
"""

from __future__ import annotations

import re

BOUNCE_SUBJECTS = (
    # English
    "undeliver", "un-deliver", "undelievered", "mail delivery", "delivery status", "delivery failure", "delivery failed", "delivery has failed",
    "delivery error", "delivery problem", "delivery notification", "delivery report", "delivery delay", "returned mail", "returned email",
    "returned to sender", "return to sender", "failure notice", "failed mail", "mail failure", "mail failed", "mail system error", "mail error",
    "failure delivery", "failed to deliver", "failure to deliver", "failed delivery", "message delivery", "message undeliver", "email delivery",
    "e-mail delivery", "email could not be delivered", "e-mail could not be delivered", "mail could not be delivered", "could not send message",
    "could not deliver", "couldn't deliver", "unable to deliver", "warning: could not send", "warning: message", "warning: mail", "warning - delivery",
    "message could not be delivered", "message you sent could not", "your message could not", "your message couldn't", "your message was not delivered",
    "your mail could not", "your email could not", "your e-mail could not", "message not delivered", "mail not delivered", "mail undeliver",
    "email undeliver", "non-delivery", "nondeliver", "non delivery", "not delivered", "not deliverable", "ndn:", "ndr:", "message status - undeliver",
    "permanent delivery", "permanent error", "permanent fail", "temporary delivery", "delayed mail", "delayed:", "delayed delivery", "message delayed",
    "smtp delivery", "[smtp error]", "smtp error", "smtp and local delivery", "automatically rejected", "rejected mail", "rejected:", "mail rejected",
    "message rejected", "unknown user", "user unknown", "no such user", "invalid address", "invalid recipient", "address not found",
    "address undeliver", "there was an error sending your mail", "error sending", "error delivering", "transport report", "postmaster notify",
    "bounced mail", "bounce notification", "bounced message", "bounce message", "undisclosed delivery", "abuse report", "email feedback report",
    "complaint about message", "mail delivery system", "could not be delivered", "unable to send", "problem delivering", "mailsystem error",
    "mailbox full", "mailbox unavailable", "over quota", "delivery incomplete", "delivery unsuccessful", "notice: mail delivery", "[notice] mail delivery",
    "bounce action", "mdaemon notification", "mdaemon warning", "recipient not found", "recipient unknown", "message notification", "mail returned",
    # German
    "unzustellbar", "nicht zustellbar", "nicht zugestellt", "mail nicht zugestellt", "nachricht nicht zugestellt", "zustellung fehlgeschlagen",
    "zustellungsfehler", "zustellfehler", "zustellung verzögert", "zustellung nicht möglich", "zustellstatus", "zustellbericht", "übermittlungsfehler",
    "uebermittlungsfehler", "übermittlungsstatus", "übermittlung fehlgeschlagen", "übermittlung verzögert", "fehler bei der zustellung",
    "fehler bei der übermittlung", "fehler beim zustellen", "nachricht konnte nicht", "ihre nachricht konnte nicht", "ihre e-mail konnte nicht",
    "ihre mail konnte nicht", "e-mail konnte nicht", "mail konnte nicht", "benachrichtigung zum übermittlungsstatus", "benachrichtigung über unzustell",
    "benachrichtigung über zustell", "verzögerte zustellung", "verzögert:", "verspätet:", "unbekannter empfänger", "empfänger unbekannt",
    "rückläufer", "mailzustellung fehlgeschlagen", "e-mail-zustellung fehlgeschlagen", "mail zurück an absender", "fehlerhafte zustellung",
    # others, as the mail systems write them
    "non remis", "non distribuable", "échec de la remise", "echec de la remise", "échec de remise", "échec d'envoi", "message non distribué",
    "rapport de non-remise", "notification d'état de remise", "notification d'échec", "non distribué", "remise différée", "retourné",
    "no se puede entregar", "no entregado", "no se pudo entregar", "error de entrega", "correo devuelto", "mensaje no entregado", "devuelto",
    "notificación de estado de entrega", "notificación del estado de entrega", "non recapitabile", "mancato recapito", "mancata consegna",
    "consegna non riuscita", "notifica di mancato", "impossibile recapitare", "messaggio non recapitato", "onbestelbaar", "niet bezorgd",
    "niet afgeleverd", "kan niet worden bezorgd", "bezorging mislukt", "não entregue", "nao entregue", "não é possível entregar", "falha na entrega",
    "notificação de status de entrega", "mensagem não entregue", "devolvido", "niedostarcz", "zwrot poczty", "wiadomość niedostarczona",
    "nedoručiteln", "nedoručeno", "kan inte levereras", "olevererbart", "kan ikke leveres", "ikke levert", "toimitus epäonnistui",
    "ei voida toimittaa", "kézbesíthetetlen", "sikertelen kézbesítés", "teslim edilemedi", "nelivrabil", "недоставлен", "не доставлен",
    "сообщение не доставлено", "ошибка доставки", "配信不能", "配信エラー", "配信に失敗", "配信できません", "送信できません", "未送達", "退信",
    "系统退信", "无法送达", "無法傳遞", "投递失败", "반송", "배달되지 않음", "전송 실패",
)  # fmt: skip

BOUNCE_PHRASES = re.compile(
    r"could ?n[o']t be delivered|couldn['’]t be delivered|was ?n[o']t delivered|was undeliverable|unable to deliver|undeliverable|undelivered"
    r"|delivery (?:problems?\b|to the following|has failed|failed|failure|error|attempt|temporarily)|permanent (?:fatal )?(?:error|failure)|fatal errors"
    r"|returned to sender|failed permanently|failed recipient|recipient (?:address )?(?:rejected|unknown|not found)|user unknown|unknown user"
    r"|no such user|mailbox (?:is )?(?:full|unavailable|not found|disabled)|over quota|quota exceeded|does not exist|doesn['’]t exist"
    r"|address (?:rejected|not found|unknown)|host (?:unknown|not found)|domain not found|relay(?:ing)? denied|message (?:was )?rejected|not be reached"
    r"|konnte (?:leider )?nicht (?:zugestellt|übermittelt|ausgeliefert)|nicht zustellbar|unzustellbar|nicht erreichbar|postfach (?:ist )?voll"
    r"|empfänger (?:ist )?(?:unbekannt|existiert nicht)|existiert nicht|unbekannter (?:empfänger|benutzer)|zustellung .{0,40}fehlgeschlagen"
    r"|n'a pas pu être|non remis|no se pudo entregar|no se ha podido entregar|non è stato possibile|impossibile recapitare|niet worden (?:bezorgd|afgeleverd)"
    r"|não foi possível|не удалось доставить|не был доставлен|配信できません|無法|无法投递|has bounced|error (?:while|occurred).{0,40}(?:deliver|send)"
    r"|transcript of session|your message to|message that you sent|the mail system|diagnostic(?: |-)(?:code|information)|action: failed|giving up",
    re.IGNORECASE,
)
SMTP_STATUS = re.compile(
    r"(?<![\d.])(?:[45]\.\d{1,2}\.\d{1,3}(?![\d.])|(?:42[1-9]|4[35]\d|50\d|5[1357]\d)[ -](?=[#A-Z\d<(\"']))"
)

# The same, so told that no order number or quantity looks like it.
SMTP_ERROR = re.compile(
    r"(?<![\d.])[45]\.[0-7]\.\d{1,3}(?![\d.])|(?:smtp|rcpt|error|reason|said|code|responded|remote host|mx)[^\n]{0,60}\b[45]\d\d\b"
    r"|\b[45]\d\d[ -](?:[\w<@.>:#-]{1,60}[ ]){0,4}(?:user|mailbox|unknown|no such|relay|denied|rejected|unavailable|requested|address|recipient|account|spam|blocked|quota|policy)",
    re.IGNORECASE,
)

AUTO_REPLY_SUBJECTS = (
    # English
    "automatic reply", "automatic response", "automated reply", "automated response", "auto reply", "auto-reply", "autoreply", "auto response",
    "auto-response", "autoresponse", "autoresponder", "auto-responder", "auto:", "auto re:", "[auto-reply]", "[autoreply]", "[automatic reply]",
    "out of office", "out-of-office", "out of the office", "ooo:", "ooo -", "[ooo]", "oof:", "i am out of", "i'm out of", "i am currently out",
    "i'm currently out", "i am away", "i'm away", "i am on vacation", "i'm on vacation", "on vacation", "on holiday", "on annual leave", "on leave",
    "on parental leave", "on maternity leave", "vacation reply", "vacation:", "vacation message", "vacation notice", "vacation response", "away from my mail",
    "away from the office", "away notice", "away message", "absence notification", "away:", "currently out of", "not in the office",
    # German
    "automatische antwort", "automatische rückantwort", "automatische rückmeldung", "automatische e-mail", "automatische mail", "automatische nachricht",
    "automatische empfangs", "automatische eingangs", "automatische abwesenheit", "autoantwort", "auto-antwort", "auto-rückantwort",
    "automatisch generierte antwort", "abwesenheit", "abwesend", "nicht im büro", "nicht im haus", "außer haus", "ausser haus", "außerhaus",
    "ich bin nicht im", "ich bin im urlaub", "ich bin derzeit nicht", "ich bin abwesend", "ich bin bis", "im urlaub", "urlaubsabwesenheit",
    "urlaubsnotiz", "urlaubsbenachrichtigung", "urlaubsmeldung", "urlaubsvertretung:", "urlaub:", "büroabwesenheit", "elternzeit:", "in elternzeit", "out of office-",
    "eingangsbestätigung", "automatische bestätigung", "empfangsbestätigung",
    # others
    "réponse automatique", "reponse automatique", "réponse d'absence", "absence du bureau", "absent du bureau", "message d'absence",
    "notification d'absence", "respuesta automática", "respuesta automatica", "fuera de la oficina", "fuera de oficina", "ausencia de la oficina",
    "risposta automatica", "fuori ufficio", "assenza dall'ufficio", "automatisch antwoord", "automatisch beantwoord", "afwezigheid", "afwezig",
    "niet op kantoor", "resposta automática", "resposta automatica", "fora do escritório", "ausência", "autosvar", "automatiskt svar", "automatisk svar",
    "frånvaro", "fravær", "odpowiedź automatyczna", "automatyczna odpowiedź", "poza biurem", "automatická odpověď", "automatická odpoveď", "automaattinen vastaus",
    "automatikus válasz", "házon kívül", "otomatik yanıt", "răspuns automat", "αυτόματη απάντηση", "автоответ", "автоматический ответ",
    "自動返信", "自動応答", "不在通知", "不在返信", "自动回复", "自動回覆", "자동 회신", "부재중",
)  # fmt: skip
# Words that a person may well write into a subject too; they count only together with what the text says.
WEAK_AUTO_REPLY_SUBJECTS = (
    "abwesen", "urlaub", "eingangsbestätigung", "empfangsbestätigung", "on vacation", "on holiday", "on leave", "im urlaub", "ich bin bis", "away",
    "vacation", "afwezig", "ausência", "frånvaro", "fravær", "nicht im", "außer haus", "not in the office", "i am", "i'm", "ich bin", "automatische nachricht",
    "automatische mail", "automatische e-mail", "auto:", "elternzeit", "in elternzeit", "absent", "absence", "urlaub:",
)  # fmt: skip

AUTO_REPLY_PHRASES = re.compile(
    r"out of (?:the )?office|away from (?:the|my) (?:office|desk|mail)|on (?:annual |parental |maternity |sick |business )?(?:leave|vacation|holiday)"
    r"|limited access to (?:my )?e-?mail|no access to (?:my )?e-?mail|i (?:am|'m|will be) (?:currently )?(?:out|away|not in|unavailable|travel)"
    r"|nicht im (?:büro|haus)|(?:außer|ausser) haus|im urlaub|in (?:elternzeit|mutterschutz)|(?:derzeit|zurzeit|momentan|aktuell) (?:leider )?nicht"
    r"|bin ich (?:wieder )?(?:ab|erreichbar|nicht|im|abwesend)|abwesen(?:d|heit)|nicht erreichbar|nicht weitergeleitet|ab dem .{0,30}wieder"
    r"|wieder (?:erreichbar|im büro|für sie|persönlich)|keinen zugriff auf meine|nur (?:sehr )?(?:eingeschränkt|unregelmäßig)"
    r"|automatic(?:ally)? (?:generated|reply|response)|automated (?:reply|response|message)|automatisch (?:generiert|erstellt|erzeugt|versendet|versandt)"
    r"|automatische (?:antwort|nachricht|e-?mail|mail|empfangsbestätigung|eingangsbestätigung|bestätigung)|auto-?reply|do not reply to this"
    r"|bitte antworten sie nicht|we (?:have )?received your|thank you for contacting|(?:ihre|deine) (?:nachricht|anfrage|e-?mail|mail) .{0,40}(?:erhalten|eingegangen)"
    r"|absent du|en congé|fuera de la oficina|fuori ufficio|afwezig|met vakantie|poza biurem",
    re.IGNORECASE,
)

# Subjects in which the absent person speaks, so that they count as text.
FIRST_PERSON = ("ich bin", "i am", "i'm", "ik ben", "je suis", "estoy", "sono")
# What a person who only writes about absence would not say.
ROBOT_PHRASES = re.compile(
    r"(?:danke|dank) für (?:ihre|deine|die)|thank(?:s| you) for (?:your|the) (?:e-?mail|mail|message|note)|(?:bis|until|till|through|returning|back|zurück|ab|bis zum|bis einschließlich)[^\n.!?]{0,30}\d"
    r"|nicht weitergeleitet|wieder (?:erreichbar|im büro|für sie|da)|limited access|no access|(?:eingeschränkt|unregelmäßig|keinen zugriff)"
    r"|in dringenden (?:fällen|angelegenheiten)|urgent (?:matters|cases|inquiries|enquiries)|for urgent|automati[cs]|auto-?reply|vertritt mich|meine vertretung|in my absence"
    r"|merci (?:pour|de) votre|de retour|jusqu['’]|bedankt voor|weer bereikbaar|afwezig tot|tot en met|grazie per|fino al|gracias por|hasta el|do not reply|antworten sie nicht"
    r"|(?:received|erhalten|eingegangen)",
    re.IGNORECASE,
)

RECEIPT_SUBJECTS = (
    "read:", "gelesen:", "nicht gelesen:", "ungelesen gelöscht:", "not read:", "deleted:", "gelöscht:", "lesebestätigung", "read receipt",
    "return receipt", "empfangsbestätigung", "lu:", "lu :", "non lu", "leído:", "no leído:", "letto:", "non letto:", "gelezen:", "niet gelezen:",
)  # fmt: skip
RECEIPT_PHRASES = re.compile(
    r"(?:was|has been) (?:read|displayed|opened|deleted without being read)|wurde(?:[^\n]{1,60})?(?:gelesen|angezeigt|geöffnet|ungelesen gelöscht)"
    r"|ohne (?:gelesen|dass sie gelesen)|a été (?:lu|affiché|supprimé)|(?:fue|ha sido) leíd[oa]|se ha leído|è stat[oa] lett[oa]|(?:is|werd) (?:op [^\n]{1,60})?gelezen"
    r"|this is a return receipt",
    re.IGNORECASE,
)

_TAGS = re.compile(r"(?:\[[^\]\n]{1,40}\][ \t]{0,3}){1,3}")


def begins_with(subject: str | None, phrases: tuple[str, ...]) -> bool:
    """Whether a subject begins with one of the phrases, with or without the tags of gateways (`[EXTERN]`) before it."""
    words = (subject or "")[:400].strip().lstrip("*\"' ").lower()
    return words.startswith(phrases) or (words[:1] == "[" and _TAGS.sub("", words, count=1).startswith(phrases))
