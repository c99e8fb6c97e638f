"""The order of dated steps: in one undertaking, against the day of publication, from one article to the next."""

from collections.abc import Iterable, Iterator
from itertools import combinations, pairwise

from kg.audit.finding import Finding, found
from kg.audit.labels import conf
from kg.days import before, meet
from kg.facts.figures import Figure, Step
from kg.lexicon import pattern


def check_future(statements: Iterable[Step | Figure]) -> Iterator[Finding]:
    """Yield what is said as done at a time that lies after its article's day of publication."""
    for one in statements:
        time = one.date if isinstance(one, Step) else one.period
        issued = one.source.issued
        if one.status == "actual" and before(issued, time):
            kind = "future-as-done" if isinstance(one, Step) else "future-figure"
            yield found(kind, one, arithmetic=f"{time} > {issued}", time=time, issued=issued,
                        what=one.stage if isinstance(one, Step) else one.indicator)  # fmt: skip


def check_order(steps: Iterable[Step]) -> Iterator[Finding]:
    """Yield steps of one undertaking of which the second is dated before the first (completion before start)."""
    order = [tuple(pair) for pair in conf("stages")["order"]]
    for group in _by_project(steps).values():
        told: set[tuple[str, ...]] = set()
        for one, other in combinations(group, 2):
            for first, second in ((one, other), (other, one)):
                key = (first.stage, first.date, second.stage, second.date)
                if (first.stage, second.stage) in order and before(second.date, first.date) and key not in told:
                    told.add(key)
                    yield found(
                        "order-violated", second, first, arithmetic=f"{second.date} < {first.date}",
                        first=first.stage, second=second.stage, first_date=first.date, second_date=second.date,
                    )  # fmt: skip


def check_repeats(steps: Iterable[Step]) -> Iterator[Finding]:
    """Yield what two dates of one step are to each other: moved, kept, late, or a contradiction."""
    for group in _by_project(steps).values():
        told: set[tuple[str, str]] = set()
        for one, other in combinations(sorted(group, key=lambda s: (s.source.issued, s.status == "actual")), 2):
            if one.stage != other.stage or one.stage not in conf("stages")["once"] or one.evidence == other.evidence:
                continue
            kind, sign = _repeat(one, other)
            line = f"{one.date} {sign} {other.date}"
            if kind and (kind, line) not in told:
                told.add((kind, line))
                yield found(
                    kind, other, one, arithmetic=line, stage=one.stage, old=one.date, new=other.date,
                    before=one.source.issued or "?", after=other.source.issued or "?",
                )  # fmt: skip


def _repeat(one: Step, other: Step) -> tuple[str, str]:
    """Return kind and sign of two dates of one step; ``one`` was published first."""
    if one.status == "actual" and other.status == "actual":
        return ("", "") if meet(one.date, other.date) else ("date-contradiction", "≠")
    if one.status != "actual" and other.status == "actual":
        return ("plan-late", "<") if before(one.date, other.date) else ("plan-met", "≥")
    if meet(one.date, other.date):
        return ("", "")
    if one.status == "actual":
        return ("date-contradiction", "≠")
    later = bool(one.source.issued) and one.source.issued < other.source.issued
    return ("date-revision", "→") if later else ("date-contradiction", "≠")


def check_progress(steps: Iterable[Step]) -> Iterator[Finding]:
    """Yield undertakings that a later article finds further on than an earlier one, or further back."""
    life, same = conf("stages")["life"], conf("stages")["same_as"]
    for group in _by_project(steps).values():
        reached: dict[str, tuple[str, int, Step]] = {}
        for step in group:
            stage = same.get(step.stage, step.stage)
            if step.status == "actual" and stage in life:
                told = (step.source.issued, life.index(stage), step)
                reached[step.article] = max(told, reached.get(step.article, told), key=lambda t: t[1])
        ordered = sorted(reached.values(), key=lambda t: (t[0], t[1], t[2].iri))
        for (_, place, earlier), (_, new_place, later) in pairwise(ordered):
            yield from _moved(place, earlier, new_place, later)


def _moved(place: int, earlier: Step, new_place: int, later: Step) -> Iterator[Finding]:
    """Yield what a later article tells of an undertaking's life; of one day's articles the further step is later."""
    if place == new_place or (new_place > place and before(later.date, earlier.date)):
        return
    kind = "succession" if new_place > place else "step-back"
    if kind == "step-back" and not before(earlier.date, later.date):
        return
    yield found(
        kind, later, earlier, arithmetic=f"{earlier.stage} ({earlier.date}) → {later.stage} ({later.date})",
        old=earlier.stage, new=later.stage, before=earlier.source.issued or "?", after=later.source.issued or "?",
    )  # fmt: skip


def _by_project(steps: Iterable[Step]) -> dict[str, list[Step]]:
    groups: dict[str, list[Step]] = {}
    for step in steps:
        if step.type in conf("stages")["types"] and not _of_a_phase(step):
            groups.setdefault(step.about, []).append(step)
    return groups


def _of_a_phase(step: Step) -> bool:
    """Tell whether a step may be that of one phase only, which its project's name does not tell."""
    said = {m[0] for m in pattern("audit", "phase").finditer(step.source.quote)}
    return not said <= {m[0] for m in pattern("audit", "phase").finditer(step.subject)}
