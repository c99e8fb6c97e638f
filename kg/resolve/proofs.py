"""Proofs that two atoms are one: the word tables, an article's own words, names equal but for their ending, places."""

import itertools
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from kg.lexicon import rules
from kg.recognise.gazetteer import gazetteer
from kg.resolve.atoms import Atom, AtomId, compatible, is_nameless, is_official, is_placed, level_word
from kg.resolve.guards import guards
from kg.resolve.keys import may_join, nested, place_forms, zone_fulls
from kg.segment import squash

RANKS = ("decision", "table", "in-text", "same-region", "written-form", "zone-form", "legal-form", "closing-word")
"""Kinds of proof, the strongest first."""


@dataclass(frozen=True, slots=True, order=True)
class Proof:
    """Why two atoms are one thing."""

    rank: int
    """Place in :data:`RANKS`."""
    one: AtomId
    other: AtomId
    detail: str = ""
    """What the proof rests on: the table's name, the article's title."""

    @property
    def reason(self) -> str:
        """Return the kind of proof."""
        return RANKS[self.rank]


def proofs(atoms: list[Atom]) -> list[Proof]:
    """Return the proofs between atoms, in order; each pair has been held against the guards."""
    found = [*_table(atoms), *_in_text(atoms), *_regions(atoms)]
    found += [*_forms(atoms), *_zones(atoms), *_endings(atoms)]
    return sorted(set(found))


def _proof(reason: str, one: Atom, other: Atom, detail: str = "") -> Proof:
    first, second = sorted((one.id, other.id))
    return Proof(RANKS.index(reason), first, second, detail)


def _table(atoms: list[Atom]) -> Iterator[Proof]:
    """Yield proofs by the word tables: one row holds both names, or the name is that of one division."""
    rows: dict[tuple[str, str], list[Atom]] = defaultdict(list)
    by_code = {a.code: a for a in atoms if a.code}
    for atom in atoms:
        if atom.code:
            continue
        if atom.key.known:
            rows[atom.type, atom.key.known].append(atom)
        codes = place_forms().get(atom.key.plain, frozenset()) if atom.type == "Region" else frozenset()
        if len(codes) == 1 and (division := by_code.get(next(iter(codes)))):
            yield _proof("table", division, atom, division.name)
    for (_, name), members in rows.items():
        first = min(members, key=lambda a: (not _is_full(a), a.id))
        for other in members:
            if other is not first:
                yield _proof("table", first, other, name)


def _is_full(atom: Atom) -> bool:
    """Tell whether a name is the registered one of its row."""
    return any(r.form == "full" and r.canonical == atom.key.known for r in gazetteer().readings.get(atom.name, ()))


def _in_text(atoms: list[Atom]) -> Iterator[Proof]:
    """Yield proofs by an article that gives a full name and its short form, where no second full name claims it."""
    named: dict[tuple[str, str], list[Atom]] = defaultdict(list)
    for atom in atoms:
        if not atom.code:
            named[atom.type, atom.id[1]].append(atom)
    claims: dict[tuple[str, str], dict[str, tuple[Atom, str]]] = defaultdict(dict)
    for atom in atoms:
        if atom.type not in ("Enterprise", "Region") or atom.code:
            continue
        for seen in atom.seen:
            for alias in seen.entity.aliases:
                if may_join(seen.entity.name, alias) and squash(alias) != atom.id[1]:
                    claims[atom.type, squash(alias)].setdefault(atom.id[1], (atom, seen.extraction.article.title))
    for short, fulls in claims.items():
        if len(fulls) != 1 or is_placed(*short):
            continue
        ((full, title),) = fulls.values()
        for atom in named.get(short, ()):
            if not atom.key.known or not full.key.known or atom.key.known == full.key.known:
                yield _proof("in-text", full, atom, title)


