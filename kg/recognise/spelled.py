"""Quantities that are written without a unit of the table: persons, ranks, shares, proportions, hours and minutes."""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from kg.lexicon import pattern, rules
from kg.recognise.numerals import parse_number
from kg.records import Quantity


def spelled(text: str, start: int, end: int) -> Iterator[Quantity]:
    """Yield what the scanner of numbers with units does not read; bound words are left to it."""
    for reader in (_persons, _ranks, _steps, _shares, _fractions, _doublings, _proportions, _ratios, _points, _hours,
                   _free):  # fmt: skip
        yield from reader(text, start, end)


def _quantity(match: re.Match[str], value: Decimal, unit: str, span: tuple[int, int] | None = None) -> Quantity:
    start, end = span or match.span()
    wording = match.string[start:end]
    return Quantity(start, end, value, value, value, unit, "exactly", wording, "", (start, end))


def _unit(name: str) -> str:
    return str(rules("numbers")["bare"][name])


def _persons(text: str, start: int, end: int) -> Iterator[Quantity]:
    """Yield persons counted with 位: 16位院士, 院士16位; 一位 is an unnamed one and no count."""
    nouns = tuple(rules("numbers")["words"]["person_nouns"])
    for match in pattern("numbers", "persons").finditer(text, start, end):
        before, after = text[max(0, match.start() - 8) : match.start()], text[match.end() : match.end() + 8]
        value = parse_number(match["count"])
        if value is not None and any(n in before or n in after for n in nouns):
            yield _quantity(match, value, _unit("person_unit"))


def _ranks(text: str, start: int, end: int) -> Iterator[Quantity]:
    """Yield ranks: 第47位, 第五和第九位, 居全省第三, 进入全国前三, 首位."""
    for match in pattern("numbers", "rank").finditer(text, start, end):
        ordinal = match["rank"] or match["first_of"] or match["placed"] or match["best"] or match["top"]
        value = parse_number(ordinal) if ordinal else Decimal(1)
        if value is not None:
            rank = _quantity(match, value, _unit("rank_unit"))
            within = match["best"] or match["top"]
            yield replace(rank, comparator="atMost", lower=None) if within else rank


def _steps(text: str, start: int, end: int) -> Iterator[Quantity]:
    """Yield places won or lost in a ranking: 前移6位, 下滑4位."""
    for match in pattern("numbers", "steps").finditer(text, start, end):
        value = parse_number(match["places"])
        if value is not None:
            yield _quantity(match, value, _unit("rank_unit"), (match.start("places"), match.end()))


def _shares(text: str, start: int, end: int) -> Iterator[Quantity]:
    """Yield 百分之三十, 三成, 一半."""
    for match in pattern("numbers", "percent").finditer(text, start, end):
        value = parse_number(match["share"] or match["tenths"])
        if value is not None:
            yield _quantity(match, value * 10 if match["tenths"] else value, "%")
    for match in pattern("numbers", "half").finditer(text, start, end):
        yield _quantity(match, Decimal(50), "%")


def _fractions(text: str, start: int, end: int) -> Iterator[Quantity]:
    """Yield 三分之一 as a share, to one decimal place."""
    for match in pattern("numbers", "fraction").finditer(text, start, end):
        whole, part = parse_number(match["whole"]), parse_number(match["part"])
        if whole and part and part < whole:
            yield _quantity(match, (part * 100 / whole).quantize(Decimal("0.1")), "%")


def _doublings(text: str, start: int, end: int) -> Iterator[Quantity]:
    """Yield 翻一番 (2 倍) and 翻两番 (4 倍)."""
    for match in pattern("numbers", "doubling").finditer(text, start, end):
        yield _quantity(match, Decimal(2) ** int(parse_number(match["doublings"]) or 0), _unit("times_unit"))


def _proportions(text: str, start: int, end: int) -> Iterator[Quantity]:
    """Yield the shares of a proportion of the three sectors (三次产业占比23.2:27.9:48.9)."""
    for match in pattern("numbers", "sectors").finditer(text, start, end):
        for ratio in pattern("numbers", "proportion").finditer(text, match.start(), match.end()):
            for part in ("p1", "p2", "p3"):
                yield _quantity(ratio, Decimal(ratio[part]), "%", ratio.span(part))


def _ratios(text: str, start: int, end: int) -> Iterator[Quantity]:
    """Yield a ratio without a unit (城乡收入比由2.84缩小到2.78)."""
    for match in pattern("numbers", "income_ratio").finditer(text, start, end):
        for part in ("from", "to"):
            if match[part]:
                yield _quantity(match, Decimal(match[part]), _unit("times_unit"), match.span(part))


def _points(text: str, start: int, end: int) -> Iterator[Quantity]:
    """Yield the first of percentage points that share their unit (0.3个和6.5个百分点)."""
    for match in pattern("numbers", "shared_points").finditer(text, start, end):
        value = parse_number(match["shared"])
        if value is not None:
            yield _quantity(match, value, _unit("point_unit"))


def _hours(text: str, start: int, end: int) -> Iterator[Quantity]:
    """Yield 4个半小时, 2小时30分, 半小时."""
    minutes, hours = _unit("minute_unit"), _unit("hour_unit")
    for match in pattern("numbers", "hours").finditer(text, start, end):
        if match["only_half"]:
            yield _quantity(match, Decimal(30), minutes)
            continue
        value = parse_number(match["hours"])
        extra = Decimal("0.5") if match["and_half"] else (parse_number(match["minutes"] or "") or Decimal(0)) / 60
        if value is not None and match["over"]:
            yield Quantity(match.start(), match.end(), value, value, None, hours, "atLeast", match[0], "", match.span())
        elif value is not None:
            yield _quantity(match, value + extra, hours)


def _free(text: str, start: int, end: int) -> Iterator[Quantity]:
    """Yield 零 of 零手续费 as no money."""
    for match in pattern("numbers", "free").finditer(text, start, end):
        yield _quantity(match, Decimal(0), _unit("money_unit"))
