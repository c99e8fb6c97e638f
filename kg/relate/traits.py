"""What shows of two names of an article that may stand in a relation: features for a trained judge."""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Container, Iterator
from functools import lru_cache
from itertools import chain
from operator import itemgetter

from kg.models import KINDS_OF_GROUP, Features, Group
from kg.recognise.gazetteer import divisions
from kg.records import Entity, Relation
from kg.relate.context import Context
from kg.relate.scene import Scene, Spot
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
        self._spots: dict[str, list[Spot]] = {}
        for spot in sorted(scene.spots.values(), key=lambda s: (s.mention.start, -s.mention.end)):
            self._spots.setdefault(spot.entity.id, []).append(spot)
        self._starts = {of: [s.mention.start for s in mine] for of, mine in self._spots.items()}
        self._ranks = _ranks(context)
        self._types = Counter(e.type for e in context.cast.entities)
        self._levels = {e.id: self._level(e) for e in context.cast.entities}
        self._around = Surroundings(context, scene)
        self._alone: dict[tuple[str, str], Features] = {}
        self._sides: dict[tuple[str, str, int], Features] = {}
        self._lying: dict[tuple[str, str], str] = {}

    def spots(self, entity: Entity) -> list[Spot]:
        """Return where an entity is named, in order."""
        return self._spots.get(entity.id, [])

    def nearest(self, one: Entity, other: Entity, keep: int = 3) -> list[tuple[Spot, Spot]]:
        """Return the pairs of mentions that stand nearest to each other."""
        mine, theirs, starts = self.spots(one), self.spots(other), self._starts.get(other.id, [])
        if len(theirs) == 1 and len(mine) == 1:
            return [(mine[0], theirs[0])]
        found = []
        for x in self._beside(one, other, keep) if theirs else ():
            start = x.mention.start
            at = bisect_left(starts, start)
            for y in theirs[max(0, at - keep) : at + keep]:
                there = y.mention.start
                apart = 1000 * abs(x.sentence - y.sentence) + 20 * abs(x.clause - y.clause) + abs(start - there)
                found.append((apart, start, there, x, y))
        found.sort(key=itemgetter(0, 1, 2))
        return [(x, y) for *_, x, y in found[:keep]]

    def _beside(self, one: Entity, other: Entity, keep: int) -> list[Spot]:
        """Return where an entity is named, only what is next to the other where that is named less often."""
        mine, theirs = self.spots(one), self._starts[other.id]
        if len(mine) <= 4 * keep * len(theirs):
            return mine
        starts = self._starts[one.id]
        beside = {
            i for t in theirs for i in range(bisect_left(starts, t) - 2 * keep, bisect_left(starts, t) + 2 * keep)
        }
        return [mine[i] for i in sorted(beside) if 0 <= i < len(mine)]

    def of(self, one: Entity, other: Entity, places: list[tuple[Spot, Spot]]) -> tuple[list[Group], Features]:
        """Return the features of two entities with their nearest mentions, each once, in no order that counts.

        First groups that many pairs show, with unknown features too, then the known features of these two alone.
        """
        kinds, known = f"{one.type}>{other.type}", self._known
        x, y = places[0]
        groups, words = self._around.of(x, y, kinds, "1")
        groups.append(self._named(one, other))
        own = [f for f in (*self._told(one, other), *words) if f in known]
        own += self._by_itself("s", one) + self._by_itself("o", other)
        own += self._side("1", "a", x) + self._side("1", "b", y)
        further: dict[str, None] = {}
        for x, y in places[1:]:
            if x.sentence == y.sentence:
                shown, words = self._around.of(x, y, kinds, "2")
                further.update(dict.fromkeys(f for f in chain(*shown, words) if f in known))
                further.update(dict.fromkeys(self._side("2", "a", x) + self._side("2", "b", y)))
        return groups, own + list(further)

    def _side(self, place: str, side: str, spot: Spot) -> Features:
        """Return what shows around a mention, as a feature of its place among the nearest."""
        key = place, side, spot.number
        if key not in self._sides:
            shown = (place + f for f in dict.fromkeys(self._around.side(side, spot)))
            self._sides[key] = [f for f in shown if f in self._known]
        return self._sides[key]

    def _by_itself(self, side: str, entity: Entity) -> Features:
        """Return what the article as a whole says of an entity, whatever the other."""
        if (side, entity.id) not in self._alone:
            found = [
                f"n{min(4, len(self.spots(entity)))}", f"t={entity.type}", f"e={entity.type}{entity.name[-2:]}",
                f"e={entity.type}{entity.name[-1:]}", f"m={entity.method}", *self._standing(entity),
            ]  # fmt: skip
            self._alone[side, entity.id] = [f for f in (f"{side}{f}" for f in dict.fromkeys(found)) if f in self._known]
        return self._alone[side, entity.id]

    def _told(self, one: Entity, other: Entity) -> Features:
        """Return what the rules tell of two entities, and of each of them with others."""
        found: Features = []
        if said := self._ruled.get((one.id, other.id)):
            found += [f"r={r}" for r in said] + [f"r={r.partition('.')[0]}" for r in said]
        if reverse := self._ruled.get((other.id, one.id)):
            found += [f"-r={r}" for r in reverse]
        for side, entity, far in (("s", one, other), ("o", other, one)):
            for predicate, ends in self._ends.get((side, entity.id), {}).items():
                if far.id not in ends:
                    found.append(f"{side}r={predicate}")
        return list(dict.fromkeys(found)) if found else found

    def _named(self, one: Entity, other: Entity) -> Group:
        """Return what names and levels say of two entities."""
        shared = 0
        for x, y in zip(one.name, other.name, strict=False):
            if x != y:
                break
            shared += 1
        levels = self._levels[one.id], self._levels[other.id]
        return _names(one.type, other.type, self._holds(one, other), self._holds(other, one), min(4, shared), levels)

    def _holds(self, whole: Entity, part: Entity) -> str:
        """Return whether a name that holds the name of another begins with it, nothing where none holds it."""
        key = whole.id, part.id
        if key not in self._lying:
            forms = [f for f in (part.name, *part.aliases) if len(f) > 1]
            self._lying[key] = ""
            for name in (whole.name, *whole.aliases):
                fits = [f for f in forms if f in name and f != name]
                if fits:
                    self._lying[key] = str(name.startswith(tuple(fits)))
                    break
        return self._lying[key]

    def _standing(self, entity: Entity) -> Iterator[str]:
        context = self.context
        yield f"rank{self._ranks[entity.id]}"
        if entity == context.home:
            yield "=home"
        if entity == context.protagonist:
            yield "=hero"
        if entity in context.tags:
            yield "=tag"
        mine = self.spots(entity)
        if mine and mine[0].mention.end <= context.doc.sentences[0].end:
            yield "=title"
        if entity.type == "Region":
            yield f"={self._levels[entity.id]}"
        yield f"#{min(self._types[entity.type], 3)}"
        if mine and all(spot.outer is not spot.mention for spot in mine):
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


@lru_cache(KINDS_OF_GROUP)
def _names(one: str, other: str, holds: str, held: str, shared: int, levels: tuple[str, str]) -> Group:
    """Return the types of two entities, how one name lies in the other, and the levels where one is a region."""
    found = [f"{one}>{other}", f"prefix{shared}"]
    found += [f"in{one}>{other}", f"in{holds}"] if holds else []
    found += [f"out{other}>{one}", f"out{held}"] if held else []
    if "Region" in (one, other):
        found.append(f"h={one}>{other}{levels[0]}>{levels[1]}")
    return tuple(found)


def _ranks(context: Context) -> dict[str, int]:
    """Return for the id of each entity how many of its type are named more often, three at most."""
    counts: dict[str, list[int]] = defaultdict(list)
    for e in context.cast.entities:
        counts[e.type].append(len(e.mentions))
    for same in counts.values():
        same.sort()
    mine = {e.id: (counts[e.type], len(e.mentions)) for e in context.cast.entities}
    return {of: min(3, len(same) - bisect_right(same, often)) for of, (same, often) in mine.items()}
