"""How two things are connected: the fewest relations between them, each with the sentences that state it."""

from dataclasses import dataclass

import pyoxigraph as ox

from kg.errors import UsageError
from kg.facts import Facts, Source
from kg.vocab import KG, PREDICATES

Relation = tuple[str, str, str]
"""IRIs of subject, predicate and object."""
_PREDICATES = frozenset(KG[name] for name in PREDICATES)


@dataclass(frozen=True, slots=True)
class Step:
    """One relation of a connection: subject and object with their labels, and the sentences that state it."""

    subject: str
    subject_label: str
    predicate: str
    """Local name, such as locatedIn."""
    object: str
    object_label: str
    sources: tuple[Source, ...]
    """Empty for containment by official codes."""


def connection(facts: Facts, one: str, other: str) -> list[Step]:
    """Return the fewest relations that connect two things, by any of their names.

    Raises:
        UsageError: nothing bears a name, or nothing connects the two.
    """
    found = shortest(facts, _named(facts, one), _named(facts, other))
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
