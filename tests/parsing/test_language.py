"""The language of a few lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmbot.parsing.language import detect_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Guten Tag, bitte senden Sie uns ein Angebot für 20 Regale.", "de"),
        ("Können wir morgen telefonieren?", "de"),
        ("Vielen Dank!", "de"),
        ("Anbei die Rechnung.", "de"),
        ("Gerne, passt.", "de"),
        ("Could you send us an offer for 20 shelves?", "en"),
        ("Thanks, see you tomorrow", "en"),
        ("Please find the invoice attached.", "en"),
        ("Bonjour, pouvez-vous nous envoyer une offre pour vingt étagères ?", "fr"),
        ("Buenos días, necesitamos una oferta para el almacén.", "es"),
        ("Buongiorno, vorremmo un preventivo per il magazzino.", "it"),
        ("Goedemorgen, kunt u ons een offerte sturen voor het magazijn?", "nl"),
        ("Dzień dobry, proszę o ofertę na regały.", "pl"),
        ("Dobrý den, prosím o nabídku regálů.", "cs"),
        ("Здравствуйте, пришлите предложение.", "ru"),
        ("您好，请报价。", "zh"),
        ("お見積りをお願いします。", "ja"),
        ("Καλημέρα, θα θέλαμε μια προσφορά.", "el"),
    ],
)
def test_the_language_of_a_mail_is_told(text, language):
    assert detect_language(text) == language


@pytest.mark.parametrize("text", ["", "12345", "OK", "Regalwerk GmbH", "?!"])
def test_what_tells_nothing_is_left_open(text):
    assert detect_language(text) is None


@given(st.text())
def test_any_text_is_asked_about(text):
    detect_language(text)
