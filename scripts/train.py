"""Train the models of kg/data/models from annotated articles: `python scripts/train.py GOLD... [--names]`.

GOLD are folders of NAME.json beside NAME.txt or texts/NAME.txt. The project's own models come from tests/gold/train.
"""

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pycrfsuite

from kg.evaluate import gold_files, load_gold
from kg.lexicon import DATA
from kg.read import read_inputs
from kg.recognise import by_rule
from kg.recognise.tagger import OUTSIDE, Sight, inner_rows, sentences
from kg.records import Article
from kg.segment import Document, segment, squash


@dataclass(frozen=True)
class Named:
    """Where an entity of the annotation is named in the folded text."""

    start: int
    end: int
    type: str
    id: str


def articles(folders: list[Path]) -> Iterator[tuple[Document, dict[str, Any]]]:
    """Yield each annotated article with its annotation."""
    for folder in folders:
        for annotation, text in gold_files(folder):
            (article,) = read_inputs([text])
            if isinstance(article, Article):
                yield segment(article), load_gold(annotation)


def occurrences(doc: Document, gold: dict[str, Any]) -> list[Named]:
    """Return every place where an entity is named, longest forms first; some lie inside others."""
    places = [i for i, c in enumerate(doc.text) if squash(c)]
    plain = "".join(doc.text[i] for i in places)
    forms = {squash(f): e for e in gold["entities"] for f in (e["name"], *e.get("aliases", ()))}
    found = []
    for form in sorted((f for f in forms if len(f) > 1), key=lambda f: (-len(f), f)):
        at = plain.find(form)
        while at >= 0:
            entity = forms[form]
            found.append(Named(places[at], places[at + len(form) - 1] + 1, entity["type"], entity["id"]))
            at = plain.find(form, at + 1)
    return found


def outermost(names: list[Named]) -> list[Named]:
    """Return names that overlap no longer one."""
    kept: list[Named] = []
    for one in names:
        if all(one.end <= k.start or k.end <= one.start for k in kept):
            kept.append(one)
    return sorted(kept, key=lambda n: n.start)


def train_names(folders: list[Path], out: Path) -> None:
    """Train the tagger of names and the one of names inside names."""
    outer, inner = _trainer(), _trainer()
    for doc, gold in articles(folders):
        seen, fine, hits = by_rule(doc)
        rows = Sight(doc, fine, hits, seen.mentions).features()
        names = occurrences(doc, gold)
        top = outermost(names)
        labels = _labels(fine, top)
        for start, end in sentences(fine):
            outer.append(rows[start:end], labels[start:end])
        starts, ends = {t.start: i for i, t in enumerate(fine.items)}, {t.end: i for i, t in enumerate(fine.items)}
        for name in top:
            if name.start in starts and name.end in ends and ends[name.end] > starts[name.start]:
                first, last = starts[name.start], ends[name.end] + 1
                within = [n for n in names if name.start <= n.start and n.end <= name.end and n != name]
                marks = _labels(fine, outermost(within))[first:last]
                inner.append(inner_rows(rows, (first, last, name.type)), marks)
    outer.train(str(out / "names.crfsuite"))
    inner.train(str(out / "inner.crfsuite"))


def _labels(tokens: Any, names: list[Named]) -> list[str]:
    labels = [OUTSIDE] * len(tokens.items)
    starts, ends = {t.start: i for i, t in enumerate(tokens.items)}, {t.end: i for i, t in enumerate(tokens.items)}
    for name in names:
        if name.start in starts and name.end in ends:
            first, last = starts[name.start], ends[name.end]
            labels[first : last + 1] = [f"B-{name.type}"] + [f"I-{name.type}"] * (last - first)
    return labels


def _trainer() -> Any:
    """Return a trainer: a linear-chain CRF by L-BFGS with L2 regularisation, rare features left out."""
    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.set_params({"c1": 0.0, "c2": 0.8, "max_iterations": 150, "feature.minfreq": 2})
    trainer.set_params({"feature.possible_transitions": True})
    return trainer


def main() -> int:
    """Train from the folders named."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("gold", type=Path, nargs="+")
    ask.add_argument("--out", type=Path, default=DATA / "models")
    args = ask.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    train_names(args.gold, args.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
