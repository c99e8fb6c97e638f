"""A saved graph as a network: which nodes and edges, with what on them."""

import networkx as nx
import pyoxigraph as ox
import pytest
from connected import HEAD

from kg.network import clean, flat, network
from kg.vocab import ENTITY_BASE

GRAPH = """
<region/510000> a kg:Region, kg:AdministrativeDivision ; rdfs:label "四川省"@zh ; kg:adcode "510000" .
<region/510700> a kg:Region, kg:AdministrativeDivision ; rdfs:label "绵阳市"@zh ; skos:altLabel "绵阳"@zh ;
    kg:adcode "510700" ; kg:partOf <region/510000> ; kg:mention <evidence/1>, <evidence/2> .
<region/440000> a kg:Region ; rdfs:label "广东省"@zh .
<project/甲> a kg:Project ; rdfs:label "甲项目"@zh ; kg:mention <evidence/1> ;
    kg:locatedIn <region/510700> ; kg:developer <enterprise/乙> .
<enterprise/乙> a kg:Enterprise ; rdfs:label "乙公司"@zh ; skos:altLabel "乙"@zh, "乙集团"@zh ;
    kg:mention <evidence/2> .
<claim/1> a kg:Claim ; rdf:subject <project/甲> ; rdf:predicate kg:developer ; rdf:object <enterprise/乙> ;
    kg:status kg:planned ; kg:evidence <evidence/1> .
<claim/2> a kg:Claim ; rdf:subject <project/甲> ; rdf:predicate kg:developer ; rdf:object <enterprise/乙> ;
    kg:status kg:actual ; kg:evidence <evidence/2> .
"""


def iri(local):
    return ENTITY_BASE + local


@pytest.fixture
def graph():
    store = ox.Store()
    store.load((HEAD + GRAPH).encode(), format=ox.RdfFormat.TURTLE)
    return network(store)


def test_nodes_are_what_articles_mention_and_the_regions_above(graph):
    assert list(graph) == sorted(map(iri, ["enterprise/乙", "project/甲", "region/510000", "region/510700"]))
    assert graph.nodes[iri("region/510700")] == {
        "label": "绵阳市", "type": "Region", "kind": "AdministrativeDivision", "aliases": "绵阳", "adcode": "510700",
        "mentions": 2,
    }  # fmt: skip
    assert graph.nodes[iri("region/510000")]["mentions"] == 0
    assert graph.nodes[iri("enterprise/乙")]["aliases"] == "乙|乙集团"


def test_edges_carry_predicate_status_and_number_of_claims(graph):
    edge = graph.edges[iri("project/甲"), iri("enterprise/乙"), "developer"]
    assert edge == {"predicate": "developer", "status": "actual", "evidence": 2}, "actual in one article is actual"
    containment = graph.edges[iri("region/510700"), iri("region/510000"), "partOf"]
    assert containment == {"predicate": "partOf", "status": "", "evidence": 0}
    assert graph.number_of_edges() == 3


def test_named_graphs_are_read_as_one():
    store = ox.Store()
    store.load((HEAD + "<article/x> {" + GRAPH + "}").encode(), format=ox.RdfFormat.TRIG)
    assert len(network(store)) == 4


def test_empty_graph():
    assert len(network(ox.Store())) == 0


def test_flat_holds_only_what_graphml_can():
    graph = nx.MultiDiGraph()
    graph.add_node("a", label="甲\x00\x1b[31m", aliases=None, mentions=2)
    graph.add_edge("a", "a", "partOf", share=0.5, sure=True, list_=["x"])
    result = flat(graph)
    assert result.nodes["a"] == {"label": "甲\ufffd\ufffd[31m", "aliases": "", "mentions": 2}
    assert result.edges["a", "a", "partOf"] == {"share": 0.5, "sure": True, "list_": "['x']"}
    assert graph.nodes["a"]["label"] == "甲\x00\x1b[31m", "the given graph stays as it was"


@pytest.mark.parametrize("char", ["\x00", "\x08", "\x0b", "\r", "\x1f", "\ud800", "\ufffe", "\uffff"])
def test_clean_replaces_what_xml_forbids(char):
    assert clean(f"甲{char}乙") == "甲\ufffd乙"


def test_clean_keeps_the_rest():
    assert clean("甲\t乙\n𠮷") == "甲\t乙\n𠮷"
