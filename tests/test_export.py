"""Exports hold the same statements, and the same graph gives the same bytes."""

import csv
import json
import re
from pathlib import Path

import networkx as nx
import pyoxigraph as ox
import pytest
import rdflib

from kg.errors import GraphError, UsageError
from kg.export import FORMATS, export
from kg.lexicon import ONTOLOGY
from kg.vocab import ENTITY_BASE, PREFIXES

HEAD = "".join(f"PREFIX {p}: <{iri}>\n" for p, iri in PREFIXES.items()) + f"BASE <{ENTITY_BASE}>\n"
GRAPH = """
<region/510700> a kg:Region ; rdfs:label "绵阳市"@zh ; skos:altLabel "绵阳"@zh .
<project/甲> a kg:Project ; rdfs:label "=HYPERLINK(\\"x\\")"@zh ; kg:locatedIn <region/510700> ;
    kg:mention <evidence/1> .
<enterprise/乙> a kg:Enterprise ; rdfs:label "乙\\u0001<img src=x> & \\u202Ecod"@zh .
<article/x> {
    <article/x> a kg:Article ; dcterms:title "甲项目开工"@zh ; dcterms:issued "2022-03-14"^^xsd:date .
    <region/510700> kg:mention <evidence/1> .
    <project/甲> kg:mention <evidence/1> .
    <enterprise/乙> kg:mention <evidence/1> .
    <evidence/1> a kg:Evidence ; kg:article <article/x> ; kg:start 0 ; kg:end 5 ; kg:quote "甲项目开工" .
    <claim/1> a kg:Claim ; rdf:subject <project/甲> ; rdf:predicate kg:locatedIn ; rdf:object <region/510700> ;
        kg:status kg:actual ; kg:evidence <evidence/1> .
}
"""
RDF_FORMATS = {"ttl": "turtle", "nt": "nt", "nq": "nquads", "trig": "trig", "jsonld": "json-ld"}


@pytest.fixture
def saved(tmp_path):
    path = tmp_path / "graph.trig"
    path.write_text(HEAD + GRAPH, encoding="utf-8")
    return path


def shuffled(path):
    """The same graph with its statements in another order."""
    store = ox.Store()
    store.load(path.read_bytes(), format=ox.RdfFormat.TRIG)
    other = path.with_name("other.nq")
    other.write_text("".join(f"{q} .\n" for q in sorted(store, key=str, reverse=True)), encoding="utf-8")
    return other


def triples(data, form):
    graph = rdflib.Dataset(default_union=True)
    graph.parse(data=data, format=form)
    return {tuple(str(t) for t in triple) for triple in graph.triples((None, None, None))}


@pytest.mark.parametrize("form", RDF_FORMATS)
def test_rdf_formats_hold_every_statement(saved, tmp_path, form):
    (path,) = export(saved, tmp_path / f"out.{form}", form)
    found = triples(path.read_text(encoding="utf-8"), RDF_FORMATS[form])
    assert found == triples(saved.read_text(encoding="utf-8"), "trig")
    assert len(found) == 25


def test_json_ld_stands_in_the_ontologys_context(saved, tmp_path):
    (path,) = export(saved, tmp_path / "out.jsonld", "jsonld")
    written = json.loads(path.read_text(encoding="utf-8"))
    assert written["@context"] == json.loads((ONTOLOGY / "context.jsonld").read_text(encoding="utf-8"))["@context"]
    nodes = {node["id"]: node for node in written["@graph"]}
    region = nodes[ENTITY_BASE + "region/510700"]
    assert (region["type"], region["label"], region["altLabel"]) == ("Region", "绵阳市", "绵阳")
    (article,) = [n for n in nodes[ENTITY_BASE + "article/x"]["@graph"] if n.get("type") == "Article"]
    assert (article["title"], article["issued"]) == ("甲项目开工", "2022-03-14")
    assert [n["quote"] for n in nodes[ENTITY_BASE + "article/x"]["@graph"] if "quote" in n] == ["甲项目开工"]


@pytest.mark.parametrize("form", ["nq", "trig", "jsonld"])
def test_named_graphs_survive(saved, tmp_path, form):
    (path,) = export(saved, tmp_path / f"out.{form}", form)
    quads = list(ox.parse(path.read_bytes(), format=ox.RdfFormat.from_extension(form)))
    in_article = [q for q in quads if q.graph_name == ox.NamedNode(ENTITY_BASE + "article/x")]
    assert (len(quads), len(in_article)) == (26, 17)


