"""The life of a project: what is done, what is due and what is overdue as of a day, from its dated steps.

A date keeps its precision: ``2023`` is any day of that year. A step that an article reports as done is so by the last
day of its date, or by the day of that article where this is earlier; before, and from the first day of its date on, it
may be done. A step that is planned or expected is never taken as done. Nothing here asks what day it is today.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kg.days import days_of, is_date
from kg.errors import UsageError
from kg.facts import Fact, Facts, Source
from kg.lexicon import rules
from kg.systems.report import Words


class When(StrEnum):
    """Where a step stands as of a day."""

    done = "done"
    maybe = "maybe"
    due = "due"
    overdue = "overdue"
    later = "later"
    """Reported as done, but only after the day that is asked for."""


@dataclass(frozen=True, slots=True)
class Step:
    """A dated step as of a day."""

    when: When
    stage: str
    said: str
    """Its date, as precise as the text."""
    first: date
    last: date
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Life:
    """Where a project stands as of a day."""

    as_of: date
    state: str
    """The furthest stage that is done; stopped or cancelled; empty where nothing says anything."""
    steps: tuple[Step, ...]
    """In the order of their dates."""
    heard: date | None
    """The last day by which an article says anything about it."""

    def of(self, *when: When) -> tuple[Step, ...]:
        """Return the steps that stand in one of some ways."""
        return tuple(s for s in self.steps if s.when in when)


def as_of_day(asked: str, latest: str) -> date:
    """Return the day that is asked for: the last of a year or month, ``today``, or else the latest article's.

    Raises:
        UsageError: it is no date, or none is asked for and no article of the graph is dated.
    """
    if asked == "today":
        return date.today()
    try:
        return days_of(asked or latest)[1]
    except ValueError as error:
        if asked:
            raise UsageError(f"--as-of {asked!r} is no date; give 2022, 2022-03, 2022-03-14 or today") from error
        raise UsageError("no article of this graph is dated; say as of when with --as-of 2022-03-14") from error


def as_of_note(facts: Facts, day: date, say: Words) -> str:
    """Return as of when an answer holds, and that this is the latest article's day where it is."""
    return str(say["as_of"].format(day=day)) + (say["latest"] if str(day) == facts.latest() else "")


def life(facts: Iterable[Fact], as_of: date) -> Life:
    """Return where a project stands as of a day, from the milestones and turns among its facts.

    Of two plans for one stage the later article's holds. What an article published after the day plans is left out.
    """
    facts = list(facts)
    known = [f for f in facts if f.kind == "milestone" and is_date(f.says[1])]
    done = [_step(group, as_of) for group in _grouped(f for f in known if f.status == "actual")]
    reached = max((_rank(s.stage) for s in done if s.when is When.done), default=-1)
    told = [
        f for f in known if f.status != "actual" and (not is_date(f.source.issued) or _day(f.source.issued) <= as_of)
    ]
    newest: dict[str, Fact] = {}
    for fact in sorted(told, key=lambda f: f.source.issued):
        newest[fact.says[0]] = fact
    open_ = [_plan(newest[s], told, as_of) for s in newest if _rank(s) > reached or _rank(s) < 0]
    finished = {s.stage for s in done if s.when is When.done}
    steps = [*done, *(s for s in open_ if s.stage not in finished)]
    heard = [_day(f.source.issued) for f in facts if is_date(f.source.issued) and _day(f.source.issued) <= as_of]
    order = tuple(sorted(steps, key=lambda s: (s.first, s.last, _rank(s.stage), s.stage)))
    return Life(as_of, _state(facts, done, as_of), order, max(heard, default=None))


def is_over(state: str) -> bool:
    """Tell whether a stage ends a project's making."""
    return state in rules("systems")["life"]["over"]


def _grouped(facts: Iterable[Fact]) -> list[list[Fact]]:
    groups: dict[tuple[str, str], list[Fact]] = {}
    for fact in facts:
        groups.setdefault((fact.says[0], fact.says[1]), []).append(fact)
    return list(groups.values())


def _step(group: list[Fact], as_of: date) -> Step:
    """Return a reported step: done from the last day of its date, or from the first report, whichever is earlier."""
    first, last = days_of(group[0].says[1])
    known_by = min([last, *(max(first, _day(f.source.issued)) for f in group if is_date(f.source.issued))])
    when = When.done if as_of >= known_by else When.maybe if as_of >= first else When.later
    stage, said = group[0].says
    return Step(when, stage, said, first, last, tuple(sorted({f.source for f in group})))


def _plan(newest: Fact, told: list[Fact], as_of: date) -> Step:
    first, last = days_of(newest.says[1])
    same = tuple(sorted({f.source for f in told if f.says == newest.says}))
    stage, said = newest.says
    return Step(When.due if as_of <= last else When.overdue, stage, said, first, last, same)


def _state(facts: list[Fact], done: list[Step], as_of: date) -> str:
    """Return the last turn (stopped, cancelled) that nothing undid, else the furthest stage done."""
    turns = [f for f in facts if f.kind == "turn" and is_date(f.says[1]) and days_of(f.says[1])[0] <= as_of]
    last = max(turns, key=lambda f: (days_of(f.says[1]), f.says), default=None)
    stage = max((s for s in done if s.when is When.done), key=lambda s: (_rank(s.stage), s.last), default=None)
    undone = last is not None and stage is not None and stage.first > days_of(last.says[1])[1]
    if last is not None and not undone and last.says[0] in rules("systems")["life"]["halts"]:
        return last.says[0]
    if stage is None and last is not None:
        return last.says[0]
    return stage.stage if stage else ""


def _rank(stage: str) -> int:
    """Return a stage's place in the life of a project, -1 for a stage of other things (发布, 入选)."""
    order: list[str] = rules("systems")["life"]["order"]
    return order.index(stage) if stage in order else -1


def _day(issued: str) -> date:
    return days_of(issued)[1]
