"""The graph in the formats of RDF, in a stable order."""

import json
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby, islice
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.atomic import write_atomically, written_atomically
from kg.lexicon import ONTOLOGY
from kg.sorting import sorted_lines
from kg.store import Term, text_of
from kg.vocab import ENTITY_BASE, ENTITY_TYPES, PREFIXES, RDF, XSD

_APART = "\0"
"""Stands between the parts of a key that is sorted: before every character that a term is written with."""
_DEFAULT = str(ox.DefaultGraph())
_AT_ONCE = 10_000
"""Statements parsed at once."""
_RECORD_FOLDERS = ("article", "claim", "evidence", "indicator", "milestone", "observation", "stage", "unit")


def prefixes(base: str = ENTITY_BASE) -> dict[str, str]:
    """Return the prefixes of Turtle files: the ontology's and one for each kind of entity and record."""
    kinds = [t[0].lower() + t[1:] for t in ENTITY_TYPES]
    return {**PREFIXES, **{kind: f"{base}{kind}/" for kind in (*kinds, *_RECORD_FOLDERS)}}


def write_rdf(quads: Iterable[ox.Quad], out: Path, form: ox.RdfFormat) -> list[Path]:
    """Write a graph in a format of RDF, sorted outside memory; N-Quads and N-Triples are canonical: sorted lines."""
    with written_atomically(out) as file:
        if form in (ox.RdfFormat.N_QUADS, ox.RdfFormat.N_TRIPLES):
            rows = quads if form.supports_datasets else (q.triple for q in quads)
            file.writelines(sorted_lines((f"{row} ." for row in rows), out.parent))
        else:
            ordered = _quads(quads, out.parent) if form.supports_datasets else _triples(quads, out.parent)
            ox.serialize(ordered, file, format=form, prefixes=prefixes())
    return [out]


def write_json_ld(quads: Iterable[ox.Quad], out: Path) -> list[Path]:
    """Write JSON-LD 1.1, compacted with the ontology's context, which stands in the file.

    The top ``@graph`` is the default graph; in it lies an object for each named graph, with a ``@graph`` of its own.
    """
    context = json.loads((ONTOLOGY / "context.jsonld").read_text(encoding="utf-8"))["@context"]
    compact = _Compact(context)
    default: list[dict[str, Any]] = []
    for graph, said in groupby(_quads(quads, out.parent), key=lambda q: q.graph_name):
        nodes = [compact.node(text_of(s), list(part)) for s, part in groupby(said, key=lambda q: q.subject)]
        default += nodes if isinstance(graph, ox.DefaultGraph) else [{"id": graph.value, "@graph": nodes}]
    write_atomically(out, json.dumps({"@context": context, "@graph": default}, ensure_ascii=False, indent=1) + "\n")
    return [out]


class _Compact:
    """Says statements with the terms of a context: the part of JSON-LD compaction that a graph without lists needs."""

    def __init__(self, context: dict[str, Any]) -> None:
        self.context, self.vocabulary = context, context["@vocab"]
        self.prefixes = {k: v for k, v in context.items() if isinstance(v, str) and k[:1] != "@" and v[:1] != "@"}
        self.terms: dict[str, dict[tuple[str, str], str]] = {}
        """Predicate → type or @id, and language → the term that says them."""
        for term, means in context.items():
            if isinstance(means, dict) and ("@type" in means or "@language" in means):
                said = (self._expanded(means.get("@type", "")), means.get("@language", ""))
                self.terms.setdefault(self._expanded(means["@id"]), {})[said] = term

    def node(self, iri: str, quads: Iterable[ox.Quad]) -> dict[str, Any]:
        """Return a node object with the statements of one subject."""
        found: dict[str, list[Any]] = {}
        for quad in quads:
            key, value = self._said(quad.predicate.value, quad.object)
            found.setdefault(key, []).append(value)
        return {"id": iri, **{key: values[0] if len(values) == 1 else values for key, values in sorted(found.items())}}

    def _said(self, predicate: str, value: Term) -> tuple[str, Any]:
        """Return the key and value of a statement: short where a term says its type or language, else in full."""
        if predicate == RDF.type:
            return "type", self._short(text_of(value))
        type_, language = "@id", ""
        if isinstance(value, ox.Literal):
            type_, language = "" if value.language else value.datatype.value, value.language or ""
        term = self.terms.get(predicate, {}).get((type_, language))
        if term:
            return term, text_of(value)
        if type_ == "@id":
            return self._prefixed(predicate), {"id": text_of(value)}
        local = predicate.removeprefix(self.vocabulary)
        if type_ == XSD.string and local != predicate and local not in self.context:
            return local, text_of(value)
        mark = {"@language": language} if language else {} if type_ == XSD.string else {"@type": type_}
        return self._prefixed(predicate), {"@value": text_of(value), **mark}

    def _short(self, iri: str) -> str:
        local = iri.removeprefix(self.vocabulary)
        return local if local != iri and ":" not in local else self._prefixed(iri)

    def _prefixed(self, iri: str) -> str:
        for prefix, base in self.prefixes.items():
            if iri.startswith(base) and iri != base:
                return f"{prefix}:{iri[len(base) :]}"
        return iri

    def _expanded(self, name: str) -> str:
        prefix, colon, local = name.partition(":")
        return self.prefixes[prefix] + local if colon and prefix in self.prefixes else name


def _triples(quads: Iterable[ox.Quad], place: Path) -> Iterator[ox.Triple]:
    """Yield each triple once, in order: types first, then by predicate and object as written."""
    keys = ((q.subject, int(q.predicate.value != RDF.type), q.predicate, q.object) for q in quads)
    return (q.triple for q in _sorted(keys, place, lambda s, _, p, o: (s, p, o)))


def _quads(quads: Iterable[ox.Quad], place: Path) -> Iterator[ox.Quad]:
    """Yield each quad once, by graph, subject, predicate and object as written, the default graph last."""
    keys = ((q.graph_name, q.subject, q.predicate, q.object) for q in quads)
    return _sorted(keys, place, lambda g, s, p, o: (s, p, o, "" if g == _DEFAULT else g))


def _sorted(keys: Iterable[tuple[Any, ...]], place: Path, said: Callable[..., tuple[str, ...]]) -> Iterator[ox.Quad]:
    """Sort statements outside memory by keys as they are written; ``said`` puts a key back into a statement's order."""
    lines = sorted_lines((_APART.join(map(str, key)) for key in keys), place)
    statements = (" ".join((*said(*line.decode()[:-1].split(_APART, 3)), ".\n")) for line in lines)
    while part := "".join(islice(statements, _AT_ONCE)):
        yield from ox.parse(part, format=ox.RdfFormat.N_QUADS)
