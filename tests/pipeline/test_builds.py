"""A build is a function of the articles at hand: not of their order, of earlier builds, cache or processes."""

import gc
import json
import os
import signal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from standing import plain
from typer.testing import CliRunner

import kg.pipeline.extraction
import kg.pipeline.outputs
from kg import folder
from kg.cli import app
from kg.errors import OutputError, UsageError
from kg.pipeline import Options, build
from kg.pipeline.extraction import _extracted
from kg.records import Article, Extraction

QUICK = Options(view=False)


@pytest.fixture(scope="session")
def fresh(articles, tmp_path_factory):
    """What a build of a set of articles leaves in an empty folder without a cache; each set is built once."""
    known: dict[frozenset[int], dict[str, bytes]] = {}

    def built(chosen: frozenset[int]) -> dict[str, bytes]:
        if chosen not in known:
            out = tmp_path_factory.mktemp("fresh")
            build([articles[i] for i in sorted(chosen)], out, QUICK)
            known[chosen] = plain(out)
        return known[chosen]

    return built


@settings(max_examples=12, deadline=None)
@given(st.data())
def test_adding_removing_and_permuting_articles_leaves_what_a_fresh_build_leaves(
    articles, fresh, tmp_path_factory, data
):
    out = tmp_path_factory.mktemp("grown")
    for _ in range(4):
        chosen = data.draw(st.lists(st.sampled_from(range(len(articles))), unique=True, min_size=1))
        build([articles[i] for i in chosen], out, QUICK)
        assert plain(out) == fresh(frozenset(chosen))


def test_building_more_and_then_less_is_building_less(articles, tmp_path):
    less, more = articles[:2], articles
    build(less, tmp_path / "less")
    build(more, tmp_path / "more")
    assert plain(tmp_path / "more") != plain(tmp_path / "less")
    report = build(less, tmp_path / "more")
    assert plain(tmp_path / "more") == plain(tmp_path / "less")
    assert (report.reused, report.retracted) == (2, 4)
    assert "claims/" in "".join(plain(tmp_path / "less"))


def test_only_what_changed_is_extracted(articles, tmp_path, monkeypatch):
    read, real = [], kg.pipeline.extraction.extract

    def counted(article: Article, **options):
        read.append(article.title)
        return real(article, **options)

    monkeypatch.setattr(kg.pipeline.extraction, "extract", counted)
    changed = tmp_path / "changed.txt"
    for amount, expected in (("20", 3), ("20", 0), ("21", 1), ("20", 0)):
        changed.write_text(
            f"绵阳开工\n绵阳市京东方显示模组项目开工,总投资{amount}亿元。\n2024-01-08\n", encoding="utf-8"
        )
        read.clear()
        report = build([*articles[:2], changed], tmp_path / "out", QUICK)
        assert (len(read), report.reused) == (expected, 3 - expected)
    build([*articles[:2], changed], tmp_path / "out", Options(view=False, learned=False))
    assert len(read) == 3, "without models it is another extraction"


def test_line_ends_are_no_matter_of_the_article_but_of_its_spans(articles, tmp_path):
    text = articles[0].read_bytes()
    for name, data in (("lf", text), ("crlf", text.replace(b"\n", b"\r\n"))):
        (tmp_path / "a.txt").write_bytes(data)
        build([tmp_path / "a.txt"], tmp_path / "out", QUICK)
        build([tmp_path / "a.txt"], tmp_path / name, QUICK)
        assert plain(tmp_path / "out") == plain(tmp_path / name)


def test_a_cache_may_be_shared_deleted_or_damaged(articles, tmp_path):
    shared = Options(view=False, cache=tmp_path / "cache")
    build(articles, tmp_path / "a", QUICK)
    assert build(articles, tmp_path / "b", shared).reused == 0
    assert build(articles, tmp_path / "c", shared).reused == 6
    entries = sorted((tmp_path / "cache").rglob("*.json"))
    assert len(entries) == 6
    entries[0].write_bytes(entries[0].read_bytes()[:-9])
    entries[1].write_bytes(b"")
    entries[2].write_bytes(entries[2].read_bytes().replace(b"CNY", b"USD"))
    report = build(articles, tmp_path / "d", shared)
    assert (report.reused, sum("damaged" in note for note in report.notes)) == (3, 3)
    assert build(articles, tmp_path / "e", shared).reused == 6
    assert all(plain(tmp_path / n) == plain(tmp_path / "a") for n in "bcde")
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OutputError, match="another --cache"):
        build(articles, tmp_path / "f", Options(cache=tmp_path / "file"))
    assert plain(tmp_path / "f") == {}


