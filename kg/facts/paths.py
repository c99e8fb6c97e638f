"""How two things are connected: the fewest relations between them, each with the sentences that state it.

Where relations lead nowhere, articles do: two things that one article names are a step apart that is worth many.
"""

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise

import networkx as nx
import pyoxigraph as ox

from kg.errors import UsageError
from kg.facts import Facts, Source, cited
from kg.store import pairs
from kg.vocab import KG, PREDICATES

Relation = tuple[str, str, str]
"""IRIs of subject, predicate and object."""
TOGETHER = "namedWith"
"""In the place of a predicate: one article names both."""
_FAR = 100
"""Relations that an article between two things stands for: as few articles as can be are passed."""
_PREDICATES = frozenset(KG[name] for name in PREDICATES)


@dataclass(frozen=True, slots=True)
class Step:
    """One relation of a connection: subject and object with their labels, and the sentences that state it."""

    subject: str
    subject_label: str
    predicate: str
    """Local name, such as locatedIn, or :data:`TOGETHER`."""
    object: str
    object_label: str
    sources: tuple[Source, ...]
    """Empty for containment by official codes; of things that an article names together, where it names each."""


def connection(facts: Facts, one: str, other: str) -> list[Step]:
    """Return the fewest relations that connect two things, by any of their names; else the fewest articles that do.

    Raises:
        UsageError: nothing bears a name, or nothing connects the two.
    """
    starts, ends = _named(facts, one), _named(facts, other)
    found = shortest(facts, starts, ends)
    if found is None:
        found = through_articles(facts, starts, ends)
    if found is None:
        raise UsageError(f"nothing in this graph connects {one!r} and {other!r}; read more articles about them")
    return found


def shortest(facts: Facts, starts: set[str], ends: set[str], farthest: int | None = None) -> list[Step] | None:
    """Return the fewest relations from any of some things to any of others, whichever way each relation points.

    Of several ways the first by IRI is taken, of several relations between two neighbours the one that most sentences
    state. None where nothing connects them, in ``farthest`` steps if that is given.
    """
    left = dict.fromkeys(ends, 0)
    edge, far = set(ends), 0
    while edge and not starts & left.keys() and far != farthest:
        far += 1
        edge = {other for at in edge for other in _neighbours(facts, at)} - left.keys()
        left |= dict.fromkeys(edge, far)
    met = starts & left.keys()
    if not met:
        return None
    at, steps = min(met), list[Step]()
    while left[at]:
        near = _neighbours(facts, at)
        further = min(other for other in near if left.get(other) == left[at] - 1)
        steps.append(_best(facts, near[further]))
        at = further
    return steps


def through_articles(facts: Facts, starts: set[str], ends: set[str]) -> list[Step] | None:
    """Return the relations between any of some things and any of others that pass as few articles as can be.

    Of several ways the first by IRI of its end is taken. None where nothing connects them.
    """
    named = _named_in(facts)
    graph = nx.Graph()
    graph.add_edges_from(sorted({e for p in PREDICATES for e in facts.joined(p)}), weight=1)
    graph.add_edges_from(sorted(named), weight=_FAR)
    known = sorted(starts & set(graph))
    lengths, ways = nx.multi_source_dijkstra(graph, known) if known else ({}, {})
    reached = min(((lengths[end], end) for end in ends if end in lengths), default=None)
    if reached is None:
        return None
    way, steps, articles = ways[reached[1]], list[Step](), {article for _, article in named}
    for one, other in pairwise(node for node in way if node not in articles):
        near = _neighbours(facts, one)
        between = way[way.index(one) + 1]
        steps.append(_best(facts, near[other]) if between == other else _together(facts, one, other, between, named))
    return steps


def _named_in(facts: Facts) -> dict[tuple[str, str], set[Source]]:
    """Return thing and article → the sentences that name it there, or its name where no sentence is quoted."""
    sources, quoted = cited(facts.store), defaultdict[str, list[Source]](list)
    for article, source in sources.values():
        quoted[article].append(source)
    found: dict[tuple[str, str], set[Source]] = defaultdict(set)
    for thing, evidence in pairs(facts.store, KG.mention):
        if evidence in sources:
            article, name = sources[evidence]
            around = (s for s in quoted[article] if s.start <= name.start and name.end <= s.end)
            found[thing, article].add(max(around, key=lambda s: (s.end - s.start, s)))
    return found


def _together(facts: Facts, one: str, other: str, article: str, named: dict[tuple[str, str], set[Source]]) -> Step:
    """Return the step between two things of an article, with the first sentence of both, else of each."""
    first, second = named[one, article], named[other, article]
    sources = (min(first & second),) if first & second else (min(first), min(second))
    labels = [facts.label(ox.NamedNode(iri)) for iri in (one, other)]
    return Step(one, labels[0], TOGETHER, other, labels[1], sources)


def _named(facts: Facts, name: str) -> set[str]:
    found = {iri.value for iri in facts.find(name)}
    if not found:
        raise UsageError(f"nothing in this graph is called {name!r}; the page of `kg view` searches by parts of names")
    return found


def _neighbours(facts: Facts, iri: str) -> dict[str, set[Relation]]:
    """Return what a thing is related to, with the relations between the two."""
    node = ox.NamedNode(iri)
    quads = (*facts.store.quads_for_pattern(node, None, None), *facts.store.quads_for_pattern(None, None, node))
    found: dict[str, set[Relation]] = {}
    for quad in quads:
        ends = quad.subject, quad.object
        if quad.predicate.value in _PREDICATES and all(isinstance(end, ox.NamedNode) for end in ends):
            subject, target = (end.value for end in ends)  # type: ignore[union-attr]
            relation = (subject, quad.predicate.value, target)
            found.setdefault(target if subject == iri else subject, set()).add(relation)
    return found


def _best(facts: Facts, relations: set[Relation]) -> Step:
    stated = {relation: facts.stated(*relation) for relation in relations}
    relation = min(relations, key=lambda one: (-len(stated[one]), one))
    subject, predicate, target = relation
    labels = [facts.label(ox.NamedNode(iri)) for iri in (subject, target)]
    return Step(subject, labels[0], predicate.removeprefix(KG.base), target, labels[1], stated[relation])
