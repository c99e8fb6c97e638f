"""What the page knows: things, links, figures, steps, articles and evidence, as compact rows of numbers and texts.

Each kind of row is a JSON array whose places are described here; ``kg/view/data.js`` is the one that reads them. A
statement that several articles make is one row; ``said`` lists who makes it: evidence, wording, identifier, and for a
figure start and end of the wording in the sentence, in code points.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

import networkx as nx
import pyoxigraph as ox

from kg.cells import BAR
from kg.facts import period_of
from kg.network import clean
from kg.records import Extraction
from kg.store import local_name, pairs, table
from kg.view.doubts import Doubts
from kg.view.ground import spots
from kg.view.lights import lights_of
from kg.view.names import syllables
from kg.view.spans import place_of
from kg.view.texts import Text, texts_of
from kg.vocab import (
    COMPARATORS,
    DCTERMS,
    ENTITY_BASE,
    ENTITY_TYPES,
    KG,
    PREDICATES,
    PREFIXES,
    RDF,
    RDFS,
    REGION_KINDS,
    STAGES,
    STATUSES,
)  # fmt: skip

Rows = dict[str, dict[str, str]]
Json = list[Any]

GROUNDS = ("rule", "model", "home", "table")
"""How a statement was found: by a rule, weighed by a model, inferred from an article's home, by official codes."""
_WEIGHED = ("judge", "weighed-subject")


def content(
    store: ox.Store, graph: nx.MultiDiGraph, ranked: list[str], extractions: Iterable[Extraction]
) -> dict[str, Any]:
    """Return the page's tables; things come in the order of ``ranked``, statements in that of their identifiers."""
    return _Content(store, graph, ranked, texts_of(extractions)).tables()


