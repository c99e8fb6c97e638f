"""Queries per second and p99 of five saved questions: kg serve, oxigraph serve, rdflib-endpoint on rdflib, in one run.

    python benchmarks/serve.py --triples 1000000 --seconds 10 --rdflib /path/to/python/with/rdflib-endpoint

The graph is made up (regions, enterprises, projects, claims, numbers, steps with their sentences), the same for the same
size. Each question, cut to its first 100 rows, is asked by four clients at once for the given time; a query that takes
longer than a minute counts as failed. ``oxigraph`` (PyPI) and rdflib-endpoint are left out where they are not installed.
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
import urllib.parse
import urllib.request
from pathlib import Path

from kg.query import text_of
from kg.vocab import ENTITY_BASE, PREFIXES

QUESTIONS = ("projects-by-region", "projects-over-2-billion", "milestones-in-order", "recognitions", "policies-by-issuer")
CLIENTS, LONGEST = 4, 60.0
PER_PROJECT = 31
"""Triples for each project of the made-up graph."""

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
    kg, label = PREFIXES["kg"], f"<{PREFIXES['rdfs']}label>"
    kind, rdf, base = f"<{PREFIXES['rdf']}type>", PREFIXES["rdf"], ENTITY_BASE
    number = f"^^<{PREFIXES['xsd']}decimal>"
    lines = [f"<{base}indicator/1> {label} \"总投资\" .", f"<{base}stage/1> {label} \"开工\" .", f"<{kg}CNY> {label} \"CNY\" ."]
    for region in range(300):
        lines += [f"<{base}region/{region}> {kind} <{kg}Region> .", f'<{base}region/{region}> {label} "第{region}市" .']
    for i in range(triples // PER_PROJECT):
        one = {n: f"<{base}{n}/{i}>" for n in ("project", "enterprise", "claim", "observation", "milestone", "evidence", "article")}
        region, said = f"<{base}region/{i % 300}>", f"<{base}article/{i}>"
        lines += [
            f"{one['project']} {kind} <{kg}Project> .", f'{one["project"]} {label} "第{i}项目" .',
            f"{one['project']} <{kg}locatedIn> {region} .", f"{one['project']} <{kg}developer> {one['enterprise']} .",
            f"{one['enterprise']} {kind} <{kg}Enterprise> .", f'{one["enterprise"]} {label} "第{i}公司" .',
        ]  # fmt: skip
        for subject, predicate, value in (
            ("article", kind, f"<{kg}Article>"), ("article", f"<{PREFIXES['dcterms']}title>", f'"第{i}篇"'),
            ("evidence", f"<{kg}article>", said), ("evidence", f"<{kg}quote>", f'"第{i}项目总投资{i % 50}亿元。"'),
            ("evidence", f"<{kg}start>", "\"1\""), ("evidence", f"<{kg}end>", "\"9\""),
            ("claim", f"<{rdf}subject>", one["project"]), ("claim", f"<{rdf}predicate>", f"<{kg}locatedIn>"),
            ("claim", f"<{rdf}object>", region), ("claim", f"<{kg}status>", f"<{kg}actual>"),
            ("claim", f"<{kg}evidence>", one["evidence"]), ("claim", kind, f"<{kg}Claim>"),
            ("observation", f"<{kg}about>", one["project"]), ("observation", f"<{kg}indicator>", f"<{base}indicator/1>"),
            ("observation", f"<{kg}value>", f'"{i % 50}00000000"{number}'), ("observation", f"<{kg}unit>", f"<{kg}CNY>"),
            ("observation", f"<{kg}comparator>", f"<{kg}exactly>"), ("observation", f"<{kg}status>", f"<{kg}planned>"),
            ("observation", f"<{kg}evidence>", one["evidence"]), ("observation", kind, f"<{kg}Observation>"),
            ("milestone", f"<{kg}about>", one["project"]), ("milestone", f"<{kg}stage>", f"<{base}stage/1>"),
            ("milestone", f"<{kg}status>", f"<{kg}actual>"), ("milestone", f"<{kg}evidence>", one["evidence"]),
            ("milestone", f"<{kg}date>", f"\"2024-0{i % 9 + 1}\""),
        ):  # fmt: skip
            lines.append(f"{one[subject]} {predicate} {value} {said} .")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return len(lines)


def servers(file: Path, rdflib: str) -> dict[str, tuple[list[str], int, str]]:
    """Return the servers that can be run: name → command, port, path of the endpoint."""
    found = {}
    port = free()
    command = [sys.executable, "-m", "kg.cli", "serve", "--graph", str(file), "--port", str(port), "--timeout", str(LONGEST)]
    found["kg serve"] = (command, port, "/sparql")
    oxigraph = shutil.which("oxigraph", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    if oxigraph:
        port, store = free(), file.with_suffix(".store")
        subprocess.run([oxigraph, "load", "--location", store, "--file", file], check=True, capture_output=True)
        command = [oxigraph, "serve-read-only", "--location", str(store), "--bind", f"127.0.0.1:{port}", "--union-default-graph"]
        found["oxigraph serve"] = (command, port, "/query")
    if rdflib:
        port = free()
        found["rdflib-endpoint"] = ([rdflib, "-c", RDFLIB, str(file), str(port)], port, "/sparql")
    return found


def free() -> int:
    """Return a port that nobody uses."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


def measured(url: str, query: str, seconds: float) -> tuple[list[float], int]:
    """Ask a question by several clients at once for some time; return the seconds of each answer, and the failures."""
    taken: list[float] = []
    failed: list[str] = []
    end = time.perf_counter() + seconds
    data = urllib.parse.urlencode({"query": query}).encode()

    def ask() -> None:
        while True:
            begin = time.perf_counter()
            request = urllib.request.Request(url, data, {"Accept": "application/sparql-results+json"})
            try:
                with urllib.request.urlopen(request, timeout=LONGEST) as answer:
                    json.load(answer)
                taken.append(time.perf_counter() - begin)
            except (OSError, ValueError) as error:
                failed.append(str(error))
            if time.perf_counter() > end:
                return

    clients = [threading.Thread(target=ask) for _ in range(CLIENTS)]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    return taken, len(failed)


def row(name: str, question: str, seconds: float, url: str) -> str:
    """Measure one question at one server; return the line of the table."""
    query = f"{text_of(question)}\nLIMIT 100"
    begin = time.perf_counter()
    taken, failed = measured(url, query, seconds)
    spent = time.perf_counter() - begin
    if not taken:
        return f"| {name} | {question} | – | – | – | {failed} |"
    last = sorted(taken)[min(len(taken) - 1, int(len(taken) * 0.99))]
    middle = statistics.median(taken)
    return f"| {name} | {question} | {len(taken) / spent:.1f} | {middle * 1000:.0f} | {last * 1000:.0f} | {failed} |"


def main() -> None:
    """Run the servers one after another and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--triples", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--rdflib", default="", help="a Python that has rdflib-endpoint")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "graph.nq"
        print(f"{graph(options.triples, file):,} triples, {CLIENTS} clients, {os.cpu_count()} processors\n", flush=True)
        print("| server | question | queries/s | median ms | p99 ms | failed |\n|---|---|---|---|---|---|", flush=True)
        for name, (command, port, path) in servers(file, options.rdflib).items():
            process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
            try:
                up(port, process)
                for question in QUESTIONS:
                    print(row(name, question, options.seconds, f"http://127.0.0.1:{port}{path}"), flush=True)
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
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=LONGEST).close()
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.2)
    raise SystemExit(f"{process.args!r} ended by itself")


if __name__ == "__main__":
    main()
