"""Words that stand for a thing named before: 该项目, 公司 at the head of a clause, 全市."""

import re
from collections import Counter
from functools import cache

from kg.lexicon import rules
from kg.records import Entity, Mention
from kg.relate.context import Context


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
    words, types, opening = _pointers()
    found = {}
    for hit in words.finditer(text, context.doc.sentences[0].end):
        if taken & {*range(hit.start(), hit.end())}:
            continue
        if hit[0] in opening and context.clause(hit.start())[0] != hit.start():
            continue
        type_ = types[hit[0]]
        meant = _meant(context, outer, type_, hit.start(), hit[0])
        if meant:
            found[Mention(hit.start(), hit.end(), type_, hit[0], "anaphor")] = meant
    return found


def _meant(context: Context, outer: list[Mention], type_: str, position: int, word: str) -> Entity | None:
    """Return who is meant: for a region by its level, else the last one of the line, or the main one."""
    if type_ == "Region":
        return context.level(word)
    line = context.doc.text.rfind("\n", 0, position)
    main = _main(context, type_)
    before = [m for m in outer if m.type == type_ and line < m.start < position]
    if type_ == "Enterprise" and main:
        return main
    if before:
        sentence = context.sentence(before[-1].start)
        led = [m for m in before if m.start >= sentence.start]
        return context.entity(led[0] if type_ == "Project" else before[-1])
    if main or type_ != "Project":
        return main
    return context.last_project(position)


def _main(context: Context, type_: str) -> Entity | None:
    """Return the entity of a type that an article names clearly more often than any other."""
    counts = Counter({e: len(e.mentions) for e in context.cast.entities if e.type == type_})
    ranked = counts.most_common(2)
    if not ranked or ranked[0][1] < 2 or (len(ranked) > 1 and ranked[0][1] < 2 * ranked[1][1]):
        return None
    return ranked[0][0]
