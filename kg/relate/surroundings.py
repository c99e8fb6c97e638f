"""What shows of two mentions where they stand: the words around and between them, rivals, who is spoken of."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cache, lru_cache

import daachorse

from kg.lexicon import rules
from kg.models import KINDS_OF_GROUP, Features, Group
from kg.records import Entity, Mention
from kg.relate.context import Context
from kg.relate.cues import triggers
from kg.relate.scene import Scene, Spot

MANY, FAR = 500, 1000
"""Units, characters: what stands farther away in one sentence is not looked at; people write none so long."""


class Surroundings:
    """The features of pairs of an article's mentions."""

    def __init__(self, context: Context, scene: Scene) -> None:
        """Take an article laid out."""
        self.context, self.scene = context, scene
        self._firsts = self._first_names()
        self._named: dict[str, list[int]] = {}
        """Type → the units that are names of it."""
        for number, unit in enumerate(scene.units):
            if unit.mention:
                self._named.setdefault(unit.form, []).append(number)
        self._rivals_of: dict[tuple[int, str], list[tuple[int, int]]] = {}
        """Sentence, type → unit and clause of its outer mentions."""
        for mention in scene.outer:
            spot = scene.spots[mention]
            self._rivals_of.setdefault((spot.sentence, mention.type), []).append((spot.first, spot.clause))
        self._cues = _cues(context.doc.text)
        self._cue_starts = [start for start, _, _ in self._cues]

    def of(self, x: Spot, y: Spot, kinds: str, place: str) -> tuple[list[Group], Features]:
        """Return what shows of two mentions together where they stand, each feature under its place in the ranking.

        First groups that many pairs show, then features of these two alone.
        """
        order = "<" if x.mention.start < y.mention.start else ">"
        if x.outer is y.outer:
            order = "in" if x.outer is x.mention else "out" if y.outer is y.mention else "both"
        sentences = min(3, abs(x.sentence - y.sentence))
        clauses = 9 if sentences else min(4, abs(x.clause - y.clause))
        low, high = min(x.first, y.first), max(x.first, y.first)
        spans = {x.group, y.group}
        groups = [
            _distance(place, kinds, order, "l" if x.line == y.line else "d", sentences, clauses),
            _rivals(
                place, kinds, order, "1" if sentences else "0",
                self._named_between(x.mention.type, low, high, spans), self._rival_places(y, x, x.mention.type),
                self._named_between(y.mention.type, low, high, spans), self._rival_places(x, y, y.mention.type),
            ),
            _in_force(place, kinds, self._force(x.entity, y), self._force(y.entity, x), self._here(x, y)),
        ]  # fmt: skip
        own = self._headed(x, y)
        if order in ("in", "out"):
            own += _nested(kinds, order, x.mention, y.mention)
        if not sentences and high - low > 1:
            own += [f"has={kinds}{t}" for t in self._named if self._named_between(t, low, high, spans)]
        if not sentences and order in "<>":
            own += dict.fromkeys(self._between(x, y, order, kinds))
        return groups, [place + f for f in own]

    def side(self, side: str, spot: Spot) -> Iterator[str]:
        """Yield the words around a mention and the enumeration it belongs to."""
        scene, mention, sentence = self.scene, spot.mention, spot.sentence
        low, high = spot.group
        first, after = scene.word(low - 1, sentence), scene.word(high + 1, sentence)
        yield f"{side}<{first}"
        yield f"{side}>{after}"
        verbs = scene.verb(low - 1, -1, sentence), scene.verb(high + 1, 1, sentence)
        for where, word in (("<", first), (">", after), ("v<", verbs[0]), ("v>", verbs[1])):
            yield from (f"{side}{where}{c}" for c in classes().get(word, ()))
        if mention.method == "anaphor":
            yield f"{side}points"
        yield f"{side}<<{scene.word(low - 2, sentence)}{first}"
        yield f"{side}>>{after}{scene.word(high + 2, sentence)}"
        yield f"{side}v<{verbs[0]}"
        yield f"{side}v>{verbs[1]}"
        yield f"{side}l{min(3, spot.members)}"
        yield f"{side}k{scene.sentences[sentence].kind}"
        if scene.sentences[sentence].item >= 0:
            yield f"{side}item"
        if mention == self._firsts.get(("s", sentence, mention.type)):
            yield f"{side}first"
        if not scene.same_sentence(low - 1, sentence):
            yield f"{side}opens"
        if mention == self._firsts.get(("l", spot.line, mention.type)):
            yield f"{side}leads"

    def _named_between(self, type_: str, low: int, high: int, spans: set[tuple[int, int]]) -> int:
        """Count the names of a type between two units, three at most, those in enumerations aside."""
        names = self._named.get(type_)
        if not names or high - low < 2:
            return 0
        count = bisect_left(names, high) - bisect_right(names, low)
        for first, last in spans if count else ():
            inside = bisect_left(names, min(high, last + 1)) - bisect_right(names, max(low, first - 1))
            count -= max(0, inside)
        return min(3, count)

    def _rival_places(self, spot: Spot, other: Spot, type_: str) -> str:
        """Return where in a mention's sentence others of a type stand: before, after, in its clause.

        Where there are very many, those next to it show it.
        """
        firsts = self._rivals_of.get((spot.sentence, type_))
        if not firsts:
            return ""
        if len(firsts) > 2 * MANY:
            at = bisect_left(firsts, (spot.first, 0))
            firsts = firsts[max(0, at - MANY) : at + MANY]
        found = set()
        for first, clause in firsts:
            if other.group[0] <= first <= other.group[1] or spot.group[0] <= first <= spot.group[1]:
                continue
            found.add(("b" if first < spot.first else "a") + ("c" if clause == spot.clause else ""))
        return "".join(sorted(found))

    def _between(self, x: Spot, y: Spot, order: str, kinds: str) -> Iterator[str]:
        """Yield the words between two mentions of a sentence, and around both in their clauses."""
        left, right = (x, y) if order == "<" else (y, x)
        if left.group == right.group:
            yield f"listed{kinds}"
        first, last = left.group[1] + 1, right.group[0]
        units = self.scene.units[first:last]
        if last - first > 2 * MANY:
            units = units[:MANY] + units[-MANY:]
        words = [u.form for u in units]
        if len(words) <= 4:
            yield f"w={order}{''.join(words)}"
            yield f"wt={kinds}{order}{''.join(words)}"
        if len(words) <= 20:
            yield from (f"bw{order}{w}" for w in words)
        verbs = [u.form for u in units if u.is_verb]
        yield f"vs{order}{min(3, len(verbs))}"
        if verbs:
            yield f"v1{order}{verbs[0]}"
            yield f"v9{order}{verbs[-1]}"
            yield f"vt{kinds}{order}{verbs[-1]}"
        yield f"n={order}{min(6, len(words) // 2)}"
        for c in {c for w in words for c in classes().get(w, ())}:
            yield f"cl{order}{c}"
            yield f"ck{kinds}{order}{c}"
        start, end = self.scene.units[left.group[1]].end, self.scene.units[right.group[0]].start
        opening, closing = self.context.clause(start - 1)[0], self.context.clause(end)[1]
        for label, low, high in (
            ("b", start, end),
            ("l", max(opening, start - FAR), start),
            ("r", end, min(closing, end + FAR)),
        ):
            for name in self._said(low, high):
                yield f"t{label}{order}{name}"
                yield f"tk{kinds}{label}{order}{name}"

    def _said(self, low: int, high: int) -> set[str]:
        """Return the names of the triggers whose words stand in a stretch of the text."""
        found: set[str] = set()
        for at in range(bisect_left(self._cue_starts, low), bisect_left(self._cue_starts, high)):
            _, end, names = self._cues[at]
            if end <= high:
                found |= names
        return found

    def _force(self, entity: Entity, far: Spot) -> tuple[str, str]:
        """Return whether an entity is the subject in force where another stands: of all, and of its type."""
        force = self.scene.subjects.get(far.clause, {})
        subject, typed = force.get(""), force.get(entity.type)
        how = "none" if subject is None else "it" if subject.id == entity.id else subject.type
        return how, "none" if typed is None else "it" if typed.id == entity.id else "other"

    def _here(self, x: Spot, y: Spot) -> str:
        """Return whether a region is the place in force where another name stands; nothing of what is no region."""
        if y.mention.type != "Region":
            return ""
        here = self.scene.places.get(x.clause)
        return "none" if here is None else "it" if here.id == y.entity.id else "other"

    def _headed(self, x: Spot, y: Spot) -> Features:
        """Return whether the name of one stands in the heading or label over the other."""
        over, found = (self.scene.sentences[x.sentence], self.scene.sentences[y.sentence]), []
        for label, mention, sentence in (("a", x.mention, over[1]), ("b", y.mention, over[0])):
            if mention.name in sentence.heading:
                found.append(f"{label}heading")
            if sentence.label and mention.name in sentence.label:
                found.append(f"{label}label")
        if over[0].section == over[1].section:
            found.append("section")
        return found

    def _first_names(self) -> dict[tuple[str, int, str], Mention]:
        found: dict[tuple[str, int, str], Mention] = {}
        for mention in self.scene.outer:
            spot = self.scene.spots[mention]
            found.setdefault(("s", spot.sentence, mention.type), mention)
            found.setdefault(("l", spot.line, mention.type), mention)
        return found


