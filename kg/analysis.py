"""A graph measured as a network: who stands at its centre, what belongs together, how two things are connected."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import networkx as nx
import pyoxigraph as ox

from kg.errors import UsageError
from kg.facts import Facts, Source
from kg.store import Term, text_of
from kg.vocab import DCTERMS, KG, RDF

SEED = 7
"""Of the search for communities; another one may part them otherwise."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a thing stands in the network."""

    iri: str
    label: str
    type: str
    degree: int
    """Links to and from it."""
    strength: int
    """Statements of articles behind these links; a link by official codes alone counts one."""
    centrality: float
    """PageRank over the links, weighted by the statements, directions ignored; all things together make 1."""
    community: int
    """Number of its community, 1 the largest."""


@dataclass(frozen=True, slots=True)
class Step:
    """One link of a connection, as the graph states it, with the sentences that say so."""

    subject: str
    predicate: str
    object: str
    sources: tuple[Source, ...]
    """Empty for containment by official codes."""


def standings(graph: nx.MultiDiGraph) -> list[Standing]:
    """Return every thing of a network (see :func:`kg.network.network`), the most central first."""
    plain = _weighted(graph)
    ranks = nx.pagerank(plain, weight="weight") if len(plain) else {}
    groups = _communities(plain)
    found = [
        Standing(n, str(d["label"]), str(d["type"]), graph.degree(n), int(plain.degree(n, weight="weight")),
                 round(ranks[n], 6), groups[n])
        for n, d in graph.nodes(data=True)
    ]  # fmt: skip
    return sorted(found, key=lambda s: (-s.centrality, s.iri))


def connection(store: ox.Store, graph: nx.MultiDiGraph, one: str, other: str) -> list[Step]:
    """Return the fewest links that connect two things, by any of their names; among several, the first by IRI.

    Raises:
        UsageError: nothing bears a name, or nothing connects the two.
    """
    facts = Facts(store)
    starts, ends = (_named(facts, graph, name) for name in (one, other))
    plain = graph.to_undirected(as_view=True)
    found = [nx.shortest_path(plain, s, e) for s in starts for e in ends if nx.has_path(plain, s, e)]
    if not found:
        raise UsageError(f"nothing in this graph connects {one!r} and {other!r}; read more articles about them")
    path = min(found, key=lambda nodes: (len(nodes), nodes))
    return [_step(facts, graph, a, b) for a, b in pairwise(path)]


def _named(facts: Facts, graph: nx.MultiDiGraph, name: str) -> list[str]:
    found = [iri.value for iri in facts.find(name) if iri.value in graph]
    if not found:
        raise UsageError(f"nothing in this graph is called {name!r}; the page of `kg view` searches by parts of names")
    return found


def _step(facts: Facts, graph: nx.MultiDiGraph, one: str, other: str) -> Step:
    """Return the link between two neighbours that most statements support."""
    links = [(s, p, o) for s, o in ((one, other), (other, one)) if graph.has_edge(s, o) for p in graph[s][o]]
    subject, predicate, target = min(
        links, key=lambda link: (-graph.edges[link[0], link[2], link[1]]["evidence"], link)
    )
    sources = tuple(sorted(set(_sources(facts.store, subject, KG[predicate], target))))
    return Step(facts.label(ox.NamedNode(subject)), predicate, facts.label(ox.NamedNode(target)), sources)


def _sources(store: ox.Store, subject: str, predicate: str, target: str) -> Iterator[Source]:
    """Yield where articles state a relation."""
    claims = [
        {q.subject for q in store.quads_for_pattern(None, ox.NamedNode(role), ox.NamedNode(value), None)}
        for role, value in ((RDF.subject, subject), (RDF.predicate, predicate), (RDF.object, target))
    ]
    for claim in set.intersection(*claims):
        for evidence in _objects(store, claim, KG.evidence):
            article = next(iter(_objects(store, evidence, KG.article)), None)
            said = [(article, DCTERMS.title), (article, DCTERMS.issued), (evidence, KG.start), (evidence, KG.end)]
            title, issued, start, end = (next((text_of(o) for o in _objects(store, s, p)), "") for s, p in said)
            for quote in _objects(store, evidence, KG.quote):
                yield Source(title, issued, int(start), int(end), text_of(quote))


def _objects(store: ox.Store, subject: Term | None, predicate: str) -> list[Term]:
    quads = store.quads_for_pattern(subject, ox.NamedNode(predicate), None, None)  # type: ignore[arg-type]
    return sorted({q.object for q in quads}, key=str)


def _weighted(graph: nx.MultiDiGraph) -> nx.Graph:
    """Return the network without directions, links between the same two things as one of their joint weight."""
    plain = nx.Graph()
    plain.add_nodes_from(sorted(graph))
    for s, t, evidence in sorted(graph.edges(data="evidence")):
        before = plain[s][t]["weight"] if plain.has_edge(s, t) else 0
        plain.add_edge(s, t, weight=before + max(evidence, 1))
    return plain


def _communities(plain: nx.Graph) -> dict[str, int]:
    """Return thing → number of its community (Louvain: Blondel and others, 2008), the largest first."""
    groups = nx.community.louvain_communities(plain, weight="weight", seed=SEED) if len(plain) else []
    ordered = sorted(groups, key=lambda group: (-len(group), min(group)))
    return {n: number for number, group in enumerate(ordered, 1) for n in group}
