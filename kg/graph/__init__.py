"""Extractions and their resolution → quads: the only place where identifiers are minted, but for the audit's findings.

Everything that one article says (its own description, evidence, claims, observations, milestones, mentions) lies in the
named graph with the article's IRI; entities and the plain triples that follow lie in the default graph. There are no
blank nodes, so sorted N-Quads lines are a canonical form.
"""

from collections.abc import Generator, Iterable, Iterator
from dataclasses import astuple
from decimal import Decimal
from hashlib import sha256

import pyoxigraph as ox

from kg.graph.iris import check_base as check_base
from kg.graph.iris import is_iri
from kg.graph.iris import slug as slug
from kg.graph.literals import number, precision, time_literal, time_terms, typed
from kg.graph.sources import Sources
from kg.lexicon import table
from kg.recognise.gazetteer import ancestors, divisions
from kg.recognise.quantities import Unit
from kg.records import Attribution, Extraction, Milestone, Observation, Provision, Relation, Span, Turn
from kg.resolve import Node, NodesIn
from kg.vocab import DCTERMS, ENTITY_BASE, KG, PROVISION_FIELDS, RDF, RDFS, SCHEMA, SKOS, TURN_FIELDS, XSD

Quads = Iterator[ox.Quad]
_OWN = {Provision: ("Provision", "provisionOf", PROVISION_FIELDS), Turn: ("Turn", "turnOf", TURN_FIELDS)}


class Minter:
    """Identifiers under one base; every IRI of an entity or record is made here."""

    def __init__(self, base: str = ENTITY_BASE) -> None:
        """Take the base of all IRIs."""
        self.base = base

    def entity(self, node: Node) -> ox.NamedNode:
        """Return the IRI of a node: its division code, else its name, and what tells it from its namesake."""
        name = node.code or slug(node.name)
        return self.named(_folder(node.type), f"{name}_{slug(node.discriminator)}" if node.discriminator else name)

    def concept(self, folder: str, label: str) -> ox.NamedNode:
        """Return the IRI of an indicator, stage or unit by its label."""
        return self.named(folder, slug(label))

    def record(self, folder: str, *parts: object) -> ox.NamedNode:
        """Return the IRI of a claim, observation, milestone or evidence by a hash of what identifies it."""
        text = "\x1f".join(str(p) for p in parts)
        return self.named(folder, sha256(text.encode()).hexdigest()[:16])

    def named(self, folder: str, name: str) -> ox.NamedNode:
        """Return ``base/folder/name``."""
        return ox.NamedNode(f"{self.base}{folder}/{name}")


def quads(
    extractions: Iterable[Extraction],
    nodes_in: NodesIn,
    base: str = ENTITY_BASE,
    possibly: Iterable[tuple[Node, Node]] = (),
) -> Quads:
    """Yield all quads of a graph; the same quad may come more than once, in no fixed order.

    ``extractions`` are gone through several times, one by one: a list, or what reads them from disk each time.
    ``possibly`` are pairs of things of which people are unsure whether they are one.
    """
    mint, sources, codes, seen = Minter(base), Sources(base), set[str](), set[Node]()
    for extraction in extractions:
        nodes = nodes_in(extraction)
        yield from sources.watched(extraction, article_quads(extraction, nodes, mint))
        codes.update(e.code for e in extraction.entities if e.code)
        seen.update(nodes.values())
    yield from division_quads(codes, mint)
    yield from sources.quads(extractions)
    for node in seen:
        yield from entity_quads(node, mint)
    yield from doubt_quads(possibly, mint)


def article_quads(extraction: Extraction, nodes: dict[str, Node], mint: Minter) -> Quads:
    """Yield what one article says, given the nodes of its entities by their ids; all but the names of its things."""
    return _Article(extraction, nodes, mint).quads()


def doubt_quads(possibly: Iterable[tuple[Node, Node]], mint: Minter) -> Quads:
    """Yield the pairs of things of which people are unsure whether they are one."""
    for one, other in possibly:
        for subject, target in ((one, other), (other, one)):
            yield ox.Quad(mint.entity(subject), ox.NamedNode(KG.possiblySameAs), mint.entity(target))


