"""Fit the weights that decide which steps are told, when and by whom: `python scripts/fit_steps.py tests/gold/train`.

Writes `[steps.weights]` of kg/data/relate.toml. `--folds 4` writes nothing and tells how well steps are found on
articles that the weights were not fitted on. Names are those of the annotation. Deterministic: no random numbers.
"""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from fit_subjects import asked, toml_line, write
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from train import annotated, articles, matched

from kg.lexicon import rules
from kg.relate.context import Context
from kg.relate.entities import cast
from kg.relate.steps import Steps, Trigger, stages_of
from kg.segment import Document

PENALTY, OFTEN, LEAST = 1.0, 4, 0.15
"""How much a weight costs; how often a reason must occur; smaller weights fall away."""

Reasons = tuple[str, ...]


@dataclass(frozen=True)
class Choice:
    """What may be read at one trigger: its reasons, those of its dates and takers, and which pairs are annotated."""

    article: int
    trigger: Reasons
    dates: tuple[Reasons, ...]
    takers: tuple[Reasons, ...]
    right: tuple[tuple[int, int], ...]
    """Pairs of the index of a date and that of a taker; none where no step is told."""


def choices(folders: list[Path]) -> list[Choice]:
    """Return the choices of all articles, with the names of the annotation."""
    return [one for index, (doc, gold) in enumerate(articles(folders)) for one in of_article(index, doc, gold)]


def of_article(index: int, doc: Document, gold: dict[str, Any]) -> Iterator[Choice]:
    """Yield the choice at each trigger, save where the annotation quotes its step from another sentence."""
    seen = annotated(doc, gold)
    context = Context(doc, seen, cast(doc, seen))
    same = matched(gold, context.cast.entities)
    quoted = {(m["about"], m["stage"], m["date"]): _place(doc, m.get("quote", "")) for m in gold["milestones"]}
    steps = Steps(context)
    for trigger in steps.triggers:
        dates, takers = steps.dated(trigger), steps.around.takers(trigger)
        told = [
            (i, j, quoted[step])
            for i, date in enumerate(dates)
            for j, taker in enumerate(takers)
            for stage in stages_of(trigger.word, taker)
            if (step := (same.get(taker.entity.id, ""), stage, date.value)) in quoted
        ]
        right = tuple(sorted({(i, j) for i, j, place in told if _is_here(context, trigger, place)}))
        if not dates or not takers or (told and not right and trigger.time is None):
            continue
        if right:
            steps.around.last = trigger.end, takers[right[0][1]].entity
        reasons = tuple(d.reasons for d in dates), tuple(t.reasons for t in takers)
        yield Choice(index, trigger.reasons, *reasons, right)


def _place(doc: Document, quote: str) -> tuple[int, int] | None:
    """Return where a quotation stands in the article as far as its first ellipsis, or None."""
    head = quote.split("…")[0]
    start = doc.article.text.find(head) if head else -1
    return (start, start + len(head)) if start >= 0 else None


def _is_here(context: Context, trigger: Trigger, place: tuple[int, int] | None) -> bool:
    """Tell whether a quotation touches the sentence of a trigger; one that is nowhere found may be anywhere."""
    sentence, offsets = context.sentence(trigger.start), context.doc.offsets
    return place is None or (place[0] <= offsets[sentence.end - 1] and offsets[sentence.start] < place[1])


def fit(told: list[Choice], penalty: float = PENALTY) -> dict[str, float]:
    """Return reason → weight that make what is annotated likeliest, weights squared costing ``penalty``.

    At each trigger either no step is told, which weighs nothing, or one pair of a date and a taker is.
    """
    seen = Counter(r for c in told for r in {*c.trigger, *_flat(c.dates), *_flat(c.takers)})
    index = {r: i for i, r in enumerate(sorted(r for r, n in seen.items() if n >= OFTEN))}
    parts = (
        _matrix([c.trigger for c in told], index),
        _matrix([d for c in told for d in c.dates], index),
        _matrix([t for c in told for t in c.takers], index),
    )

    def loss(weights: Any) -> tuple[float, Any]:
        triggers, dates, takers = scores = [m @ weights for m in parts]
        slopes = [np.zeros(len(s)) for s in scores]
        total = penalty * float(weights @ weights) / 2
        first = other = 0
        for at, choice in enumerate(told):
            here = slice(first, first + len(choice.dates)), slice(other, other + len(choice.takers))
            first, other = here[0].stop, here[1].stop
            lost, date_slope, taker_slope = _lost(triggers[at], dates[here[0]], takers[here[1]], choice.right)
            total += lost
            slopes[0][at], slopes[1][here[0]], slopes[2][here[1]] = date_slope.sum(), date_slope, taker_slope
        return total, sum(m.T @ s for m, s in zip(parts, slopes, strict=True)) + penalty * weights

    found = minimize(loss, np.zeros(len(index)), jac=True, method="L-BFGS-B", options={"maxiter": 150})
    return {r: float(found.x[i]) for r, i in index.items()}


