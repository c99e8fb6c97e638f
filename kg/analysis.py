"""A graph measured as a network: who stands at its centre, and what belongs together."""

from dataclasses import dataclass

import networkx as nx

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
