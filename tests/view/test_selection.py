"""Parts of a graph that can be drawn."""

import pytest

from kg.errors import UsageError
from kg.network import network
from kg.view import drawing
from kg.view.names import syllables
from kg.view.selection import Selection
from kg.vocab import ENTITY_BASE


@pytest.mark.parametrize(
    ("selection", "drawn"),
    [
        (Selection(), {"region/510000", "region/510700", "project/光电"}),
        (Selection(around="四川省"), {"region/510000", "region/510700"}),
        (Selection(around="四川 省", hops=2), {"region/510000", "region/510700", "project/光电"}),
        (Selection(around="绵阳", hops=0), {"region/510700"}),
        (Selection(types=("Project",)), {"project/光电"}),
        (Selection(region="绵阳"), {"region/510700", "project/光电"}),
        (Selection(region="四川省", types=("Project", "Policy")), {"project/光电"}),
        (Selection(things=frozenset({ENTITY_BASE + "project/光电", "urn:other"})), {"project/光电"}),
    ],
)
def test_what_is_drawn(plain, selection, drawn):
    data = drawing(plain, selection=selection)
    assert {row[0] for row in data["things"]} == drawn
    assert all(row[0] < len(drawn) for row in data["figures"])


@pytest.mark.parametrize(
    ("selection", "message"),
    [
        (Selection(around="无名"), "no thing is called '无名'"),
        (Selection(region="光电产业园项目"), "no region is called"),
        (Selection(types=("Town",)), "'Town' is no type; choose among Region"),
        (Selection(things=frozenset({"urn:other"})), "the answer holds nothing to draw"),
    ],
)
def test_what_is_not_there_is_an_error(plain, selection, message):
    with pytest.raises(UsageError, match=message):
        selection.of(network(plain))


def test_a_circle_of_regions_ends():
    import networkx as nx

    graph = nx.MultiDiGraph()
    graph.add_nodes_from((n, {"label": n, "type": "Region", "aliases": ""}) for n in "ab")
    graph.add_edges_from([("a", "b", "partOf"), ("b", "a", "partOf")])
    assert set(Selection(region="a").of(graph)) == {"a", "b"}


@pytest.mark.parametrize(
    ("names", "spelled"),
    [
        (["京东方"], "jing dong fang"),
        (["重庆市", "重庆"], "chong qing shi"),
        (["长春汽开区"], "chang chun qi kai qu"),
        (["TCL科技", "华星光电"], "tcl ke ji|hua xing guang dian"),
        (["“红黑榜”机制"], "hong hei bang ji zhi"),
        (["5G产业园"], "5g chan ye yuan"),
        (["<>"], ""),
        ([], ""),
    ],
)
def test_syllables(names, spelled):
    assert syllables(names) == spelled
