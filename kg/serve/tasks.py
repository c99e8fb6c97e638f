"""What workers do with the graph for a request: each a function of the store, run in a process without network."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pyoxigraph as ox

from kg.facts import Facts, Source, Thing
from kg.query.engine import Query, run
from kg.query.forms import GRAPHS, written
from kg.segment import squash
from kg.store import pairs, text_of
from kg.vocab import ENTITY_BASE, KG, PREDICATES, PREFIXES, RDF, RDFS, SKOS

FARTHEST = 6
"""Most steps of a path."""
_PREDICATES = frozenset(KG[name] for name in PREDICATES)


@dataclass(frozen=True, slots=True)
class Hit:
    """An entity that a search found: its IRI, type, label, and the name that matched."""

    iri: str
    type: str
    label: str
    name: str


@dataclass(frozen=True, slots=True)
class Step:
    """One relation of a path: subject and object with their labels, and the sentences that state it."""

    subject: str
    subject_label: str
    predicate: str
    object: str
    object_label: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Described:
    """What a page shows of any node: the thing with its facts, and its plain statements as (predicate, value, link)."""

    thing: Thing
    rows: tuple[tuple[str, str, str], ...]


def answered(store: ox.Store, asked: Query, media: str) -> tuple[bytes, bool]:
    """Return a query's answer in a media type, and whether rows were cut."""
    answer = run(store, asked)
    return written(answer, media), answer.truncated


def search(store: ox.Store, text: str, type_: str, limit: int) -> list[Hit]:
    """Return entities whose name is, begins with, or holds a text, whatever its width or spaces, in this order."""
    wanted = squash(text)
    if not wanted:
        return []
    found = [(name != wanted, not name.startswith(wanted), len(name), iri, shown)
             for name, iri, shown in _names(store) if wanted in name]  # fmt: skip
    facts, hits = Facts(store), dict[str, Hit]()
    for *_, iri, shown in sorted(found):
        node = ox.NamedNode(iri)
        of = facts.type_of(node)
        if of and iri not in hits and type_ in ("", of):
            hits[iri] = Hit(iri, of, facts.label(node), shown)
            if len(hits) == limit:
                break
    return list(hits.values())


def thing(store: ox.Store, iri: str) -> Thing | None:
    """Return an entity with its facts; None where the graph does not know it as one."""
    facts, node = Facts(store), _node(iri)
    return facts.thing(node) if node is not None and facts.type_of(node) else None


def described(store: ox.Store, iri: str) -> Described | None:
    """Return what a page shows of a node, entity or record; None where the graph says nothing of it."""
    node, facts = _node(iri), Facts(store)
    triples = set() if node is None else {q.triple for q in store.quads_for_pattern(node, None, None, None)}
    if node is None or not triples:
        return None
    rows = []
    for triple in sorted(triples, key=str):
        value = text_of(triple.object)
        link = value if value.startswith(ENTITY_BASE) else ""
        shown = facts.label(triple.object) if isinstance(triple.object, ox.NamedNode) else value
        rows.append((_short(triple.predicate.value), shown, link))
    return Described(facts.thing(node), tuple(rows))


def description(store: ox.Store, iri: str, media: str) -> bytes | None:
    """Return what the graph says of a node, with the records about it and their evidence, in an RDF media type."""
    node = _node(iri)
    triples = set() if node is None else {q.triple for q in _about(store, node)}
    if not triples:
        return None
    form = GRAPHS[media]
    names = None if form == ox.RdfFormat.N_TRIPLES else PREFIXES
    return ox.serialize(sorted(triples, key=str), format=form, prefixes=names)


def path(store: ox.Store, start: str, end: str) -> list[Step] | None:
    """Return a shortest chain of relations between two entities, whichever way each points; None if there is none."""
    came: dict[str, tuple[str, str, str]] = {start: ("", "", "")}
    edge = [start]
    for _ in range(FARTHEST):
        further = []
        for at in edge:
            for subject, predicate, target in _relations(store, at):
                other = target if subject == at else subject
                if other not in came:
                    came[other] = (subject, predicate, target)
                    further.append(other)
        edge = further
        if end in came:
            return _steps(store, came, start, end)
    return [] if start == end and _node(start) is not None else None


def _steps(store: ox.Store, came: dict[str, tuple[str, str, str]], start: str, end: str) -> list[Step]:
    facts, steps, at = Facts(store), list[Step](), end
    while at != start:
        subject, predicate, target = came[at]
        labels = [facts.label(ox.NamedNode(iri)) for iri in (subject, target)]
        name = predicate.removeprefix(KG.base)
        steps.append(Step(subject, labels[0], name, target, labels[1], _sources(store, subject, predicate, target)))
        at = subject if at == target else target
    return steps[::-1]


def _relations(store: ox.Store, iri: str) -> list[tuple[str, str, str]]:
    """Return the relations in which an entity stands, sorted."""
    node = _node(iri)
    if node is None:
        return []
    quads = [*store.quads_for_pattern(node, None, None, None), *store.quads_for_pattern(None, None, node, None)]
    return sorted(
        {(text_of(q.subject), q.predicate.value, text_of(q.object)) for q in quads if q.predicate.value in _PREDICATES}
    )


_CLAIMED = """SELECT DISTINCT ?title ?issued ?start ?end ?quote ?s ?p ?o WHERE {
  ?claim rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; kg:evidence ?e .
  ?e kg:article ?a ; kg:start ?start ; kg:end ?end ; kg:quote ?quote . ?a dcterms:title ?title
  OPTIONAL { ?a dcterms:issued ?issued } }"""


def _sources(store: ox.Store, subject: str, predicate: str, target: str) -> tuple[Source, ...]:
    claimed = zip("spo", (subject, predicate, target), strict=True)
    bound: dict[ox.Variable, Any] = {ox.Variable(n): ox.NamedNode(v) for n, v in claimed}
    rows: Any = store.query(_CLAIMED, use_default_graph_as_union=True, substitutions=bound, prefixes=PREFIXES)
    found = [[text_of(v) if v is not None else "" for v in row][:5] for row in rows]
    return tuple(sorted(Source(title, day, int(a), int(b), quote) for title, day, a, b, quote in found))


def _about(store: ox.Store, node: ox.NamedNode) -> Iterator[ox.Quad]:
    yield from store.quads_for_pattern(node, None, None, None)
    for role in (KG.about, RDF.subject, RDF.object):
        for record in store.quads_for_pattern(None, ox.NamedNode(role), node, None):
            for quad in store.quads_for_pattern(record.subject, None, None, None):
                yield quad
                if quad.predicate.value == KG.evidence and isinstance(quad.object, ox.NamedNode):
                    yield from store.quads_for_pattern(quad.object, None, None, None)


@lru_cache(maxsize=1)
def _names(store: ox.Store) -> list[tuple[str, str, str]]:
    """Return folded name, IRI and name of all that is labelled; a worker has one store and keeps them."""
    return [(squash(name), iri, name) for term in (RDFS.label, SKOS.altLabel) for iri, name in pairs(store, term)]


def _node(iri: str) -> ox.NamedNode | None:
    try:
        return ox.NamedNode(iri)
    except ValueError:
        return None


def _short(iri: str) -> str:
    """Return an IRI with the prefix that Turtle files give it."""
    return next((f"{p}:{iri[len(base) :]}" for p, base in PREFIXES.items() if iri.startswith(base)), iri)
