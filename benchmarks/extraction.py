"""Characters a second on one core: extraction beside jieba's tagging, word segmentation and one automaton's pass.

`python -m benchmarks.extraction [ARTICLES]`.
"""

import logging
import sys
import tempfile
from pathlib import Path

from benchmarks.corpus import articles
from benchmarks.measure import machine, medians, one_core, run, table
from kg.pipeline import Options, build, extract
from kg.recognise.gazetteer import gazetteer
from kg.recognise.tokens import segmenter

COUNT = 140


def main(count: int = COUNT) -> None:
    """Print the tables of speed and of starting."""
    import jieba
    import jieba.posseg

    one_core()
    jieba.setLogLevel(logging.WARNING)
    made = list(articles(count))
    texts = [a.text for a in made]
    size = sum(map(len, texts))
    extract(made[0]), jieba.posseg.lcut(texts[0])
    with tempfile.TemporaryDirectory() as folder:
        files = Path(folder) / "in"
        files.mkdir()
        for number, one in enumerate(made):
            (files / f"{number}.txt").write_text(f"{one.text}\n{one.issued}\n", encoding="utf-8")
        took = medians({
            "one pass of an automaton (daachorse)": lambda: [gazetteer().hits(t) for t in texts],
            "words and their tags (rjieba)": lambda: [segmenter().tag(t, False) for t in texts],
            "words and their tags (jieba.posseg)": lambda: [jieba.posseg.lcut(t) for t in texts],
            "extraction": lambda: [extract(a) for a in made],
            "extraction, rules alone": lambda: [extract(a, learned=False) for a in made],
            "whole build without view": lambda: build([files], Path(tempfile.mkdtemp(dir=folder)), Options(view=False)),
        })  # fmt: skip
    beside = took["words and their tags (jieba.posseg)"]
    print(f"\n{machine()}; {count} articles, {size:,} characters, one core, medians of five\n")
    rows = [(name, f"{size / t:,.0f}", f"{beside / t:.2f}") for name, t in took.items()]
    print(table(("work", "characters a second", "beside jieba.posseg"), rows))
    print(f"\nwhole build / extraction: {took['whole build without view'] / took['extraction']:.2f}\n")
    _starts()


def _starts() -> None:
    """Print how long commands take that hardly work: start-up is all."""
    with tempfile.TemporaryDirectory() as out:
        run("-m", "kg.cli", "build", "kg/demo/articles", "-o", out)
        took = medians({
            "kg --help": lambda: run("-m", "kg.cli", "--help"),
            "kg query projects-by-region": lambda: run("-m", "kg.cli", "query", "projects-by-region", "-g", out),
        }, lambda work: float(str(work())))  # fmt: skip
    print(table(("command", "seconds"), [(name, f"{t:.2f}") for name, t in took.items()]))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
