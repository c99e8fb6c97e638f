"""Entities of many articles → atoms: what bears one name and type, apart by place where such a name recurs."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from kg.lexicon import rules
from kg.recognise.gazetteer import divisions
from kg.records import Entity, Extraction, Span
from kg.resolve.decisions import fingerprint
from kg.resolve.keys import Key, key_of, nested, path_of, place_forms, plain_form
from kg.segment import squash

AtomId = tuple[str, str, tuple[str, ...], str]
"""Type, code or folded name, path of the region; and for a project its article, where its name is none (一期)."""
OWNERSHIP = ("subsidiaryOf", "^subsidiaryOf")
"""Neighbours that a guard looks at. Of divisions no others are kept: half of all articles are their neighbours."""
LONGEST_SENTENCE = 200
"""Code points of a sentence on either side of a name."""


@dataclass(frozen=True, slots=True, order=True)
class Sighting:
    """Where one article first mentions an atom; in order of the articles' dates."""

    issued: str
    article: str
    """The article's sha256."""
    entity: str
    title: str
    sentence: str


@dataclass
class Atom:
    """All entities that are one by name, type and place alone: sums over articles, none of which is kept.

    Atoms of one id that were made of different articles can be added up in any order.
    """

    id: AtomId
    names: Counter[str] = field(default_factory=Counter)
    """How many entities bear each name."""
    aliases: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    """Name and another form that one article gives for it → sha256 and title of the first such article."""
    kinds: set[str] = field(default_factory=set)
    homes: set[tuple[str, ...]] = field(default_factory=set)
    """Paths of the regions that its articles are about, outermost first; none for divisions."""
    neighbours: set[tuple[str, str]] = field(default_factory=set)
    """(predicate, name at its other end), with ^ before the predicate where this is its object."""
    amounts: set[str] = field(default_factory=set)
    """Total investments that articles give, as written in base units."""
    evidence: set[str] = field(default_factory=set)
    """Hashes of sentences that mention it, of those that were asked for."""
    shown: list[Sighting] = field(default_factory=list)
    """The first of its sightings, as many as were asked for."""

    def add(self, other: "Atom") -> None:
        """Add what other articles say of it."""
        self.names += other.names
        for form, first in other.aliases.items():
            self.aliases[form] = min(first, self.aliases.get(form, first))
        self.kinds |= other.kinds
        self.homes |= other.homes
        self.neighbours |= other.neighbours
        self.amounts |= other.amounts
        self.evidence |= other.evidence
        self.shown += other.shown

    @property
    def type(self) -> str:
        """Return the type of the entities."""
        return self.id[0]

    @property
    def home(self) -> tuple[str, ...]:
        """Return the path of the region that tells it from namesakes; empty where none does."""
        return self.id[2]

    @property
    def code(self) -> str:
        """Return the division's code, or empty."""
        return self.id[1] if self.id[1] in divisions() else ""

    @cached_property
    def placed(self) -> bool:
        """Tell whether its name recurs from place to place."""
        return not self.code and is_placed(self.type, self.name)

    @cached_property
    def name(self) -> str:
        """Return the name most often used, of equals the longest."""
        if self.code:
            return divisions()[self.code].name
        return max(self.names, key=lambda n: (self.names[n], len(n), n))

    @cached_property
    def key(self) -> Key:
        """Return the comparison key of the name."""
        return key_of(self.type, self.name)

    @cached_property
    def written(self) -> set[str]:
        """Return every form that its articles use."""
        return {*self.names, *(alias for _, alias in self.aliases)}

    @cached_property
    def forms(self) -> set[str]:
        """Return every form that its articles use, folded."""
        return {squash(form) for form in self.written}


def atoms_of(extractions: Iterable[Extraction], evidence: Collection[str] = (), shown: int = 0) -> list[Atom]:
    """Return the atoms of a set of extractions, in order of their ids; extractions are taken one by one.

    Args:
        extractions: what the articles say, in any order.
        evidence: hashes of sentences (:func:`kg.resolve.decisions.fingerprint`) to look for.
        shown: how many sightings of each atom to keep.
    """
    found: dict[AtomId, Atom] = {}
    for extraction in extractions:
        for atom in _seen(extraction, evidence, shown):
            if known := found.get(atom.id):
                known.add(atom)
                if len(known.shown) > shown:
                    known.shown = sorted(known.shown)[:shown]
            else:
                found[atom.id] = atom
    for atom in found.values():
        atom.shown.sort()
    return [found[identity] for identity in sorted(found)]


def atom_ids(extraction: Extraction) -> dict[str, AtomId]:
    """Return the atom of each entity of an article, by the entity's id."""
    home, article = _home(extraction), extraction.article.sha256
    return {e.id: _identity(e, home, article) for e in extraction.entities}


