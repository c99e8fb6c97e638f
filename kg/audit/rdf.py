"""Findings as RDF, in a named graph of their own beside what the articles say.

A finding's identifier follows from what it says, so the same graph gives the same bytes. Entities, evidence and the
statements keep the identifiers that the graph gave them.
"""

from collections.abc import Iterable, Iterator
from hashlib import sha256

import pyoxigraph as ox

from kg.audit.breakdowns import Breakdown, breakdowns
from kg.audit.finding import Finding
from kg.facts.figures import Statements
from kg.store import text_of
from kg.vocab import ENTITY_BASE, KG, RDF, RDFS


def quads(found: Iterable[Finding], broken: Iterable[Breakdown]) -> Iterator[ox.Quad]:
    """Yield the quads of findings, and which figure is a part of which."""
    for one in found:
        yield from _finding(one)
    for breakdown in broken:
        for part in breakdown.parts:
            graph = ox.NamedNode(f"{_base(part.article)}audit")
            yield ox.Quad(ox.NamedNode(part.iri), _term(KG.breakdownOf), ox.NamedNode(breakdown.whole.iri), graph)


def written(store: ox.Store, found: Iterable[Finding]) -> str:
    """Return a graph with its findings as canonical N-Quads; findings of an earlier audit are not kept beside them."""
    bases = {_base(text_of(q.subject)) for q in store.quads_for_pattern(None, _term(RDF.type), _term(KG.Article), None)}
    old = {ox.NamedNode(f"{base}audit") for base in (*bases, ENTITY_BASE)}
    kept = (q for q in store if q.graph_name not in old)
    return "\n".join([*sorted({f"{q} ." for q in (*kept, *quads(found, breakdowns(Statements(store).figures)))}), ""])


def _finding(one: Finding) -> Iterator[ox.Quad]:
    base = _base(one.statements[0].article)
    graph = ox.NamedNode(f"{base}audit")
    identity = "\x1f".join(
        (one.kind, one.about, one.arithmetic, *(s.iri for s in one.statements), *map(str, one.fields))
    )
    iri = ox.NamedNode(f"{base}finding/{sha256(identity.encode()).hexdigest()[:16]}")

    def said(predicate: str, value: ox.NamedNode | ox.Literal) -> ox.Quad:
        return ox.Quad(iri, _term(predicate), value, graph)

    yield said(RDF.type, _term(KG.Finding))
    yield said(KG.findingKind, ox.Literal(one.kind))
    yield said(KG.severity, ox.Literal(one.severity))
    yield said(KG.about, ox.NamedNode(one.about))
    for lang in ("zh", "en"):
        yield said(RDFS.label, ox.Literal(one.text(lang), language=lang))
    if one.arithmetic:
        yield said(KG.arithmetic, ox.Literal(one.arithmetic))
    for statement in one.statements:
        yield said(KG.restsOn, ox.NamedNode(statement.iri))
        yield said(KG.evidence, ox.NamedNode(statement.evidence))


def _base(article: str) -> str:
    """Return the base under which a graph's identifiers stand, from an article's."""
    return article.rpartition("article/")[0] or ENTITY_BASE


def _term(iri: str) -> ox.NamedNode:
    return ox.NamedNode(iri)
