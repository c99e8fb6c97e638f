"""Queries per second and p99 of five saved questions: kg serve, oxigraph serve, rdflib-endpoint on rdflib, in one run.

    python benchmarks/serve.py --triples 1000000 --seconds 10 --rdflib /path/to/python/with/rdflib-endpoint

The graph is made up (regions, enterprises, projects, claims, numbers, steps with their sentences), the same for the
same size. Each question, cut to its first 100 rows, is asked by so many clients at once for the given time; a query
that takes longer than --longest counts as failed. ``oxigraph`` (PyPI) and rdflib-endpoint are left out where they are
not installed.
"""

import argparse
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import pyoxigraph as ox

from kg.query import text_of
from kg.vocab import ENTITY_BASE, PREFIXES

QUESTIONS = (
    "projects-by-region", "projects-over-2-billion", "milestones-in-order", "regions-crossed", "policies-by-issuer",
)  # fmt: skip
LABELS = """
<indicator/1> rdfs:label "总投资" . <stage/1> rdfs:label "开工" . <recognition/1> rdfs:label "百强企业" .
kg:CNY rdfs:label "CNY" .
"""
PROJECT = """
<project/NUMBER> a kg:Project ; rdfs:label "第NUMBER项目" ; kg:locatedIn <region/REGION> ;
    kg:developer <enterprise/NUMBER> .
<enterprise/NUMBER> a kg:Enterprise ; rdfs:label "第NUMBER公司" ; kg:recognizedAs <recognition/1> .
<policy/NUMBER> a kg:Policy ; rdfs:label "第NUMBER条" ; kg:issuedBy <region/REGION> .
<article/NUMBER> {
  <article/NUMBER> a kg:Article ; dcterms:title "第NUMBER篇" ; dcterms:issued "2024-03-14"^^xsd:date .
  <evidence/NUMBER> kg:article <article/NUMBER> ; kg:quote "第NUMBER项目总投资超20亿元。" ; kg:start 1 ; kg:end 9 .
  <claim/NUMBER> a kg:Claim ; rdf:subject <project/NUMBER> ; rdf:predicate kg:involvesRegion ;
      rdf:object <region/REGION> ; kg:status kg:actual ; kg:evidence <evidence/NUMBER> .
  <observation/NUMBER> a kg:Observation ; kg:about <project/NUMBER> ; kg:indicator <indicator/1> ;
      kg:value 2000000000 ; kg:lowerBound 2000000000 ; kg:unit kg:CNY ; kg:comparator kg:atLeast ;
      kg:wording "超20亿元" ; kg:status kg:planned ; kg:evidence <evidence/NUMBER> .
  <milestone/NUMBER> a kg:Milestone ; kg:about <project/NUMBER> ; kg:stage <stage/1> ; kg:date "2024-03" ;
      kg:status kg:actual ; kg:evidence <evidence/NUMBER> .
}
"""

RDFLIB = """
import sys, uvicorn
from rdflib import Dataset
from rdflib_endpoint import SparqlEndpoint
graph = Dataset(default_union=True)
graph.parse(sys.argv[1], format="nquads")
uvicorn.run(SparqlEndpoint(graph=graph, path="/sparql"), host="127.0.0.1", port=int(sys.argv[2]), log_level="error")
"""


def graph(triples: int, path: Path) -> int:
    """Write a graph of about so many triples as N-Quads; return how many there are."""
    head = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items()) + f"BASE <{ENTITY_BASE}>\n"
    store = ox.Store()
    labels = "".join(f'<region/{i}> a kg:Region ; rdfs:label "第{i}市" .\n' for i in range(300))
    store.load((head + LABELS + labels).encode(), format=ox.RdfFormat.TRIG)
    size = 0
    while len(store) < triples:
        parts = (PROJECT.replace("NUMBER", str(i)).replace("REGION", str(i % 300)) for i in range(size, size + 1000))
        store.bulk_load((head + "".join(parts)).encode(), format=ox.RdfFormat.TRIG)
        size += 1000
    store.dump(path, format=ox.RdfFormat.N_QUADS)
    return len(store)


