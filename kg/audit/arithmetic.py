"""Whether what the articles add up does add up: breakdowns, shares, weights, growth; every sum written out."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import groupby

from kg.audit.breakdowns import Breakdown
from kg.audit.finding import Finding, found, shown
from kg.audit.labels import canonical, conf, follows_as_share, is_growth
from kg.facts.figures import Figure
from kg.intervals import Interval, amount_text, rounding, symbolic, total
from kg.lexicon import pattern

ZERO = Decimal(0)


def check_breakdowns(broken: Iterable[Breakdown]) -> Iterator[Finding]:
    """Yield whether the parts of each whole add up to it, fall short of it, or exceed it."""
    for one in broken:
        yield from _parts_over(one)
        other = [p for p in one.parts if p.period and one.whole.period and p.period != one.whole.period]
        if other:
            said = {"parts": "、".join(dict.fromkeys(p.period for p in other)), "whole": one.whole.period}
            yield found("period-mismatch", one.whole, *other, arithmetic=f"{said['parts']} ≠ {said['whole']}", **said)
        elif len(one.parts) > 1:
            yield from _added(one)


def _added(one: Breakdown) -> Iterator[Finding]:
    added, whole = total([p.interval for p in one.parts]), one.whole.interval
    near = whole.widened(sum((rounding(f.value, f.wording) for f in (one.whole, *one.parts) if _is_rounded(f)), ZERO))
    if near.below(added):
        kind, sign = ("breakdown-exceeds" if one.exclusive else "breakdown-overlaps"), ">"
    elif added.below(near):
        kind, sign = "breakdown-partial", "<"
    elif added.exact:
        kind, sign = "breakdown-holds", "=" if whole.exact and added == whole else "≈" if whole.exact else "∈"
    else:
        return
    if one.dimension == "stated" and kind != "breakdown-holds":
        kind = "total-differs"
    terms = " + ".join(shown(p) for p in one.parts)
    sums = "" if sign == "=" else f" = {symbolic(added, one.whole.unit)}"
    line = f"{terms}{sums} {sign} {shown(one.whole)}"
    rest = _difference(added, whole, one.whole.unit)
    yield found(
        kind, one.whole, *one.parts, arithmetic=line, whole=one.whole.indicator, rest=rest, count=len(one.parts)
    )


def _is_rounded(figure: Figure) -> bool:
    """Tell whether a number was rounded when it was written, as 1067.57亿元 was and 176个 was not."""
    return "." in figure.wording


def _difference(added: Interval, whole: Interval, unit: str) -> str:
    if added.lower is None or whole.lower is None:
        return "?"
    return amount_text(abs(whole.lower - added.lower), unit)


def _parts_over(one: Breakdown) -> Iterator[Finding]:
    for part in one.parts:
        if one.whole.interval.below(part.interval):
            yield found("part-over-whole", part, one.whole, arithmetic=f"{shown(part)} > {shown(one.whole)}",
                        part=part.indicator, whole=one.whole.indicator)  # fmt: skip


def check_shares(figures: Iterable[Figure], broken: Iterable[Breakdown]) -> Iterator[Finding]:
    """Yield whether a stated share is the quotient of the part before it and that part's whole."""
    wholes = {part.iri: one.whole for one in broken for part in one.parts}
    for _, rows in groupby(figures, key=lambda f: f.evidence):
        sentence = list(rows)
        for index, share in enumerate(sentence):
            if not index or not follows_as_share(share, sentence[index - 1]):
                continue
            before = [f for f in reversed(sentence[:index]) if f.iri in wholes and f.about == share.about]
            quotients = [(part, q) for part in before if (q := _quotient(part, wholes[part.iri])) is not None]
            if quotients:
                yield _share(share, quotients, wholes)


def _quotient(part: Figure, whole: Figure) -> Interval | None:
    try:
        return part.interval.share_of(whole.interval)
    except ValueError:
        return None


def _share(share: Figure, quotients: list[tuple[Figure, Interval]], wholes: dict[str, Figure]) -> Finding:
    near = share.interval.widened(rounding(share.value, share.wording)) if share.interval.exact else share.interval
    fits = next(((part, q) for part, q in quotients if q.meets(near)), None)
    part, quotient = fits or quotients[0]
    line = f"{shown(part)} ÷ {shown(wholes[part.iri])} = {_percent(quotient)}"
    line += f" {'∈' if fits else '∉'} {shown(share)}"
    kind = "share-agrees" if fits else "share-differs"
    return found(kind, share, part, wholes[part.iri], arithmetic=line, share=share.wording, quotient=_percent(quotient))


