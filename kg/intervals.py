"""What a bounded number can be: an interval of exact decimals, open or closed at each end, and the sums of such.

The one place that compares, adds, divides and writes out numbers of which only a bound is known. ``None`` as an end
means that the statement is open on that side. What an approximation spans and which words exclude their own number are
readings of the language, stated in ``kg/data/intervals.toml``.
"""

import re
from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import Any

from kg.lexicon import rules

Bound = Decimal | None


@dataclass(frozen=True, slots=True)
class Interval:
    """All numbers from ``lower`` to ``upper``; an open end does not hold its own bound.

    Raises:
        ValueError: no number lies between the bounds.
    """

    lower: Bound = None
    upper: Bound = None
    lower_open: bool = False
    upper_open: bool = False

    def __post_init__(self) -> None:
        if self.lower is not None and self.upper is not None:
            single = self.lower == self.upper
            if self.lower > self.upper or (single and (self.lower_open or self.upper_open)):
                raise ValueError(f"no number lies between {self.lower} and {self.upper}")
        if (self.lower is None and self.lower_open) or (self.upper is None and self.upper_open):
            raise ValueError("an end without a bound is neither open nor closed")

    def __contains__(self, number: Decimal) -> bool:
        return not self._above(number) and not self._below(number)

    def __add__(self, other: "Interval") -> "Interval":
        """Return what the sum of a number of each can be."""
        lower, upper = _plus(self.lower, other.lower), _plus(self.upper, other.upper)
        return Interval(
            lower, upper,
            lower is not None and (self.lower_open or other.lower_open),
            upper is not None and (self.upper_open or other.upper_open),
        )  # fmt: skip

    @property
    def exact(self) -> bool:
        """Whether just one number lies in it."""
        return self.lower is not None and self.lower == self.upper

    def widened(self, by: Decimal) -> "Interval":
        """Return the interval with both ends moved outwards by an amount ≥ 0, closed."""
        lower = None if self.lower is None else self.lower - by
        return Interval(lower, None if self.upper is None else self.upper + by)

    def below(self, other: "Interval") -> bool:
        """Tell whether every number of this one is less than every number of the other."""
        if self.upper is None or other.lower is None:
            return False
        return self.upper < other.lower or (self.upper == other.lower and (self.upper_open or other.lower_open))

    def meets(self, other: "Interval") -> bool:
        """Tell whether some number lies in both."""
        return not self.below(other) and not other.below(self)

    def within(self, other: "Interval") -> bool:
        """Tell whether every number of this one lies in the other."""
        low = other.lower is None or (
            self.lower is not None
            and (self.lower > other.lower or (self.lower == other.lower and (self.lower_open or not other.lower_open)))
        )
        high = other.upper is None or (
            self.upper is not None
            and (self.upper < other.upper or (self.upper == other.upper and (self.upper_open or not other.upper_open)))
        )
        return low and high

    def compare(self, other: "Interval") -> str:
        """Return how this one lies to the other: equal, below, above, within, around (it) or across (they overlap)."""
        if self == other:
            return "equal"
        if self.below(other):
            return "below"
        if other.below(self):
            return "above"
        if self.within(other):
            return "within"
        return "around" if other.within(self) else "across"

    def share_of(self, whole: "Interval") -> "Interval":
        """Return what this part can be of a whole, in percent; both are of numbers ≥ 0.

        Raises:
            ValueError: the whole, or the part, can be negative, or the whole is nothing.
        """
        if (self.lower or 0) < 0 or (whole.lower or 0) < 0 or whole.upper == 0:
            raise ValueError("a share is of numbers that are not negative, of a whole that is not nothing")
        lower = None if self.lower is None or not whole.upper else 100 * self.lower / whole.upper
        upper = None if self.upper is None or not whole.lower else 100 * self.upper / whole.lower
        return Interval(
            lower, upper, lower is not None and (self.lower_open or whole.upper_open),
            upper is not None and (self.upper_open or whole.lower_open),
        )  # fmt: skip

    def _below(self, number: Decimal) -> bool:
        """Tell whether the interval ends before a number."""
        return self.upper is not None and (number > self.upper or (number == self.upper and self.upper_open))

    def _above(self, number: Decimal) -> bool:
        return self.lower is not None and (number < self.lower or (number == self.lower and self.lower_open))


