"""A build is a function of its articles: nothing lost, nothing depends on order, place or hash seed."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import Graph

import kg.pipeline
from kg.errors import OutputError
from kg.pipeline import Options, build, saved_claims
from kg.records import Extraction
from kg.validate import validate

ROOT = Path(__file__).parents[1]
DEMO = ROOT / "kg" / "demo" / "articles"
SHARED = ROOT / ".." / "shared"
ARTICLE = "某县开工一个项目\n1月5日,绵阳市京东方显示模组项目开工,总投资20亿元。\n2024-01-08\n"


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    out = tmp_path_factory.mktemp("demo")
    return out, build([DEMO], out)


def test_demo_builds_whole(demo):
    out, report = demo
    assert report.articles == report.inputs - report.duplicates - len(report.rejects) > 1
    assert not report.rejects
    for name in ("graph.nq", "graph.ttl", "graph.html", "missed.jsonl", "rejects.jsonl", "manifest.json"):
        assert (out / name).exists(), name
    for kind in ("Region", "Project", "Enterprise", "relations", "observations", "milestones"):
        assert report.found[kind] > 0
    assert 0 < report.missed < report.sentences


def test_both_engines_read_the_same_graph(demo):
    out, _ = demo
    turtle = Graph().parse(out / "graph.ttl")
    store = ox.Store()
    store.load(path=out / "graph.nq", format=ox.RdfFormat.N_QUADS)
    assert len(turtle) == len({q.triple for q in store})
    assert not [q for q in store if isinstance(q.subject, ox.BlankNode) or isinstance(q.object, ox.BlankNode)]


def test_demo_is_valid_and_every_quote_holds(demo):
    out, _ = demo
    texts = {x.article.sha256: x.article.text for x in saved_claims(out)}
    assert texts and validate(out / "graph.nq", texts) == []


def test_claims_survive_json(demo):
    out, _ = demo
    for extraction in saved_claims(out):
        assert Extraction.from_json(json.loads(json.dumps(extraction.to_json()))) == extraction


def _sums(out: Path) -> tuple[bytes, bytes, bytes]:
    return tuple((out / n).read_bytes() for n in ("graph.nq", "graph.ttl", "graph.html"))  # type: ignore[return-value]


@pytest.mark.parametrize(("seed", "locale", "zone"), [("0", "C", "UTC"), ("7", "C.UTF-8", "Asia/Shanghai")])
def test_same_bytes_under_any_seed_locale_and_order(tmp_path, demo, seed, locale, zone):
    files = sorted(DEMO.glob("*"), key=lambda p: hash((p.name, seed)))
    environment = {**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": locale, "TZ": zone, "PYTHONUTF8": "0"}
    command = [sys.executable, "-m", "kg.cli", "build", *map(str, files), "-o", str(tmp_path)]
    ran = subprocess.run(command, env=environment, capture_output=True, cwd=ROOT, check=False)
    assert ran.returncode == 0, ran.stderr
    assert _sums(tmp_path) == _sums(demo[0])


def test_copies_are_one_article(tmp_path):
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "b.txt").write_bytes(b"\xef\xbb\xbf" + ARTICLE.replace("\n", "\r\n").encode())
    one = build([tmp_path / "a.txt"], tmp_path / "one", Options(view=False))
    both = build([tmp_path / "a.txt", tmp_path / "b.txt"], tmp_path / "both", Options(view=False))
    assert (one.articles, both.articles, both.duplicates) == (1, 1, 1)
    assert (tmp_path / "one/graph.nq").read_bytes() == (tmp_path / "both/graph.nq").read_bytes()


def test_same_name_other_content_is_two_articles(tmp_path):
    for folder, amount in (("x", "20"), ("y", "30")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_text(ARTICLE.replace("20亿", f"{amount}亿"), encoding="utf-8")
    assert build([tmp_path / "x", tmp_path / "y"], tmp_path / "out", Options(view=False)).articles == 2


def test_bad_inputs_are_counted_and_the_rest_is_built(tmp_path):
    bad = tmp_path / "in"
    bad.mkdir()
    (bad / "empty.txt").write_bytes(b"")
    (bad / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    (bad / "cut.txt").write_bytes("绵阳市的项目".encode()[:-1])
    (bad / "rows.jsonl").write_text('{"title": "t", "text": "绵阳市开工。"}\n{broken\n', encoding="utf-8")
    (bad / "good.txt").write_text(ARTICLE, encoding="utf-8")
    (bad / "undated.txt").write_text("绵阳开工\n今天没有日期。\n", encoding="utf-8")
    report = build([bad], tmp_path / "out", Options(view=False))
    assert report.inputs == report.articles + report.duplicates + len(report.rejects) == 7
    assert {Path(r.path).name for r in report.rejects} == {"empty.txt", "picture.txt", "cut.txt", "rows.jsonl"}
    lines = (tmp_path / "out/rejects.jsonl").read_text(encoding="utf-8").splitlines()
    assert {json.loads(line)["code"] for line in lines} == {"empty", "binary", "encoding", "json"}
    assert any("undated" in note for note in report.notes)


def test_a_failing_extractor_quarantines_its_article_only(tmp_path, monkeypatch):
    real = kg.pipeline.extract

    def fail(article):
        if "坏" in article.title:
            raise RuntimeError("on purpose")
        return real(article)

    monkeypatch.setattr(kg.pipeline, "extract", fail)
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "b.txt").write_text("坏的一篇\n正文。\n", encoding="utf-8")
    report = build([tmp_path / "a.txt", tmp_path / "b.txt"], tmp_path / "out", Options(view=False))
    assert report.articles == 1
    assert [r.code for r in report.rejects] == ["extractor"]


def test_full_width_says_the_same(tmp_path):
    wide = str.maketrans("0123456789,", "０１２３４５６７８９，")
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    head, date = ARTICLE.rsplit("\n", 2)[:2]
    (tmp_path / "b.txt").write_text(f"{head.translate(wide)}\n{date}\n", encoding="utf-8")
    build([tmp_path / "a.txt"], tmp_path / "half", Options(view=False))
    build([tmp_path / "b.txt"], tmp_path / "full", Options(view=False))
    half, full = saved_claims(tmp_path / "half")[0], saved_claims(tmp_path / "full")[0]
    facts = [[(o.indicator, o.value, o.unit, o.status) for o in x.observations] for x in (half, full)]
    assert facts[0] == facts[1] and facts[0]
    assert [e.name for e in half.entities] == [e.name for e in full.entities]
    assert "２０亿元" in full.article.text[full.observations[0].evidence.start : full.observations[0].evidence.end]


@pytest.mark.parametrize("text", ["超千亿元", "近百亿元", "10—50亿元", "10−50亿元"])
def test_vague_amounts_are_never_exact(tmp_path, text):
    (tmp_path / "a.txt").write_text(
        f"绵阳市投资\n绵阳市某某光电产业园项目总投资{text}。\n2024-01-08\n", encoding="utf-8"
    )
    build([tmp_path / "a.txt"], tmp_path / "out", Options(view=False))
    found = saved_claims(tmp_path / "out")[0].observations
    assert found and all(o.comparator != "exactly" for o in found)


@pytest.mark.parametrize("text", ["2022年2月30日", "2022年13月5日"])
def test_impossible_dates_give_no_date(tmp_path, text):
    (tmp_path / "a.txt").write_text(f"绵阳市项目\n{text},绵阳市京东方显示项目开工。\n2023-01-08\n", encoding="utf-8")
    build([tmp_path / "a.txt"], tmp_path / "out", Options(view=False))
    assert saved_claims(tmp_path / "out")[0].milestones == ()


def test_a_folder_that_cannot_be_written_is_refused_at_once(tmp_path):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(OutputError, match="cannot write there"):
        build([DEMO], tmp_path / "file" / "out")


def test_nothing_usable_still_writes_an_empty_graph(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"")
    report = build([tmp_path / "a.txt"], tmp_path / "out")
    assert report.articles == 0
    assert (tmp_path / "out/graph.nq").read_bytes() == b""
    assert "data-ready" not in (tmp_path / "out/graph.html").read_text(encoding="utf-8").split("<body>")[0]


def test_sample_is_what_the_code_builds_today(tmp_path):
    sample = ROOT / "output" / "sample"
    build([DEMO / "mianyang.txt", DEMO / "yindajimin.txt"], tmp_path, Options(view=False))
    for name in ("graph.nq", "graph.ttl", "missed.jsonl"):
        assert (sample / name).read_bytes() == (tmp_path / name).read_bytes(), f"run `make sample` ({name})"


@pytest.mark.skipif(not SHARED.exists(), reason="../shared is not beside the project")
def test_listing_gives_ten_valid_articles(tmp_path):
    report = build([SHARED / "corpus" / "listing.txt"], tmp_path, Options(view=False))
    assert (report.articles, len(report.rejects)) == (10, 0)
    texts = {x.article.sha256: x.article.text for x in saved_claims(tmp_path)}
    assert validate(tmp_path / "graph.nq", texts) == []


@pytest.mark.skipif(not SHARED.exists(), reason="../shared is not beside the project")
def test_every_corpus_article_builds(tmp_path):
    report = build([SHARED / "corpus" / "articles.jsonl"], tmp_path, Options(view=False))
    assert report.inputs == report.articles + report.duplicates
    for extraction in saved_claims(tmp_path):
        text = extraction.article.text
        for fact in (*extraction.relations, *extraction.observations, *extraction.milestones):
            assert text[fact.evidence.start : fact.evidence.end].strip()
        for observation in extraction.observations:
            quote = text[observation.evidence.start : observation.evidence.end]
            assert any(c in quote for c in observation.wording)