def _percent(quotient: Interval) -> str:
    ends = (quotient.lower, quotient.upper)
    first, last = (None if end is None else end.quantize(Decimal("0.1")) for end in ends)
    if first is not None and first == last:
        return f"{first}%"
    exact = Interval(first, last, quotient.lower_open and first is not None, quotient.upper_open and last is not None)
    return symbolic(exact, "%")


def check_weights(figures: Iterable[Figure]) -> Iterator[Finding]:
    """Yield whether the weights of a rule add up to a hundred."""
    for group in weights(figures).values():
        added = total([w.interval for w in group])
        full = Decimal(conf("weights")["full"])
        line = " + ".join(shown(w) for w in group) + f" = {symbolic(added, group[0].unit)}"
        kind = "weights-complete" if added == Interval(full, full) else "weights-differ"
        line += "" if kind == "weights-complete" else f" ≠ {amount_text(full, group[0].unit)}"
        names = "、".join(w.indicator for w in group)
        yield found(kind, *group, arithmetic=line, names=names, count=len(group))


def weights(figures: Iterable[Figure]) -> dict[tuple[str, str, str], list[Figure]]:
    """Return the weights of each rule, at least two: by article, rule and unit."""
    groups: dict[tuple[str, str, str], list[Figure]] = {}
    for one in figures:
        if _is_weight(one):
            named = groups.setdefault((one.article, one.about, one.unit), [])
            if one.indicator not in {w.indicator for w in named}:
                named.append(one)
    return {key: group for key, group in groups.items() if len(group) > 1}


def _is_weight(figure: Figure) -> bool:
    """Tell whether a figure is a part of the full score: 项目开工率(30分), 权重30%."""
    words = conf("weights")
    if figure.indicator in words["steps"] or figure.status != "actual" or figure.type != "Policy":
        return False
    if figure.unit == words["unit"]:
        return figure.plain[: figure.at].endswith("(") or words["label"] in figure.indicator
    return figure.unit == "%" and figure.indicator.endswith(words["label"])


def check_growth(figures: list[Figure]) -> Iterator[Finding]:
    """Yield whether a rate of growth is that between two levels of neighbouring years."""
    levels: dict[tuple[str, str, str, str], Figure] = {}
    for one in figures:
        if one.status == "actual" and len(one.period) == 4 and one.unit != "%":
            levels.setdefault((one.about, canonical(one), one.unit, one.period), one)
    for _, rows in groupby(figures, key=lambda f: f.evidence):
        sentence = list(rows)
        for index, rate in enumerate(sentence):
            if is_growth(rate):
                yield from _growth(rate, [f for f in reversed(sentence[:index]) if f.about == rate.about], levels)


def _growth(rate: Figure, before: list[Figure], levels: dict[tuple[str, str, str, str], Figure]) -> Iterator[Finding]:
    """Compare a rate with the latest level before it, and that one's level of the year before."""
    named = [f for f in before if f.unit != "%" and len(f.period) == 4 and rate.indicator.startswith(f.indicator)]
    near = named or [f for f in before if f.unit != "%" and len(f.period) == 4][:2]
    for level in near:
        earlier = levels.get((level.about, canonical(level), level.unit, str(int(level.period) - 1)))
        if earlier is None or not (level.interval.exact and earlier.interval.exact and earlier.value and level.value):
            continue
        actual = 100 * (level.value - earlier.value) / earlier.value
        stated = rate.interval.widened(rounding(rate.value, rate.wording) + _reach(level, earlier))
        falls = pattern("audit", "falls").search(rate.plain[: rate.at]) or rate.indicator.endswith(
            tuple(conf("labels")["fall"])
        )
        agrees = (-actual if falls else actual) in stated
        line = f"({shown(level)} − {shown(earlier)}) ÷ {shown(earlier)} = {actual.quantize(Decimal('0.1'))}%"
        line += f" {'≈' if agrees else '≠'} {'−' if falls else ''}{shown(rate)}"
        kind = "growth-agrees" if agrees else "growth-differs"
        yield found(kind, rate, level, earlier, arithmetic=line, rate=rate.wording, level=level.indicator,
                    year=level.period)  # fmt: skip
        return


def _reach(level: Figure, earlier: Figure) -> Decimal:
    """Return how far the rounding of two levels can move the rate between them, in percentage points."""
    if not earlier.value:
        return ZERO
    return (
        100 * (rounding(level.value, level.wording) + 2 * rounding(earlier.value, earlier.wording)) / abs(earlier.value)
    )
