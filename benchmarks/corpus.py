"""Articles to measure on: the demo articles, with names, places and numbers exchanged.

Exchanged names come from pools that are small beside the number of articles, so that entities repeat as in life.
Everything follows from the number of the article: the same call gives the same texts.
"""

import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from kg.lexicon import Division, KnownName, table
from kg.pipeline import extract
from kg.read import read_inputs
from kg.records import Article

DEMO = Path(__file__).parents[1] / "kg" / "demo" / "articles"
POOL = 120
"""Names that an exchanged name is drawn from."""


@dataclass(frozen=True)
class Pattern:
    """An article with the names in it that can be exchanged, longest first."""

    article: Article
    names: tuple[tuple[str, str], ...]
    """Name, and which pool its like is drawn from."""


@cache
def demo() -> tuple[Article, ...]:
    """Return the demo articles."""
    return tuple(a for a in read_inputs([DEMO]) if isinstance(a, Article))


@cache
def _pools() -> dict[str, list[str]]:
    chosen = random.Random(1)
    divisions = table("divisions", Division)
    pools = {
        "Enterprise": [k.name for k in table("enterprises", KnownName)],
        **{level: [d.short for d in divisions if d.level == level] for level in ("prefecture", "county")},
    }
    return {name: chosen.sample(words, min(POOL, len(words))) for name, words in pools.items()}


@cache
def _patterns() -> tuple[Pattern, ...]:
    levels = {d.name: d.level for d in table("divisions", Division)}
    short = {d.name: d.short for d in table("divisions", Division)}
    found = []
    for article in demo():
        names = set()
        for entity in extract(article).entities:
            pool = entity.type if entity.type == "Enterprise" else levels.get(entity.name, "")
            if pool in _pools():
                names.add((short.get(entity.name, entity.name), pool))
        found.append(Pattern(article, tuple(sorted(names, key=lambda n: (-len(n[0]), n)))))
    return tuple(found)


def articles(count: int) -> Iterator[Article]:
    """Yield so many articles: each a demo article with other names, places and numbers."""
    for number in range(count):
        chosen = random.Random(number)
        one = _patterns()[number % len(_patterns())]
        others = {name: chosen.choice(_pools()[pool]) for name, pool in one.names}
        text = f"{one.article.title}\n{one.article.body}"
        if others:
            text = re.sub("|".join(map(re.escape, others)), lambda m, by=others: by[m[0]], text)
        text = re.sub(r"(?<![0-9.])[1-9][0-9]*(?![0-9]*[年月])", lambda m, by=chosen: _number(m[0], by), text)
        title, _, body = text.partition("\n")
        yield replace(one.article, title=title, body=body)


def _number(digits: str, chosen: random.Random) -> str:
    """Return another number of as many digits."""
    return str(chosen.randrange(10 ** (len(digits) - 1), 10 ** len(digits)))


def write(count: int, file: Path) -> int:
    """Write so many articles as JSON lines; return how many characters they have."""
    characters = 0
    with file.open("w", encoding="utf-8") as out:
        for one in articles(count):
            characters += len(one.text)
            row = {"title": one.title, "text": one.body, "date": one.issued}
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
    return characters