class _Article:
    """The quads of one article."""

    def __init__(self, extraction: Extraction, nodes: dict[str, Node], mint: Minter) -> None:
        self.extraction, self.mint = extraction, mint
        self.text = extraction.article.text
        sha = extraction.article.sha256
        self.article = mint.named("article", sha[:16])
        self.iris = {e.id: mint.entity(nodes[e.id]) for e in extraction.entities}

    def quads(self) -> Quads:
        yield from self._description()
        for entity in self.extraction.entities:
            for span in entity.mentions:
                evidence = yield from self._evidence(span)
                yield self._said(self.iris[entity.id], KG.mention, evidence)
        for relation in self.extraction.relations:
            yield from self._relation(relation)
        for observation in self.extraction.observations:
            yield from self._observation(observation)
        for milestone in self.extraction.milestones:
            yield from self._milestone(milestone)
        for attribution in self.extraction.attributions:
            yield from self._attribution(attribution)
        own: list[Provision | Turn] = [*self.extraction.provisions, *self.extraction.turns]
        for record in own:
            yield from self._own(record)
        for missed in self.extraction.missed:
            evidence = yield from self._evidence(missed.evidence)
            yield self._said(self.article, KG.notUnderstood, evidence)
        yield from self._containment()

    def _said(self, subject: ox.NamedNode, predicate: str, value: ox.NamedNode | ox.Literal) -> ox.Quad:
        return ox.Quad(subject, ox.NamedNode(predicate), value, self.article)

    def _typed(self, subject: ox.NamedNode, *types: str) -> Quads:
        for one in types:
            yield self._said(subject, RDF.type, ox.NamedNode(one))

    def _description(self) -> Quads:
        article = self.extraction.article
        yield from self._typed(self.article, KG.Article, SCHEMA.NewsArticle)
        yield self._said(self.article, DCTERMS.title, ox.Literal(article.title, language="zh"))
        yield self._said(self.article, KG.sha256, ox.Literal(article.sha256))
        if article.issued:
            yield self._said(self.article, DCTERMS.issued, typed(article.issued, XSD.date))
        if is_iri(article.source):
            yield self._said(self.article, DCTERMS.source, ox.NamedNode(article.source))
        if self.extraction.home:
            yield self._said(self.article, KG.homeRegion, self.iris[self.extraction.home])
        for tag in self.extraction.tags:
            yield self._said(self.article, KG.tagRegion, self.iris[tag])

    def _evidence(self, span: Span) -> Generator[ox.Quad, None, ox.NamedNode]:
        """Yield an evidence node and return its IRI."""
        iri = self.mint.record("evidence", self.extraction.article.sha256, span.start, span.end)
        yield from self._typed(iri, KG.Evidence)
        yield self._said(iri, KG.article, self.article)
        yield self._said(iri, KG.start, typed(str(span.start), XSD.integer))
        yield self._said(iri, KG.end, typed(str(span.end), XSD.integer))
        yield self._said(iri, KG.quote, ox.Literal(self.text[span.start : span.end]))
        return iri

    def _relation(self, relation: Relation) -> Quads:
        subject, target = self.iris[relation.subject], self.iris[relation.object]
        if subject == target:  # two names that the article relates are one thing
            return
        predicate = ox.NamedNode(KG[relation.predicate])
        iri = self.mint.record("claim", self.article, subject, predicate, target, relation.evidence)
        evidence = yield from self._evidence(relation.evidence)
        yield ox.Quad(subject, predicate, target)
        yield from self._typed(iri, KG.Claim)
        yield self._said(iri, RDF.subject, subject)
        yield self._said(iri, RDF.predicate, predicate)
        yield self._said(iri, RDF.object, target)
        yield self._said(iri, KG.status, ox.NamedNode(KG[relation.status]))
        yield self._said(iri, KG.evidence, evidence)
        yield self._said(iri, KG.method, ox.Literal(relation.method))
        yield from self._told(iri, relation.voice)

    def _observation(self, one: Observation) -> Quads:
        about, indicator = self.iris[one.about], self.mint.concept("indicator", one.indicator)
        identity = (one.indicator, one.value, one.lower, one.upper, one.unit, one.status, one.period, one.wording)
        iri = self.mint.record("observation", self.article, about, one.evidence, *identity)
        evidence = yield from self._evidence(one.evidence)
        unit = unit_node(one.unit, self.mint)
        yield from self._typed(iri, KG.Observation)
        yield self._said(iri, KG.about, about)
        yield self._said(iri, KG.indicator, indicator)
        yield self._said(iri, KG.unit, unit)
        yield self._said(iri, KG.comparator, ox.NamedNode(KG[one.comparator]))
        yield self._said(iri, KG.status, ox.NamedNode(KG[one.status]))
        yield self._said(iri, KG.wording, ox.Literal(one.wording))
        yield self._said(iri, KG.evidence, evidence)
        yield self._said(iri, KG.method, ox.Literal(one.method))
        for term, amount in ((KG.value, one.value), (KG.lowerBound, one.lower), (KG.upperBound, one.upper)):
            if amount is not None:
                yield self._said(iri, term, number(amount))
        yield from self._told(iri, one.voice, time_terms(one.period))
        yield from _labelled(indicator, KG.Indicator, one.indicator, "zh")
        yield from _labelled(unit, KG.Unit, one.unit, "")

    def _told(self, iri: ox.NamedNode, voice: int, times: Iterable[tuple[str, ox.Literal]] = ()) -> Quads:
        """Yield when a statement holds, and who makes it."""
        for term, value in times:
            yield self._said(iri, term, value)
        if voice >= 0:
            yield self._said(iri, KG.attribution, self._voice(self.extraction.attributions[voice]))

    def _voice(self, one: Attribution) -> ox.NamedNode:
        return self.mint.record("attribution", self.article, one.kind, one.evidence)

    def _attribution(self, one: Attribution) -> Quads:
        iri = self._voice(one)
        evidence = yield from self._evidence(one.evidence)
        yield from self._typed(iri, KG.Attribution)
        yield self._said(iri, KG.speakerKind, ox.Literal(one.kind))
        yield self._said(iri, KG.evidence, evidence)
        if one.speaker:
            yield self._said(iri, KG.speaker, self.iris[one.speaker])

    def _milestone(self, one: Milestone) -> Quads:
        about, stage = self.iris[one.about], self.mint.concept("stage", one.stage)
        iri = self.mint.record("milestone", self.article, about, one.stage, one.date, one.evidence)
        evidence = yield from self._evidence(one.evidence)
        yield from self._typed(iri, KG.Milestone)
        yield self._said(iri, KG.about, about)
        yield self._said(iri, KG.stage, stage)
        yield self._said(iri, KG.date, time_literal(one.date))
        yield from self._told(iri, one.voice, time_terms(one.within) or precision(one.date))
        yield self._said(iri, KG.status, ox.NamedNode(KG[one.status]))
        yield self._said(iri, KG.evidence, evidence)
        yield self._said(iri, KG.method, ox.Literal(one.method))
        yield from _labelled(stage, KG.Stage, one.stage, "zh")

    def _own(self, one: Provision | Turn) -> Quads:
        """Yield a record beyond the annotation contract."""
        cls, whose, fields = _OWN[type(one)]
        iri = self.mint.record(_folder(cls), self.article, *astuple(one))
        evidence = yield from self._evidence(one.evidence)
        yield from self._typed(iri, KG[cls])
        yield self._said(iri, KG[whose], self.iris.get(one.about, self.article))
        yield self._said(iri, KG.evidence, evidence)
        for term, field in fields.items():
            value = getattr(one, field)
            literal = time_literal if term == "date" else ox.Literal
            if value not in (None, ""):
                yield self._said(iri, KG[term], number(value) if isinstance(value, Decimal) else literal(value))
        if isinstance(one, Turn):
            issued = self.extraction.article.issued
            yield from self._told(iri, -1, precision(one.date, reported=one.date == issued))

    def _containment(self) -> Quads:
        """Yield containment between the divisions that the article names, nearest first, by official codes."""
        by_code = {e.code: self.iris[e.id] for e in self.extraction.entities if e.code}
        for code, iri in by_code.items():
            above = next((a for a in ancestors(code) if a in by_code), None)
            if above:
                yield ox.Quad(iri, ox.NamedNode(KG.partOf), by_code[above])


