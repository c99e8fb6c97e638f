"""What workers do with the graph for a request: each a function of the store, run in a process without network."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import pyoxigraph as ox

from kg.audit import audit, selected
from kg.audit.finding import Finding
from kg.audit.report import Told, told
from kg.facts import Fact, Facts, Source, Thing
from kg.facts.paths import Step, shortest
from kg.query.engine import Query, run
from kg.query.forms import GRAPHS, written
from kg.segment import squash
from kg.store import pairs, text_of
from kg.vocab import ENTITY_BASE, KG, PREFIXES, RDF, RDFS, SKOS

FARTHEST = 6
"""Most steps of a path."""
SHOWN = 500
"""Most facts and most statements on a page."""


@dataclass(frozen=True, slots=True)
class Hit:
    """An entity that a search found: its IRI, type, label, and the name that matched."""

    iri: str
    type: str
    label: str
    name: str


@dataclass(frozen=True, slots=True)
class Entity:
    """An entity without its facts: IRI, type, preferred name, other names, and how many facts there are."""

    iri: str
    type: str
    label: str
    aliases: tuple[str, ...]
    facts: int


@dataclass(frozen=True, slots=True)
class Described:
    """What a page shows of any node: the thing with its facts, and its plain statements as (predicate, value, link)."""

    thing: Thing
    rows: tuple[tuple[str, str, str], ...]
    more_facts: int
    more_rows: int
    """How many there are beyond those that are shown."""


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


def entity(store: ox.Store, iri: str) -> Entity | None:
    """Return an entity with its names; None where the graph does not know it as one."""
    found = _thing(store, iri)
    return None if found is None else Entity(found.iri, found.type, found.label, found.aliases, len(found.facts))


def facts(store: ox.Store, iri: str, offset: int, limit: int) -> tuple[Fact, ...] | None:
    """Return some of the facts of an entity, in their order; None where the graph does not know it as one."""
    found = _thing(store, iri)
    return None if found is None else found.facts[offset : offset + limit]


def evidence(store: ox.Store, iri: str, offset: int, limit: int) -> list[Source] | None:
    """Return some of the sentences behind an entity's facts, each once; None where the graph does not know it."""
    found = _thing(store, iri)
    return None if found is None else sorted({fact.source for fact in found.facts})[offset : offset + limit]


def described(store: ox.Store, iri: str) -> Described | None:
    """Return what a page shows of a node, entity or record; None where the graph says nothing of it."""
    node, facts = _node(iri), Facts(store)
    triples = set() if node is None else {q.triple for q in store.quads_for_pattern(node, None, None, None)}
    if node is None or not triples:
        return None
    rows = []
    for triple in sorted(triples, key=str)[:SHOWN]:
        value = text_of(triple.object)
        link = value if value.startswith(ENTITY_BASE) else ""
        shown = facts.label(triple.object) if isinstance(triple.object, ox.NamedNode) else value
        rows.append((_short(triple.predicate.value), shown, link))
    thing = facts.thing(node)
    beyond = (max(0, count - SHOWN) for count in (len(thing.facts), len(triples)))
    return Described(replace(thing, facts=thing.facts[:SHOWN]), tuple(rows), *beyond)


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
    """Return a shortest chain of relations between two entities, at most :data:`FARTHEST`; None if there is none."""
    if _node(start) is None or _node(end) is None:
        return None
    return shortest(Facts(store), {start}, {end}, FARTHEST)


def audited(store: ox.Store, only: Sequence[str], iri: str, limit: int) -> list[Told]:
    """Return what the audit finds, errors first: of some kinds or severities, and about one entity, where asked."""
    found = [one for one in selected(_findings(store), only) if iri in ("", one.about)]
    return [told(one) for one in found[:limit]]


@lru_cache(maxsize=1)
def _findings(store: ox.Store) -> list[Finding]:
    """Return all findings; a worker has one store and keeps them."""
    return audit(store)


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


def _thing(store: ox.Store, iri: str) -> Thing | None:
    facts, node = Facts(store), _node(iri)
    return facts.thing(node) if node is not None and facts.type_of(node) else None


def _node(iri: str) -> ox.NamedNode | None:
    try:
        return ox.NamedNode(iri)
    except ValueError:
        return None


def _short(iri: str) -> str:
    """Return an IRI with the prefix that Turtle files give it."""
    return next((f"{p}:{iri[len(base) :]}" for p, base in PREFIXES.items() if iri.startswith(base)), iri)
