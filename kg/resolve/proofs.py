"""Proofs that two atoms are one: the word tables, an article's own words, names equal but for their ending, places.

Only atoms that share a block are held against each other (:func:`blocks`, :func:`proofs_within`), so that a cluster of
machines can find each block's proofs alone.
"""

import itertools
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from kg.lexicon import rules
from kg.recognise.gazetteer import gazetteer
from kg.resolve.atoms import Atom, AtomId, compatible, is_nameless, is_official, is_placed, level_word
from kg.resolve.guards import guards
from kg.resolve.keys import may_join, nested, place_forms, zone_fulls
from kg.segment import squash

Shared = tuple[Any, ...]
Block = tuple[Any, ...]
"""A kind of block of :data:`KINDS`, and what the atoms in it share: strings, and paths of regions."""
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
    shared: dict[Block, list[Atom]] = defaultdict(list)
    for atom in atoms:
        for block in blocks(atom):
            shared[block].append(atom)
    return sorted({proof for block, members in shared.items() for proof in proofs_within(block, members)})


def blocks(atom: Atom) -> set[Block]:
    """Return what an atom may share with others that it is one with: a kind of block, and what its members share."""
    return {(kind, *shared) for kind, (keys, _) in KINDS.items() for shared in keys(atom)}


def proofs_within(block: Block, members: list[Atom]) -> Iterator[Proof]:
    """Yield the proofs between the atoms that share a block; ``members`` are all of them, in order of their ids."""
    return KINDS[block[0]][1](block[1:], members) if len(members) > 1 else iter(())


def _proof(reason: str, one: Atom, other: Atom, detail: str = "") -> Proof:
    first, second = sorted((one.id, other.id))
    return Proof(RANKS.index(reason), first, second, detail)


def _row_blocks(atom: Atom) -> Iterator[Shared]:
    """Yield the row of the word tables that holds the name."""
    if atom.key.known and not atom.code:
        yield atom.type, atom.key.known


def _rows(shared: Shared, members: list[Atom]) -> Iterator[Proof]:
    """Yield proofs by a row of the word tables that holds both names."""
    first = min(members, key=lambda a: (not _is_full(a), a.id))
    for other in members:
        if other is not first:
            yield _proof("table", first, other, shared[1])


def _division_blocks(atom: Atom) -> Iterator[Shared]:
    """Yield the one division that an atom is, or that its name means."""
    if atom.code:
        yield (atom.code,)
    elif atom.type == "Region":
        codes = place_forms().get(atom.key.plain, frozenset())
        if len(codes) == 1:
            yield tuple(codes)


def _divisions(_: Shared, members: list[Atom]) -> Iterator[Proof]:
    """Yield proofs by a name that is that of one division."""
    division = next((a for a in members if a.code), None)
    for atom in members if division else ():
        if division and not atom.code:
            yield _proof("table", division, atom, division.name)


def _is_full(atom: Atom) -> bool:
    """Tell whether a name is the registered one of its row."""
    return any(r.form == "full" and r.canonical == atom.key.known for r in gazetteer().readings.get(atom.name, ()))


def _form_blocks(atom: Atom) -> Iterator[Shared]:
    """Yield the name of an atom, and the short forms that articles give for it."""
    if atom.code or atom.type not in ("Enterprise", "Region"):
        return
    yield atom.type, atom.id[1]
    for name, alias in atom.aliases:
        if may_join(name, alias):
            yield atom.type, squash(alias)


def _in_text(shared: Shared, members: list[Atom]) -> Iterator[Proof]:
    """Yield proofs by an article that gives a full name and its short form, where no second full name claims it."""
    type_, short = shared
    fulls: dict[str, Atom] = {}
    for atom in members:
        if atom.id[1] != short:
            fulls.setdefault(atom.id[1], atom)
    if len(fulls) != 1 or is_placed(type_, short):
        return
    (full,) = fulls.values()
    _, title = min(first for (name, a), first in full.aliases.items() if squash(a) == short and may_join(name, a))
    for atom in members:
        free = not atom.key.known or not full.key.known or atom.key.known == full.key.known
        if atom.id[1] == short and free:
            yield _proof("in-text", full, atom, title)


def _name_blocks(atom: Atom) -> Iterator[Shared]:
    if not atom.code:
        yield atom.id[:2]


def _regions(shared: Shared, members: list[Atom]) -> Iterator[Proof]:
    """Yield proofs between namesakes of which one's region contains the other's, where that leaves no choice."""
    members = sorted(members, key=lambda a: a.home)
    type_, name = shared[0], members[0].name
    if is_official(type_, name) or (type_ == "Project" and is_nameless(name)):
        return
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


def _written_blocks(atom: Atom) -> Iterator[Shared]:
    """Yield what is left of a name when its ways of writing are taken away."""
    key = atom.key
    yield atom.type, atom.home, key.whole, key.ending
    if atom.type in ("Region", "Institution") and len(key.places) == 1 and len(key.stem + key.ending) > 1:
        yield atom.type, atom.home, *key.places, key.stem, key.ending
    if atom.home and (word := level_word(atom.type, atom.name)):
        yield atom.type, (), atom.home[-1], key.plain.removeprefix(word), ""


def _written(_: Shared, members: list[Atom]) -> Iterator[Proof]:
    """Yield proofs where names are written differently only: traditional, brackets, 市 behind a place, word forms."""
    for one, other in itertools.pairwise(members):
        if one.id[1] != other.id[1] and not one.code and not other.code and not guards(one, other):
            yield _proof("written-form", one, other)


def _zone_blocks(atom: Atom) -> Iterator[Shared]:
    if atom.type == "Region" and not atom.code and atom.key.ending and (atom.key.places or atom.key.stem):
        yield "|".join(sorted(atom.key.places)), atom.key.stem


def _zones(_: Shared, members: list[Atom]) -> Iterator[Proof]:
    """Yield proofs between a zone's short name and its full one, where only one full one is known."""
    zones: dict[str, Atom] = {}
    for atom in members:
        zones.setdefault(atom.key.ending, atom)
    for ending, one in zones.items():
        fulls = [full for full in zone_fulls(ending) if full in zones]
        if len(fulls) == 1 and not guards(one, zones[fulls[0]]):
            yield _proof("zone-form", one, zones[fulls[0]], f"{ending} = {fulls[0]}")


def _ending_blocks(atom: Atom) -> Iterator[Shared]:
    """Yield a name without legal form or closing word."""
    if atom.type == "Enterprise":
        yield atom.type, atom.key.whole, atom.home
    elif atom.type in rules("resolve")["closing"] and not is_nameless(atom.name):
        yield atom.type, "".join((*sorted(atom.key.places), atom.key.stem)), atom.home


def _endings(shared: Shared, members: list[Atom]) -> Iterator[Proof]:
    """Yield proofs between a name and the same without legal form or closing word, where only one full name fits."""
    type_, stem, _ = shared
    endings = {a.key.ending for a in members}
    if type_ == "Enterprise" and (len(endings - {""}) != 1 or not _is_proper(stem)):
        return
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


KINDS: dict[str, tuple[Callable[[Atom], Iterator[Shared]], Callable[[Shared, list[Atom]], Iterator[Proof]]]] = {
    "row": (_row_blocks, _rows),
    "division": (_division_blocks, _divisions),
    "short form": (_form_blocks, _in_text),
    "namesakes": (_name_blocks, _regions),
    "written form": (_written_blocks, _written),
    "zone": (_zone_blocks, _zones),
    "without ending": (_ending_blocks, _endings),
}
"""Kinds of blocks: what an atom shares with others, and what that proves."""