def test_the_cache_of_an_output_folder_holds_only_what_this_program_made(articles, tmp_path):
    cache = tmp_path / folder.OWN / "cache"
    (cache / "0123456789abcdef").mkdir(parents=True)
    build(articles[:1], tmp_path, QUICK)
    (generation,) = cache.iterdir()
    (generation / ".x.json.abc.tmp").write_bytes(b"left by a killed process")
    build(articles[:1], tmp_path, QUICK)
    assert [p.suffix for p in generation.iterdir()] == [".json"]


def test_an_output_folder_among_the_inputs_is_no_input(articles, tmp_path):
    (tmp_path / "a.txt").write_bytes(articles[0].read_bytes())
    first = build([tmp_path], tmp_path / "out", QUICK)
    before = plain(tmp_path / "out")
    build([tmp_path / "a.txt"], tmp_path / "out", Options(view=False, cache=tmp_path / "cache"))
    again = build([tmp_path], tmp_path / "out", Options(view=False, cache=tmp_path / "cache"))
    assert (first.inputs, again.inputs, again.reused) == (1, 1, 1)
    assert plain(tmp_path / "out") == before
    assert build([tmp_path / "out" / "manifest.json"], tmp_path / "other", QUICK).inputs == 1, "what is named is read"
    with pytest.raises(UsageError, match="another folder with -o"):
        build([tmp_path], tmp_path / "out" / "..", QUICK)


def _deadly(article: Article, *, kept, learned):
    """Extract, but die of what is titled 绵阳市签约, as a segmentation fault or the kernel's memory killer does."""
    if article.title == "绵阳市签约":
        os.kill(os.getpid(), signal.SIGSEGV)
    return _extracted(article, kept=kept, learned=learned)


def test_an_article_that_kills_its_process_costs_only_itself(articles, fresh, tmp_path, monkeypatch):
    monkeypatch.setattr(kg.pipeline.extraction, "_extracted", _deadly)
    deadly = [i for i, a in enumerate(articles) if a.read_bytes().startswith("绵阳市签约".encode())]
    report = build(articles, tmp_path / "out", Options(view=False, jobs=2))
    (reject,) = (r for r in report.rejects if r.code == "extractor")
    assert (reject.path, "-11" in reject.reason) == (articles[deadly[0]].as_posix(), True)
    assert report.articles == 5
    rest = plain(tmp_path / "out")
    wanted = fresh(frozenset(range(len(articles))) - set(deadly))
    assert {n: d for n, d in rest.items() if n.startswith("graph") or n.startswith("claims")} == {
        n: d for n, d in wanted.items() if n.startswith("graph") or n.startswith("claims")
    }
    monkeypatch.undo()
    report = build(articles, tmp_path / "out", Options(view=False, jobs=2))
    assert (report.reused, plain(tmp_path / "out")) == (5, fresh(frozenset(range(len(articles)))))


def test_the_manifest_names_inputs_versions_and_every_file(articles, tmp_path):
    build(articles[:2], tmp_path)
    said = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))
    assert {
        "program",
        "rules",
        "ontology",
        "models",
        "base",
        "articles",
        "decisions",
        "rejected",
        "files",
    } == said.keys()
    assert set(said["files"]) == plain(tmp_path).keys() - {"manifest.json"}
    assert len(said["articles"]) == 2


def test_a_page_of_other_articles_is_taken_back(articles, tmp_path: Path):
    build(articles[:2], tmp_path)
    build(articles[:1], tmp_path, QUICK)
    assert not (tmp_path / "graph.html").exists()


def test_no_page_is_drawn_of_a_large_graph_and_it_is_said(articles, tmp_path: Path, monkeypatch):
    build(articles[:2], tmp_path)
    assert (tmp_path / "graph.html").exists()
    monkeypatch.setattr(kg.pipeline.outputs, "PAGE_MOST", 100)
    done = CliRunner().invoke(app, ["build", str(articles[0]), "-o", str(tmp_path), "--lang", "en"])
    assert done.exit_code == 0
    assert "too large for a page" in done.output
    assert not (tmp_path / "graph.html").exists()


def test_no_extraction_is_held_when_the_next_is_made(articles, tmp_path: Path, monkeypatch):
    held, real = [], kg.pipeline.extraction.extract

    def counted(article, **options):
        held.append(sum(isinstance(one, Extraction) for one in gc.get_objects()))
        return real(article, **options)

    monkeypatch.setattr(kg.pipeline.extraction, "extract", counted)
    before = sum(isinstance(one, Extraction) for one in gc.get_objects())
    build(articles, tmp_path, QUICK)
    assert len(held) > 3
    assert max(held) <= before + 1
