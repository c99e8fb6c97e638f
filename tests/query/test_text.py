"""Places of errors are those of the text that was given, whatever was written before it or between its tokens."""

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import QueryError
from kg.query import Query, checked, run

PIECES = [
    "SELECT",
    "?s",
    "{",
    "}",
    "SERVICE",
    "<x:a>",
    "a:",
    ".",
    "true",
    "1",
    '"x"',
    "@zh",
    "#",
    "\r",
    "\n",
    " ",
    "x",
    "\x00",
]


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


@given(st.lists(st.sampled_from(PIECES), max_size=30))
@settings(deadline=None, max_examples=500)
def test_no_arrangement_of_pieces_brings_the_word_to_the_engine(pieces):
    """What is handed on is a list of known tokens with a space between, so no word can arise that was not looked at."""
    try:
        text = checked("".join(pieces)).text
    except QueryError:
        return
    assert "SERVICE" not in [word for word in text.split() if word not in ("?SERVICE",)]


def test_blank_nodes_and_names_with_colons_are_read():
    store = ox.Store()
    store.add(ox.Quad(ox.NamedNode("x:a:b"), ox.NamedNode("x:p"), ox.Literal("1")))
    answer = run(store, Query("PREFIX x: <x:> SELECT ?v { x:a:b x:p ?v . _:any x:p ?v }"))
    assert [row[0].value for row in answer.rows] == ["1"]
