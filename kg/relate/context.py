"""Who is spoken of: the article's home, the subject in force at a position, and what 该项目 or 全市 points to."""

from bisect import bisect_left
from collections import Counter
from functools import cached_property

from kg.lexicon import rules
from kg.recognise import Recognised
from kg.recognise.gazetteer import ancestors
from kg.relate.entities import Cast
from kg.records import Entity, Mention, Sentence
from kg.segment import Document


class Context:
    """An article with its cast, and the questions that relations and numbers ask of it."""

    def __init__(self, doc: Document, seen: Recognised, cast: Cast) -> None:
        self.doc, self.seen, self.cast = doc, seen, cast
        self._starts = [m.start for m in cast.mentions]

    def mentions_in(self, start: int, end: int) -> list[Mention]:
        """Return mentions that lie in ``[start:end)``, outermost first at each position."""
        first, last = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return [m for m in self.cast.mentions[first:last] if m.end <= end]

    def outer_in(self, start: int, end: int) -> list[Mention]:
        """Return mentions in ``[start:end)`` that lie in no other one."""
        found: list[Mention] = []
        for mention in self.mentions_in(start, end):
            if not found or mention.start >= found[-1].end:
                found.append(mention)
        return found

    def inner_of(self, outer: Mention) -> list[Mention]:
        """Return mentions inside another one."""
        return [m for m in self.mentions_in(outer.start, outer.end) if m != outer]

    def entity(self, mention: Mention) -> Entity:
        """Return who is meant at a mention."""
        return self.cast.of[mention]

    @cached_property
    def tags(self) -> list[Entity]:
        """Regions that the column tag of the title names."""
        if not self.doc.tag:
            return []
        end = self.doc.text.find("】")
        return [self.entity(m) for m in self.mentions_in(0, max(end, 0)) if m.type == "Region"]

    @cached_property
    def home(self) -> Entity | None:
        """The region that the article as a whole is about: title before lead before how often it is named."""
        title = self.doc.sentences[0]
        tag_end = self.doc.text.find("】") if self.doc.tag else -1
        points: Counter[Entity] = Counter()
        lead = min(len(self.doc.text), title.end + 220)
        for mention in self.cast.mentions:
            entity = self.entity(mention)
            if entity.type != "Region" or entity.kind == "EconomicRegion":
                continue
            if self._nested_in_name(mention):
                points[entity] += 0
            elif mention.start <= tag_end:
                points[entity] += 1
            elif mention.end <= title.end:
                points[entity] += 6
            else:
                points[entity] += 2 if mention.start < lead else 1
        if not points:
            return next((e for e in self.cast.entities if e.type == "Region"), None)
        return min(points, key=lambda e: (-points[e], e.id))

    def _nested_in_name(self, mention: Mention) -> bool:
        return any(m.start <= mention.start and mention.end <= m.end and m != mention for m in self._around(mention))

    def _around(self, mention: Mention) -> list[Mention]:
        index = bisect_left(self._starts, mention.start - 40)
        return [m for m in self.cast.mentions[index : bisect_left(self._starts, mention.end)] if m.end >= mention.end]

    def sentence(self, position: int) -> Sentence:
        """Return the sentence that holds a position."""
        return self.doc.sentence_at(position)

    def clause(self, position: int) -> tuple[int, int]:
        """Return the stretch between commas, colons and sentence ends that holds a position."""
        sentence = self.sentence(position)
        marks = rules("relate")["clauses"]["marks"]
        start, end = position, position
        while start > sentence.start and self.doc.text[start - 1] not in marks:
            start -= 1
        while end < sentence.end and self.doc.text[end] not in marks:
            end += 1
        return start, end

    def contained(self, inner: Entity, outer: Entity) -> bool:
        """Tell whether one administrative division lies in another by its code."""
        return bool(inner.code and outer.code) and outer.code in ancestors(inner.code)
