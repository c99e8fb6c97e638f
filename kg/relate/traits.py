"""What shows of two names of an article that may stand in a relation: features for a trained judge."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator

from kg.models import Features
from kg.recognise.gazetteer import divisions
from kg.records import Entity, Mention, Relation
from kg.relate.context import Context
from kg.relate.scene import Scene
from kg.relate.surroundings import Surroundings


class Traits:
    """The features of pairs of an article's entities."""

    def __init__(self, context: Context, scene: Scene, ruled: list[Relation]) -> None:
        """Take an article laid out, and what the rules say of it."""
        self.context, self.scene = context, scene
        self._ruled: dict[tuple[str, str], set[str]] = {}
        self._ends: dict[tuple[str, str], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for r in ruled:
            self._ruled.setdefault((r.subject, r.object), set()).add(f"{r.predicate}.{r.method}")
            self._ends["s", r.subject][r.predicate].add(r.object)
            self._ends["o", r.object][r.predicate].add(r.subject)
        self._mentions: dict[Entity, list[Mention]] = {}
        for mention in sorted(scene.spots, key=lambda m: (m.start, -m.end)):
            self._mentions.setdefault(scene.entity(mention), []).append(mention)
        self._ranks = _ranks(context)
        self._around = Surroundings(context, scene)

    def mentions(self, entity: Entity) -> list[Mention]:
        """Return an entity's mentions in order."""
        return self._mentions.get(entity, [])

    def nearest(self, one: Entity, other: Entity, keep: int = 3) -> list[tuple[Mention, Mention]]:
        """Return the pairs of mentions that stand nearest to each other."""
        spots, theirs = self.scene.spots, self.mentions(other)
        starts = [m.start for m in theirs]
        found = []
        for a in self.mentions(one):
            at = bisect_left(starts, a.start)
            for b in theirs[max(0, at - keep) : at + keep]:
                x, y = spots[a], spots[b]
                apart = 1000 * abs(x.sentence - y.sentence) + 20 * abs(x.clause - y.clause) + abs(a.start - b.start)
                found.append((apart, a.start, b.start, a, b))
        found.sort(key=lambda f: f[:3])
        return [(a, b) for *_, a, b in found[:keep]]

    def of(self, one: Entity, other: Entity, places: list[tuple[Mention, Mention]]) -> Features:
        """Return the features of two entities with their nearest mentions."""
        kinds = f"{one.type}>{other.type}"
        found: dict[str, None] = dict.fromkeys([kinds, *self._whole(one, other, kinds)])
        for rank, (a, b) in enumerate(places):
            shown = list(self._around.of(a, b, kinds))
            if rank == 0:
                found.update(dict.fromkeys(f"1{f}" for f in shown))
            elif self.scene.spots[a].sentence == self.scene.spots[b].sentence:
                found.update(dict.fromkeys(f"2{f}" for f in shown))
        return sorted(found)

    def _whole(self, one: Entity, other: Entity, kinds: str) -> Iterator[str]:
        """Yield what the article as a whole says of two entities."""
        for side, entity in (("s", one), ("o", other)):
            mine = self.mentions(entity)
            yield f"{side}n{min(4, len(mine))}"
            yield f"{side}t={entity.type}"
            yield f"{side}e={entity.type}{entity.name[-2:]}"
            yield f"{side}e={entity.type}{entity.name[-1:]}"
            yield f"{side}m={entity.method}"
            yield from (f"{side}{f}" for f in self._standing(entity))
        said = self._ruled.get((one.id, other.id), set())
        yield from (f"r={r}" for r in sorted(said))
        yield from sorted({f"r={r.partition('.')[0]}" for r in said})
        reverse = self._ruled.get((other.id, one.id), set())
        yield from (f"-r={r}" for r in sorted(reverse))
        for side, entity, far in (("s", one, other), ("o", other, one)):
            for predicate, ends in self._ends[side, entity.id].items():
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
        same = sum(e.type == entity.type for e in context.cast.entities)
        yield f"#{min(same, 3)}"
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
    counts = {e: len(e.mentions) for e in context.cast.entities}
    return {e: min(3, sum(counts[o] > n for o in counts if o.type == e.type)) for e, n in counts.items()}
