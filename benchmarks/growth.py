"""How the time of extraction grows with the length of one text, ordinary and hostile.

``python -m benchmarks.growth [MEGABYTES …]`` (UTF-8); without sizes 0.25, 0.5 and 1.
"""

import itertools
import random
import sys
from collections.abc import Callable, Iterator

from benchmarks.corpus import articles, demo
from benchmarks.measure import machine, one_core, seconds, table
from kg.pipeline import extract
from kg.records import Article

Kind = Callable[[], Iterator[str]]


def ordinary() -> Iterator[str]:
    """Yield articles with other names, places and numbers, one behind the other."""
    for one in articles(10**9):
        yield f"{one.text}\n"


def one_line() -> Iterator[str]:
    """Yield the same without any punctuation or line end."""
    for piece in ordinary():
        yield "".join(c for c in piece if c.isalnum())


def nested_brackets() -> Iterator[str]:
    """Yield brackets that open and open, with words between."""
    while True:
        yield from (f"{mark}{demo()[0].title[:4]}" for mark in "（《“「【")


def long_digits() -> Iterator[str]:
    """Yield numbers of 10,000 digits."""
    chosen = random.Random(0)
    while True:
        yield "".join(chosen.choices("0123456789", k=10_000)) + demo()[0].title[-2:]


def control_characters() -> Iterator[str]:
    """Yield words with zero-width and control characters between all of their characters."""
    for piece in ordinary():
        yield "".join(f"{c}\u200b\x00\u202e\ufeff" for c in piece)


def open_quotes() -> Iterator[str]:
    """Yield sentences in which a quotation opens and never closes."""
    for piece in ordinary():
        yield piece.replace("，", "“").replace("”", "")


def endless_list() -> Iterator[str]:
    """Yield one enumeration that goes on and on."""
    for piece in ordinary():
        yield "".join(c if c.isalnum() else "、" for c in piece)


def short_lines() -> Iterator[str]:
    """Yield lines of a few characters."""
    for piece in ordinary():
        yield "".join(f"{piece[i : i + 6]}\n" for i in range(0, len(piece), 6))


KINDS: tuple[Kind, ...] = (
    ordinary, one_line, nested_brackets, long_digits, control_characters, open_quotes, endless_list, short_lines,
)  # fmt: skip


def text_of(kind: Kind, size: int) -> str:
    """Return a text of a kind, of so many bytes in UTF-8 (a few characters less)."""
    pieces, length = [], 0
    for piece in kind():
        pieces.append(piece)
        length += len(piece.encode())
        if length >= size:
            break
    return "".join(pieces).encode()[:size].decode("utf-8", "ignore")


def main(sizes: list[float], names: list[str]) -> None:
    """Print a table: a row for each kind, a column for each size."""
    one_core()
    extract(demo()[0])
    rows = []
    for kind in KINDS:
        if names and kind.__name__ not in names:
            continue
        took = []
        for size in sizes:
            article = Article("", text_of(kind, int(size * 1e6)), "2024-03-01")
            took.append(seconds(lambda a=article: extract(a)))
        steps = " ".join(f"{b / a:.1f}" for a, b in itertools.pairwise(took))
        rows.append((kind.__name__.replace("_", " "), *(f"{t:.1f} s" for t in took), steps))
        print(rows[-1], file=sys.stderr, flush=True)
    print(f"\n{machine()}, one core\n")
    print(table(("text", *(f"{s:g} MB" for s in sizes), "each over the one before"), rows))


if __name__ == "__main__":
    given = sys.argv[1:]
    main(
        [float(s) for s in given if s[0].isdigit()] or [0.25, 0.5, 1.0],
        [s for s in given if not s[0].isdigit()],
    )