def test_a_statement_of_two_graphs_is_one_triple(saved, tmp_path):
    (path,) = export(saved, tmp_path / "out.nt", "nt")
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines == sorted(set(lines))


def test_turtle_uses_prefixes(saved, tmp_path):
    (path,) = export(saved, tmp_path / "out.ttl", "ttl")
    text = path.read_text(encoding="utf-8")
    assert "region:510700 a kg:Region" in text
    assert text.count(PREFIXES["kg"]) == 1


@pytest.mark.parametrize("form", FORMATS)
def test_same_graph_same_bytes(saved, tmp_path, form):
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    first = export(saved, tmp_path / "one" / "out", form)
    second = export(shuffled(saved), tmp_path / "two" / "out", form)
    assert [p.read_bytes() for p in first] == [p.read_bytes() for p in second]


@pytest.mark.parametrize(("form", "read"), [("graphml", nx.read_graphml), ("gexf", nx.read_gexf)])
def test_network_formats_read_back(saved, tmp_path, form, read):
    (path,) = export(saved, tmp_path / f"out.{form}", form)
    graph = read(path)
    assert sorted(graph) == sorted(ENTITY_BASE + n for n in ("enterprise/乙", "project/甲", "region/510700"))
    assert graph.nodes[ENTITY_BASE + "enterprise/乙"]["label"] == "乙\ufffd<img src=x> & \u202ecod"
    (edge,) = graph.edges(data=True)
    assert (edge[2]["predicate"], edge[2]["status"], edge[2]["evidence"]) == ("locatedIn", "actual", 1)


def test_gexf_has_no_date(saved, tmp_path):
    (path,) = export(saved, tmp_path / "out.gexf", "gexf")
    assert "lastmodified" not in path.read_text(encoding="utf-8")


def test_csv_tables(saved, tmp_path):
    nodes, edges = export(saved, tmp_path, "csv")
    assert (nodes.name, edges.name) == ("nodes.csv", "edges.csv")
    assert nodes.read_bytes().startswith(b"\xef\xbb\xbf"), "spreadsheets need the byte order mark"
    with nodes.open(encoding="utf-8-sig", newline="") as file:
        rows = {row["iri"]: row for row in csv.DictReader(file)}
    assert rows[ENTITY_BASE + "project/甲"]["label"] == '\'=HYPERLINK("x")'
    assert rows[ENTITY_BASE + "region/510700"]["aliases"] == "绵阳"
    with edges.open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["source_label"], row["predicate"], row["target_label"]) == ('\'=HYPERLINK("x")', "locatedIn", "绵阳市")


def test_csv_beside_a_stem(saved, tmp_path):
    assert [p.name for p in export(saved, tmp_path / "march.csv", "csv")] == ["march-nodes.csv", "march-edges.csv"]


def test_csv_of_an_empty_graph_has_headers(tmp_path):
    (tmp_path / "empty.nq").write_text("", encoding="utf-8")
    nodes, _ = export(tmp_path / "empty.nq", tmp_path, "csv")
    assert nodes.read_text(encoding="utf-8-sig") == "iri,label,type,kind,aliases,adcode,mentions\n"


def test_unknown_format_names_the_known_ones(saved, tmp_path):
    with pytest.raises(UsageError, match=r"'docx'.*ttl, nq.*csv"):
        export(saved, tmp_path / "out.docx", "docx")


def test_terms_of_the_mapping_page_exist_in_schema_org_and_prov_o():
    """By rdflib's closed lists of both vocabularies; whether a term fits is no matter of a list."""
    page = (Path(__file__).parents[1] / "docs" / "interchange.md").read_text(encoding="utf-8")
    named = {prefix: set(re.findall(rf"`{prefix}:(\w+)`", page)) for prefix in ("schema", "prov")}
    assert [len(named["schema"]) > 20, len(named["prov"]) > 8] == [True, True]
    assert [name for name in sorted(named["schema"]) if name not in rdflib.SDO] == []
    assert [name for name in sorted(named["prov"]) if name not in rdflib.PROV] == []


def test_no_graph_and_damaged_graph(tmp_path):
    with pytest.raises(GraphError, match="no graph there"):
        export(tmp_path / "missing.nq", tmp_path / "out.ttl", "ttl")
    (tmp_path / "bad.nq").write_text("<a> <b", encoding="utf-8")
    with pytest.raises(GraphError, match="damaged"):
        export(tmp_path / "bad.nq", tmp_path / "out.ttl", "ttl")
    assert not (tmp_path / "out.ttl").exists()
