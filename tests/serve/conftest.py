"""One graph and one server for all tests of this folder."""

import pytest
from connected import HEAD
from served import GRAPH, NUMBERS, Server


@pytest.fixture(scope="session")
def graph(tmp_path_factory):
    folder = tmp_path_factory.mktemp("served")
    (folder / "graph.trig").write_text(HEAD + GRAPH + NUMBERS, encoding="utf-8")
    (folder / "graph.html").write_text("<!doctype html><title>图</title>", encoding="utf-8")
    return folder / "graph.trig"


@pytest.fixture(scope="session")
def server(graph):
    """Return a server with short times, so that attacks on them end soon."""
    found = Server(graph, "--timeout", "1.5", "--limit", "500", "--queue", "20", "--allow-host", "kg.example.org")
    yield found
    found.stop()
