"""Articles whose names alone are marked teach the tagger: every mark is read, and none is odd."""

import importlib.util
from pathlib import Path

import pytest

from kg.vocab import ENTITY_TYPES

HERE = Path(__file__).parent
SCRIPT = HERE.parents[1] / "scripts" / "train.py"
ARTICLES = sorted((HERE / "marked").glob("*.txt"))


@pytest.fixture(scope="module")
def train():
    spec = importlib.util.spec_from_file_location("train", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("path", ARTICLES, ids=lambda p: p.stem)
def test_marks_are_read_and_hold_no_clause(path, train):
    text, entities = train.marked(path)
    assert not set("{}") & set(text)
    assert len(entities) >= 10
    assert {e["type"] for e in entities} <= set(ENTITY_TYPES)
    assert not [e["name"] for e in entities if set("。;!?，；") & set(e["name"]) or e["name"] not in text]


@pytest.mark.parametrize("text", ["{E 京东方", "京东方}", "{X 京东方}", "{E京东方}"])
def test_an_odd_mark_is_told_with_its_place(text, train, tmp_path):
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r"a\.txt"):
        train.marked(tmp_path / "a.txt")


def test_nested_marks_are_names_of_their_own(train, tmp_path):
    (tmp_path / "a.txt").write_text("{P {E 京东方}{T 模组}项目}在{R 绵阳}开工", encoding="utf-8")
    text, entities = train.marked(tmp_path / "a.txt")
    assert text == "京东方模组项目在绵阳开工"
    named = [(e["type"], e["name"]) for e in entities]
    assert named == [
        ("Enterprise", "京东方"), ("Product", "模组"), ("Project", "京东方模组项目"), ("Region", "绵阳"),
    ]  # fmt: skip
