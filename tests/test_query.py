"""Queries read the graph and nothing else, stop in time, and answer in every form."""

import contextlib
import csv
import io
import json
import multiprocessing
import time

import pyoxigraph as ox
import pytest
from attacks import CALLS, TOO_COMPLEX, UPDATES
from connected import HEAD
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import GraphError, QueryError, UsageError
from kg.query import Answer, Cell, Query, as_csv, as_json, as_table, checked, safe_query, text_of
from kg.query import run as run_query
from kg.vocab import PREFIXES, XSD

GRAPH = """
<project/甲> a kg:Project ; rdfs:label "甲 SERVICE # '项目'"@zh .
<project/乙> a kg:Project ; rdfs:label "招商服务项目"@zh .
<article/x> { <observation/1> kg:about <project/甲> ; kg:value 1067.5 ; kg:wording "=HYPERLINK(1)" . }
"""
EVERY = "SELECT ?p ?l WHERE { ?p rdfs:label ?l } ORDER BY ?l"


@pytest.fixture
def store():
    found = ox.Store()
    found.load((HEAD + GRAPH).encode(), format=ox.RdfFormat.TRIG)
    return found


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    """Return a graph file of two thousand things, enough for a query without end."""
    path = tmp_path_factory.mktemp("large") / "graph.nq"
    lines = (f'<urn:x:{i}> <{PREFIXES["rdfs"]}label> "{i}" .\n' for i in range(2000))
    path.write_text("".join(lines), encoding="utf-8")
    return path


def run(store, text, parameters=()):
    return run_query(store, Query(text, dict(parameters)))


def labels(answer):
    return [row[-1].value for row in answer.rows]


@pytest.mark.parametrize("query", CALLS)
def test_nothing_outside_the_graph_is_called(store, canary, query):
    before = canary.hits
    with pytest.raises(QueryError, match=r"line \d+, column \d+: .*(not allowed|syntax error)"):
        run(store, query.replace("URL", canary.url))
    assert canary.hits == before


def test_the_engine_alone_would_have_called(store, canary):
    """The canary sings: without the guard the same query reaches it."""
    before = canary.hits
    with pytest.raises((OSError, RuntimeError)):
        list(store.query(CALLS[0].replace("URL", canary.url)))
    assert canary.hits > before


@pytest.mark.parametrize("query", UPDATES)
def test_the_graph_is_never_changed(store, query):
    before = set(store)
    with pytest.raises(QueryError, match=r"not allowed|syntax"):
        run(store, query)
    assert set(store) == before


@pytest.mark.parametrize("query", TOO_COMPLEX.values(), ids=TOO_COMPLEX.keys())
def test_a_query_too_complex_is_refused_at_once(query):
    begin = time.perf_counter()
    with pytest.raises(QueryError, match=r"too complex|characters"):
        checked(query)
    assert time.perf_counter() - begin < 1


def test_words_of_the_language_inside_names_are_no_calls(store):
    query = """
    # SERVICE in a comment
    PREFIX e: <https://example.org/SERVICE#>
    SELECT ?service ?l WHERE { ?service rdfs:label ?l . OPTIONAL { ?service e:a.service ?x }
      FILTER(CONTAINS(?l, "SERVICE # '") || CONTAINS(?l, "招商服务")) } ORDER BY ?l"""
    assert labels(run(store, query)) == ["招商服务项目", "甲 SERVICE # '项目'"]


def test_prefixes_of_the_project_need_no_declaration_and_may_be_declared_otherwise(store):
    assert labels(run(store, EVERY)) == ["招商服务项目", "甲 SERVICE # '项目'"]
    other = f"PREFIX kg: <{PREFIXES['rdfs']}> SELECT ?l WHERE {{ ?p kg:label ?l }} ORDER BY ?l"
    assert labels(run(store, other)) == labels(run(store, EVERY))


def test_named_graphs_count_as_one_with_the_default_graph(store):
    joined = "SELECT ?v ?l WHERE { ?o kg:about ?p ; kg:value ?v . ?p rdfs:label ?l }"
    assert labels(run(store, joined)) == ["甲 SERVICE # '项目'"]


@pytest.mark.parametrize(
    "value", ["招商服务项目", 'A" } #', "A\\u0022 } DROP ALL #", "?x", "<x:y>", "{", "\n", "\ud7ff\U00020000"]
)
def test_a_parameter_is_a_value_whatever_it_holds(store, value):
    found = run(store, "SELECT ?name ?l WHERE { ?p rdfs:label ?l FILTER(STR(?l) = ?name) }", {"name": value})
    assert labels(found) == (["招商服务项目"] if value == "招商服务项目" else [])


