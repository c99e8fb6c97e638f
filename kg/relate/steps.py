"""Dated steps by weights: for each step word, which time dates it and who takes it, or that it tells no step.

Every time and every candidate has reasons; their weights stand in ``[steps.weights]`` of relate.toml, fitted on
annotated articles. A step is told where the best time and the best candidate together weigh more than nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import daachorse

from kg.lexicon import rules, table
from kg.records import Entity, Period, Quantity
from kg.relate.candidates import Candidate, Candidates
from kg.relate.context import Context
from kg.relate.dating import Dated, Dates, words
from kg.relate.fitness import Fitness
from kg.relate.spoken import MAIN


@dataclass(frozen=True, slots=True)
class StageWord:
    """A word that tells a step (奠基) and the stage that it means (开工)."""

    word: str
    stage: str
    types: tuple[str, ...]
    """Types of entity that take the step, most likely first."""


@dataclass(frozen=True)
class Trigger:
    """A place in the text that may tell a step: a step word, or a time that a goal is set for."""

    start: int
    end: int
    word: StageWord
    reasons: tuple[str, ...]
    time: Period | None = None
    """The time of a goal."""


@cache
def stage_words() -> tuple["daachorse.CharwiseDoubleArrayAhoCorasick", list[StageWord]]:
    """Return the words of ``stages.csv``, sorted, and what finds them."""
    found = sorted(table("stages", StageWord), key=lambda w: w.word)
    return daachorse.CharwiseDoubleArrayAhoCorasick(
        [w.word for w in found], daachorse.MATCH_KIND_LEFTMOST_LONGEST
    ), found


def weigh(reasons: tuple[str, ...]) -> float:
    """Return the sum of the weights of reasons."""
    weights = rules("relate")["steps"]["weights"]
    return sum(float(weights.get(r, 0.0)) for r in reasons)


class _StageFitness(Fitness):
    """What of an entity fits a stage, which stands in place of what is counted."""

    def classes(self, number: Quantity, indicator: str) -> list[str]:
        """Return the stage."""
        return [indicator]


class Takers(Candidates):
    """Who may take a step: as who a number may be about, with the stage in place of what is counted."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.fitness = _StageFitness(context)
        self.last: tuple[int, Entity] | None = None
        """Where the step that was told last ends, and who took it."""

    def takers(self, trigger: Trigger) -> list[Candidate]:
        """Return who may take a step, each with its reasons."""
        place = Quantity(trigger.start, trigger.end, None, None, None, "", "exactly", "")
        offered = [one for one in self.of(place, trigger.word.stage) if one.entity.type in trigger.word.types]
        acting = trigger.word.stage in words("with_object")
        has_object = acting and any(self._side(trigger, one) == "behind" for one in offered)
        going_on = tuple(self._going_on(trigger))
        found = []
        for one in offered:
            held = going_on if self.last and one.entity == self.last[1] else ()
            reasons = (*one.reasons, *held, *self._beside(trigger, one, has_object))
            found.append(Candidate(one.entity, one.at, tuple(f"who {r}" for r in reasons)))
        return found

    def _going_on(self, trigger: Trigger) -> Iterator[str]:
        """Yield how closely a step follows the one told before it, whose taker it then may share."""
        if self.last is None:
            return
        text = self.context.doc.text[self.last[0] : trigger.start]
        if self.last[0] <= self.context.sentence(trigger.start).start:
            if "\n" not in text:
                yield "after a step of the sentence before"
        elif any(s.role in MAIN for s in self.between(self.last[0], trigger.start)):
            yield "after a step and a name"
        else:
            yield f"after a step{min(3, sum(c in rules('relate')['clauses']['marks'] for c in text))}"

    def _side(self, trigger: Trigger, one: Candidate) -> str:
        """Return where a candidate stands, seen from a step word."""
        start, end = self.context.clause(trigger.start)
        if one.at < 0:
            return "apart"
        if one.at >= trigger.end:
            return "later" if one.at >= end else "behind"
        return "earlier" if one.at < start else "same"

    def _beside(self, trigger: Trigger, one: Candidate, has_object: bool) -> Iterator[str]:
        """Yield how a candidate stands to a step word, and whether that word has an object instead."""
        stage, side = trigger.word.stage, self._side(trigger, one)
        acting = "act" if stage in words("with_object") else "state"
        yield f"{stage}/{side}"
        yield f"{acting}/{side}"
        if has_object and side != "behind":
            yield f"object instead of {side}"
        if side == "behind":
            yield f"{trigger.word.word}/behind"
            if not self.context.doc.text[trigger.end : one.at].strip('"“《'):
                yield f"{acting} right behind"
            if not any(trigger.end <= s.start < one.at for s in self.between(trigger.end, one.at)):
                yield f"{acting} first behind"
            if "of" in trigger.reasons:
                yield "of it"
        elif one.entity.type == "Event" and any(w in one.entity.name for w in words("ceremonies")):
            yield "ceremony"


