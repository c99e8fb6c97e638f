"""Fit the weights that tell which region an article is about: `python scripts/fit_home.py tests/gold/train [FOLDER …]`.

Writes `[homes.weights]` of kg/data/relate.toml. `--folds 10` writes nothing and tells how often the home is met on
articles that the weights were not fitted on. Names are those that the models recognise. Deterministic: nothing random.
"""

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import starmap
from pathlib import Path
from typing import Any

import numpy as np
from fit_subjects import asked, likeliest, toml_line, write
from train import articles, matched

from kg.recognise import recognise
from kg.relate.context import Context
from kg.relate.entities import cast
from kg.relate.home import Claim, claims
from kg.segment import Document

PENALTY = 0.004
"""How much a weight costs, for each article."""


@dataclass(frozen=True)
class Choice:
    """The claims of an article's regions, and which of them the annotation holds right."""

    shows: np.ndarray
    right: np.ndarray


def choices(folders: list[Path]) -> tuple[list[str], list[Choice]]:
    """Return the names of the reasons, and the choice of each article whose home is among its claims."""
    told = [one for one in starmap(_of_article, articles(folders)) if any(one[1])]
    names = list(dict.fromkeys(name for found, _ in told for claim in found for name in claim.shows))
    rows = ([[float(claim.shows.get(name, 0.0)) for name in names] for claim in found] for found, _ in told)
    return names, [Choice(np.array(row), np.array(right)) for row, (_, right) in zip(rows, told, strict=True)]


def _of_article(doc: Document, gold: dict[str, Any]) -> tuple[list[Claim], list[bool]]:
    """Return the claims of an article's regions, and which is annotated; none is, where the home is no entity."""
    seen = recognise(doc)
    context = Context(doc, seen, cast(doc, seen))
    same = matched(gold, context.cast.entities)
    forms = {f: e["id"] for e in gold["entities"] if e["type"] == "Region" for f in (e["name"], *e.get("aliases", ()))}
    home = forms.get(gold["home"])
    found = claims(doc, context.cast, context.is_nested)
    return found, [(same.get(c.region.id, "") if c.region else None) == home for c in found]


def fit(told: list[Choice]) -> np.ndarray:
    """Return the weights under which the right regions are likeliest."""
    groups = np.repeat(np.arange(len(told)), [len(one.right) for one in told])
    shows, right = np.vstack([one.shows for one in told]), np.concatenate([one.right for one in told])
    return likeliest(shows, groups, right, PENALTY * len(told))


def met(weights: np.ndarray, told: Iterable[Choice]) -> int:
    """Count the articles whose home the weights tell."""
    return sum(bool(one.right[int(np.argmax(one.shows @ weights))]) for one in told)


def main() -> int:
    """Write the weights, or tell how well they do in folds."""
    args = asked(__doc__)
    names, told = choices(args.gold)
    if args.folds:
        parts = range(args.folds)
        others = ([c for n, c in enumerate(told) if n % args.folds != part] for part in parts)
        hits = sum(met(fit(other), told[part :: args.folds]) for part, other in zip(parts, others, strict=True))
        print(f"{hits} of {len(told)} homes met")
        return 0
    weights = fit(told).round(2)
    lines = [toml_line(name, weight) for name, weight in zip(names, weights.tolist(), strict=True)]
    write("homes.weights", lines, Path(__file__).name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
