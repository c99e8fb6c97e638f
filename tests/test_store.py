"""A saved graph is loaded whole, in every form it is written in, or refused with a reason."""

import pytest

from kg.errors import GraphError
from kg.export import export
from kg.folder import edition
from kg.store import load, pairs, table
from kg.vocab import KG, RDFS

QUADS = (
    f'<x:a> <{RDFS.label}> "甲"@zh .\n<x:b> <{RDFS.label}> "乙"@zh .\n'
    f"<x:a> <{KG.partOf}> <x:b> .\n<x:a> <{KG.partOf}> <x:b> <x:graph> .\n"
)


@pytest.fixture
def saved(tmp_path):
    (tmp_path / "graph.nq").write_text(QUADS, encoding="utf-8")
    return tmp_path / "graph.nq"


def test_a_folder_stands_for_its_graph(saved):
    assert set(load(saved.parent)) == set(load(saved))
    assert len(load(saved)) == 4


@pytest.mark.parametrize("form", ["ttl", "nt", "trig", "nq"])
def test_every_form_is_read_back(saved, tmp_path, form):
    (path,) = export(saved, tmp_path / f"out.{form}", form)
    assert {q.triple for q in load(path)} == {q.triple for q in load(saved)}


def test_a_statement_of_several_graphs_counts_once(saved):
    store = load(saved)
    assert pairs(store, KG.partOf) == [("x:a", "x:b")]
    assert table(store, RDFS.label, KG.partOf) == {
        "x:a": {RDFS.label: "甲", KG.partOf: "x:b"},
        "x:b": {RDFS.label: "乙"},
    }


@pytest.mark.parametrize("name", ["graph.html", "graph", "graph.rdf", "graph.jsonld"])
def test_another_form_is_refused_by_name(tmp_path, name):
    (tmp_path / name).write_text(QUADS, encoding="utf-8")
    with pytest.raises(GraphError, match=r"is not read here"):
        load(tmp_path / name)


def test_nothing_there_creates_nothing(tmp_path):
    with pytest.raises(GraphError, match=r"no graph there.*kg build"):
        load(tmp_path / "none")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"<x:a> <x:b> <x:", b"\xff\xfe", '<x:a> <x:b> "甲'.encode(), b"<!DOCTYPE x>"])
def test_what_is_no_complete_rdf_is_damaged(tmp_path, content):
    (tmp_path / "graph.nq").write_bytes(content)
    with pytest.raises(GraphError, match=r"graph\.nq: damaged"):
        load(tmp_path)


def test_a_cut_inside_any_line_is_refused(saved):
    data = saved.read_bytes()
    whole = {i for i in range(len(data) + 1) if i == 0 or data[:i].endswith((b"\n", b" ."))}
    for cut in sorted(set(range(len(data))) - whole):
        saved.write_bytes(data[:cut])
        with pytest.raises(GraphError, match="damaged"):
            load(saved)


@pytest.mark.parametrize("form", ["nq", "ttl"])
def test_a_build_cut_at_any_byte_is_refused(tmp_path, form):
    """Also where the cut file is valid: at the end of a line, or empty."""
    (tmp_path / "graph.nq").write_text(QUADS, encoding="utf-8")
    export(tmp_path / "graph.nq", tmp_path / "graph.ttl", "ttl")
    whole = (tmp_path / f"graph.{form}").read_bytes()
    with edition(tmp_path / "out") as begun:
        begun.write(f"graph.{form}", whole)
        begun.publish({})
    path = tmp_path / "out" / f"graph.{form}"
    assert load(path)
    for cut in range(len(whole)):
        path.write_bytes(whole[:cut])
        with pytest.raises(GraphError, match="damaged"):
            load(path)
