"""The portrait of a project or any other thing: what it is, where, by whom, how much, what was decided, what is due."""

from collections.abc import Iterable
from datetime import date
from operator import itemgetter

import pyoxigraph as ox

from kg.errors import UsageError
from kg.facts import Fact, Facts
from kg.lexicon import rules
from kg.systems.life import Life, When, as_of_note, life
from kg.systems.report import Line, Report, Section, Words, line
from kg.vocab import KG

RELATED = ("drawsFrom", "involvesRegion", "locatedIn", "serves", "developer", "industry", "produces", "partOf")
"""Relations in which the thing is the subject, in the order of a portrait."""

PART, MEASURE = "partOf", "appliesTo"
"""Relations whose subject is a part of the thing, or a measure for it; their own facts belong to the portrait."""


def things(facts: Facts, name: str, type_: str = "") -> list[ox.NamedNode]:
    """Return the entities that bear a name; without one, those of a type whose name holds it.

    Raises:
        UsageError: there is none.
    """
    found = facts.find(name)
    if not found and type_:
        found = [node for node in facts.of_type(type_) if name in facts.label(node)]
    if not found:
        raise UsageError(
            f"nothing in the graph is called {name!r}; see what there is with `kg query projects-by-region`"
        )
    return found


def portrait(facts: Facts, iri: ox.NamedNode, as_of: date, say: Words) -> Report:
    """Return all that a graph says of a thing and of its parts and measures, in the order of a portrait."""
    thing = facts.thing(iri)
    own = list(thing.facts)
    parts = _subjects(own, PART, iri.value)
    measures = [node for node in _subjects(own, MEASURE, iri.value) if node not in parts]
    near = [f for node in (*parts, *measures) for f in facts.thing(ox.NamedNode(node)).facts if f.kind != "claim"]
    steps = [f for f in (*own, *near) if f.nodes[0] in (iri.value, *parts)]
    lived = life(steps, as_of)
    sections = [
        Section(say["state"], _state(lived, say)),
        *(_relations(own, iri.value, predicate, say) for predicate in RELATED),
        Section(say["parts"], _named(own, PART, iri.value)),
        *_numbers([*own, *near], iri.value, facts, say),
        Section(say["measures"], _named(own, MEASURE, iri.value)),
        *(Section(say["when"][w.value], step_lines(lived, w, say)) for w in When),
    ]
    kind = say["types"].get(thing.type, thing.type)
    names = f" ({'、'.join(thing.aliases)})" if thing.aliases else ""
    return Report(
        f"{thing.label}{names} [{kind}]", (as_of_note(facts, as_of, say),), tuple(s for s in sections if s.lines)
    )


def step_lines(lived: Life, when: When, say: Words) -> tuple[Line, ...]:
    """Return the steps that stand in one way as of the day."""
    return tuple(line(f"{say['stages'].get(s.stage, s.stage)} {s.said}", *s.sources) for s in lived.of(when))


def _state(lived: Life, say: Words) -> tuple[Line, ...]:
    named = say["stages"].get(lived.state, lived.state) or say["unknown"]
    done = [s for s in lived.of(When.done) if s.stage == lived.state]
    return (line(f"{named} {done[-1].said if done else ''}".strip(), *(done[-1].sources if done else ())),)


def _subjects(own: Iterable[Fact], predicate: str, iri: str) -> list[str]:
    """Return the subjects of claims of which the thing is the object."""
    return sorted({f.nodes[0] for f in own if f.kind == "claim" and f.nodes[1:] == (KG[predicate], iri)})


def _relations(own: list[Fact], iri: str, predicate: str, say: Words) -> Section:
    mine = [f for f in own if f.kind == "claim" and f.nodes[:2] == (iri, KG[predicate])]
    return Section(say["relations"].get(predicate, predicate), _by_label(mine, 2, say))


def _named(own: list[Fact], predicate: str, iri: str) -> tuple[Line, ...]:
    return _by_label([f for f in own if f.kind == "claim" and f.nodes[1:] == (KG[predicate], iri)], 0, {})


def _by_label(claims: list[Fact], end: int, say: Words) -> tuple[Line, ...]:
    """Return one line for each thing at one end of some claims, with every sentence that says so."""
    labels = sorted({(f.says[end], f.status) for f in claims})
    return tuple(
        line(
            label if status == "actual" or not say else f"{label} ({say['status'][status]})",
            *(f.source for f in claims if (f.says[end], f.status) == (label, status)),
        )
        for label, status in labels
    )


def _numbers(facts: list[Fact], iri: str, graph: Facts, say: Words) -> list[Section]:
    """Return the numbers by group, each with whom it is about where that is not the thing itself."""
    groups: dict[str, list[Line]] = {name: [] for name in (*(g["name"] for g in rules("systems")["groups"]), "other")}
    observed = sorted({f for f in facts if f.kind == "observation"}, key=lambda f: (f.says, f.nodes))
    for fact in observed:
        whose = "" if fact.nodes[0] == iri else f"{graph.label(ox.NamedNode(fact.nodes[0]))}: "
        groups[group_of(fact)].append(line(f"{whose}{number_in_words(fact, say)}", fact.source))
    return [Section(say["groups"][name], tuple(lines)) for name, lines in groups.items()]


def group_of(fact: Fact) -> str:
    """Return which numbers of a portrait an observation belongs to, by its indicator's words, else by its unit."""
    indicator, unit = itemgetter(0, 3)(fact.says)
    groups = rules("systems")["groups"]
    by_word = (g["name"] for g in groups if any(w in indicator for w in g["words"]))
    by_unit = (g["name"] for g in groups if unit in g["units"])
    return str(next(by_word, next(by_unit, "other")))


def number_in_words(fact: Fact, say: Words) -> str:
    """Return an observation as it is worded, with its status and period."""
    indicator, _, _, _, wording, period = fact.says
    status = say["status"][fact.status] if fact.status != "actual" else ""
    return " ".join(filter(None, (indicator, wording, period, status and f"({status})")))
