"""Whatever names and sentences hold, each format's own reader gives them back, and nothing else."""

import csv
import io
import json
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from tempfile import TemporaryDirectory

import networkx as nx
import openpyxl
import pyarrow.parquet as pq
import pyoxigraph as ox
import pytest
import rdflib
from hostile import fuzzing, graph_of, said
from hypothesis import given
from ladybug_schema import prepare

from kg.cells import unguarded
from kg.export import export
from kg.export.property_graph import property_graph
from kg.export.tables import tables
from kg.network import clean, network
from kg.store import load, pairs, text_of
from kg.view import page
from kg.vocab import RDFS, SKOS

RDF_FORMATS = {"ttl": "turtle", "nt": "nt", "nq": "nquads", "trig": "trig", "jsonld": "json-ld"}
FORMULA = tuple("=+-@\t\r\n＝＋－＠")


def written(store, form):
    """Return the files of a format by name, and their bytes; nothing may be written beside them."""
    with TemporaryDirectory() as place:
        root = Path(place)
        (root / "in").mkdir()
        (root / "out").mkdir()
        graph = root / "in" / "graph.nq"
        graph.write_bytes(ox.serialize(list(store), format=ox.RdfFormat.N_QUADS))
        assert load(graph).__len__() == len(store)
        paths = export(graph, root / "out" if form in ("csv", "neo4j", "parquet") else root / "out" / "file", form)
        found = {path.name: path.read_bytes() for path in paths}
        assert sorted(p for p in root.rglob("*") if p.is_file()) == sorted([graph, *paths])
        return found


def triples(store):
    return {(text_of(q.subject), q.predicate.value, text_of(q.object)) for q in store}


@pytest.mark.parametrize("form", RDF_FORMATS)
@fuzzing(15)
@given(extraction=said())
def test_rdf_is_read_back_by_another_library(form, extraction):
    store = graph_of(extraction)
    (data,) = written(store, form).values()
    graph = rdflib.Dataset(default_union=True)
    graph.parse(data=data, format=RDF_FORMATS[form])
    assert {tuple(str(term) for term in triple) for triple in graph.triples((None, None, None))} == triples(store)


@pytest.mark.parametrize("form", ["nq", "trig", "jsonld"])
@fuzzing(40)
@given(extraction=said())
def test_rdf_with_graphs_is_read_back_to_the_quad(form, extraction):
    store = graph_of(extraction)
    (data,) = written(store, form).values()
    assert set(ox.parse(data, format=ox.RdfFormat.from_extension(form))) == set(store)


@pytest.mark.parametrize(("form", "read"), [("graphml", nx.read_graphml), ("gexf", nx.read_gexf)])
@fuzzing(40)
@given(extraction=said())
def test_networks_are_read_back(form, read, extraction):
    store = graph_of(extraction)
    ((name, data),) = written(store, form).items()
    with TemporaryDirectory() as place:
        (path := Path(place) / name).write_bytes(data)
        graph = read(path)
    wanted = {iri: (clean(d["label"]), clean(d["aliases"])) for iri, d in network(store).nodes(data=True)}
    assert {iri: (d["label"], d["aliases"]) for iri, d in graph.nodes(data=True)} == wanted


def rows_of(data, encoding="utf-8-sig"):
    return list(csv.DictReader(io.StringIO(data.decode(encoding), newline=""), strict=True))


@fuzzing(60)
@given(extraction=said())
def test_no_cell_of_csv_is_a_formula_and_all_are_read_back(extraction):
    store = graph_of(extraction)
    files = written(store, "csv")
    nodes, edges = rows_of(files["nodes.csv"]), rows_of(files["edges.csv"])
    assert not [c for row in (*nodes, *edges) for c in row.values() if c.startswith(FORMULA)]
    graph = network(store)
    assert {r["iri"]: unguarded(r["label"]) for r in nodes} == {n: clean(d["label"]) for n, d in graph.nodes(data=True)}
    wanted = sorted(clean(graph.nodes[t]["label"]) for _, t in graph.edges())
    assert sorted(unguarded(r["target_label"]) for r in edges) == wanted


