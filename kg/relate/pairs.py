"""Relations by a trained judge: every pair of entities that may stand in one, and how likely each predicate is.

The rules propose, too: what they say is among the features, and a relation that the judge and a rule agree on keeps the
rule's evidence and method.
"""

from collections import defaultdict
from collections.abc import Container, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain
from math import exp, fsum
from pathlib import Path

from kg.lexicon import rules
from kg.models import KINDS_OF_GROUP, Features, Group, file_of, log_odds
from kg.records import Entity, Relation
from kg.relate.context import Context
from kg.relate.inside import linked
from kg.relate.scene import Scene, Spot
from kg.relate.traits import EVERY, Traits

MODEL, YES, NO = "relations", "yes", "no"
ALL = "*"
"""Under this a feature tells of all predicates at once."""
SYMMETRIC = "cooperatesWith"
CROWD = 16
"""Names; on the gold articles pairs farther apart hold no relation that a rule, the title or the home does not tell."""


@dataclass(frozen=True)
class Pair:
    """Two entities with the predicates that their types allow, their nearest mentions, and their features."""

    subject: Entity
    object: Entity
    predicates: tuple[str, ...]
    places: list[tuple[Spot, Spot]]
    groups: list[Group]
    """Features that many pairs show together."""
    own: Features
    """What shows of these two alone."""

    @property
    def features(self) -> Features:
        """All features, each once, in no order that counts."""
        return [*chain.from_iterable(self.groups), *self.own]


class Judge:
    """The trained judge: how likely a predicate is, by what shows of two entities."""

    def __init__(self, path: Path) -> None:
        """Read a model's file."""
        weights: dict[str, dict[str, float]] = {p: {} for ps in signatures().values() for p in ps}
        for asked_for, weight in log_odds(path, YES).items():
            predicate, _, feature = asked_for.partition(" ")
            for one in weights if predicate == ALL else (predicate,):
                weights[one][feature] = weights[one].get(feature, 0.0) + weight
        self._weights = weights
        """Predicate → feature → what it adds to the log-odds."""
        self.known = frozenset(f for of_one in weights.values() for f in of_one)
        """Features that tell anything."""
        self._weigh = lru_cache(KINDS_OF_GROUP)(self._weighed)

    def chance(self, predicate: str, pair: Pair) -> float:
        """Return how likely it is that a predicate holds; groups that showed before are not weighed again."""
        weights = self._weights[predicate]
        own = [weights[f] for f in pair.own if f in weights]
        return 1 / (1 + exp(-fsum(own + [self._weigh(predicate, group) for group in pair.groups])))

    def _weighed(self, predicate: str, group: Group) -> float:
        weights = self._weights[predicate]
        return fsum([weights[f] for f in group if f in weights])


def judge() -> Judge:
    """Return the judge, read once per process."""
    return _read(file_of(MODEL))


@cache
def _read(path: Path) -> Judge:
    return Judge(path)


def judged(context: Context, ruled: list[Relation]) -> list[Relation]:
    """Return the relations that the judge holds likely, and those of the rules that it does not hold impossible.

    A thing stands in one place, as a rule, and is part of one whole: a second one must be likelier.
    """
    conf = rules("relate")["pairs"]
    likely = list(_likely(context, ruled))
    best: dict[tuple[str, str], float] = {}
    for relation, chance in likely:
        key = relation.subject, relation.predicate
        best[key] = max(chance, best.get(key, 0.0))
    return [
        r for r, chance in likely
        if r.predicate not in conf["single"] or chance >= min(conf["least"]["second"], best[r.subject, r.predicate])
    ]  # fmt: skip


