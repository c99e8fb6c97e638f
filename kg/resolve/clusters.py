"""Atoms → clusters: proofs and decisions join them, and no chain of joins passes over a no."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import product

from kg.resolve.atoms import Atom, AtomId
from kg.resolve.decisions import DIFFERENT, UNSURE
from kg.resolve.guards import guards
from kg.resolve.proofs import RANKS, Proof

Pair = tuple[AtomId, AtomId]
Apart = dict[AtomId, set[AtomId]]
HARD = ("type", "code", "region", "place", "table", "phase", "number")
"""Guards that also hold between members that a chain of proofs would bring together."""
LEGAL = ("legal",)
"""The guard that even a row of the word tables does not override: a group and its listed company are two firms."""


@dataclass
class Clusters:
    """Which atoms are one."""

    groups: list[list[Atom]]
    """In order of their first atom; each in order."""
    made: list[Proof] = field(default_factory=list)
    """The joins that were made."""
    held: list[tuple[Proof, str]] = field(default_factory=list)
    """Joins that were not made, and the guard, or the verdict, that forbade them."""


def cluster(
    atoms: list[Atom],
    proofs: Iterable[Proof],
    apart: Iterable[Pair] = (),
    doubted: Iterable[Pair] = (),
) -> Clusters:
    """Join atoms by proofs, strongest first, wherever no pair of the two clusters must stay apart.

    Pairs that people called different stay apart whatever joins them; pairs of which they were unsure, unless people's
    own yes joins them. The result depends on the sets alone, not on their order.
    """
    by_id = {a.id: a for a in atoms}
    group = {a.id: [a] for a in atoms}
    no, doubt = _both_ways(apart), _both_ways(doubted)
    found = Clusters([])
    for proof in sorted(proofs):
        ours, theirs = group[by_id[proof.one].id], group[by_id[proof.other].id]
        if ours is theirs:
            found.made.append(proof)
            continue
        why = _forbidden(ours, theirs, proof.rank, no, doubt)
        if why:
            found.held.append((proof, why))
            continue
        found.made.append(proof)
        larger, smaller = (ours, theirs) if len(ours) >= len(theirs) else (theirs, ours)
        larger.extend(smaller)
        group.update((a.id, larger) for a in smaller)
    distinct = {id(g): g for g in group.values()}.values()
    found.groups = sorted((sorted(g, key=lambda a: a.id) for g in distinct), key=lambda g: g[0].id)
    return found


def _forbidden(ours: list[Atom], theirs: list[Atom], rank: int, no: Apart, doubt: Apart) -> str:
    """Return what forbids to make two clusters one, or the empty string."""
    names = {a.id for a in theirs}
    if any(no.get(a.id, set()) & names for a in ours):
        return DIFFERENT
    if rank > RANKS.index("decision") and any(doubt.get(a.id, set()) & names for a in ours):
        return UNSURE
    if rank == RANKS.index("decision"):
        return ""
    for one, other in product(ours, theirs):
        row = rank == RANKS.index("table") or bool(one.key.known and one.key.known == other.key.known)
        wanted = LEGAL if row else (*HARD, *LEGAL)
        if hard := [g for g in guards(one, other) if g.partition(":")[0] in wanted]:
            return hard[0]
    return ""


def _both_ways(pairs: Iterable[Pair]) -> Apart:
    found: Apart = defaultdict(set)
    for one, other in pairs:
        found[one].add(other)
        found[other].add(one)
    return dict(found)
