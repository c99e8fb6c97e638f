"""Figures against gold: the same as the contract's scorer gives, with every difference named."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kg.errors import UsageError
from kg.evaluate import Evaluation, Figure, compare, gold_files, load_gold
from kg.pipeline import evaluate, graph_of
from kg.records import Article

ROOT = Path(__file__).parents[2]
SCORER = ROOT / "../shared/tools/score.py"
GOLD = ROOT / "tests/gold/measure"


@pytest.fixture
def few(tmp_path) -> Path:
    """Return a folder with three of the project's annotated articles."""
    (tmp_path / "texts").mkdir()
    for annotation, text in gold_files(GOLD)[::8]:
        shutil.copy(annotation, tmp_path)
        shutil.copy(text, tmp_path / "texts")
    return tmp_path


@pytest.mark.skipif(not SCORER.exists(), reason="../shared is not beside the project")
def test_figures_are_those_of_the_contracts_scorer(few):
    build = f"{sys.executable} -m kg.cli build {{text}} -o {{out}} --no-view"
    args = [sys.executable, SCORER, "--gold", few, "--texts", few / "texts", "--build", build, "--json", few / "out"]
    subprocess.run(args, check=True, capture_output=True)
    theirs = json.loads((few / "out").read_text(encoding="utf-8"))
    ours = evaluate(few).as_json()
    assert ours.keys() == theirs.keys()
    for kind, figures in theirs.items():
        assert ours[kind] == pytest.approx(figures), kind


def gold(**changes: object) -> dict:
    return {
        "entities": [
            {"id": "a", "type": "Region", "name": "绵阳市", "aliases": ["绵阳"]},
            {"id": "b", "type": "Enterprise", "name": "京东方"},
        ],
        "relations": [["b", "locatedIn", "a"]],
        "observations": [],
        "milestones": [],
        **changes,
    }


def differences(text: str, **changes: object) -> list[tuple[bool, str, str]]:
    found = Evaluation()
    article = Article("绵阳新闻", text, "2022-03-14")
    compare(gold(**changes), graph_of(article), found, "x", article.text)
    return [(d.missed, d.kind, d.words) for d in found.differences["x"]]


def test_a_miss_and_an_invention_stand_beside_their_sentence():
    found = Evaluation()
    article = Article("绵阳新闻", "宁德时代在绵阳办厂。", "2022-03-14")
    compare(gold(), graph_of(article), found, "x", article.text)
    invented = [d for d in found.differences["x"] if not d.missed and d.kind == "entity"]
    assert [(d.words, d.sentence) for d in invented] == [("Enterprise 宁德时代", "宁德时代在绵阳办厂")]
    assert any(d.missed and "京东方" in d.words for d in found.differences["x"])


def test_a_missed_relation_says_that_an_end_is_missing():
    assert (True, "relation", "Enterprise 京东方 · locatedIn · Region 绵阳市 (an end is missing)") in differences(
        "绵阳。"
    )


def test_numbers_need_subject_value_and_unit():
    one = {
        "about": "a", "indicator": "地区生产总值", "value": 362600000000, "unit": "CNY", "comparator": "exactly",
        "status": "actual", "period": "2022", "quote": "地区生产总值3626亿元",
    }  # fmt: skip
    text = "2022年,绵阳市地区生产总值3626亿元。"
    assert not [d for d in differences(text, observations=[one]) if d[1] == "observation"]
    assert [d[0] for d in differences(text, observations=[{**one, "value": 1}]) if d[1] == "observation"] == [
        True,
        False,
    ]


def test_a_wrong_slot_is_shown_with_both_values():
    one = {
        "about": "a", "indicator": "地区生产总值", "value": 362600000000, "unit": "CNY", "comparator": "atLeast",
        "status": "actual", "period": "2022", "quote": "地区生产总值3626亿元",
    }  # fmt: skip
    slots = [
        w for _, kind, w in differences("2022年,绵阳市地区生产总值3626亿元。", observations=[one]) if kind == "slot"
    ]
    assert any("comparator 'atLeast', built 'exactly'" in w for w in slots)


@pytest.mark.parametrize("period", ["2022-Q1", "2021-Q3/2022-09", "2022-Q5"])
def test_a_quarter_is_its_months_and_any_other_period_is_itself(period):
    one = {
        "about": "a", "indicator": "地区生产总值", "value": 362600000000, "unit": "CNY", "comparator": "exactly",
        "status": "actual", "period": period, "quote": "地区生产总值3626亿元",
    }  # fmt: skip
    found = differences("2022年一季度,绵阳市地区生产总值3626亿元。", observations=[one])
    assert any("period" in words for _, kind, words in found if kind == "slot") == (period != "2022-Q1")


def test_figures_of_nothing_are_zero_and_not_an_error():
    empty = Figure(0, 0, 0)
    assert (empty.precision, empty.recall, empty.f1) == (0.0, 0.0, 0.0)
    assert Figure(3, 1, 2).f1 == pytest.approx(2 * 0.75 * 0.6 / 1.35)


def test_what_is_missing_is_named(tmp_path):
    with pytest.raises(UsageError, match="no gold there"):
        gold_files(tmp_path)
    (tmp_path / "a.json").write_text("{}", encoding="utf-8")
    with pytest.raises(UsageError, match="its text is missing"):
        gold_files(tmp_path)
    with pytest.raises(UsageError, match="entities, relations"):
        load_gold(tmp_path / "a.json")
    (tmp_path / "a.json").write_text("{", encoding="utf-8")
    with pytest.raises(UsageError, match="not readable"):
        load_gold(tmp_path / "a.json")
