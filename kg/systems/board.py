"""A board of projects with the last step done, the next one due, and a colour by a rule that the user can change."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from kg.errors import UsageError
from kg.facts import Fact, Facts
from kg.lexicon import rules
from kg.systems.life import Life, Step, When, as_of_note, is_over, life
from kg.systems.report import Line, Report, Section, Words
from kg.vocab import KG

COLOURS = ("red", "yellow", "green", "grey")
CONDITIONS = ("stopped", "cancelled", "over", "overdue", "due", "silent", "known", "always")


@dataclass(frozen=True, slots=True)
class Light:
    """One line of the rule: which colour, when, and by how many days."""

    colour: str
    when: str
    days: int = 0

    def holds(self, lived: Life) -> bool:
        """Tell whether a project's life as of a day meets the condition."""
        today, late, coming = lived.as_of, lived.of(When.overdue), lived.of(When.due)
        if self.when in ("stopped", "cancelled"):
            return lived.state == self.when
        if self.when == "over":
            return is_over(lived.state)
        if self.when == "overdue":
            return any((today - s.last).days >= max(self.days, 1) for s in late)
        if self.when == "due":
            return any((s.last - today).days <= self.days for s in coming)
        known = any(s.when is not When.later for s in lived.steps)
        if self.when == "silent":
            return known and lived.heard is not None and (today - lived.heard).days >= self.days
        return self.when == "always" or known


UNLIT = Light("grey", "always")
"""Of a project for which no line of the rule holds."""


def lights(path: Path | None) -> list[Light]:
    """Return the rule of the board: the project's own, or a TOML file with ``[[board]]`` tables of the same shape.

    Raises:
        UsageError: the file is missing, no TOML, or holds an unknown colour, condition or key.
    """
    if path is None:
        rows: Any = rules("systems")["board"]
    else:
        try:
            rows = tomllib.loads(path.read_text(encoding="utf-8")).get("board")
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise UsageError(
                f"{path}: no rule of a board ({error}); start from [[board]] in kg/data/systems.toml"
            ) from error
    if not isinstance(rows, list) or not rows:
        raise UsageError(f"{path}: holds no [[board]] table; write one for each colour, the first that holds counts")
    return [_light(row, f"{path}: [[board]] {at}") for at, row in enumerate(rows, 1)]


def _light(row: Any, place: str) -> Light:
    try:
        light = Light(**row)
    except TypeError as error:
        raise UsageError(f"{place}: give colour, when and days, not {row!r}") from error
    if light.colour not in COLOURS or light.when not in CONDITIONS:
        raise UsageError(f"{place}: colour is one of {', '.join(COLOURS)} and when one of {', '.join(CONDITIONS)}")
    if not isinstance(light.days, int) or light.days < 0:
        raise UsageError(f"{place}: days is a whole number from 0, not {light.days!r}")
    return light


def light_of(lived: Life, rule: Iterable[Light]) -> Light:
    """Return the first line of a rule that holds for a project; grey where none does."""
    return next((one for one in rule if one.holds(lived)), UNLIT)


def board(facts: Facts, as_of: date, rule: list[Light], say: Words, region: str = "") -> Report:
    """Return every project by colour, with its last and next step and the sentences that say so.

    ``region`` keeps the projects that lie in or involve a region of that name, or one inside it.
    """
    regions = _inside(facts, region)
    rows = []
    for iri in facts.of_type("Project"):
        thing = facts.thing(iri)
        places = _places(thing.facts, iri.value)
        if not region or regions & places.keys():
            lived = life(thing.facts, as_of)
            rows.append((light_of(lived, rule), thing.label, "、".join(sorted(set(places.values()))), lived))
    rows.sort(key=lambda r: (COLOURS.index(r[0].colour), r[1]))
    counts = {c: sum(light.colour == c for light, *_ in rows) for c in COLOURS}
    told = "  ".join(f"{say['colours'][c]} {n}" for c, n in counts.items())
    sections = [
        Section(
            f"{say['colours'][colour]} {counts[colour]}",
            tuple(_row(*row, say) for row in rows if row[0].colour == colour),
            tuple(say["board_columns"]),
        )
        for colour in COLOURS
        if counts[colour]
    ]
    notes = (as_of_note(facts, as_of, say), told, *(_in_words(light, say) for light in rule))
    return Report(say["board"], notes, tuple(sections))


def _row(light: Light, label: str, places: str, lived: Life, say: Words) -> Line:
    last = next(reversed(lived.of(When.done)), None)
    following = lived.of(When.overdue, When.due, When.maybe)
    sources = {s for step in (*following[:1], *((last,) if last else ())) for s in step.sources}
    why = say["lights"][light.when].format(days=light.days)
    cells = (label, places, _step(last, say), "、".join(_step(s, say) for s in following[:2]), why)
    return Line(cells, tuple(sorted(sources)), light.colour)


def _step(step: Step | None, say: Words) -> str:
    if step is None:
        return ""
    note = f" ({say['when'][step.when.value]})" if step.when in (When.overdue, When.maybe) else ""
    return f"{say['stages'].get(step.stage, step.stage)} {step.said}{note}"


def _in_words(light: Light, say: Words) -> str:
    return f"{say['colours'][light.colour]}: {say['lights'][light.when].format(days=light.days)}"


def _places(own: Iterable[Fact], iri: str) -> dict[str, str]:
    """Return IRI → label of the regions in which a project lies or that it involves."""
    wanted = (KG.locatedIn, KG.involvesRegion)
    return {f.nodes[2]: f.says[2] for f in own if f.kind == "claim" and f.nodes[0] == iri and f.nodes[1] in wanted}


def _inside(facts: Facts, region: str) -> set[str]:
    """Return the regions of a name and all that lie in them; UsageError where there is none."""
    found = {node.value for node in facts.find(region)} if region else set()
    if region and not found:
        raise UsageError(f"no region of this graph is called {region!r}; see `kg query projects-by-region`")
    return facts.within(found)
