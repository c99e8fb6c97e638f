"""Answers written down: for the terminal, for spreadsheets, and in the result formats of the W3C."""

import csv
import io
import json
import unicodedata
from collections.abc import Callable
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

import pyoxigraph as ox

from kg.cells import csv_text, guarded
from kg.query.engine import Answer, Cell
from kg.vocab import PREFIXES, SPARQL_RESULTS, XSD


def as_table(answer: Answer) -> str:
    """Return an answer as aligned text; Chinese characters count two columns."""
    rows = [list(answer.columns), *([c.value if c else "" for c in row] for row in answer.rows)]
    shown = [[_shortened(cell) for cell in row] for row in rows]
    widths = [max(_width(row[i]) for row in shown) for i in range(len(answer.columns))]
    lines = ["  ".join(c + " " * (w - _width(c)) for c, w in zip(row, widths, strict=True)).rstrip() for row in shown]
    return "\n".join([lines[0], "  ".join("-" * w for w in widths), *lines[1:]]) + "\n"


def as_csv(answer: Answer) -> str:
    """Return an answer as CSV; cells that a spreadsheet would take for a formula get an apostrophe before them."""
    rows = (["" if c is None else c.value if _is_number(c) else guarded(c.value) for c in row] for row in answer.rows)
    return csv_text([answer.columns, *rows])


def as_json(answer: Answer) -> str:
    """Return an answer in the SPARQL 1.1 Query Results JSON Format (W3C Recommendation, 2013)."""
    if answer.form == "ASK":
        return json.dumps({"head": {}, "boolean": _truth(answer) == "true"}) + "\n"
    bindings = [{k: _json(c) for k, c in zip(answer.columns, row, strict=True) if c} for row in answer.rows]
    value = {"head": {"vars": list(answer.columns)}, "results": {"bindings": bindings}}
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def as_xml(answer: Answer) -> str:
    """Return an answer in the SPARQL Query Results XML Format (W3C Recommendation, 2013)."""
    from kg.network import clean  # brings networkx, which a worker needs for nothing else

    root = Element("sparql", xmlns=SPARQL_RESULTS)
    head = SubElement(root, "head")
    if answer.form == "ASK":
        SubElement(root, "boolean").text = _truth(answer)
        return _XML + tostring(root, encoding="unicode") + "\n"
    for name in answer.columns:
        SubElement(head, "variable", name=name)
    results = SubElement(root, "results")
    for row in answer.rows:
        result = SubElement(results, "result")
        for name, cell in zip(answer.columns, row, strict=True):
            if cell:
                found = _json(cell)
                kind, value = found.pop("type"), found.pop("value")
                SubElement(SubElement(result, "binding", name=name), kind, found).text = clean(value)
    return _XML + tostring(root, encoding="unicode") + "\n"


def as_csv_results(answer: Answer) -> str:
    """Return an answer in the SPARQL 1.1 Query Results CSV Format (W3C Recommendation, 2013): values as they are."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(answer.columns)
    writer.writerows(["" if c is None else _labelled(c) for c in row] for row in answer.rows)
    return text.getvalue()


def as_tsv(answer: Answer) -> str:
    """Return an answer in the SPARQL 1.1 Query Results TSV Format: terms in the syntax of SPARQL."""
    rows = ["\t".join("" if c is None else str(_term(c)).replace("\t", "\\t") for c in row) for row in answer.rows]
    return "\n".join(["\t".join(f"?{name}" for name in answer.columns), *rows]) + "\n"


def as_graph(answer: Answer, form: ox.RdfFormat) -> str:
    """Return the triples of a CONSTRUCT or DESCRIBE in an RDF format, sorted as N-Triples."""
    triples = sorted((ox.Triple(*(_term(cell) for cell in row if cell)) for row in answer.rows), key=str)
    names = PREFIXES if form in (ox.RdfFormat.TURTLE, ox.RdfFormat.JSON_LD) else None
    return (ox.serialize(triples, format=form, prefixes=names) or b"").decode()


_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'

TABLES: dict[str, Callable[[Answer], str]] = {
    "application/sparql-results+json": as_json,
    "application/sparql-results+xml": as_xml,
    "text/csv": as_csv_results,
    "text/tab-separated-values": as_tsv,
}
"""Media type → how a SELECT or an ASK is written; the first is what is sent where nothing is asked for."""

GRAPHS: dict[str, ox.RdfFormat] = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/ld+json": ox.RdfFormat.JSON_LD,
}
"""Media type → how a CONSTRUCT or a DESCRIBE is written; the first is what is sent where nothing is asked for."""


def offers(form: str) -> tuple[str, ...]:
    """Return the media types in which a query of this form can be answered."""
    return tuple(GRAPHS if form in ("CONSTRUCT", "DESCRIBE") else TABLES)


def written(answer: Answer, media: str) -> bytes:
    """Return an answer in a media type of :func:`offers`."""
    return (TABLES[media](answer) if media in TABLES else as_graph(answer, GRAPHS[media])).encode()


def _truth(answer: Answer) -> str:
    cell = answer.rows[0][0]
    return cell.value if cell else ""


def _term(cell: Cell) -> Any:
    if cell.kind == "literal":
        if cell.language:
            return ox.Literal(cell.value, language=cell.language)
        return ox.Literal(cell.value, datatype=ox.NamedNode(cell.datatype or XSD.string))
    if cell.kind == "triple":
        return next(iter(ox.parse(f"<x:a> <x:b> {cell.value} .", format=ox.RdfFormat.N_TRIPLES))).object
    return ox.NamedNode(cell.value) if cell.kind == "uri" else ox.BlankNode(cell.value)


def _labelled(cell: Cell) -> str:
    return f"_:{cell.value}" if cell.kind == "bnode" else cell.value


def _json(cell: Cell) -> dict[str, str]:
    found = {"type": cell.kind, "value": cell.value}
    if cell.language:
        found["xml:lang"] = cell.language
    elif cell.datatype and not cell.datatype.endswith("#string"):
        found["datatype"] = cell.datatype
    return found


def _is_number(cell: Cell) -> bool:
    return cell.datatype.endswith(("#integer", "#decimal", "#double"))


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _shortened(text: str, most: int = 48) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= most else plain[: most - 1] + "…"
