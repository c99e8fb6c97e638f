"""The demo articles carry public facts in the project's own wording: no long run of anybody else's text."""

import json
import re
import unicodedata
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DEMO = ROOT / "kg" / "demo" / "articles"
GOLD = ROOT / "tests" / "gold"
SHARED = ROOT / "../shared"
RUN = 16
"""So many Han characters and digits in a row are a sentence of somebody, not a name or a figure."""


def plain(text: str) -> str:
    return re.sub(r"[^0-9\u3400-\u9fff]", "", unicodedata.normalize("NFKC", text))


def runs(text: str) -> set[str]:
    kept = plain(text)
    return {kept[i : i + RUN] for i in range(len(kept) - RUN + 1)}


def texts(path: Path) -> list[str]:
    content = path.read_text(encoding="utf-8")
    if path.suffix != ".jsonl":
        return [content]
    return [f"{row['title']}\n{row['text']}" for row in map(json.loads, content.splitlines())]


ARTICLES = [(f"{p.name}-{i}", text) for p in sorted(DEMO.iterdir()) for i, text in enumerate(texts(p))]


@pytest.fixture(scope="module")
def foreign() -> set[str]:
    if not SHARED.exists():
        pytest.skip("../shared is not beside the project")
    corpus = [*sorted((SHARED / "gold" / "texts").glob("*.txt")), *sorted((SHARED / "corpus").glob("*.*"))]
    return {run for path in corpus for text in texts(path) for run in runs(text)}


@pytest.mark.parametrize("text", [t for _, t in ARTICLES], ids=[name for name, _ in ARTICLES])
def test_wording_is_our_own(text, foreign):
    assert not sorted(runs(text) & foreign), "say it in other words"


@pytest.mark.parametrize(
    "path", sorted([*GOLD.glob("*/texts/*.txt"), *GOLD.glob("marked/*.txt")]), ids=lambda p: p.stem
)
def test_annotated_articles_are_our_own(path, foreign):
    assert not sorted(runs(path.read_text(encoding="utf-8")) & foreign), "say it in other words"


def test_the_guard_sees_a_copied_run_through_spaces_width_and_punctuation():
    assert runs("总投资 １０６７．５７ 亿元，涵盖产业发展、基础设施") & runs("总投资1067.57亿元涵盖产业发展基础设施")
    assert not runs("总投资1067.57亿元") & runs("另一句话")


def test_there_is_enough_to_show():
    assert 12 <= len(ARTICLES) <= 16
    assert all(300 <= len(text) <= 900 for _, text in ARTICLES)
