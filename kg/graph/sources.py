"""How many independent articles say a fact: what a graph shows only when all its articles stand together.

Two statements are one fact where they agree in all of :data:`kg.vocab.SAYS`. An article that copies another, or copies
the sentence, is no further word for it. What follows from that lies in the default graph.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256

import numpy as np
import pyoxigraph as ox

from kg.copies import Families, Passage, Said, order_of, originals, page_of, passage
from kg.graph.literals import typed
from kg.records import Extraction, Span
from kg.vocab import KG, SAYS, XSD

_FOLDERS = ("claim", "observation", "milestone", "turn")
_SPANS = (KG.start, KG.end)


@dataclass(slots=True)
class _Row:
    """What the quads of one statement have told so far."""

    says: list[tuple[str, str]]
    evidence: str = ""


class Sources:
    """Statements as they come from one article after another, and then who says what of his own."""

    def __init__(self, base: str) -> None:
        """Begin with none; ``base`` is that of all IRIs."""
        self.base = base
        self.families = Families()
        self._heads = tuple(f"{base}{name}/" for name in _FOLDERS)
        self._order: list[tuple[str, int, str]] = []
        self._facts, self._names = array("Q"), array("Q")
        self._kinds, self._owners, self._starts, self._ends = array("B"), array("L"), array("L"), array("L")

    def watched(self, extraction: Extraction, quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
        """Yield the quads of an article unchanged, and remember what its statements say."""
        rows: dict[str, _Row] = defaultdict(lambda: _Row([]))
        places: dict[str, dict[str, int]] = defaultdict(dict)
        for quad in quads:
            yield quad
            subject, name = str(quad.subject)[1:-1], quad.predicate.value
            if name in SAYS:
                rows[subject].says.append((name, str(quad.object)))
            elif name == KG.evidence:
                rows[subject].evidence = str(quad.object)[1:-1]
            elif name in _SPANS and isinstance(quad.object, ox.Literal):
                places[subject][name] = int(quad.object.value)
        for iri, row in rows.items():
            if iri.startswith(self._heads):
                self._add(iri, row, places[row.evidence])
        self.families.add(extraction)
        self._order.append(order_of(extraction))

    def _add(self, iri: str, row: _Row, place: dict[str, int]) -> None:
        text = "\n".join(f"{name} {value}" for name, value in sorted(set(row.says)))
        self._facts.append(int.from_bytes(sha256(text.encode()).digest()[:8], "big"))
        folder, _, name = iri.removeprefix(self.base).partition("/")
        self._kinds.append(_FOLDERS.index(folder))
        self._names.append(int(name, 16))
        self._owners.append(len(self._order))
        self._starts.append(place[KG.start])
        self._ends.append(place[KG.end])

    def quads(self, extractions: Iterable[Extraction]) -> Iterator[ox.Quad]:
        """Yield which article copies which, how many independent ones say a fact, which statement repeats which.

        ``extractions`` are those that were watched, in the same order.
        """
        copies = self.families.copies(extractions)
        for new, old in sorted(copies.items()):
            yield ox.Quad(self._article(new), ox.NamedNode(KG.copyOf), self._article(old))
        groups = self._groups()
        shared = [group for group in groups if len({self._owners[place] for place in group}) > 1]
        passages = self._passages({place for group in shared for place in group}, extractions)
        for group in groups:
            found = [-1] * len(group)
            if group[0] in passages:
                group = sorted(group, key=lambda place: (self._order[self._owners[place]], place))
                found = originals([self._said(place, passages[place], copies) for place in group])
            yield from self._counted(group, found)

    def _groups(self) -> list[list[int]]:
        """Return the places of the statements of each fact."""
        facts = np.array(self._facts, dtype=np.uint64)
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
                page, cut = page_of(extraction), dict[Span, Passage]()
                for place in wanted[number]:
                    span = Span(self._starts[place], self._ends[place])
                    found[place] = cut.setdefault(span, passage(page, span))
        return found

    def _said(self, place: int, where: Passage, copies: dict[int, int]) -> Said:
        article = self._owners[place]
        return Said(article, copies.get(article, article), where)

    def _counted(self, group: list[int], found: list[int]) -> Iterator[ox.Quad]:
        """Yield what the statements of one fact are to each other."""
        own = {self._owners[place] for place, first in zip(group, found, strict=True) if first < 0}
        count = typed(str(len(own)), XSD.integer)
        for place, first in zip(group, found, strict=True):
            iri = self._statement(place)
            yield ox.Quad(iri, ox.NamedNode(KG.independentArticles), count)
            if first >= 0:
                yield ox.Quad(iri, ox.NamedNode(KG.repeats), self._statement(group[first]))

    def _article(self, number: int) -> ox.NamedNode:
        return ox.NamedNode(f"{self.base}article/{self._order[number][-1][:16]}")

    def _statement(self, place: int) -> ox.NamedNode:
        return ox.NamedNode(f"{self.base}{_FOLDERS[self._kinds[place]]}/{self._names[place]:016x}")
