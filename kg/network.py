"""A saved graph → networkx: entities as nodes, relations as edges, for analysis and drawing."""

import re
from collections import Counter, defaultdict

import networkx as nx
import pyoxigraph as ox

from kg.cells import joined
from kg.store import local_name, pairs, table
from kg.vocab import ENTITY_TYPES, KG, PREDICATES, RDF, RDFS, REGION_KINDS, SKOS

Scalar = str | int | float | bool
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")


def network(store: ox.Store) -> nx.MultiDiGraph:
    """Return the entities that articles mention, and the regions that contain them, with the relations between them.

    Nodes are IRIs with ``label``, ``type``, ``kind``, ``aliases`` (joined by |), ``adcode`` and ``mentions``; edges are
    keyed by predicate and carry ``predicate``, ``status`` and ``evidence``, the number of claims behind them.
    """
    graph = nx.MultiDiGraph()
    mentions = Counter(subject for subject, _ in pairs(store, KG.mention))
    edges = {(subject, p, target) for p in PREDICATES for subject, target in pairs(store, KG[p])}
    kept = set(mentions)
    for _ in range(3):
        kept |= {o for s, p, o in edges if p == "partOf" and s in kept}
    nodes = _nodes(store)
    for iri in sorted(kept & nodes.keys()):
        graph.add_node(iri, **nodes[iri], mentions=mentions[iri])
    claims = _claims(store)
    for subject, predicate, target in sorted(edges):
        if subject in graph and target in graph:
            statuses = claims.get((subject, KG[predicate], target), [])
            status = sorted(statuses)[0] if statuses else ""
            graph.add_edge(subject, target, predicate, predicate=predicate, status=status, evidence=len(statuses))
    return graph


def flat(graph: nx.MultiDiGraph) -> nx.MultiDiGraph:
    """Return a copy whose attributes GraphML and GEXF can hold: text without control characters, numbers, booleans."""
    copy = nx.MultiDiGraph()
    for node, data in graph.nodes(data=True):
        copy.add_node(clean(node), **{k: _scalar(v) for k, v in data.items()})
    for source, target, key, data in graph.edges(keys=True, data=True):
        copy.add_edge(clean(source), clean(target), key, **{k: _scalar(v) for k, v in data.items()})
    return copy


def clean(text: str) -> str:
    """Return text with what XML forbids replaced by U+FFFD."""
    return "".join("\ufffd" if _FORBIDDEN.match(c) else c for c in text)


def _scalar(value: object) -> Scalar:
    if isinstance(value, bool | int | float):
        return value
    return clean("" if value is None else str(value))


def _nodes(store: ox.Store) -> dict[str, dict[str, Scalar]]:
    """Return the attributes of every entity."""
    types, aliases = defaultdict(set), defaultdict(list)
    for iri, of in pairs(store, RDF.type):
        types[iri].add(of)
    for iri, alias in pairs(store, SKOS.altLabel):
        aliases[iri].append(alias)
    single = table(store, RDFS.label, KG.adcode)
    found: dict[str, dict[str, Scalar]] = {}
    for iri, of_iri in types.items():
        type_ = next((t for t in ENTITY_TYPES if KG[t] in of_iri), "")
        if type_:
            row = single.get(iri, {})
            found[iri] = {
                "label": row.get(RDFS.label, iri),
                "type": type_,
                "kind": next((k for k in REGION_KINDS if KG[k] in of_iri), ""),
                "aliases": joined(aliases[iri]),
                "adcode": row.get(KG.adcode, ""),
            }
    return found


def _claims(store: ox.Store) -> dict[tuple[str, str, str], list[str]]:
    """Return (subject, predicate, object) → the status of each claim that states it."""
    found: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for claim in table(store, RDF.subject, RDF.predicate, RDF.object, KG.status).values():
        if RDF.subject in claim:
            status = local_name(claim.get(KG.status, ""))
            found[claim[RDF.subject], claim[RDF.predicate], claim[RDF.object]].append(status)
    return found
