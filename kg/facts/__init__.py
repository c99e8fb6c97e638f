"""Every fact about a thing with the sentence that says it, and the figures of a graph, read from a saved graph."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from kg.errors import GraphError
from kg.segment import squash
from kg.store import Term, local_name, pairs, table, text_of
from kg.vocab import DCTERMS, ENTITY_TYPES, KG, PREDICATES, RDF, RDFS, RECORD_TYPES, SKOS


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """Where a fact stands: article title, date, span in code points, and the sentence itself."""

    title: str
    issued: str
    start: int
    end: int
    quote: str

    @property
    def place(self) -> str:
        """The article's title and date, and the span, on one line."""
        return f"{' '.join(self.title.split())} {self.issued} [{self.start}:{self.end}]"


@dataclass(frozen=True, slots=True, order=True)
class Voice:
    """Who is said to say a statement."""

    kind: str = ""
    """One of :data:`kg.records.SPEAKERS`, empty for the article itself."""
    speaker: str = ""
    """Label of the thing that speaks, empty where none is named."""
    words: str = ""
    """The words of attribution."""


@dataclass(frozen=True, slots=True, order=True)
class Fact:
    """One statement about a thing: what kind, what it says in words, its status, and its source."""

    kind: str
    """claim, observation, milestone or turn."""
    says: tuple[str, ...]
    """claim: subject, predicate, object; observation: indicator, comparator, value, unit, wording, period;
    milestone: stage, date; turn: negotiated, stopped, resumed or cancelled, date."""
    status: str
    source: Source
    nodes: tuple[str, ...] = ()
    """IRIs: subject, predicate and object of a claim; whom any other fact is about."""
    voice: Voice = Voice()
    """Who says it, as its article tells."""
    independent: int = 0
    """How many articles state it of their own; 0 where the graph does not say."""
    copied: bool = False
    """Whether its article copies it from one of them."""


@dataclass(frozen=True, slots=True)
class Thing:
    """An entity with its names and facts."""

    iri: str
    type: str
    label: str
    aliases: tuple[str, ...]
    facts: tuple[Fact, ...]
    possibly: tuple[str, ...] = ()
    """Label and IRI of things of which people are unsure whether they are this one."""


