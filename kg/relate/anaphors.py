"""Words that stand for a thing named before: 该项目, 公司 at the head of a clause, 全市."""

import re
from bisect import bisect_left
from collections import Counter
from functools import cache

from kg.lexicon import rules
from kg.records import Entity, Mention
from kg.relate.context import Context
from kg.relate.spoken import is_called


@cache
def _pointers() -> tuple[re.Pattern[str], dict[str, str], frozenset[str]]:
    """Return the pattern of all such words, word → type, and the words that count only where a clause begins."""
    conf = rules("relate")["anaphors"]
    types = {w: t for part in ("pointing", "opening") for t, words in conf[part].items() for w in words}
    opening = frozenset(w for words in conf["opening"].values() for w in words)
    longest = sorted(types, key=lambda w: (-len(w), w))
    return re.compile("|".join(map(re.escape, longest))), types, opening


def anaphors(context: Context) -> dict[Mention, Entity]:
    """Return mentions that only point, with who is meant; none overlaps a name."""
    text, outer = context.doc.text, context.outer_in(0, len(context.doc.text))
    taken = {i for m in outer for i in range(m.start, m.end)}
    named = _Named(context, outer)
    words, types, opening = _pointers()
    found = {}
    for hit in words.finditer(text, context.doc.sentences[0].end):
        if not taken.isdisjoint(range(hit.start(), hit.end())):
            continue
        if hit[0] in opening and context.clause(hit.start())[0] != hit.start():
            continue
        type_ = types[hit[0]]
        meant = _meant(context, named, type_, hit.start(), hit[0])
        if meant:
            found[Mention(hit.start(), hit.end(), type_, hit[0], "anaphor")] = meant
    return found


class _Named:
    """The names of an article by their types, and which one of each is the main one."""

    def __init__(self, context: Context, outer: list[Mention]) -> None:
        self._of: dict[str, list[Mention]] = {}
        for mention in outer:
            self._of.setdefault(mention.type, []).append(mention)
        self.main = {t: _main(context, t) for t in {e.type for e in context.cast.entities}}

    def between(self, type_: str, start: int, end: int) -> list[Mention]:
        """Return the names of a type that begin in ``[start:end)``, at most the last hundred."""
        names = self._of.get(type_, [])
        first, last = (bisect_left(names, at, key=lambda m: m.start) for at in (start, end))
        return names[max(first, last - 100) : last]


def _meant(context: Context, named: _Named, type_: str, position: int, word: str) -> Entity | None:
    """Return who is meant: a region by its kind or level, else the last one of the line, or the main one."""
    if type_ == "Region":
        return _that_region(context, named, position, word) or context.level(word)
    main = named.main.get(type_)
    before = named.between(type_, context.line_before(position) + 1, position)
    if type_ == "Enterprise" and main:
        return main
    if before:
        sentence = context.sentence(before[-1].start)
        led = [m for m in before if m.start >= sentence.start]
        return context.entity(led[0] if type_ == "Project" else before[-1])
    if main or type_ != "Project":
        return main
    return context.last_project(position)


def _that_region(context: Context, named: _Named, position: int, word: str) -> Entity | None:
    """Return the last region before 该区 or 该县 that is called so."""
    if word[0] not in rules("relate")["anaphors"]["that"]:
        return None
    before = (context.entity(m) for m in reversed(named.between("Region", 0, position)))
    return next((e for e in before if is_called(e, word[1:])), None)


def _main(context: Context, type_: str) -> Entity | None:
    """Return the entity of a type that an article names clearly more often than any other."""
    counts = Counter({e: len(e.mentions) for e in context.cast.entities if e.type == type_})
    ranked = counts.most_common(2)
    if not ranked or ranked[0][1] < 2 or (len(ranked) > 1 and ranked[0][1] < 2 * ranked[1][1]):
        return None
    return ranked[0][0]
