"""Parts of a graph to draw: around a thing, of some types, in a region, or what a query answered."""

from collections.abc import Iterable
from dataclasses import dataclass

import networkx as nx

from kg.cells import BAR
from kg.errors import UsageError
from kg.segment import squash
from kg.vocab import ENTITY_TYPES

_WITHIN = ("locatedIn", "partOf", "involvesRegion")


@dataclass(frozen=True, slots=True)
class Selection:
    """What to draw; every condition that is given must hold. Nothing given means everything."""

    around: str = ""
    """Name or alias of a thing."""
    hops: int = 1
    """Links between it and the furthest thing drawn."""
    types: tuple[str, ...] = ()
    region: str = ""
    """Name or alias of a region: what lies in it or in what lies in it."""
    things: frozenset[str] | None = None
    """IRIs, such as a query's answer."""

    def of(self, graph: nx.MultiDiGraph) -> nx.MultiDiGraph:
        """Return the part of a network that is meant.

        Raises:
            UsageError: no such type, no thing of that name, or none among the query's answer.
        """
        kept = set(graph)
        if self.types:
            kept &= _typed(graph, self.types)
        if self.region:
            kept &= _inside(graph, _named(graph, self.region, "Region"))
        if self.around:
            kept &= _near(graph, _named(graph, self.around), self.hops)
        if self.things is not None:
            kept &= _answered(kept, self.things)
        return graph.subgraph(kept).copy()


def _typed(graph: nx.MultiDiGraph, types: Iterable[str]) -> set[str]:
    wrong = [t for t in types if t not in ENTITY_TYPES]
    if wrong:
        raise UsageError(f"{wrong[0]!r} is no type; choose among {', '.join(ENTITY_TYPES)}")
    return {n for n, type_ in graph.nodes(data="type") if type_ in types}


def _named(graph: nx.MultiDiGraph, name: str, type_: str = "") -> set[str]:
    """Return the things that bear a name, whatever its width, spaces or quotes."""
    wanted = squash(name)
    found = {
        n
        for n, data in graph.nodes(data=True)
        if (not type_ or data["type"] == type_)
        and wanted in map(squash, (str(data["label"]), *str(data["aliases"]).split(BAR)))
    }
    if not found:
        kind = type_.lower() or "thing"
        raise UsageError(f"no {kind} is called {name!r} in this graph; `kg explain {name}` tells what it knows")
    return found


def _answered(kept: set[str], things: frozenset[str]) -> frozenset[str]:
    if not kept & things:
        raise UsageError(
            "the answer holds nothing to draw; let the query SELECT the things themselves, not their labels"
        )
    return things


def _near(graph: nx.MultiDiGraph, seeds: set[str], hops: int) -> set[str]:
    plain = graph.to_undirected(as_view=True)
    return {n for seed in seeds for n in nx.single_source_shortest_path_length(plain, seed, cutoff=hops)}


def _inside(graph: nx.MultiDiGraph, regions: set[str]) -> set[str]:
    """Return regions with all that lies in them, and in what lies in them."""
    found, edge = set(regions), list(regions)
    while edge:
        inner = {s for region in edge for s, _, key in graph.in_edges(region, keys=True) if key in _WITHIN}
        edge = sorted(inner - found)
        found |= inner
    return found
