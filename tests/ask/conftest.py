"""The demo articles, built once, and workers that hold their graph."""

from pathlib import Path

import pytest

import kg
from kg.ask import Names, ask
from kg.facts import Facts
from kg.query import Pool
from kg.store import load

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def asked(tmp_path_factory):
    """Return a function that answers questions from the graph of the demo articles."""
    out = tmp_path_factory.mktemp("asked")
    kg.build(ROOT / "kg" / "demo" / "articles", out)
    names = Names(Facts(load(out)))
    with Pool(out) as pool:
        yield lambda question: ask(pool, question, names, timeout=60)