@pytest.mark.parametrize("name", ["a b", "", "名 字", "x}"])
def test_a_parameter_with_an_impossible_name_is_a_usage_error(store, name):
    with pytest.raises(UsageError, match="variable"):
        run(store, EVERY, {name: "x"})


@pytest.mark.parametrize("query", ["", "   ", "SELECT ?x WHERE {", "SELECT ?x { ?x ?y }", "hello world"])
def test_a_malformed_query_is_refused_in_one_line(store, query):
    with pytest.raises(QueryError) as caught:
        run(store, query)
    assert "\n" not in str(caught.value)


@given(st.text(max_size=80) | st.text("SELECTWHR {}?x<>\"'\\#.\n", max_size=80))
@settings(deadline=None, max_examples=200)
def test_any_text_is_answered_or_refused(text):
    with contextlib.suppress(QueryError):
        assert isinstance(run(ox.Store(), text + "\n"), Answer)


def test_text_of_names_what_is_missing(tmp_path):
    with pytest.raises(UsageError, match="no-such-question"):
        text_of("no-such-question")
    with pytest.raises(UsageError, match=r"nowhere\.rq"):
        text_of(str(tmp_path / "nowhere.rq"))
    (tmp_path / "broken.rq").write_bytes(b"\xff\xfe\x00SELECT")
    with pytest.raises(UsageError, match=r"broken\.rq"):
        text_of(str(tmp_path / "broken.rq"))


def test_a_query_without_end_is_stopped_and_leaves_no_process(large):
    before = set(multiprocessing.active_children())
    with pytest.raises(QueryError, match="longer than 1 s"):
        safe_query(large, Query("SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"), timeout=1.0)
    assert set(multiprocessing.active_children()) <= before


def test_rows_beyond_the_limit_are_cut_and_said(large):
    every = "SELECT ?s WHERE { ?s ?p ?o }"
    cut, whole = safe_query(large, Query(every, limit=10)), safe_query(large, Query(every, limit=0))
    assert (len(cut.rows), cut.truncated) == (10, True)
    assert (len(whole.rows), whole.truncated) == (2000, False)
    assert not safe_query(large, Query(every, limit=2000)).truncated


def test_a_missing_or_damaged_graph_is_told_apart_from_a_bad_query(tmp_path):
    with pytest.raises(GraphError, match="no graph there"):
        safe_query(tmp_path / "none.nq", Query(EVERY))
    (tmp_path / "cut.nq").write_text("<x:a> <x:b> <x:c", encoding="utf-8")
    with pytest.raises(GraphError, match="damaged"):
        safe_query(tmp_path / "cut.nq", Query(EVERY))


def test_amounts_keep_their_value_and_numbers_no_apostrophe(store):
    answer = run(store, "SELECT ?v ?w WHERE { ?o kg:value ?v ; kg:wording ?w }")
    assert as_csv(answer) == "v,w\n1067.5,'=HYPERLINK(1)\n"
    assert json.loads(as_json(answer))["results"]["bindings"] == [
        {
            "v": {"type": "literal", "value": "1067.5", "datatype": XSD.decimal},
            "w": {"type": "literal", "value": "=HYPERLINK(1)"},
        }
    ]


def test_a_negative_number_is_no_formula():
    answer = Answer(("n", "s"), ((Cell("literal", "-5", XSD.integer), Cell("literal", "-5", XSD.string)),))
    assert list(csv.reader(io.StringIO(as_csv(answer))))[1] == ["-5", "'-5"]


def test_a_table_is_aligned_by_the_width_of_chinese():
    row = (Cell("literal", "绵阳市"), Cell("literal", "x\ny"))
    assert as_table(Answer(("a", "b"), (row, (None, None)))).splitlines() == [
        "a       b",
        "------  ---",
        "绵阳市  x y",
        "",
    ]


def test_asking_and_constructing(store):
    assert [c.value for c in run(store, "ASK { ?p a kg:Project }").rows[0]] == ["true"]
    built = run(store, 'CONSTRUCT { ?p a kg:Region } WHERE { ?p rdfs:label "招商服务项目"@zh }')
    assert built.columns == ("subject", "predicate", "object")
    assert [c.value.rsplit("/", 1)[-1] for c in built.rows[0]][::2] == ["乙", "ontology#Region"]
