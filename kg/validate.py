"""Whether a saved graph is sound: SHACL shapes, and each quote equal to its span of the article."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg import folder
from kg.errors import GraphError
from kg.lexicon import ONTOLOGY, rules
from kg.store import file_of, load, local_name, table
from kg.vocab import KG, RDF, RDFS

if TYPE_CHECKING:
    from rdflib import Graph


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """One place where a graph is not what it must be."""

    place: str
    """IRI of the node."""
    message_zh: str
    message_en: str
    severity: str = "Violation"


def validate(graph: Path, texts: Mapping[str, str] | None = None) -> list[Violation]:
    """Return what is wrong with a graph, sorted; an empty list means sound.

    ``texts`` maps an article's ``kg:sha256`` to its text (title, line feed, body). Without texts the quotes
    are only checked for their length.
    """
    store = load(graph, checked=False)
    return sorted({*check_file(graph), *check_shapes(store), *check_quotes(store, texts or {})})


def check_file(graph: Path) -> list[Violation]:
    """Return whether a graph's file is another than the manifest beside it says: cut, or changed since the build."""
    file, messages = file_of(graph), rules("messages")["validate"]
    try:
        folder.read(file.parent, file.name)
    except GraphError:
        return [Violation(str(file), messages["manifest_zh"], messages["manifest_en"])]
    return []


def check_shapes(store: ox.Store) -> list[Violation]:
    """Return the violations of ``ontology/shapes.ttl``, article by article so that large graphs stay quick."""
    from rdflib import Graph

    shapes = Graph().parse(ONTOLOGY / "shapes.ttl", format="turtle")
    found: set[Violation] = set()
    for shard in _shards(store):
        data = Graph().parse(data=ox.serialize(shard, format=ox.RdfFormat.N_TRIPLES) or b"", format="nt")
        found |= set(_shape_violations(data, shapes))
    return sorted(found)


def check_quotes(store: ox.Store, texts: Mapping[str, str]) -> list[Violation]:
    """Return evidence whose quote is not the slice of its article's text that its span says."""
    messages = rules("messages")["validate"]
    rows = table(store, KG.quote, KG.article, KG.start, KG.end, KG.sha256)
    found = []
    for node, row in rows.items():
        if KG.quote not in row:
            continue
        quote, start, end = row[KG.quote], _position(row.get(KG.start, "")), _position(row.get(KG.end, ""))
        text = texts.get(rows.get(row.get(KG.article, ""), {}).get(KG.sha256, ""))
        if text is None and texts:
            found.append(Violation(node, messages["text_missing_zh"], messages["text_missing_en"]))
        elif (text is not None and text[start:end] != quote) or len(quote) != end - start:
            where = f" [{start}:{end}]"
            found.append(Violation(node, messages["quote_zh"] + where, messages["quote_en"] + where))
    return found


def _position(value: str) -> int:
    """Return a position, or -1 for what is none: its span then fits no quote."""
    return int(value) if value.isdecimal() and len(value) < 16 else -1


def _shards(store: ox.Store) -> Iterable[list[ox.Triple]]:
    """Yield the default graph, then each named graph with the types of what it refers to."""
    plain = [q.triple for q in store.quads_for_pattern(None, None, None, ox.DefaultGraph())]
    types: dict[object, list[ox.Triple]] = {}
    for triple in plain:
        if triple.predicate.value == RDF.type:
            types.setdefault(triple.subject, []).append(triple)
    yield plain
    for name in sorted(store.named_graphs(), key=str):
        said = [q.triple for q in store.quads_for_pattern(None, None, None, name)]
        concepts = {t.object for t in said if t.predicate.value in (KG.indicator, KG.unit, KG.stage)}
        labels = [t for t in plain if t.subject in concepts and t.predicate.value == RDFS.label]
        yield [*said, *labels, *(t for c in concepts for t in types.get(c, []))]


def _shape_violations(data: "Graph", shapes: "Graph") -> Iterable[Violation]:
    from pyshacl import validate as shacl
    from rdflib.namespace import SH

    _, report, _ = shacl(data, shacl_graph=shapes, advanced=False, inplace=True, abort_on_first=False)
    for result in report.subjects(predicate=SH.resultSeverity):
        messages = {getattr(m, "language", None) or "en": str(m) for m in report.objects(result, SH.resultMessage)}
        node = str(report.value(result, SH.focusNode))
        english = messages.get("en") or next(iter(messages.values()), "")
        yield Violation(
            node, messages.get("zh", english), english, local_name(str(report.value(result, SH.resultSeverity)))
        )
