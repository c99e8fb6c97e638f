"""A build that changes is taken up without dropping a request; a damaged one is told of and the old one kept."""

import asyncio
import json
import threading
import time

import pytest
from connected import HEAD
from served import Server

from kg.errors import GraphError
from kg.serve.live import Live
from kg.serve.settings import Settings

COUNT = "SELECT (COUNT(*) AS ?n) { ?s a kg:Project }"


def written(path, count):
    """Replace a graph in one step, as builds do."""
    new = path.with_suffix(".new")
    new.write_text(
        HEAD + "".join(f'<project/{i}> a kg:Project ; rdfs:label "{i}" .' for i in range(count)), encoding="utf-8"
    )
    new.replace(path)


def until(what, seconds=40):
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline, "it did not come about"
        time.sleep(0.1)


def test_a_changed_build_is_served_and_no_request_dropped(tmp_path):
    graph = tmp_path / "graph.ttl"
    written(graph, 3)
    server = Server(graph)
    statuses, counts, ended = [], [], threading.Event()

    def health():
        return json.loads(server.get("/health").text)

    def ask():
        while not ended.is_set():
            found = server.ask(COUNT)
            statuses.append(found.status)
            counts.append(json.loads(found.text)["results"]["bindings"][0]["n"]["value"])

    asking = [threading.Thread(target=ask) for _ in range(3)]
    try:
        for thread in asking:
            thread.start()
        until(lambda: len(counts) > 5)
        written(graph, 5)
        until(lambda: counts[-1] == "5" and health()["edition"] == 2)
        assert health() | {"problem": ""} == health()
        assert (health()["status"], health()["edition"], health()["quads"]) == ("ok", 2, 10)
        graph.with_suffix(".new").write_text("<x:a> <x:b>", encoding="utf-8")
        graph.with_suffix(".new").replace(graph)
        until(lambda: health()["status"] == "stale")
        assert "damaged" in health()["problem"]
        assert counts[-1] == "5"
        written(graph, 7)
        until(lambda: counts[-1] == "7")
        until(lambda: health()["status"] == "ok")
    finally:
        ended.set()
        for thread in asking:
            thread.join(20)
        server.stop()
    assert set(statuses) == {200}
    assert counts[0] == "3"
    assert set(counts) == {"3", "5", "7"}


def test_a_build_for_which_no_worker_can_be_started_leaves_the_old_one_served(tmp_path, monkeypatch):
    graph = tmp_path / "graph.ttl"
    written(graph, 3)
    live = Live(graph, Settings(workers=1, watch=0.05))

    def fail(place):
        raise BlockingIOError(11, "Resource temporarily unavailable")

    async def watched(until):
        watching = asyncio.create_task(live.watch())
        while not until():
            assert not watching.done()
            await asyncio.sleep(0.05)
        watching.cancel()

    try:
        with monkeypatch.context() as short:
            short.setattr(live.pool, "move", fail)
            written(graph, 5)
            asyncio.run(watched(lambda: live.problem))
        assert (live.quads, live.edition) == (6, 1)
        assert "build again" in live.problem
        written(graph, 7)
        asyncio.run(watched(lambda: live.edition == 2))
        assert (live.quads, live.problem) == (14, "")
    finally:
        live.pool.close()
        live.close()


def test_no_graph_is_no_server(tmp_path):
    with pytest.raises(GraphError, match="no graph there"):
        Live(tmp_path / "none.nq", Settings())
    (tmp_path / "cut.nq").write_text("<x:a> <x:b> <x:c", encoding="utf-8")
    with pytest.raises(GraphError, match="damaged"):
        Live(tmp_path / "cut.nq", Settings())


def test_nothing_is_left_on_disk(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    graph = tmp_path / "graph.ttl"
    written(graph, 1)
    live = Live(graph, Settings(workers=1))
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith("kg-serve-")]
    live.pool.close()
    live.close()
    assert [p.name for p in tmp_path.iterdir()] == ["graph.ttl"]
