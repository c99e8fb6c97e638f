"""What the page knows of each node and edge: names, facts, and the sentences behind them."""

from collections import defaultdict
from typing import Any

import networkx as nx
import pyoxigraph as ox

from kg.facts import Fact, Facts
from kg.network import clean
from kg.store import table
from kg.vocab import DCTERMS, KG, RDF

Row = tuple[str, str, str, int, int]
"""A piece of evidence: sentence, title and date of its article, start and end in its text."""
Numbers = dict[Row, int]


def content(store: ox.Store, graph: nx.MultiDiGraph) -> tuple[list[Any], list[Any], list[Row]]:
    """Return nodes, edges and evidence as plain JSON values; facts and edges hold indexes of the evidence."""
    numbers: Numbers = {}
    reader = Facts(store)
    nodes = []
    for iri, data in graph.nodes(data=True):
        facts = [f for f in reader.thing(ox.NamedNode(iri)).facts if f.kind != "claim"]
        nodes.append({"id": iri, **_names(data), "facts": _merged(facts, numbers)})
    claims = _claims(store, numbers)
    edges = [
        {"from": s, "to": t, "predicate": key, "status": d["status"], "evidence": claims.get((s, KG[key], t), [])}
        for s, t, key, d in graph.edges(keys=True, data=True)
    ]
    return nodes, edges, list(numbers)


def _names(data: dict[str, Any]) -> dict[str, Any]:
    aliases = [clean(a) for a in str(data["aliases"]).split("|") if a]
    return {"label": clean(data["label"]), "type": data["type"], "kind": data["kind"], "aliases": aliases,
            "code": data["adcode"], "mentions": data["mentions"]}  # fmt: skip


def _merged(facts: list[Fact], numbers: Numbers) -> list[dict[str, Any]]:
    """Return each statement once, whatever the number of articles that make it, with evidence and wording of each."""
    found: dict[tuple[Any, ...], list[list[Any]]] = defaultdict(list)
    for fact in facts:
        says, wording = fact.says, ""
        if fact.kind == "observation":
            says, wording = (*says[:4], says[5]), says[4]
        at = fact.source
        row = (clean(at.quote), clean(at.title), at.issued, at.start, at.end)
        quoted = [numbers.setdefault(row, len(numbers)), clean(wording)]
        if quoted not in found[fact.kind, says, fact.status]:
            found[fact.kind, says, fact.status].append(quoted)
    return [
        {"kind": kind, "says": [clean(s) for s in says], "status": status, "evidence": quoted}
        for (kind, says, status), quoted in found.items()
    ]


def _sources(store: ox.Store) -> dict[str, Row]:
    """Return evidence IRI → quote, title, date, start, end."""
    rows = table(store, KG.quote, KG.article, KG.start, KG.end, DCTERMS.title, DCTERMS.issued)
    found = {}
    for iri, row in rows.items():
        if KG.quote in row:
            article = rows.get(row.get(KG.article, ""), {})
            title, issued = article.get(DCTERMS.title, ""), article.get(DCTERMS.issued, "")
            found[iri] = (clean(row[KG.quote]), clean(title), issued, int(row[KG.start]), int(row[KG.end]))
    return found


def _claims(store: ox.Store, numbers: Numbers) -> dict[tuple[str, str, str], list[int]]:
    """Return (subject, predicate, object) → numbers of the evidence of its claims."""
    sources = _sources(store)
    found: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for claim in table(store, RDF.subject, RDF.predicate, RDF.object, KG.evidence).values():
        if RDF.subject in claim and claim.get(KG.evidence) in sources:
            row = sources[claim[KG.evidence]]
            key = (claim[RDF.subject], claim[RDF.predicate], claim[RDF.object])
            number = numbers.setdefault(row, len(numbers))
            if number not in found[key]:
                found[key].append(number)
    return found
