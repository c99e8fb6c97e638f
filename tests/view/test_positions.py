"""The layout: room for every label, the same places every time."""

import itertools

import networkx as nx
import pytest

from kg.view.layout import positions, ranking, size


def named(graph):
    """A network with the attributes that the layout reads."""
    result = nx.MultiDiGraph()
    result.add_nodes_from((f"n{n:03}", {"label": "重大产业项目", "type": "Project"}) for n in graph)
    result.add_edges_from((f"n{a:03}", f"n{b:03}") for a, b in graph.edges)
    return result


@pytest.mark.parametrize(
    "graph",
    [
        nx.star_graph(30),
        nx.balanced_tree(3, 4),
        nx.empty_graph(40),
        nx.disjoint_union(nx.star_graph(9), nx.path_graph(7)),
    ],
    ids=["star", "tree", "isolated", "two"],
)
def test_labels_do_not_overlap(graph):
    network = named(graph)
    places = positions(network, len(network))
    assert len(places) == len(graph)
    crowded = [
        (a, b)
        for (a, (ax, ay)), (b, (bx, by)) in itertools.combinations(places.items(), 2)
        if abs(ax - bx) < 60 and abs(ay - by) < 24
    ]
    assert not crowded


def test_neighbours_stand_closer_than_others():
    network = named(nx.path_graph(12))
    places = positions(network, len(network))
    first, second, last = (places[f"n{n:03}"] for n in (0, 1, 11))
    assert abs(first[0] - second[0]) < abs(first[0] - last[0]) / 4, "a path lies stretched across the screen"


def test_order_of_input_does_not_matter():
    network = named(nx.barbell_graph(6, 3))
    other = nx.MultiDiGraph()
    other.add_nodes_from(reversed(list(network.nodes(data=True))))
    other.add_edges_from(reversed(list(network.edges())))
    assert positions(network, len(network)) == positions(other, len(other))


def test_self_loops_and_parallel_edges():
    network = named(nx.path_graph(2))
    network.add_edges_from([("n000", "n000"), ("n000", "n001")])
    assert len(set(positions(network, 2).values())) == 2


def test_nodes_beyond_the_shown_stand_near_a_neighbour():
    network = named(nx.star_graph(60))
    places = positions(network, 20)
    x, y = places["n000"]
    rest = [places[n] for n in ranking(network)[20:]]
    assert len(places) == 61
    assert len(set(rest)) == 41
    assert all(abs(x - a) < 500 and abs(y - b) < 500 for a, b in rest)


def test_nothing_to_lay_out():
    assert positions(nx.MultiDiGraph(), 0) == {}


def test_size_grows_with_degree_up_to_a_limit():
    sizes = [size(n) for n in (0, 1, 5, 20, 100, 1000)]
    assert sizes == sorted(sizes)
    assert sizes[-1] == size(10**6)


def test_many_parts_fill_the_shape_of_a_screen():
    parts = [nx.star_graph(n) for n in (30, 12, 9, 8, 8, 6, 5, 5, 4)]
    graph = nx.disjoint_union_all([*parts, nx.empty_graph(40)])
    network = named(graph)
    places = positions(network, len(network))
    wide, high = (max(p[i] for p in places.values()) - min(p[i] for p in places.values()) for i in (0, 1))
    assert 1.0 < wide / high < 1.7
    linked, alone = ([places[f"n{n:03}"][1] for n in graph if bool(graph.degree(n)) is yes] for yes in (True, False))
    assert min(alone) > max(linked), "what has no relation stands below"
