"""A build is a function of its articles: nothing lost, nothing depends on order, place or hash seed."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import Graph

import kg.pipeline.extraction
from kg.claims import saved_claims
from kg.errors import GraphError, OutputError, UsageError
from kg.pipeline import Options, build
from kg.records import Extraction
from kg.segment import fold
from kg.store import load
from kg.validate import check_quotes, validate
from kg.vocab import KG

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
    files = sorted(DEMO.glob("*"), reverse=seed == "0")
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


TWIN = ARTICLE.replace("显示", "𠮷显示")


def _claims(out: Path):
    (extraction,) = saved_claims(out)
    return extraction


@pytest.mark.parametrize(
    ("mark", "codec", "recorded"),
    [
        (b"\xef\xbb\xbf", "utf-8", "utf-8-sig"),
        (b"", "gb18030", "gb18030"),
        (b"\xff\xfe", "utf-16-le", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be", "utf-16-be"),
    ],
    ids=lambda v: v if isinstance(v, str) else None,
)
def test_another_encoding_gives_the_same_graph_and_is_recorded(tmp_path, mark, codec, recorded):
    (tmp_path / "plain.txt").write_text(TWIN, encoding="utf-8")
    (tmp_path / "twin.txt").write_bytes(mark + TWIN.encode(codec))
    for name in ("plain", "twin"):
        build([tmp_path / f"{name}.txt"], tmp_path / name, Options(view=False))
    assert b"\xf0\xa0\xae\xb7" in (tmp_path / "plain/graph.nq").read_bytes()
    assert (tmp_path / "plain/graph.nq").read_bytes() == (tmp_path / "twin/graph.nq").read_bytes()
    assert (_claims(tmp_path / "plain").article.encoding, _claims(tmp_path / "twin").article.encoding) == (
        "utf-8",
        recorded,
    )


def test_control_characters_are_noted_and_every_span_still_fits(tmp_path):
    (tmp_path / "a.txt").write_text(ARTICLE.replace("京东方", "京\0东\x1b方"), encoding="utf-8")
    report = build([tmp_path / "a.txt"], tmp_path / "out", Options(view=False))
    article = _claims(tmp_path / "out").article
    assert article.notes == ("2 control characters removed",)
    assert any("a.txt: 2 control characters removed" in note for note in report.notes)
    assert "京东方" in {e.name for e in _claims(tmp_path / "out").entities}
    assert validate(tmp_path / "out/graph.nq", {article.sha256: article.text}) == []


def test_copies_keep_all_their_paths(tmp_path):
    for name in ("b", "a", "c"):
        (tmp_path / f"{name}.txt").write_text(ARTICLE, encoding="utf-8")
    report = build([tmp_path], tmp_path / "out", Options(view=False))
    assert (report.inputs, report.articles, report.duplicates) == (3, 1, 2)
    assert [Path(p).name for p in _claims(tmp_path / "out").article.paths] == ["a.txt", "b.txt", "c.txt"]


def test_building_over_a_build_with_other_articles_leaves_nothing_of_it(tmp_path):
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "b.txt").write_text(ARTICLE.replace("20亿", "30亿"), encoding="utf-8")
    build([tmp_path / "b.txt"], tmp_path / "out", Options(view=False))
    build([tmp_path / "a.txt"], tmp_path / "out", Options(view=False))
    build([tmp_path / "a.txt"], tmp_path / "fresh", Options(view=False))
    trees = [
        {p.relative_to(out): p.read_bytes() for p in out.rglob("*") if p.is_file() and ".kg" not in p.parts}
        for out in (tmp_path / "out", tmp_path / "fresh")
    ]
    assert trees[0] == trees[1]


def test_what_cannot_be_opened_is_named_and_counted_and_the_rest_is_built(tmp_path, monkeypatch):
    (tmp_path / "in").mkdir()
    (tmp_path / "in/closed.txt").write_text(ARTICLE.replace("20亿", "30亿"), encoding="utf-8")
    (tmp_path / "in/good.txt").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "in/gone.txt").symlink_to("nowhere.txt")
    opened = Path.open

    def refuse(path, *args, **kwargs):
        if path.name == "closed.txt":
            raise PermissionError(13, "Permission denied")
        return opened(path, *args, **kwargs)

    monkeypatch.setattr(Path, "open", refuse)
    report = build([tmp_path / "in"], tmp_path / "out", Options(view=False))
    assert (report.inputs, report.articles, report.duplicates) == (3, 1, 0)
    assert {Path(r.path).name: r.code for r in report.rejects} == {"closed.txt": "io", "gone.txt": "not-a-file"}
    assert "Permission denied" in next(r.reason for r in report.rejects if r.code == "io")


@pytest.mark.parametrize("base", ["no iri", "https://example.org/a b/", "https://example.org/id", ""])
def test_a_base_that_begins_no_iri_is_a_usage_error_before_any_work(tmp_path, base):
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    with pytest.raises(UsageError, match="base"):
        build([tmp_path / "a.txt"], tmp_path / "out", Options(base=base))
    assert not (tmp_path / "out").exists()


def test_another_base_begins_every_entity(tmp_path):
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    build([tmp_path / "a.txt"], tmp_path / "out", Options(base="https://example.org/", view=False))
    subjects = {q.subject.value for q in load(tmp_path / "out") if not q.subject.value.startswith(KG.base)}
    assert subjects and all(s.startswith("https://example.org/") for s in subjects)


def test_damaged_claims_are_told(tmp_path):
    (tmp_path / "claims").mkdir()
    for content in ("{cut", "{}", "[]"):
        (tmp_path / "claims/a.json").write_text(content, encoding="utf-8")
        with pytest.raises(GraphError, match=r"a\.json: damaged"):
            saved_claims(tmp_path)


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
    real = kg.pipeline.extraction.extract

    def fail(article, **options):
        if "坏" in article.title:
            raise RuntimeError("on purpose")
        return real(article, **options)

    monkeypatch.setattr(kg.pipeline.extraction, "extract", fail)
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "b.txt").write_text("坏的一篇\n正文。\n", encoding="utf-8")
    report = build([tmp_path / "a.txt", tmp_path / "b.txt"], tmp_path / "out", Options(view=False))
    assert report.articles == 1
    assert [r.code for r in report.rejects] == ["extractor"]


def test_full_width_says_the_same(tmp_path):
    wide = {ord(c): ord(c) + 0xFEE0 for c in "0123456789,TCL"}
    head, date = ARTICLE.replace("京东方", "TCL").rsplit("\n", 2)[:2]
    for name, text in (("half", head), ("full", head.translate(wide))):
        (tmp_path / f"{name}.txt").write_text(f"{text}\n{date}\n", encoding="utf-8")
        build([tmp_path / f"{name}.txt"], tmp_path / name, Options(view=False))
    half, full = _claims(tmp_path / "half"), _claims(tmp_path / "full")
    facts = [[(o.indicator, o.value, o.unit, o.status) for o in x.observations] for x in (half, full)]
    assert facts[0] == facts[1] and facts[0]
    assert [(e.type, e.name) for e in half.entities] == [(e.type, e.name) for e in full.entities]
    assert "TCL" in {e.name for e in half.entities}
    evidence = full.observations[0].evidence
    assert "ＴＣＬ" in full.article.text[evidence.start : evidence.end]
    assert "２０亿元" in full.article.text[evidence.start : evidence.end]


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
    report = build([tmp_path / "a.txt"], tmp_path / "out", Options(view=False))
    assert _claims(tmp_path / "out").milestones == ()
    day = "2022年2月30日" if "2月" in text else "2022年13月"
    assert [note for note in report.notes if "a.txt" in note and day in note]


def test_a_possible_date_is_not_noted(tmp_path):
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    assert build([tmp_path / "a.txt"], tmp_path / "out", Options(view=False)).notes == ()


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
    for name in ("graph.nq", "graph.ttl", "missed.jsonl", "coverage.jsonl"):
        assert (sample / name).read_bytes() == (tmp_path / name).read_bytes(), f"run `make sample` ({name})"


@pytest.mark.skipif(not SHARED.exists(), reason="../shared is not beside the project")
def test_listing_gives_ten_valid_articles(tmp_path):
    report = build([SHARED / "corpus" / "listing.txt"], tmp_path, Options(view=False))
    assert (report.articles, len(report.rejects)) == (10, 0)
    texts = {x.article.sha256: x.article.text for x in saved_claims(tmp_path)}
    assert validate(tmp_path / "graph.nq", texts) == []


@pytest.mark.skipif(not SHARED.exists(), reason="../shared is not beside the project")
def test_every_file_of_the_corpus_builds_and_every_quote_is_its_span(tmp_path):
    files = [*sorted((SHARED / "corpus").iterdir()), *sorted((SHARED / "gold" / "texts").iterdir())]
    report = build(files, tmp_path, Options(view=False))
    assert report.rejects == ()
    assert report.inputs == report.articles + report.duplicates > len(files)
    texts = {x.article.sha256: x.article.text for x in saved_claims(tmp_path)}
    assert len(texts) == report.articles
    assert check_quotes(load(tmp_path), texts) == []
    for extraction in saved_claims(tmp_path):
        text = extraction.article.text
        for fact in (*extraction.relations, *extraction.observations, *extraction.milestones):
            assert text[fact.evidence.start : fact.evidence.end].strip()
        for observation in extraction.observations:
            quote = text[observation.evidence.start : observation.evidence.end]
            assert observation.wording in fold(quote)[0]
