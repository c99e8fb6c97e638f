"""A saved graph is loaded whole, in every form it is written in, or refused with a reason."""

import multiprocessing

import pyoxigraph as ox
import pytest

import kg.store
from kg.errors import GraphError
from kg.export import export
from kg.folder import GRAPH, OWN, edition
from kg.store import STORES, load, on_disk, pairs, table
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


@pytest.fixture
def large(monkeypatch):
    """Every graph is large."""
    monkeypatch.setattr(kg.store, "LARGE", 0)


def stores(folder):
    return sorted(p.name for p in (folder / OWN / STORES).iterdir() if p.is_dir())


def test_a_large_graph_is_put_on_disk_once_and_read_by_several(saved, large, monkeypatch):
    small = {str(q) for q in ox.parse(saved.read_bytes(), format=ox.RdfFormat.N_QUADS)}
    one, other = load(saved), load(saved.parent)
    assert {str(q) for q in one} == {str(q) for q in other} == small
    assert pairs(one, KG.partOf) == [("x:a", "x:b")]
    with pytest.raises(RuntimeError, match="read-write"):
        one.add(ox.Quad(ox.NamedNode("x:c"), ox.NamedNode("x:d"), ox.NamedNode("x:e")))

    monkeypatch.setattr(kg.store, "_built", lambda *_: pytest.fail("it is there already"))
    assert on_disk(saved) == saved.parent / OWN / STORES / stores(saved.parent)[0]


def test_another_graph_takes_the_place_of_the_store(saved, large):
    on_disk(saved)
    first = stores(saved.parent)
    saved.write_text(QUADS.replace("x:a", "x:z"), encoding="utf-8")
    assert pairs(load(saved), KG.partOf) == [("x:z", "x:b")]
    assert len(first) == len(stores(saved.parent)) == 1
    assert first != stores(saved.parent)


def test_a_store_that_was_cut_off_is_built_again(saved, large):
    place = on_disk(saved)
    (place / "CURRENT").unlink()
    assert len(load(saved)) == 4


def test_a_large_graph_that_is_damaged_leaves_no_store(saved, large):
    saved.write_text(f"{QUADS}<x:a> <x:b> <x:", encoding="utf-8")
    with pytest.raises(GraphError, match="damaged"):
        load(saved)
    assert stores(saved.parent) == []


def test_a_large_graph_that_is_not_the_manifests_is_refused(tmp_path, large):
    with edition(tmp_path) as begun:
        begun.write(GRAPH, QUADS)
        begun.publish({})
    assert len(load(tmp_path)) == 4
    (tmp_path / GRAPH).write_text(QUADS.replace("x:a", "x:z"), encoding="utf-8")
    with pytest.raises(GraphError, match=r"not what manifest\.json says"):
        load(tmp_path)
    assert len(load(tmp_path, checked=False)) == 4


def test_where_nothing_can_be_written_a_large_graph_is_held_in_memory(saved, large):
    (saved.parent / OWN).write_text("in the way", encoding="utf-8")
    assert on_disk(saved) is None
    assert len(load(saved)) == 4


def _size(path):
    kg.store.LARGE = 0
    return len(load(path))


def test_several_processes_at_once_build_one_store(saved):
    with multiprocessing.get_context("spawn").Pool(3) as pool:
        assert pool.map(_size, [saved] * 3) == [4, 4, 4]
    assert len(stores(saved.parent)) == 1