class Facts:
    """Read access to one saved graph, with all its named graphs as one."""

    def __init__(self, store: ox.Store) -> None:
        """Take a loaded store."""
        self.store = store

    def find(self, name: str) -> list[ox.NamedNode]:
        """Return the entities that bear a name, preferred or alternative, whatever its width, spaces or quotes."""
        wanted = squash(name)
        rows = [row for term in (RDFS.label, SKOS.altLabel) for row in pairs(self.store, term)]
        named = {iri for iri, label in rows if squash(label) == wanted}
        return [node for node in map(ox.NamedNode, sorted(named)) if self.type_of(node)]

    def thing(self, iri: ox.NamedNode) -> Thing:
        """Return an entity with every fact in which it stands."""
        facts = sorted({*self._claims(iri), *self._observations(iri), *self._milestones(iri), *self._turns(iri)})
        aliases = tuple(sorted(text_of(o) for o in self._objects(iri, SKOS.altLabel)))
        possibly = tuple(f"{self.label(o)} <{text_of(o)}>" for o in self._objects(iri, KG.possiblySameAs))
        return Thing(iri.value, self.type_of(iri), self.label(iri), aliases, tuple(facts), possibly)

    def type_of(self, iri: Term) -> str:
        """Return which of the eleven entity types a node has, or the empty string."""
        types = {text_of(o) for o in self._objects(iri, RDF.type)}
        return next((t for t in ENTITY_TYPES if KG[t] in types), "")

    def label(self, iri: Term) -> str:
        """Return the preferred label of a node, an article's title, or the end of the IRI."""
        label = self._object(iri, RDFS.label) or self._object(iri, DCTERMS.title)
        return text_of(label) if label is not None else local_name(text_of(iri))

    def of_type(self, type_: str) -> list[ox.NamedNode]:
        """Return the entities of a type that articles mention, by IRI."""
        nodes = map(ox.NamedNode, sorted({iri for iri, _ in pairs(self.store, KG.mention)}))
        return [node for node in nodes if self.type_of(node) == type_]

    def joined(self, predicate: str) -> list[tuple[str, str]]:
        """Return subject and object of every plain triple with a relation's name, by IRI."""
        return pairs(self.store, KG[predicate])

    def within(self, regions: set[str]) -> set[str]:
        """Return some regions and all that lie in them at any depth, by IRI."""
        found, inside = set(regions), self.joined("partOf")
        while more := {part for part, whole in inside if whole in found} - found:
            found |= more
        return found

    def latest(self) -> str:
        """Return the latest day on which an article of the graph was published, empty where none is dated."""
        return max((issued for _, issued in pairs(self.store, DCTERMS.issued)), default="")

    def counts(self) -> Counter[str]:
        """Return how many entities of each type articles mention, how many records, and how many sentences missed."""
        counts: Counter[str] = Counter()
        mentioned = {q.subject for q in self.store.quads_for_pattern(None, ox.NamedNode(KG.mention), None, None)}
        counts.update(map(self.type_of, mentioned))
        for record in RECORD_TYPES:
            found = self.store.quads_for_pattern(None, ox.NamedNode(RDF.type), ox.NamedNode(KG[record]), None)
            counts[record] = len({q.subject for q in found})
        counts["notUnderstood"] = len(pairs(self.store, KG.notUnderstood))
        for predicate in PREDICATES:
            counts[predicate] = len(pairs(self.store, KG[predicate]))
        return counts

    def _claims(self, iri: ox.NamedNode) -> Iterator[Fact]:
        for role in (RDF.subject, RDF.object):
            for node in self._subjects(role, iri):
                terms = [self._needed(node, t) for t in (RDF.subject, RDF.predicate, RDF.object)]
                nodes = tuple(map(text_of, terms))
                yield from self._facts(node, "claim", tuple(map(self.label, terms)), nodes)

    def _observations(self, iri: ox.NamedNode) -> Iterator[Fact]:
        for node in self._subjects(KG.about, iri):
            if self._object(node, KG.indicator) is None:
                continue
            says = (
                self.label(self._needed(node, KG.indicator)),
                local_name(text_of(self._needed(node, KG.comparator))),
                self._amount(node),
                self.label(self._needed(node, KG.unit)),
                self._text(node, KG.wording),
                period_of({term: self._text(node, term) for term in (KG.period, KG.periodStart, KG.periodEnd)}),
            )
            yield from self._facts(node, "observation", says, (iri.value,))

    def _milestones(self, iri: ox.NamedNode) -> Iterator[Fact]:
        for node in self._subjects(KG.about, iri):
            stage = self._object(node, KG.stage)
            if stage is not None:
                yield from self._facts(node, "milestone", (self.label(stage), self._text(node, KG.date)), (iri.value,))

    def _turns(self, iri: ox.NamedNode) -> Iterator[Fact]:
        for node in self._subjects(KG.turnOf, iri):
            says = (self._text(node, KG.turnKind), self._text(node, KG.date))
            yield from self._facts(node, "turn", says, (iri.value,))

    def _facts(self, node: ox.NamedNode, kind: str, says: tuple[str, ...], nodes: tuple[str, ...]) -> Iterator[Fact]:
        status = local_name(text_of(self._object(node, KG.status) or ox.Literal("")))
        independent, copied = self._text(node, KG.independentArticles), self._object(node, KG.repeats) is not None
        told = (self.voice(self._object(node, KG.attribution)), int(independent or 0), copied)
        for source in self.sources(node):
            yield Fact(kind, says, status, source, nodes, *told)

    def voice(self, attribution: Term | None) -> Voice:
        """Return who speaks by an attribution."""
        if attribution is None:
            return Voice()
        node = ox.NamedNode(text_of(attribution))
        speaker, words = self._object(node, KG.speaker), next(self.sources(node), None)
        label = self.label(speaker) if speaker is not None else ""
        return Voice(self._text(node, KG.speakerKind), label, words.quote if words else "")

    def sources(self, node: ox.NamedNode) -> Iterator[Source]:
        """Yield where each piece of evidence of a record stands."""
        for evidence in self._objects(node, KG.evidence):
            article = self._needed(evidence, KG.article)
            yield Source(
                self._text(article, DCTERMS.title), self._text(article, DCTERMS.issued),
                int(self._text(evidence, KG.start)), int(self._text(evidence, KG.end)), self._text(evidence, KG.quote),
            )  # fmt: skip

    def stated(self, subject: str, predicate: str, target: str) -> tuple[Source, ...]:
        """Return where articles state a relation, given by IRIs, each sentence once; empty where none does."""
        wanted = (ox.NamedNode(predicate), ox.NamedNode(target))
        claims = self._subjects(RDF.subject, ox.NamedNode(subject))
        said = (c for c in claims if tuple(self._object(c, t) for t in (RDF.predicate, RDF.object)) == wanted)
        return tuple(sorted({source for claim in said for source in self.sources(claim)}))

    def _amount(self, node: ox.NamedNode) -> str:
        value = self._text(node, KG.value)
        return value or "/".join((self._text(node, KG.lowerBound), self._text(node, KG.upperBound)))

    def _subjects(self, predicate: str, value: ox.NamedNode) -> list[ox.NamedNode]:
        quads = self.store.quads_for_pattern(None, ox.NamedNode(predicate), value, None)
        return [ox.NamedNode(iri) for iri in sorted({text_of(q.subject) for q in quads})]

    def _objects(self, subject: Term, predicate: str) -> Iterator[Term]:
        quads = self.store.quads_for_pattern(subject, ox.NamedNode(predicate), None, None)  # type: ignore[arg-type]
        yield from sorted({q.object for q in quads}, key=str)

    def _object(self, subject: Term, predicate: str) -> Term | None:
        return next(self._objects(subject, predicate), None)

    def _needed(self, subject: Term, predicate: str) -> Term:
        found = self._object(subject, predicate)
        return found if found is not None else ox.Literal("")

    def _text(self, subject: Term, predicate: str) -> str:
        return text_of(self._needed(subject, predicate))


