"""A saved graph → other formats, in a stable order, so that equal graphs give equal bytes."""

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx as nx
import pyoxigraph as ox

from kg.atomic import write_atomically
from kg.errors import UsageError
from kg.network import flat, network
from kg.store import load
from kg.vocab import ENTITY_BASE, ENTITY_TYPES, PREFIXES, RDF

Writer = Callable[[ox.Store, Path], list[Path]]

_RECORD_FOLDERS = ("article", "claim", "evidence", "indicator", "milestone", "observation", "stage", "unit")
_NODE_COLUMNS = ("iri", "label", "type", "kind", "aliases", "adcode", "mentions")
_EDGE_COLUMNS = ("source", "target", "source_label", "target_label", "predicate", "status", "evidence")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def export(graph_path: Path, out: Path, form: str) -> list[Path]:
    """Write the graph at ``graph_path`` to ``out`` in one of :data:`FORMATS`; return the files written.

    ``csv`` writes two tables, nodes and edges: into ``out`` if it is a folder, else beside its stem.

    Raises:
        UsageError: no such format.
        GraphError: no graph there, or a damaged one.
        OutputError: it could not be written.
    """
    if form not in FORMATS:
        raise UsageError(f"{form!r} is no format; choose one of {', '.join(FORMATS)}")
    return FORMATS[form](load(graph_path), out)


def prefixes(base: str = ENTITY_BASE) -> dict[str, str]:
    """Return the prefixes of Turtle files: the ontology's and one for each kind of entity and record."""
    kinds = [t[0].lower() + t[1:] for t in ENTITY_TYPES]
    return {**PREFIXES, **{kind: f"{base}{kind}/" for kind in (*kinds, *_RECORD_FOLDERS)}}


def guarded(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula: an apostrophe before =, +, -, @, tab and the like."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _triples(store: ox.Store) -> list[ox.Triple]:
    """Return each triple once, sorted: types first, then by predicate and object as written."""
    unique = {q.triple for q in store}
    return sorted(
        unique, key=lambda t: (str(t.subject), t.predicate.value != RDF.type, str(t.predicate), str(t.object))
    )


def _quads(store: ox.Store) -> list[ox.Quad]:
    return sorted(store, key=lambda q: (str(q.graph_name), str(q.subject), str(q.predicate), str(q.object)))


def _rdf(form: ox.RdfFormat) -> Writer:
    def write(store: ox.Store, out: Path) -> list[Path]:
        rows: Any = _quads(store) if form.supports_datasets else _triples(store)
        names = prefixes() if form in (ox.RdfFormat.TURTLE, ox.RdfFormat.TRIG, ox.RdfFormat.JSON_LD) else None
        data = ox.serialize(rows, format=form, prefixes=names) or b""
        if form in (ox.RdfFormat.N_QUADS, ox.RdfFormat.N_TRIPLES):
            data = b"".join(sorted(data.splitlines(keepends=True)))
        write_atomically(out, data)
        return [out]

    return write


def _graphml(store: ox.Store, out: Path) -> list[Path]:
    buffer = io.BytesIO()
    nx.write_graphml(flat(network(store)), buffer, named_key_ids=True)
    write_atomically(out, buffer.getvalue())
    return [out]


def _gexf(store: ox.Store, out: Path) -> list[Path]:
    """Write GEXF without the date of today that networkx puts into its head."""
    buffer = io.BytesIO()
    nx.write_gexf(flat(network(store)), buffer)
    write_atomically(out, re.sub(rb' lastmodifieddate="[^"]{0,30}"', b"", buffer.getvalue()))
    return [out]


def _csv(store: ox.Store, out: Path) -> list[Path]:
    graph = flat(network(store))
    folder, stem = (out, "") if out.is_dir() else (out.parent, f"{out.stem}-")
    nodes = [{"iri": n, **d} for n, d in graph.nodes(data=True)]
    labels = {n: d["label"] for n, d in graph.nodes(data=True)}
    edges = [
        {"source": s, "target": t, "source_label": labels[s], "target_label": labels[t], **d}
        for s, t, d in graph.edges(data=True)
    ]
    written = []
    for name, columns, rows in (("nodes", _NODE_COLUMNS, nodes), ("edges", _EDGE_COLUMNS, edges)):
        path = folder / f"{stem}{name}.csv"
        write_atomically(path, _sheet(columns, rows))
        written.append(path)
    return written


def _sheet(columns: tuple[str, ...], rows: list[dict[str, object]]) -> str:
    """Return CSV text with a byte order mark, so that spreadsheets read it as UTF-8."""
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows({k: guarded(v) if isinstance(v, str) else v for k, v in row.items()} for row in rows)
    return "\ufeff" + text.getvalue()


FORMATS: dict[str, Writer] = {
    "ttl": _rdf(ox.RdfFormat.TURTLE),
    "nq": _rdf(ox.RdfFormat.N_QUADS),
    "trig": _rdf(ox.RdfFormat.TRIG),
    "nt": _rdf(ox.RdfFormat.N_TRIPLES),
    "jsonld": _rdf(ox.RdfFormat.JSON_LD),
    "graphml": _graphml,
    "gexf": _gexf,
    "csv": _csv,
}