def total(intervals: list[Interval]) -> Interval:
    """Return what the sum of numbers can be, one of each interval; of none it is 0."""
    found = Interval(Decimal(0), Decimal(0))
    for one in intervals:
        found += one
    return found


def interval_of(value: Bound, lower: Bound, upper: Bound, comparator: str, wording: str = "") -> Interval:
    """Return the interval of a quantity as the records and the graph hold it.

    Words that exclude their own number (超, 不足) open the end. An approximation spans the share of its value that
    ``[approximation]`` of intervals.toml states. Bounds in the wrong order are put right: the interval only compares.
    """
    words = rules("intervals")
    if comparator == "approximately" and value is not None:
        reach = abs(value) * Decimal(words["approximation"]["reach"])
        return Interval(value - reach, value + reach)
    if lower is not None and upper is not None:
        return Interval(min(lower, upper), max(lower, upper))
    excludes = any(word in wording for word in words["excluding"]["words"]) and not any(
        word in wording for word in words["excluding"]["unless"]
    )
    return Interval(lower, upper, lower is not None and excludes, upper is not None and excludes)


def rounding(value: Bound, wording: str) -> Decimal:
    """Return half a unit of the last digit that a number is written with (63.7% → 0.05), in the value's own unit."""
    written = re.search(r"[0-9]+(?:\.([0-9]+))?", wording.replace(",", ""))
    if value is None or not written or not Decimal(written[0]):
        return Decimal(0)
    unit = abs(value) / Decimal(written[0])
    return unit.scaleb(-len(written[1] or "")) / 2


def rendered(interval: Interval, unit: str) -> str:
    """Return an interval as the news writes it: 超50亿元, 不少于3个, 10—50亿元, 不足2%.

    Raises:
        ValueError: nothing bounds it, or one end of a range is open, which no single phrase says.
    """
    say = rules("intervals")["phrases"]
    if interval.lower is not None and interval.upper is not None:
        if interval.exact:
            return amount_text(interval.lower, unit)
        if interval.lower_open or interval.upper_open:
            raise ValueError("no phrase says a range with an open end")
        return str(say["between"]).format(amount_text(interval.lower, unit), amount_text(interval.upper, unit))
    bound = interval.lower if interval.lower is not None else interval.upper
    if bound is None:
        raise ValueError("nothing bounds this number")
    side = "lower" if interval.lower is not None else "upper"
    is_open = interval.lower_open or interval.upper_open
    return str(say[f"{side}_{'open' if is_open else 'closed'}"]).format(amount_text(bound, unit))


def symbolic(interval: Interval, unit: str) -> str:
    """Return an interval with signs instead of words: ≥50亿元, >3个, 10亿元~50亿元; ``?`` where nothing bounds it."""
    if interval.exact:
        return amount_text(interval.lower, unit)
    if interval.lower is not None and interval.upper is not None:
        return f"{amount_text(interval.lower, unit)}~{amount_text(interval.upper, unit)}"
    if interval.lower is not None:
        return f"{'>' if interval.lower_open else '≥'}{amount_text(interval.lower, unit)}"
    return f"{'<' if interval.upper_open else '≤'}{amount_text(interval.upper, unit)}" if interval.upper else "?"


def amount_text(number: Decimal | None, unit: str) -> str:
    """Return a number of base units as people write it: 106757000000 CNY → 1067.57亿元; no digit is lost."""
    if number is None:
        return "?"
    say: dict[str, Any] = rules("intervals")["scales"]
    name = say["units"].get(unit, unit)
    scales = [(word, Decimal(size)) for word, size in say["words"].items()] if unit not in say["plain"] else []
    for word, size in scales:
        if abs(number) >= size:
            return f"{_plain(number / size)}{word}{name}"
    return f"{_plain(number)}{name}"


def _plain(number: Decimal) -> str:
    with localcontext() as context:
        context.prec = 60
        return format(number.normalize(), "f") if number else "0"


def _plus(one: Bound, other: Bound) -> Bound:
    return None if one is None or other is None else one + other
