"""The region that an article as a whole is about; none where it tells of several places, one after the other."""

from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

from kg.lexicon import rules
from kg.recognise.gazetteer import ancestors
from kg.records import Entity, Mention
from kg.relate.entities import Cast
from kg.segment import Document


class Claim(NamedTuple):
    """What speaks for a region as the home, or for none: name of a reason → how far it holds, 0 to 1."""

    region: Entity | None
    shows: dict[str, float]


def home_of(doc: Document, cast: Cast, is_nested: Callable[[Mention], bool]) -> Entity | None:
    """Return the region for which most speaks: title, lead, how often it and what lies in it is named, words like 全市.

    Names inside longer names count less; a column tag counts nothing unless no other region is named. Nothing is
    returned where more speaks for a round of news from many places.
    """
    weights = rules("relate")["homes"]["weights"]
    found = claims(doc, cast, is_nested)
    points = [round(sum(float(weights[name]) * value for name, value in c.shows.items()), 6) for c in found]
    return found[points.index(max(points))].region


def claims(doc: Document, cast: Cast, is_nested: Callable[[Mention], bool]) -> list[Claim]:
    """Return the claim of each region that an article names, in order, and last that of none."""
    regions = [e for e in cast.entities if e.type == "Region"]
    named = _Named(doc, cast, is_nested)
    return [*(Claim(e, named.shows(e)) for e in regions), Claim(None, named.shows_none(regions))]


class _Named:
    """Where an article names its regions: by themselves, inside longer names, and what lies in them."""

    def __init__(self, doc: Document, cast: Cast, is_nested: Callable[[Mention], bool]) -> None:
        conf = rules("relate")["homes"]
        self.text, self.title = doc.text, doc.sentences[0].end
        self.lead = self.title + conf["lead"]
        tag = doc.text.find("】") if doc.tag else -1
        self.free: dict[str, list[Mention]] = {}
        self.nested: dict[str, list[Mention]] = {}
        self.inside: Counter[str] = Counter()
        for mention in cast.mentions:
            entity = cast.of[mention]
            if entity.type == "Region" and mention.start > tag:
                nested = is_nested(mention)
                (self.nested if nested else self.free).setdefault(entity.id, []).append(mention)
                self.inside.update([] if nested else ancestors(entity.code))
        self.every = sum(map(len, self.free.values())) or 1
        self.every_nested = sum(map(len, self.nested.values())) or 1
        self.begun = {m.start for named in self.free.values() for m in named if m.end <= self.title}
        self.levels = _levels(doc.text)
        self.zonal = min(1.0, sum(map(doc.text.count, conf["zone_words"])) / 10)

    def shows(self, entity: Entity) -> dict[str, float]:
        own, inner = self.free.get(entity.id, []), self.nested.get(entity.id, [])
        in_title = [m for m in own if m.end <= self.title]
        inside = self.inside[entity.code] if entity.code else 0
        return {
            "title": bool(in_title),
            "right before another in the title": any(m.end in self.begun for m in in_title),
            "inside a name of the title": any(m.end <= self.title for m in inner),
            "lead": min(3, sum(self.title < m.start < self.lead for m in own)) / 3,
            "share": len(own) / self.every,
            "share inside names": len(inner) / self.every_nested,
            "share of what lies in it": inside / self.every,
            "something lies in it": inside > 0,
            "words of its level": max((s for w, s in self.levels.items() if entity.name.endswith(w)), default=0.0),
            "words of zones": self.zonal if entity.kind == "DevelopmentZone" else 0.0,
            "economic region": entity.kind == "EconomicRegion",
            "division": bool(entity.code),
        }  # fmt: skip

    def shows_none(self, regions: list[Entity]) -> dict[str, float]:
        provinces = {e.code[:2] for e in regions if e.code and e.id in self.free}
        words = rules("relate")["homes"]
        return {
            "none": 1.0,
            "none: provinces": min(6, max(0, len(provinces) - 1)) / 6,
            "none: a round of news": any(w in self.text[: self.title] for w in words["rounds"]),
        }


def _levels(text: str) -> dict[str, float]:
    """Return level → its share among words like 全市, 我县, 镇情."""
    conf = rules("relate")["homes"]
    counts = {
        level: sum(text.count(own + level) for own in conf["own"])
        for level in (*rules("relate")["subjects"]["levels"], *conf["low_levels"])
    }
    every = max(3, sum(counts.values()))
    return {level: count / every for level, count in counts.items()}
