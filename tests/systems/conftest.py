"""Graphs to ask: of the demo articles, and of the corpus where it is at hand."""

from datetime import date
from pathlib import Path

import pytest

from kg.facts import Facts, Source
from kg.lexicon import rules
from kg.pipeline import Options, build
from kg.store import load
from kg.vocab import ENTITY_BASE

ROOT = Path(__file__).parents[2]
LISTING = ROOT.parent / "shared" / "corpus" / "listing.txt"
DAY = date(2022, 3, 14)


def built(articles: Path, out: Path) -> Path:
    build([str(articles)], out, Options(ENTITY_BASE, None, 10.0, view=False), lambda items, _: items)
    return out


@pytest.fixture(scope="session")
def demo_graph(tmp_path_factory):
    return built(ROOT / "kg" / "demo" / "articles", tmp_path_factory.mktemp("demo"))


@pytest.fixture(scope="session")
def demo(demo_graph):
    return Facts(load(demo_graph))


@pytest.fixture(scope="session")
def listing_graph(tmp_path_factory):
    if not LISTING.exists():
        pytest.skip(f"{LISTING} is not at hand")
    return built(LISTING, tmp_path_factory.mktemp("listing"))


@pytest.fixture(scope="session")
def listing(listing_graph):
    return Facts(load(listing_graph))


@pytest.fixture(scope="session")
def say():
    words = rules("messages")["zh"]
    return {**words["systems"], "types": words["types"], "status": words["status"]}


@pytest.fixture(scope="session")
def store_of(tmp_path_factory):
    """Return a function that reads a text as an article and gives the facts of its graph."""

    def read(*articles: tuple[str, str, str]) -> Facts:
        folder = tmp_path_factory.mktemp("articles")
        for at, (title, body, issued) in enumerate(articles):
            (folder / f"{at}.txt").write_text(f"{title}\n{body}\n{issued}\n", encoding="utf-8")
        return Facts(load(built(folder, folder / ".out")))

    return read


def source(title: str = "甲", issued: str = "2022-03-14") -> Source:
    return Source(title, issued, 0, 3, "原句。")
