"""What changed between two graphs, each change with its sentences."""

import json
from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.diff import KINDS, Change, compare
from kg.diff.words import as_json, as_markdown, as_patch, as_text
from kg.graph import quads
from kg.pipeline import Options, build
from kg.records import Article, Entity, Extraction, Milestone, Observation, Relation, Span
from kg.resolve import Node
from kg.store import load
from kg.terminal import Language, messages_in

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "kg" / "demo" / "articles"
GOLDEN = Path(__file__).parent / "golden.txt"
SAY = messages_in(Language.zh)


@pytest.fixture(scope="module")
def editions(tmp_path_factory):
    """The graphs of two editions of demo articles: one article taken back, one changed, one added."""
    place = tmp_path_factory.mktemp("editions")
    build([DEMO / "mianyang.txt", DEMO / "yindajimin.txt"], place / "old", Options(view=False))
    build([Path(__file__).parent / "edition"], place / "new", Options(view=False))
    return load(place / "old"), load(place / "new")


def test_two_editions_of_the_demo_give_the_golden_text(editions):
    """After a change of rules or words: look at the difference, then ``make sample`` writes it anew."""
    assert "\n".join(as_text(compare(*editions), SAY, SAY["types"])) + "\n" == GOLDEN.read_text(encoding="utf-8")


def test_the_golden_text_tells_what_an_analyst_asks():
    said = GOLDEN.read_text(encoding="utf-8")
    assert "[项目] 京东方智慧系统创新中心项目 总投资 50亿元 → 60亿元 (+20%)" in said
    assert "[项目] 宁德时代储能电池项目 总投资 20亿元 → 25亿元 (+25%)" in said
    assert "    + 「4月2日，宁德时代储能电池项目在绵阳开工，总投资25亿元。」" in said


def test_a_patch_makes_the_new_graph_of_the_old(editions):
    old, new = editions
    quads_of = {str(q) for q in old}
    lines = as_patch(old, new).splitlines()
    assert (lines[0], lines[-1]) == ("TX .", "TC .")
    for line in lines[1:-1]:
        if line[0] == "D":
            quads_of.remove(line[2:-2])
        else:
            assert line[0] == "A" and line[2:-2] not in quads_of
            quads_of.add(line[2:-2])
    assert quads_of == {str(q) for q in new}


def test_the_same_graph_has_no_changes(editions):
    old, _ = editions
    assert compare(old, old) == []
    assert list(as_text([], SAY, {})) == ["没有变化"]
    assert as_patch(old, old) == "TX .\nTC .\n"


def test_json_is_plain_and_names_every_sentence(editions):
    found = json.loads(json.dumps(as_json(compare(*editions))))
    assert {one["kind"] for one in found} <= set(KINDS)
    raised = next(one for one in found if one["kind"] == "raised")
    assert raised["before"][0]["value"][0] == "5000000000"
    assert "总投资50亿元" in raised["before"][0]["sources"][0]["quote"]


TEXT = "绵阳新材料项目和绵阳新材料产业园项目签约，总投资50亿元。"
SENTENCE = Span(0, len(TEXT) + 3)


def _graph(nodes, *, amount=50, status="planned", stage=("签约", "2024-01-05", "actual"), issued="2024-01-08"):
    article = Article("标题", f"{TEXT}{issued}", issued)
    entities = (
        Entity("e1", "Project", "绵阳新材料项目", mentions=(Span(3, 10),)),
        Entity("e2", "Project", "绵阳新材料产业园项目", mentions=(Span(11, 21),)),
        Entity("e3", "Region", "绵阳", mentions=(Span(3, 5),)),
    )
    number = Observation(
        "e1", "总投资", *(Decimal(amount),) * 3, "CNY", "exactly", status, "", f"{amount}亿元", SENTENCE, "m"
    )
    step = Milestone("e1", stage[0], stage[1], stage[2], SENTENCE, "m")
    extraction = Extraction(
        article, entities=entities, observations=(number,), milestones=(step,),
        relations=(Relation("e2", "locatedIn", "e3", SENTENCE, "m"),),
    )  # fmt: skip
    store = ox.Store()
    named = {e.id: node for e, node in zip(entities, nodes, strict=True)}
    store.extend(quads([extraction], lambda _: named))
    return store


ONE, TWO, PLACE = Node("Project", "绵阳新材料项目"), Node("Project", "绵阳新材料产业园项目"), Node("Region", "绵阳")
APART, TOGETHER = (ONE, TWO, PLACE), (TWO, TWO, PLACE)


def _kinds(changes: list[Change]):
    return [(c.kind, c.label, c.others) for c in changes]


def test_things_that_became_one_are_merged_and_not_gone():
    assert _kinds(compare(_graph(APART), _graph(TOGETHER))) == [("merged", TWO.name, (ONE.name,))]


def test_a_thing_that_became_two_is_split():
    (split,) = [c for c in compare(_graph(TOGETHER), _graph(APART)) if c.kind == "split"]
    assert (split.label, split.others) == (TWO.name, (ONE.name,))


def test_a_thing_with_another_name_is_the_same():
    renamed = Node("Project", "绵阳先进材料项目")
    assert compare(_graph(APART), _graph((renamed, TWO, PLACE))) == []


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"amount": 60}, "raised"), ({"amount": 40}, "lowered"), ({"status": "actual"}, "status"),
        ({"stage": ("签约", "2024-01-06", "actual")}, "redated"),
        ({"stage": ("开工", "2024-01-05", "actual")}, "reached"),
    ],
)  # fmt: skip
def test_a_changed_statement_is_told_with_what_it_was(change, kind):
    changes = compare(_graph(APART), _graph(APART, **change))
    assert [c.kind for c in changes] == ([kind] if kind != "reached" else ["reached", "withdrawn"])
    assert changes[0].after[0].sources[0].quote.endswith("亿元。")
    assert bool(changes[0].before) == (kind != "reached")


def test_an_older_article_changes_nothing_of_what_a_later_one_said():
    late, early = _graph(APART), _graph(APART, amount=40, issued="2023-01-01")
    both = ox.Store()
    both.extend([*late, *early])
    assert [c.kind for c in compare(late, both)] == ["fact"]
    assert [c.kind for c in compare(early, both)] == ["raised"]


def test_markup_of_articles_is_text_in_markdown():
    evil = Node("Project", "<script>alert(1)</script>[x](javascript:1)*`")
    said = "\n".join(as_markdown(compare(_graph(APART), _graph((evil, TWO, Node("Region", "甲")))), SAY, {}))
    assert "<" not in said
    said = "\n".join(as_markdown(compare(ox.Store(), _graph((evil, TWO, PLACE))), SAY, SAY["types"]))
    assert "&lt;script&gt;alert(1)&lt;/script&gt;\\[x\\](javascript:1)\\*\\`" in said
    assert "## 新增 (3)" in said
