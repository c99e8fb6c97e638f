"""Dates of any precision as spans of days, so that before and after can be told of 2022, 2022-Q1 and 2022-03-11."""

import re
from calendar import monthrange
from datetime import date

Span = tuple[date, date]
"""First and last day."""


def days_of(text: str) -> Span:
    """Return first and last day of ``2022``, ``2022-Q1``, ``2022-03``, ``2022-03-11``.

    Raises:
        ValueError: it is none of these, or no day of the calendar.
    """
    found = re.fullmatch(r"(\d{4})(?:-Q([1-4])|-(\d{2})(?:-(\d{2}))?)?", text)
    if not found:
        raise ValueError(text)
    year, quarter, month, day = (int(part) if part else 0 for part in found.groups())
    if found[4]:
        return date(year, month, day), date(year, month, day)
    first, last = (quarter * 3 - 2, quarter * 3) if quarter else (month, month) if found[3] else (1, 12)
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def is_date(text: str) -> bool:
    """Tell whether :func:`days_of` can read a text; a graph made elsewhere may hold others."""
    try:
        days_of(text)
    except ValueError:
        return False
    return True


def span(time: str) -> Span | None:
    """Return first and last day of a date, or of FIRST/LAST of two; None where the calendar knows no such days."""
    first, _, last = time.partition("/")
    if not is_date(first) or not is_date(last or first):
        return None
    return days_of(first)[0], days_of(last or first)[1]


PRECISIONS = ("day", "month", "quarter", "half", "year", "span")
"""How exactly a time is known, from the finest; ``span`` for a spell that is no part of the calendar."""

_LENGTHS = {4: "year", 7: "month", 10: "day"}
_HALVES = (("01", "06"), ("07", "12"))


def precision_of(time: str) -> str:
    """Return which of :data:`PRECISIONS` a date, or FIRST/LAST of two, has; empty for what is none."""
    if span(time) is None:
        return ""
    first, _, last = time.partition("/")
    if last:
        same = first[:4] == last[:4] and len(first) == len(last) == 7
        return "half" if same and (first[5:], last[5:]) in _HALVES else "span"
    return "quarter" if "Q" in time else _LENGTHS[len(time)]


def before(one: str, other: str) -> bool:
    """Tell whether a time ends before the other begins; an unknown one does not."""
    earlier, later = span(one), span(other)
    return earlier is not None and later is not None and earlier[1] < later[0]


def meet(one: str, other: str) -> bool:
    """Tell whether two times share a day; an unknown time shares one with none."""
    spans = span(one), span(other)
    return None not in spans and not before(one, other) and not before(other, one)
