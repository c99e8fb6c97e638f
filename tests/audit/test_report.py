"""What the audit shows and writes: in two languages and four forms, safe to open, the same bytes for the same graph."""

import json
from html.parser import HTMLParser
from pathlib import Path

import pyoxigraph as ox
import pytest
from said import A, N, graph

from kg.audit import FORMATS, SEVERITIES, audit, failing, kinds, selected, written
from kg.errors import UsageError
from kg.lexicon import rules
from kg.query import run
from kg.validate import check_shapes
from kg.vocab import KG

HOSTILE = '<script>alert("甲")</script>`*_[x](y)'
ARTICLES = (
    A(f"河阳市有企业300家,其中规上企业350家{HOSTILE}。", (
        N("河阳市", "企业数", "300家"), N("河阳市", "规上企业", "350家"),
    )),
    A("启动仪式共有项目60个。其中,20亿元以上项目20个,20亿元以下项目40个。", (
        N("启动仪式", "项目数", "60个"), N("启动仪式", "项目(20亿元以上)", "20个"),
        N("启动仪式", "项目(20亿元以下)", "40个"),
    )),
)  # fmt: skip


@pytest.fixture(scope="module")
def store():
    return graph(*ARTICLES)


@pytest.fixture(scope="module")
def found(store):
    return audit(store)


def test_both_languages_name_and_explain_every_kind():
    chinese, english = rules("messages")["zh"]["audit"], rules("messages")["en"]["audit"]
    assert set(chinese) == set(english)
    for section in ("names", "kinds"):
        assert set(chinese[section]) == set(english[section]) == set(kinds())
    assert set(chinese["severities"]) == set(english["severities"]) == set(SEVERITIES)
    for kind in kinds():
        gaps = [{part.split("}")[0] for part in said["kinds"][kind].split("{")[1:]} for said in (chinese, english)]
        assert gaps[0] == gaps[1], kind


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("form", ["text", "md", "html"])
def test_every_finding_stands_there_with_its_arithmetic_and_sentence(found, form, lang):
    text = FORMATS[form](found, lang)
    say = rules("messages")[lang]["audit"]
    for one in found:
        assert say["names"][one.kind] in text and one.kind in text
        assert one.arithmetic.replace(">", "&gt;" if form == "html" else ">") in text
    assert "河阳市有企业300家" in text


class Tags(HTMLParser):
    """The elements of a page, and whether one asks for anything."""

    def __init__(self):
        super().__init__()
        self.tags, self.asks = set(), []

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        self.asks += [name for name, _ in attributes if name in ("src", "href", "onerror", "onclick")]


def test_the_page_shows_what_articles_say_as_text(found):
    page = Tags()
    page.feed(FORMATS["html"](found, "zh"))
    assert "script" not in page.tags and page.asks == []
    assert {"section", "blockquote", "h1"} <= page.tags


def test_markdown_shows_what_articles_say_as_text(found):
    text = FORMATS["md"](found, "zh")
    assert "&lt;script&gt;" in text and "<script>" not in text


def test_json_holds_spans_and_both_languages(found):
    data = json.loads(FORMATS["json"](found, "zh"))
    assert data["summary"] == {"error": 1, "doubt": 0, "note": 0, "holds": 1}
    for row in data["findings"]:
        assert row["zh"] != row["en"]
        for said in row["statements"]:
            assert said["end"] - said["start"] == len(said["quote"])


def test_nothing_found_is_said():
    assert FORMATS["text"]([], "zh").strip() == rules("messages")["zh"]["audit"]["none"]


def test_the_order_of_articles_does_not_matter(found):
    turned = audit(graph(*reversed(ARTICLES)))
    assert FORMATS["json"](turned, "zh") == FORMATS["json"](found, "zh")


def test_findings_go_into_the_graph_and_leave_what_it_says_alone(store, found):
    text = written(store, found)
    after = ox.Store()
    after.load(text.encode(), format=ox.RdfFormat.N_QUADS)
    assert set(store) < set(after)
    own = {q.graph_name.value.rsplit("/", 1)[-1] for q in set(after) - set(store)}
    assert own == {"audit"}
    query = "SELECT ?kind ?severity ?quote WHERE { ?f a kg:Finding ; kg:findingKind ?kind ; kg:severity ?severity ; "
    rows = run(after, query + "kg:evidence/kg:quote ?quote } ORDER BY ?kind ?quote").rows
    assert {(row[0].value, row[1].value) for row in rows} == {
        ("breakdown-holds", "holds"),
        ("part-over-whole", "error"),
    }
    assert check_shapes(after) == []


def test_parts_point_at_their_whole(store, found):
    after = ox.Store()
    after.load(written(store, found).encode(), format=ox.RdfFormat.N_QUADS)
    query = "SELECT ?part ?whole WHERE { ?p kg:breakdownOf ?w . ?p kg:wording ?part . ?w kg:wording ?whole }"
    rows = {tuple(cell.value for cell in row) for row in run(after, query).rows}
    assert rows == {("20个", "60个"), ("40个", "60个"), ("350家", "300家")}


def test_an_audit_of_an_audited_graph_is_the_same(store, found):
    once = written(store, found)
    after = ox.Store()
    after.load(once.encode(), format=ox.RdfFormat.N_QUADS)
    assert audit(after) == found
    assert written(after, found) == once


def test_a_condition_is_a_kind_or_a_severity_and_what_weighs_more(found):
    assert [f.kind for f in failing(found, "part-over-whole")] == ["part-over-whole"]
    assert failing(found, "contradiction") == []
    assert [f.kind for f in failing(found, "note")] == ["part-over-whole"]
    assert failing(found, "holds") == found == selected(found, [])
    assert [f.kind for f in selected(found, ["breakdown-holds", "error"])] == ["part-over-whole", "breakdown-holds"]
    with pytest.raises(UsageError, match="nonsense"):
        failing(found, "nonsense")


def test_terms_of_findings_are_the_ontology_s(store, found):
    predicates = {q.predicate.value for q in _own(store, found)}
    assert {p for p in predicates if p.startswith(KG.base)} <= {KG.base + name for name in KG.names}


def _own(store, found):
    after = ox.Store()
    after.load(written(store, found).encode(), format=ox.RdfFormat.N_QUADS)
    return set(after) - set(store)


def test_the_page_of_kinds_lists_each_with_its_severity_and_names():
    page = (Path(__file__).parents[2] / "docs" / "audit.md").read_text(encoding="utf-8")
    rows = [
        [cell.strip(" `") for cell in line.strip("|").split("|")] for line in page.splitlines() if "| `" in line[:3]
    ]
    chinese, english = (rules("messages")[lang]["audit"]["names"] for lang in ("zh", "en"))
    assert sorted(rows) == sorted([kind, of, chinese[kind], english[kind]] for kind, of in kinds().items())
