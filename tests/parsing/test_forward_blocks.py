"""Header blocks in running text, recognised by their labels and by what their values look like."""

from __future__ import annotations

import pytest

from crmbot.parsing.forwarding.blocks import HeaderBlock, read_block
from crmbot.parsing.parsed import Address
from crmbot.parsing.quoting.quoted_lines import Effort, Lines

JANE = Address("Jane Roe", "jane@firma.example")
TOM = Address(None, "tom@kunde.example")
EVA = Address("Eva Lind", "eva@kunde.example")


def block(text: str, *, strict: bool = True) -> HeaderBlock | None:
    return read_block(Lines(text, Effort(10_000)), 0, strict=strict)


def read(text: str, *, strict: bool = True) -> HeaderBlock:
    found = block(text, strict=strict)
    assert found is not None
    return found


# From, To, Cc, Date and Subject as clients of these languages write them.
LABELS = {
    "de": "Von|An|Kopie|Gesendet|Betreff", "en": "From|To|Cc|Sent|Subject", "fr": "De |À |Cc |Envoyé |Objet ", "es": "De|Para|CC|Enviado el|Asunto",
    "it": "Da|A|Cc|Inviato|Oggetto", "pt": "De|Para|Cc|Enviada em|Assunto", "nl": "Van|Aan|CC|Verzonden|Onderwerp", "da": "Fra|Til|Cc|Sendt|Emne",
    "sv": "Från|Till|Kopia|Skickat|Ämne", "fi": "Lähettäjä|Vastaanottaja|Kopio|Lähetetty|Aihe", "cs": "Od|Komu|Kopie|Odesláno|Předmět",
    "pl": "Od|Do|DW|Wysłano|Temat", "hu": "Feladó|Címzett|Másolat|Elküldve|Tárgy", "ro": "De la|Către|Cc|Trimis|Subiect",
    "tr": "Kimden|Kime|Bilgi|Gönderildi|Konu", "ru": "От|Кому|Копия|Отправлено|Тема", "uk": "Від|Кому|Копія|Надіслано|Тема",
    "el": "Από|Προς|Κοιν.|Στάλθηκε|Θέμα", "bg": "От|До|Копие|Изпратено|Относно", "zh": "发件人|收件人|抄送|发送时间|主题", "ja": "差出人|宛先|CC|送信日時|件名",
    "ko": "보낸 사람|받는 사람|참조|보낸 날짜|제목", "he": "מאת|אל|עותק|נשלח|נושא", "ar": "من|إلى|نسخة|تاريخ الإرسال|الموضوع",
    "vi": "Từ|Đến|Cc|Đã gửi|Chủ đề", "th": "จาก|ถึง|สำเนา|ส่ง|เรื่อง", "cy": "Oddi wrth|I|Cc|Dyddiad|Pwnc", "is": "Frá|Til|Afrit|Dagsetning|Efni",
    "eu": "Nork|Nori|Kopia|Data|Gaia", "km": "ពី|ជូនចំពោះ|CC|កាលបរិច្ឆេទ|ប្រធានបទ", "unknown": "Blorf|Quim|Trasel|Vonku|Zdri",
}  # fmt: skip


@pytest.mark.parametrize("colon", [":", "：", " :", ":\u200f"])
@pytest.mark.parametrize("language", LABELS)
def test_blocks_are_read_in_every_language(language: str, colon: str) -> None:
    sender, to, copy, date, subject = (label + colon for label in LABELS[language].split("|"))
    text = f"{sender} Jane Roe <jane@firma.example>\n{date} 5.3.2026 09:31\n{to} tom@kunde.example\n{copy} Eva Lind <eva@kunde.example>\n{subject} Regale\n\nText"
    found = read(text, strict=language != "unknown")
    assert (found.from_, found.to, found.cc, found.date_text, found.subject) == (
        JANE,
        (TOM,),
        (EVA,),
        "5.3.2026 09:31",
        "Regale",
    )


def test_recipients_wrapped_over_lines_are_read_to_the_end() -> None:
    text = (
        "From: Jane Roe <jane@firma.example>\nSent: Thursday, March 5, 2026 9:31 AM\nTo: tom@kunde.example, Eva Lind\n<eva@kunde.example>,\n"
        "a@kunde.example, b@kunde.example\nSubject: Regale\n\nText"
    )
    assert [person.address for person in read(text).to] == [
        "tom@kunde.example",
        "eva@kunde.example",
        "a@kunde.example",
        "b@kunde.example",
    ]


def test_a_list_wrapped_at_the_end_of_the_block_does_not_swallow_the_text() -> None:
    text = "From: Jane Roe <jane@firma.example>\nDate: 5.3.2026 09:31\nTo: tom@kunde.example,\n Eva Lind <eva@kunde.example>\nGuten Tag,\n\nText"
    lines = Lines(text, Effort(1_000))
    found = read_block(lines, 0)
    assert found is not None
    assert found.to == (TOM, EVA)
    assert lines.after(found.end, 0) == "Guten Tag,\n\nText"