@lru_cache(KINDS_OF_GROUP)
def _distance(place: str, kinds: str, order: str, line: str, sentences: int, clauses: int) -> Group:
    """Return how far apart two mentions stand."""
    where = line if sentences else "s"
    return (
        f"{place}o={order}", f"{place}d={kinds}{order}{where}{sentences}", f"{place}c={kinds}{order}{clauses}",
    )  # fmt: skip


def _nested(kinds: str, order: str, a: Mention, b: Mention) -> Features:
    """Return how one mention lies in the other."""
    outer, inner = (a, b) if order == "in" else (b, a)
    return [
        f"in={kinds}{order}{a.start == b.start}{a.end == b.end}", f"it={kinds}{outer.name[-2:]}",
        f"ir={kinds}{outer.name[inner.end - outer.start :][:2]}",
    ]  # fmt: skip


@lru_cache(KINDS_OF_GROUP)
def _rivals(
    place: str, kinds: str, order: str, apart: str, first: int, firsts: str, second: int, seconds: str
) -> Group:
    """Return how many other names of either type stand between two, and where in their sentences."""
    return (
        f"{place}s#{kinds}{order}{first}", f"{place}s#{order}{first}{apart}", f"{place}s!{kinds}{apart}{firsts}",
        f"{place}o#{kinds}{order}{second}", f"{place}o#{order}{second}{apart}", f"{place}o!{kinds}{apart}{seconds}",
    )  # fmt: skip


