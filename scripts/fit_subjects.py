"""Fit the weights that decide whom a number is about: `python scripts/fit_subjects.py tests/gold/train`.

Writes `[weights]` of kg/data/relate.toml. `--folds 5` writes nothing and tells how often the subject is right on
articles that the weights were not fitted on. Every article counts twice: with the names of the annotation, and with
those that taggers recognise which were trained on other articles. A folder named twice counts twice. Deterministic.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from train import VERDICT, Folds, annotated, articles, marked_articles, matched

from kg.lexicon import DATA, rules
from kg.recognise import Recognised, recognise
from kg.records import Quantity
from kg.relate.candidates import Candidate, Candidates
from kg.relate.context import Context
from kg.relate.entities import cast
from kg.relate.indicators import indicator_of
from kg.segment import Document

TABLE = DATA / "relate.toml"
LARGEST, PENALTY, LEAST = 300, 1.5, 0.2
"""How many weights are kept; how much a weight costs; smaller ones fall away."""


@dataclass(frozen=True)
class Choice:
    """The candidates for one number, and which of them are whom the annotation says that it is about."""

    article: int
    candidates: tuple[Candidate, ...]
    right: tuple[bool, ...]


def choices(folders: list[Path], marked: Path | None) -> list[Choice]:
    """Return the choices of all articles, with the names of the annotation and with recognised ones."""
    told = list(articles(folders))
    once = {doc.article.sha256: (doc, gold) for doc, gold in told}
    found: dict[str, list[Choice]] = {}
    for index, (key, (doc, gold)) in enumerate(once.items()):
        found[key] = [Choice(index, *one) for one in of_article(doc, gold, annotated(doc, gold))]
    place = {key: index for index, key in enumerate(once)}
    named = list(marked_articles(marked)) if marked else []
    with TemporaryDirectory() as folder:
        folds = Folds(list(once.values()), named, Path(folder))
        for doc, gold in folds.unseen(judge=DATA / "models" / f"{VERDICT}.crfsuite"):
            key = doc.article.sha256
            found[key] += [Choice(place[key], *one) for one in of_article(doc, gold, recognise(doc))]
    return [choice for doc, _ in told for choice in found[doc.article.sha256]]


def of_article(
    doc: Document, gold: dict[str, Any], seen: Recognised
) -> Iterator[tuple[tuple[Candidate, ...], tuple[bool, ...]]]:
    """Yield the candidates for each annotated number of an article, and which of them are right."""
    context = Context(doc, seen, cast(doc, seen))
    same = matched(gold, context.cast.entities)
    around = Candidates(context)
    for number, about in sorted(_told(doc, gold, seen).items(), key=lambda t: t[0].start):
        found = around.of(number, indicator_of(context, number))
        yield tuple(found), tuple(same.get(c.entity.id) == about for c in found)


def _told(doc: Document, gold: dict[str, Any], seen: Recognised) -> dict[Quantity, str]:
    """Return number → whom it is about: the number of that value and unit in the quotation, or the only one."""
    found: dict[Quantity, str] = {}
    for one in gold["observations"]:
        start = doc.article.text.find(one["quote"])
        fits = [q for q in seen.quantities if q not in found and q.unit == one["unit"] and agrees(one["value"], q)]
        quoted = [q for q in fits if start >= 0 and start <= doc.offsets[q.number[0]] < start + len(one["quote"])]
        if quoted or len(fits) == 1:
            found[(quoted or fits)[0]] = one["about"]
    return found


def agrees(value: float | list[float], number: Quantity) -> bool:
    """Tell whether an annotated value is that of a number, to six figures; a list is a range."""
    own = (number.value,) if number.value is not None else (number.lower, number.upper)
    wanted = tuple(value) if isinstance(value, list) else (value,)
    return len(own) == len(wanted) and all(
        o is not None and abs(float(o) - w) <= 1e-6 * max(1.0, abs(w)) for o, w in zip(own, wanted, strict=True)
    )


def fit(told: Iterable[Choice], penalty: float = PENALTY) -> dict[str, float]:
    """Return reason → weight that make the right candidates likeliest, weights squared costing ``penalty``."""
    told = [c for c in told if any(c.right)]
    index: dict[str, int] = {}
    columns, ends, groups = [], [0], []
    for group, choice in enumerate(told):
        for candidate in choice.candidates:
            columns += [index.setdefault(r, len(index)) for r in candidate.reasons]
            ends.append(len(columns))
            groups.append(group)
    matrix = csr_matrix((np.ones(len(columns)), columns, ends), shape=(len(groups), len(index)))
    found = likeliest(matrix, np.array(groups), np.array([r for c in told for r in c.right]), penalty)
    return {reason: float(found[i]) for reason, i in index.items()}


def likeliest(matrix: Any, group_of: Any, right: Any, penalty: float) -> Any:
    """Return a weight for each column under which the right rows of each group are likeliest (conditional logit).

    ``matrix`` has a row for each candidate, dense or sparse, ``group_of`` the number of its group from 0 on, ``right``
    whether it is right; half of ``penalty`` is what a weight squared costs.
    """
    count = int(group_of[-1]) + 1

    def shares(scores: Any, among: Any) -> tuple[Any, Any]:
        """Return each candidate's share in its group, and the logarithm of the group's sum."""
        top = np.full(count, -np.inf)
        np.maximum.at(top, group_of, scores)
        powers = np.exp(scores - top[group_of]) * among
        total = np.bincount(group_of, powers, count)
        return powers / total[group_of], np.log(total)

    def loss(weights: Any) -> tuple[float, Any]:
        scores = matrix @ weights
        (every, all_of), (good, good_of) = shares(scores, 1.0), shares(scores, right)
        return float((all_of - good_of).sum() + penalty * weights @ weights / 2), (
            matrix.T @ (every - good) + penalty * weights
        )

    return minimize(loss, np.zeros(matrix.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 400}).x


def pruned(told: list[Choice], largest: int = LARGEST) -> dict[str, float]:
    """Return the fitted weights of the reasons that matter most, in two steps, rounded to a tenth."""
    seen = Counter(r for c in told for candidate in c.candidates for r in set(candidate.reasons))
    for size in (largest * 3 // 2, largest):
        found = fit(told)
        ranked = sorted(found, key=lambda r: (-abs(found[r]) * min(seen[r], 400) ** 0.5, r))
        told = [_restricted(c, frozenset(ranked[:size])) for c in told]
    return {r: round(w, 1) for r, w in sorted(fit(told).items()) if abs(w) >= LEAST}


def _restricted(choice: Choice, reasons: frozenset[str]) -> Choice:
    kept = tuple(Candidate(c.entity, c.at, tuple(r for r in c.reasons if r in reasons)) for c in choice.candidates)
    return Choice(choice.article, kept, choice.right)


def _sum(candidate: Candidate, weights: dict[str, float]) -> float:
    return sum(weights.get(r, 0.0) for r in candidate.reasons)


def rightly(told: Iterable[Choice], weights: dict[str, float]) -> int:
    """Count the numbers whose subject the weights decide rightly."""
    count = 0
    for choice in told:
        sums = [(_sum(c, weights), c.at) for c in choice.candidates]
        best = max(range(len(sums)), key=lambda i: sums[i], default=-1)
        count += best >= 0 and choice.right[best]
    return count


def write(section: str, lines: Iterable[str], script: str) -> None:
    """Write the lines of a section of weights where they stand in the table, with the script that made them."""
    text = TABLE.read_text(encoding="utf-8")
    head, rest = text.split(f"\n[{section}]\n", 1)
    tail = rest[rest.index("\n[") + 1 :]
    body = "\n".join([f"# written by scripts/{script}", *lines])
    TABLE.write_text(f"{head}\n[{section}]\n{body}\n\n{tail}", encoding="utf-8")


def toml_line(reason: str, weight: float) -> str:
    """Return the line that gives a reason its weight."""
    return f"{json.dumps(reason, ensure_ascii=False)} = {weight}"


def _lines(weights: dict[str, float]) -> Iterator[str]:
    """Yield the lines of the weights of subjects, by what their reasons are about."""
    blocks = {
        "where a candidate stands and what it does there": [r for r in weights if "~" not in r and r[:3] != "is "],
        "its type": [r for r in weights if r.startswith("is ")],
        "whether its type fits what is counted": [r for r in weights if "~" in r],
    }
    for comment, reasons in blocks.items():
        yield f"# {comment}"
        yield from (toml_line(r, weights[r]) for r in sorted(reasons))


def asked(about: str | None) -> argparse.Namespace:
    """Return what the command line asks: folders, and the number of folds or none."""
    ask = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("gold", type=Path, nargs="+")
    ask.add_argument("--folds", type=int, default=0)
    ask.add_argument("--marked", type=Path)
    return ask.parse_args()


def main() -> int:
    """Fit on the folders named."""
    args = asked(__doc__)
    told = choices(args.gold, args.marked)
    if not args.folds:
        write("weights", _lines(pruned(told)), Path(__file__).name)
        return 0
    now = other = 0
    for fold in range(args.folds):
        found = pruned([c for c in told if c.article % args.folds != fold])
        held_out = [c for c in told if c.article % args.folds == fold]
        now += rightly(held_out, dict(rules("relate")["weights"]))
        other += rightly(held_out, found)
    print(f"the table's weights: {now / len(told):.3f} of {len(told)}")
    print(f"fitted on the other articles: {other / len(told):.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
