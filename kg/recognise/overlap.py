"""Who wins where names overlap: one pure function."""

from collections import defaultdict
from collections.abc import Iterable

from kg.records import Mention

NESTED = {
    "Project": frozenset({"Enterprise", "Region", "Product", "NaturalFeature", "Institution"}),
    "Industry": frozenset[str](),
    "Region": frozenset({"Region"}),
    "FinancialInstrument": frozenset[str](),
    "Event": frozenset[str](),
}
"""Outer type → types that may stand as names of their own inside it (annotation.md, "Names inside names")."""

REPORT_PLACE, HEAD_OFFICE = "report-place", "head-office"
PARTS = ("whole-line", "chain-link", "tagger-inner", REPORT_PLACE, HEAD_OFFICE)
"""Methods whose mentions are parts of a longer name by construction."""


def settle(mentions: Iterable[Mention]) -> list[Mention]:
    """Return mentions without conflicts, in order of position.

    The longer one wins, then the higher score; what lies wholly inside a winner stays only where :data:`NESTED`
    allows its type there.
    """
    kept: list[Mention] = []
    over: dict[int, list[Mention]] = defaultdict(list)
    """Position → what is kept there; what overlaps a mention and is as long covers one of its ends."""
    for one in sorted(mentions, key=lambda m: (m.start - m.end, -m.score, m.start, m.type, m.method)):
        others = (*over.get(one.start, ()), *over.get(one.end - 1, ()))
        if all(_compatible(one, other) for other in others):
            kept.append(one)
            for position in range(one.start, one.end):
                over[position].append(one)
    return sorted(kept, key=lambda m: (m.start, -m.end, m.type))


def _compatible(one: Mention, winner: Mention) -> bool:
    if one.end <= winner.start or winner.end <= one.start:
        return True
    inside = winner.start <= one.start and one.end <= winner.end
    proper = (one.start, one.end) != (winner.start, winner.end)
    allowed = one.type in NESTED.get(winner.type, frozenset()) or one.method in PARTS
    return inside and proper and allowed
