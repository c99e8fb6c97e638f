"""Mentions of one article → its entities: one per named thing, with every form that the article uses."""

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, replace

from kg.lexicon import pattern, rules
from kg.recognise import Recognised
from kg.recognise.gazetteer import areas, divisions
from kg.records import Entity, Mention
from kg.relate.coreference import Name, coreferent, plain
from kg.segment import Document, squash

ROUNDS = 3
"""How often names are joined; what was joined lets others join."""

LAST = "\U0010ffff"
"""The last character there is: what begins with a word sorts before the word and this."""


@dataclass(frozen=True)
class Cast:
    """The entities of an article and who is meant at each mention."""

    entities: tuple[Entity, ...]
    mentions: tuple[Mention, ...]
    """In order of position."""
    of: dict[Mention, Entity]

    def by_id(self, entity_id: str) -> Entity:
        """Return the entity with that id."""
        return self._ids[entity_id]

    @property
    def _ids(self) -> dict[str, Entity]:
        return {e.id: e for e in self.entities}


def cast(doc: Document, seen: Recognised) -> Cast:
    """Group mentions into entities: by code, by canonical name, by forms that differ only in what a form may drop."""
    groups = _groups(list(seen.mentions))
    entities, of = [], {}
    firms = {m.name for m in seen.mentions if m.type == "Enterprise"}
    ordered = sorted(groups, key=lambda g: (g[0].start, g[0].type, g[0].name))
    for number, group in enumerate(ordered, 1):
        entity = _entity(f"e{number}", group, doc, firms)
        entities.append(entity)
        of.update(dict.fromkeys(group, entity))
    return Cast(tuple(entities), tuple(sorted(of, key=lambda m: (m.start, -m.end, m.type))), of)


def _groups(mentions: list[Mention]) -> list[list[Mention]]:
    """Union mentions of one type that share a key."""
    parent = list(range(len(mentions)))

    def root(i: int) -> int:
        while parent[i] != i:
            i = parent[i]
        return i

    owner: dict[tuple[str, str], int] = {}
    for i, mention in enumerate(mentions):
        for key in keys(mention):
            if (mention.type, key) in owner:
                parent[root(i)] = root(owner[mention.type, key])
            owner[mention.type, key] = i
    for i, j in _owner_only(mentions):
        parent[root(j)] = root(i)
    named = _named(mentions)
    for i, mention in enumerate(mentions):
        if not mention.code:
            parent[root(i)] = root(named[_name(mention.type, mention.name)])
    whole = frozenset(name for name, i in named.items() if mentions[i].code)
    for _ in range(ROUNDS):
        for full, short in list(coreferent({name: root(i) for name, i in named.items()}, whole)):
            parent[root(named[short])] = root(named[full])
    groups = defaultdict(list)
    for i, mention in enumerate(mentions):
        groups[root(i)].append(mention)
    return [sorted(g, key=lambda m: (m.start, m.end)) for g in groups.values()]


def _name(kind: str, name: str) -> Name:
    return kind, plain(kind, squash(name))


def _named(mentions: list[Mention]) -> dict[Name, int]:
    """Return each name with a mention of it: of an administrative division where the name stands for one alone."""
    codes: dict[Name, dict[str, int]] = defaultdict(dict)
    for i, mention in enumerate(mentions):
        codes[_name(mention.type, mention.name)].setdefault(mention.code, i)
        if mention.code:
            codes[_name(mention.type, mention.canonical)].setdefault(mention.code, i)
    found = {}
    for name, of in codes.items():
        divisions_ = [i for code, i in of.items() if code]
        if len(divisions_) == 1:
            found[name] = divisions_[0]
        elif "" in of:
            found[name] = of[""]
    return found


def keys(mention: Mention) -> set[str]:
    """Return the comparison keys of a mention within its article; two mentions that share one are one thing."""
    if mention.code:
        return {mention.code}
    found = {squash(mention.name)}
    if mention.canonical:
        found.add(squash(mention.canonical))
    conf = rules("relate")["identity"]
    for suffix in conf["suffixes"].get(mention.type, []):
        found |= {k.removesuffix(suffix) for k in set(found) if len(k) > len(suffix) + 2}
    if mention.type == "Event":
        found |= {squash(f) for f in _forms(mention)}
    if mention.type in ("Policy", "FinancialInstrument") and "“" in mention.name and "”" in mention.name:
        inner = mention.name[mention.name.index("“") + 1 : mention.name.rindex("”")]
        found.add(squash(inner))
    return found


