"""Answers in the formats of the W3C, read back by other readers: rdflib's and Oxigraph's."""

import io

import pyoxigraph as ox
import pytest
import rdflib
import rdflib.compare
from rdflib.query import Result

from kg.query import Query, run
from kg.query.forms import GRAPHS, TABLES, written

TURTLE = """
@prefix x: <x:> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
x:a x:p "绵阳,\\"招商\\"\\n二行\\t表"@zh, "a < b & c", 12.5, "2022-03"^^xsd:gYearMonth, x:b, true .
x:b x:q [ x:p "=1+1" ] .
"""
ALL = "SELECT ?s ?o ?none { ?s ?p ?o OPTIONAL { ?s <x:nothing> ?none } } ORDER BY STR(?o)"


@pytest.fixture(scope="module")
def store():
    found = ox.Store()
    found.load(TURTLE.encode(), format=ox.RdfFormat.TURTLE)
    return found


@pytest.mark.parametrize(
    "media", ["application/sparql-results+json", "application/sparql-results+xml", "text/tab-separated-values"]
)
def test_a_table_is_read_back_whole(store, media):
    answer = run(store, Query(ALL))
    form = {"json": "json", "xml": "xml", "values": "tsv"}[media.replace("+", "-").split("-")[-1]]
    found = Result.parse(io.BytesIO(written(answer, media)), format=form)
    assert [str(v) for v in found.vars] == ["s", "o", "none"]
    rows = [{str(k): v for k, v in row.items()} for row in found.bindings]
    assert len(rows) == 8
    values = {str(row["o"]) for row in rows}
    assert {"a < b & c", "=1+1", "x:b", '绵阳,"招商"\n二行\t表', "12.5", "true", "2022-03"} <= values
    chinese = next(row["o"] for row in rows if "绵阳" in row["o"])
    assert chinese.language == "zh"
    month = next(row["o"] for row in rows if str(row["o"]) == "2022-03")
    assert str(month.datatype).endswith("gYearMonth")
    assert all("none" not in row for row in rows)


def test_csv_gives_values_as_they_are(store):
    import csv

    rows = list(csv.reader(io.StringIO(written(run(store, Query(ALL)), "text/csv").decode(), newline="")))
    assert rows[0] == ["s", "o", "none"]
    assert {"=1+1", '绵阳,"招商"\n二行\t表', "12.5"} <= {row[1] for row in rows}
    assert {row[2] for row in rows[1:]} == {""}


@pytest.mark.parametrize("media", TABLES)
@pytest.mark.parametrize("there", [True, False])
def test_asking_gives_a_truth_value(store, media, there):
    text = written(run(store, Query(f"ASK {{ <x:a> <x:{'p' if there else 'q'}> ?o }}")), media)
    form = {"json": ox.QueryResultsFormat.JSON, "xml": ox.QueryResultsFormat.XML}.get(media[-4:].strip("+"))
    if form:
        assert bool(ox.parse_query_results(text, format=form)) is there
    else:
        assert str(there).lower() in text.decode()


@pytest.mark.parametrize("media", GRAPHS)
def test_a_graph_is_read_back_whole(store, media):
    answer = run(store, Query("CONSTRUCT WHERE { ?s ?p ?o }"))
    read = rdflib.Graph().parse(data=written(answer, media), format=media)
    assert rdflib.compare.isomorphic(read, rdflib.Graph().parse(data=TURTLE, format="turtle"))


def test_control_characters_do_not_break_xml():
    found = ox.Store()
    found.add(ox.Quad(ox.NamedNode("x:a"), ox.NamedNode("x:p"), ox.Literal("丙\x01\x1b公司")))
    text = written(run(found, Query("SELECT ?o { ?s ?p ?o }")), "application/sparql-results+xml")
    (row,) = ox.parse_query_results(text, format=ox.QueryResultsFormat.XML)
    assert row["o"].value == "丙\ufffd\ufffd公司"
