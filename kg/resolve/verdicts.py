"""Decisions → pairs of atoms: who is meant, which row holds, and whose sentences are gone."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from kg.resolve.atoms import Atom
from kg.resolve.clusters import Pair
from kg.resolve.decisions import DIFFERENT, SAME, UNSURE, Decision, hash_of
from kg.resolve.keys import plain_form
from kg.resolve.nodes import Node, discriminator, names_alone, region_name
from kg.segment import squash
from kg.vocab import ENTITY_TYPES

IriOf = Callable[[Node], str]
NOWHERE = "-"
"""Stands for the region of a thing that has none, where its namesakes have."""


@dataclass
class Verdicts:
    """The decisions of a build in terms of its atoms."""

    same: dict[Pair, Decision] = field(default_factory=dict)
    different: dict[Pair, Decision] = field(default_factory=dict)
    unsure: dict[Pair, Decision] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    """Rows that name nothing, or several things, with file and line."""
    review: list[Decision] = field(default_factory=list)
    """Decisions of which a sentence is gone."""

    fingerprint: str = ""
    """Hash of the rows, whatever their order; empty where there are none."""


def verdicts(atoms: list[Atom], decisions: Iterable[Decision], iri_of: IriOf | None = None) -> Verdicts:
    """Find the atoms that each decision means; the order of decisions does not matter."""
    rows = sorted(decisions, key=lambda d: d.order)
    found, latest = Verdicts(fingerprint=hash_of(rows)), dict[Pair, Decision]()
    wanted = meant(rows)
    names = _Names([a for a in atoms if wanted(a, iri_of)], iri_of) if rows else None
    for row in rows:
        assert names is not None
        sides = [names.find(name, row, region) for name, region in ((row.a, row.region_a), (row.b, row.region_b))]
        wrong = [side for side in sides if isinstance(side, str)]
        one, other = sides
        if isinstance(one, Atom) and isinstance(other, Atom):
            if one is other:
                wrong = [f"{row.a!r} and {row.b!r} are one name in these articles; give region_a and region_b"]
            elif one.type != other.type:
                wrong = [f"{row.a!r} is a {one.type}, {row.b!r} a {other.type}; give type"]
            else:
                latest[min(one.id, other.id), max(one.id, other.id)] = row
                if _outdated(row, (one, other)):
                    found.review.append(row)
        found.problems += [f"{row.place}: {words}" for words in wrong]
    for pair, row in latest.items():
        {SAME: found.same, DIFFERENT: found.different, UNSURE: found.unsure}[row.verdict][pair] = row
    found.review = [row for row in found.review if row in latest.values()]
    found.problems.sort()
    return found


def meant(decisions: Iterable[Decision]) -> Callable[[Atom, IriOf | None], bool]:
    """Return what tells whether a decision can mean an atom, by a name, another form, or an IRI."""
    given = {name for row in decisions for name in (row.a, row.b)}
    wanted = {plain_form(kind, name) for kind in ENTITY_TYPES for name in given}

    def is_meant(atom: Atom, iri_of: IriOf | None) -> bool:
        if not given:
            return False
        _, forms = _plain_names(atom)
        return not wanted.isdisjoint(forms) or not given.isdisjoint(_iris(atom, iri_of))

    return is_meant


def _plain_names(atom: Atom) -> tuple[set[str], set[str]]:
    """Return the names of an atom, and all forms that its articles use, each in its plain form."""
    named = {plain_form(atom.type, name) for name in (atom.name, *atom.names)}
    return named, {plain_form(atom.type, form) for form in atom.forms} | named


def _iris(atom: Atom, iri_of: IriOf | None) -> set[str]:
    return {iri_of(node) for node in names_alone(atom)} if iri_of else set()


class _Names:
    """Atoms by name and by IRI."""

    def __init__(self, atoms: list[Atom], iri_of: IriOf | None) -> None:
        self._named: dict[str, list[Atom]] = defaultdict(list)
        self._alias: dict[str, list[Atom]] = defaultdict(list)
        self._iris: dict[str, list[Atom]] = defaultdict(list)
        for atom in atoms:
            named, forms = _plain_names(atom)
            for table, keys in ((self._named, named), (self._alias, forms), (self._iris, _iris(atom, iri_of))):
                for key in keys:
                    table[key].append(atom)

    def find(self, name: str, row: Decision, region: str) -> Atom | str:
        """Return the one atom that is meant, or what is wrong with the name."""
        fits: list[Atom] = []
        for table in (self._iris, self._named, self._alias):
            kinds = [row.type] if row.type else ENTITY_TYPES
            keys = {name} if table is self._iris else {plain_form(kind, name) for kind in kinds}
            found = {a.id: a for key in keys for a in table.get(key, ())}
            fits = [a for _, a in sorted(found.items()) if row.type in ("", a.type) and _lies(a, region)]
            if fits:
                break
        exact = [a for a in fits if a.id[1] == squash(name)]
        fits = exact or fits
        if len(fits) == 1:
            return fits[0]
        if not fits:
            return f"nothing is called {name!r}{f' in {region}' if region else ''}; check the name, or drop the row"
        several = ", ".join(f"{a.type} {a.name} {region_name(a.home) if a.home else a.code}".strip() for a in fits[:5])
        return f"{name!r} is several things ({several}); give type and region"


def _lies(atom: Atom, region: str) -> bool:
    if not region:
        return True
    path = atom.home or ((atom.code,) if atom.code else ())
    if not path or atom.id[3]:
        return region == (discriminator(atom) or NOWHERE)
    return region in {path[-1], region_name(path), region_name(path[-1:])}


def _outdated(row: Decision, sides: tuple[Atom, Atom]) -> bool:
    """Tell whether a sentence that the decision rests on mentions neither side any longer."""
    wanted = set(row.evidence.split())
    return not wanted <= set[str]().union(*(side.evidence for side in sides))