def _regions(atoms: list[Atom]) -> Iterator[Proof]:
    """Yield proofs between namesakes of which one's region contains the other's, where that leaves no choice."""
    for _, group in itertools.groupby(atoms, key=lambda a: a.id[:2]):
        members = sorted(group, key=lambda a: a.home)
        type_, name = members[0].type, members[0].name
        if is_official(type_, name) or (type_ == "Project" and is_nameless(name)):
            continue
        for number, atom in enumerate(members):
            within = _within(members, number)
            if within and all(compatible(atom.amounts, w.amounts) for w in within):
                yield _proof("same-region", atom, within[0])


def _within(members: list[Atom], number: int) -> list[Atom]:
    """Return the namesakes inside an atom's region, from outer to inner; none where they do not lie in each other."""
    found: list[Atom] = []
    for other in members[number + 1 :]:
        if not nested(members[number].home, other.home):
            break
        if found and not nested(found[-1].home, other.home):
            return []
        if other.home == members[number].home:
            return []
        found.append(other)
    twin = number and members[number - 1].home == members[number].home
    return [] if twin else found


def _forms(atoms: list[Atom]) -> Iterator[Proof]:
    """Yield proofs where names are written differently only: traditional, brackets, 市 behind a place, word forms."""
    groups: dict[tuple[object, ...], list[Atom]] = defaultdict(list)
    for atom in atoms:
        key = atom.key
        groups[atom.type, atom.home, key.whole, key.ending].append(atom)
        if atom.type in ("Region", "Institution") and len(key.places) == 1 and len(key.stem + key.ending) > 1:
            groups[atom.type, atom.home, *key.places, key.stem, key.ending].append(atom)
        if atom.home and (word := level_word(atom.type, atom.name)):
            groups[atom.type, (), atom.home[-1], key.plain.removeprefix(word), ""].append(atom)
    for members in groups.values():
        for one, other in itertools.pairwise(members):
            if one.id[1] != other.id[1] and not one.code and not other.code and not guards(one, other):
                yield _proof("written-form", one, other)


def _zones(atoms: list[Atom]) -> Iterator[Proof]:
    """Yield proofs between a zone's short name and its full one, where only one full one is known."""
    zones: dict[tuple[str, str, str], list[Atom]] = defaultdict(list)
    for atom in atoms:
        if atom.type == "Region" and not atom.code and atom.key.ending and (atom.key.places or atom.key.stem):
            zones["|".join(sorted(atom.key.places)), atom.key.stem, atom.key.ending].append(atom)
    for (places, stem, ending), members in zones.items():
        fulls = [(f, zones[places, stem, f]) for f in zone_fulls(ending) if (places, stem, f) in zones]
        if len(fulls) == 1:
            for one, other in itertools.product(members[:1], fulls[0][1][:1]):
                if not guards(one, other):
                    yield _proof("zone-form", one, other, f"{ending} = {fulls[0][0]}")


def _endings(atoms: list[Atom]) -> Iterator[Proof]:
    """Yield proofs between a name and the same without legal form or closing word, where only one full name fits."""
    closing = rules("resolve")["closing"]
    groups: dict[tuple[str, str, tuple[str, ...]], list[Atom]] = defaultdict(list)
    for atom in atoms:
        if atom.type == "Enterprise":
            groups[atom.type, atom.key.whole, atom.home].append(atom)
        elif atom.type in closing and not is_nameless(atom.name):
            groups[atom.type, "".join((*sorted(atom.key.places), atom.key.stem)), atom.home].append(atom)
    for (type_, stem, _), members in groups.items():
        endings = {a.key.ending for a in members}
        if type_ == "Enterprise" and (len(endings - {""}) != 1 or not _is_proper(stem)):
            continue
        reason = "legal-form" if type_ == "Enterprise" else "closing-word"
        for one, other in itertools.pairwise(members):
            if one.id[1] != other.id[1] and not _same_ending(one, other) and not guards(one, other):
                yield _proof(reason, one, other)


def _same_ending(one: Atom, other: Atom) -> bool:
    return one.type == "Enterprise" and one.key.ending == other.key.ending


def _is_proper(stem: str) -> bool:
    """Tell whether a name without legal form is no place, industry or product."""
    readings = gazetteer().readings.get(stem, ())
    return len(stem) > 1 and stem not in place_forms() and all(r.type == "Enterprise" for r in readings)
