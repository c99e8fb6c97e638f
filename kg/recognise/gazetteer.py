"""Names that the word tables hold, found by one automaton (leftmost-longest)."""

from dataclasses import dataclass
from functools import cache

import daachorse

from kg.lexicon import Area, Division, KnownName, Term, table

CLOSED_SETS = ("enterprises", "institutions")


@dataclass(frozen=True, slots=True)
class Entry:
    """One reading of a surface form."""

    type: str
    canonical: str
    source: str
    """division, area, known or term."""
    form: str
    """full, short or alias: how the surface stands to the canonical name."""
    code: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """A surface form at ``[start:end)`` with all its readings."""

    start: int
    end: int
    entries: tuple[Entry, ...]


class Gazetteer:
    """All surface forms of the tables and the automaton over them."""

    def __init__(self) -> None:
        self.readings = _readings()
        self._surfaces = sorted(self.readings)
        self._entries = [tuple(self.readings[s]) for s in self._surfaces]
        self._automaton = daachorse.CharwiseDoubleArrayAhoCorasick(
            self._surfaces, daachorse.MATCH_KIND_LEFTMOST_LONGEST
        )

    def hits(self, text: str) -> list[Hit]:
        """Return the leftmost-longest surface forms of a text."""
        return [Hit(s, e, self._entries[i]) for s, e, i in self._automaton.find(text)]


@cache
def gazetteer() -> Gazetteer:
    """Return the gazetteer, built once per process."""
    return Gazetteer()


@cache
def divisions() -> dict[str, Division]:
    """Return administrative divisions by code."""
    return {d.code: d for d in table("divisions", Division)}


def ancestors(code: str) -> list[str]:
    """Return the codes that contain a division, nearest first."""
    found = []
    while code and (code := divisions()[code].parent):
        found.append(code)
    return found


@cache
def areas() -> dict[str, Area]:
    """Return zones, economic regions, countries and natural features by every form of their names."""
    return {form: a for a in table("areas", Area) for form in (a.name, *a.aliases)}


def _readings() -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = {}

    def add(surface: str, entry: Entry) -> None:
        if len(surface) > 1 and entry not in found.setdefault(surface, []):
            found[surface].append(entry)

    for d in table("divisions", Division):
        kind = "AdministrativeDivision"
        add(d.name, Entry("Region", d.name, "division", "full", d.code, kind))
        add(d.short, Entry("Region", d.name, "division", "short", d.code, kind))
        for alias in d.aliases:
            add(alias, Entry("Region", d.name, "division", "alias", d.code, kind))
    for a in table("areas", Area):
        for surface in (a.name, *a.aliases):
            form = "full" if surface == a.name else "alias"
            add(surface, Entry(a.type, a.name, "area", form, "", a.kind))
    for name in CLOSED_SETS:
        for k in table(name, KnownName):
            for surface in (k.name, k.full, *k.aliases):
                add(surface, Entry(k.type, k.name, "known", "full" if surface == k.full else "short"))
    for t in table("terms", Term):
        for surface in (t.name, *t.aliases):
            add(surface, Entry(t.type, t.name, "term", "full" if surface == t.name else "alias"))
    return found
