"""Whether what is counted fits whom it may be about: by its type, and by its rank in the article."""

import re
from collections.abc import Iterator
from functools import cached_property

from kg.lexicon import rules
from kg.records import Entity, Quantity
from kg.relate.context import Context
from kg.relate.spoken import words


class Fitness:
    """Tells the classes of what the numbers of an article count, and what of an entity fits them."""

    def __init__(self, context: Context) -> None:
        self.context = context

    def of(self, entity: Entity, kinds: list[str]) -> Iterator[str]:
        """Yield what an entity is, and each class of what is counted with it."""
        yield f"is {entity.type}"
        if entity == self.context.home:
            yield "is home"
        if entity.id in self._main:
            yield f"main {entity.type}"
        for kind in kinds:
            yield f"{kind}~{entity.type}"

    @cached_property
    def _main(self) -> frozenset[str]:
        """The entity of each type that is named most, where it is named three times or more."""
        most: dict[str, Entity] = {}
        for entity in self.context.cast.entities:
            if len(entity.mentions) >= 3 and len(entity.mentions) > len(getattr(most.get(entity.type), "mentions", ())):
                most[entity.type] = entity
        return frozenset(e.id for e in most.values())

    def classes(self, number: Quantity, indicator: str) -> list[str]:
        """Return the classes of what is counted (works, business, rule …), by words near the number and its unit."""
        start, end = self.context.clause(number.start)
        text = self.context.doc.text
        before = [q.end for q in self.context.numbers_ending_in(start, number.start)]
        floor = max([start, *before])
        near = text[floor : min(end, number.end + 8)]
        near = re.split("|".join(words("measured_by")), near)[0] if number.unit in words("shares") else near
        indicator = indicator if near else ""
        found = []
        for name, conf in rules("relate")["classes"].items():
            if (
                number.unit in conf.get("units", ())
                or any(w in near or w in indicator for w in conf["words"])
                or any(w in text[floor : number.start] for w in conf.get("before", ()))
            ):
                found.append(name)
        return found or ["other"]
