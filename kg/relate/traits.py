"""What shows of two names of an article that may stand in a relation: features for a trained judge."""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Container, Iterator
from operator import itemgetter

from kg.models import Features
from kg.recognise.gazetteer import divisions
from kg.records import Entity, Mention, Relation
from kg.relate.context import Context
from kg.relate.scene import Scene
from kg.relate.surroundings import Surroundings


class _Every:
    """Holds every feature: what shows is not yet weighed."""

    def __contains__(self, feature: object) -> bool:
        return True


EVERY = _Every()


class Traits:
    """The features of pairs of an article's entities."""

    def __init__(self, context: Context, scene: Scene, ruled: list[Relation], known: Container[str] = EVERY) -> None:
        """Take an article laid out, what the rules say of it, and the features that are asked for."""
        self.context, self.scene, self._known = context, scene, known
        self._ruled: dict[tuple[str, str], set[str]] = {}
        self._ends: dict[tuple[str, str], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for r in ruled:
            self._ruled.setdefault((r.subject, r.object), set()).add(f"{r.predicate}.{r.method}")
            self._ends["s", r.subject][r.predicate].add(r.object)
            self._ends["o", r.object][r.predicate].add(r.subject)
        self._mentions: dict[Entity, list[Mention]] = {}
        for mention in sorted(scene.spots, key=lambda m: (m.start, -m.end)):
            self._mentions.setdefault(scene.entity(mention), []).append(mention)
        self._starts = {e: [m.start for m in mine] for e, mine in self._mentions.items()}
        self._ranks = _ranks(context)
        self._types = Counter(e.type for e in context.cast.entities)
        self._around = Surroundings(context, scene)
        self._alone: dict[tuple[str, str], list[str]] = {}
        self._sides: dict[tuple[str, str, Mention], list[str]] = {}

    def mentions(self, entity: Entity) -> list[Mention]:
        """Return an entity's mentions in order."""
        return self._mentions.get(entity, [])

    def nearest(self, one: Entity, other: Entity, keep: int = 3) -> list[tuple[Mention, Mention]]:
        """Return the pairs of mentions that stand nearest to each other."""
        spots, theirs, starts = self.scene.spots, self.mentions(other), self._starts.get(other, [])
        if len(theirs) == 1 and len(self.mentions(one)) == 1:
            return [(self.mentions(one)[0], theirs[0])]
        found = []
        for a in self._beside(one, other, keep) if theirs else ():
            at, x = bisect_left(starts, a.start), spots[a]
            for b in theirs[max(0, at - keep) : at + keep]:
                y = spots[b]
                apart = 1000 * abs(x.sentence - y.sentence) + 20 * abs(x.clause - y.clause) + abs(a.start - b.start)
                found.append((apart, a.start, b.start, a, b))
        found.sort(key=itemgetter(0, 1, 2))
        return [(a, b) for *_, a, b in found[:keep]]

    def _beside(self, one: Entity, other: Entity, keep: int) -> list[Mention]:
        """Return an entity's mentions, only those next to the other's where the other is named less often."""
        mine, theirs = self.mentions(one), self._starts[other]
        if len(mine) <= 4 * keep * len(theirs):
            return mine
        starts = self._starts[one]
        beside = {
            i for t in theirs for i in range(bisect_left(starts, t) - 2 * keep, bisect_left(starts, t) + 2 * keep)
        }
        return [mine[i] for i in sorted(beside) if 0 <= i < len(mine)]

    def of(self, one: Entity, other: Entity, places: list[tuple[Mention, Mention]]) -> Features:
        """Return the features of two entities with their nearest mentions; each once, in no order that counts."""
        kinds, known = f"{one.type}>{other.type}", self._known
        found = self._by_itself("s", one) + self._by_itself("o", other)
        found += [f for f in (kinds, *self._whole(one, other, kinds)) if f in known]
        for rank, (a, b) in enumerate(places):
            if rank and self.scene.spots[a].sentence != self.scene.spots[b].sentence:
                continue
            place = "2" if rank else "1"
            found += self._side(place, "a", a) + self._side(place, "b", b)
            found += [f for shown in self._around.of(a, b, kinds) if (f := place + shown) in known]
        return list(dict.fromkeys(found))

    def _side(self, place: str, side: str, mention: Mention) -> list[str]:
        """Return what shows around a mention, as a feature of its place among the nearest."""
        if (place, side, mention) not in self._sides:
            shown = (f"{place}{f}" for f in self._around.side(side, mention))
            self._sides[place, side, mention] = [f for f in shown if f in self._known]
        return self._sides[place, side, mention]

    def _by_itself(self, side: str, entity: Entity) -> list[str]:
        """Return what the article as a whole says of an entity, whatever the other."""
        if (side, entity.id) not in self._alone:
            found = [
                f"n{min(4, len(self.mentions(entity)))}", f"t={entity.type}", f"e={entity.type}{entity.name[-2:]}",
                f"e={entity.type}{entity.name[-1:]}", f"m={entity.method}", *self._standing(entity),
            ]  # fmt: skip
            self._alone[side, entity.id] = [f for f in (f"{side}{f}" for f in found) if f in self._known]
        return self._alone[side, entity.id]

    def _whole(self, one: Entity, other: Entity, kinds: str) -> Iterator[str]:
        """Yield what the article as a whole says of two entities together."""
        if said := self._ruled.get((one.id, other.id)):
            yield from (f"r={r}" for r in said)
            yield from (f"r={r.partition('.')[0]}" for r in said)
        if reverse := self._ruled.get((other.id, one.id)):
            yield from (f"-r={r}" for r in reverse)
        for side, entity, far in (("s", one, other), ("o", other, one)):
            for predicate, ends in self._ends.get((side, entity.id), {}).items():
                if far.id not in ends:
                    yield f"{side}r={predicate}"
        yield from self._names(one, other)
        if one.type == "Region" or other.type == "Region":
            yield f"h={kinds}{self._level(one)}>{self._level(other)}"

    def _names(self, one: Entity, other: Entity) -> Iterator[str]:
        """Yield how one name lies in the other."""
        for label, whole, part in (("in", one, other), ("out", other, one)):
            forms = [f for f in (part.name, *part.aliases) if len(f) > 1]
            for name in (whole.name, *whole.aliases):
                fits = [f for f in forms if f in name and f != name]
                if fits:
                    yield f"{label}{whole.type}>{part.type}"
                    yield f"{label}{name.startswith(tuple(fits))}"
                    break
        shared = 0
        for x, y in zip(one.name, other.name, strict=False):
            if x != y:
                break
            shared += 1
        yield f"prefix{min(4, shared)}"

    def _standing(self, entity: Entity) -> Iterator[str]:
        context = self.context
        yield f"rank{self._ranks[entity]}"
        if entity == context.home:
            yield "=home"
        if entity == context.protagonist:
            yield "=hero"
        if entity in context.tags:
            yield "=tag"
        mine = self.mentions(entity)
        if mine and mine[0].end <= context.doc.sentences[0].end:
            yield "=title"
        if entity.type == "Region":
            yield f"={self._level(entity)}"
        yield f"#{min(self._types[entity.type], 3)}"
        if mine and all(self.scene.spots[m].outer != m for m in mine):
            yield "=inner"

    def _level(self, entity: Entity) -> str:
        """Return how a region lies to the home: home, above, below, beside; with its level or kind."""
        if entity.type != "Region":
            return ""
        home = self.context.home
        kind = divisions()[entity.code].level if entity.code else entity.kind
        if home is None or entity == home:
            return f"home.{kind}"
        if self.context.contained(entity, home):
            return f"below.{kind}"
        if self.context.contained(home, entity):
            return f"above.{kind}"
        return f"beside.{kind}"


def _ranks(context: Context) -> dict[Entity, int]:
    """Return for each entity how many of its type are named more often, three at most."""
    counts: dict[str, list[int]] = defaultdict(list)
    for e in context.cast.entities:
        counts[e.type].append(len(e.mentions))
    for same in counts.values():
        same.sort()
    above = {e: len(counts[e.type]) - bisect_right(counts[e.type], len(e.mentions)) for e in context.cast.entities}
    return {e: min(3, more) for e, more in above.items()}
