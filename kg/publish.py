"""A saved graph → another triple store, over HTTP: in batches, resumable, verified by counts.

Two standard ways lead in: SPARQL 1.1 Graph Store HTTP Protocol, and SPARQL 1.1 Update. How far a publication came
is written into the store itself, in a graph of its own that is dropped at the end: whoever calls again, from whatever
machine, goes on there. There are no blank nodes, so a batch that arrives twice leaves what it left the first time.
"""

import base64
import csv
import hashlib
import io
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

import pyoxigraph as ox

from kg.errors import OutputError, UsageError
from kg.store import load
from kg.vocab import ENTITY_BASE, RDF

PROTOCOLS = ("gsp", "update")
_DATA_ENDPOINTS = ("store", "data", "update", "statements")
_COUNT_NAMED = "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
_COUNT_DEFAULT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"

Piece = tuple[str, tuple[str, ...], bool]
"""Graph ("" for the default graph), its statements as N-Triples without line feeds, whether they are its first."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where to publish, and how."""

    url: str
    """The Graph Store's, or the SPARQL Update endpoint's."""
    protocol: str = "gsp"
    query: str = ""
    """The SPARQL query endpoint; empty for the neighbour of ``url`` that is called query."""
    replace: bool = False
    """Whether each graph is emptied before its statements arrive; else they are added to what is there."""
    user: str = ""
    password: str = ""
    """For HTTP Basic authentication; sent to the hosts of these URLs only, since redirections are not followed."""
    timeout: float = 60.0
    """Seconds that one request may take."""

    def checked(self) -> "Target":
        """Return the target with its query endpoint filled in; UsageError for what cannot be meant."""
        if self.protocol not in PROTOCOLS:
            raise UsageError(f"{self.protocol!r} is no protocol; choose one of {', '.join(PROTOCOLS)}")
        for url in filter(None, (self.url, self.query)):
            _checked_url(url)
        parts = urlsplit(self.url)
        head, _, last = parts.path.rstrip("/").rpartition("/")
        if not self.query and last not in _DATA_ENDPOINTS:
            raise UsageError(f"{self.url}: where its counts can be asked is not told by this URL; give --query URL")
        query = self.query or urlunsplit((parts.scheme, parts.netloc, f"{head}/query", "", ""))
        return Target(self.url, self.protocol, query, self.replace, self.user, self.password, self.timeout)


@dataclass(frozen=True, slots=True)
class Published:
    """What a publication did."""

    statements: int
    graphs: int
    """How many graphs, the default graph among them where it holds anything."""
    batches: int
    resumed_at: int
    """How many batches were there already, from a publication that was interrupted."""
    others: int
    """Graphs of the store that are not this graph's."""


def publish(
    graph: Path, target: Target, *, size: int = 10_000, after: Callable[[int, int], None] = lambda done, of: None
) -> Published:
    """Send a saved graph to a store, and compare the number of statements of each graph there with the graph's own.

    ``size`` is the greatest number of statements of a batch; ``after`` is told how many batches are there, of how many.
    An interrupted publication of the same graph in batches of the same size goes on where it stopped.

    Raises:
        UsageError: a URL, protocol or size that cannot be meant.
        GraphError: no graph there, or a damaged one.
        OutputError: the store cannot be reached, refuses, or holds another number of statements at the end.
    """
    if size < 1:
        raise UsageError(f"{size}: a batch holds at least one statement")
    remote = _Remote(target.checked())
    graphs = _by_graph(load(graph))
    batches = list(_batches(graphs, size))
    marker = _marker(graphs, size)
    resumed = min(remote.reached(marker), len(batches))
    for number, batch in enumerate(batches[resumed:], resumed + 1):
        remote.send(batch, marker, number)
        after(number, len(batches))
    remote.drop(marker)
    counts = remote.counts()
    _verify({name: len(lines) for name, lines in graphs.items()}, counts, target)
    others = len([name for name, count in counts.items() if count and name not in graphs])
    return Published(sum(map(len, graphs.values())), len(graphs), len(batches), resumed, others)


def _by_graph(store: ox.Store) -> dict[str, list[str]]:
    """Return graph → its statements as N-Triples, all sorted."""
    rows = sorted({(_name(q.graph_name), f"{q.triple} .") for q in store})
    return {name: [line for _, line in group] for name, group in groupby(rows, key=lambda row: row[0])}


def _name(graph: object) -> str:
    return graph.value if isinstance(graph, ox.NamedNode) else ""


def _batches(graphs: dict[str, list[str]], size: int) -> Iterator[list[Piece]]:
    """Yield batches of at most so many statements; a large graph spans several, small graphs share one."""
    rows = [(name, line, not at) for name, lines in graphs.items() for at, line in enumerate(lines)]
    for start in range(0, len(rows), size):
        batch = rows[start : start + size]
        grouped = ((name, list(part)) for name, part in groupby(batch, key=lambda row: row[0]))
        yield [(name, tuple(line for _, line, _ in part), part[0][2]) for name, part in grouped]


def _marker(graphs: dict[str, list[str]], size: int) -> str:
    """Return the graph that says how far a publication came: another for other statements or batches."""
    digest = hashlib.sha256(str(size).encode())
    for name, lines in graphs.items():
        digest.update("\n".join((name, *lines, "")).encode())
    return f"{ENTITY_BASE}publication/{digest.hexdigest()[:16]}"


