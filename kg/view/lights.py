"""How each project stands as of the latest article, by the board's rule, for the page to colour.

What :class:`kg.facts.Facts` reads of one project is read here of all at once: a page may hold many thousands.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import pyoxigraph as ox

from kg.days import is_date
from kg.facts import Fact, Facts, Source, cited
from kg.lexicon import rules
from kg.store import local_name, pairs, table
from kg.systems.board import Light, light_of, lights
from kg.systems.life import as_of_day, life
from kg.vocab import KG, RDF, RDFS


def lights_of(store: ox.Store, projects: Iterable[str]) -> dict[str, Any]:
    """Return the ``day``, the ``rule`` (colour, meaning in Chinese and English) and ``of``: IRI → line of the rule.

    Projects without dated steps and turns are left out: the rule's last line holds for them. Where the latest
    article's date is none, nothing is lit.

    Raises:
        GraphError: a position of a sentence is no number.
    """
    latest = Facts(store).latest()
    if not is_date(latest):
        return {"day": "", "rule": [], "of": {}}
    day, rule = as_of_day("", latest), lights(None)
    told = _told(store)
    lived = {iri: life(told[iri], day) for iri in projects if any(fact.kind != "claim" for fact in told.get(iri, ()))}
    of = {iri: rule.index(light_of(one, rule)) for iri, one in lived.items()}
    return {"day": str(day), "rule": list(map(_said, rule)), "of": of}


def _told(store: ox.Store) -> dict[str, list[Fact]]:
    """Return thing → its steps and turns, and everything else that is said of it as a claim without words."""
    sources, labels = cited(store), dict(pairs(store, RDFS.label))
    rows = table(store, KG.stage, KG.turnKind, KG.date, KG.status)
    evidence: dict[str, list[Source]] = defaultdict(list)
    for record, where in pairs(store, KG.evidence):
        evidence[record] += [sources[where][1]] if where in sources else []
    found: dict[str, list[Fact]] = defaultdict(list)
    for term in (KG.about, KG.turnOf, RDF.subject, RDF.object):
        for record, thing in pairs(store, term):
            kind, says, status = _words(rows.get(record, {}), labels)
            found[thing] += [Fact(kind, says, status, source) for source in evidence[record]]
    return found


def _words(row: dict[str, str], labels: dict[str, str]) -> tuple[str, tuple[str, ...], str]:
    """Return kind, words and status of a record, as a :class:`kg.facts.Fact` has them."""
    status = local_name(row.get(KG.status, ""))
    if KG.stage in row:
        return "milestone", (labels.get(row[KG.stage]) or local_name(row[KG.stage]), row.get(KG.date, "")), status
    if KG.turnKind in row:
        return "turn", (row[KG.turnKind], row.get(KG.date, "")), status
    return "claim", (), status


def _said(light: Light) -> list[str]:
    told = (rules("messages")[lang]["systems"]["lights"][light.when] for lang in ("zh", "en"))
    return [light.colour, *(text.format(days=light.days) for text in told)]
