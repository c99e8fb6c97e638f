"""A graph as tables for people who count: a row for each thing, and for each statement with its sentence.

Amounts are floating point here, in base units (see :class:`kg.records.Quantity`), because that is what data frames and
spreadsheets reckon with; the exact decimals are in the graph. An amount beyond floating point is an empty cell beside
its wording. Several names in one cell are joined by a vertical bar.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from math import isinf

import networkx as nx
import pyoxigraph as ox

from kg.cells import joined
from kg.facts import Voice, voices
from kg.facts.figures import SOURCED, Statement, Statements, counted
from kg.network import network
from kg.store import pairs, table
from kg.vocab import DCTERMS, KG, RDF

Cell = str | int | float | None
Columns = tuple[tuple[str, type], ...]

_THINGS = {
    "projects": ("Project", ("locatedIn", "developer", "industry", "produces", "partOf", "serves"), ()),
    "enterprises": (
        "Enterprise",
        ("locatedIn", "industry", "produces", "subsidiaryOf", "cooperatesWith", "recognizedAs"),
        ("developer",),
    ),
    "regions": ("Region", ("partOf", "recognizedAs"), ("locatedIn",)),
}
"""Table → type of its things, relations that start at them, relations that end at them."""
_SAID: Columns = (
    ("article", str), ("title", str), ("issued", str), ("start", int), ("end", int), ("quote", str),
)  # fmt: skip
_TOLD: Columns = (
    ("independent", int), ("repeats", str), ("speaker_kind", str), ("speaker", str), ("attribution", str),
)  # fmt: skip
_ABOUT: Columns = (("iri", str), ("about", str), ("subject", str), ("type", str))
_OBSERVATION: Columns = (
    *_ABOUT, ("indicator", str), ("comparator", str), ("value", float), ("lower", float), ("upper", float),
    ("unit", str), ("status", str), ("period", str), ("precision", str), ("wording", str), *_SAID, *_TOLD,
)  # fmt: skip
_MILESTONE: Columns = (*_ABOUT, ("stage", str), ("date", str), ("precision", str), ("status", str), *_SAID, *_TOLD)
_RELATION: Columns = (
    ("iri", str), ("subject", str), ("subject_label", str), ("predicate", str), ("object", str), ("object_label", str),
    ("status", str), *_SAID, *_TOLD,
)  # fmt: skip
_SOURCE: Columns = (
    ("iri", str), ("title", str), ("issued", str), ("source", str), ("sha256", str), ("copy_of", str),
    ("observations", int), ("milestones", int), ("relations", int),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under named, typed columns; None where nothing is known."""

    name: str
    columns: Columns
    rows: list[tuple[Cell, ...]]

    def cells(self, name: str) -> list[Cell]:
        """Return a column by name; ValueError where there is none."""
        at = [column for column, _ in self.columns].index(name)
        return [row[at] for row in self.rows]


def tables(store: ox.Store) -> list[Table]:
    """Return projects, enterprises, regions, observations, milestones, relations and sources, each in a stable order.

    Raises:
        GraphError: an amount or position in the graph is no number.
    """
    said, graph = Statements(store), network(store)
    things = [_things(graph, name, *of) for name, of in _THINGS.items()]
    observations = [
        (
            *_about(f), f.indicator, f.comparator, _float(f.value), _float(f.lower), _float(f.upper), f.unit, f.status,
            f.period or None, f.precision or None, f.wording, *_source(f), *_told(f.independent, f.repeats, f.voice),
        )
        for f in said.figures
    ]  # fmt: skip
    milestones = [
        (*_about(s), s.stage, s.date, s.precision or None, s.status, *_source(s),
         *_told(s.independent, s.repeats, s.voice))
        for s in said.steps
    ]  # fmt: skip
    rest = [
        Table("observations", _OBSERVATION, observations),
        Table("milestones", _MILESTONE, milestones),
        Table("relations", _RELATION, list(_relations(store, said))),
    ]
    return [*things, *rest, _sources(store, rest)]


def _things(graph: nx.MultiDiGraph, name: str, type_: str, forward: tuple[str, ...], inverse: tuple[str, ...]) -> Table:
    """Return the things of one type, with the labels of what they are related to."""
    related: dict[tuple[str, str], set[str]] = defaultdict(set)
    for start, end, predicate in graph.edges(keys=True):
        related[start, predicate].add(graph.nodes[end]["label"])
        related[end, f"{predicate}Of"].add(graph.nodes[start]["label"])
    names = (*forward, *(f"{predicate}Of" for predicate in inverse))
    own = ("iri", "label", "kind", "adcode", "aliases") if type_ == "Region" else ("iri", "label", "aliases")
    rows: list[tuple[Cell, ...]] = [
        (
            iri, *(data[column] or None for column in own[1:]), data["mentions"],
            *(joined(sorted(related[iri, each])) or None for each in names),
        )
        for iri, data in graph.nodes(data=True) if data["type"] == type_
    ]  # fmt: skip
    return Table(name, (*((c, str) for c in own), ("mentions", int), *((each, str) for each in names)), rows)


def _relations(store: ox.Store, said: Statements) -> Iterator[tuple[Cell, ...]]:
    evidence = table(store, KG.article, KG.start, KG.end, KG.quote)
    articles = table(store, DCTERMS.title, DCTERMS.issued)
    speakers, columns = voices(store), (RDF.subject, RDF.predicate, RDF.object, KG.status, KG.evidence, *SOURCED)
    for iri, row in table(store, *columns).items():
        if RDF.subject not in row:
            continue
        one, other, at = row[RDF.subject], row[RDF.object], evidence.get(row.get(KG.evidence, ""), {})
        article = articles.get(at.get(KG.article, ""), {})
        yield (
            iri, one, said.label(one), row[RDF.predicate].removeprefix(KG.base), other, said.label(other),
            row.get(KG.status, "").removeprefix(KG.base), at.get(KG.article), article.get(DCTERMS.title),
            article.get(DCTERMS.issued), int(at.get(KG.start, 0)), int(at.get(KG.end, 0)), at.get(KG.quote),
            *_told(counted(iri, row), row.get(KG.repeats, ""), speakers.get(row.get(KG.attribution, ""), Voice())),
        )  # fmt: skip


def _sources(store: ox.Store, said: list[Table]) -> Table:
    fields = (DCTERMS.title, DCTERMS.issued, DCTERMS.source, KG.sha256, KG.copyOf)
    described = table(store, *fields)
    told = [Counter(each.cells("article")) for each in said]
    articles = sorted(iri for iri, of in pairs(store, RDF.type) if of == KG.Article)
    rows: list[tuple[Cell, ...]] = [
        (iri, *(described.get(iri, {}).get(field) for field in fields), *(counts[iri] for counts in told))
        for iri in articles
    ]
    return Table("sources", _SOURCE, rows)


def _about(one: Statement) -> tuple[Cell, ...]:
    return one.iri, one.about, one.subject, one.type


def _source(one: Statement) -> tuple[Cell, ...]:
    at = one.source
    return one.article, at.title, at.issued, at.start, at.end, at.quote


def _told(independent: int, repeats: str, voice: Voice) -> tuple[Cell, ...]:
    """Return what others say of a statement, and who makes it."""
    return independent or None, repeats or None, voice.kind or None, voice.speaker or None, voice.words or None


def _float(amount: Decimal | None) -> float | None:
    found = None if amount is None else float(amount)
    return None if found is None or isinf(found) else found
