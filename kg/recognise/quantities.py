"""Quantities: numbers or ranges with their unit and bound words (annotation.md section 3)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import Any

from kg.lexicon import pattern, rules, table
from kg.recognise.numerals import LONGEST, parse_number
from kg.recognise.spelled import spelled
from kg.records import Quantity


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as written, the label that it has in the graph, and the factor between them."""

    surface: str
    unit: str
    factor: Decimal
    term: str
    """Name of the ontology's individual, where it has one."""


@dataclass(frozen=True, slots=True)
class Bound:
    """A word before, inside or after a number that opens or blurs it."""

    word: str
    place: str
    comparator: str
    KEY = ("word", "place")


def quantities(text: str, start: int = 0, end: int | None = None) -> list[Quantity]:
    """Return the quantities of ``text[start:end]`` in order, without overlap; positions count in ``text``."""
    end = len(text) if end is None else end
    found: list[Quantity] = []
    for one in sorted(_all(text, start, end), key=lambda q: (q.number[0], -q.number[1])):
        if not found or one.start >= found[-1].end:
            found.append(one)
    return found


def _all(text: str, start: int, end: int) -> Iterator[Quantity]:
    for one in spelled(text, start, end):
        yield _bounded(text, one, start)
    scan = _scan()
    position = start
    while match := scan.search(text, position, end):
        position = max(match.end(), match.start() + 1)
        if _is_idiom(text, match):
            position = match.start("first") + 1
            continue
        quantity = _quantity(text, match)
        if quantity is not None:
            yield quantity
        else:
            position = match.end("first") if match["first"][0].isascii() else match.start("first") + 1


def _bounded(text: str, one: Quantity, floor: int) -> Quantity:
    """Return a quantity with the words before and behind it that bound it (近四成, 一半以上)."""
    if one.comparator != "exactly" or one.value is None:
        return one
    distant = _distant_bound(text, one.start)
    if distant != "exactly":
        lower = one.value if distant == "atLeast" else None
        return replace(one, comparator=distant, lower=lower, upper=one.value if distant == "atMost" else None)
    for place in ("before", "after"):
        for word, comparator in _longest_bounds(place):
            at = one.start - len(word) if place == "before" else one.end
            if at >= floor and text.startswith(word, at):
                start, end = min(one.start, at), max(one.end, at + len(word))
                lower = one.value if comparator == "atLeast" else None
                upper = one.value if comparator == "atMost" else None
                return replace(one, start=start, end=end, comparator=comparator, lower=lower, upper=upper,
                               wording=text[start:end])  # fmt: skip
    return one


@cache
def _conf() -> dict[str, Any]:
    return rules("numbers")["words"]  # type: ignore[no-any-return]


@cache
def _units() -> dict[str, Unit]:
    return {u.surface: u for u in table("units", Unit)}


@cache
def _bounds(place: str) -> dict[str, str]:
    return {b.word: b.comparator for b in table("bounds", Bound) if b.place == place}


@cache
def _longest_bounds(place: str) -> list[tuple[str, str]]:
    return sorted(_bounds(place).items(), key=lambda b: -len(b[0]))


def _choice(words: Any) -> str:
    return "|".join(re.escape(w) for w in sorted(words, key=lambda w: (-len(w), w)))


@cache
def _scan() -> re.Pattern[str]:
    """Compile the one expression that finds a number or range with unit and bounds; every repeat is bounded."""
    parts = rules("numbers")["patterns"]
    number = pattern("numbers", "number").pattern
    scale, inside = f"(?:{parts['scale']})", f"(?:{_choice(_bounds('inside'))})"
    unit = _choice(_units())
    scaled, tens = rules("numbers")["bare"]["scale_bounds"], rules("numbers")["bare"]["tens"]
    before = f"{_choice(set(_bounds('before')) - set(scaled))}|(?:{_choice(scaled)})(?=[{tens}])"
    bare = _choice(rules("numbers")["bare"]["scales"])
    return re.compile(
        f"(?P<before>(?<![{rules('numbers')['bare']['not_before']}])(?:{before}))?(?:{_choice(rules('numbers')['bare']['links'])})?"
        f"(?<![0-9])(?P<first>{number})(?P<many>{inside})?(?P<scale>{scale})?(?P<many2>{inside})?"
        f"(?:(?P<unit1>{unit})?(?P<dash>{parts['dash']})(?P<second>{number})(?P<scale2>{scale})?)?"
        f"(?:(?: (?=[A-Za-z]))?(?P<unit>{unit})|(?<=[{bare}])(?P<nounit>))"
        f"(?P<after>{_choice(_bounds('after'))})?"
    )


def _is_idiom(text: str, match: re.Match[str]) -> bool:
    at = match.start("first")
    if text[max(0, at - 1) : at] in rules("numbers")["bare"]["divides"] and at:
        return False
    return any(text.startswith(idiom, at) for idiom in _idioms().get(text[at], ()))


@cache
def _idioms() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for idiom in _conf()["idioms"]:
        found[idiom[0]] = (*found.get(idiom[0], ()), idiom)
    return found