@lru_cache(KINDS_OF_GROUP)
def _in_force(place: str, kinds: str, first: tuple[str, str], second: tuple[str, str], here: str) -> Group:
    """Return whether one of two is the subject in force, or the place in force, where the other stands."""
    found = []
    for label, (how, same) in (("a", first), ("b", second)):
        start = f"{place}{label}force="
        found += [f"{start}{kinds}{how}", f"{start}{same}", f"{start}{kinds}{same}{how}"]
    return (*found, f"{place}here={kinds}{here}") if here else tuple(found)


@cache
def classes() -> dict[str, tuple[str, ...]]:
    """Return word → the kinds of facts that it speaks of."""
    found: dict[str, tuple[str, ...]] = {}
    for name, words in rules("relate")["word_kinds"].items():
        for word in words:
            found[word] = (*found.get(word, ()), f"={name}")
    return found


def _cues(text: str) -> list[tuple[int, int, set[str]]]:
    """Return where the words of triggers stand, with the triggers' names, in order."""
    automaton, names = _trigger_words()
    return sorted((start, end, names[word]) for start, end, word in automaton.find_overlapping(text))


@cache
def _trigger_words() -> tuple["daachorse.CharwiseDoubleArrayAhoCorasick", list[set[str]]]:
    """Return the automaton over the words of triggers, and the names of the triggers that each is of."""
    found: dict[str, set[str]] = {}
    for name in rules("relate")["triggers"]:
        for word in triggers(name) if name not in ("owns", "joints", "at", "with") else ():
            found.setdefault(word, set()).add(name)
    return daachorse.CharwiseDoubleArrayAhoCorasick(list(found), daachorse.MATCH_KIND_STANDARD), list(found.values())
