"""Dates of any precision as spans of days, so that before and after can be told of 2022, 2022-Q1 and 2022-03-11."""

import re
from calendar import monthrange


def days(time: str) -> tuple[str, str]:
    """Return first and last day (YYYY-MM-DD) of a year, quarter, month, day or FIRST/LAST of those, or nothing."""
    first, _, last = time.partition("/")
    return _edge(first, 0), _edge(last or first, 1)


def before(one: str, other: str) -> bool:
    """Tell whether a time ends before the other begins."""
    return bool(one and other) and "" < days(one)[1] < days(other)[0]


def meet(one: str, other: str) -> bool:
    """Tell whether two times share a day; an unknown time shares one with none."""
    return bool(days(one)[0] and days(other)[0]) and not before(one, other) and not before(other, one)


def _edge(time: str, end: int) -> str:
    quarter = re.fullmatch(r"(\d{4})-Q([1-4])", time)
    if quarter:
        month = int(quarter[2]) * 3 - (0 if end else 2)
        time = f"{quarter[1]}-{month:02d}"
    if re.fullmatch(r"\d{4}", time):
        return f"{time}-12-31" if end else f"{time}-01-01"
    if re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", time):
        last = monthrange(int(time[:4]), int(time[5:]))[1] if int(time[:4]) else 31
        return f"{time}-{last:02d}" if end else f"{time}-01"
    return time if re.fullmatch(r"\d{4}-\d\d-\d\d", time) else ""
