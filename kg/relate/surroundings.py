"""What shows of two mentions where they stand: the words around and between them, rivals, who is spoken of."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cache

import daachorse

from kg.lexicon import rules
from kg.records import Mention
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

    def of(self, a: Mention, b: Mention, kinds: str) -> list[str]:
        """Return what shows of two mentions together where they stand."""
        x, y = self.scene.spots[a], self.scene.spots[b]
        order = "<" if a.start < b.start else ">"
        if x.outer == y.outer:
            order = "in" if x.outer == a else "out" if y.outer == b else "both"
        sentences = min(3, abs(x.sentence - y.sentence))
        clauses = min(4, abs(x.clause - y.clause))
        where = "s" if not sentences else "l" if x.line == y.line else "d"
        found = [
            f"o={order}", f"d={kinds}{order}{where}{sentences}", f"c={kinds}{order}{clauses if not sentences else 9}",
        ]  # fmt: skip
        if order in ("in", "out"):
            outer, inner = (a, b) if order == "in" else (b, a)
            found += [
                f"in={kinds}{order}{a.start == b.start}{a.end == b.end}", f"it={kinds}{outer.name[-2:]}",
                f"ir={kinds}{outer.name[inner.end - outer.start :][:2]}",
            ]  # fmt: skip
        found += self._rivals(a, b, x, y, kinds, order, sentences)
        if not sentences and order in "<>":
            found += self._between(x, y, order, kinds)
        found += self._headed(a, b, x, y)
        found += self._in_force(a, b, x, y, kinds)
        return found

    def side(self, side: str, mention: Mention) -> Iterator[str]:
        """Yield the words around a mention and the enumeration it belongs to."""
        scene, spot = self.scene, self.scene.spots[mention]
        sentence = spot.sentence
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

    def _rivals(self, a: Mention, b: Mention, x: Spot, y: Spot, kinds: str, order: str, sentences: int) -> list[str]:
        """Return how many other names of either type stand between two, or nearer to one of them."""
        low, high = min(x.first, y.first), max(x.first, y.first)
        spans = {x.group, y.group}
        apart, found = "1" if sentences else "0", []
        for label, type_ in (("s", a.type), ("o", b.type)):
            count = min(3, self._named_between(type_, low, high, spans))
            found += [f"{label}#{kinds}{order}{count}", f"{label}#{order}{count}{apart}"]
        if not sentences and high - low > 1:
            found += [f"has={kinds}{t}" for t in self._named if self._named_between(t, low, high, spans)]
        for label, spot, other, type_ in (("s", y, x, a.type), ("o", x, y, b.type)):
            found.append(f"{label}!{kinds}{apart}{self._rival_places(spot, other, type_)}")
        return found

    def _named_between(self, type_: str, low: int, high: int, spans: set[tuple[int, int]]) -> int:
        """Count the names of a type between two units, those in enumerations aside."""
        names = self._named.get(type_)
        if not names or high - low < 2:
            return 0
        count = bisect_left(names, high) - bisect_right(names, low)
        for first, last in spans if count else ():
            inside = bisect_left(names, min(high, last + 1)) - bisect_right(names, max(low, first - 1))
            count -= max(0, inside)
        return count

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

    def _in_force(self, a: Mention, b: Mention, x: Spot, y: Spot, kinds: str) -> list[str]:
        """Return whether one is the subject in force, or the place in force, where the other stands."""
        one, other, found = self.scene.entity(a), self.scene.entity(b), []
        for label, entity, far in (("a", one, y), ("b", other, x)):
            force = self.scene.subjects.get(far.clause, {})
            subject = force.get("")
            how = "none" if subject is None else "it" if subject == entity else subject.type
            typed = force.get(entity.type)
            same = "none" if typed is None else "it" if typed == entity else "other"
            found += [f"{label}force={kinds}{how}", f"{label}force={same}", f"{label}force={kinds}{same}{how}"]
        if b.type == "Region":
            here = self.scene.places.get(x.clause)
            found.append(f"here={kinds}{'none' if here is None else 'it' if here == other else 'other'}")
        return found

    def _headed(self, a: Mention, b: Mention, x: Spot, y: Spot) -> Iterator[str]:
        """Yield whether the name of one stands in the heading or label over the other."""
        for label, mention, spot in (("a", a, y), ("b", b, x)):
            sentence = self.scene.sentences[spot.sentence]
            if mention.name in sentence.heading:
                yield f"{label}heading"
            if sentence.label and mention.name in sentence.label:
                yield f"{label}label"
        if self.scene.sentences[x.sentence].section == self.scene.sentences[y.sentence].section:
            yield "section"

    def _first_names(self) -> dict[tuple[str, int, str], Mention]:
        found: dict[tuple[str, int, str], Mention] = {}
        for mention in self.scene.outer:
            spot = self.scene.spots[mention]
            found.setdefault(("s", spot.sentence, mention.type), mention)
            found.setdefault(("l", spot.line, mention.type), mention)
        return found


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
