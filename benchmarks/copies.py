"""How the time to find reprints and independent articles grows with their number, whatever they copy.

``python -m benchmarks.copies [ARTICLES …]``; without numbers 1,000, 2,000 and 4,000. Every sentence of an article
counts as one fact about one thing, with a value of its own.
"""

import random
import re
import sys
from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import islice
from zlib import crc32

from benchmarks.corpus import articles, demo
from benchmarks.measure import machine, one_core, seconds, table
from kg.graph import quads
from kg.graph.sources import Sources
from kg.records import Article, Entity, Extraction, Observation, Span
from kg.resolve import Node
from kg.vocab import ENTITY_BASE

PAGE = 1000
"""Code points of an article's body."""


def patterns(count: int) -> Iterator[Article]:
    """Yield articles on a few patterns: names and numbers are exchanged, the words stay."""
    yield from islice(articles(count), count)


def reprints(count: int) -> Iterator[Article]:
    """Yield one article again and again, with other furniture around it."""
    yield from (Article(f"{n}", f"{n}\n{demo()[0].body}\n{n}", "2024-01-01") for n in range(count))


def unlike(count: int) -> Iterator[Article]:
    """Yield articles that have nothing in common."""
    chosen, letters = random.Random(0), [chr(code) for code in range(0x4E00, 0x9FA5)]
    for n in range(count):
        text = "".join("。" if i % 40 == 39 else c for i, c in enumerate(chosen.choices(letters, k=PAGE)))
        yield Article(f"{n}", text, "2024-01-01")


def told(article: Article) -> Extraction:
    """Return an article whose sentences each state one fact."""
    text, facts = article.text, []
    for found in re.finditer("[^。]+。", text):
        value = Decimal(crc32(found[0].encode()))
        amounts = (value, value, value, "CNY", "exactly", "actual")
        facts.append(Observation("e", "n", *amounts, "", "", Span(*found.span()), "m"))
    return Extraction(article=article, entities=(Entity("e", "Region", "r"),), observations=tuple(facts))


def measured(read: list[Extraction]) -> tuple[float, float]:
    """Return seconds for the quads of articles with all that is said of their sources, and for the latter alone."""
    nodes = {(x.article.sha256, "e"): Node("Region", "r", (), "", "EconomicRegion") for x in read}
    whole = seconds(lambda: sum(1 for _ in quads(read, nodes)))

    def sources() -> None:
        found = Sources(ENTITY_BASE)
        for x in read:
            found.families.add(x)
        found.families.copies(read)

    return whole, seconds(sources)


def main() -> None:
    """Print a table: kind, number, seconds for all quads, seconds for the reprints among the articles."""
    one_core()
    counts = [int(number) for number in sys.argv[1:]] or [1000, 2000, 4000]
    kinds: dict[str, Callable[[int], Iterator[Article]]] = {
        "on a few patterns": patterns, "reprints of one": reprints, "nothing in common": unlike,
    }  # fmt: skip
    rows = []
    for name, kind in kinds.items():
        for count in counts:
            read = sorted(map(told, kind(count)), key=lambda x: x.article.sha256)
            rows.append((name, f"{count:,}", *(f"{one:.1f}" for one in measured(read))))
    print(f"{machine()}\n\n{table(('articles', 'number', 'all quads, s', 'reprints, s'), rows)}")


if __name__ == "__main__":
    main()
