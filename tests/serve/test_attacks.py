"""What a hostile client may try over HTTP, the refusal it gets, and that all is well afterwards."""

import http.client
import json
import re
import socket
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from urllib.parse import quote

import psutil
import pytest
from attacks import CALLS, ENDLESS, REGEX_BOMB, TOO_COMPLEX, UPDATES
from served import LABELS, Server

from kg.errors import UsageError
from kg.serve.run import listening
from kg.serve.settings import Settings

POST = (
    b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\nContent-Length: %d\r\n\r\n"
)
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


def memory(server):
    """Return the bytes that the server and its workers hold."""
    top = psutil.Process(server.process.pid)
    return sum(p.memory_info().rss for p in [top, *top.children(recursive=True)])


def well(server):
    found = server.ask(LABELS)
    return found.status == 200 and len(json.loads(found.text)["results"]["bindings"]) == 3


def counted(server):
    return server.ask(COUNT).text


@pytest.mark.parametrize("query", CALLS)
def test_nothing_outside_is_called_by_any_spelling(server, canary, query):
    before = canary.hits
    text = query.replace("URL", canary.url)
    assert server.ask(text).status == 400
    assert server.get(f"/sparql?query={quote(text)}").status == 400
    assert canary.hits == before


@pytest.mark.parametrize("query", UPDATES)
def test_updates_are_refused_by_every_way(server, query):
    before = counted(server)
    form = "application/x-www-form-urlencoded"
    assert server.ask(query).status == 400
    assert server.get(f"/sparql?query={quote(query)}").status == 400
    assert server.get(f"/sparql?update={quote(query)}").status == 403
    assert server.get("/sparql", f"update={quote(query)}".encode(), content_type=form).status == 403
    assert server.get("/sparql", query.encode(), content_type="application/sparql-update").status == 403
    assert counted(server) == before


def test_a_refusal_writes_nothing_into_the_log(graph, tmp_path):
    """Whoever asks badly must not be able to fill the disk."""
    log = tmp_path / "log.txt"
    with log.open("wb") as stderr:
        server = Server(graph, stderr=stderr)
        try:
            for path in (
                "/nowhere",
                "/id/nothing",
                "/api/entity?iri=nothing",
                "/sparql?query=SELECT",
                "/sparql?query=%FF",
            ):
                assert server.get(path).status in (400, 404)
            assert server.ask(UPDATES[0]).status == 400
        finally:
            server.stop()
    assert log.read_text(encoding="utf-8") == ""


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE"])
def test_other_methods_are_refused(server, method):
    caller = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    caller.request(method, "/sparql", b"")
    found = caller.getresponse()
    assert (found.status, "GET" in found.headers["allow"]) == (405, True)
    caller.close()


@pytest.mark.parametrize("name", TOO_COMPLEX)
def test_a_query_too_complex_is_refused_at_once(server, name):
    begin = time.monotonic()
    found = server.ask(TOO_COMPLEX[name])
    assert (found.status, time.monotonic() - begin < 5) == (400, True)
    assert re.search("too complex|characters", found.text)


@pytest.mark.parametrize("name", ENDLESS)
def test_a_query_without_end_is_stopped_and_the_next_one_answered(server, name):
    found = server.ask(ENDLESS[name])
    assert found.status == 503
    assert re.search("longer than 1.5 s|memory", found.text)
    assert well(server)


def test_a_regex_bomb_is_answered(server):
    assert json.loads(server.ask(REGEX_BOMB).text)["boolean"] is False


def test_others_are_answered_while_one_waits(server):
    """Row 71, with a query of the longest time that this server allows."""
    with ThreadPoolExecutor(1) as aside:
        slow = aside.submit(server.ask, ENDLESS["product"])
        time.sleep(0.2)
        assert [server.ask("ASK {}").status for _ in range(20)] == [200] * 20
        assert slow.result().status == 503


def test_who_goes_away_leaves_no_worker_behind(graph):
    server = Server(graph, "--timeout", "60", "--workers", "1")
    try:
        body = ENDLESS["product"].encode()
        with socket.create_connection(("127.0.0.1", server.port)) as caller:
            caller.sendall(POST % len(body) + body)
            time.sleep(1)
        assert json.loads(server.ask("ASK {}", timeout=15).text)["boolean"] is True
        assert "kg_workers_replaced 1.0" in server.get("/metrics").text
    finally:
        server.stop()