class Steps:
    """Finds the step words of one article, with the times and takers that may belong to each."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.around = Takers(context)
        self.triggers = sorted([*self._worded(), *self._ranked()], key=lambda t: t.start)
        self.dates = Dates(context, [t.start for t in self.triggers])
        self.triggers = sorted([*self.triggers, *self._goals()], key=lambda t: (t.start, t.end))

    def _worded(self) -> Iterator[Trigger]:
        automaton, found = stage_words()
        text = self.context.doc.text
        for start, end, index in automaton.find(text):
            word = found[index]
            sentence = self.context.sentence(start)
            if sentence.kind != "body" or self._in_name(start, end) or self._is_none(start, end):
                continue
            yield Trigger(
                start, end, word, (f"stage {word.stage}", f"word {word.word}", *self._around(start, end, word.stage))
            )

    def _around(self, start: int, end: int, stage: str) -> Iterator[str]:
        """Yield what stands around a step word: a denial, a plan, 的, 后, a noun, a count of things."""
        text = self.context.doc.text
        first, last = self.context.clause(start)
        before = text[max(first, start - 8) : start]
        if any(w in before for w in words("denying")) or any(w in text[first:last] for w in words("halting")):
            yield "denied"
        following = text[end : min(last, end + 4)]
        for name in ("of", "after_step", "rate", "done_mark", "things"):
            if following.startswith(words(name)):
                yield name
        index = self.context.seen.tokens.starting_at(end)
        if 0 <= index < len(self.context.seen.tokens.items):
            yield f"next {self.context.seen.tokens.items[index].tag[:1]}"
        if any(
            start - 6 <= q.start < min(last, end + 8) and q.unit in words("counts") for q in self._numbers(first, last)
        ):
            yield "counted"
        named = next(iter(self.context.outer_in(end, last)), None)
        if named is not None:
            yield f"{stage} with {named.type}"
        if before.endswith(words("wanting")):
            yield "wanted"
        if any(w in text[first:start] for w in words("conditional")):
            yield "conditional"
        if any(self.context.mentions_in(start - 20, start)) and start - first < 2:
            yield "begins clause"

    def _numbers(self, first: int, last: int) -> list[Quantity]:
        return list(self.context.numbers_in(first, last))

    def _ranked(self) -> Iterator[Trigger]:
        """Yield the places that are won in a ranking."""
        word = StageWord("#", rules("relate")["steps"]["rank_stage"], tuple(rules("relate")["steps"]["rank_types"]))
        for number in self.context.seen.quantities:
            if number.unit in words("rank_units") and self.context.sentence(number.start).kind == "body":
                yield Trigger(number.start, number.end, word, ("stage rank",))

    def _goals(self) -> Iterator[Trigger]:
        """Yield the times that a goal may be set for: not yet over when the article appeared."""
        issued = self.context.doc.article.issued
        goal = rules("relate")["goal"]["stage"]
        word = StageWord(goal, goal, tuple(rules("relate")["steps"]["goal_types"]))
        for time in self.dates.times:
            sentence = self.context.sentence(time.start)
            if not issued or time.value[:4] < issued[:4] or sentence.kind != "body" or time.kind in ("today", "recent"):
                continue
            if self.dates.in_name(time):
                continue
            yield Trigger(time.start, time.end, word, tuple(self._goal_reasons(time, issued)), time)

    def _goal_reasons(self, time: Period, issued: str) -> Iterator[str]:
        text = self.context.doc.text
        first, last = self.context.clause(time.start)
        sentence = self.context.sentence(time.start)
        future = time.value[:4] > issued[:4]
        when = "next" if future else "now"
        yield f"goal {when}"
        yield f"goal {when} {time.kind}"
        yield f"goal {when} {len(time.value)}"
        rest = text[time.end : sentence.end]
        for name in ("aims", "levels"):
            if any(w in text[first : min(sentence.end, last + 20)] for w in words(name)):
                yield f"goal {name} {when}"
        near_by = text[max(sentence.start, time.start - 12) : min(sentence.end, last + 20)]
        yield from (f"goal {when} {w}" for w in words("aims") if w in near_by)
        yield f"goal {when} {'year' if len(time.wording) < 6 and not time.wording[:1].isdigit() else 'told'}"
        numbers = self.context.numbers_in(time.end, sentence.end)
        near = [q for q in numbers if q.start < last + 20]
        yield f"goal {when} {'number' if near else 'number later' if numbers else 'no number'}"
        steps = [t for t in self.triggers if time.end <= t.start < last]
        if steps:
            yield f"goal step {steps[0].word.stage}"
            yield "goal step"
        if not text[first : time.start].strip():
            yield "goal leads"
        if re.match("|".join(map(re.escape, words("before"))), rest):
            yield "goal before"
        if text[time.end : time.end + 1] in words("of"):
            yield "goal of"
        if any(w in text[sentence.start : time.start] for w in words("plans")):
            yield f"goal plan {when}"

    def _is_none(self, start: int, end: int) -> bool:
        """Tell whether a step is denied (未能开工) or a word counts steps (开工率)."""
        first, _ = self.context.clause(start)
        before = self.context.doc.text[max(first, start - 4) : start]
        return any(w in before for w in words("denying")) or self.context.doc.text.startswith(words("rates"), end)

    def _in_name(self, start: int, end: int) -> bool:
        """Tell whether a step word is part of a name, which takes no step by its name alone."""
        return any(m.start <= start and end <= m.end for m in self.context.mentions_in(max(0, start - 40), end + 40))

    def dated(self, trigger: Trigger) -> list[Dated]:
        """Return the times that may date a step."""
        if trigger.time is not None:
            return [Dated(trigger.time.value, trigger.time.start, (), trigger.time.kind)]
        return self.dates.of(trigger.start)


def stages_of(word: StageWord, candidate: Candidate) -> list[str]:
    """Return the stages that a word means for a taker: a ceremony that is held takes the steps it is named after."""
    if candidate.entity.type == "Event" and "who ceremony" in candidate.reasons:
        name = candidate.entity.name
        return list(
            dict.fromkeys(w.stage for w in stage_words()[1] if w.word in name and w.word in words("ceremonies"))
        )
    return [word.stage]
