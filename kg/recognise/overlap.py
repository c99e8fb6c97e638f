"""Who wins where names overlap: one pure function."""

from collections.abc import Iterable

from kg.records import Mention

NESTED = {
    "Project": frozenset({"Enterprise", "Region", "Product", "NaturalFeature"}),
    "Industry": frozenset[str](),
    "Region": frozenset({"Region"}),
    "FinancialInstrument": frozenset[str](),
    "Event": frozenset[str](),
}
"""Outer type → types that may stand as names of their own inside it (annotation.md, "Names inside names")."""

PARTS = ("whole-line", "chain-link", "tagger-inner")
"""Methods whose mentions are parts of a longer name by construction."""


def settle(mentions: Iterable[Mention]) -> list[Mention]:
    """Return mentions without conflicts, in order of position.

    The longer one wins, then the higher score; what lies wholly inside a winner stays only where :data:`NESTED`
    allows its type there.
    """
    kept: list[Mention] = []
    for one in sorted(mentions, key=lambda m: (m.start - m.end, -m.score, m.start, m.type, m.method)):
        if all(_compatible(one, other) for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda m: (m.start, -m.end, m.type))


def _compatible(one: Mention, winner: Mention) -> bool:
    if one.end <= winner.start or winner.end <= one.start:
        return True
    inside = winner.start <= one.start and one.end <= winner.end
    proper = (one.start, one.end) != (winner.start, winner.end)
    allowed = one.type in NESTED.get(winner.type, frozenset()) or one.method in PARTS
    return inside and proper and allowed