def _verify(wanted: dict[str, int], counts: dict[str, int], target: Target) -> None:
    wrong = [(name, count) for name, count in wanted.items() if counts.get(name, 0) != count]
    if not wrong:
        return
    name, count = wrong[0]
    there = counts.get(name, 0)
    step = (
        "the store lost some: publish again"
        if there < count
        else "it held others before: take an empty store, or --replace to empty each graph first"
    )
    raise OutputError(
        f"{target.url}: {len(wrong)} of {len(wanted)} graphs hold another number of statements than sent, first "
        f"{f'<{name}>' if name else 'the default graph'} with {there} for {count}; {step}"
    )


class _Remote:
    """A store beyond HTTP."""

    def __init__(self, target: Target) -> None:
        self.target = target
        self.opener = urllib.request.build_opener(_NoRedirection)

    def send(self, batch: list[Piece], marker: str, number: int) -> None:
        """Send a batch, then note its number: in one request where the protocol can, else the note comes last."""
        note: Piece = (marker, (f"<{marker}> <{RDF.value}> {ox.Literal(number)} .",), False)
        if self.target.protocol == "update":
            self._update([*batch, note])
        else:
            for piece in (*batch, note):
                self._put(piece)

    def reached(self, marker: str) -> int:
        """Return the number of the last batch that a publication noted, 0 where there was none."""
        rows = self._select(f"SELECT ?n WHERE {{ GRAPH <{marker}> {{ ?s <{RDF.value}> ?n }} }}", "n")
        return max((int(n) for (n,) in rows), default=0)

    def drop(self, graph: str) -> None:
        """Drop a graph, and be content where there is none."""
        if self.target.protocol == "update":
            self._request(self.target.url, f"DROP SILENT GRAPH <{graph}>", "application/sparql-update")
        else:
            self._request(self._graph_url(graph), "", "", method="DELETE", missing=True)

    def counts(self) -> dict[str, int]:
        """Return graph → number of its statements, with "" for the default graph."""
        named = {g: int(n) for g, n in self._select(_COUNT_NAMED, "g", "n")}
        ((default,),) = self._select(_COUNT_DEFAULT, "n")
        return {**named, "": int(default)}

    def _put(self, piece: Piece) -> None:
        graph, lines, first = piece
        method = "PUT" if first and self.target.replace else "POST"
        self._request(self._graph_url(graph), "\n".join((*lines, "")), "application/n-triples", method=method)

    def _update(self, pieces: list[Piece]) -> None:
        names = [f"GRAPH <{name}>" if name else "DEFAULT" for name, _, first in pieces if first and self.target.replace]
        inside = [
            f"GRAPH <{name}> {{\n{body}\n}}" if name else body
            for name, body in ((name, "\n".join(lines)) for name, lines, _ in pieces)
        ]
        steps = [*(f"CLEAR SILENT {name}" for name in names), "INSERT DATA {\n" + "\n".join(inside) + "\n}"]
        self._request(self.target.url, " ;\n".join(steps), "application/sparql-update")

    def _graph_url(self, graph: str) -> str:
        mark = "&" if urlsplit(self.target.url).query else "?"
        return self.target.url + mark + (f"graph={quote(graph, safe='')}" if graph else "default")

    def _select(self, query: str, *columns: str) -> list[list[str]]:
        """Return the rows of a query, asked for as CSV, which every store writes."""
        found = self._request(self.target.query, query, "application/sparql-query", accept="text/csv")
        head, *rows = csv.reader(io.StringIO(found.decode("utf-8-sig", "replace"))) if found else [[]]
        if tuple(head) != columns:
            raise OutputError(f"{self.target.query}: no answer to a query in CSV; give its endpoint with --query URL")
        return [row for row in rows if any(row)]

    def _request(
        self, url: str, body: str, content: str, *, method: str = "POST", accept: str = "*/*", missing: bool = False
    ) -> bytes:
        """Send one request; ``missing`` says that 404 will do. OutputError for any other refusal."""
        headers = {"Accept": accept, **({"Content-Type": f"{content}; charset=utf-8"} if content else {})}
        if self.target.user:
            secret = f"{self.target.user}:{self.target.password}".encode()
            headers["Authorization"] = f"Basic {base64.b64encode(secret).decode()}"
        request = urllib.request.Request(url, body.encode() or None, headers, method=method)
        try:
            with self.opener.open(request, timeout=self.target.timeout) as reply:
                return bytes(reply.read())
        except urllib.error.HTTPError as error:
            if missing and error.code == 404:
                return b""
            raise OutputError(f"{url}: {_refusal(error)}") from error
        except (OSError, ValueError) as error:
            said = getattr(error, "reason", error)
            raise OutputError(f"{url}: not reached ({said}); once it is there, the same command goes on") from error


class _NoRedirection(urllib.request.HTTPRedirectHandler):
    """A redirected POST would become a GET that writes nothing, and take the password elsewhere."""

    def redirect_request(self, *_: object) -> None:
        """Follow nothing, so that the status itself is the error."""


def _refusal(error: urllib.error.HTTPError) -> str:
    said = " ".join(error.read(300).decode("utf-8", "replace").split())
    if error.code in (401, 403):
        return f"refused ({error.code}); give --user, and its password in KG_STORE_PASSWORD"
    if 300 <= error.code < 400:
        return f"moved to {error.headers.get('Location', 'elsewhere')}; give that URL"
    return f"refused ({error.code} {said}); is it the endpoint of this protocol?"


def _checked_url(url: str) -> None:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as error:
        raise UsageError(f"{url}: no URL ({error})") from error
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise UsageError(f"{url}: no URL of a store; it begins with http or https and a host")
    if "@" in parts.netloc:
        raise UsageError("a password in a URL is seen by others; give --user, and the password in KG_STORE_PASSWORD")
