"""How two things are connected, and what connects none."""

from itertools import pairwise

import networkx as nx
import pyoxigraph as ox
import pytest
from connected import connected
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import UsageError
from kg.facts import Facts
from kg.facts.paths import TOGETHER, connection, shortest
from kg.vocab import ENTITY_BASE, KG


@pytest.fixture
def facts():
    return Facts(connected())


def test_connection_gives_each_link_as_stated_with_its_sentence(facts):
    steps = connection(facts, "乙公司", "丙项目")
    assert [(s.subject_label, s.predicate, s.object_label) for s in steps] == [
        ("甲项目", "developer", "乙公司"), ("甲项目", "locatedIn", "绵阳市"), ("丙项目", "locatedIn", "绵阳市"),
    ]  # fmt: skip
    assert [at.quote for s in steps for at in s.sources] == ["乙公司在绵阳建设甲项目。"] * 2 + ["丙项目落户绵阳。"]
    assert (steps[0].sources[0].title, steps[0].sources[0].start) == ("两个项目", 5)


def test_official_containment_has_no_sentence(facts):
    (step,) = connection(facts, "绵阳", "四川省")
    assert (step.predicate, step.sources) == ("partOf", ())


def test_a_thing_is_connected_with_itself_by_nothing(facts):
    assert connection(facts, "绵阳", "绵阳市") == []


def test_where_no_relation_leads_an_article_does(facts):
    (step,) = connection(facts, "乙公司", "丁公司")
    assert (step.subject_label, step.predicate, step.object_label) == ("乙公司", TOGETHER, "丁公司")
    assert [at.quote for at in step.sources] == ["乙公司在绵阳建设甲项目。", "丙项目落户绵阳。"]


def test_relations_go_on_where_the_article_ends(facts):
    steps = connection(facts, "丁公司", "四川省")
    assert [(s.subject_label, s.predicate, s.object_label) for s in steps] == [
        ("丁公司", TOGETHER, "绵阳市"), ("绵阳市", "partOf", "四川省"),
    ]  # fmt: skip


def test_one_sentence_of_both_is_given_once(facts):
    facts.store.remove(ox.Quad(iri("project/甲"), ox.NamedNode(KG.developer), iri("enterprise/乙")))
    (step,) = connection(facts, "乙公司", "甲项目")
    assert [at.quote for at in step.sources] == ["乙公司在绵阳建设甲项目。"]


def iri(local):
    return ox.NamedNode(ENTITY_BASE + local)


@pytest.mark.parametrize(
    ("other", "message"), [("丁公司", "nothing in this graph connects"), ("戊", "nothing in this graph is called '戊'")]
)
def test_no_connection_is_an_error_that_says_so(facts, other, message):
    facts.store.remove(ox.Quad(iri("enterprise/丁"), ox.NamedNode(KG.mention), iri("evidence/2")))
    with pytest.raises(UsageError, match=message):
        connection(facts, "乙公司", other)


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=14))
def test_the_way_is_a_shortest_one_and_the_first_by_iri(links):
    store, names = ox.Store(), [f"id:thing/{n}" for n in range(8)]
    for one, other in links:
        store.add(ox.Quad(ox.NamedNode(names[one]), ox.NamedNode(KG.partOf), ox.NamedNode(names[other])))
    plain = nx.Graph([(names[one], names[other]) for one, other in links])
    plain.add_nodes_from(names)
    found = shortest(Facts(store), {names[0]}, {names[1]})
    if not nx.has_path(plain, names[0], names[1]):
        assert found is None
        return
    way = min(nx.all_shortest_paths(plain, names[0], names[1]))
    assert [{step.subject, step.object} for step in found] == [set(pair) for pair in pairwise(way)]
    assert shortest(Facts(store), {names[0]}, {names[1]}, len(found)) == found
    assert shortest(Facts(store), {names[0]}, {names[1]}, len(found) - 1) is None


def test_of_two_relations_the_one_that_more_sentences_state():
    facts = Facts(connected())
    one, other = (facts.find(name)[0] for name in ("丙项目", "绵阳"))
    facts.store.add(ox.Quad(one, ox.NamedNode(KG.involvesRegion), other))
    (step,) = connection(facts, "丙项目", "绵阳")
    assert step.predicate == "locatedIn"
