"""Bounded numbers: what each wording spans, and that comparing and adding them is consistent whatever the numbers."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.intervals import Interval, amount_text, interval_of, rendered, rounding, symbolic, total
from kg.recognise.quantities import quantities

NUMBERS = st.decimals(min_value=-1000, max_value=1000, places=2)
WRITTEN = st.decimals(min_value="0.01", max_value=900_000, places=2)
FACTORS = {"CNY": 100_000_000, "m2": 1, "%": 1, "km": 1, "t": 10_000, "亩": 1, "GW": 1}
"""Units and the size of the numbers that are tried with them."""


@st.composite
def intervals(draw, numbers=NUMBERS):
    ends = sorted([draw(numbers), draw(numbers)])
    lower, upper = (end if draw(st.booleans()) else None for end in ends)
    single = lower is not None and lower == upper
    opened = [end is not None and not single and draw(st.booleans()) for end in (lower, upper)]
    return Interval(lower, upper, *opened)


@st.composite
def speakable(draw, unit):
    """Return an interval that a phrase can say, in base units."""
    ends = sorted({draw(WRITTEN) * FACTORS[unit], draw(WRITTEN) * FACTORS[unit]})
    shape = draw(st.sampled_from(["exact", "between", "lower", "upper"]))
    opened = draw(st.booleans())
    if shape == "between" and len(ends) == 2:
        return Interval(*ends)
    if shape in ("exact", "between"):
        return Interval(ends[0], ends[0])
    return Interval(ends[0], None, opened) if shape == "lower" else Interval(None, ends[0], False, opened)


@given(st.data())
def test_what_is_written_is_read_as_the_same_interval(data):
    unit = data.draw(st.sampled_from(sorted(FACTORS)))
    interval = data.draw(speakable(unit))
    (read,) = quantities(f"面积{rendered(interval, unit)}。")
    assert read.unit == unit
    assert interval_of(read.value, read.lower, read.upper, read.comparator, read.wording) == interval


MIRROR = {
    "equal": "equal",
    "below": "above",
    "above": "below",
    "within": "around",
    "around": "within",
    "across": "across",
}


@given(intervals(), intervals())
def test_comparison_is_its_own_mirror(one, other):
    assert one.compare(other) == MIRROR[other.compare(one)]
    assert (one.compare(other) == "equal") == (one == other)
    assert one.meets(other) == (one.compare(other) not in ("below", "above"))


@given(intervals(), intervals(), NUMBERS)
def test_comparison_agrees_with_the_numbers_inside(one, other, number):
    if number in one:
        assert not (one.within(other) and number not in other)
        assert not (one.meets(other) is False and number in other)
    if one.exact and other.exact:
        assert one.below(other) == (one.lower < other.lower)


@given(intervals(), intervals(), intervals())
def test_order_is_transitive(one, two, three):
    if one.below(two) and two.below(three):
        assert one.below(three)
    if one.within(two) and two.within(three):
        assert one.within(three)


@given(st.lists(st.tuples(intervals(), st.integers(0, 100)), max_size=6), st.randoms())
def test_a_sum_holds_the_sum_of_any_terms_in_any_order(terms, order):
    ranges = [interval for interval, _ in terms]
    picked = [_pick(interval, share) for interval, share in terms]
    assert sum(picked, Decimal(0)) in total(ranges)
    shuffled = list(ranges)
    order.shuffle(shuffled)
    assert total(shuffled) == total(ranges)


def _pick(interval, share):
    """Return a number of an interval, a share of the way between its ends."""
    lower = interval.lower if interval.lower is not None else (interval.upper or Decimal(0)) - 10
    upper = interval.upper if interval.upper is not None else max(lower, interval.lower or lower) + 10
    number = lower + (upper - lower) * Decimal(share) / 100
    return number if number in interval else lower + (upper - lower) / 2


@given(intervals(st.decimals(1, 1000, places=2)), intervals(st.decimals(1, 1000, places=2)), st.integers(0, 100))
def test_a_share_holds_the_share_of_any_numbers(part, whole, share):
    if part.lower is None or whole.lower is None:
        return
    quotient = part.share_of(whole)
    assert quotient.widened(Decimal("1e-20")).meets(
        Interval(*(100 * _pick(part, share) / _pick(whole, share),) * 2)
    )  # fmt: skip


@pytest.mark.parametrize(
    ("wording", "sign", "is_open"),
    [
        ("超50亿元", ">50亿元", True), ("50亿元以上", "≥50亿元", False), ("不低于50亿元", "≥50亿元", False),
        ("突破50亿元", ">50亿元", True), ("不足3%", "<3%", True), ("不超过3%", "≤3%", False),
        ("50余亿元", ">50亿元", True), ("最高500万元", "≤500万元", False),
    ],
)  # fmt: skip
def test_words_that_exclude_their_own_number_open_the_end(wording, sign, is_open):
    (read,) = quantities(wording)
    interval = interval_of(read.value, read.lower, read.upper, read.comparator, read.wording)
    assert symbolic(interval, read.unit) == sign
    assert (interval.lower_open or interval.upper_open) is is_open
    assert (read.value in interval) is not is_open


def test_about_spans_a_tenth_to_either_side():
    assert interval_of(Decimal(200), None, None, "approximately", "约200") == Interval(Decimal(180), Decimal(220))


@pytest.mark.parametrize(
    ("value", "wording", "half"),
    [("63.7", "63.7%", "0.05"), ("106757000000", "1067.57亿元", "500000"), ("176", "176个", "0.5"), ("8", "八成", "0")],
)
def test_half_a_unit_of_the_last_digit_written(value, wording, half):
    assert rounding(Decimal(value), wording) == Decimal(half)


@pytest.mark.parametrize(
    ("number", "unit", "text"),
    [
        ("106757000000", "CNY", "1067.57亿元"), ("5000000", "CNY", "500万元"), ("0", "个", "0个"),
        ("-20000", "人", "-2万人"), ("63.70", "%", "63.7%"), ("20220", "年", "20220年"),
    ],
)  # fmt: skip
def test_amounts_as_people_write_them(number, unit, text):
    assert amount_text(Decimal(number), unit) == text


def test_bounds_with_no_number_between_are_refused():
    for bounds in ((Decimal(2), Decimal(1)), (Decimal(1), Decimal(1), True), (None, None, True)):
        with pytest.raises(ValueError, match=r"bound|number"):
            Interval(*bounds)


def test_what_no_phrase_says_is_refused():
    for interval in (Interval(), Interval(Decimal(1), Decimal(2), True)):
        with pytest.raises(ValueError, match=r"phrase|bounds"):
            rendered(interval, "%")


def test_a_share_of_what_may_be_negative_is_refused():
    with pytest.raises(ValueError, match="negative"):
        Interval(Decimal(-1), Decimal(1)).share_of(Interval(Decimal(2), Decimal(2)))