@fuzzing(60)
@given(extraction=said())
def test_neo4j_csv_is_read_back_with_each_alias_alone(extraction):
    store = graph_of(extraction)
    files = {name: rows_of(data, "utf-8") for name, data in written(store, "neo4j").items()}
    rows = {row["iri:ID"]: row for row in files["entities.csv"]}
    labels = dict(pairs(store, RDFS.label))
    assert {iri: row["label"] for iri, row in rows.items()} == {iri: labels[iri] for iri in rows}
    aliases = Counter(iri for iri, _ in pairs(store, SKOS.altLabel))
    assert {iri: len(row["aliases:string[]"].split("|")) for iri, row in rows.items() if aliases[iri]} == aliases
    (observation,) = files["observations.csv"]
    assert observation["quote"] in extraction.article.text
    assert len(files["relationships.csv"]) == len(network(store).edges) + 4


@fuzzing(60)
@given(extraction=said())
def test_parquet_and_workbook_hold_the_same_cells(extraction):
    store = graph_of(extraction)
    made, files = tables(store), written(store, "parquet")
    book = openpyxl.load_workbook(io.BytesIO(*written(store, "xlsx").values()))
    for table in made:
        frame = pq.read_table(io.BytesIO(files[f"{table.name}.parquet"]))
        assert [tuple(row.values()) for row in frame.to_pylist()] == table.rows
        _, *rows = book[table.name].iter_rows()
        assert {cell.data_type for row in rows for cell in row} <= {"s", "n"}
        shown = [tuple(cell.value or None for cell in row) for row in rows]
        wanted = [tuple((clean(c)[:16_383] if isinstance(c, str) else c) or None for c in row) for row in table.rows]
        for row, cells in zip(shown, wanted, strict=True):
            assert [pytest.approx(c) if isinstance(c, float) else c for c in cells] == list(row)


class Tags(HTMLParser):
    """Collects the tags and attributes that a browser would see."""

    def __init__(self, page):
        super().__init__()
        self.seen, self.data, self.inside = [], "", False
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, sorted(name for name, _ in attrs)))
        self.inside = ("id", "data") in attrs

    def handle_endtag(self, tag):
        self.inside = False

    def handle_comment(self, data):
        self.seen.append(("comment", data))

    def handle_data(self, text):
        self.data += text if self.inside else ""


@pytest.fixture(scope="module")
def bare():
    return Tags(page(ox.Store())).seen


@fuzzing(40)
@given(extraction=said())
def test_the_page_has_no_element_more_and_its_data_is_read_back(bare, extraction):
    store = graph_of(extraction)
    shown = Tags(page(store, title=extraction.article.title, extractions=[extraction]))
    assert shown.seen == bare
    data = json.loads(shown.data)
    graph = network(store)
    assert {row[1] for row in data["things"]} == {clean(d["label"]) for _, d in graph.nodes(data=True)}
    assert data["articles"][0][7] == clean(extraction.article.text)


@fuzzing(10)
@given(extraction=said())
def test_an_engine_runs_the_cypher_and_gives_the_strings_back(extraction):
    ladybug = pytest.importorskip("ladybug")
    store = graph_of(extraction)
    nodes, links = property_graph(store)
    connection = ladybug.Connection(ladybug.Database(":memory:"))
    prepare(connection, nodes, links)
    (script,) = written(store, "cypher").values()
    for line in script.decode().removesuffix(";\n").split(";\n"):
        if not line.startswith("CREATE CONSTRAINT"):
            connection.execute(line)
    labels = {iri: row[0] for each in nodes if each.name == "entities" for iri, _, row in each.rows}
    found = connection.execute("MATCH (n:Project) RETURN n.iri, n.label, n.aliases").get_all()
    assert {iri: label for iri, label, _ in found} == {iri: labels[iri] for iri, _, _ in found}
    assert connection.execute("MATCH (n) RETURN count(n)").get_all() == [[sum(len(each.rows) for each in nodes)]]
    assert connection.execute("MATCH ()-[r]->() RETURN count(r)").get_all() == [[len(set(links))]]