def _quantity(text: str, match: re.Match[str]) -> Quantity | None:
    first, second = match["first"], match["second"]
    unit = _unit_of(text, match)
    low = _amount(
        _without_marker(text, match.start("first"), first),
        match["scale"] or (match["scale2"] if second and not match["unit1"] else None),
    )
    if unit is None or low is None or _is_date_or_part(text, match, unit):
        return None
    factor = unit.factor
    number = (
        match.start("first"),
        match.end("unit") if match["unit"] else match.end("first") + len(match["scale"] or ""),
    )
    comparator = _comparator(match, first)
    if comparator == "exactly":
        comparator = _distant_bound(text, match.start())
    low_factor = _units()[match["unit1"]].factor if match["unit1"] else factor
    if second:
        high = _amount(second, match["scale2"])
        if high is None or low * low_factor > high * factor:
            return None
        return _made(match, None, low * low_factor, high * factor, unit.unit, "between", number)
    value = low * factor
    lower = value if comparator in ("exactly", "atLeast") else None
    upper = value if comparator in ("exactly", "atMost") else None
    made = _made(match, value, lower, upper, _of_speed(text, match, unit.unit), comparator, number)
    return replace(made, per=_per(text, match.start()))


def _without_marker(text: str, start: int, number: str) -> str:
    """Return a number without the list marker that it runs together with (6.200MW as the sixth item of a list)."""
    marker, point, rest = number.partition(".")
    if not point or len(rest) < 3 or (start and text[start - 1] != "\n"):
        return number
    return rest if text.find(f"\n{int(marker) - 1}.", 0, start) >= 0 else number


def _of_speed(text: str, match: re.Match[str], unit: str) -> str:
    bare = rules("numbers")["bare"]
    return str(bare["speeds"].get(unit, unit)) if text.endswith(tuple(bare["speed_words"]), 0, match.start()) else unit


def _made(
    match: re.Match[str], value: Decimal | None, lower: Decimal | None, upper: Decimal | None, unit: str,
    comparator: str, number: tuple[int, int],
) -> Quantity:  # fmt: skip
    return Quantity(match.start(), match.end(), value, lower, upper, unit, comparator, match[0], "", number)


def _amount(number: str, scale: str | None) -> Decimal | None:
    several = rules("numbers")["bare"]["several"]
    if number[0] == several:
        tens = parse_number(number[1:])
        return None if tens is None else tens * 2 * (parse_number(scale) or 1 if scale else 1)
    value = parse_number(number)
    if value is None or not scale:
        return value
    factor = parse_number(scale)
    return None if factor is None else value * factor


def _unit_of(text: str, match: re.Match[str]) -> Unit | None:
    """Return the unit; for a bare 亿 or 万 the one that the noun before it implies."""
    if match["unit"]:
        return _units()[match["unit"]]
    before = text[max(0, match.start() - 8) : match.start("first")]
    for noun, surface in rules("numbers")["bare"]["nouns"].items():
        if noun in before:
            return _units()[surface]
    return None


def _comparator(match: re.Match[str], first: str) -> str:
    if match["before"]:
        return _bounds("before")[match["before"]]
    if match["many"] or match["many2"] or first[0] == rules("numbers")["bare"]["several"]:
        return "atLeast"
    return _bounds("after")[match["after"]] if match["after"] else "exactly"


def _distant_bound(text: str, start: int) -> str:
    """Return the comparator that a word some characters before a number gives it: 最高支持1000万元, 约占全国的三成."""
    before = text[max(0, start - 12) : start]
    for comparator in ("atMost", "approximately", "atLeast"):
        if pattern("numbers", f"distant_{comparator}").search(before):
            return comparator
    return "exactly"


def _is_date_or_part(text: str, match: re.Match[str], unit: Unit) -> bool:
    """Tell whether a match is a calendar date, an ordinal, a vague 一个, or part of a word or name."""
    first, start = match["first"], match.start("first")
    bare = rules("numbers")["bare"]
    surface = match["unit"] or ""
    if first[0].isascii() and text[start - 1 : start].isascii() and text[start - 1 : start].isalnum():
        return True
    if text[max(0, start - 1) : start] in bare["ordinal"] and match.start() == start:
        return True
    digits = sum(c.isdigit() for c in first.split(".")[0])
    if digits > LONGEST:
        return True
    chinese = not first[0].isascii()
    if surface == bare["month"]:
        return True
    if surface == bare["year"]:
        written = first in bare["one"] or _is_written_year(first) or _runs_on(text, match)
        return written or (digits == 4 and not match["scale"])
    if chinese and len(first) > 1 and all(c in rules("numbers")["numerals"]["digits"] for c in first):
        return True
    if chinese and not match["scale"]:
        return (first in bare["one"] and surface not in bare["after_one"]) or surface not in bare["after_chinese"]
    return (surface in bare["needs_scale"] and not match["scale"]) or _runs_on(text, match)


def _is_written_year(number: str) -> bool:
    return len(number) == 4 and all(c in rules("numbers")["numerals"]["digits"] for c in number)


def _runs_on(text: str, match: re.Match[str]) -> bool:
    """Tell whether the unit is only the beginning of another word (5个 + 人, 12家 + 具)."""
    following = text[match.end("unit") : match.end("unit") + 1] if match["unit"] else ""
    if (match["unit"] or "")[-1:].isascii() and following.isascii() and following.isalpha():
        return bool(match["unit"])
    return bool(match["unit"]) and match["unit"] + following in rules("numbers")["bare"]["no_unit"]


def _per(text: str, start: int) -> str:
    words = rules("numbers")["bare"]["per"]
    return next((v for k, v in words.items() if text[max(0, start - len(k)) : start] == k), "")
