"""Mails that exist as HTML only, with a forward in the markup of many mail programs: what each yields is known first."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from html import escape
from typing import NamedTuple


class ForwardCase(NamedTuple):
    """A raw mail and what was passed on in it."""

    id: str
    raw: bytes
    name: str | None
    address: str
    subject: str
    words: str  # of the forwarded message
    note: str | None = None  # words that must stand in the note


class Original(NamedTuple):
    """The message that is passed on."""

    name: str
    address: str
    subject: str
    words: str
    to: str = "ben@regalwerk.example"


LATIN = Original("Rita Sommer", "rita@sommer-bau.example", "Anfrage Regale für Halle 3", "Wir brauchen zwölf Regale.")
CHINESE = Original("王小明", "wang@lianhe-cangku.example", "货架报价请求", "我们需要十二个货架。")
JAPANESE = Original("佐藤 花子", "sato@tanamono.example", "棚のお見積り", "棚を十二台必要としています。")
KOREAN = Original("김지훈", "jihun@seonban.example", "선반 견적 문의", "선반 열두 개가 필요합니다.")
GREEK = Original("Ελένη Παππά", "eleni@rafia.example", "Ζήτηση προσφοράς", "Χρειαζόμαστε δώδεκα ράφια.")
HEBREW = Original("נועה לוי", "noa@madafim.example", "בקשה להצעת מחיר", "אנחנו צריכים שנים עשר מדפים.")
ARABIC = Original("ليلى حداد", "layla@rufuf.example", "طلب عرض سعر", "نحتاج إلى اثني عشر رفا.")
RUSSIAN = Original("Анна Котова", "anna@stellazh.example", "Запрос цены", "Нам нужно двенадцать стеллажей.")


def html_mail(page: str, subject: str, *, charset: str = "utf-8", encoding: str = "base64") -> bytes:
    """A mail of a member that consists of one HTML part."""
    word = f"=?utf-8?b?{base64.b64encode(subject.encode()).decode()}?="
    head = (
        f"From: Ben Kraft <ben@regalwerk.example>\nTo: crm@regalwerk.example\nSubject: {word}\n"
        "Date: Wed, 18 Nov 2026 10:00:00 +0100\nMessage-ID: <f1@regalwerk.example>\nMIME-Version: 1.0\n"
        f"Content-Type: text/html; charset={charset}\nContent-Transfer-Encoding: {encoding}\n\n"
    )
    body = page.encode(charset)
    return head.encode() + (base64.encodebytes(body) if encoding == "base64" else body)


def case(name: str, page: str, original: Original = LATIN, note: str | None = "Bitte übernehmen") -> ForwardCase:
    """The forward of `original` as `page`, under a subject that says nothing."""
    raw = html_mail(f"<html><body>{page}</body></html>", "Bitte anschauen")
    return ForwardCase(name, raw, original.name, original.address, original.subject, original.words, note)


def _linked(one: Original) -> str:
    return f'{escape(one.name)} &lt;<a href="mailto:{one.address}">{one.address}</a>&gt;'


def _plain(one: Original) -> str:
    return f"{escape(one.name)} &lt;{one.address}&gt;"


def gmail(one: Original, mark: str, labels: str, date: str) -> str:
    """Gmail in the browser and its apps."""
    sender, sent, subject, to = labels.split("|")
    return (
        '<div dir="ltr">Bitte übernehmen<br><br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">'
        f'{mark}<br>{sender}: <strong class="gmail_sendername" dir="auto">{one.name}</strong> <span dir="auto">&lt;<a href="mailto:{one.address}">'
        f'{one.address}</a>&gt;</span><br>{sent}: {date}<br>{subject}: {one.subject}<br>{to}: &lt;<a href="mailto:{one.to}">{one.to}</a>&gt;<br></div>'
        f'<br><br><div dir="ltr">{one.words}</div></div></div>'
    )


def outlook(one: Original, labels: str, date: str, colour: str = "#E1E1E1") -> str:
    """Outlook for Windows."""
    sender, sent, to, subject = labels.split("|")
    return (
        "<div class=WordSection1><p class=MsoNormal>Bitte übernehmen<o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p>"
        f"<div style='border:none;border-top:solid {colour} 1.0pt;padding:3.0pt 0cm 0cm 0cm'><p class=MsoNormal><b><span style='font-size:11.0pt'>{sender}:</span></b>"
        f"<span style='font-size:11.0pt'> {_plain(one)} <br><b>{sent}:</b> {date}<br><b>{to}:</b> {one.to}<br><b>{subject}:</b> {one.subject}<o:p></o:p></span></p></div>"
        f"<p class=MsoNormal><o:p>&nbsp;</o:p></p><p class=MsoNormal>{one.words}<o:p></o:p></p></div>"
    )


def outlook_web(one: Original, labels: str, date: str, bold: str = "b") -> str:
    """Outlook in the browser, the new Outlook, and the app with `strong`."""
    sender, sent, to, subject = (f"<{bold}>{label}:</{bold}>" for label in labels.split("|"))
    return (
        '<div style="font-family: Aptos, sans-serif">Bitte übernehmen</div><div id="appendonsend"></div><hr style="display:inline-block;width:98%" tabindex="-1">'
        f'<div id="divRplyFwdMsg" dir="ltr"><font face="Calibri, sans-serif" style="font-size:11pt" color="#000000">{sender} {_plain(one)}<br>{sent} {date}<br>'
        f"{to} {one.to} &lt;{one.to}&gt;<br>{subject} {one.subject}</font><div>&nbsp;</div></div><div><p>{one.words}</p></div>"
    )


def outlook_reference(one: Original, labels: str, date: str) -> str:
    """Outlook for Mac and the app of 2024 on, which set the block below a line of their own."""
    sender, sent, to, subject = labels.split("|")
    return (
        '<div dir="ltr">Bitte übernehmen</div><div id="ms-outlook-mobile-signature">Outlook für iOS</div><div id="mail-editor-reference-message-container" class="ms-outlook-mobile-reference-message">'
        '<div style="padding: 3pt 0in 0in; border-width: 1pt medium medium; border-style: solid none none; border-color: rgb(181, 196, 223) currentcolor currentcolor;">'
        f"<span><b>{sender}: </b>{_plain(one)}<br><b>{sent}: </b>{date}<br><b>{to}: </b>{one.to}<br><b>{subject}: </b>{one.subject}</span></div><div>{one.words}</div></div>"
    )


def apple(one: Original, mark: str, labels: str, date: str) -> str:
    """Apple Mail on a Mac: every line of the block a division of its own."""
    span = '<span style="font-family: -webkit-system-font, sans-serif; color:rgba(0, 0, 0, 1.0);">'
    values = (_linked(one), one.subject, date, f'<a href="mailto:{one.to}">{one.to}</a>')
    rows = "".join(
        f'<div style="margin-top: 0px; margin-left: 0px;">{span}<b>{label}: </b></span>{span}{value}<br></span></div>'
        for label, value in zip(labels.split("|"), values, strict=True)
    )
    return (
        f'<div>Bitte übernehmen<br><div><br><blockquote type="cite"><div>{mark}</div><br class="Apple-interchange-newline">{rows}<br>'
        f'<div><div dir="auto">{one.words}</div></div></blockquote></div></div>'
    )


def iphone(one: Original, mark: str, labels: str, date: str) -> str:
    """Apple Mail on a telephone: block and message in two quotes."""
    sender, sent, to, subject = labels.split("|")
    return (
        f'<div dir="ltr">Bitte übernehmen</div><div dir="ltr"><br>{mark}<br><br></div><blockquote type="cite"><div dir="ltr"><b>{sender}:</b> {_plain(one)}<br><b>{sent}:</b> {date}<br>'
        f'<b>{to}:</b> {one.to}<br><b>{subject}:</b> <b>{one.subject}</b><br><br></div></blockquote><blockquote type="cite"><div dir="ltr">{one.words}</div></blockquote>'
    )


def thunderbird(one: Original, mark: str, labels: str, date: str, kind: str = "moz-email-headers-table") -> str:
    """Thunderbird, and Roundcube without its class: a table of headings and cells."""
    subject, sent, sender, to = labels.split("|")
    rows = "".join(
        f'<tr><th valign="BASELINE" align="RIGHT" nowrap="nowrap">{label}: </th><td>{value}</td></tr>'
        for label, value in ((subject, one.subject), (sent, date), (sender, _linked(one)), (to, one.to))
    )
    return (
        f'<p>Bitte übernehmen</p><div class="moz-forward-container"><br><br>{mark}<table class="{kind}" cellspacing="0" cellpadding="0" border="0"><tbody>{rows}</tbody></table>'
        f"<br><br><p>{one.words}</p></div>"
    )


def yahoo(one: Original, mark: str, labels: str, date: str) -> str:
    """Yahoo in the browser."""
    sender, to, sent, subject = labels.split("|")
    return (
        '<div class="ydp1"><div dir="ltr">Bitte übernehmen</div></div><div id="yahoo_quoted_1234567890" class="yahoo_quoted"><div style="color:#26282a;">'
        f"<div>{mark}</div><div><b>{sender}:</b> {_plain(one)}</div><div><b>{to}:</b> {one.to}</div><div><b>{sent}:</b> {date}</div><div><b>{subject}:</b> {one.subject}</div>"
        f"<div><br></div><div><div>{one.words}</div></div></div></div>"
    )


def gmx(one: Original, labels: str, date: str) -> str:
    """GMX and web.de in the browser."""
    sent, sender, to, subject = labels.split("|")
    return (
        '<div style="font-family: Verdana;font-size: 12.0px;"><div>Bitte übernehmen</div><div>&nbsp;<div name="quote" style="margin:10px 5px 5px 10px; border-left:2px solid #C3D9E5;">'
        f'<div style="margin:0 0 10px 0;"><b>{sent}:</b>&nbsp;{date}<br/><b>{sender}:</b>&nbsp;&quot;{one.name}&quot; &lt;{one.address}&gt;<br/><b>{to}:</b>&nbsp;{one.to}<br/><b>{subject}:</b>&nbsp;{one.subject}</div>'
        f'<div name="quoted-content">{one.words}</div></div></div></div>'
    )


def lines(one: Original, mark: str, labels: str, date: str, close: str = "") -> str:
    """Proton, eM Client, Zoho, Samsung, Mail.ru and others: a separator and lines of text."""
    names = labels.split("|")
    values = {"f": f"&quot;{one.name}&quot; &lt;{one.address}&gt;", "d": date, "s": one.subject, "t": one.to}
    block = "<br>".join(f"{label[2:]}: {values[label[0]]}" for label in names)
    return f"<div>Bitte übernehmen</div><br><div>{mark}<br>{block}<br>{close}<br></div><blockquote>{one.words}</blockquote>"


def notes(one: Original, mark: str, labels: str, date: str) -> str:
    """HCL Notes: small grey labels in a table."""
    cells = "".join(
        f'<tr valign=top><td><font size=1 color=#5f5f5f face="sans-serif">{label}: &nbsp; &nbsp; &nbsp; &nbsp;</font></td><td><font size=1 face="sans-serif">{value}</font></td></tr>'
        for label, value in zip(labels.split("|"), (_plain(one), one.to, date, one.subject), strict=True)
    )
    return (
        f'<font size=2 face="sans-serif">Bitte übernehmen</font><br><font size=1 color=#800080 face="sans-serif">{mark}</font><br><br><table>{cells}</table><br><hr noshade>'
        f"<br><font size=2>{one.words}</font>"
    )


def html_forwards() -> Iterator[ForwardCase]:
    """Every case, in the languages that the programs are most used in."""
    yield from _of_google_and_outlook()
    yield from _of_apple_and_thunderbird()
    yield from _of_other_programs()


def _of_google_and_outlook() -> Iterator[ForwardCase]:
    mark = "---------- Forwarded message ---------"
    yield case("gmail-en", gmail(LATIN, mark, "From|Date|Subject|To", "Tue, Nov 17, 2026 at 9:12 AM"))
    yield case("gmail-de", gmail(LATIN, mark, "Von|Date|Subject|To", "Di., 17. Nov. 2026 um 09:12 Uhr"))
    yield case("gmail-fr", gmail(LATIN, mark, "De|Date|Subject|To", "mar. 17 nov. 2026 à 09:12"))
    yield case("gmail-ja", gmail(JAPANESE, mark, "From|Date|Subject|To", "2026年11月17日(火) 9:12"), JAPANESE)
    yield case(
        "gmail-he", gmail(HEBREW, mark, "\u202aמאת|\u202aDate|Subject|To", "יום ג׳, 17 בנוב׳ 2026 ב-9:12"), HEBREW
    )
    yield case("gmail-ar", gmail(ARABIC, mark, "من|Date|Subject|To", "الثلاثاء، 17 نوفمبر 2026 9:12 ص"), ARABIC)
    long = "Tuesday, November 17, 2026 9:12 AM"
    german = "Dienstag, 17. November 2026 09:12"
    yield case("outlook-en", outlook(LATIN, "From|Sent|To|Subject", long))
    yield case("outlook-de", outlook(LATIN, "Von|Gesendet|An|Betreff", german, "#B5C4DF"))
    yield case("outlook-zh", outlook(CHINESE, "发件人|发送时间|收件人|主题", "2026年11月17日 9:12"), CHINESE)
    yield case("outlook-ja", outlook(JAPANESE, "差出人|送信日時|宛先|件名", "2026年11月17日火曜日 9:12"), JAPANESE)
    yield case(
        "outlook-ko", outlook(KOREAN, "보낸 사람|보낸 날짜|받는 사람|제목", "2026년 11월 17일 화요일 오전 9:12"), KOREAN
    )
    yield case("outlook-el", outlook(GREEK, "Από|Στάλθηκε|Προς|Θέμα", "Τρίτη, 17 Νοεμβρίου 2026 9:12 πμ"), GREEK)
    yield case("outlook-he", outlook(HEBREW, "מאת|נשלח|אל|נושא", "יום שלישי 17 נובמבר 2026 09:12"), HEBREW)
    yield case("outlook-ar", outlook(ARABIC, "من|تم الإرسال|إلى|الموضوع", "الثلاثاء، 17 نوفمبر 2026 09:12 ص"), ARABIC)
    yield case("owa-en", outlook_web(LATIN, "From|Sent|To|Subject", long))
    yield case("owa-de", outlook_web(LATIN, "Von|Gesendet|An|Betreff", german))
    yield case("owa-it", outlook_web(LATIN, "Da|Inviato|A|Oggetto", "martedì 17 novembre 2026 09:12"))
    yield case("owa-ru", outlook_web(RUSSIAN, "От|Отправлено|Кому|Тема", "17 ноября 2026 г. 9:12"), RUSSIAN)
    yield case("outlook-app-de", outlook_web(LATIN, "Von|Gesendet|An|Betreff", german, "strong"))
    yield case(
        "outlook-app-zh",
        outlook_web(CHINESE, "寄件者|寄件日期|收件者|主旨", "2026年11月17日 上午 09:12", "strong"),
        CHINESE,
    )
    yield case("outlook-mac-de", outlook_reference(LATIN, "Von|Datum|An|Betreff", german))
    yield case("outlook-mac-en", outlook_reference(LATIN, "From|Date|To|Subject", long))
    yield case(
        "outlook-mac-es", outlook_reference(LATIN, "De|Fecha|Para|Asunto", "martes, 17 de noviembre de 2026, 9:12")
    )


def _of_apple_and_thunderbird() -> Iterator[ForwardCase]:
    english = "17 November 2026 at 09:12:00 CET"
    yield case("apple-en", apple(LATIN, "Begin forwarded message:", "From|Subject|Date|To", english))
    german = "17. November 2026 um 09:12:00 MEZ"
    yield case("apple-de", apple(LATIN, "Anfang der weitergeleiteten Nachricht:", "Von|Betreff|Datum|An", german))
    french = "17 novembre 2026 à 09:12:00 UTC+1"
    yield case("apple-fr", apple(LATIN, "Début du message réexpédié :", "De|Objet|Date|À", french))
    yield case(
        "apple-ja",
        apple(JAPANESE, "転送されたメッセージ：", "差出人|件名|日付|宛先", "2026年11月17日 9:12:00 JST"),
        JAPANESE,
    )
    yield case(
        "apple-zh",
        apple(CHINESE, "开始转发的信息：", "发件人|主题|日期|收件人", "2026年11月17日 GMT+8 09:12:00"),
        CHINESE,
    )
    yield case("iphone-en", iphone(LATIN, "Begin forwarded message:", "From|Date|To|Subject", english))
    yield case("iphone-de", iphone(LATIN, "Anfang der weitergeleiteten Nachricht:", "Von|Datum|An|Betreff", german))
    yield case(
        "iphone-nl",
        iphone(LATIN, "Begin doorgestuurd bericht:", "Van|Datum|Aan|Onderwerp", "17 november 2026 om 09:12"),
    )
    mark = "-------- Forwarded Message --------"
    numbers = "Tue, 17 Nov 2026 09:12:00 +0100"
    yield case("thunderbird-en", thunderbird(LATIN, mark, "Subject|Date|From|To", numbers))
    mark = "-------- Weitergeleitete Nachricht --------"
    yield case("thunderbird-de", thunderbird(LATIN, mark, "Betreff|Datum|Von|An", numbers))
    mark = "-------- Προωθημένο μήνυμα --------"
    yield case("thunderbird-el", thunderbird(GREEK, mark, "Θέμα|Ημερομηνία|Από|Προς", numbers), GREEK)
    mark = "-------- 전달된 메시지 --------"
    yield case("thunderbird-ko", thunderbird(KOREAN, mark, "제목|날짜|보낸 사람|받는 사람", numbers), KOREAN)
    mark = "-------- הודעה מועברת --------"
    yield case("thunderbird-he", thunderbird(HEBREW, mark, "נושא|תאריך|מאת|אל", numbers), HEBREW)
    mark = "<p>-------- Originalnachricht --------</p>"
    yield case("roundcube-de", thunderbird(LATIN, mark, "Betreff|Datum|Von|An", "17.11.2026 09:12", "headers"))


def _of_other_programs() -> Iterator[ForwardCase]:
    yield case(
        "yahoo-en",
        yahoo(
            LATIN,
            "----- Forwarded Message -----",
            "From|To|Sent|Subject",
            "Tuesday, November 17, 2026 at 09:12:00 AM GMT+1",
        ),
    )
    yield case(
        "yahoo-de",
        yahoo(
            LATIN,
            "----- Weitergeleitete Nachricht -----",
            "Von|An|Gesendet|Betreff",
            "Dienstag, 17. November 2026 um 09:12:00 MEZ",
        ),
    )
    yield case(
        "yahoo-zh",
        yahoo(CHINESE, "----- 轉寄的郵件 -----", "寄件者|收件者|傳送時間|主題", "2026年11月17日 週二 上午9:12 [GMT+8]"),
        CHINESE,
    )
    yield case("gmx-de", gmx(LATIN, "Gesendet|Von|An|Betreff", "Dienstag, 17. November 2026 um 09:12 Uhr"))
    yield case("gmx-en", gmx(LATIN, "Sent|From|To|Subject", "Tuesday, November 17, 2026 at 9:12 AM"))
    yield case("gmx-fr", gmx(LATIN, "Envoyé|De|À|Objet", "mardi 17 novembre 2026 à 09:12"))
    yield case(
        "proton",
        lines(
            LATIN,
            "------- Forwarded Message -------",
            "f From|d Date|s Subject|t To",
            "On Tuesday, November 17th, 2026 at 9:12 AM",
        ),
    )
    yield case(
        "em-client",
        lines(LATIN, "------ Weitergeleitete Nachricht ------", "f Von|t An|d Datum|s Betreff", "17.11.2026 09:12:00"),
    )
    zoho = "============ Forwarded message ============"
    yield case("zoho", lines(LATIN, zoho, "f From|t To|d Date|s Subject", "Tue, 17 Nov 2026 09:12:00 +0100", zoho))
    yield case(
        "samsung",
        lines(
            LATIN,
            "-------- Ursprüngliche Nachricht --------",
            "f Von|d Datum|t An|s Betreff",
            "17.11.26 09:12 (GMT+01:00)",
        ),
    )
    yield case(
        "mail-ru",
        lines(
            RUSSIAN,
            "-------- Пересылаемое сообщение --------",
            "f От кого|t Кому|d Дата|s Тема",
            "Вторник, 17 ноября 2026, 9:12 +03:00",
        ),
        RUSSIAN,
    )
    qq = "------------------&nbsp;原始邮件&nbsp;------------------"
    yield case(
        "qq", lines(CHINESE, qq, "f 发件人|d 发送时间|t 收件人|s 主题", "2026年11月17日(星期二) 上午9:12"), CHINESE
    )
    yield case(
        "163",
        lines(CHINESE, "---- 转发的邮件 ----", "f 发件人|d 日期|t 收件人|s 主题", "2026年11月17日 09:12"),
        CHINESE,
    )
    naver = "-----Original Message-----"
    yield case(
        "naver", lines(KOREAN, naver, "f From|t To|d Sent|s Subject", "2026-11-17 (화) 09:12:00 (GMT+09:00)"), KOREAN
    )
    mark = "----- Weitergeleitet von Ben Kraft/Regalwerk am 18.11.2026 10:00 -----"
    yield case("notes-de", notes(LATIN, mark, "Von|An|Datum|Betreff", "17.11.2026 09:12"))
    mark = "----- Forwarded by Ben Kraft/Regalwerk on 11/18/2026 10:00 AM -----"
    yield case("notes-en", notes(LATIN, mark, "From|To|Date|Subject", "11/17/2026 09:12 AM"))
