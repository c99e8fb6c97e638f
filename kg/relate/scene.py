"""The words around the names of an article: what stands before, after and between them, and which are enumerated."""

from bisect import bisect_left
from functools import cached_property
from typing import NamedTuple

from kg.lexicon import rules
from kg.recognise.tokens import MARK, NUMBER, TIME, Token
from kg.records import Entity, Mention, Sentence
from kg.relate.anaphors import anaphors
from kg.relate.context import Context


class Unit(NamedTuple):
    """A word outside all names, or a whole name."""

    start: int
    end: int
    form: str
    """The word; the type of a name, ``#`` for a number, ``@`` for a time."""
    is_verb: bool
    bars: bool = False
    """A preposition: what follows it is no subject."""
    mention: Mention | None = None


class Spot(NamedTuple):
    """Where a mention stands."""

    number: int
    """Counts the spots of an article."""
    mention: Mention
    entity: Entity
    """Who is meant."""
    first: int
    """Number of the unit that it is or lies in."""
    group: tuple[int, int]
    """First and last unit of the enumeration that it belongs to."""
    members: int
    """Names in that enumeration."""
    sentence: int
    clause: int
    line: int
    outer: Mention
    """The mention that it lies in, itself where it lies in none."""


class Scene:
    """An article as a row of units, and the spot of each mention in it."""

    def __init__(self, context: Context) -> None:
        """Lay out an article."""
        self.context = context
        self.pointing = anaphors(context)
        named = context.outer_in(0, len(context.doc.text))
        self.outer = sorted([*named, *self.pointing], key=lambda m: m.start)
        self.units = _units(context, self.outer)
        self._starts = [u.start for u in self.units]
        self.sentences: tuple[Sentence, ...] = context.doc.sentences
        self._opens = [s.start for s in self.sentences]
        marks = rules("relate")["clauses"]["marks"]
        self._cuts = [i for i, c in enumerate(context.doc.text) if c in marks]
        self._lines = [i for i, c in enumerate(context.doc.text) if c == "\n"]

    @cached_property
    def spots(self) -> dict[Mention, Spot]:
        """Return the spot of each mention."""
        groups = self._groups()
        around = {}
        for outer in self.outer:
            around.update(dict.fromkeys(self.context.mentions_in(outer.start, outer.end), outer))
        everyone = (*self.context.cast.mentions, *self.pointing)
        return {m: self._spot(number, m, around.get(m, m), groups) for number, m in enumerate(everyone)}

    def entity(self, mention: Mention) -> Entity:
        """Return who is meant at a mention, also at one that only points."""
        return self.pointing.get(mention) or self.context.entity(mention)

    def _spot(self, number: int, mention: Mention, outer: Mention, groups: dict[int, tuple[int, int, int]]) -> Spot:
        first = max(0, bisect_left(self._starts, outer.start + 1) - 1)
        low, high, members = groups.get(first, (first, first, 1))
        return Spot(
            number,
            mention,
            self.entity(mention),
            first,
            (low, high),
            members,
            bisect_left(self._opens, mention.start + 1) - 1,
            bisect_left(self._cuts, mention.start),
            bisect_left(self._lines, mention.start),
            outer,
        )

    @cached_property
    def subjects(self) -> dict[int, dict[str, Entity]]:
        """Return clause → who is its subject (key ``""``), and the last subject of each type on its line."""
        found: dict[int, dict[str, Entity]] = {}
        force: dict[str, Entity] = {}
        line = clause = -1
        open_ = False
        for unit in self.units:
            at = bisect_left(self._cuts, unit.start)
            if bisect_left(self._lines, unit.start) != line:
                line, force = bisect_left(self._lines, unit.start), {}
            if at != clause:
                clause, open_ = at, True
            if unit.mention and open_:
                entity = self.entity(unit.mention)
                force = {**force, "": entity, entity.type: entity}
            if open_ and (unit.mention or unit.is_verb or unit.bars):
                open_ = False
            found[clause] = force
        return found

    @cached_property
    def places(self) -> dict[int, Entity]:
        """Return clause → the region last said to be where things are (在, 位于, 落户 before it) on its line."""
        found: dict[int, Entity] = {}
        here: Entity | None = None
        line = -1
        marks = rules("relate")["triggers"]["place"]
        for number, unit in enumerate(self.units):
            if bisect_left(self._lines, unit.start) != line:
                line, here = bisect_left(self._lines, unit.start), None
            if unit.form == "Region" and unit.mention and number:
                before = self.units[number - 1].form
                if before in marks:
                    here = self.entity(unit.mention)
            if here:
                found[bisect_left(self._cuts, unit.start)] = here
        return found

    def _groups(self) -> dict[int, tuple[int, int, int]]:
        """Return for each unit that is an enumerated name the first and last unit of its enumeration, and how many."""
        joints, found = rules("relate")["pairs"]["joints"], {}
        names = [i for i, u in enumerate(self.units) if u.mention]
        run: list[int] = []
        for at in [*names, -1]:
            if run and at >= 0 and self._joined(run[-1], at, joints):
                run.append(at)
                continue
            found.update({i: (run[0], run[-1], len(run)) for i in run})
            run = [at]
        return found

    def _joined(self, one: int, other: int, joints: list[str]) -> bool:
        """Tell whether two names of a type have only a joint between them, quotation marks and numbers aside."""
        if self.units[one].form != self.units[other].form or other - one > 4:
            return False
        between = [u.form for u in self.units[one + 1 : other] if u.form not in '“”《》"#']
        return len(between) == 1 and between[0] in joints

    def same_sentence(self, unit: int, sentence: int) -> bool:
        """Tell whether a unit exists and lies in a sentence."""
        if not 0 <= unit < len(self.units):
            return False
        return self.sentences[sentence].start <= self.units[unit].start < self.sentences[sentence].end

    def word(self, unit: int, sentence: int) -> str:
        """Return the form of a unit, ``edge`` outside the sentence."""
        return self.units[unit].form if self.same_sentence(unit, sentence) else "edge"

    def verb(self, unit: int, step: int, sentence: int, limit: int = 12) -> str:
        """Return the nearest verb from a unit on, to the right or to the left, in the sentence."""
        for at in range(unit, unit + step * limit, step):
            if not self.same_sentence(at, sentence):
                break
            if self.units[at].is_verb:
                return self.units[at].form
        return ""


def _units(context: Context, outer: list[Mention]) -> list[Unit]:
    """Return names whole and the words outside them, cut where a name begins or ends."""
    verbs = rules("recognise")["tags"]["verb"]
    found = [Unit(m.start, m.end, m.type, False, False, m) for m in outer]
    ends = [m.end for m in outer]
    for token in context.seen.tokens.items:
        start, end = token.start, token.end
        at = bisect_left(ends, start + 1)
        while at < len(outer) and outer[at].start < end and start < end:
            if start < outer[at].start:
                found.append(_word(token, start, outer[at].start, verbs))
            start, at = outer[at].end, at + 1
        if start < end:
            found.append(_word(token, start, end, verbs))
    return sorted(found, key=lambda u: u.start)


def _word(token: Token, start: int, end: int, verbs: list[str]) -> Unit:
    text = token.text[start - token.start : end - token.start]
    form = {NUMBER: "#", TIME: "@"}.get(token.cls, text)
    return Unit(start, end, form, token.cls != MARK and token.tag in verbs, token.tag == "p")
