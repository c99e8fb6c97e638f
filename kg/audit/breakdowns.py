"""Wholes and their parts: what of an article's figures is a batch's own number, and what is a class or band of it.

The graph holds both as observations about the batch; that one is part of the other is read off the sentences here, each
time with its reason:

* *stated*: a sentence adds up what it lists (…, 合计533家);
* *band*: counts within limits (10—50亿元项目36个) behind the count of all;
* *class*: counts of classes (产业发展类项目92个) behind the count of all, and the money behind each count;
* *listed*: what stands behind 其中.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from kg.audit.labels import conf, head, is_addable, is_band, is_change, is_class, is_count, is_money
from kg.facts.figures import Figure
from kg.lexicon import pattern


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A whole and its parts, in reading order."""

    whole: Figure
    parts: tuple[Figure, ...]
    dimension: str
    """stated, band, class or listed."""

    @property
    def exclusive(self) -> bool:
        """Whether nothing can belong to two of the parts."""
        if self.dimension == "band":
            words = conf("sums")
            ends = [sum(word in part.indicator for part in self.parts) for word in (words["above"], words["below"])]
            return max(ends) <= 1
        return self.dimension in ("class", "stated")


def breakdowns(figures: Iterable[Figure]) -> list[Breakdown]:
    """Return the wholes and parts of all articles; a part is given to one whole only."""
    result: list[Breakdown] = []
    for _, rows in groupby(figures, key=lambda f: f.article):
        result.extend(_of_article(list(rows)))
    return result


def _of_article(figures: list[Figure]) -> Iterator[Breakdown]:
    taken: set[str] = set()
    for find in (_stated, _listed, _counted):
        for one in find(figures):
            parts = tuple(p for p in one.parts if p.iri not in taken)
            if parts and (one.dimension != "stated" or len(parts) == len(one.parts)):
                taken.update(p.iri for p in parts)
                yield Breakdown(one.whole, parts, one.dimension)


def _stated(figures: list[Figure]) -> Iterator[Breakdown]:
    """Yield totals that a sentence states of what it has listed."""
    for index, whole in enumerate(figures):
        if not is_addable(whole) or not pattern("audit", "stated_total").search(whole.plain[: whole.at]):
            continue
        parts: list[Figure] = []
        for before in reversed(figures[:index]):
            if before.evidence != whole.evidence or before.unit != whole.unit:
                break
            parts.insert(0, before)
        if len(parts) > 1:
            yield Breakdown(whole, tuple(parts), "stated")


def _counted(figures: list[Figure]) -> Iterator[Breakdown]:
    """Yield bands and classes of a count, and the money of each behind it."""
    for dimension, belongs in (("band", is_band), ("class", is_class)):
        for rows in _alike(figures):
            for whole, parts in _runs(rows, belongs):
                yield Breakdown(whole, parts, dimension)
                yield from _money(figures, whole, parts, dimension)


def _alike(figures: list[Figure]) -> list[list[Figure]]:
    """Return the counts of an article by subject and unit."""
    groups: dict[tuple[str, str], list[Figure]] = {}
    for one in filter(is_count, figures):
        groups.setdefault((one.about, one.unit), []).append(one)
    return list(groups.values())


def _runs(counts: list[Figure], belongs: Callable[[Figure], bool]) -> Iterator[tuple[Figure, tuple[Figure, ...]]]:
    """Yield a count and those of later sentences, each near the one before, that are parts of it.

    Without 其中 it is only likely that they are; so one that is more than the whole is none.
    """
    reach, whole, parts = conf("sums")["reach"], None, list[Figure]()
    for one in counts:
        nearest = parts[-1] if parts else whole
        if nearest and whole and belongs(one) and _is_part(one, whole) and one.evidence != whole.evidence:
            if one.source.start - nearest.source.end <= reach:
                parts.append(one)
        elif not is_band(one) and not is_class(one) and not is_change(one):
            if whole and parts:
                yield whole, tuple(parts)
            whole, parts = one, []
    if whole and parts:
        yield whole, tuple(parts)


def _is_part(one: Figure, whole: Figure) -> bool:
    return head(one) == head(whole) and one.status == whole.status and not whole.interval.below(one.interval)


def _money(figures: list[Figure], whole: Figure, parts: tuple[Figure, ...], dimension: str) -> Iterator[Breakdown]:
    of_whole = _behind(figures, whole)
    of_parts = [m for m in (_behind(figures, p) for p in parts) if m is not None]
    if of_whole is not None and of_parts and all(m.unit == of_whole.unit for m in of_parts):
        yield Breakdown(of_whole, tuple(of_parts), dimension)


def _behind(figures: list[Figure], count: Figure) -> Figure | None:
    """Return the money that stands behind a count in its sentence, before the next count."""
    later = [f for f in figures if f.evidence == count.evidence and f.at > count.at and f.about == count.about]
    for one in later:
        if is_count(one):
            return None
        if is_money(one):
            return one
    return None


def _listed(figures: list[Figure]) -> Iterator[Breakdown]:
    """Yield what stands behind 其中 with the figure of that unit before it."""
    mark = conf("sums")["part_mark"]
    for evidence, rows in groupby(figures, key=lambda f: f.evidence):
        sentence = [f for f in rows if is_addable(f) and not is_change(f)]
        at = sentence[0].plain.find(mark) if sentence else -1
        if at < 0:
            continue
        inside = [f for f in sentence if at < f.at < _bracket_end(f.plain, at)]
        before = [f for f in sentence if f.at < at] or _sentence_before(figures, evidence)
        for unit in dict.fromkeys(f.unit for f in inside):
            whole = next((f for f in reversed(before) if f.unit == unit), None)
            parts = tuple(f for f in inside if f.unit == unit and whole and _can_be_part(f, whole))
            if whole and parts:
                dimension = "band" if all(map(is_band, parts)) else "class" if all(map(is_class, parts)) else "listed"
                yield Breakdown(whole, parts, dimension)
                yield from _money(figures, whole, parts, dimension)


def _bracket_end(plain: str, start: int) -> int:
    """Return where the bracket closes that a place stands in, the end of the text where it stands in none."""
    depth = 0
    for at in range(start, len(plain)):
        depth += (plain[at] == "(") - (plain[at] == ")")
        if depth < 0:
            return at
    return len(plain)


def _can_be_part(part: Figure, whole: Figure) -> bool:
    """Tell whether a figure behind 其中 counts or measures the like of the whole, for the same thing."""
    if part.about != whole.about:
        return False
    if is_count(whole):
        return head(part) == head(whole)
    return not is_money(whole) or is_money(part)


def _sentence_before(figures: list[Figure], evidence: str) -> list[Figure]:
    starts = sorted({f.source.start for f in figures if f.evidence == evidence})
    earlier = [f for f in figures if f.source.end <= starts[0] + 1 and f.source.start < starts[0]]
    last = max((f.source.start for f in earlier), default=-1)
    return [
        f
        for f in earlier
        if f.source.start == last and is_addable(f) and starts[0] - f.source.end <= 1 and not is_change(f)
    ]
