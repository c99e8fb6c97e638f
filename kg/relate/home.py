"""The region that an article as a whole is about."""

from collections import Counter
from collections.abc import Callable

from kg.lexicon import rules
from kg.recognise.gazetteer import ancestors
from kg.records import Entity, Mention
from kg.relate.entities import Cast
from kg.segment import Document


def home_of(doc: Document, cast: Cast, is_nested: Callable[[Mention], bool]) -> Entity | None:
    """Return the region for which most speaks: title, lead, how often it and what lies in it is named, words like 全市.

    Names inside longer names count less; a column tag counts nothing unless no other region is named.
    """
    regions = [e for e in cast.entities if e.type == "Region"]
    tag_end = doc.text.find("】") if doc.tag else -1
    free: dict[str, list[Mention]] = {e.id: [] for e in regions}
    nested: dict[str, list[Mention]] = {e.id: [] for e in regions}
    for mention in cast.mentions:
        entity = cast.of[mention]
        if entity.type == "Region" and mention.start > tag_end:
            (nested if is_nested(mention) else free)[entity.id].append(mention)
    every = sum(map(len, free.values())) or 1
    every_nested = sum(map(len, nested.values())) or 1
    title_end = doc.sentences[0].end
    lead_end = title_end + rules("relate")["homes"]["lead"]
    weights, levels = rules("relate")["homes"]["weights"], _levels(doc)

    inside: Counter[str] = Counter()
    for region in regions:
        inside.update(dict.fromkeys(ancestors(region.code), len(free[region.id])))

    def points(entity: Entity) -> float:
        own, inner = free[entity.id], nested[entity.id]
        shows = {
            "title": any(m.end <= title_end for m in own),
            "inside a name of the title": any(m.end <= title_end for m in inner),
            "lead": min(3, sum(title_end < m.start < lead_end for m in own)) / 3,
            "share": len(own) / every,
            "share inside names": len(inner) / every_nested,
            "share of what lies in it": inside[entity.code] / every if entity.code else 0.0,
            "words of its level": levels.get(entity.name[-1:], 0.0) if entity.code else 0.0,
            "economic region": entity.kind == "EconomicRegion",
            "division": bool(entity.code),
        }
        return sum((float(weights[name]) * value for name, value in shows.items()), 0.0)

    return max(regions, key=lambda e: (round(points(e), 6), -int(e.id[1:])), default=None)


def _levels(doc: Document) -> dict[str, float]:
    """Return level → its share among words like 全市, 我县."""
    conf = rules("relate")["homes"]
    counts = {
        level: sum(doc.text.count(own + level) for own in conf["own"])
        for level in rules("relate")["subjects"]["levels"]
    }
    every = max(3, sum(counts.values()))
    return {level: count / every for level, count in counts.items()}
