"""What a build writes: the graph and its companions, claim by claim, of which none is held."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

import pyoxigraph as ox

from kg import __version__, folder
from kg.claims import Claims, folder_hash
from kg.coverage import rows
from kg.export.rdf import write_rdf
from kg.graph import quads
from kg.lexicon import DATA, ONTOLOGY
from kg.records import Extraction, Reject
from kg.resolve import Identity
from kg.sorting import sorted_lines
from kg.store import statements

PAGE_MOST = 200_000_000
"""Bytes of a graph beyond which no page is drawn of all of it: of so much it has 20 MB, and takes 700 MB to make."""

FACTS = ("relations", "observations", "milestones")
"""What is counted of each extraction, by the names of its fields."""


@dataclass
class Told:
    """Sums over the articles of a build, for its manifest and its report."""

    articles: list[dict[str, str]] = field(default_factory=list)
    found: Counter[str] = field(default_factory=lambda: Counter(dict.fromkeys(FACTS, 0)))
    sentences: int = 0
    missed: int = 0
    notes: list[str] = field(default_factory=list)
    page: bool = False
    """Whether the page was written."""

    def add(self, extraction: Extraction) -> None:
        """Count what one article says."""
        article = extraction.article
        self.articles.append({"sha256": article.sha256, "title": article.title})
        for kind in FACTS:
            self.found[kind] += len(getattr(extraction, kind))
        self.sentences += extraction.sentences
        self.missed += len(extraction.missed)
        for path in article.paths[:1]:
            self.notes += [f"{path}: {note}" for note in (*article.notes, *extraction.notes)]


def write(
    claims: Claims, identity: Identity, rejects: list[Reject], edition: folder.Edition, base: str, *, view: bool
) -> Told:
    """Write all files of an edition but the claims, and return what was counted on the way.

    The page is left out where the graph has more than ``PAGE_MOST`` bytes.

    Raises:
        OutputError: a file cannot be written.
    """
    told, graph = Told(), edition.path(folder.GRAPH)
    with edition.opened("missed.jsonl") as missed, edition.opened("coverage.jsonl") as coverage:
        for extraction in claims:
            told.add(extraction)
            missed.writelines(_lines(_missed(extraction)))
            coverage.writelines(_lines(rows([extraction])))
    said = quads(claims, identity.nodes_in, base, identity.possibly)
    with edition.opened(folder.GRAPH) as file:
        file.writelines(sorted_lines((f"{q} ." for q in said), edition.own))
    edition.write("rejects.jsonl", b"".join(_lines(map(asdict, rejects))))
    write_rdf(statements(graph), edition.path("graph.ttl"), ox.RdfFormat.TURTLE)
    told.found.update(node.type for node in set(identity.of.values()))
    told.page = view and graph.stat().st_size <= PAGE_MOST
    if told.page:
        from kg.view import render  # it takes networkx and scipy along

        store = ox.Store()
        store.bulk_extend(statements(graph))
        render(store, edition.path(folder.PAGE), extractions=claims)
    return told


def manifest(told: Told, identity: Identity, rejects: list[Reject], base: str, learned: bool) -> dict[str, Any]:
    """Return what a build was made of; no clock time, so that equal inputs give equal bytes."""
    return {
        **program(base, learned),
        "articles": told.articles,
        "decisions": identity.verdicts.fingerprint,
        "rejected": sorted(r.sha256 for r in rejects),
    }


def program(base: str, learned: bool) -> dict[str, Any]:
    """Return by what a build was made."""
    return {
        "program": __version__,
        "base": base,
        "rules": folder_hash(DATA),
        "models": learned,
        "ontology": folder_hash(ONTOLOGY),
    }


def _missed(extraction: Extraction) -> Iterator[dict[str, Any]]:
    text = extraction.article.text
    for missed in extraction.missed:
        span = missed.evidence
        yield {
            "article": extraction.article.sha256[:16], "title": extraction.article.title, "start": span.start,
            "end": span.end, "sentence": text[span.start : span.end], "reason": missed.reason,
        }  # fmt: skip


def _lines(records: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    return ((json.dumps(record, ensure_ascii=False, sort_keys=True) + "\n").encode() for record in records)
