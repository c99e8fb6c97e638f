"""Pairs of things that may be one: found by blocks, scored by named reasons, never merged by them.

The work is near-linear: an atom enters a bounded number of blocks, and a block with many members tells too little to be
looked through.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from kg.lexicon import rules
from kg.resolve import Identity
from kg.resolve.atoms import Atom, AtomId, compatible, is_nameless
from kg.resolve.guards import guards

SHORT = 4
"""Longest name, in characters, that is taken for an abbreviation."""
RAREST = 3
"""How many of a name's pairs of characters it is looked up by: its rarest."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """Two things that may be one, and why it seems so."""

    score: float
    """Sum of the weights of the reasons, at most 1."""
    one: Atom
    other: Atom
    reasons: tuple[tuple[str, float], ...]
    """Name and weight of each reason, the heaviest first."""


def proposals(identity: Identity) -> list[Proposal]:
    """Return the open proposals, the likeliest first, one a pair of things; what people decided is not asked again."""
    groups = {a.id: number for number, group in enumerate(identity.clusters.groups) for a in group}
    decided = {frozenset((groups[a], groups[b])) for a, b in (*identity.verdicts.different, *identity.verdicts.unsure)}
    best: dict[frozenset[int], Proposal] = {}
    for one, other in candidates([a for g in identity.clusters.groups for a in g]):
        pair = frozenset((groups[one.id], groups[other.id]))
        if len(pair) == 1 or pair in decided:
            continue
        found = score(one, other)
        if found and (pair not in best or _order(found) < _order(best[pair])):
            best[pair] = found
    barred = _barred(identity, groups)
    return sorted((p for pair, p in best.items() if pair not in barred), key=_order)


def candidates(atoms: list[Atom]) -> Iterator[tuple[Atom, Atom]]:
    """Yield pairs of atoms of one type that share a block; divisions are told by their codes and do not enter."""
    most = rules("resolve")["reasons"]["most_in_block"]
    free = [a for a in atoms if not a.code and a.type in rules("resolve")["reasons"]["types"] and _is_named(a)]
    blocks: dict[tuple[str, ...], list[Atom]] = defaultdict(list)
    grams = Counter((a.type, gram) for a in free for gram in _grams(a))
    for atom in free:
        rare = sorted(_grams(atom), key=lambda g: (grams[atom.type, g], g))[:RAREST]
        for block in {("stem", atom.key.stem), *(("gram", g) for g in rare)}:
            blocks[atom.type, *block].append(atom)
    for members in blocks.values():
        if len(members) <= most:
            yield from combinations(members, 2)
    yield from _abbreviations(free, most * most)


def score(one: Atom, other: Atom) -> Proposal | None:
    """Return the proposal that two atoms are one; None where a guard fires or the reasons weigh too little."""
    weights = rules("resolve")["reasons"]
    found = dict(_by_name(one, other, weights))
    if not found or guards(one, other):
        return None
    if one.homes & other.homes:
        found["same-region"] = weights["same-region"]
    if common := one.neighbours & other.neighbours:
        found["shared-neighbour"] = weights["shared-neighbour"] * min(2, len(common))
    if one.amounts and other.amounts and compatible(one.amounts, other.amounts):
        found["same-amount"] = weights["same-amount"]
    total = round(min(1.0, sum(found.values())), 3)
    if total < weights["least"]:
        return None
    first, second = sorted((one, other), key=lambda a: a.id)
    return Proposal(total, first, second, tuple(sorted(found.items(), key=lambda r: (-r[1], r[0]))))


def _by_name(one: Atom, other: Atom, weights: dict[str, float]) -> Iterator[tuple[str, float]]:
    """Yield the one strongest reason that the names themselves give."""
    a, b = sorted((one.key.whole, other.key.whole), key=len)
    if (one.key.stem, _head(one)) == (other.key.stem, _head(other)):
        yield "same-stem", weights["same-stem"]
    elif len(a) > 1 and a in b:
        yield "contains", weights["contains"]
    elif is_abbreviation(a, b):
        yield "abbreviation", weights["abbreviation"]
    else:
        mine, theirs = _pairs(a), _pairs(b)
        dice = 2 * len(mine & theirs) / max(1, len(mine) + len(theirs))
        if dice >= weights["similar_least"]:
            yield "similar", round(weights["similar"] * dice, 3)


def is_abbreviation(short: str, full: str) -> bool:
    """Tell whether a short name takes characters of a full one in order, beginning with its first."""
    letters = iter(full)
    return 2 <= len(short) <= SHORT < len(full) and short[0] == full[0] and all(c in letters for c in short)


def _abbreviations(atoms: list[Atom], most: int) -> Iterator[tuple[Atom, Atom]]:
    shorts: dict[tuple[str, str, str], list[Atom]] = defaultdict(list)
    fulls: dict[tuple[str, str, str], list[Atom]] = defaultdict(list)
    for atom in atoms:
        whole = atom.key.whole
        if 2 <= len(whole) <= SHORT:
            shorts[atom.type, whole[0], whole[-1]].append(atom)
    for atom in atoms:
        whole = atom.key.whole
        for last in set(whole[1:]) if len(whole) > SHORT else ():
            if (atom.type, whole[0], last) in shorts:
                fulls[atom.type, whole[0], last].append(atom)
    for block, members in fulls.items():
        if len(members) * len(shorts[block]) <= most:
            yield from ((short, full) for short in shorts[block] for full in members)


def _is_named(atom: Atom) -> bool:
    return atom.type != "Project" or not is_nameless(atom.name)


def _head(atom: Atom) -> str:
    return atom.key.ending if atom.type == "Region" else ""


def _grams(atom: Atom) -> set[str]:
    return _pairs(atom.key.stem) if len(atom.key.stem) > 1 else {atom.key.plain}


def _pairs(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)}


def _barred(identity: Identity, groups: dict[AtomId, int]) -> set[frozenset[int]]:
    """Return the pairs of things that a join was refused for because of people's verdicts."""
    refused = (p for p, why in identity.clusters.held if why in rules("resolve")["verdicts"])
    return {frozenset((groups[p.one], groups[p.other])) for p in refused}


def _order(proposal: Proposal) -> tuple[float, object, object]:
    return (-proposal.score, proposal.one.id, proposal.other.id)