@pytest.mark.parametrize(
    "headers", [{"host": "evil.example"}, {"host": "127.0.0.1.evil.example"}, {"host": "169.254.169.254:80"}]
)
def test_a_foreign_host_is_refused(server, headers):
    assert server.get("/sparql?query=ASK%7B%7D", **headers).status == 421


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:9", "[::1]:8000", "KG.example.org", "kg.example.org:443"])
def test_own_names_are_known(server, host):
    assert server.get("/sparql?query=ASK%7B%7D", host=host).status == 200


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1"])
def test_a_foreign_origin_is_refused_and_told_nothing(server, origin):
    found = server.get("/sparql?query=ASK%7B%7D", origin=origin)
    assert found.status == 403
    assert not [name for name in found.headers if name.startswith("access-control")]


def test_the_own_origin_is_taken_and_no_origin_is_allowed_by_default(server):
    for headers in ({}, {"origin": server.url}):
        found = server.get("/sparql?query=ASK%7B%7D", **headers)
        assert found.status == 200
        assert not [name for name in found.headers if name.startswith("access-control")]


def test_an_allowed_origin_may_read_and_no_other(graph):
    server = Server(graph, "--allow-origin", "https://own.example")
    try:
        found = server.get("/sparql?query=ASK%7B%7D", origin="https://own.example")
        assert (found.status, found.headers["access-control-allow-origin"]) == (200, "https://own.example")
        assert "access-control-allow-credentials" not in found.headers
        assert "origin" in found.headers["vary"]
        assert server.get("/sparql?query=ASK%7B%7D", origin="https://evil.example").status == 403
    finally:
        server.stop()


def test_every_answer_carries_the_strict_headers(server):
    for path in (
        "/",
        "/query",
        "/explore",
        "/sparql?query=ASK%7B%7D",
        "/nowhere",
        "/static/query.js",
        "/api/search?q=",
    ):
        headers = server.get(path).headers
        assert headers["x-content-type-options"] == "nosniff", path
        assert "frame-ancestors 'none'" in headers["content-security-policy"], path
        assert headers["referrer-policy"] == "no-referrer", path
        assert "server" not in headers, path


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py", "/static/%2e%2e/app.py", "/static//etc/passwd", "/static/yasgui/../../__init__.py",
        "/id/../../../etc/passwd", "/explore/../../etc/passwd",
    ],
)  # fmt: skip
def test_no_path_leads_to_a_file(server, path):
    caller = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    caller.request("GET", path)
    assert caller.getresponse().status == 404
    caller.close()


@pytest.mark.parametrize("announced", [True, False], ids=["with its length", "in chunks"])
def test_a_body_too_large_is_refused_and_not_kept(server, announced):
    """Row 73: the server's own process keeps nothing of 10 MB of query."""
    top = psutil.Process(server.process.pid)
    well(server)
    before = top.memory_info().rss
    piece = b"#" * 100_000
    caller = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    try:
        caller.request(
            "POST", "/sparql", iter([piece] * 100), encode_chunked=not announced,
            headers={"Content-Type": "application/sparql-query",
                     **({"Content-Length": "10000000"} if announced else {"Transfer-Encoding": "chunked"})},
        )  # fmt: skip
        assert caller.getresponse().status == 413
    except (BrokenPipeError, ConnectionResetError):
        pass  # it was hung up before all was sent
    finally:
        caller.close()
    assert top.memory_info().rss - before < 20_000_000
    assert well(server)


def test_headers_too_large_are_refused(server):
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as caller:
        caller.sendall(
            b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"".join(b"X-%d: %s\r\n" % (i, b"x" * 1000) for i in range(200))
        )
        with suppress(ConnectionResetError):
            assert re.match(rb"HTTP/1.1 4\d\d", caller.recv(100))
    assert well(server)


