from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmbot.folding import fold


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Später", "spaeter"),
        ("SPÄTER", "spaeter"),
        ("ZusammenFÜHREN", "zusammenfuehren"),
        ("Größe", "groesse"),
        ("STRASSE", "strasse"),
        ("Café  Noir", "cafe noir"),
        ("  a \t b\u00a0c ", "a b c"),
        ("u\u0308ber", "ueber"),
        ("Łódź", "lodz"),
        ("", ""),
    ],
)
def test_spellings_of_one_word_fold_to_one(written: str, folded: str) -> None:
    assert fold(written) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_folded_text_has_single_inner_blanks_only(text: str) -> None:
    assert fold(text) == " ".join(fold(text).split())
