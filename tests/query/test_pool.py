"""Workers: nothing outside can be reached from them, each task ends in time, and the next one is served."""

import os
import socket
import sys
import threading
import time

import psutil
import pytest
from attacks import ENDLESS, REGEX_BOMB

from kg.errors import GraphError, KGError, QueryError
from kg.query import Pool, Query, safe_query
from kg.query.pool import prepared
from kg.vocab import KG, RDFS

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="the kernel's filter is Linux's")
COUNT = Query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")


@pytest.fixture(scope="module")
def graph(tmp_path_factory):
    """Return a graph of a ring of three hundred things."""
    path = tmp_path_factory.mktemp("pool") / "graph.nq"
    ring = (f'<x:{i}> <{KG.base}next> <x:{(i + 1) % 300}> .\n<x:{i}> <{RDFS.label}> "{i}" .\n' for i in range(300))
    path.write_text("".join(ring), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def pool(graph):
    with Pool(graph) as found:
        yield found


def counted(pool):
    return safe_query(pool, COUNT).rows[0][0].value


def tried(store, what, *arguments):
    """Run in a worker: do what a query must never be able to do, and tell how it ended."""
    del store
    try:
        {
            "socket": lambda: socket.create_connection(arguments, timeout=2),
            "program": lambda: os.execv("/bin/true", ["true"]),
            "writing": lambda: open(arguments[0], "w"),  # noqa: PTH123, SIM115
            "removing": lambda: os.unlink(arguments[0]),  # noqa: PTH108
        }[what]()
    except OSError as error:
        return type(error).__name__
    return "done"


def unguarded(store, text):
    """Run in a worker: hand a query to the engine without looking at it."""
    try:
        return len(list(store.query(text)))
    except (OSError, RuntimeError) as error:
        return str(error)


def broken(store):
    return store.nothing_of_that_name


def held(store):
    del store
    time.sleep(60)


def ended(store):
    del store
    os._exit(3)


@LINUX
def test_a_worker_has_no_network_even_without_the_guard_of_the_text(pool, canary):
    before = canary.hits
    assert "Operation not permitted" in str(
        pool.ask(unguarded, f"SELECT * {{ SERVICE <{canary.url}> {{ ?s ?p ?o }} }}")
    )
    host, port = canary.server.getsockname()
    assert pool.ask(tried, "socket", host, port) == "PermissionError"
    assert canary.hits == before
    assert pool.lacking == ()


@LINUX
def test_a_worker_starts_no_program_and_changes_no_file(pool, tmp_path):
    kept = tmp_path / "kept"
    kept.write_text("kept", encoding="utf-8")
    assert pool.ask(tried, "program") == "PermissionError"
    assert pool.ask(tried, "writing", str(tmp_path / "new")) == "PermissionError"
    assert pool.ask(tried, "writing", str(kept)) == "PermissionError"
    assert pool.ask(tried, "removing", str(kept)) == "PermissionError"
    assert [p.read_text(encoding="utf-8") for p in tmp_path.iterdir()] == ["kept"]


@pytest.mark.parametrize("name", ENDLESS)
def test_a_query_without_end_is_stopped_and_the_next_one_answered(pool, name):
    replaced = pool.replaced
    begin = time.monotonic()
    with pytest.raises(QueryError) as caught:
        safe_query(pool, Query(ENDLESS[name]), timeout=1.0)
    assert caught.value.reason in ("time", "memory")
    assert time.monotonic() - begin < 20
    assert counted(pool) == "600"
    assert pool.replaced == replaced + 1


@LINUX
def test_memory_without_end_is_told_as_memory(pool):
    with pytest.raises(QueryError, match="memory") as caught:
        safe_query(pool, Query(ENDLESS["strings"]), timeout=60)
    assert caught.value.reason == "memory"
    assert counted(pool) == "600"


def test_a_regex_bomb_is_answered(pool):
    assert safe_query(pool, Query(REGEX_BOMB)).rows[0][0].value == "false"


def test_an_answer_too_large_is_refused_and_the_worker_kept(pool):
    replaced = pool.replaced
    doubled = " ".join(f"BIND(CONCAT(?x{i}, ?x{i}) AS ?x{i + 1})" for i in range(18))
    with pytest.raises(QueryError, match="too large"):
        safe_query(pool, Query('SELECT ?x18 { BIND("' + "甲" * 100 + f'" AS ?x0) {doubled} }}'), timeout=60)
    assert counted(pool) == "600"
    assert pool.replaced == replaced


def test_a_worker_that_ends_by_itself_is_replaced(pool):
    with pytest.raises(QueryError, match="broke its process"):
        pool.ask(ended)
    assert counted(pool) == "600"


def test_a_defect_is_told_and_the_worker_kept(pool):
    replaced = pool.replaced
    with pytest.raises(KGError, match="nothing_of_that_name"):
        pool.ask(broken)
    assert (counted(pool), pool.replaced) == ("600", replaced)


def test_who_has_left_waits_for_nothing(pool):
    left = threading.Event()
    threading.Timer(0.3, left.set).start()
    with pytest.raises(QueryError) as caught:
        pool.ask(held, timeout=30, left=left)
    assert caught.value.reason == "gone"
    assert counted(pool) == "600"


def test_closing_ends_busy_workers_too_and_leaves_no_process(graph):
    pool = Pool(graph, 2)
    processes = [psutil.Process(w.process.pid) for w in pool._free]
    outcome = []

    def ask():
        try:
            pool.ask(held, timeout=50)
        except QueryError as error:
            outcome.append(error)

    asking = threading.Thread(target=ask)
    asking.start()
    while pool.free == 2:
        time.sleep(0.01)
    pool.close()
    asking.join(10)
    assert len(outcome) == 1
    assert psutil.wait_procs(processes, timeout=10)[1] == []


def test_another_graph_is_served_without_dropping_what_is_under_way(graph, tmp_path):
    other = tmp_path / "other.nt"
    other.write_text("<x:a> <x:b> <x:c> .\n", encoding="utf-8")
    with Pool(graph) as pool:
        slow = []
        asking = threading.Thread(target=lambda: slow.append(pool.ask(paused, 2.0, timeout=30)))
        asking.start()
        while pool.free:
            time.sleep(0.01)
        pool.move(other)
        assert counted(pool) == "1"
        asking.join(20)
        assert slow == [600]
        assert counted(pool) == "1"


def paused(store, seconds):
    time.sleep(seconds)
    return len(store)


def test_many_at_once_are_all_answered(graph):
    answers = []
    with Pool(graph, 2) as pool:
        asking = [threading.Thread(target=lambda: answers.append(counted(pool))) for _ in range(40)]
        for thread in asking:
            thread.start()
        for thread in asking:
            thread.join(60)
    assert answers == ["600"] * 40


@pytest.mark.parametrize(("in_memory", "on_disk"), [(599, True), (600, False)])
def test_a_copy_on_disk_or_for_each_memory_answers_the_same(graph, tmp_path, in_memory, on_disk):
    assert prepared(graph, tmp_path / "copy", in_memory) == (tmp_path / "copy", 600)
    assert (tmp_path / "copy" / "CURRENT").exists() is on_disk
    with Pool(tmp_path / "copy", 2) as pool:
        assert counted(pool) == "600"


def test_no_graph_no_pool(tmp_path):
    with pytest.raises(GraphError, match="no graph there"):
        Pool(tmp_path / "none.nq")
