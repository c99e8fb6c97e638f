"""A period as the first and last text that a date within it can have."""

import re

_QUARTER = re.compile(r"(\d{4})-Q([1-4])")
_HALF = re.compile(r"(\d{4})-H([12])")


def within(period: str) -> tuple[str, str]:
    """Return bounds for dates as text: 2022 → 2022 and 2022~, 2022-Q1 → 2022-01 and 2022-03~, and so of FIRST/LAST.

    Dates of the graph (2022, 2022-Q1, 2022-03, 2022-03-11) lie in a period if they stand between both as text: ``~``
    follows every character that a date has. A date less precise than the period lies outside it.
    """
    first, _, last = period.partition("/")
    return _edges(first)[0], f"{_edges(last or first)[1]}~"


def _edges(period: str) -> tuple[str, str]:
    for form, months in ((_QUARTER, 3), (_HALF, 6)):
        if match := form.fullmatch(period):
            end = int(match[2]) * months
            return f"{match[1]}-{end - months + 1:02}", f"{match[1]}-{end:02}"
    return period, period
