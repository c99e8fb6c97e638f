"""Entities of many articles → nodes: the same thing once, and never two things as one.

Administrative divisions are one by their code, everything else by type and name. A short name joins a full one only
where an article itself gives both and no second full name claims it. Two things of one type and name are kept apart
where their articles are about different regions and neither lies in the other.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from kg.recognise.gazetteer import ancestors, divisions, gazetteer
from kg.records import Entity, Extraction
from kg.resolve.keys import may_join
from kg.segment import squash

EntityKey = tuple[str, str]
"""Article's sha256 and the entity's id within it."""
PLACED = ("Project", "Policy", "FinancialInstrument", "Event", "Institution", "Recognition")
"""Types whose plain names (产业投资基金, 发改委) recur from place to place."""


@dataclass(frozen=True, slots=True)
class Node:
    """One thing of the graph."""

    type: str
    name: str
    aliases: tuple[str, ...] = ()
    code: str = ""
    kind: str = ""
    discriminator: str = ""
    """What tells it from another thing of the same type and name: the region that its articles are about."""


def resolve(extractions: Iterable[Extraction]) -> dict[EntityKey, Node]:
    """Return the node of every entity of every article; a pure function of the set of extractions."""
    groups: dict[tuple[str, ...], list[tuple[EntityKey, Entity]]] = defaultdict(list)
    items = sorted(extractions, key=lambda x: x.article.sha256)
    full = _full_names(items)
    for extraction in items:
        home = _home_code(extraction)
        for entity in extraction.entities:
            groups[_identity(entity, home, full)].append(((extraction.article.sha256, entity.id), entity))
    return _nodes(_split_or_join(groups))


def _identity(entity: Entity, home: str, full: dict[tuple[str, str], set[str]]) -> tuple[str, ...]:
    """Return (type, name key, home) or (type, code); home only for names that recur from place to place."""
    if entity.code:
        return (entity.type, entity.code)
    readings = gazetteer().readings.get(entity.name, [])
    known = next((r.canonical for r in readings if r.type == entity.type and r.source in ("known", "area")), "")
    name = squash(known or entity.name)
    fulls = full.get((entity.type, name), set())
    if len(fulls) == 1 and name not in fulls and not known:
        name = next(iter(fulls))
    return (entity.type, name, home if entity.type in PLACED and not known else "")


def _full_names(items: list[Extraction]) -> dict[tuple[str, str], set[str]]:
    """Return (type, short name) → the full names that articles give for it."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for extraction in items:
        for entity in extraction.entities:
            if entity.type in ("Enterprise", "Region") and not entity.code:
                for alias in entity.aliases:
                    if may_join(entity.name, alias):
                        found[entity.type, squash(alias)].add(squash(entity.name))
    return found


def _home_code(extraction: Extraction) -> str:
    home = next((e for e in extraction.entities if e.id == extraction.home), None)
    return home.code or squash(home.name) if home else ""


def _split_or_join(
    groups: dict[tuple[str, ...], list[tuple[EntityKey, Entity]]],
) -> dict[tuple[str, ...], list[tuple[EntityKey, Entity]]]:
    """Join groups of one type and name whose homes contain each other; others keep their home as discriminator."""
    joined: dict[tuple[str, ...], list[tuple[EntityKey, Entity]]] = {}
    for identity in sorted(groups):
        target = identity
        if len(identity) == 3:
            for other in joined:
                if other[:2] == identity[:2] and len(other) == 3 and _nested(other[2], identity[2]):
                    target = other
                    break
        joined.setdefault(target, []).extend(groups[identity])
    return joined


def _nested(one: str, other: str) -> bool:
    if one == other or not one or not other:
        return True
    codes = divisions()
    if one not in codes or other not in codes:
        return False
    return one in ancestors(other) or other in ancestors(one)


def _nodes(groups: dict[tuple[str, ...], list[tuple[EntityKey, Entity]]]) -> dict[EntityKey, Node]:
    homes: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for identity in groups:
        homes[identity[:2]].add(identity[-1])
    found: dict[EntityKey, Node] = {}
    for identity, members in groups.items():
        node = _node(identity, [e for _, e in members], len(homes[identity[:2]]) > 1)
        found.update((key, node) for key, _ in members)
    return found


def _node(identity: tuple[str, ...], entities: list[Entity], clashes: bool) -> Node:
    forms = {f for e in entities for f in (e.name, *e.aliases)}
    first = entities[0]
    if first.code:
        name = divisions()[first.code].name
    else:
        name = max((e.name for e in entities), key=lambda n: (sum(e.name == n for e in entities), len(n), n))
    kind = next((e.kind for e in entities if e.kind), "")
    discriminator = ""
    if clashes and len(identity) == 3:
        discriminator = divisions()[identity[2]].name if identity[2] in divisions() else identity[2]
    return Node(first.type, name, tuple(sorted(forms - {name})), first.code, kind, discriminator)