def test_a_wrapped_subject_goes_on_up_to_the_empty_line() -> None:
    text = (
        "From: Jane Roe <jane@firma.example>\nDate: 5.3.2026 09:31\nTo: tom@kunde.example\n"
        "Subject: Anfrage zu vierzig Regalen mit je sechs Böden und verzinkten Stützen\nfür Halle 3\n\nText"
    )
    assert read(text).subject == "Anfrage zu vierzig Regalen mit je sechs Böden und verzinkten Stützen für Halle 3"


def test_text_right_below_a_short_subject_is_no_subject() -> None:
    text = "From: Jane Roe <jane@firma.example>\nDate: 5.3.2026 09:31\nTo: tom@kunde.example\nSubject: Regale\nGuten Tag,\nText"
    assert read(text).subject == "Regale"


def test_a_rule_right_below_the_subject_is_no_subject() -> None:
    text = f"From: Jane Roe <jane@firma.example>\nDate: 5.3.2026 09:31\nTo: tom@kunde.example\nSubject: Regale für Halle 3 und 4\n{'_' * 32}\nText"
    assert read(text).subject == "Regale für Halle 3 und 4"


def test_stars_in_a_subject_stay_unless_the_label_is_bold() -> None:
    rest = "Date: 5.3.2026 09:31\nTo: tom@kunde.example\n"
    assert (
        read(f"From: Jane Roe <jane@firma.example>\n{rest}Subject: ***EILT*** Regale\n\nText").subject
        == "***EILT*** Regale"
    )
    assert read(f"From: Jane Roe <jane@firma.example>\n{rest}*Subject: **Regale*\n\nText").subject == "Regale"


def test_blanks_that_nobody_decoded_are_blanks() -> None:
    text = "From: =09Roe, Jane (Legal) =20\nSent:=09Friday, October 26, 2001 3:52 PM\nTo:=09Berg, Tom\nSubject:=09Shelves\n=20\nText"
    found = read(text)
    assert (found.from_, found.to, found.subject) == (
        Address("Roe, Jane (Legal)", None),
        (Address("Berg, Tom", None),),
        "Shelves",
    )


def test_a_value_may_stand_below_its_label() -> None:
    text = (
        "From:\nJane Roe <jane@firma.example>\nDate:\n5.3.2026 09:31\nTo:\ntom@kunde.example\nSubject:\nRegale\n\nText"
    )
    found = read(text)
    assert (found.from_, found.to, found.date_text, found.subject) == (JANE, (TOM,), "5.3.2026 09:31", "Regale")


def test_empty_lines_between_labels_do_not_end_the_block() -> None:
    text = (
        "Subject: Regale\n\nDate: 5.3.2026 09:31\nFrom: Jane Roe <jane@firma.example>\n\nTo: tom@kunde.example\n\nText"
    )
    assert read(text).to == (TOM,)


def test_labels_one_off_by_a_translators_slip_are_read_by_their_values() -> None:
    text = "主题：Regale\n日期：Thursday, March 5, 2026\n发件人：09:31:00 UTC\n收件人：Jane Roe <jane@firma.example>\n至： tom@kunde.example\n抄送： Eva Lind <eva@kunde.example>\n\nText"
    found = read(text, strict=False)
    assert (found.from_, found.to, found.cc, found.subject) == (JANE, (TOM,), (EVA,), "Regale")


def test_labels_without_colons_are_read_below_a_separator() -> None:
    text = 'From "Jane Roe" <jane@firma.example>\nTo tom@kunde.example\nDate 5.3.2026 09:31\nSubject Regale\n\nText'
    found = read(text, strict=False)
    assert (found.from_, found.to, found.subject) == (JANE, (TOM,), "Regale")


def test_importance_and_attachments_belong_to_the_block() -> None:
    text = "From: Jane Roe <jane@firma.example>\nSent: 5.3.2026 09:31\nTo: tom@kunde.example\nSubject: Regale\nImportance: High\nAttachments: plan.pdf\n\nText"
    lines = Lines(text, Effort(1_000))
    found = read_block(lines, 0)
    assert found is not None
    assert lines.after(found.end, 0).strip() == "Text"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "From: Jane",
        "To: tom@kunde.example\nSubject: x\n",
        "Guten Tag,\nwie geht es?",
        "Tel: 0711 5550\nFax: 0711 5551",
    ],
)
def test_less_than_a_header_is_none(text: str) -> None:
    assert block(text) is None


def test_a_block_without_addresses_scores_less() -> None:
    names = read("From: Roe, Jane\nSent: 5.3.2026 09:31\nTo: Berg, Tom\nSubject: Regale\n\nText")
    boxes = read(
        "From: Jane Roe <jane@firma.example>\nSent: 5.3.2026 09:31\nTo: tom@kunde.example\nSubject: Regale\n\nText"
    )
    assert names.from_ == Address("Roe, Jane", None)
    assert names.score < boxes.score


def test_the_effort_of_a_mail_is_bounded() -> None:
    effort = Effort(50)
    lines = Lines("From: a@b.example\nTo: " + "c@d.example,\n" * 5_000, effort)
    read_block(lines, 0)
    assert -5 < effort.left <= 0
