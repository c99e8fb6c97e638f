"""Decisions → pairs of atoms: who is meant, which row holds, and whose sentences are gone."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from kg.resolve.atoms import Atom, Sighting
from kg.resolve.clusters import Pair
from kg.resolve.decisions import DIFFERENT, SAME, UNSURE, Decision, fingerprint, hash_of
from kg.resolve.keys import plain_form
from kg.resolve.nodes import Node, discriminator, names_alone, region_name
from kg.segment import squash

IriOf = Callable[[Node], str]
LONGEST_SENTENCE = 200
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
    names = _Names(atoms, iri_of) if rows else None
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


def sentences(atom: Atom, most: int) -> list[tuple[Sighting, str]]:
    """Return the first sentences that mention an atom, one an article, in order of the articles' dates."""
    found = []
    for seen in sorted(atom.seen, key=lambda s: (s.extraction.article.issued, s.key)):
        if seen.entity.mentions:
            found.append((seen, _sentence(seen.extraction.article.text, seen.entity.mentions[0].start)))
        if len(found) == most:
            break
    return found


class _Names:
    """Atoms by name and by IRI."""

    def __init__(self, atoms: list[Atom], iri_of: IriOf | None) -> None:
        self._named: dict[str, list[Atom]] = defaultdict(list)
        self._alias: dict[str, list[Atom]] = defaultdict(list)
        self._iris: dict[str, list[Atom]] = defaultdict(list)
        for atom in atoms:
            for name in {plain_form(atom.type, n) for n in (atom.name, *(s.entity.name for s in atom.seen))}:
                self._named[name].append(atom)
            for name in {plain_form(atom.type, n) for n in atom.forms}:
                self._alias[name].append(atom)
            for node in names_alone(atom) if iri_of else ():
                iri = iri_of(node) if iri_of else ""
                if atom not in self._iris[iri]:
                    self._iris[iri].append(atom)

    def find(self, name: str, row: Decision, region: str) -> Atom | str:
        """Return the one atom that is meant, or what is wrong with the name."""
        fits: list[Atom] = []
        for table in (self._iris, self._named, self._alias):
            kinds = [row.type] if row.type else sorted({a.type for atoms in table.values() for a in atoms})
            keys = {name} if table is self._iris else {plain_form(kind, name) for kind in kinds}
            found = {a.id: a for key in sorted(keys) for a in table.get(key, ())}
            fits = [a for a in found.values() if row.type in ("", a.type) and _lies(a, region)]
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
    return bool(wanted) and not wanted <= {fingerprint(words) for side in sides for words in _all_sentences(side)}


def _all_sentences(atom: Atom) -> Iterator[str]:
    for seen in atom.seen:
        text = seen.extraction.article.text
        for span in seen.entity.mentions:
            yield _sentence(text, span.start)


def _sentence(text: str, position: int) -> str:
    """Return the sentence around a position, cut where it is very long."""
    low, high = max(0, position - LONGEST_SENTENCE), position + LONGEST_SENTENCE
    begin = max((m.end() for m in re.finditer("[\u3002\uff01\uff1f\n]", text[low:position])), default=0)
    end = re.search("[\u3002\uff01\uff1f\n]|$", text[position:high])
    return text[low + begin : position + (end.end() if end else LONGEST_SENTENCE)].strip()
