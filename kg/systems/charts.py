"""What a chart shows: rows of investment, dated steps, states of projects and indicators, each with its sentence."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pyoxigraph as ox

from kg.days import days_of, is_date
from kg.errors import UsageError
from kg.facts import Fact, Facts
from kg.lexicon import Seat, rules, table
from kg.systems.board import board, lights
from kg.systems.life import as_of_day
from kg.systems.report import Words
from kg.vocab import KG

Row = dict[str, Any]


def rows(kind: str, facts: Facts, as_of: str, name: str, say: Words) -> list[Row]:
    """Return the rows of one kind of chart: investment, timeline, status, indicator or map.

    Raises:
        UsageError: the kind is unknown, an indicator is not named, or the graph has nothing to show.
    """
    makers: dict[str, Callable[[], Iterator[Row]]] = {
        "investment": lambda: _investment(facts, say),
        "timeline": lambda: _timeline(facts, name, say),
        "status": lambda: _status(facts, as_of, say),
        "indicator": lambda: _indicator(facts, name, say),
        "map": lambda: _map(facts, say),
    }
    if kind not in makers:
        raise UsageError(f"{kind!r} is no chart; give {', '.join(makers)}")
    if kind == "indicator" and not name:
        raise UsageError("say which indicator, or part of its name: kg chart indicator NAME -o FILE")
    found = list(makers[kind]())
    if not found:
        raise UsageError(f"the graph has nothing for a chart of {kind} {name}".rstrip() + "; see `kg stats`")
    return found


def _investment(facts: Facts, say: Words) -> Iterator[Row]:
    """Yield each project's investment once, with region and industry; a part of another project is left out."""
    for iri in facts.of_type("Project"):
        own = facts.thing(iri).facts
        fact = _latest_investment(facts, iri.value, own)
        if fact is not None:
            regions = _first(own, iri.value, KG.locatedIn) or _first(own, iri.value, KG.involvesRegion)
            yield {
                say["axis_project"]: facts.label(iri),
                say["axis_region"]: regions or say["unknown_place"],
                say["axis_industry"]: _first(own, iri.value, KG.industry) or say["unknown_place"],
                say["axis_amount"]: _in_hundred_millions(fact),
                say["axis_kind"]: say["bounds"][fact.says[1]],
                **_said(fact, say),
            }


def _latest_investment(facts: Facts, iri: str, own: tuple[Fact, ...]) -> Fact | None:
    """Return what the latest article says that a project costs; None for a part of another project."""
    currency = rules("systems")["charts"]["currency"]
    amounts = [f for f in own if f.kind == "observation" and f.says[3] == currency and _invests(f)]
    whole = [f for f in own if f.nodes[:2] == (iri, KG.partOf)]
    if any(facts.type_of(ox.NamedNode(f.nodes[2])) == "Project" for f in whole):
        return None
    return max(amounts, key=lambda f: (f.source.issued, _value(f), f.says), default=None)


def _map(facts: Facts, say: Words) -> Iterator[Row]:
    """Yield each division where projects stand: how many, and what they cost together at least."""
    seats = {seat.code: seat for seat in table("coordinates", Seat)}
    nodes = {code: ox.NamedNode(iri) for iri, code in facts.joined("adcode")}
    placed: dict[str, list[tuple[Fact, Fact | None]]] = defaultdict(list)
    coded = _codes(facts)
    for iri in facts.of_type("Project"):
        own = facts.thing(iri).facts
        stands = [f for f in own if f.nodes[:2] == (iri.value, KG.locatedIn) and coded.get(f.nodes[2]) in seats]
        if stands:
            first = min(stands, key=lambda f: f.nodes)
            placed[coded[first.nodes[2]]].append((first, _latest_investment(facts, iri.value, own)))
    for code, projects in sorted(placed.items()):
        costs = [cost for _, cost in projects if cost is not None]
        exact = len(costs) == len(projects) and all(cost.says[1] == "exactly" for cost in costs)
        yield {
            say["axis_region"]: facts.label(nodes[code]),
            say["axis_longitude"]: float(seats[code].longitude),
            say["axis_latitude"]: float(seats[code].latitude),
            say["axis_count"]: len(projects),
            say["axis_amount"]: round(sum(map(_in_hundred_millions, costs)), 6),
            say["axis_kind"]: say["bounds"]["exactly" if exact else "atLeast"],
            **_said(projects[0][0], say),
        }


