"""Tokens outlast widths, marks and spaces; numbers are whole; positions are those of the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.copies.tokens import grams, tokens
from kg.records import Span


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("总投资50亿元", "总投资 \uff15\uff10 亿元。"), ("增长6.5%,达A级", "增长6.5%;达 \uff21 级"),
        ("甲。乙", "甲\u200b乙"),
    ],
)  # fmt: skip
def test_alike(one, other):
    assert tokens(one).ids.tolist() == tokens(other).ids.tolist()


@pytest.mark.parametrize(("one", "other"), [("投资12亿", "投资120亿"), ("6.5", "65"), ("12 3", "123"), ("0012", "12")])
def test_other_numbers(one, other):
    assert tokens(one).ids.tolist() != tokens(other).ids.tolist()


def test_a_number_is_one_token_at_its_place():
    row = tokens("甲,1067.57亿元")
    assert row.starts.tolist() == [0, 2, 9, 10]
    assert row.numbers.tolist() == [False, True, False, False]
    assert row.within([Span(2, 10)]).tolist() == [False, True, True, False]


def test_runs_are_the_same_on_every_machine():
    assert [hex(h) for h in grams(tokens("项目总投资50亿元。").ids).tolist()] == ["0x2e90041dbd712c46"]


@given(st.text())
def test_any_text(text):
    row = tokens(text)
    assert len(row.ids) == len(row.starts) == len(row.numbers)
    assert row.starts.tolist() == sorted(set(row.starts.tolist()))
    assert all(text[at].isalnum() for at in row.starts)
