"""A scoring rule applied to units' figures: points, the arithmetic of each deduction, places and lists."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from math import ceil, floor

from kg.records import Provision
from kg.segment import squash
from kg.systems.figures import PERCENT, Figures, figure_of, full_marks
from kg.systems.report import Words
from kg.systems.rule import Clause, Rule, scored_by_hand

READINGS = ("begun", "whole", "proportional")
"""How a step that is not full counts: as a whole one, not at all, or in proportion."""


@dataclass(frozen=True, slots=True)
class Points:
    """What one unit has of one criterion, and how it was reckoned; None where the rule does not say enough."""

    clause: Clause
    points: Decimal | None
    how: str


@dataclass(frozen=True, slots=True)
class Score:
    """A unit with its points; ``place`` counts from 1, equal scores share one."""

    unit: str
    points: tuple[Points, ...]
    total: Decimal
    complete: bool
    place: int = 0


def scores(rule: Rule, figures: Figures, reading: str, say: Words) -> list[Score]:
    """Return every unit's points under a rule, best first.

    ``reading`` says how a step that is not full counts where the text does not.

    Raises:
        UsageError: a figure or a column that the rule needs is missing, or is no number; the message names it.
    """
    found = []
    for number, row in figures.rows:
        points = []
        for clause in rule.scored("criterion"):
            figure = figure_of(figures, number, row, clause.part)
            full = full_marks(figures, number, row, clause.part)
            points.append(Points(clause, *_earned(clause.part, figure, full, reading, say)))
        for clause in [*rule.scored("bonus"), *rule.scored("penalty")]:
            if squash(clause.part.name) in figures.columns and clause.part.full is not None:
                figure = figure_of(figures, number, row, clause.part)
                points.append(Points(clause, *_beyond(clause.part, figure, reading, say)))
        total = sum((p.points for p in points if p.points is not None), Decimal(0))
        found.append(Score(row[figures.unit], tuple(points), total, all(p.points is not None for p in points)))
    return _placed(found)


def _placed(found: Iterable[Score]) -> list[Score]:
    order = sorted(found, key=lambda s: (-s.total, s.unit))
    return [replace(s, place=1 + sum(other.total > s.total for other in order)) for s in order]


def _earned(
    one: Provision, figure: Decimal, full: Decimal | None, reading: str, say: Words
) -> tuple[Decimal | None, str]:
    """Return the points of a criterion and their arithmetic."""
    weight, how = one.weight or Decimal(0), say["how"]
    if scored_by_hand(one):
        kept = min(max(figure, Decimal(0)), weight)
        return kept, how["by_hand"].format(points=kept, weight=weight)
    if one.least is not None and figure < one.least:
        return Decimal(0), how["least"].format(figure=figure, least=one.least)
    if one.reading == "proportional" and one.step is None:
        target = full or Decimal(100)
        points = weight * min(max(figure, Decimal(0)) / target, Decimal(1))
        return points, how["share"].format(figure=figure, full=target, weight=weight, points=shown(points))
    if one.step is None:
        met = one.least is not None if full is None else figure >= full
        return (weight, how["met"].format(weight=weight)) if met else (None, how["untold"])
    return _deducted(one, figure, full or Decimal(0), reading, weight, say)


def _deducted(
    one: Provision, figure: Decimal, full: Decimal, reading: str, weight: Decimal, say: Words
) -> tuple[Decimal, str]:
    how = say["how"]
    apart = figure - full if one.direction == "above" else full - figure
    if apart <= 0:
        return weight, how["met"].format(weight=weight)
    read = one.reading or reading
    lost = {each: _taken(one, apart, each) for each in READINGS}
    points = max(weight - lost[read], Decimal(0))
    told = how["lost" if lost[read] <= weight else "all_lost"].format(
        apart=shown(apart), step=one.step, unit=distance_unit(one, say),
        count=shown(_steps(one, apart, read)), each=one.deduction, lost=shown(lost[read]), weight=weight,
        points=shown(points),
    )  # fmt: skip
    if len(set(lost.values())) == 1:
        return points, told
    others = (f"{say['readings'][r]} {shown(max(weight - lost[r], Decimal(0)))}" for r in READINGS if r != read)
    by = how["by_text"] if one.reading else how["by_choice"]
    return points, f"{told} [{by}: {say['readings'][read]}; {how['else']}: {', '.join(others)}]"


def distance_unit(one: Provision, say: Words) -> str:
    """Return the unit in which figures lie apart: percentages by percentage points."""
    return str(say["points_apart"]) if one.unit == PERCENT else one.unit


def _steps(one: Provision, apart: Decimal, reading: str) -> Decimal:
    count = apart / (one.step or Decimal(1))
    return Decimal(ceil(count)) if reading == "begun" else Decimal(floor(count)) if reading == "whole" else count


def _taken(one: Provision, apart: Decimal, reading: str) -> Decimal:
    """Return the points that a distance from full marks takes or gives, within the most that the rule allows."""
    taken = _steps(one, apart, reading) * (one.deduction or Decimal(0))
    return min(taken, one.most) if one.most is not None else taken


def _beyond(one: Provision, figure: Decimal, reading: str, say: Words) -> tuple[Decimal, str]:
    """Return points given or taken beyond the criteria; a bonus counts full steps only, unless the text says else."""
    apart = max(figure - (one.full or Decimal(0)), Decimal(0))
    read = one.reading or ("whole" if one.kind == "bonus" else reading)
    points = _taken(one, apart, read) * (1 if one.kind == "bonus" else -1)
    count = shown(_steps(one, apart, read))
    return points, say["how"]["beyond"].format(count=count, each=one.deduction, points=shown(points))


def shown(value: Decimal) -> str:
    """Return a number without needless noughts, to four places."""
    return format(round(value, 4).normalize(), "f")
