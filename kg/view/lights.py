"""How each project stands as of the latest article, by the board's rule, for the page to colour."""

from collections.abc import Iterable
from typing import Any

import pyoxigraph as ox

from kg.facts import Facts
from kg.lexicon import rules
from kg.store import pairs
from kg.systems.board import Light, light_of, lights
from kg.systems.life import as_of_day, life
from kg.vocab import KG


def lights_of(store: ox.Store, projects: Iterable[str]) -> dict[str, Any]:
    """Return the ``day``, the ``rule`` (colour, meaning in Chinese and English) and ``of``: IRI → line of the rule.

    Projects without dated steps and turns are left out: the rule's last line holds for them. Without a dated article
    nothing is lit.
    """
    facts = Facts(store)
    latest = facts.latest()
    if not latest:
        return {"day": "", "rule": [], "of": {}}
    day, rule = as_of_day("", latest), lights(None)
    staged = {record for record, _ in pairs(store, KG.stage)}
    moving = {iri for record, iri in pairs(store, KG.about) if record in staged}
    moving |= {iri for _, iri in pairs(store, KG.turnOf)}
    lived = {iri: life(facts.thing(ox.NamedNode(iri)).facts, day) for iri in projects if iri in moving}
    return {
        "day": str(day),
        "rule": list(map(_said, rule)),
        "of": {iri: rule.index(light_of(one, rule)) for iri, one in lived.items()},
    }


def _said(light: Light) -> list[str]:
    told = (rules("messages")[lang]["systems"]["lights"][light.when] for lang in ("zh", "en"))
    return [light.colour, *(text.format(days=light.days) for text in told)]
