"""What shows of two mentions where they stand: the words around and between them, rivals, who is spoken of."""

from collections.abc import Iterator
from functools import cache

from kg.lexicon import rules
from kg.records import Mention
from kg.relate.context import Context
from kg.relate.cues import triggers
from kg.relate.scene import Scene, Spot


class Surroundings:
    """The features of pairs of an article's mentions."""

    def __init__(self, context: Context, scene: Scene) -> None:
        """Take an article laid out."""
        self.context, self.scene = context, scene
        self._firsts = self._first_names()

    def of(self, a: Mention, b: Mention, kinds: str) -> Iterator[str]:
        """Yield what shows of two mentions where they stand."""
        x, y = self.scene.spots[a], self.scene.spots[b]
        order = "<" if a.start < b.start else ">"
        if x.outer == y.outer:
            order = "in" if x.outer == a else "out" if y.outer == b else "both"
        sentences = min(3, abs(x.sentence - y.sentence))
        clauses = min(4, abs(x.clause - y.clause))
        where = "s" if not sentences else "l" if x.line == y.line else "d"
        yield f"o={order}"
        yield f"d={kinds}{order}{where}{sentences}"
        yield f"c={kinds}{order}{clauses if not sentences else 9}"
        if order in ("in", "out"):
            start = a.start == b.start
            yield f"in={kinds}{order}{start}{a.end == b.end}"
            outer, inner = (a, b) if order == "in" else (b, a)
            yield f"it={kinds}{outer.name[-2:]}"
            yield f"ir={kinds}{outer.name[inner.end - outer.start :][:2]}"
        yield from self._sides("a", a, x)
        yield from self._sides("b", b, y)
        yield from self._rivals(a, b, x, y, kinds, order, sentences)
        if not sentences and order in "<>":
            yield from self._between(x, y, order, kinds)
        yield from self._headed(a, b, x, y)
        yield from self._in_force(a, b, x, y, kinds)

    def _sides(self, side: str, mention: Mention, spot: Spot) -> Iterator[str]:
        """Yield the words around a mention and the enumeration it belongs to."""
        scene, sentence = self.scene, spot.sentence
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

    def _rivals(
        self, a: Mention, b: Mention, x: Spot, y: Spot, kinds: str, order: str, sentences: int
    ) -> Iterator[str]:
        """Yield how many other names of either type stand between two, or nearer to one of them."""
        low, high = min(x.first, y.first), max(x.first, y.first)
        between = self.scene.units[low + 1 : high]
        own = {*range(x.group[0], x.group[1] + 1), *range(y.group[0], y.group[1] + 1)}
        names = [(i, u) for i, u in enumerate(between, low + 1) if u.mention and i not in own]
        for label, type_ in (("s", a.type), ("o", b.type)):
            count = min(3, sum(u.form == type_ for _, u in names))
            yield f"{label}#{kinds}{order}{count}"
            yield f"{label}#{order}{count}{min(1, sentences)}"
        yield from {f"has={kinds}{u.form}" for _, u in names} if not sentences else ()
        for label, spot, other, type_ in (("s", y, x, a.type), ("o", x, y, b.type)):
            rivals = self._rival_places(spot, other, type_)
            yield f"{label}!{kinds}{min(1, sentences)}{rivals}"

    def _rival_places(self, spot: Spot, other: Spot, type_: str) -> str:
        """Return where in a mention's sentence others of a type stand: before, after, in its clause."""
        found = set()
        for m in self.scene.within(spot.sentence):
            it = self.scene.spots[m]
            if m.type != type_ or other.group[0] <= it.first <= other.group[1] or it.first == spot.first:
                continue
            if spot.group[0] <= it.first <= spot.group[1]:
                continue
            found.add(("b" if it.first < spot.first else "a") + ("c" if it.clause == spot.clause else ""))
        return "".join(sorted(found))

    def _between(self, x: Spot, y: Spot, order: str, kinds: str) -> Iterator[str]:
        """Yield the words between two mentions of a sentence, and around both in their clauses."""
        left, right = (x, y) if order == "<" else (y, x)
        if left.group == right.group:
            yield f"listed{kinds}"
        units = self.scene.units[left.group[1] + 1 : right.group[0]]
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
        yield from {f"cl{order}{c}" for w in words for c in classes().get(w, ())}
        yield from {f"ck{kinds}{order}{c}" for w in words for c in classes().get(w, ())}
        text = self.context.doc.text
        start, end = self.scene.units[left.group[1]].end, self.scene.units[right.group[0]].start
        opening, closing = self.context.clause(start - 1)[0], self.context.clause(end)[1]
        for name in rules("relate")["triggers"]:
            for label, low, high in (("b", start, end), ("l", opening, start), ("r", end, closing)):
                if name not in ("owns", "joints", "at", "with") and any(w in text[low:high] for w in triggers(name)):
                    yield f"t{label}{order}{name}"
                    yield f"tk{kinds}{label}{order}{name}"

    def _in_force(self, a: Mention, b: Mention, x: Spot, y: Spot, kinds: str) -> Iterator[str]:
        """Yield whether one is the subject in force, or the place in force, where the other stands."""
        one, other = self.scene.entity(a), self.scene.entity(b)
        for label, entity, far in (("a", one, y), ("b", other, x)):
            force = self.scene.subjects.get(far.clause, {})
            subject = force.get("")
            how = "none" if subject is None else "it" if subject == entity else subject.type
            typed = force.get(entity.type)
            same = "none" if typed is None else "it" if typed == entity else "other"
            yield f"{label}force={kinds}{how}"
            yield f"{label}force={same}"
            yield f"{label}force={kinds}{same}{how}"
        if b.type == "Region":
            here = self.scene.places.get(x.clause)
            yield f"here={kinds}{'none' if here is None else 'it' if here == other else 'other'}"

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