def _likely(context: Context, ruled: list[Relation]) -> Iterator[tuple[Relation, float]]:
    """Yield each relation that is likely enough by itself, with how likely it is."""
    by, least = judge(), rules("relate")["pairs"]["least"]
    by_rule = {(r.subject, r.predicate, r.object): r for r in ruled}
    for pair in pairs(context, ruled, by.known):
        for predicate in pair.predicates:
            if predicate == "partOf" and _against_codes(context, pair):
                continue
            same = by_rule.get((pair.subject.id, predicate, pair.object.id))
            chance = by.chance(predicate, pair)
            if chance >= least["ruled" if same else "judged"]:
                at = max(spot.mention.start for spot in pair.places[0])
                yield same or linked(context, pair.subject, predicate, pair.object, at, "judge"), chance


def _against_codes(context: Context, pair: Pair) -> bool:
    """Tell whether the codes of two divisions forbid that one lies in the other."""
    one, other = pair.subject, pair.object
    return bool(one.code and other.code) and not context.contained(one, other)


def asked(predicate: str, features: Features) -> Features:
    """Return features as the judge reads them: each under the predicate, and under all predicates at once."""
    features = sorted(features)
    return [f"{predicate} {f}" for f in features] + [f"{ALL} {f}" for f in features if ">" not in f or f[0] in "12"]


@cache
def signatures() -> dict[tuple[str, str], tuple[str, ...]]:
    """Return type of subject, type of object → predicates."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    conf = rules("relate")
    for predicate, (subjects, objects) in conf["signatures"].items():
        for subject in subjects:
            for target in objects:
                found[subject, target].append(predicate)
    for predicate, types in conf["same_type_signatures"].items():
        for one in types:
            found[one, one].append(predicate)
    found["Project", "Event"].append("partOf")
    return {k: tuple(v) for k, v in found.items()}


def pairs(context: Context, ruled: list[Relation], known: Container[str] = EVERY) -> Iterator[Pair]:
    """Yield each pair of entities that may stand in a relation; of a symmetric one, only the earlier first.

    Of the features of one pair alone, only those that are ``known`` are made.
    """
    scene = Scene(context)
    traits = Traits(context, scene, ruled, known)
    place = {e.id: n for n, e in enumerate(context.cast.entities)}
    near = _near(scene) | {(r.subject, r.object) for r in ruled}
    wide = _wide(context, traits)
    near |= {(x, e) for x in wide for e in place} | {(e, x) for x in wide for e in place}
    for subject, target in sorted(near, key=lambda ids: (place[ids[0]], place[ids[1]])):
        one, other = context.cast.entities[place[subject]], context.cast.entities[place[target]]
        predicates = signatures().get((one.type, other.type), ())
        if place[subject] > place[target]:
            predicates = tuple(p for p in predicates if p != SYMMETRIC)
        places = traits.nearest(one, other) if predicates and subject != target else []
        if places:
            yield Pair(one, other, predicates, places, *traits.of(one, other, places))


def _wide(context: Context, traits: Traits) -> set[str]:
    """Return the ids of entities that a fact anywhere in the article may be about."""
    title = context.doc.sentences[0].end
    home, everyone = context.home, context.cast.entities
    found = {e.id for e in everyone if traits.spots(e) and traits.spots(e)[0].mention.end <= title}
    found |= {e.id for e in (home, context.protagonist) if e}
    return found | {e.id for e in everyone if home and context.contained(home, e)}


def _near(scene: Scene) -> set[tuple[str, str]]:
    """Return pairs of ids of entities named within two sentences, or within eight of one line.

    Where names crowd, each stands only with the next :data:`CROWD` in these pairs.
    """
    by_sentence: dict[int, dict[tuple[str, int], None]] = defaultdict(dict)
    for spot in scene.spots.values():
        by_sentence[spot.sentence][spot.entity.id, spot.line] = None
    found = set()
    for at, here in by_sentence.items():
        ahead = [(step, *other) for step in range(9) for other in by_sentence.get(at + step, ())]
        for place, (one, line) in enumerate(here):
            for step, other, same in ahead[max(0, place - CROWD) : place + CROWD]:
                if one != other and (step <= 2 or same == line):
                    found.add((one, other))
                    found.add((other, one))
    return found