def _seen(extraction: Extraction, evidence: Collection[str], shown: int) -> Iterator[Atom]:
    """Yield an atom for each entity of an article."""
    home, ids = _home(extraction), atom_ids(extraction)
    names = {e.id: squash(e.name) for e in extraction.entities}
    amounts, neighbours = _amounts(extraction), _neighbours(extraction, names)
    first, text = (extraction.article.sha256, extraction.article.title), extraction.article.text
    for entity in extraction.entities:
        atom = Atom(ids[entity.id], Counter([entity.name]), {(entity.name, a): first for a in entity.aliases})
        atom.kinds |= {entity.kind} - {""}
        atom.homes |= {home} - {()} if not entity.code else set()
        atom.neighbours |= {n for n in neighbours[entity.id] if not entity.code or n[0] in OWNERSHIP}
        atom.amounts |= amounts[entity.id]
        atom.evidence |= {
            f for m in entity.mentions if evidence for f in [fingerprint(_sentence(text, m))] if f in evidence
        }
        if shown and entity.mentions:
            sentence = _sentence(text, entity.mentions[0])
            atom.shown = [Sighting(extraction.article.issued, first[0], entity.id, first[1], sentence)]
        yield atom


def _sentence(text: str, mention: Span) -> str:
    """Return the sentence around a mention, cut where it is very long."""
    position = mention.start
    low, high = max(0, position - LONGEST_SENTENCE), position + LONGEST_SENTENCE
    begin = max((m.end() for m in re.finditer("[\u3002\uff01\uff1f\n]", text[low:position])), default=0)
    end = re.search("[\u3002\uff01\uff1f\n]|$", text[position:high])
    return text[low + begin : position + (end.end() if end else LONGEST_SENTENCE)].strip()


def is_placed(type_: str, name: str) -> bool:
    """Tell whether things of that type and name recur from place to place (发改委, 高新区, 城投集团)."""
    key, conf = key_of(type_, name), rules("resolve")["placed"]
    if key.known:
        return False
    if type_ in conf["types"]:
        return not (key.places and type_ in conf["self_placed"])
    bare = key.stem.removesuffix(conf["group"])
    if type_ == "Region":
        bare = bare.translate(dict.fromkeys(map(ord, "".join(rules("resolve")["guards"]["compass"]))))
        return (not key.places and bare in {"", *conf["Region"]}) or len(place_forms().get(key.plain, ())) > 1
    return type_ == "Enterprise" and not key.places and bare in conf["Enterprise"]


def is_nameless(name: str) -> bool:
    """Tell whether a project's name is only a phase or kind of work, and so tells it within its article alone."""
    conf = rules("resolve")
    stem = re.sub(conf["guards"]["phase"], "", key_of("Project", name).stem)
    return stem in {"", *conf["placed"]["Project"], *conf["closing"]["Project"]}


def is_official(type_: str, name: str) -> bool:
    """Tell whether bodies of one such name exist at each level (发改委), so that nested regions prove nothing."""
    if type_ == "FinancialInstrument":
        return True
    return type_ == "Institution" and bool(re.search(rules("resolve")["placed"]["official"], plain_form(type_, name)))


def level_word(type_: str, name: str) -> str:
    """Return the level that a body's name begins with (省, 市), or the empty string."""
    words = rules("resolve")["levels"] if type_ == "Institution" else ()
    return next((w for w in words if plain_form(type_, name).startswith(w)), "")


def compatible(one: set[str], other: set[str]) -> bool:
    """Tell whether the amounts of two things can be those of one."""
    return not one or not other or bool(one & other)


def same_place(one: Atom, other: Atom) -> bool:
    """Tell whether the regions of two atoms lie in each other, or names need no region."""
    return not (one.placed and other.placed) or nested(one.home, other.home)


def _identity(entity: Entity, home: tuple[str, ...], article: str) -> AtomId:
    if entity.code:
        return (entity.type, entity.code, (), "")
    home = _level(entity, home) if is_placed(entity.type, entity.name) else ()
    mark = article[:8] if entity.type == "Project" and is_nameless(entity.name) else ""
    return (entity.type, squash(entity.name), home, mark)


def _level(entity: Entity, home: tuple[str, ...]) -> tuple[str, ...]:
    """Return the part of a path that a body named by its level belongs to (省工信厅 of an article about a city)."""
    word = level_word(entity.type, entity.name)
    if not word or not home or home[0] not in divisions():
        return home
    if divisions()[home[0]].name.endswith(word):
        return home[:1]
    own = divisions().get(home[-1])
    if own and own.level == "county" and own.name.endswith(word):
        return home
    levels: dict[str, int] = rules("resolve")["levels"]
    return home[: levels[word]]


def _home(extraction: Extraction) -> tuple[str, ...]:
    home = next((e for e in extraction.entities if e.id == extraction.home), None)
    if home is None:
        return ()
    if home.code:
        return path_of(home.code)
    places = key_of("Region", home.name).places
    return (*(path_of(next(iter(places))) if len(places) == 1 else ()), squash(home.name))


def _amounts(extraction: Extraction) -> dict[str, set[str]]:
    wanted, found = rules("resolve")["placed"]["amounts"], defaultdict(set)
    for one in extraction.observations:
        if one.indicator in wanted and one.value is not None:
            found[one.about].add(f"{one.value.normalize():f}{one.unit}")
    return found


def _neighbours(extraction: Extraction, names: dict[str, str]) -> dict[str, set[tuple[str, str]]]:
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for one in extraction.relations:
        found[one.subject].add((one.predicate, names[one.object]))
        found[one.object].add((f"^{one.predicate}", names[one.subject]))
    return found
