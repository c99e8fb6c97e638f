"""The W3C's own cases of SPARQL 1.0 and 1.1 queries, asked over HTTP of one server that holds the data of them all.

A case's data are named graphs, which the protocol's default-graph-uri and named-graph-uri choose. What an endpoint for
queries of one store does not offer is left out by kind: updates, entailment regimes, SERVICE, and FROM, for which those
parameters stand.
"""

import pyoxigraph as ox
import pytest
from served import Server
from w3c import agrees, cases, datasets, fetched

KNOWN = {
    "the engine keeps a number's value, not its spelling, and counts derived types of integer as integer": [
        "open-world/open-eq-01", "expr-builtin/dawg-str-1", "expr-builtin/dawg-str-2", "expr-builtin/dawg-datatype-2",
        "expr-builtin/sameTerm-simple", "expr-builtin/sameTerm-eq", "expr-builtin/sameTerm-not-eq",
        "expr-equals/eq-graph-1", "expr-equals/eq-graph-2", "distinct/distinct-1", "distinct/distinct-9",
        "csv-tsv-res/tsv03", "csv-tsv-res/csv03",
    ],
    "a date is written anew, +00:00 as Z": ["open-world/date-3"],
    "two dates of which one has no time zone differ, as XML Schema 1.1 says": ["open-world/date-2"],
    "a plain literal is an xsd:string, as RDF 1.1 says": [
        "distinct/distinct-2", "functions/strdt03", "functions/strlang03",
    ],
    "456. is no number in SPARQL 1.1": ["basic/term-6", "basic/term-7", "syntax-sparql1/syntax-lit-08"],
    "braces around a group are not taken off first; the suite allows either": [
        "optional-filter/dawg-optional-filter-005-simplified",
    ],
    "without solutions GROUP BY makes no group; the result was written otherwise": ["aggregates/agg-empty-group"],
    "the engine makes BNODE(name) the same node in every solution": ["functions/bnode01"],
    "the engine knows no function by that IRI and says so before it runs": [
        "syntax-sparql1/syntax-expr-05", "syntax-sparql1/syntax-order-05", "syntax-sparql1/syntax-order-06",
        "syntax-sparql2/syntax-function-01", "syntax-sparql2/syntax-function-02", "syntax-sparql2/syntax-function-03",
        "syntax-sparql2/syntax-function-04", "syntax-query/test_4",
    ],
    "escapes of code points are taken in IRIs and strings, not in names": [
        "syntax-sparql2/syntax-esc-04", "syntax-sparql2/syntax-esc-05",
    ],
}  # fmt: skip
"""Why a case fails → which do; each must fail as long as it stands here."""

EVALUATION = ("QueryEvaluationTest", "CSVResultFormatTest")
ACCEPTED = ("PositiveSyntaxTest", "PositiveSyntaxTest11")
REFUSED = ("NegativeSyntaxTest", "NegativeSyntaxTest11")


@pytest.fixture(scope="module")
def suites(request, tmp_path_factory):
    archive = fetched(request.config.cache.mkdir("w3c"))
    if isinstance(archive, str):
        assert "HASHES" not in archive, archive
        pytest.skip(
            f"the W3C's suites are in rdflib's source distribution, which pip cannot fetch: {archive.splitlines()[-1]}"
        )
    return cases(archive, tmp_path_factory.mktemp("w3c"))


@pytest.fixture(scope="module")
def endpoint(suites, tmp_path_factory):
    graph = tmp_path_factory.mktemp("datasets") / "graph.nq"
    datasets(case for case in suites if not case.needs).dump(graph, format=ox.RdfFormat.N_QUADS)
    found = Server(graph)
    yield found
    found.stop()


def ask(endpoint, case):
    headers = {"content_type": "application/sparql-query", "accept": case.accept}
    return endpoint.get(f"/sparql?{case.dataset}", case.query.encode(), **headers)


def failures(endpoint, asked):
    """Return the names of the cases that fail, with what the server said where that is an error."""
    found = {}
    for case in asked:
        reply = ask(endpoint, case)
        said = "" if reply.status == 200 else f"{reply.status} {reply.text}"
        if case.kind in REFUSED:
            right = reply.status == 400
        else:
            right = not said and (
                case.kind in ACCEPTED or agrees(case, reply.text, reply.headers["content-type"].partition(";")[0])
            )
        if not right:
            found[case.name] = said or reply.text
    return found


@pytest.mark.parametrize(
    ("kinds", "count"), [(EVALUATION, 415), (ACCEPTED, 204), (REFUSED, 85)], ids=["evaluation", "accepted", "refused"]
)
def test_cases_pass_through_the_endpoint(endpoint, suites, kinds, count):
    asked = [case for case in suites if case.kind in kinds and not case.needs]
    assert len(asked) == count
    known = {name for names in KNOWN.values() for name in names} & {case.name for case in asked}
    found = failures(endpoint, asked)
    assert {name: said for name, said in found.items() if name not in known} == {}
    assert known - found.keys() == set(), "these pass now: take them off the list"


def test_every_known_failure_is_a_case(suites):
    listed = [name for names in KNOWN.values() for name in names]
    assert set(listed) - {case.name for case in suites} == set()
    assert len(listed) == len(set(listed))


@pytest.mark.parametrize(("word", "count"), [("SERVICE", 10), ("FROM", 18)])
def test_what_reaches_beyond_the_store_is_refused(endpoint, suites, word, count):
    replies = [ask(endpoint, case) for case in suites if case.needs == word]
    assert len(replies) == count
    assert {reply.status for reply in replies} == {400}
    assert [reply.text for reply in replies if f"{word} is not allowed" not in reply.text] == []
