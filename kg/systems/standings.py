"""Who is on which list under a scoring rule, and the whole answer of `kg score` as a report."""

import re
from decimal import Decimal

from kg.errors import UsageError
from kg.records import Provision, Span
from kg.systems.report import Line, Report, Section, Words, line
from kg.systems.rule import Clause, Rule
from kg.systems.scores import Score, distance_unit, shown

_LISTED = re.compile(r"(?P<sign>>=|<)\s*(?P<score>\d+(?:\.\d+)?)|(?P<end>first|last)\s+(?P<count>\d+)")


def parse_listed(text: str) -> Provision:
    """Return a condition of a list that the user sets: ``>=90``, ``<60``, ``first 3`` or ``last 1``.

    Raises:
        UsageError: it is none of these.
    """
    found = _LISTED.fullmatch(text.strip())
    if not found:
        raise UsageError(f"{text!r} sets no list; give '>=90', '<60', 'first 3' or 'last 1'")
    score = Decimal(found["score"]) if found["score"] else None
    lower, upper = (score, None) if found["sign"] == ">=" else (None, score)
    count = Decimal(found["count"]) if found["count"] else None
    return Provision("", "entry", "", Span(0, 0), lower=lower, upper=upper, count=count, direction=found["end"] or "")


def listed(found: list[Score], one: Provision) -> list[Score]:
    """Return the units that a condition puts on a list; those with equal scores at the limit all enter."""
    worst = len(found)
    chosen = []
    for score in found:
        behind = sum(other.total < score.total for other in found)
        place = {"first": score.place, "last": behind + 1}.get(one.direction, worst + 1)
        by_place = one.count is not None and place <= one.count
        by_score = (one.lower is not None and score.total >= one.lower) or (
            one.upper is not None and score.total < one.upper
        )
        if score.complete and (by_place or by_score):
            chosen.append(score)
    return chosen


def report(rule: Rule, found: list[Score], own: dict[str, Provision], say: Words) -> Report:
    """Return the rule, what is wrong with it, the scores, their arithmetic, and the lists with what follows.

    ``own`` are the user's own conditions by the colour of the list; they replace the text's.
    """
    criteria = rule.of("criterion", "bonus", "penalty")
    table = Section(say["scores"], tuple(_score_row(s, say) for s in found), _columns(found, say))
    arithmetic = [line(f"{s.unit} {p.clause.part.name}: {p.how}", mark="") for s in found for p in s.points]
    sections = (
        Section(
            say["rule"], tuple(Line(_rule_cells(c.part, say), c.sources) for c in criteria), tuple(say["rule_columns"])
        ),
        Section(say["doubts"], tuple(line(text) for text in rule.findings)),
        table,
        Section(say["arithmetic"], tuple(arithmetic)),
        *_lists(rule, found, own, say),
        Section(say["consequences"], tuple(_consequence(c, say) for c in rule.of("consequence"))),
    )
    return Report(rule.name, (), tuple(s for s in sections if s.lines))


def _columns(found: list[Score], say: Words) -> tuple[str, ...]:
    names = [p.clause.part.name for p in found[0].points] if found else []
    return (say["place"], say["unit"], *names, say["total"])


def _score_row(score: Score, say: Words) -> Line:
    cells = (say["untold"] if p.points is None else shown(p.points) for p in score.points)
    total = shown(score.total) if score.complete else f"≥ {shown(score.total)}"
    return Line((str(score.place), score.unit, *cells, total))


def _rule_cells(one: Provision, say: Words) -> tuple[str, ...]:
    full = one.says if one.full is None else f"{one.full}{one.unit}"
    step = (
        ""
        if one.step is None
        else say["step"].format(step=one.step, unit=distance_unit(one, say), points=one.deduction)
    )
    return (
        say["provisions"][one.kind],
        one.name,
        _or_blank(one.weight),
        full,
        step,
        say["readings"].get(one.reading, ""),
    )


def _or_blank(value: Decimal | None) -> str:
    return "" if value is None else str(value)


def _lists(rule: Rule, found: list[Score], own: dict[str, Provision], say: Words) -> list[Section]:
    """Return one section a list: who is on it, by the user's condition or by the text's."""
    told = {c.part.name: c for c in rule.of("entry") if c.part.name not in own}
    sections = []
    for colour in (*own, *told):
        condition = own[colour] if colour in own else told[colour].part
        why = say["own_list"] if colour in own else told[colour].part.says
        sources = () if colour in own else told[colour].sources
        units = listed(found, condition)
        lines = [line(f"{s.unit} {shown(s.total)}", mark=colour) for s in units] or [line(say["nobody_on"])]
        sections.append(Section(say["lists"][colour], (line(why, *sources), *lines)))
    return sections


def _consequence(clause: Clause, say: Words) -> Line:
    name = say["lists"].get(clause.part.name, "")
    return line(f"{name}: {clause.part.says}" if name else clause.part.says, *clause.sources, mark=clause.part.name)
