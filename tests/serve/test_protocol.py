"""The SPARQL 1.1 Protocol, asked by a client library, by curl, and by hand."""

import csv
import http.client
import io
import json
import shutil
import subprocess
from urllib.parse import quote

import pyoxigraph as ox
import pytest
import rdflib
from connected import HEAD
from served import LABELS
from SPARQLWrapper import JSON, JSONLD, POST, POSTDIRECTLY, TURTLE, URLENCODED, XML, SPARQLWrapper

from kg.vocab import ENTITY_BASE, KG

PROJECTS = {"柔性屏项目", "光学膜项目", "孤立项目"}
BUILT = "CONSTRUCT { ?p rdfs:label ?l } { ?p a kg:Project ; rdfs:label ?l }"


@pytest.fixture
def client(server):
    found = SPARQLWrapper(server.sparql)
    found.setTimeout(20)
    return found


@pytest.mark.parametrize(("method", "how"), [("GET", URLENCODED), (POST, URLENCODED), (POST, POSTDIRECTLY)])
def test_a_client_library_selects(client, method, how):
    client.setMethod(method)
    client.setRequestMethod(how)
    client.setReturnFormat(JSON)
    client.setQuery(HEAD.replace("\n", " ") + LABELS)
    rows = client.queryAndConvert()["results"]["bindings"]
    assert {row["l"]["value"] for row in rows} == PROJECTS
    assert {row["l"]["xml:lang"] for row in rows} == {"zh"}


def test_a_client_library_asks_and_constructs(client):
    client.setQuery("ASK { ?p a kg:Project }")
    client.setReturnFormat(JSON)
    client.setOnlyConneg(True)
    assert client.queryAndConvert()["boolean"] is True
    client.setReturnFormat(XML)
    assert client.queryAndConvert().getElementsByTagName("boolean")[0].firstChild.data == "true"
    client.setQuery(HEAD + BUILT)
    for form, name in ((TURTLE, "turtle"), (JSONLD, None)):
        client.setReturnFormat(form)
        found = client.queryAndConvert()
        read = found if name is None else rdflib.Graph().parse(data=found, format=name)
        assert {str(o) for o in read.objects()} == PROJECTS


@pytest.mark.skipif(shutil.which("curl") is None, reason="no curl here")
@pytest.mark.parametrize(
    "how",
    [
        ["-G", "--data-urlencode", "query=QUERY"], ["--data-urlencode", "query=QUERY"],
        ["-H", "Content-Type: application/sparql-query", "--data-binary", "QUERY"],
    ],
    ids=["get", "form", "direct"],
)  # fmt: skip
@pytest.mark.parametrize("accept", ["text/csv", "text/tab-separated-values", "application/sparql-results+xml"])
def test_curl_gets_the_same_by_every_way(server, how, accept):
    command = [
        "curl",
        "-sS",
        "--fail",
        "--noproxy",
        "*",
        "-H",
        f"Accept: {accept}",
        *(h.replace("QUERY", LABELS) for h in how),
    ]
    said = subprocess.run([*command, server.sparql], capture_output=True, check=True, encoding="utf-8", timeout=30)
    assert all(label in said.stdout for label in PROJECTS)


