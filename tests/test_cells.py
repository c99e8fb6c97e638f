"""Cells are inert in spreadsheets, whole in CSV, and given back as they were."""

import csv
import io

import pytest
from hostile import fuzzing, names
from hypothesis import given
from hypothesis import strategies as st

from kg.cells import csv_text, guarded, joined, unguarded


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_formula_cells_are_guarded(start):
    assert guarded(f"{start}1") == f"'{start}1"


def test_other_cells_stay():
    assert [guarded(c) for c in ("绵阳=科技城", "", "3")] == ["绵阳=科技城", "", "3"]


@given(names)
def test_what_was_guarded_is_given_back(cell):
    assert unguarded(guarded(cell)) == cell


def test_an_apostrophe_of_a_name_is_no_guard():
    assert unguarded("'甲") == "'甲"
    assert (guarded("'@"), unguarded("''@")) == ("''@", "'@")


@fuzzing(200)
@given(st.lists(st.lists(names, min_size=2, max_size=4), min_size=1))
def test_csv_is_read_back_to_the_character(rows):
    assert list(csv.reader(io.StringIO(csv_text(rows), newline=""), strict=True)) == rows


def test_a_lone_carriage_return_ends_no_row():
    assert csv_text([["a\rb", "c"]]) == '"a\rb",c\n'


def test_a_bar_inside_a_name_divides_nothing():
    assert joined(["甲|乙", "丙"]).split("|") == ["甲｜乙", "丙"]
