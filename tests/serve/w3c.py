"""The W3C's suites of SPARQL 1.0 and 1.1 query tests: where to get them, their cases, and when an answer is right.

No text of theirs is part of the project. The source distribution of rdflib holds a snapshot of them, which pip fetches.
"""

import csv
import io
import re
import subprocess
import sys
import tarfile
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit
from urllib.request import url2pathname

import pyoxigraph as ox
import rdflib
from rdflib import RDF, XSD, Namespace

PINNED = "rdflib==7.6.0 --hash=sha256:6c831288d5e4a5a7ece85d0ccde9877d512a3d0f02d7c06455d00d6d0ea379df"
ARCHIVE, INSIDE = "rdflib-7.6.0.tar.gz", "rdflib-7.6.0/test/data/suites/w3c"
MANIFESTS = {"dawg-data-r2": ("manifest-evaluation.ttl", "manifest-syntax.ttl"), "sparql11": ("manifest-all.ttl",)}
"""Folder of each suite (SPARQL 1.0, 1.1) → the manifests that name all of it."""

TESTS = "http://www.w3.org/2001/sw/DataAccess/tests/"
MF, QT, RS = (Namespace(f"{TESTS}{name}#") for name in ("test-manifest", "test-query", "result-set"))
APPROVAL, WITHDRAWN = (rdflib.URIRef(f"{TESTS}test-dawg#{name}") for name in ("approval", "Withdrawn"))
REGIME = rdflib.URIRef("http://www.w3.org/ns/sparql-service-description#entailmentRegime")

TABLES = {
    ".srx": "application/sparql-results+xml",
    ".srj": "application/sparql-results+json",
    ".tsv": "text/tab-separated-values",
    ".csv": "text/csv",
}
"""Ending of a result's file → the media type of its format for tables; all other results are RDF."""


@dataclass(frozen=True, slots=True)
class Case:
    """A test that asks a query."""

    name: str
    """Folder and local name, as property-path/pp01."""
    kind: str
    """Local name of its class in the vocabulary of manifests."""
    needs: str
    """What no endpoint for one store must offer: an entailment regime, SERVICE, FROM; empty where it needs neither."""
    query: str
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]
    """IRIs of the files that are the dataset."""
    result: Path | None
    lax: bool
    """Whether rows may be fewer than in the result, as REDUCED allows."""

    @property
    def dataset(self) -> str:
        """The dataset in the words of the SPARQL 1.1 Protocol; an empty graph where the case has none."""
        named = [("named-graph-uri", iri) for iri in self.named_graphs]
        default = [("default-graph-uri", iri) for iri in self.default_graphs or (f"{TESTS}none",)]
        return urlencode([*default, *named])

    @property
    def accept(self) -> str:
        """The media types of its result: for RDF that of a graph, else of a table that is written as RDF."""
        return TABLES.get(self.result.suffix if self.result else "", "text/turtle, application/sparql-results+json")


@dataclass(frozen=True, slots=True)
class Table:
    """What a SELECT answers."""

    names: list[str]
    rows: list[dict[str, Any]]
    ordered: bool = False

    def shape(self, ordered: bool, counted: bool) -> ox.Dataset:
        """Return what is the same for equal tables: a blank node a row, with its place or how often it comes."""
        rows = [frozenset((name, _by_value(term)) for name, term in row.items() if term) for row in self.rows]
        marked = enumerate(rows) if ordered else ((n if counted else 1, row) for row, n in Counter(rows).items())
        found = ox.Dataset()
        for mark, row in marked:
            node = ox.BlankNode()
            for name, term in (("", ox.Literal(mark)), *row):
                found.add(ox.Quad(node, ox.NamedNode(f"x:{name}"), term))
        return _canonical(found)


def fetched(cache: Path) -> Path | str:
    """Return the archive with the suites, from a folder or, the first time, by pip; what pip said where it failed."""
    archive = cache / ARCHIVE
    if not archive.exists():
        with tempfile.TemporaryDirectory(dir=cache) as folder:
            wanted = Path(folder) / "wanted.txt"
            wanted.write_text(PINNED, encoding="utf-8")
            pip = [sys.executable, "-m", "pip", "--retries", "1", "--timeout", "15", "download", "-q", "--no-deps"]
            command = [*pip, "--no-binary", "rdflib", "-d", folder, "-r", str(wanted)]
            done = subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace")
            if done.returncode:
                return done.stderr
            (Path(folder) / ARCHIVE).replace(archive)
    return archive


def cases(archive: Path, folder: Path) -> list[Case]:
    """Unpack the suites into a folder and return their cases, without those that were withdrawn."""
    with tarfile.open(archive) as tar:
        parts = tuple(f"{INSIDE}/{part}/" for part in MANIFESTS)
        tar.extractall(folder, [member for member in tar if member.name.startswith(parts)], filter="data")
    found = []
    for part, tops in MANIFESTS.items():
        for top in tops:
            listed = rdflib.Graph().parse(folder / INSIDE / part / top)
            for manifest in listed.items(next(listed.objects(None, MF.include))):
                found += _cases(_path(manifest))
    return found


