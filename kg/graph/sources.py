"""How many independent articles say a fact: what a graph shows only when all its articles stand together.

Two statements are one fact where they agree in all of :data:`kg.vocab.SAYS`. An article that copies another, or copies
the sentence, is no further word for it. What follows from that lies in the default graph. :class:`Sources` goes through
the articles of one machine; :mod:`kg.pipeline.spark.sources` calls the same functions on a cluster.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

import numpy as np
import pyoxigraph as ox

from kg.copies import Families, Passage, Said, originals, page_of, passage
from kg.graph.literals import typed
from kg.records import Extraction, Span
from kg.vocab import KG, SAYS, XSD

_FOLDERS = ("claim", "observation", "milestone", "turn")
_SPANS = (KG.start, KG.end)


@dataclass(frozen=True, slots=True)
class Statement:
    """One article's word for a fact."""

    fact: int
    """The same for statements that say the same: 64 bits, signed."""
    folder: str
    name: int
    """With the folder, its IRI: the sixteen hexadecimal digits behind it."""
    evidence: Span

    def iri(self, base: str) -> ox.NamedNode:
        """Return its IRI."""
        return ox.NamedNode(f"{base}{self.folder}/{self.name:016x}")


@dataclass(slots=True)
class Statements:
    """The quads of an article as they come, and then its statements."""

    base: str
    _says: dict[str, set[tuple[str, str]]] = field(default_factory=lambda: defaultdict(set))
    _evidence: dict[str, str] = field(default_factory=dict)
    _places: dict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))

    @classmethod
    def of(cls, quads: Iterable[ox.Quad], base: str) -> "Statements":
        """Return the statements of the quads of an article."""
        found = cls(base)
        for quad in quads:
            found.add(quad)
        return found

    def add(self, quad: ox.Quad) -> None:
        """Remember what a quad tells of a statement or of evidence."""
        subject, name = str(quad.subject)[1:-1], quad.predicate.value
        if name in SAYS:
            self._says[subject].add((name, str(quad.object)))
        elif name == KG.evidence:
            self._evidence[subject] = str(quad.object)[1:-1]
        elif name in _SPANS and isinstance(quad.object, ox.Literal):
            self._places[subject][name] = int(quad.object.value)

    def __iter__(self) -> Iterator[Statement]:
        """Yield the statements, in the order in which their quads came."""
        for iri, says in self._says.items():
            folder, _, name = iri.removeprefix(self.base).partition("/")
            if folder in _FOLDERS:
                text = "\n".join(f"{term} {value}" for term, value in sorted(says))
                fact = int.from_bytes(sha256(text.encode()).digest()[:8], "big", signed=True)
                place = self._places[self._evidence[iri]]
                yield Statement(fact, folder, int(name, 16), Span(place[KG.start], place[KG.end]))


def copy_quad(new: str, old: str, base: str) -> ox.Quad:
    """Return that one article copies another; both are named as :func:`kg.copies.order_of` does."""
    one, other = (ox.NamedNode(f"{base}article/{order.rpartition(' ')[2][:16]}") for order in (new, old))
    return ox.Quad(one, ox.NamedNode(KG.copyOf), other)


def passages(extraction: Extraction, spans: Iterable[Span]) -> Iterator[Passage]:
    """Yield the sentences of an article at some spans, with what stands around them."""
    page, cut = page_of(extraction), dict[Span, Passage]()
    for span in spans:
        yield cut[span] if span in cut else cut.setdefault(span, passage(page, span))


def fact_quads(group: Sequence[Statement], base: str, said: Sequence[Said] = ()) -> Iterator[ox.Quad]:
    """Yield how many articles state a fact of their own, and which statement repeats which.

    ``said`` is what :func:`kg.copies.originals` takes of the same statements; none where one article makes them all.
    """
    found = originals(said)
    own = {one.article for one, first in zip(said, found, strict=True) if first < 0}
    count = typed(str(max(1, len(own))), XSD.integer)
    for one in group:
        yield ox.Quad(one.iri(base), ox.NamedNode(KG.independentArticles), count)
    for place, first in enumerate(found):
        if first >= 0:
            yield ox.Quad(group[place].iri(base), ox.NamedNode(KG.repeats), group[first].iri(base))


class Sources:
    """Statements as they come from one article after another, and then who says what of his own."""

    def __init__(self, base: str) -> None:
        """Begin with none; ``base`` is that of all IRIs."""
        self.base = base
        self.families = Families()
        self._facts, self._kinds, self._names = array("q"), array("B"), array("Q")
        self._owners, self._starts, self._ends = array("L"), array("L"), array("L")

    def watched(self, extraction: Extraction, quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
        """Yield the quads of an article unchanged, and remember what its statements say."""
        found, owner = Statements(self.base), len(self.families.order)
        for quad in quads:
            yield quad
            found.add(quad)
        for one in found:
            self._facts.append(one.fact)
            self._kinds.append(_FOLDERS.index(one.folder))
            self._names.append(one.name)
            self._owners.append(owner)
            self._starts.append(one.evidence.start)
            self._ends.append(one.evidence.end)
        self.families.add(extraction)

    def quads(self, extractions: Iterable[Extraction]) -> Iterator[ox.Quad]:
        """Yield which article copies which, how many independent ones say a fact, which statement repeats which.

        ``extractions`` are those that were watched, in the same order.
        """
        copies, order, owners = self.families.copies(extractions), self.families.order, self._owners
        for new, old in copies.items():
            yield copy_quad(order[new], order[old], self.base)
        groups = self._groups()
        shared = [group for group in groups if len({owners[place] for place in group}) > 1]
        known = self._passages({place for group in shared for place in group}, extractions)
        for group in groups:
            said = []
            if group[0] in known:
                group.sort(key=lambda place: (order[owners[place]], place))
                said = [Said(owners[p], copies.get(owners[p], owners[p]), known[p]) for p in group]
            yield from fact_quads([self._statement(place) for place in group], self.base, said)

    def _groups(self) -> list[list[int]]:
        """Return the places of the statements of each fact."""
        facts = np.array(self._facts, dtype=np.int64)
        places = np.argsort(facts, kind="stable")
        cuts = np.flatnonzero(np.diff(facts[places])) + 1
        return [part.tolist() for part in np.split(places, cuts) if len(part)]

    def _passages(self, places: set[int], extractions: Iterable[Extraction]) -> dict[int, Passage]:
        """Return the sentences of some statements with what stands around them."""
        wanted: dict[int, list[int]] = defaultdict(list)
        for place in sorted(places):
            wanted[self._owners[place]].append(place)
        found: dict[int, Passage] = {}
        for number, extraction in enumerate(extractions if wanted else ()):
            if number in wanted:
                spans = (self._statement(place).evidence for place in wanted[number])
                found.update(zip(wanted[number], passages(extraction, spans), strict=True))
        return found

    def _statement(self, place: int) -> Statement:
        span = Span(self._starts[place], self._ends[place])
        return Statement(self._facts[place], _FOLDERS[self._kinds[place]], self._names[place], span)
