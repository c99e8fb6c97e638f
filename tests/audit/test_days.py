"""Dates of unlike precision: which lies before which, and which may be the same day."""

import pytest

from kg.audit.times import before, days, meet


@pytest.mark.parametrize(
    ("time", "span"),
    [
        ("2022", ("2022-01-01", "2022-12-31")), ("2022-Q2", ("2022-04-01", "2022-06-30")),
        ("2024-02", ("2024-02-01", "2024-02-29")), ("2022-03-11", ("2022-03-11", "2022-03-11")),
        ("2018/2021", ("2018-01-01", "2021-12-31")), ("2022-01/2022-11", ("2022-01-01", "2022-11-30")),
        ("", ("", "")), ("明年", ("", "")), ("2022-13", ("", "")),
    ],
)  # fmt: skip
def test_a_time_is_a_span_of_days(time, span):
    assert days(time) == span


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