def _owner_only(mentions: list[Mention]) -> list[tuple[int, int]]:
    """Return pairs (full, short) where 京东方项目 can only mean the one project of that enterprise."""
    found = []
    firms = {squash(m.name) for m in mentions if m.type == "Enterprise"}
    tails = rules("relate")["identity"]["suffixes"]["Project"]
    projects = [(i, squash(m.name)) for i, m in enumerate(mentions) if m.type == "Project"]
    names = sorted({n for _, n in projects})
    at = {n: i for i, n in reversed(projects)}
    for j, name in projects:
        owner = next((name.removesuffix(t) for t in tails if name.endswith(t)), "")
        if owner not in firms:
            continue
        begin, behind = bisect_left(names, owner), bisect_left(names, owner + LAST)
        fits = {n for n in names[begin:behind] if n.removesuffix(tails[0]) != owner}
        if fits and len({n.removesuffix(tails[0]) for n in fits}) == 1:
            found.append((min(at[n] for n in fits), j))
    return found


def _entity(entity_id: str, group: list[Mention], doc: Document, firms: set[str]) -> Entity:
    first = group[0]
    forms = sorted({m.name for m in group}, key=lambda n: (-len(squash(n)), n))
    name, kind = forms[0], ""
    if first.code:
        name, kind = divisions()[first.code].name, "AdministrativeDivision"
    elif first.type == "Region":
        area = next((areas()[f] for f in forms if f in areas()), None)
        kind = area.kind if area else _region_kind(name)
    spans = tuple(doc.span(m.start, m.end) for m in group)
    aliases = {form for m in group for form in _forms(m)} - {name} - (firms if first.type == "Project" else set())
    return Entity(entity_id, first.type, name, tuple(sorted(aliases)), spans, first.code, kind, first.method)


def _region_kind(name: str) -> str:
    """Return what kind of region one in no table is, by how its name ends."""
    ends = {k: tuple(v) for k, v in rules("relate")["identity"].items() if k in ("governed", "zoned", "areal")}
    if name.endswith(ends["governed"]):
        return "AdministrativeDivision"
    return "DevelopmentZone" if name.endswith(ends["zoned"]) and not name.endswith(ends["areal"]) else "EconomicRegion"


def as_written(cast: Cast, doc: Document) -> tuple[Entity, ...]:
    """Return the entities named in the characters of the article, with the simplified forms among their aliases."""
    if not doc.is_traditional:
        return cast.entities
    groups: dict[str, list[Mention]] = defaultdict(list)
    for mention in cast.mentions:
        groups[cast.of[mention].id].append(mention)
    return tuple(_written(entity, groups[entity.id], doc) for entity in cast.entities)


def _written(entity: Entity, group: list[Mention], doc: Document) -> Entity:
    own = [replace(m, name=doc.written(m.start, m.end)) for m in group]
    name = next((w.name for w, m in zip(own, group, strict=True) if m.name == entity.name), entity.name)
    aliases = {entity.name, *entity.aliases, *(form for m in own for form in _forms(m))}
    if entity.code:
        name = entity.name
    return replace(entity, name=name, aliases=tuple(sorted(aliases - {name})))


def _bare(name: str) -> set[str]:
    """Return a project's name behind its owner (…公司的X项目) or its size (年产8万吨X项目), where a name is left."""
    found = pattern("relate", "before_project").match(name)
    return {name[found.end() :]} if found and len(name) - found.end() >= 4 else set()


def _forms(mention: Mention) -> set[str]:
    """Return a mention's name as written and without its quotation marks and closing head."""
    found = {mention.name}
    if mention.type in ("Policy", "FinancialInstrument") and "“" in mention.name and "”" in mention.name:
        found.add(mention.name[mention.name.index("“") + 1 : mention.name.rindex("”")])
    if mention.type == "Event" and (dated := pattern("relate", "leading_date").match(mention.name)):
        found.add(mention.name[dated.end() :])
    if mention.type == "Project":
        found |= _bare(mention.name)
        for suffix in rules("relate")["identity"]["suffixes"]["Project"]:
            if mention.name.endswith(suffix) and len(mention.name) > len(suffix) + 2:
                found.add(mention.name[: -len(suffix)])
    return found