def _lost(trigger: float, dates: Any, takers: Any, right: tuple[tuple[int, int], ...]) -> tuple[float, Any, Any]:
    """Return the loss at one trigger, and its slopes by the scores of the dates and of the takers."""
    date_sum, date_shares = _shares(dates)
    taker_sum, taker_shares = _shares(takers)
    every = trigger + date_sum + taker_sum
    lost = np.logaddexp(0.0, every)
    told = np.exp(every - lost)
    date_slope, taker_slope = told * date_shares, told * taker_shares
    if right:
        good, shares = _shares(np.array([dates[i] + takers[j] for i, j in right]))
        lost -= trigger + good
        for (i, j), share in zip(right, shares, strict=True):
            date_slope[i] -= share
            taker_slope[j] -= share
    return float(lost), date_slope, taker_slope


def _shares(scores: Any) -> tuple[float, Any]:
    """Return the logarithm of the sum of the powers of scores, and the share of each."""
    top = scores.max()
    powers = np.exp(scores - top)
    return float(top + np.log(powers.sum())), powers / powers.sum()


def _matrix(rows: list[Reasons], index: dict[str, int]) -> Any:
    columns = [[index[r] for r in row if r in index] for row in rows]
    ends = np.cumsum([0, *map(len, columns)])
    flat = [c for row in columns for c in row]
    return csr_matrix((np.ones(len(flat)), flat, ends), shape=(len(rows), len(index)))


def _flat(rows: Iterable[Reasons]) -> Iterator[str]:
    return (r for row in rows for r in row)


def rounded(weights: dict[str, float]) -> dict[str, float]:
    """Return the weights that matter, as they are written."""
    return {r: round(w, 1) for r, w in sorted(weights.items()) if abs(w) >= LEAST}


def counts(told: Iterable[Choice], weights: dict[str, float]) -> Counter[str]:
    """Count what the weights decide at the triggers: steps found (tp), wrong (fp) and left out (fn)."""
    count: Counter[str] = Counter(tp=0, fp=0, fn=0)
    for choice in told:
        (date, i), (taker, j) = _best(choice.dates, weights), _best(choice.takers, weights)
        says = _sum(choice.trigger, weights) + date + taker > rules("relate")["steps"]["least"]
        hit = says and (i, j) in choice.right
        count.update(tp=hit, fp=says and not hit, fn=bool(choice.right) and not hit)
    return count


def _sum(reasons: Reasons, weights: dict[str, float]) -> float:
    return sum(weights.get(r, 0.0) for r in reasons)


def _best(rows: tuple[Reasons, ...], weights: dict[str, float]) -> tuple[float, int]:
    """Return the greatest sum and whose it is, the last among equals."""
    return max((_sum(row, weights), i) for i, row in enumerate(rows))


def f1(count: Counter[str]) -> float:
    """Return the F1 of counts."""
    return 2 * count["tp"] / max(1, 2 * count["tp"] + count["fp"] + count["fn"])


def main() -> int:
    """Fit on the folders named."""
    args = asked(__doc__)
    told = choices(args.gold)
    if not args.folds:
        write("steps.weights", [toml_line(r, w) for r, w in rounded(fit(told)).items()], Path(__file__).name)
        return 0
    now, other = Counter[str](), Counter[str]()
    for fold in range(args.folds):
        found = rounded(fit([c for c in told if c.article % args.folds != fold]))
        held_out = [c for c in told if c.article % args.folds == fold]
        now.update(counts(held_out, dict(rules("relate")["steps"]["weights"])))
        other.update(counts(held_out, found))
    print(
        f"the table's weights: F1 {f1(now):.3f} at {len(told)} triggers, {sum(bool(c.right) for c in told)} with steps"
    )
    print(f"fitted on the other articles: F1 {f1(other):.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
