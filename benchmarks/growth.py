"""How time and memory of reading and extraction grow with the length of one text, ordinary and hostile.

``python -m benchmarks.growth [MEGABYTES …] [KIND …]`` (UTF-8); without sizes 1, 2 and 4. Each text is read by a process
of its own: its processor time without its start, and its greatest memory.
"""

import itertools
import random
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.corpus import articles, demo
from benchmarks.measure import machine, one_core, seconds, table
from kg.pipeline import extract
from kg.read import read_inputs
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


def spelled_numbers() -> Iterator[str]:
    """Yield numerals of words that never end."""
    for piece in ordinary():
        yield "".join(NUMERALS[ord(c) % len(NUMERALS)] for c in piece)


def markup() -> Iterator[str]:
    """Yield words with tags, entities, formulas and paths between them."""
    for piece in ordinary():
        yield "".join(f"{piece[i : i + 4]}{mark}" for i, mark in zip(range(0, len(piece), 4), itertools.cycle(MARKS)))


def combining_marks() -> Iterator[str]:
    """Yield characters that each bear many marks, and pictures made of several."""
    for piece in ordinary():
        yield "".join(f"{c}\u0301\u0308\u20e3\U0001f469\u200d\U0001f469" for c in piece)


NUMERALS = "零一二三四五六七八九十百千万亿"
MARKS = ("<b onclick=x>", "</script>", "&lt;&amp;", "=1+1", "../../x", "{{7*7}}", "'); --", "](x:y)")
KINDS: tuple[Kind, ...] = (
    ordinary, one_line, nested_brackets, long_digits, spelled_numbers, control_characters, combining_marks, markup,
    open_quotes, endless_list, short_lines,
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


def read(file: Path) -> None:
    """Read and extract a file of one article."""
    for article in read_inputs([file], max_doc_mb=1000):
        if not isinstance(article, Article):
            raise SystemExit(article.reason)
        extract(article)


def measure_here(name: str, size: float) -> None:
    """Print how many seconds a text takes this process, and its greatest memory in MB."""
    one_core()
    kind = next(k for k in KINDS if k.__name__ == name)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "article.txt"
        file.write_text(text_of(kind, int(size * 1e6)), encoding="utf-8")
        extract(demo()[0])
        took = seconds(lambda: read(file))
    print(took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)


def measured(name: str, size: float) -> tuple[float, int]:
    """Return seconds and greatest memory in MB of a text, in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.growth", "here", name, str(size)]
    took, peak = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return float(took), int(peak)


def main(sizes: list[float], names: list[str]) -> None:
    """Print a table: a row for each kind, a column for each size."""
    rows = []
    for name in names or [kind.__name__ for kind in KINDS]:
        found = [measured(name, size) for size in sizes]
        steps = " ".join(f"{b[0] / a[0]:.1f}" for a, b in itertools.pairwise(found))
        cells = (f"{took:.1f} s, {peak} MB" for took, peak in found)
        rows.append((name.replace("_", " "), *cells, steps))
        print(rows[-1], file=sys.stderr, flush=True)
    print(f"\n{machine()}, one core\n")
    print(table(("text", *(f"{s:g} MB" for s in sizes), "each over the one before"), rows))


if __name__ == "__main__":
    given = sys.argv[1:]
    if given[:1] == ["here"]:
        measure_here(given[1], float(given[2]))
    else:
        main(
            [float(s) for s in given if s[0].isdigit()] or [1, 2, 4],
            [s for s in given if not s[0].isdigit()],
        )
