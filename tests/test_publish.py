"""A graph sent to a real second store is the same there, byte for byte, also when the way was interrupted."""

import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.cli import run
from kg.errors import OutputError, UsageError
from kg.export import export
from kg.publish import Target, publish

ROOT = Path(__file__).parents[1]
GRAPH = ROOT / "output" / "sample" / "graph.nq"
BINARY = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")
needs_store = pytest.mark.skipif(not BINARY, reason="no oxigraph to publish to: pip install oxigraph")
both = pytest.mark.parametrize(("end", "protocol"), [("store", "gsp"), ("update", "update")])


class Oxigraph:
    """``oxigraph serve`` over a folder, on a port that was free."""

    def __init__(self, folder):
        self.folder = folder
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.bind = f"127.0.0.1:{free.getsockname()[1]}"
        self.start()

    def start(self):
        command = [BINARY, "serve", "--location", str(self.folder), "--bind", self.bind]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(600):
            assert self.process.poll() is None, "the store did not start"
            try:
                self.read()
            except OSError:
                time.sleep(0.05)
            else:
                return
        raise AssertionError("the store did not answer")

    def stop(self):
        self.process.terminate()
        self.process.wait()

    def url(self, end):
        return f"http://{self.bind}/{end}"

    def read(self):
        """All that the store holds, as canonical N-Quads."""
        request = urllib.request.Request(self.url("store"), headers={"Accept": "application/n-quads"})
        with urllib.request.urlopen(request, timeout=60) as reply:
            return b"".join(sorted(reply.read().splitlines(keepends=True)))


@pytest.fixture
def store(tmp_path):
    one = Oxigraph(tmp_path / "second")
    yield one
    one.stop()


@pytest.fixture(scope="module")
def canonical(tmp_path_factory):
    (path,) = export(GRAPH, tmp_path_factory.mktemp("canonical") / "graph.nq", "nq")
    return path.read_bytes()


@needs_store
@both
def test_equal_counts_and_equal_bytes_when_read_back(store, canonical, end, protocol):
    told = []
    done = publish(GRAPH, Target(store.url(end), protocol), size=500, after=lambda *seen: told.append(seen))
    assert store.read() == canonical
    assert done.statements == len(canonical.splitlines())
    assert told == [(n, done.batches) for n in range(1, done.batches + 1)]
    assert (done.batches > 2, done.resumed_at, done.others) == (True, 0, 0)


@needs_store
@both
def test_killed_and_resumed_is_the_same(store, canonical, end, protocol):
    """kill -9 to the sender after its second batch; the store is stopped and started again meanwhile."""
    target = f"Target({store.url(end)!r}, {protocol!r})"
    script = (
        f"import os, pathlib; from kg.publish import Target, publish; publish(pathlib.Path({str(GRAPH)!r}), {target}, "
        "size=300, after=lambda done, of: os.kill(os.getpid(), 9) if done == 2 else None)"
    )
    killed = subprocess.run([sys.executable, "-c", script], cwd=ROOT, env={"PYTHONPATH": str(ROOT)}, timeout=120)
    assert killed.returncode == -9
    assert store.read() != canonical
    store.stop()
    store.start()
    done = publish(GRAPH, Target(store.url(end), protocol), size=300)
    assert done.resumed_at == 2
    assert store.read() == canonical, "nothing lacks, and no note of the way is left"


@needs_store
@both
def test_again_with_replace_leaves_what_others_hold(store, canonical, end, protocol):
    foreign = "<urn:x:s> <urn:x:p> <urn:x:o> <urn:x:theirs> ."
    mixed = [foreign, "<urn:x:s> <urn:x:p> <urn:x:stale> ."]
    request = urllib.request.Request(
        store.url("store"), "\n".join(mixed).encode(), {"Content-Type": "application/n-quads"}, method="POST"
    )
    urllib.request.urlopen(request, timeout=60).close()
    with pytest.raises(OutputError, match=r"the default graph with \d+ for \d+; it held others before.*--replace"):
        publish(GRAPH, Target(store.url(end), protocol))
    done = publish(GRAPH, Target(store.url(end), protocol, replace=True))
    assert done.others == 1
    assert store.read().splitlines() == sorted([*canonical.splitlines(), foreign.encode()])


@needs_store
@both
def test_hard_text_arrives_as_it_was(store, tmp_path, end, protocol):
    text = "“引号” \\ \" ' \n \t \r \u202e \U0001f3ed { } . ; <a> ?x \\u0041"
    quad = ox.Quad(ox.NamedNode("urn:x:项目"), ox.NamedNode("urn:x:p"), ox.Literal(text, language="zh"))
    (tmp_path / "hard.nq").write_text(f"{quad} .\n", encoding="utf-8")
    publish(tmp_path / "hard.nq", Target(store.url(end), protocol))
    assert list(ox.parse(store.read(), format=ox.RdfFormat.N_QUADS)) == [quad]


@needs_store
def test_command_line_says_what_was_sent(store, canonical, monkeypatch, capsys):
    call = ["kg", "publish", store.url("store"), "--graph", str(GRAPH.parent), "--lang", "en", "--batch", "700"]
    monkeypatch.setattr("sys.argv", call)
    with pytest.raises(SystemExit) as stop:
        run()
    assert stop.value.code == 0
    assert f"{len(canonical.splitlines())} statements" in capsys.readouterr().out
    assert store.read() == canonical


class Stub(BaseHTTPRequestHandler):
    """Refuses in the way that its server is told."""

    def do_POST(self):
        self.server.seen.append((self.path, self.headers.get("Authorization")))
        self.send_response(self.server.status)
        self.send_header("Location", "http://127.0.0.1:9/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture
def refusing():
    server = HTTPServer(("127.0.0.1", 0), Stub)
    server.seen = []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("status", "said"),
    [(401, "give --user"), (403, "KG_STORE_PASSWORD"), (302, "moved to http://127.0.0.1:9/elsewhere"), (500, "500"),
     (200, "no answer to a query in CSV")],
)  # fmt: skip
def test_a_refusal_names_the_url_and_the_next_step(refusing, status, said):
    refusing.status = status
    url = f"http://127.0.0.1:{refusing.server_port}/store"
    with pytest.raises(OutputError, match=f"{refusing.server_port}/query: .*{said}"):
        publish(GRAPH, Target(url, user="甲", password="secret"))
    assert refusing.seen == [("/query", "Basic 55SyOnNlY3JldA==")], "one request, not followed anywhere"


def test_no_store_there():
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(OutputError, match=r"not reached .*the same command goes on"):
        publish(GRAPH, Target(f"http://127.0.0.1:{port}/store"))


@pytest.mark.parametrize(
    ("target", "said"),
    [
        (Target("ftp://h/store"), "begins with http"),
        (Target("http:///store"), "begins with http"),
        (Target("http://h:x/store"), "no URL"),
        (Target("http://u:p@h/store"), "seen by others"),
        (Target("http://h/sparql"), "--query URL"),
        (Target("http://h/store", query="file:///etc/hosts"), "begins with http"),
        (Target("http://h/store", "soap"), "gsp, update"),
    ],
)
def test_what_cannot_be_meant_is_refused_before_anything_is_sent(target, said):
    with pytest.raises(UsageError, match=said):
        publish(GRAPH, target)


def test_query_endpoint_is_the_neighbour():
    asked = [Target(f"http://h/{path}").checked().query for path in ("store", "ds/data", "ds/update")]
    assert asked == ["http://h/query", "http://h/ds/query", "http://h/ds/query"]
    assert Target("http://h/x", query="http://q/sparql").checked().query == "http://q/sparql"