def _codes(facts: Facts) -> dict[str, str]:
    """Return region → its code, or that of the nearest division that it lies in."""
    codes, found = dict(facts.joined("adcode")), {}
    above: dict[str, list[str]] = defaultdict(list)
    for part, whole in facts.joined("partOf"):
        above[part].append(whole)
    for start in {*codes, *above}:
        level, seen = [start], {start}
        while level and not any(iri in codes for iri in level):
            level = sorted({up for iri in level for up in above[iri]} - seen)
            seen |= set(level)
        if level:
            found[start] = min(codes[iri] for iri in level if iri in codes)
    return found


def _invests(fact: Fact) -> bool:
    conf = rules("systems")["charts"]
    return any(w in fact.says[0] for w in conf["invested"]) and not any(w in fact.says[0] for w in conf["no_cost"])


def _first(own: tuple[Fact, ...], iri: str, predicate: str) -> str:
    return min((f.says[2] for f in own if f.nodes[:2] == (iri, predicate)), default="")


def _value(fact: Fact) -> Decimal:
    """Return an observation's value, or the lower end of a range, else the upper."""
    return Decimal(next(part for part in fact.says[2].split("/") if part))


def _in_hundred_millions(fact: Fact) -> float:
    return float(_value(fact) / Decimal(rules("systems")["charts"]["hundred_million"]))


def _said(fact: Fact, say: Words) -> Row:
    return {
        say["axis_sentence"]: fact.source.quote,
        say["axis_article"]: fact.source.place,
    }


def _timeline(facts: Facts, name: str, say: Words) -> Iterator[Row]:
    """Yield each dated step of the projects whose name holds a word, from the first to the last day of its date."""
    for iri in facts.of_type("Project"):
        label = facts.label(iri)
        steps = {
            f.says: f for f in facts.thing(iri).facts if f.kind == "milestone" and is_date(f.says[1]) and name in label
        }
        for number, fact in enumerate(sorted(steps.values(), key=lambda f: days_of(f.says[1]))):
            first, last = days_of(fact.says[1])
            yield {
                say["axis_project"]: label,
                say["axis_number"]: number,
                say["axis_stage"]: f"{fact.says[0]} {fact.says[1]}",
                say["axis_from"]: f"{first}T00:00:00",
                say["axis_to"]: f"{last}T23:59:59",
                say["axis_status"]: say["status"][fact.status],
                **_said(fact, say),
            }


def _status(facts: Facts, as_of: str, say: Words) -> Iterator[Row]:
    """Yield the colour and the last step of every project as of a day, as the board has them."""
    for section in board(facts, as_of_day(as_of, facts.latest()), lights(None), say).sections:
        for line in section.lines:
            name, region, last, _, why = line.cells
            yield {
                say["axis_project"]: name,
                say["axis_region"]: region or say["unknown_place"],
                say["axis_colour"]: line.mark,
                say["axis_stage"]: last or say["unknown_place"],
                say["axis_why"]: why,
                say["axis_sentence"]: line.sources[0].quote if line.sources else "",
            }


def _indicator(facts: Facts, name: str, say: Words) -> Iterator[Row]:
    """Yield the values of the indicators whose name holds a word, by the last day of their period."""
    for iri in sorted({about for _, about in facts.joined("about")}):
        node = ox.NamedNode(iri)
        for fact in facts.thing(node).facts:
            if fact.kind == "observation" and name in fact.says[0] and fact.says[5]:
                money = fact.says[3] == rules("systems")["charts"]["currency"]
                unit = say["hundred_million"] if money else fact.says[3]
                yield {
                    say["axis_about"]: facts.label(node),
                    say["axis_indicator"]: f"{facts.label(node)}: {fact.says[0]} ({unit})",
                    say["axis_period"]: fact.says[5],
                    say["axis_value"]: _in_hundred_millions(fact) if money else float(_value(fact)),
                    say["axis_kind"]: say["bounds"][fact.says[1]],
                    say["axis_status"]: say["status"][fact.status],
                    **_said(fact, say),
                }