class _Content:
    """One graph on its way into rows; texts and evidence are numbered as they come."""

    def __init__(self, store: ox.Store, graph: nx.MultiDiGraph, ranked: list[str], texts: dict[str, Text]) -> None:
        self.store, self.graph, self.ranked = store, graph, ranked
        self.things = {iri: number for number, iri in enumerate(ranked)}
        self.spans = table(store, KG.article, KG.start, KG.end)
        self.quotes = dict(pairs(store, KG.quote))
        self.labels = dict(pairs(store, RDFS.label))
        self.records = table(store, DCTERMS.title, DCTERMS.issued, DCTERMS.source, KG.sha256, KG.homeRegion)
        self.articles = {iri: number for number, iri in enumerate(self._dated())}
        self.texts = {iri: texts[row[KG.sha256]] for iri, row in self.records.items() if row.get(KG.sha256) in texts}
        self.doubts = Doubts(store)
        self.evidence: dict[str, int] = {}
        self.words: dict[str, dict[str, int]] = {"indicators": {}, "units": {}, "stages": {}}
        self.base = next((iri.partition("article/")[0] for iri in self.articles if "article/" in iri), ENTITY_BASE)

    def tables(self) -> dict[str, Any]:
        """Return all tables; those that fill the lists of words and evidence come before these."""
        found = {
            "links": list(self._links()), "figures": self._figures(), "steps": self._steps(),
            "articles": list(self._articles()), "things": [self._thing(iri) for iri in self.ranked],
        }  # fmt: skip
        closed = {"types": ENTITY_TYPES, "kinds": REGION_KINDS, "predicates": PREDICATES, "statuses": STATUSES}
        lists = {name: [self._named(iri) for iri in iris] for name, iris in self.words.items()}
        return {
            **found, **closed, **lists, "grounds": GROUNDS, "comparators": COMPARATORS, "order": STAGES,
            "evidence": [self._cited(iri) for iri in self.evidence], "base": self.base, "findings": self.doubts.rows,
            "vocabulary": PREFIXES, "independent": self._independent(), "possibly": self._possibly(),
            **self._ground(), "lights": self._lights(),
        }  # fmt: skip

    def _independent(self) -> dict[str, int]:
        """Return statement → how many articles say the fact of their own, where several articles say it."""
        count, repeats = table(self.store, KG.independentArticles), pairs(self.store, KG.repeats)
        several = {iri for pair in repeats for iri in pair} | {
            iri for iri, row in count.items() if row[KG.independentArticles] != "1"
        }
        return {self.local(iri): int(count[iri][KG.independentArticles]) for iri in sorted(several & count.keys())}

    def _dated(self) -> list[str]:
        """Return the articles, the latest first."""
        spoken = {row[KG.article] for row in self.spans.values() if KG.article in row}
        ordered = sorted(spoken | {iri for iri, row in self.records.items() if KG.sha256 in row})
        return sorted(ordered, key=lambda iri: self.records.get(iri, {}).get(DCTERMS.issued, ""), reverse=True)

    def local(self, iri: str) -> str:
        """Return an IRI without the base that nearly all share."""
        return iri.removeprefix(self.base)

    def word(self, kind: str, iri: str) -> int:
        """Return the number of an indicator, unit or stage."""
        return self.words[kind].setdefault(iri, len(self.words[kind]))

    def _named(self, iri: str) -> list[str]:
        """Return id and label of an indicator, unit or stage."""
        return [self.local(iri), clean(self.labels.get(iri) or local_name(iri))]

    def cite(self, iri: str) -> int:
        """Return the number of a piece of evidence."""
        return self.evidence.setdefault(iri, len(self.evidence))

    def _thing(self, iri: str) -> Json:
        """Return id, label, type, kind or -1, aliases, division code, mentions, syllables of the names."""
        data = self.graph.nodes[iri]
        names = [clean(name) for name in (str(data["label"]), *str(data["aliases"]).split(BAR)) if name]
        kind = REGION_KINDS.index(data["kind"]) if data["kind"] else -1
        type_ = ENTITY_TYPES.index(data["type"])
        return [self.local(iri), names[0] if names else "", type_, kind, names[1:], data["adcode"], data["mentions"],
                syllables(names)]  # fmt: skip

    def _links(self) -> Iterator[Json]:
        """Yield subject, predicate, object, and for each article that says so: evidence, status, ground, id."""
        claims: dict[tuple[str, str, str], Json] = defaultdict(list)
        columns = (RDF.subject, RDF.predicate, RDF.object, KG.status, KG.evidence, KG.method)
        for iri, row in table(self.store, *columns).items():
            if RDF.subject in row and row.get(KG.evidence) in self.spans:
                said = [self.cite(row[KG.evidence]), _status(row), _ground(row), self.local(iri)]
                claims[row[RDF.subject], row.get(RDF.predicate, ""), row.get(RDF.object, "")].append(said)
        for subject, target, key in self.graph.edges(keys=True):
            said = claims.get((subject, KG[key], target), [])
            yield [self.things[subject], PREDICATES.index(key), self.things[target], said]

    def _possibly(self) -> Json:
        """Return pairs of things of which people are unsure whether they are one."""
        known = self.things
        found = {
            tuple(sorted((known[s], known[o])))
            for s, o in pairs(self.store, KG.possiblySameAs)
            if s in known and o in known
        }
        return sorted(map(list, found))

    def _ground(self) -> dict[str, Any]:
        """Return the seats of all divisions, and code → seat of those drawn."""
        land, seats = spots(str(code) for _, code in self.graph.nodes(data="adcode"))
        return {"land": [axis for spot in land for axis in spot], "seats": seats}

    def _lights(self) -> dict[str, Any]:
        """Return day and rule of the board, and [project, line of the rule] of those that have dated steps or turns."""
        found = lights_of(self.store, (iri for iri in self.ranked if self.graph.nodes[iri]["type"] == "Project"))
        return {**found, "of": [[self.things[iri], line] for iri, line in found["of"].items()]}

    def _figures(self) -> Json:
        """Return thing, indicator, comparator, value, lower, upper, unit, status, period, ground, findings, said."""
        rows: dict[tuple[Any, ...], Json] = defaultdict(list)
        for iri, row in self._about(KG.indicator, KG.comparator, KG.value, KG.lowerBound, KG.upperBound, KG.unit,
                                    KG.period, KG.periodStart, KG.periodEnd, KG.wording):  # fmt: skip
            comparator = local_name(row.get(KG.comparator, ""))
            key = (
                self.things[row[KG.about]], self.word("indicators", row[KG.indicator]), _place(COMPARATORS, comparator),
                *(row.get(term, "") for term in (KG.value, KG.lowerBound, KG.upperBound)),
                self.word("units", row.get(KG.unit, "")), _status(row), period_of(row), _ground(row),
            )  # fmt: skip
            evidence, wording = row[KG.evidence], row.get(KG.wording, "")
            place = place_of(wording, self.quotes.get(evidence, ""))
            rows[key].append([self.cite(evidence), clean(wording), iri, *place])
        return self._doubted(rows)

    def _steps(self) -> Json:
        """Return thing, stage, date, status, ground, findings, said."""
        rows: dict[tuple[Any, ...], Json] = defaultdict(list)
        for iri, row in self._about(KG.stage, KG.date):
            stage = self.word("stages", row[KG.stage])
            key = (self.things[row[KG.about]], stage, row.get(KG.date, ""), _status(row), _ground(row))
            rows[key].append([self.cite(row[KG.evidence]), "", iri])
        return self._doubted(rows)

    def _doubted(self, rows: dict[tuple[Any, ...], Json]) -> Json:
        """Return statements with the numbers of the findings that rest on them."""
        found = []
        for key, said in rows.items():
            doubts = self.doubts.about(*(record for _, _, record, *_ in said))
            found.append([*key, doubts, [[cited, wording, self.local(iri), *at] for cited, wording, iri, *at in said]])
        return found

    def _about(self, needed: str, *columns: str) -> Iterator[tuple[str, dict[str, str]]]:
        """Yield the records about drawn things that have evidence and a property."""
        known = table(self.store, KG.about, needed, *columns, KG.status, KG.evidence, KG.method)
        for iri, row in known.items():
            if needed in row and row.get(KG.about) in self.things and row.get(KG.evidence) in self.spans:
                yield iri, row

    def _articles(self) -> Iterator[Json]:
        """Yield id, title, date, source, home or -1, names [thing, start, end], not understood, text, ledger."""
        missed, names = defaultdict(list), defaultdict(list)
        for article, evidence in pairs(self.store, KG.notUnderstood):
            if evidence in self.spans:
                missed[article].append(self.cite(evidence))
        for thing, evidence in pairs(self.store, KG.mention):
            if thing in self.things and evidence in self.spans:
                row = self.spans[evidence]
                names[row[KG.article]].append([self.things[thing], int(row[KG.start]), int(row[KG.end])])
        for iri in self.articles:
            row = self.records.get(iri, {})
            text = self.texts.get(iri, Text())
            yield [
                self.local(iri), clean(row.get(DCTERMS.title, "")), row.get(DCTERMS.issued, ""),
                row.get(DCTERMS.source, ""), self.things.get(row.get(KG.homeRegion, ""), -1),
                sorted(names[iri], key=lambda name: name[1:]), missed[iri], text.text, text.ledger,
            ]  # fmt: skip

    def _cited(self, iri: str) -> Json:
        """Return article, start, end, and the quote where the article's text is not there to be cut from."""
        row = self.spans[iri]
        start, end, quote = int(row[KG.start]), int(row[KG.end]), clean(self.quotes.get(iri, ""))
        text = self.texts.get(row[KG.article], Text()).text
        cited = [self.articles[row[KG.article]], start, end]
        return cited if text[start:end] == quote else [*cited, quote]


def _status(row: dict[str, str]) -> int:
    return _place(STATUSES, local_name(row.get(KG.status, "")))


def _ground(row: dict[str, str]) -> int:
    method = row.get(KG.method, "")
    if method in _WEIGHED:
        return GROUNDS.index("model")
    return GROUNDS.index("home" if method.endswith("-home") else "table" if method.endswith("-table") else "rule")


def _place(words: tuple[str, ...], word: str) -> int:
    return words.index(word) if word in words else -1
