"""Places of errors are those of the text that was given, whatever was written before it or between its tokens."""

from contextlib import suppress

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import QueryError
from kg.query import Query, checked, run

PIECES = [
    "SERVICE", "SERVICE:", "SERVICE:x", "<URL>", "<x:a>", "<?s", "<9)", "(", "#>", "x:", ":a.", ".", "true", "1", "-1",
    '"x"', '"""', "'", "\\u0022", "@zh", "FILTER(?s", "?s ?p ?o", "{ ?a ?b ?c }", "{", "}", "#", "\r", "\n",
    " ", "\x00",
]  # fmt: skip


@pytest.mark.parametrize(
    ("query", "place", "reason"),
    [
        ("SELECT * {\n  ?s foo:bar ?o }", "line 2, column 6", "syntax"),
        ("# 一行注释\nSELECT *\n{ SERVICE <x:a> {} }", "line 3, column 3", "word"),
        ("SELECT * { ?s ?p ?o } LIMIT ?x", "line 1, column 29", "syntax"),
        ("SELECT * { ?s ?p ~ }", "line 1, column 18", "character"),
        ("SELECT * {\n ?s ?p", "line 2, column 7", "ends"),
        ("", "line 1, column 1", "ends"),
        ('ASK { ?s ?p "开', "line 1, column 13", "character"),
    ],
)
def test_an_error_names_line_and_column_in_both_languages(query, place, reason):
    with pytest.raises(QueryError) as caught:
        run(ox.Store(), Query(query))
    assert place in str(caught.value)
    line, column = [part.split()[1] for part in place.split(", ")]
    assert f"第 {line} 行第 {column} 列" in str(caught.value)
    assert caught.value.reason == reason
    assert "\n" not in str(caught.value)


def test_what_is_missing_is_said():
    with pytest.raises(QueryError, match="Prefix not found"):
        run(ox.Store(), Query("SELECT * { ?s foo:bar ?o }"))


@pytest.mark.parametrize(
    ("query", "form"),
    [
        ("select * {}", "SELECT"), ("PREFIX ask: <x:> ASK { ?s ask:ask 'SELECT' }", "ASK"),
        ("BASE <x:> CONSTRUCT WHERE { ?s ?p ?o }", "CONSTRUCT"), ("DESCRIBE <x:a>", "DESCRIBE"),
    ],
)  # fmt: skip
def test_the_form_of_a_query_is_known(query, form):
    assert checked(query).form == form


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=8))
@settings(max_examples=1000)
def test_no_arrangement_of_pieces_calls_anybody(canary, pieces):
    before, store = canary.hits, ox.Store()
    store.add(ox.Quad(ox.NamedNode("x:a"), ox.NamedNode("x:b"), ox.Literal(1)))
    text = f"PREFIX : <URL> PREFIX x: <URL> SELECT * {{ ?s ?p ?o {''.join(pieces)} {{ ?a ?b ?c }} }}"
    with suppress(QueryError):
        run(store, text.replace("URL", canary.url))
    assert canary.hits == before


@pytest.mark.parametrize(
    ("query", "values"),
    [
        ("SELECT ?p { x:a ?p -18 }", ["x:minus"]),
        ("SELECT ?p { VALUES ?o { +5 -18 } x:a ?p ?o } ORDER BY ?p", ["x:minus", "x:plus"]),
        ("SELECT ?v { BIND(3-1 AS ?v) }", ["2"]),
        ("SELECT ?v { BIND(2 AS ?x) BIND(?x -1*2 AS ?v) }", ["0"]),
        ("SELECT ?v { BIND(1.e1+.5e1 AS ?v) }", ["15"]),
        ("PREFIX 例: <x:> SELECT ?v { 例:a 例:名称 ?v }", ["绵阳"]),
        ("PREFIX x.y: <x:> SELECT ?v { x.y:a x.y:名称 ?v }", ["绵阳"]),
        ("SELECT ?p { x:a ?p 'e\u0301' }", ["x:e\u0301"]),
        ("SELECT ?v { x:a x:e\u0301 ?v }", ["e\u0301"]),
        ("SELECT ?v { x:a x:a\\~b%20c ?v }", ["escaped"]),
        ('SELECT ?s { ?s x:名称 "\\u7ef5\\U00009633" }', ["x:a"]),
        ("SELECT ?v { <x:a> <x:\\u540d\\u79f0> ?v }", ["绵阳"]),
        ("SELECT ?s { ?s <x:a?b=(c)&d#e> 1 }", ["x:a"]),
        ("SELECT ?v { BIND('''a'\\t\n\"\"\"''' AS ?v) }", ['a\'\t\n"""']),
        ('SELECT ?v { BIND("""""" AS ?v) }', [""]),
        ('SELECT ?v { BIND("\\\\u0041" AS ?v) }', ["\\u0041"]),
    ],
)
def test_what_the_grammar_allows_keeps_its_meaning(query, values):
    store = ox.Store()
    triples = """<x:a> <x:minus> -18 ; <x:plus> 5 ; <x:名称> "绵阳" ; <x:e\u0301> "e\u0301" ; <x:a~b%20c> "escaped" ;
        <x:a?b=(c)&d#e> 1 ."""
    store.load(triples.encode(), format=ox.RdfFormat.TURTLE)
    answer = run(store, query if query.startswith("PREFIX") else f"PREFIX x: <x:> {query}")
    assert [cell.value for row in answer.rows for cell in row if cell] == values


@pytest.mark.parametrize("escape", ["\\ud800", "\\U0000D800", "\\U00110000", "\\u12"])
def test_an_escape_of_no_character_is_refused(escape):
    with pytest.raises(QueryError, match="not allowed here"):
        checked(f'ASK {{ ?s ?p "{escape}" }}')


def test_blank_nodes_and_names_with_colons_are_read():
    store = ox.Store()
    store.add(ox.Quad(ox.NamedNode("x:a:b"), ox.NamedNode("x:p"), ox.Literal("1")))
    answer = run(store, Query("PREFIX x: <x:> SELECT ?v { x:a:b x:p ?v . _:any x:p ?v }"))
    assert [row[0].value for row in answer.rows] == ["1"]
