"""Two numbers for one thing: the same again, finer, revised later, target beside actual, or a contradiction.

Numbers are set side by side only under an indicator that tells what is counted, of one unit and one time; what is under
a vague one (项目数), or is a part of a whole, is left alone.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import combinations

from kg.audit.breakdowns import Breakdown
from kg.audit.finding import Finding, found, shown
from kg.audit.labels import canonical, conf, is_growth, is_of_a_part, is_single, is_vague, money_units
from kg.days import before, meet
from kg.facts.figures import Figure, Statements
from kg.intervals import rounding
from kg.lexicon import pattern

SHORTEST = 4
"""A project's name of so few characters (运营中心) is one that many bear."""


def check_statements(figures: Iterable[Figure], broken: Iterable[Breakdown]) -> Iterator[Finding]:
    """Yield how the numbers that one thing has under one indicator stand to each other."""
    parts = {p.iri for one in broken for p in one.parts}
    groups: dict[tuple[str, str], list[Figure]] = {}
    for one in figures:
        if one.iri not in parts and not is_vague(one) and not is_growth(one):
            groups.setdefault((one.about, canonical(one)), []).append(one)
    for group in groups.values():
        seen: set[tuple[str, frozenset[str]]] = set()
        for one, other in combinations(sorted(group, key=lambda f: (f.source.issued, f.place, f.iri)), 2):
            for finding in _compared(one, other):
                key = (finding.kind, frozenset(map(shown, (one, other))))
                if key not in seen:
                    seen.add(key)
                    yield finding


def _compared(one: Figure, other: Figure) -> Iterator[Finding]:
    """Yield what two numbers of one thing and indicator are to each other; ``one`` was published first."""
    if one.unit != other.unit:
        if {one.unit, other.unit} <= money_units() and one.status == other.status and not _converted(one, other):
            yield _pair("currency-mixed", other, one, "|")
        return
    if (one.status == "actual") != (other.status == "actual"):
        yield from _target(*((one, other) if one.status == "actual" else (other, one)))
        return
    if one.evidence == other.evidence or is_of_a_part(one) != is_of_a_part(other):
        return
    if not _one_time(one, other):
        if meet(one.period, other.period) and not one.interval.meets(other.interval):
            yield found("period-mismatch", other, one, arithmetic=f"{one.period} ≠ {other.period}",
                        parts=other.period, whole=one.period)  # fmt: skip
        return
    kind = _kind(one, other)
    if kind:
        yield _pair(kind, other, one, {"repeated": "=", "refinement": "⊃"}.get(kind, "≠"))


def _kind(one: Figure, other: Figure) -> str:
    """Return the kind of two statements of one time and status, the other not published before."""
    how = one.interval.compare(other.interval)
    within_one_article = one.article == other.article
    if how == "equal":
        return "" if within_one_article else "repeated"
    if how in ("within", "around"):
        return "refinement" if not within_one_article or is_single(one) else ""
    if how == "across" or (within_one_article and not is_single(one)):
        return ""
    if _rounded_meet(one, other):
        return "refinement"
    if _slipped(one, other):
        return "unit-slip"
    later = bool(one.source.issued) and one.source.issued < other.source.issued
    return "revision" if later else "contradiction"


def _rounded_meet(one: Figure, other: Figure) -> bool:
    """Tell whether one number may be the other as it was rounded when it was written: 50亿元 for 50.2亿元."""
    coarse, fine = sorted((one, other), key=lambda f: rounding(f.value, f.wording), reverse=True)
    return coarse.interval.exact and coarse.interval.widened(rounding(coarse.value, coarse.wording)).meets(
        fine.interval
    )


def _one_time(one: Figure, other: Figure) -> bool:
    """Tell whether two numbers are of one time: the same period, or none where the thing has such a number for good."""
    if one.period or other.period:
        return one.period == other.period
    return one.type not in conf("labels")["timed"]


def _converted(*figures: Figure) -> bool:
    """Tell whether a sentence gives one of the amounts as the other in another currency."""
    return any(pattern("audit", "converted").search(f.plain[: f.at]) for f in figures)


