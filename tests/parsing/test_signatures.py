from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmbot.parsing.parsed import Address
from crmbot.parsing.quoting.disclaimers import is_disclaimer
from crmbot.parsing.quoting.signatures import split_signature

ANNA = Address("Anna Kern", "a.kern@ott.example")


def test_the_delimiter_and_what_follows_is_signature():
    assert split_signature("Passt.\n\n-- \nAnna Kern\nOtt GmbH") == ("Passt.", "-- \nAnna Kern\nOtt GmbH")


@pytest.mark.parametrize(
    "closing",
    [
        "Mit freundlichen Grüßen", "Mit freundlichen Grüssen", "MfG", "LG", "Viele Grüße aus Ulm", "Besten Dank und freundliche Grüße", "Mit besten sommerlichen Grüßen", "Thanks,",
        "Kind regards", "Thanks and best regards,", "Yours sincerely,", "Cheers", "Cordialement,", "Cordiali saluti", "Met vriendelijke groet,", "Pozdrawiam", "Un saludo",
        "Mit freundlichen Grüßen / Best regards", "S pozdravem", "Med vänlig hälsning",
    ],
)  # fmt: skip
def test_a_closing_stays_with_the_text_and_the_name_does_not(closing):
    assert split_signature(f"Passt so.\n\n{closing}\n\nAnna Kern\nOtt GmbH", author=ANNA) == (
        f"Passt so.\n\n{closing}",
        "Anna Kern\nOtt GmbH",
    )


def test_a_name_alone_at_the_end_is_signature():
    assert split_signature("Ich komme am Freitag.\n\nAnna", author=ANNA) == ("Ich komme am Freitag.", "Anna")


def test_a_postscript_below_the_name_is_text():
    text = "Passt.\n\nGruß\nAnna\n\nP.S. Bitte noch die Rechnung schicken."
    assert split_signature(text, author=ANNA) == ("Passt.\n\nGruß\n\nP.S. Bitte noch die Rechnung schicken.", "Anna")


def test_two_closings_stay_with_the_text():
    assert split_signature("See above.\n\nThanks,\n\nBest regards,\nAnna", author=ANNA) == (
        "See above.\n\nThanks,\n\nBest regards,",
        "Anna",
    )


def test_a_closing_with_the_name_on_its_line_is_signature():
    assert split_signature("Passt.\n\nViele Grüße, Anna", author=ANNA) == ("Passt.", "Viele Grüße, Anna")


def test_a_sentence_of_thanks_is_no_closing():
    text = "Thanks for the drawings.\nThe second one is missing."
    assert split_signature(text, author=ANNA) == (text, None)


def test_a_greeting_at_the_top_is_no_closing():
    text = "Servus,\n\nHolz ist da."
    assert split_signature(text, author=ANNA) == (text, None)


def test_a_text_of_one_name_stays_text():
    assert split_signature("Anna Kern", author=ANNA) == ("Anna Kern", None)


@pytest.mark.parametrize(
    "text",
    [
        "Bitte liefern an:\n\nOtt GmbH\nIndustriestr. 5\n70565 Stuttgart\nTel. 0711 900090", "Hier die Links\n\nhttps://a.example/x\nhttps://b.example/y",
        "Meine Bankverbindung:\n\nIBAN DE02 1203 0000 0000 2020 51", "See you there.\n\nHotel Adler\nUnter den Linden 77\n10117 Berlin", "Das Modell heißt\n\nRegalmeister",
        "Neue Adresse ab 1. Mai\n\nOtt GmbH, Hauptstr. 1, 70565 Stuttgart", "Fehler siehe unten\n\nNullPointerException", "Vielen Dank für die schnelle Antwort!", "Passt, danke",
        "Ich bestelle:\n\n10x Regal A\n5x Regal B", "Dabei sind:\n\nAnna, Jan und Eva", "Agenda:\n- Preise\n- Termine", "Total: 12\n\nOK?", "Siehe unten.\n\nhttps://ott.example/liste",
    ],
)  # fmt: skip
def test_the_end_of_a_text_without_a_name_stays_text(text):
    assert split_signature(text, author=Address("Petra Kern", None)) == (text, None)


def test_a_disclaimer_is_in_neither_part():
    small_print = "This e-mail is confidential and intended solely for the addressee. If you are not the intended recipient, delete this message."
    assert split_signature(f"Fine.\n\nRegards\nAnna Kern\n\n{small_print}", author=ANNA) == (
        "Fine.\n\nRegards",
        "Anna Kern",
    )


def test_small_print_of_several_paragraphs_is_left_out():
    small_print = (
        "Diese E-Mail ist vertraulich. Wenn Sie nicht der richtige Adressat sind, löschen Sie sie bitte.\n\n"
        "Mündliche Absprachen gelten erst, wenn wir sie schriftlich bestätigt haben, und Angebote bleiben freibleibend."
    )
    assert split_signature(f"Passt.\n\nGruß\nAnna Kern\n\n{small_print}", author=ANNA) == (
        "Passt.\n\nGruß",
        "Anna Kern",
    )


def test_a_text_about_confidence_stays_whole():
    text = (
        "Guten Tag,\n\nunser Angebot ist vertraulich und nur für den vorgesehenen Empfänger bestimmt, so steht es auf Seite eins.\n\n"
        "Die Regale liefern wir in Woche 12, den Aufbau übernehmen Ihre Leute nach unserer Einweisung vor Ort."
    )
    assert split_signature(text, author=ANNA) == (text, None)


@pytest.mark.parametrize(
    "paragraph",
    [
        "Diese E-Mail ist vertraulich. Wenn Sie nicht der richtige Adressat sind, löschen Sie sie bitte.",
        "CONFIDENTIALITY NOTICE: the information in this message is privileged and confidential.",
        "Please consider the environment before printing this e-mail.",
        "Ce message est confidentiel et destiné exclusivement à son destinataire.",
        "Bitte denken Sie an die Umwelt, bevor Sie diese E-Mail ausdrucken.",
    ],
)
def test_small_print_is_known(paragraph):
    assert is_disclaimer(paragraph)


@pytest.mark.parametrize(
    "paragraph",
    [
        "Bitte behandeln Sie das Angebot vertraulich.",
        "Please delete this line from the list.",
        "Wir drucken den Katalog im Mai.",
        "",
    ],
)
def test_a_sentence_about_such_things_is_not(paragraph):
    assert not is_disclaimer(paragraph)


@given(st.text(alphabet="aA .\n-_,:Grüße|0123@", max_size=300))
def test_body_and_signature_together_hold_every_line_but_small_print(text):
    body, signature = split_signature(text)
    lines = {line.strip() for line in text.split("\n")}
    assert {line.strip() for line in f"{body}\n{signature or ''}".split("\n")} <= lines | {""}


@pytest.mark.parametrize(
    "unit",
    [
        "-- \n",
        "Grüße\n",
        "Anna\n",
        "a ",
        "\n",
        "confidential ",
        "this message is confidential\n\n",
        "Tel. 0711\n",
        "_",
        "mit schönen ",
        "von ",
    ],
)
def test_a_megabyte_of_anything_takes_less_than_two_seconds(unit):
    text = unit * (1_000_000 // len(unit))
    start = time.process_time()
    split_signature(text, author=ANNA)
    assert time.process_time() - start < 2
