"""Measures of a network: the centre, and what belongs together."""

import networkx as nx
import pyoxigraph as ox
import pytest
from connected import connected

from kg.analysis import standings
from kg.network import network


def test_standings():
    found = {s.label: s for s in standings(network(connected()))}
    assert next(iter(found)) == "绵阳市"
    assert (found["绵阳市"].degree, found["绵阳市"].strength) == (3, 3)
    assert (found["丁公司"].degree, found["丁公司"].strength) == (0, 0)
    assert sum(s.centrality for s in found.values()) == pytest.approx(1, abs=1e-4)
    assert found["丁公司"].community != found["绵阳市"].community == 1


def test_order_of_input_does_not_matter():
    again = ox.Store()
    again.extend(sorted(connected(), key=str, reverse=True))
    assert standings(network(again)) == standings(network(connected()))


def test_empty_graph():
    assert standings(nx.MultiDiGraph()) == []
