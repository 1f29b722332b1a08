"""Columns in text."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from crmbot.channels.grid import cells, grid, least_width, shorten, wrap

PRINTABLE = st.text(st.characters(categories=("L", "N", "P", "S", "Zs")), max_size=60)


def test_words_stand_left_and_numbers_right():
    rows = [("Name", "Sum"), ("Anna", "5"), ("Björn", "12.500")]
    assert [line for row in grid(rows, (False, True), 40) for line in row] == [
        "Name      Sum",
        "Anna        5",
        "Björn  12.500",
    ]


def test_wide_characters_count_two_cells():
    ((first,), (second,)) = grid([("日本", "x"), ("abcd", "y")], (False, False), 40, most_lines=1)
    assert (first, second) == ("日本  x", "abcd  y")


def test_umlauts_made_of_two_code_points_count_one_cell():
    ((first,), (second,)) = grid([("u\u0308", "x"), ("ab", "y")], (False, False), 40, most_lines=1)
    assert cells(first) == cells(second)


def test_a_long_cell_is_wrapped_below_itself():
    (lines,) = grid([("#1", "eins zwei drei vier")], (False, False), 14)
    assert lines == ["#1  eins zwei", "    drei vier"]


def test_a_long_cell_is_cut_where_a_row_must_be_one_line():
    assert grid([("#1", "eins zwei drei vier")], (False, False), 14, most_lines=1) == [["#1  eins zwei…"]]


def test_a_cell_may_end_after_some_lines():
    (lines,) = grid([("#1", "eins zwei drei vier fünf sechs")], (False, False), 14, most_lines=2)
    assert lines == ["#1  eins zwei", "    drei vier…"]


def test_a_megabyte_in_a_cell_is_cut_quickly():
    started = time.perf_counter()
    grid([("#1", "x" * 1_000_000), ("#2", "x " * 500_000)], (False, False), 40, most_lines=2)
    assert time.perf_counter() - started < 2


def test_the_widest_words_give_way_before_the_numbers():
    (line,) = grid([("a" * 30, "b" * 20, "1.250.000,50 €")], (False, False, True), 40, most_lines=1)[0]
    assert line.endswith("  1.250.000,50 €")
    assert cells(line) == 40


def test_words_stay_whole_while_another_column_has_room():
    ((first, *_),) = grid([("a b c d e f g h i", "qualified")], (False, False), 20)
    assert first.endswith("qualified")
    assert least_width([("a b c", "qualified", "12")], (False, False, True)) == len("a  qualified  12")


def test_wide_columns_share_what_is_left():
    (line,) = grid([("a" * 90, "b" * 30, "c" * 5)], (False, False, False), 49, most_lines=1)[0]
    assert [len(part) for part in line.split()] == [20, 20, 5]


def test_shortening_keeps_what_fits():
    assert (shorten("Regale", 6), shorten("Regale!", 6)) == ("Regale", "Regal…")


@given(st.text(), st.integers(2, 40))
def test_no_wrapped_line_is_too_wide(text, width):
    assert all(cells(line) <= width for line in wrap(text, width))


@given(st.lists(st.tuples(PRINTABLE, PRINTABLE), min_size=1, max_size=5))
def test_a_cut_row_is_always_one_line_within_the_width(rows):
    for lines in grid(rows, (False, False), 30, most_lines=1):
        assert len(lines) == 1
        assert cells(lines[0]) <= 30
