"""A saved graph → networkx: entities as nodes, relations as edges, for analysis and drawing."""

from collections import Counter, defaultdict

import networkx as nx
import pyoxigraph as ox

from kg.vocab import ENTITY_TYPES, KG, PREDICATES, RDF, RDFS, REGION_KINDS, SKOS

Scalar = str | int | float | bool


def network(store: ox.Store) -> nx.MultiDiGraph:
    """Return the entities that articles mention, and the regions that contain them, with the relations between them.

    Nodes are IRIs with ``label``, ``type``, ``kind``, ``aliases`` (joined by |), ``adcode`` and ``mentions``; edges are
    keyed by predicate and carry ``predicate``, ``status`` and ``evidence``, the number of claims behind them.
    """
    graph = nx.MultiDiGraph()
    mentions = Counter(q.subject.value for q in _quads(store, KG.mention))
    edges = {(q.subject.value, p, q.object.value) for p in PREDICATES for q in _quads(store, KG[p])}
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
    return "".join(c if c in "\t\n" or (" " <= c and not "\ud800" <= c <= "\udfff" and c not in "\ufffe\uffff") else "\ufffd" for c in text)


def _scalar(value: object) -> Scalar:
    if isinstance(value, bool | int | float):
        return value
    return clean("" if value is None else str(value))


def _quads(store: ox.Store, predicate: str) -> list[ox.Quad]:
    return list(store.quads_for_pattern(None, ox.NamedNode(predicate), None, None))


def _nodes(store: ox.Store) -> dict[str, dict[str, Scalar]]:
    types, labels, aliases, codes = defaultdict(set), {}, defaultdict(set), {}
    for quad in _quads(store, RDF.type):
        types[quad.subject.value].add(quad.object.value)
    for quad in _quads(store, RDFS.label):
        labels[quad.subject.value] = quad.object.value
    for quad in _quads(store, SKOS.altLabel):
        aliases[quad.subject.value].add(quad.object.value)
    for quad in _quads(store, KG.adcode):
        codes[quad.subject.value] = quad.object.value
    found: dict[str, dict[str, Scalar]] = {}
    for iri, of in types.items():
        type_ = next((t for t in ENTITY_TYPES if KG[t] in of), "")
        if type_:
            kind = next((k for k in REGION_KINDS if KG[k] in of), "")
            found[iri] = {
                "label": labels.get(iri, iri), "type": type_, "kind": kind, "aliases": "|".join(sorted(aliases[iri])),
                "adcode": codes.get(iri, ""),
            }  # fmt: skip
    return found


def _claims(store: ox.Store) -> dict[tuple[str, str, str], list[str]]:
    """Return (subject, predicate, object) → the status of each claim that states it."""
    parts: dict[str, dict[str, str]] = defaultdict(dict)
    for term in (RDF.subject, RDF.predicate, RDF.object, KG.status):
        for quad in _quads(store, term):
            parts[quad.subject.value][term] = quad.object.value
    found: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for claim in parts.values():
        if RDF.subject in claim:
            status = claim.get(KG.status, "").rsplit("#", 1)[-1]
            found[claim[RDF.subject], claim[RDF.predicate], claim[RDF.object]].append(status)
    return found
