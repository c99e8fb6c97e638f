"""Who a number may be about, each with the reasons that speak for or against it.

A candidate is a name or pointing word near the number, or the article's own home and protagonist. Its reasons are
named: where it stands, the role it plays there, whether its type fits what is counted.
"""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from kg.lexicon import rules
from kg.recognise.quoted import REPORT
from kg.recognise.tokens import NAME, TIME
from kg.records import Entity, Quantity, Sentence
from kg.relate.context import Context
from kg.relate.fitness import Fitness
from kg.relate.spoken import MAIN, Spoken, is_bare, spoken, the_two, words

FAR = 5000
"""Characters: no item of a list goes on for longer."""


@dataclass(frozen=True)
class Candidate:
    """An entity that a number may be about, where it is spoken of, and what speaks for or against it."""

    entity: Entity
    at: int
    reasons: tuple[str, ...]


class Candidates:
    """Finds the candidates for every number of one article."""

    def __init__(self, context: Context) -> None:
        self.context, self.fitness = context, Fitness(context)
        self._fresh: dict[int, bool] = {}

    @cached_property
    def spoken(self) -> list[Spoken]:
        """Everything that the article speaks of, in order."""
        return spoken(self.context)

    @cached_property
    def _starts(self) -> list[int]:
        return [s.start for s in self.spoken]

    def between(self, start: int, end: int) -> list[Spoken]:
        """Return what is spoken of in ``[start:end)``."""
        return self.spoken[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def of(self, number: Quantity, indicator: str) -> list[Candidate]:
        """Return every candidate for a number in order of position, then what needs no mention near it."""
        kinds = self.fitness.classes(number, indicator)
        found = []
        for one in self._near(number):
            found.append(Candidate(one.entity, one.start, tuple(self._places(number, one))))
        for reason, entity in self._standing(number, kinds):
            if entity is not None:
                found.append(Candidate(entity, -1, (reason,)))
        return [
            Candidate(c.entity, c.at, (*c.reasons, *self.fitness.of(c.entity, kinds), *self._doubts(c.entity)))
            for c in found
        ]

    def _doubts(self, entity: Entity) -> tuple[str, ...]:
        likely = self._likely.get(entity, 1.0)
        return (f"doubt{int(likely * 5)}",) if likely < 0.6 else ()

    @cached_property
    def _likely(self) -> dict[Entity, float]:
        """How likely the judge of names held each entity, by its likeliest mention."""
        found: dict[Entity, float] = {}
        for mention in self.context.cast.mentions:
            entity = self.context.entity(mention)
            found[entity] = max(found.get(entity, 0.0), mention.score)
        return found

    def _standing(self, number: Quantity, kinds: list[str]) -> Iterator[tuple[str, Entity | None]]:
        """Yield who may be meant without being named near a number, with the reason."""
        fresh = self._is_fresh(number)
        yield "home of its own" if fresh else "home", self.context.home
        yield "protagonist", self.context.protagonist
        yield "batch" if self._goes_on_with_batch(number) else "event", self._event(number)
        if self._rulebook:
            yield "rulebook" if "rule" in kinds else "rulebook at rest", self._rulebook
        yield "member in order", self._distributed(number)

    @cached_property
    def _rulebook(self) -> Entity | None:
        """The policy that an article names most: the rules whose numbers it tells."""
        known = (e for e in self.context.cast.entities if e.type == "Policy" and e.method != REPORT)
        policies = [e for e in known if not is_bare(e.name)]
        told = sum(self.context.doc.text.count(w) for w in words("rule_words"))
        if told < 3:
            return None
        return max(policies, key=lambda e: (len(e.mentions), -int(e.id[1:])), default=None)

    def _event(self, number: Quantity) -> Entity | None:
        """Return the event that was named last within three sentences of a section."""
        index = bisect_left(self._events, number.start, key=lambda s: s.start)
        last = self._events[index - 1] if index else None
        return last.entity if last and self.context.near(last.start, number.start) else None

    @cached_property
    def _events(self) -> list[Spoken]:
        return [s for s in self.spoken if s.entity.type == "Event" and not s.points]

    def _goes_on_with_batch(self, number: Quantity) -> bool:
        """Tell whether a sentence goes on about a batch of works (这批项目…, 其中产业类项目92个, 50亿元以上的7个)."""
        sentence = self.context.sentence(number.start)
        text = self.context.doc.text
        _, end = self.context.clause(number.start)
        pointed = any(w in text[sentence.start : sentence.start + 12] for w in words("batch_words"))
        counted = any(
            q.unit in words("batch_units") and any(w in text[q.start - 8 : q.end + 8] for w in words("batch_nouns"))
            for q in self.context.numbers_in(sentence.start, end)
        )
        return pointed or counted or self.context.class_limit(number) is not None

    def _distributed(self, number: Quantity) -> Entity | None:
        """Return the member of A、B that a number belongs to by order, where 分别 says so."""
        context = self.context
        start, end = context.clause(number.start)
        at = max(context.doc.text.rfind(w, start, number.start) for w in words("distributive"))
        if at < 0:
            return None
        named = [s.entity for s in self.between(start, at) if s.role in ("listed", "later", "subject")]
        if any(w in context.doc.text[start:at] for w in words("both_words")):
            named = list(the_two(context, self.between(max(0, start - FAR), at), at) or ())
        numbers = [q for q in context.numbers_in(at + 1, end + 40) if q.unit == number.unit]
        order = numbers.index(number) if number in numbers else -1
        if not 0 <= order < len(named) or len(named) < 2 or len({e.type for e in named}) > 1:
            return None
        return named[order]

    def _near(self, number: Quantity) -> list[Spoken]:
        """Return what is spoken of around a number: its paragraph up to it, its clause, and what rules over it."""
        sentence = self.context.sentence(number.start)
        paragraph = max(self.context.line_before(number.start), number.start - 500)
        _, end = self.context.clause(number.start)
        ruling = max(sentence.item, number.start - FAR) if 0 <= sentence.item < sentence.start else number.start
        return self.between(min(paragraph, ruling), min(sentence.end, end + 40))

    def _places(self, number: Quantity, one: Spoken) -> Iterator[str]:
        """Yield where a candidate stands, seen from a number, and the role it plays there."""
        context, text = self.context, self.context.doc.text
        start, end = context.clause(number.start)
        sentence = context.sentence(number.start)
        if one.start <= number.start and number.end <= one.end:
            yield "holds"
            return
        if one.start >= number.end:
            yield from self._behind(number, one, end)
            return
        label = self._label(sentence)
        if (
            label
            and not one.points
            and sentence.start <= one.start
            and one.end <= text.find(label, sentence.start) + len(label) + 1
        ):
            yield "label"
            return
        where, steps = self._distance(one, sentence, start)
        yield one.role
        yield f"{where}{steps or ''}"
        yield f"{where}:{one.role}"
        if where != "same":
            yield f"{where} {one.entity.type}"
        yield f"{where}:{one.role} {one.entity.type}"
        yield from self._opens(one, sentence)
        if one.role in ("listed", "later") and text[one.end : number.start].endswith(words("and_others")):
            yield "counted"
        if one.points:
            yield f"points by {'that' if one.points == 'pair' and where != 'same' else one.points}"
        home = context.sentence(one.start)
        if self._label(home) != label or (home.label != sentence.label and label):
            yield "other label"
        if home.item != sentence.item:
            yield "other item"
        elif sentence.item >= 0 and 0 <= one.start - sentence.item <= 6:
            yield "item"
        if where == "same":
            if not text[one.end : number.start].strip():
                yield "adjacent"
            return
        later = {s.entity.id for s in self._leading(one.end, number.start)}
        yield f"shadow{min(3, len(later - {one.entity.id}))}"
        if self._is_fresh(number):
            yield f"{where} before a subject of its own"
        if text[start : number.start].lstrip().startswith(words("carry_words")):
            yield f"{where} goes on"

    def _label(self, sentence: Sentence) -> str:
        """Return the label before a colon that a sentence begins with, in an article that labels its paragraphs."""
        begins = self.context.doc.text.find(f"{sentence.label}:", sentence.start, sentence.start + 24) >= 0
        return sentence.label if begins and self._labelled else ""

    @cached_property
    def _labelled(self) -> bool:
        return len({s.label for s in self.context.doc.sentences if s.label}) > 3

    def _leading(self, start: int, end: int) -> list[Spoken]:
        """Return what is spoken of in ``[start:end)`` that what follows may go on about."""
        starts, leading = self._leaders
        return leading[bisect_left(starts, start) : bisect_left(starts, end)]

    @cached_property
    def _leaders(self) -> tuple[list[int], list[Spoken]]:
        leading = [s for s in self.spoken if self._leads(s)]
        return [s.start for s in leading], leading

    @staticmethod
    def _leads(one: Spoken) -> bool:
        """Tell whether what follows may go on about something rather than about what was spoken of before it."""
        return one.role in MAIN and one.entity.type in words("leading_types")

    def _opens(self, one: Spoken, sentence: Sentence) -> Iterator[str]:
        """Yield whether a candidate is the first in a main role of its paragraph, and of the number's sentence."""
        if self._leads(one) and not self._leading(self.context.line_before(one.start) + 1, one.start):
            yield "opens paragraph"
        if one.start >= sentence.start and self._leads(one) and not self._leading(sentence.start, one.start):
            yield "opens sentence"
        if one.entity.mentions and one.entity.mentions[0].start < self.context.doc.sentences[0].end:
            yield "in title"

    def _is_fresh(self, number: Quantity) -> bool:
        """Tell whether a number's clause begins with a noun of its own that is no name (沿江3家化工企业…)."""
        if number.start not in self._fresh:
            self._fresh[number.start] = self._begins_with_noun(number)
        return self._fresh[number.start]

    def _begins_with_noun(self, number: Quantity) -> bool:
        context = self.context
        start, _ = context.clause(number.start)
        index = context.seen.tokens.starting_at(start)
        while 0 <= index < len(context.seen.tokens.items):
            token = context.seen.tokens.items[index]
            if token.start >= number.start:
                return False
            if token.cls == TIME or token.tag[:1] in ("d", "t", "c", "r", "x") or token.text in words("leads"):
                index += 1
                continue
            return token.tag[:1] in ("n", "f", "s") and token.cls != NAME and token.text not in words("carry_words")
        return False

    def _distance(self, one: Spoken, sentence: Sentence, start: int) -> tuple[str, int]:
        """Return same, clause or sentence, and how many of them lie between a candidate and a number's clause."""
        if one.start >= start:
            return "same", 0
        if one.start >= sentence.start:
            return "clause", min(4, self.context.marks_in(one.end, start))
        if self.context.line_before(sentence.start) >= one.end:
            return "paragraph", 0
        return "sentence", min(4, self.context.sentences_between(one.end, sentence.start))

    def _behind(self, number: Quantity, one: Spoken, end: int) -> Iterator[str]:
        """Yield why a name behind a number may be meant: 投资50亿元的X, 投资6亿元建设的X, 拿出5亿元设立X."""
        between = self.context.doc.text[number.end : one.start]
        money = number.unit in ("CNY", "USD", "EUR")
        marked = any(c in between for c in rules("relate")["clauses"]["marks"])
        alone = not self.context.numbers_in(number.end, one.start)
        alone = alone and not any(s.role != "place" for s in self.between(number.end, one.start))
        if between in ("", *words("of")):
            reason = "attribute" if between else "before"
        elif between.endswith(words("of")) and not marked and alone:
            reason = "described"
        elif one.role == "introduced" and money and alone:
            reason = "paid"
        else:
            reason = "after" if one.start >= end else "behind"
        yield reason
        if reason != "after":
            yield f"{reason}:{one.entity.type}"