def unit_node(label: str, mint: Minter) -> ox.NamedNode:
    """Return the IRI of a unit: an ontology term where the table names one, else minted from its label."""
    term = {u.unit: u.term for u in table("units", Unit) if u.term}.get(label)
    return ox.NamedNode(KG[term]) if term else mint.concept("unit", label)


def entity_quads(node: Node, mint: Minter) -> Quads:
    """Yield type, names and code of a thing."""
    iri = mint.entity(node)
    for name in (node.type, node.kind):
        if name:
            yield ox.Quad(iri, ox.NamedNode(RDF.type), ox.NamedNode(KG[name]))
    yield ox.Quad(iri, ox.NamedNode(RDFS.label), ox.Literal(node.name, language="zh"))
    for alias in node.aliases:
        yield ox.Quad(iri, ox.NamedNode(SKOS.altLabel), ox.Literal(alias, language="zh"))
    if node.code:
        yield ox.Quad(iri, ox.NamedNode(KG.adcode), ox.Literal(node.code))


def division_quads(codes: set[str], mint: Minter) -> Quads:
    """Yield the divisions above those that articles name, with their containment, from the word tables alone."""
    for code in {a for c in codes for a in (c, *ancestors(c))}:
        division = divisions()[code]
        node = Node("Region", division.name, (), code, "AdministrativeDivision")
        if code not in codes:
            yield from entity_quads(node, mint)
        if division.parent:
            above = Node("Region", divisions()[division.parent].name, (), division.parent, "AdministrativeDivision")
            yield ox.Quad(mint.entity(node), ox.NamedNode(KG.partOf), mint.entity(above))


def _labelled(iri: ox.NamedNode, cls: str, label: str, language: str) -> Quads:
    yield ox.Quad(iri, ox.NamedNode(RDF.type), ox.NamedNode(cls))
    yield ox.Quad(
        iri, ox.NamedNode(RDFS.label), ox.Literal(label, language=language) if language else ox.Literal(label)
    )


def _folder(type_: str) -> str:
    return type_[0].lower() + type_[1:]
