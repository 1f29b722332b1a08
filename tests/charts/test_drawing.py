from __future__ import annotations

import sys
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmbot.charts import Bars, ChartsMissing, Series, draw
from crmbot.charts.words import fitted, known_signs


def _size(png: bytes) -> tuple[int, int]:
    from matplotlib.image import imread

    height, width = imread(BytesIO(png), format="png").shape[:2]
    return width, height


def _bars(labels: int, **how: object) -> Bars:
    values = tuple(float(place * 1000) for place in range(labels))
    series = Series("Summe", values, tuple(f"{value:.0f} €" for value in values))
    return Bars("Pipeline", "", tuple(f"Phase {place}" for place in range(labels)), (series,), **how)  # type: ignore[arg-type]


def test_a_picture_is_a_png_as_wide_as_a_message_and_as_high_as_its_rows_need():
    small, large = _size(draw(_bars(2))), _size(draw(_bars(30)))
    assert small[0] == large[0] == 1008
    assert small[1] < 300 < large[1]


def test_no_picture_grows_without_end():
    assert _size(draw(_bars(500))) == _size(draw(_bars(40)))


def test_a_single_row_and_rows_of_nothing_but_zeros_are_drawn():
    assert draw(_bars(1)).startswith(b"\x89PNG")
    assert draw(Bars("Zero", "", ("A", "B"), (Series("n", (0.0, 0.0), ("0", "0")),))).startswith(b"\x89PNG")


@pytest.mark.parametrize("way", ["nested", "beside", "stacked"])
def test_negative_values_have_room_to_the_left(way):
    series = (Series("won", (5.0, -3.0), ("5", "-3")), Series("lost", (-2.0, 1.0), ("-2", "1")))
    assert draw(Bars("Both", "this year", ("A", "B"), series, way, ends=("3", "-2"))).startswith(b"\x89PNG")


def test_a_dollar_sign_is_no_formula_and_a_sign_without_a_glyph_no_warning():
    bars = Bars("Sum in $x$ \\frac", "日本 $", ("Müller & Söhne 日本 $1$",), (Series("$", (1.0,), ("$5 und $6 €",)),))
    assert draw(bars).startswith(b"\x89PNG")


def test_long_labels_are_broken_and_shortened():
    label = fitted("Abschlussverhandlung mit dem Einkauf und der Geschäftsführung, zweite Runde", 30, 2)
    assert label.count("\n") == 1
    assert label.endswith("…")


def test_signs_that_the_font_has_stay():
    assert known_signs("Größe: 5 € – ÄÖÜß ★") == "Größe: 5 € – ÄÖÜß ★"
    assert known_signs("日") == "?"


def test_without_the_library_it_is_said_which_extra_is_missing(monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    with pytest.raises(ChartsMissing):
        draw(_bars(1))


@settings(max_examples=15, deadline=None)
@given(st.text(max_size=80), st.text(max_size=200), st.lists(st.text(max_size=60), min_size=1, max_size=4))
def test_any_words_can_be_drawn(title, subtitle, labels):
    series = Series(title, tuple(float(place) for place in range(len(labels))), tuple(labels))
    assert draw(Bars(title, subtitle, tuple(labels), (series, series), "beside")).startswith(b"\x89PNG")