def _cases(manifest: Path) -> Iterator[Case]:
    graph = rdflib.Graph().parse(manifest)
    for test in graph.items(next(graph.objects(None, MF.entries))):
        action = graph.value(test, MF.action)
        query = graph.value(action, QT.query, default=action)  # a test of syntax has nothing but the query
        if not str(query).endswith(".rq") or graph.value(test, APPROVAL) == WITHDRAWN:
            continue
        text, result = _path(query).read_text(encoding="utf-8"), graph.value(test, MF.result)
        yield Case(
            f"{manifest.parent.name}/{test.fragment}",
            graph.value(test, RDF.type).fragment,
            "entailment" if (action, REGIME, None) in graph else _word(text),
            f"BASE <{query}>\n{text}",
            tuple(map(str, graph.objects(action, QT.data))),
            tuple(map(str, graph.objects(action, QT.graphData))),
            _path(result) if result else None,
            (test, MF.resultCardinality, MF.LaxCardinality) in graph,
        )


def _word(query: str) -> str:
    bare = re.sub(r'<[^<>"{}|^`\\\s]*>|"[^"\n]*"|#.*', "", query)
    return next((word for word in ("SERVICE", "FROM") if re.search(rf"(?i)\b{word}\b(?!:)", bare)), "")


def _path(iri: Any) -> Path:
    return Path(url2pathname(urlsplit(str(iri)).path))


def datasets(found: Iterable[Case]) -> ox.Store:
    """Return a store in which each file of the cases' datasets is the graph of its own IRI."""
    store = ox.Store()
    for iri in {iri for case in found for iri in (*case.default_graphs, *case.named_graphs)}:
        for quad in ox.parse(path=_path(iri), base_iri=iri, rename_blank_nodes=True):
            store.add(ox.Quad(*quad.triple, ox.NamedNode(iri)))
    return store


def agrees(case: Case, text: str, media: str) -> bool:
    """Tell whether an answer is a case's result.

    Blank nodes agree by isomorphism, numbers by datatype and value, rows as often as they come, or in their order where
    the result tells it.
    """
    path = case.result
    expected = _read(path.read_text(encoding="utf-8"), TABLES.get(path.suffix) or _rdf(path.suffix), path.as_uri())
    found = _read(text, media, "")
    if not isinstance(expected, Table) or not isinstance(found, Table):
        return expected == found
    if set(expected.names) != set(found.names) or len(found.rows) > len(expected.rows):
        return False
    ordered, counted = expected.ordered, not case.lax
    return expected.shape(ordered, counted) == found.shape(ordered, counted)


def _rdf(suffix: str) -> str:
    return ox.RdfFormat.from_extension(suffix[1:]).media_type


def _read(text: str, media: str, base: str) -> bool | Table | ox.Dataset:
    if media == "text/csv":
        names, *rows = csv.reader(io.StringIO(text))
        return Table(names, [dict(zip(names, map(_cell, row), strict=True)) for row in rows])
    if form := ox.QueryResultsFormat.from_media_type(media):
        read = ox.parse_query_results(text, form)
        if isinstance(read, ox.QueryBoolean):
            return bool(read)
        names = [variable.value for variable in read.variables]
        return Table(names, [dict(zip(names, row, strict=True)) for row in read])
    quads = list(ox.parse(text, ox.RdfFormat.from_media_type(media), base_iri=base or None))
    told = _result_set(quads)
    if told is not None:
        return told
    return _canonical(ox.Dataset(ox.Quad(q.subject, q.predicate, _by_value(q.object)) for q in quads))


def _result_set(quads: Iterable[ox.Quad]) -> bool | Table | None:
    """Return a table or a truth that is written in the vocabulary of result sets; None for any other graph."""
    facts = defaultdict(list)
    for quad in quads:
        facts[quad.subject, quad.predicate.value].append(quad.object)
    node = next((subject for subject, p in facts if p in (str(RS.resultVariable), str(RS.boolean))), None)
    if node is None:
        return None
    if truth := facts[node, str(RS.boolean)]:
        return truth[0].value == "true"
    rows = []
    for solution in facts[node, str(RS.solution)]:
        place = facts[solution, str(RS["index"])]
        bindings = facts[solution, str(RS.binding)]
        row = {facts[b, str(RS.variable)][0].value: facts[b, str(RS.value)][0] for b in bindings}
        rows.append((int(place[0].value) if place else 0, row))
    rows.sort(key=lambda row: row[0])
    names = [name.value for name in facts[node, str(RS.resultVariable)]]
    return Table(names, [row for _, row in rows], ordered=any(place for place, _ in rows))


def _cell(text: str) -> Any:
    return ox.BlankNode(text[2:]) if text.startswith("_:") else ox.Literal(text) if text else None


def _by_value(term: Any) -> Any:
    """Return a number as one of its spellings; any other term as it is."""
    kind = rdflib.URIRef(term.datatype.value) if isinstance(term, ox.Literal) else None
    try:
        if kind in (XSD.double, XSD.float):
            return ox.Literal(repr(float(term.value)), datatype=term.datatype)
        if kind in (XSD.integer, XSD.decimal):
            return ox.Literal(str(Decimal(term.value).normalize()), datatype=term.datatype)
    except ArithmeticError:
        pass  # no number at all, as "x"^^xsd:integer
    return term


def _canonical(dataset: ox.Dataset) -> ox.Dataset:
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return dataset