def _slipped(one: Figure, other: Figure) -> bool:
    """Tell whether two numbers differ by a power of 10,000, as 亿 written for 万 makes them."""
    first, second = sorted(abs(f.value or Decimal(0)) for f in (one, other))
    reach = Decimal(conf("units")["tolerance"])
    return bool(first) and any(abs(second / first / slip - 1) <= reach for slip in conf("units")["slips"])


def _target(actual: Figure, target: Figure) -> Iterator[Finding]:
    """Yield a target beside what is reached; one whose time is over before the actual number's is none any more."""
    if target.status != "planned":
        return
    timed = target.period and not before(target.period, actual.period or actual.source.issued)
    if not timed or target.comparator == "atMost" or not (actual.value and target.value and target.value > 0):
        return
    if canonical(target).endswith(conf("labels")["investment"]):
        return
    done = (100 * actual.value / target.value).quantize(Decimal("0.1"))
    kind = "target-met" if actual.interval.within(target.interval) else "target-beside-actual"
    sign = "=" if actual.interval.exact and target.interval.exact else "≈"
    yield found(kind, target, actual, arithmetic=f"{shown(actual)} ÷ {shown(target)} {sign} {done}%",
                indicator=canonical(target), target=target.wording, actual=actual.wording,
                until=target.period, when=actual.period or actual.source.issued)  # fmt: skip


def _pair(kind: str, new: Figure, old: Figure, sign: str) -> Finding:
    return found(
        kind, new, old, arithmetic=f"{shown(old)} {sign} {shown(new)}", indicator=canonical(new), old=old.wording,
        new=new.wording, before=old.source.issued or "?", after=new.source.issued or "?",
    )  # fmt: skip


def check_same_figure(figures: Iterable[Figure]) -> Iterator[Finding]:
    """Yield a number that is said once and stands in the graph for several things."""
    places: dict[tuple[str, str, str], list[Figure]] = {}
    for one in figures:
        places.setdefault((one.evidence, one.wording, one.unit), []).append(one)
    for group in places.values():
        subjects = len({f.about for f in group})
        if 0 < group[0].said < subjects and not any(pattern("audit", "each").search(f.plain[: f.at]) for f in group):
            names = "、".join(dict.fromkeys(f.subject for f in group))
            yield found("same-figure-twice", *group, arithmetic=f"{len(group)} × {shown(group[0])}", names=names,
                        wording=group[0].wording)  # fmt: skip


def check_likely_same(statements: Statements) -> Iterator[Finding]:
    """Yield two projects of which one's name ends in the other's, where more than the name says that they are one.

    Either what stands before it is a region's name (临江市 + 甲项目), or two of their numbers are the same.
    """
    projects: dict[str, dict[tuple[object, ...], Figure]] = {}
    for one in statements.figures:
        if one.type == "Project":
            key = (canonical(one), one.unit, one.value, one.comparator)
            projects.setdefault(one.about, {}).setdefault(key, one)
    by_end: dict[str, list[str]] = {}
    for iri in sorted(projects, key=statements.label):
        by_end.setdefault(statements.label(iri)[-2:], []).append(iri)
    for alike in by_end.values():
        for one_iri, other_iri in combinations(sorted(alike, key=lambda i: (len(statements.label(i)), i)), 2):
            if statements.label(other_iri).endswith(statements.label(one_iri)):
                yield from _likely_same(statements, projects[one_iri], projects[other_iri])


def _likely_same(
    statements: Statements, short: dict[tuple[object, ...], Figure], long: dict[tuple[object, ...], Figure]
) -> Iterator[Finding]:
    shared = sorted((key for key in short.keys() & long.keys() if key[2] is not None), key=str)
    first, second = next(iter(short.values())), next(iter(long.values()))
    ahead = second.subject.removesuffix(first.subject)
    if len(shared) > 1 or (ahead in statements.regions and len(first.subject) > SHORTEST):
        rests = [(short[key], long[key]) for key in shared] or [(first, second)]
        line = "; ".join(f"{canonical(a)} {shown(a)} = {shown(b)}" for a, b in rests if a.value == b.value)
        yield found("likely-same-thing", *(f for pair in rests for f in pair), arithmetic=line,
                    names=f"{first.subject}、{second.subject}", count=len(shared))  # fmt: skip