def test_slow_headers_and_slow_bodies_are_hung_up_on(graph):
    """Settings are shortened; the very timers of the server end the connection."""
    code = (
        "import sys; from pathlib import Path\n"
        "from kg.serve.live import Live; from kg.serve.run import listening, run\n"
        "from kg.serve.settings import Settings\n"
        "s = Settings(port=0, header_seconds=1.0, body_seconds=1.0)\n"
        "if __name__ == '__main__':\n"
        "    at = listening(s); live = Live(Path(sys.argv[1]), s)\n"
        "    sys.stdout.write(f'http://127.0.0.1:{at.getsockname()[1]}/\\n'); sys.stdout.flush(); run(live, at)\n"
    )
    server = Server.__new__(Server)
    script = graph.with_name("slow.py")
    script.write_text(code, encoding="utf-8")
    server.start([sys.executable, str(script), str(graph)])
    try:
        for sent, answer in (
            (b"GET / HTTP/1.1\r\nHost: local", b"HTTP/1.1 408"),
            (b"", b"HTTP/1.1 408"),
            (POST % 50 + b"ASK", b"HTTP/1.1 408"),
        ):  # fmt: skip
            with socket.create_connection(("127.0.0.1", server.port), timeout=10) as caller:
                caller.sendall(sent)
                begin = time.monotonic()
                assert caller.recv(1000).startswith(answer)
                while caller.recv(1000):
                    pass
                assert time.monotonic() - begin < 8
        assert well(server)
    finally:
        server.stop()


def test_a_thousand_at_once_are_answered_or_told_to_come_back(server):
    before = memory(server)

    def ask(_):
        try:
            found = server.ask("SELECT (COUNT(*) AS ?n) { ?a kg:next ?b . ?c kg:next ?d }", timeout=60)
        except OSError:
            return 0
        return found.status if found.status != 503 or "retry-after" in found.headers else -1

    with ThreadPoolExecutor(100) as aside:
        statuses = list(aside.map(ask, range(1000)))
    assert set(statuses) <= {200, 503}
    assert statuses.count(200) >= 20
    assert well(server)
    assert memory(server) - before < 200_000_000


def test_connections_beyond_the_most_are_turned_away_and_the_rest_served(server):
    idle = [socket.create_connection(("127.0.0.1", server.port), timeout=10) for _ in range(600)]
    try:
        found = server.get("/health")
        assert found.status == 503
    finally:
        for caller in idle:
            caller.close()
    time.sleep(0.5)
    assert well(server)


def test_all_attacks_together_leave_the_server_as_it_was(graph):
    server = Server(graph, "--timeout", "1", "--queue", "20")
    try:
        assert well(server)
        before = memory(server)
        with ThreadPoolExecutor(8) as aside:
            list(aside.map(server.ask, [*ENDLESS.values(), *TOO_COMPLEX.values(), *UPDATES, *CALLS, REGEX_BOMB]))
        deadline = time.monotonic() + 20
        while memory(server) - before > 150_000_000 and time.monotonic() < deadline:
            time.sleep(0.2)
        assert memory(server) - before <= 150_000_000
        assert well(server)
        top = psutil.Process(server.process.pid)
        processes = [top, *top.children(recursive=True)]
    finally:
        server.stop()
    assert psutil.wait_procs(processes, timeout=10)[1] == []


def test_beyond_loopback_only_with_consent():
    for host in ("0.0.0.0", "::", "192.0.2.1", "kg.example.org"):
        with pytest.raises(UsageError, match="--i-know"):
            Settings(host=host).consented(False)
        Settings(host=host).consented(True)
    for host in ("127.0.0.1", "::1", "localhost", "127.8.8.8"):
        Settings(host=host).consented(False)


def test_a_port_in_use_is_named():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(UsageError, match=rf"port {port}.*in use"):
            listening(Settings(port=port))


def test_ending_is_quick_even_with_a_query_under_way(graph):
    server = Server(graph, "--timeout", "60")
    asking = threading.Thread(target=lambda: _ignored(server), daemon=True)
    asking.start()
    time.sleep(1)
    begin = time.monotonic()
    server.stop()
    assert time.monotonic() - begin < 8
    assert server.process.returncode in (0, -15)


def _ignored(server):
    with suppress(OSError, http.client.HTTPException):
        server.ask(ENDLESS["product"])
