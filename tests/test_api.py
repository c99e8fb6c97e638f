"""What a notebook does with a graph, and what it is shown; the examples of the docstrings run."""

import doctest
import subprocess
import sys
from pathlib import Path

import pytest

import kg
from kg import api
from kg.errors import GraphError, QueryError, UsageError
from kg.export.tables import tables
from kg.vocab import ENTITY_BASE, PREFIXES

ROOT = Path(__file__).parents[1]
HEAD = "".join(f"PREFIX {p}: <{iri}>\n" for p, iri in PREFIXES.items()) + f"BASE <{ENTITY_BASE}>\n"
GRAPH = """
<region/510700> a kg:Region ; rdfs:label "绵阳市"@zh ; skos:altLabel "绵阳"@zh .
<project/屏> a kg:Project ; rdfs:label "<script>屏</script>项目"@zh ; kg:locatedIn <region/510700> .
<article/x> {
    <article/x> a kg:Article ; dcterms:title "动工"@zh ; dcterms:issued "2024-03-14"^^xsd:date .
    <region/510700> kg:mention <evidence/1> . <project/屏> kg:mention <evidence/1> .
    <evidence/1> kg:article <article/x> ; kg:start 3 ; kg:end 12 ; kg:quote "屏项目落户绵阳<b>。" .
    <claim/1> a kg:Claim ; rdf:subject <project/屏> ; rdf:predicate kg:locatedIn ; rdf:object <region/510700> ;
        kg:status kg:actual ; kg:evidence <evidence/1> .
}
"""
PROJECTS = "SELECT ?label ?code { ?p a kg:Project ; rdfs:label ?label OPTIONAL { ?p kg:adcode ?code } }"


@pytest.fixture
def graph(tmp_path):
    path = tmp_path / "graph.trig"
    path.write_text(HEAD + GRAPH, encoding="utf-8")
    return kg.open(path, lang="zh")


def test_examples_of_the_docstrings(monkeypatch):
    for library in ("pandas", "oxrdflib"):
        pytest.importorskip(library)
    monkeypatch.chdir(ROOT)
    done = doctest.testmod(api)
    assert done.attempted > 8
    assert done.failed == 0


def test_dataset_is_the_same_graph_for_rdflib(graph):
    pytest.importorskip("oxrdflib")
    rows = graph.dataset.query(PROJECTS, initNs=PREFIXES)
    assert [str(row[0]) for row in rows] == ["<script>屏</script>项目"]
    names = {str(one.identifier) for one in graph.dataset.graphs()}
    assert ENTITY_BASE + "article/x" in names
    assert len(list(graph.dataset.quads())) == len(graph.store)


def test_frames_are_the_exported_tables(graph):
    pytest.importorskip("pandas")
    for table in tables(graph.store):
        frame = graph.frame(table.name)
        assert list(frame.columns) == [name for name, _ in table.columns]
        assert len(frame) == len(table.rows)
    assert graph.frame("projects")["locatedIn"].tolist() == ["绵阳市"]
    with pytest.raises(UsageError, match=r"'people' is no table; .*projects"):
        graph.frame("people")


@pytest.mark.parametrize("timeout", [0, 60])
def test_ask_in_a_worker_and_here(graph, timeout):
    reply = graph.ask(PROJECTS, timeout=timeout)
    assert list(reply) == [{"label": "<script>屏</script>项目", "code": None}]
    assert (len(reply), reply.columns) == (1, ("label", "code"))
    none = graph.ask("SELECT ?p ?name { ?p rdfs:label ?l FILTER(STR(?l) = ?name) }", timeout=timeout, name="绵阳市")
    assert [row["p"] for row in none] == [ENTITY_BASE + "region/510700"]


def test_ask_holds_its_limits_and_knows_saved_questions(graph):
    assert "region" in " ".join(graph.ask("projects-by-region", timeout=0).columns)
    with pytest.raises(UsageError, match="no saved question"):
        graph.ask("no-such-question")
    with pytest.raises(QueryError):
        graph.ask("SELECT * { SERVICE <urn:x> { ?s ?p ?o } }", timeout=0)
    reply = graph.ask("SELECT * { ?s ?p ?o }", limit=2, timeout=0)
    assert (len(reply), "2+" in reply._repr_html_()) == (2, True)


def test_explain_says_each_fact_with_its_sentence(graph):
    (thing,) = graph.explain("绵阳")
    assert (thing.label, [fact.kind for fact in thing.facts]) == ("绵阳市", ["claim"])
    assert "屏项目落户绵阳<b>。" in repr(graph.explain("绵阳"))
    with pytest.raises(UsageError, match="没有叫“乌有”的事物"):
        graph.explain("乌有")


def test_what_a_notebook_is_shown_is_text_and_no_markup_of_the_graph(graph):
    shown = [graph._repr_html_(), graph.ask(PROJECTS, timeout=0)._repr_html_(), graph.explain("绵阳")._repr_html_()]
    assert "项目" in shown[0]
    assert "&lt;script&gt;屏" in shown[1]
    assert "屏项目落户绵阳&lt;b&gt;。" in shown[2]
    assert not [html for html in shown if "<script>" in html or "<b>" in html]


def test_no_graph_no_language(tmp_path):
    with pytest.raises(GraphError, match="no graph there"):
        kg.open(tmp_path / "nothing")
    with pytest.raises(UsageError, match="zh, en"):
        kg.open(tmp_path, lang="fr")


def test_what_is_not_installed_is_named(graph, monkeypatch):
    for library in ("pandas", "oxrdflib"):
        monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(UsageError, match=r"pandas is missing.*\[notebook\]"):
        graph.frame("projects")
    with pytest.raises(UsageError, match=r"oxrdflib is missing.*\[notebook\]"):
        _ = graph.dataset


def test_importing_the_package_loads_neither_stages_nor_pandas():
    script = "import sys, kg; print([m for m in ('kg.api', 'kg.pipeline', 'pandas') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_build_and_open_take_names_of_files(tmp_path):
    (tmp_path / "a.txt").write_text("绵阳开工\n1月5日,绵阳市京东方显示模组项目开工。\n2024-01-08\n", encoding="utf-8")
    report = kg.build(str(tmp_path / "a.txt"), str(tmp_path / "out"))
    assert report.articles == 1
    assert len(kg.open(str(tmp_path / "out")).explain("绵阳市")) == 1