@pytest.mark.parametrize(
    ("query", "accept", "given"),
    [
        (LABELS, "", "application/sparql-results+json"),
        (LABELS, "*/*", "application/sparql-results+json"),
        (LABELS, "application/json", "application/sparql-results+json"),
        (LABELS, "text/html,application/xml;q=0.9,*/*;q=0.8", "application/sparql-results+xml"),
        (LABELS, "text/csv;q=0.5, text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        (LABELS, "text/*", "text/csv; charset=utf-8"),
        (LABELS, "text/turtle, text/csv;q=0.1", "text/csv; charset=utf-8"),
        (BUILT, "", "text/turtle; charset=utf-8"),
        (BUILT, "application/n-triples", "application/n-triples"),
        (BUILT, "application/ld+json", "application/ld+json"),
        (BUILT, "application/sparql-results+json, text/turtle;q=0.2", "text/turtle; charset=utf-8"),
        ("DESCRIBE ?p { ?p a kg:Project }", "*/*;q=0.1, application/n-triples", "application/n-triples"),
    ],
)
def test_the_wanted_media_type_is_given(server, query, accept, given):
    found = server.ask(query, **({"accept": accept} if accept else {}))
    assert (found.status, found.headers["content-type"], found.headers["vary"]) == (200, given, "accept")


@pytest.mark.parametrize(("query", "accept"), [(LABELS, "text/turtle"), (BUILT, "text/csv"), (LABELS, "image/png"),
                                               (LABELS, "application/sparql-results+json;q=0")])  # fmt: skip
def test_what_is_not_offered_is_refused(server, query, accept):
    assert server.ask(query, accept=accept).status == 406


@pytest.mark.parametrize("name", ["100% A+B 项目", "绵阳", "a&b=c#%20", "%E4%B8%AD"])
def test_a_query_is_decoded_exactly_once(server, name):
    """Row 74: the same by GET, by form and directly, with per cent, plus and Chinese in it."""
    query = f'SELECT ("{name}" AS ?n) (COUNT(?s) AS ?c) {{ ?s skos:altLabel ?l FILTER(STR(?l) = "{name}") }}'
    encoded = quote(query, safe="")
    form = "application/x-www-form-urlencoded"
    plus = f"query={encoded.replace('%20', '+')}".encode()
    replies = [
        server.get(f"/sparql?query={encoded}"),
        server.get("/sparql", f"query={encoded}".encode(), content_type=form),
        server.get("/sparql", plus, content_type=f"{form}; charset=UTF-8"),
        server.ask(query),
    ]
    assert {reply.status for reply in replies} == {200}
    rows = [json.loads(reply.text)["results"]["bindings"] for reply in replies]
    assert {row[0]["n"]["value"] for row in rows} == {name}
    assert {row[0]["c"]["value"] for row in rows} == {"1" if name in ("100% A+B 项目", "绵阳") else "0"}


def test_a_dataset_is_of_graphs_in_the_store(server):
    count = quote("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    inside = quote("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }")
    numbers, article = quote("x:numbers"), quote(f"{ENTITY_BASE}article/x")

    def counted(query, **graphs):
        fields = "".join(f"&{name.replace('_', '-')}-graph-uri={value}" for name, value in graphs.items())
        return int(
            json.loads(server.get(f"/sparql?query={query}{fields}").text)["results"]["bindings"][0]["n"]["value"]
        )

    assert counted(count, default=numbers) == 600
    assert 0 < counted(count, default=article) < 600
    assert counted(inside, named=numbers) == 600
    assert counted(inside, default=numbers) == 0
    assert counted(count, default=quote("file:///etc/passwd")) == 0
    assert server.get(f"/sparql?query={count}&default-graph-uri={quote('no iri')}").status == 400


@pytest.mark.parametrize(
    ("path", "data", "kind", "status", "said"),
    [
        ("/sparql", None, "", 400, "exactly one query"),
        ("/sparql?query=ASK%7B%7D&query=ASK%7B%7D", None, "", 400, "exactly one query"),
        ("/sparql?query=%FF", None, "", 400, "UTF-8"),
        ("/sparql", b"\xff\xfe", "application/sparql-query", 400, "UTF-8"),
        ("/sparql", b"query=ASK{}", "text/plain", 415, "application/sparql-query"),
        ("/sparql", b"ASK {}", "application/sparql-query; charset=gbk", 415, "UTF-8"),
        ("/sparql?query=SELECT%20*%20%7B", None, "", 400, "line 1, column 11"),
        ("/nowhere", None, "", 404, "no such page"),
    ],
)
def test_a_faulty_request_is_told_in_plain_words(server, path, data, kind, status, said):
    found = server.get(path, data, **({"content_type": kind} if kind else {}))
    assert found.status == status
    assert said in found.text
    assert len(found.text.splitlines()) == 1


@pytest.mark.parametrize("path", ["/", "/sparql?query=ASK%7B%7D", "/health", "/id/evidence/1", "/nowhere"])
def test_head_is_get_without_its_body(server, path):
    """RFC 9110, section 9.1: every server must take both."""
    caller = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    caller.request("HEAD", path)
    found, whole = caller.getresponse(), server.get(path)
    assert (found.status, found.read()) == (whole.status, b"")
    for name in ("content-type", "content-length"):
        assert found.headers[name] == whole.headers[name]
    caller.close()


def test_a_browser_without_a_query_is_shown_the_page(server):
    found = server.get("/sparql", accept="text/html,*/*;q=0.1")
    assert (found.status, found.headers["location"]) == (303, "/query")


def test_rows_beyond_the_limit_are_cut_and_said(server):
    found = server.ask("SELECT ?s { ?s ?p ?o }", accept="text/csv")
    assert (len(list(csv.reader(io.StringIO(found.text)))), found.headers["kg-truncated"]) == (501, "500")
    assert "kg-truncated" not in server.ask(LABELS).headers


def test_named_graphs_can_be_told_apart(server):
    found = json.loads(server.ask(f"SELECT DISTINCT ?g {{ GRAPH ?g {{ ?s <{KG.about}> ?o }} }}").text)
    assert [row["g"]["value"] for row in found["results"]["bindings"]] == [f"{ENTITY_BASE}article/x"]


def test_results_are_those_of_the_engine_alone(server, graph):
    """The endpoint gives what Oxigraph gives when asked directly, in the same order."""
    store = ox.Store()
    store.load(graph.read_bytes(), format=ox.RdfFormat.TRIG)
    alone = [row["l"].value for row in store.query(HEAD + LABELS)]
    assert [row["l"]["value"] for row in json.loads(server.ask(LABELS).text)["results"]["bindings"]] == alone
