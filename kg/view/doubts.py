"""Figures of one thing that cannot both be true: the same indicator, unit, status and period, intervals apart."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Any

Key = tuple[Any, ...]
Interval = tuple[Decimal, Decimal]


def differing(figures: Iterable[Key]) -> set[Key]:
    """Return the figures that another one contradicts; a looser bound (≥ 50 beside 60) contradicts nothing.

    A figure is thing, indicator, comparator, value, lower, upper, unit, status, period and more. Without a period two
    figures may speak of different times, and are left alone.
    """
    groups: dict[Key, list[tuple[Key, Interval]]] = defaultdict(list)
    for key in figures:
        interval = _interval(*key[3:6])
        if key[8] and interval:
            groups[key[0], key[1], *key[6:9]].append((key, interval))
    return {
        key for rows in groups.values() for key, (low, high) in rows if any(high < a or b < low for _, (a, b) in rows)
    }


def _interval(value: str, lower: str, upper: str) -> Interval | None:
    """Return the bounds of a figure; a bare value without bounds (an approximation) has none."""
    if not (lower or upper):
        return None
    try:
        return Decimal(lower or "-Infinity"), Decimal(upper or "Infinity")
    except InvalidOperation:
        return None
