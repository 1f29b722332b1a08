"""Columns in text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from crmbot.channels.grid import cells, grid, shorten, wrap

PRINTABLE = st.text(st.characters(categories=("L", "N", "P", "S", "Zs")), max_size=60)


def test_words_stand_left_and_numbers_right():
    rows = [("Name", "Sum"), ("Anna", "5"), ("Björn", "12.500")]
    assert [line for row in grid(rows, (False, True), 40, cut=False) for line in row] == [
        "Name      Sum",
        "Anna        5",
        "Björn  12.500",
    ]


def test_wide_characters_count_two_cells():
    ((first,), (second,)) = grid([("日本", "x"), ("abcd", "y")], (False, False), 40, cut=True)
    assert (first, second) == ("日本  x", "abcd  y")


def test_umlauts_made_of_two_code_points_count_one_cell():
    ((first,), (second,)) = grid([("u\u0308", "x"), ("ab", "y")], (False, False), 40, cut=True)
    assert cells(first) == cells(second)


def test_a_long_cell_is_wrapped_below_itself():
    (lines,) = grid([("#1", "eins zwei drei vier")], (False, False), 14, cut=False)
    assert lines == ["#1  eins zwei", "    drei vier"]


def test_a_long_cell_is_cut_where_a_row_must_be_one_line():
    assert grid([("#1", "eins zwei drei vier")], (False, False), 14, cut=True) == [["#1  eins zwei…"]]


def test_the_widest_words_give_way_before_the_numbers():
    (line,) = grid([("a" * 30, "b" * 20, "1.250.000,50 €")], (False, False, True), 40, cut=True)[0]
    assert line.endswith("  1.250.000,50 €")
    assert cells(line) == 40


def test_wide_columns_share_what_is_left():
    (line,) = grid([("a" * 90, "b" * 30, "c" * 5)], (False, False, False), 49, cut=True)[0]
    assert [len(part) for part in line.split()] == [20, 20, 5]


def test_shortening_keeps_what_fits():
    assert (shorten("Regale", 6), shorten("Regale!", 6)) == ("Regale", "Regal…")


@given(st.text(), st.integers(2, 40))
def test_no_wrapped_line_is_too_wide(text, width):
    assert all(cells(line) <= width for line in wrap(text, width))


@given(st.lists(st.tuples(PRINTABLE, PRINTABLE), min_size=1, max_size=5))
def test_a_cut_row_is_always_one_line_within_the_width(rows):
    for lines in grid(rows, (False, False), 30, cut=True):
        assert len(lines) == 1
        assert cells(lines[0]) <= 30
