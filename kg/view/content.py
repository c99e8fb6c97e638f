"""What the page knows of each node: names, facts, and the sentences behind them."""

from collections import defaultdict
from typing import Any

import networkx as nx
import pyoxigraph as ox

from kg.facts import Fact, Facts
from kg.network import clean
from kg.store import table
from kg.vocab import DCTERMS, KG, RDF


def content(store: ox.Store, graph: nx.MultiDiGraph) -> dict[str, Any]:
    """Return nodes, edges, facts by node, and evidence, as plain JSON values."""
    sources = _sources(store)
    numbers: dict[tuple[Any, ...], int] = {}
    nodes = {n: _node(d) for n, d in graph.nodes(data=True)}
    reader = Facts(store)
    for node in nodes:
        facts = [f for f in reader.thing(ox.NamedNode(node)).facts if f.kind != "claim"]
        nodes[node]["facts"] = [_fact(f, numbers) for f in facts]
    claims = _claims(store, sources, numbers)
    edges = [
        {"s": s, "t": t, "p": key, "status": d["status"], "ev": claims.get((s, KG[key], t), [])}
        for s, t, key, d in graph.edges(keys=True, data=True)
    ]
    return {"nodes": nodes, "edges": edges, "evidence": [list(e) for e in numbers]}


def _node(data: dict[str, Any]) -> dict[str, Any]:
    aliases = [clean(a) for a in str(data["aliases"]).split("|") if a]
    return {"label": clean(data["label"]), "type": data["type"], "kind": data["kind"], "aliases": aliases,
            "code": data["adcode"], "n": data["mentions"]}  # fmt: skip


def _fact(fact: Fact, numbers: dict[tuple[Any, ...], int]) -> dict[str, Any]:
    at = fact.source
    row = (clean(at.quote), clean(at.title), at.issued, at.start, at.end)
    return {
        "k": fact.kind,
        "says": [clean(s) for s in fact.says],
        "st": fact.status,
        "e": numbers.setdefault(row, len(numbers)),
    }


def _sources(store: ox.Store) -> dict[str, tuple[Any, ...]]:
    """Return evidence IRI → quote, title, date, start, end."""
    rows = table(store, KG.quote, KG.article, KG.start, KG.end, DCTERMS.title, DCTERMS.issued)
    found = {}
    for iri, row in rows.items():
        if KG.quote in row:
            article = rows.get(row.get(KG.article, ""), {})
            title, issued = article.get(DCTERMS.title, ""), article.get(DCTERMS.issued, "")
            found[iri] = (clean(row[KG.quote]), clean(title), issued, int(row[KG.start]), int(row[KG.end]))
    return found


def _claims(
    store: ox.Store, sources: dict[str, tuple[Any, ...]], numbers: dict[tuple[Any, ...], int]
) -> dict[tuple[str, str, str], list[int]]:
    """Return (subject, predicate, object) → numbers of the evidence of its claims."""
    found: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for claim in table(store, RDF.subject, RDF.predicate, RDF.object, KG.evidence).values():
        if RDF.subject in claim and claim.get(KG.evidence) in sources:
            row = sources[claim[KG.evidence]]
            key = (claim[RDF.subject], claim[RDF.predicate], claim[RDF.object])
            number = numbers.setdefault(row, len(numbers))
            if number not in found[key]:
                found[key].append(number)
    return found
