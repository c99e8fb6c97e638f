"""Measures of a network: the centre, what belongs together, and how two things are connected."""

import networkx as nx
import pyoxigraph as ox
import pytest

from kg.analysis import connection, standings
from kg.errors import UsageError
from kg.network import network
from kg.vocab import ENTITY_BASE, PREFIXES

HEAD = "".join(f"PREFIX {p}: <{iri}>\n" for p, iri in PREFIXES.items()) + f"BASE <{ENTITY_BASE}>\n"
GRAPH = """
<region/510000> a kg:Region ; rdfs:label "四川省" .
<region/510700> a kg:Region ; rdfs:label "绵阳市" ; skos:altLabel "绵阳" ; kg:mention <evidence/1> ;
    kg:partOf <region/510000> .
<project/甲> a kg:Project ; rdfs:label "甲项目" ; kg:mention <evidence/1> ; kg:locatedIn <region/510700> ;
    kg:developer <enterprise/乙> .
<project/丙> a kg:Project ; rdfs:label "丙项目" ; kg:mention <evidence/2> ; kg:locatedIn <region/510700> .
<enterprise/乙> a kg:Enterprise ; rdfs:label "乙公司" ; kg:mention <evidence/1> .
<enterprise/丁> a kg:Enterprise ; rdfs:label "丁公司" ; kg:mention <evidence/2> .
<article/x> dcterms:title "两个项目" ; dcterms:issued "2022-03-14"^^xsd:date .
<evidence/1> kg:article <article/x> ; kg:start 5 ; kg:end 20 ; kg:quote "乙公司在绵阳建设甲项目。" .
<evidence/2> kg:article <article/x> ; kg:start 20 ; kg:end 31 ; kg:quote "丙项目落户绵阳。" .
<claim/1> rdf:subject <project/甲> ; rdf:predicate kg:developer ; rdf:object <enterprise/乙> ;
    kg:evidence <evidence/1> .
<claim/2> rdf:subject <project/甲> ; rdf:predicate kg:locatedIn ; rdf:object <region/510700> ;
    kg:evidence <evidence/1> .
<claim/3> rdf:subject <project/丙> ; rdf:predicate kg:locatedIn ; rdf:object <region/510700> ;
    kg:evidence <evidence/2> .
"""


@pytest.fixture
def store():
    result = ox.Store()
    result.load((HEAD + GRAPH).encode(), format=ox.RdfFormat.TURTLE)
    return result


def test_connection_gives_each_link_as_stated_with_its_sentence(store):
    steps = connection(store, network(store), "乙公司", "丙项目")
    assert [(s.subject, s.predicate, s.object) for s in steps] == [
        ("甲项目", "developer", "乙公司"), ("甲项目", "locatedIn", "绵阳市"), ("丙项目", "locatedIn", "绵阳市"),
    ]  # fmt: skip
    assert [at.quote for s in steps for at in s.sources] == ["乙公司在绵阳建设甲项目。"] * 2 + ["丙项目落户绵阳。"]
    assert (steps[0].sources[0].title, steps[0].sources[0].start) == ("两个项目", 5)


def test_official_containment_has_no_sentence(store):
    (step,) = connection(store, network(store), "绵阳", "四川省")
    assert (step.predicate, step.sources) == ("partOf", ())


def test_a_thing_is_connected_with_itself_by_nothing(store):
    assert connection(store, network(store), "绵阳", "绵阳市") == []


@pytest.mark.parametrize(
    ("other", "message"), [("丁公司", "nothing in this graph connects"), ("戊", "nothing in this graph is called '戊'")]
)
def test_no_connection_is_an_error_that_says_so(store, other, message):
    with pytest.raises(UsageError, match=message):
        connection(store, network(store), "乙公司", other)


def test_standings(store):
    found = {s.label: s for s in standings(network(store))}
    assert next(iter(found)) == "绵阳市"
    assert (found["绵阳市"].degree, found["绵阳市"].strength) == (3, 3)
    assert (found["丁公司"].degree, found["丁公司"].strength) == (0, 0)
    assert sum(s.centrality for s in found.values()) == pytest.approx(1, abs=1e-4)
    assert found["丁公司"].community != found["绵阳市"].community == 1


def test_order_of_input_does_not_matter(store):
    again = ox.Store()
    again.extend(sorted(store, key=str, reverse=True))
    assert standings(network(again)) == standings(network(store))


def test_empty_graph():
    assert standings(nx.MultiDiGraph()) == []