def servers(file: Path, rdflib: str, longest: float) -> dict[str, tuple[list[str], int, str]]:
    """Return the servers that can be run: name → command, port, path of the endpoint."""
    found = {}
    port = free()
    own = [sys.executable, "-m", "kg.cli", "serve", "--timeout", str(longest)]
    found["kg serve"] = ([*own, "--graph", str(file), "--port", str(port)], port, "/sparql")
    oxigraph = shutil.which("oxigraph", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    if oxigraph:
        port, store = free(), file.with_suffix(".store")
        subprocess.run([oxigraph, "load", "--location", store, "--file", file], check=True, capture_output=True)
        other = [oxigraph, "serve-read-only", "--location", str(store), "--union-default-graph"]
        found["oxigraph serve"] = ([*other, "--bind", f"127.0.0.1:{port}"], port, "/query")
    if rdflib:
        port = free()
        found["rdflib-endpoint"] = ([rdflib, "-c", RDFLIB, str(file), str(port)], port, "/sparql")
    return found


def free() -> int:
    """Return a port that nobody uses."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


def measured(url: str, query: str, options: argparse.Namespace) -> tuple[list[float], int]:
    """Ask a question by several clients at once for some time; return the seconds of each answer, and the failures."""
    taken: list[float] = []
    failed: list[str] = []
    end = time.perf_counter() + options.seconds
    data = urllib.parse.urlencode({"query": query}).encode()

    def ask() -> None:
        while True:
            begin = time.perf_counter()
            request = urllib.request.Request(url, data, {"Accept": "application/sparql-results+json"})
            try:
                with urllib.request.urlopen(request, timeout=options.longest) as answer:
                    json.load(answer)
                taken.append(time.perf_counter() - begin)
            except (OSError, ValueError) as error:
                failed.append(str(error))
            if time.perf_counter() > end:
                return

    clients = [threading.Thread(target=ask) for _ in range(options.clients)]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    return taken, len(failed)


def row(name: str, question: str, options: argparse.Namespace, url: str) -> str:
    """Measure one question at one server; return the line of the table."""
    query = f"{text_of(question)}\nLIMIT 100"
    begin = time.perf_counter()
    taken, failed = measured(url, query, options)
    spent = time.perf_counter() - begin
    if not taken:
        return f"| {name} | {question} | – | – | – | {failed} |"
    last = sorted(taken)[min(len(taken) - 1, int(len(taken) * 0.99))]
    middle = statistics.median(taken)
    return f"| {name} | {question} | {len(taken) / spent:.2f} | {middle * 1000:.0f} | {last * 1000:.0f} | {failed} |"


def main() -> None:
    """Run the servers one after another and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--triples", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--longest", type=float, default=60.0)
    parser.add_argument("--rdflib", default="", help="a Python that has rdflib-endpoint")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "graph.nq"
        size = graph(options.triples, file)
        print(f"{size:,} triples, {options.clients} clients, {os.cpu_count()} processors\n", flush=True)
        print("| server | question | queries/s | median ms | p99 ms | failed |\n|---|---|---|---|---|---|", flush=True)
        for name, (command, port, path) in servers(file, options.rdflib, options.longest).items():
            process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
            try:
                up(port, process)
                for question in QUESTIONS:
                    print(row(name, question, options, f"http://127.0.0.1:{port}{path}"), flush=True)
            finally:
                process.terminate()
                try:
                    process.wait(10)
                except subprocess.TimeoutExpired:
                    process.kill()


def up(port: int, process: subprocess.Popen[bytes]) -> None:
    """Wait until a server answers anything."""
    while process.poll() is None:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=60).close()
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.2)
    raise SystemExit(f"{process.args!r} ended by itself")


if __name__ == "__main__":
    main()
