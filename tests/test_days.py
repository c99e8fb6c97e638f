"""Dates of unlike precision: their days, which lies before which, and which may be the same day."""

from datetime import date

import pytest

from kg.days import before, days_of, is_date, meet, precision_of, span


def days(first, last):
    return date.fromisoformat(first), date.fromisoformat(last)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2023", "2023-01-01", "2023-12-31"), ("2024-02", "2024-02-01", "2024-02-29"),
        ("2022-Q2", "2022-04-01", "2022-06-30"), ("2022-Q3", "2022-07-01", "2022-09-30"),
        ("2022-03-11", "2022-03-11", "2022-03-11"),
    ],
)  # fmt: skip
def test_days_of_a_date(text, first, last):
    assert days_of(text) == span(text) == days(first, last)


@pytest.mark.parametrize(
    "text", ["", "22", "2022-13", "2022-00", "2022-03-00", "2022-02-30", "2022-Q5", "明年", "0000"]
)
def test_no_date(text):
    assert not is_date(text)
    assert span(text) is None
    with pytest.raises(ValueError):
        days_of(text)


@pytest.mark.parametrize(
    ("text", "precision"),
    [
        ("2023", "year"), ("2024-02", "month"), ("2024-02-29", "day"), ("2022-Q2", "quarter"),
        ("2022-01/2022-06", "half"), ("2022-07/2022-12", "half"), ("2022-01/2022-09", "span"), ("2021/2022", "span"),
        ("2022-07/2023-12", "span"), ("2022-01-01/2022-06-30", "span"), ("明年", ""), ("", ""), ("2023-02-30", ""),
    ],
)  # fmt: skip
def test_how_exactly_a_time_is_known(text, precision):
    assert precision_of(text) == precision


def test_a_spell_goes_from_its_first_to_its_last_day():
    assert span("2018/2021") == days("2018-01-01", "2021-12-31")
    assert span("2022-01/2022-11") == days("2022-01-01", "2022-11-30")
    assert span("2022/明年") is span("/2022") is None


@pytest.mark.parametrize(
    ("one", "other", "is_before"),
    [("2022", "2023-01", True), ("2022", "2022-06", False), ("2022-Q1", "2022-04-01", True), ("", "2022", False),
     ("2022", "", False), ("2022-06", "2022", False)],
)  # fmt: skip
def test_before_means_over_before_the_other_begins(one, other, is_before):
    assert before(one, other) is is_before
    assert not (is_before and meet(one, other))


def test_an_unknown_time_meets_none():
    assert meet("2022", "2022-06-30") and not meet("", "2022") and not meet("2022", "2023")
