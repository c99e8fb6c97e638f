"""Numbers, units and times: one example a row in ``quantities.csv`` and ``periods.csv``.

Rows of one text that follow each other are all that is to be found in it, in order; a row without an expectation says
that there is nothing. ``known_failure`` says why a right example fails today: such a row must fail until it is mended.
"""

import csv
from decimal import Decimal
from itertools import groupby
from pathlib import Path

import pytest

from kg.recognise.dates import periods
from kg.recognise.quantities import quantities
from kg.segment import fold

HERE = Path(__file__).parent
LEAST = 150


def rows(name):
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def examples(name, *keys):
    """Return one parameter a text: its rows, marked where they are known to fail."""
    found = []
    for key, group in groupby(rows(name), lambda row: tuple(row[k] for k in keys)):
        lines = list(group)
        reason = next((line["known_failure"] for line in lines if line["known_failure"]), "")
        marks = [pytest.mark.xfail(reason=reason, strict=True)] if reason else []
        found.append(pytest.param(lines, id=" ".join(key), marks=marks))
    return found


def expected(row):
    """Return value, lower, upper, unit and comparator of a row; what the comparator leaves open is None."""
    value, to = (Decimal(row[k]) if row[k] else None for k in ("value", "to"))
    sides = {
        "exactly": (value, value, value), "atLeast": (value, value, None), "atMost": (value, None, value),
        "approximately": (value, None, None), "between": (None, value, to),
    }  # fmt: skip
    return (*sides[row["comparator"]], row["unit"], row["comparator"])


@pytest.mark.parametrize("lines", examples("quantities.csv", "text"))
def test_quantities(lines):
    found = [(q.value, q.lower, q.upper, q.unit, q.comparator) for q in quantities(fold(lines[0]["text"])[0])]
    assert found == [expected(row) for row in lines if row["comparator"]]


@pytest.mark.parametrize("lines", examples("periods.csv", "text", "issued"))
def test_periods(lines):
    found = [p.value for p in periods(fold(lines[0]["text"])[0], lines[0]["issued"]) if p.value]
    assert found == [row["period"] for row in lines if row["period"]]


def test_there_are_examples_enough():
    assert len(rows("quantities.csv")) + len(rows("periods.csv")) >= LEAST