def voices(store: ox.Store) -> dict[str, Voice]:
    """Return attribution → who speaks, for a whole graph at once."""
    facts = Facts(store)
    return {iri: facts.voice(ox.NamedNode(iri)) for iri, _ in pairs(store, KG.speakerKind)}


def period_of(row: Mapping[str, str]) -> str:
    """Return the period of a number's row (predicate → object): 2022, 2022-03, FIRST/LAST of two, or empty."""
    return row.get(KG.period) or "/".join(filter(None, (row.get(KG.periodStart), row.get(KG.periodEnd))))


def cited(store: ox.Store) -> dict[str, tuple[str, Source]]:
    """Return evidence → its article's IRI and where it stands, for a whole graph at once.

    Raises:
        GraphError: a position is no number.
    """
    articles, found = table(store, DCTERMS.title, DCTERMS.issued), {}
    for iri, row in table(store, KG.article, KG.start, KG.end, KG.quote).items():
        said = articles.get(row.get(KG.article, ""), {})
        try:
            at = int(row.get(KG.start, "0")), int(row.get(KG.end, "0"))
        except ValueError as error:
            raise GraphError(f"{iri}: a position is no number ({error}); build the graph again") from error
        source = Source(said.get(DCTERMS.title, ""), said.get(DCTERMS.issued, ""), *at, row.get(KG.quote, ""))
        found[iri] = (row.get(KG.article, ""), source)
    return found
