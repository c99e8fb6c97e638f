"""What one graph says, in the shapes that gold uses."""

from collections import defaultdict
from typing import Any

import pyoxigraph as ox

from kg.facts import period_of
from kg.segment import squash
from kg.store import local_name, pairs, table
from kg.vocab import ENTITY_TYPES, KG, PREDICATES, RDF, RDFS, SKOS

Value = float | tuple[float | None, float | None]


class Built:
    """What one graph says, in the shapes that gold uses."""

    def __init__(self, store: ox.Store) -> None:
        labels: dict[str, set[str]] = defaultdict(set)
        for term in (RDFS.label, SKOS.altLabel):
            for iri, label in pairs(store, term):
                labels[iri].add(label)
        types: dict[str, set[str]] = defaultdict(set)
        for iri, type_ in pairs(store, RDF.type):
            types[iri].add(type_.removeprefix(KG.base))
        self.mentions = table(store, KG.mention)
        quotes = table(store, KG.quote)
        self.label = {iri: min(found) for iri, found in labels.items()}
        self.entities: dict[str, tuple[str, set[str]]] = {}
        for iri in self.mentions:
            kind = next((t for t in ENTITY_TYPES if t in types[iri]), None)
            if kind:
                self.entities[iri] = kind, {squash(x) for x in labels[iri]}
        self.codes = {iri for iri, found in types.items() if "AdministrativeDivision" in found}
        self.relations = sorted(
            (s, p, o) for p in PREDICATES for s, o in pairs(store, KG[p]) if s in self.entities and o in self.entities
        )
        evidence = {i: quotes.get(r[KG.evidence], {}).get(KG.quote, "") for i, r in table(store, KG.evidence).items()}
        claims = table(store, RDF.subject, RDF.predicate, RDF.object)
        self.said = {
            (r[RDF.subject], local_name(r[RDF.predicate]), r[RDF.object]): evidence[i] for i, r in claims.items()
        }
        numbers = table(
            store, KG.about, KG.indicator, KG.unit, KG.comparator, KG.status, KG.value, KG.lowerBound, KG.upperBound,
            KG.period, KG.periodStart, KG.periodEnd, KG.stage, KG.date,
        )  # fmt: skip
        self.observations = [self._observation(r, evidence[i]) for i, r in numbers.items() if "Observation" in types[i]]
        self.milestones = [
            (r[KG.about], self.label.get(r[KG.stage], ""), r[KG.date], evidence[i])
            for i, r in numbers.items() if "Milestone" in types[i]
        ]  # fmt: skip

    def _observation(self, row: dict[str, str], sentence: str) -> dict[str, Any]:
        low, high = row.get(KG.lowerBound), row.get(KG.upperBound)
        value: Value = (low and float(low), high and float(high))  # type: ignore[assignment]
        if KG.value in row:
            value = float(row[KG.value])
        return {
            "about": row[KG.about], "value": value, "unit": self.label[row[KG.unit]], "period": period_of(row),
            "indicator": self.label[row[KG.indicator]], "comparator": local_name(row[KG.comparator]),
            "status": local_name(row[KG.status]), "sentence": sentence,
        }  # fmt: skip

    def names(self, iri: str) -> str:
        """Return type and labels of an entity for a report."""
        kind, labels = self.entities.get(iri, ("?", {self.label.get(iri, iri)}))
        return f"{kind} {'|'.join(sorted(labels))}"
