"""A scoring rule as the graph holds it, with what in it is missing or does not agree."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

import pyoxigraph as ox

from kg.errors import UsageError
from kg.facts import Facts, Source
from kg.records import Provision, Span
from kg.segment import squash
from kg.store import table
from kg.systems.report import Words
from kg.vocab import KG, PROVISION_FIELDS


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a rule with the sentences that state it."""

    part: Provision
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """All parts of one rule, and what is wrong with them, in words."""

    name: str
    clauses: tuple[Clause, ...]
    findings: tuple[str, ...]

    def of(self, *kinds: str) -> list[Clause]:
        """Return the parts of some kinds."""
        return [c for c in self.clauses if c.part.kind in kinds]

    def scored(self, *kinds: str) -> list[Clause]:
        """Return the parts of some kinds, each name once: as the latest article words it."""
        return _latest(self.of(*kinds))


def rule_called(facts: Facts, name: str, say: Words) -> Rule:
    """Return the rule whose policy, region or article bears a name or holds it in its own.

    Raises:
        UsageError: there is none, or several.
    """
    owned = {iri: parts for iri, parts in _by_owner(facts).items() if any(c.part.kind == "criterion" for c in parts)}
    exact = {node.value for node in facts.find(name)}
    found = [iri for iri in owned if iri in exact or exact & _issuers(facts, iri)]
    found = found or [iri for iri in owned if squash(name) in squash(facts.label(ox.NamedNode(iri)))]
    if len(found) != 1:
        names = "; ".join(facts.label(ox.NamedNode(iri)) for iri in found or owned) or "-"
        raise UsageError(f"{len(found)} scoring rules are called {name!r}; those of this graph: {names}")
    clauses = _merged(owned[found[0]])
    return Rule(facts.label(ox.NamedNode(found[0])), clauses, tuple(_findings(clauses, say)))


def _by_owner(facts: Facts) -> dict[str, list[Clause]]:
    """Return the parts of every rule by whose rule it is, those of a later article first."""
    rows = table(facts.store, KG.provisionOf, *(KG[t] for t in PROVISION_FIELDS))
    found: dict[str, list[Clause]] = {}
    for iri, row in rows.items():
        if KG.provisionKind in row:
            (source,) = facts.sources(ox.NamedNode(iri))
            found.setdefault(row[KG.provisionOf], []).append(Clause(_part(row, source), (source,)))
    for clauses in found.values():
        clauses.sort(key=lambda c: (c.sources[0].start, c.sources[0].end, c.part.kind, c.part.name))
        clauses.sort(key=lambda c: c.sources[0].issued, reverse=True)
    return dict(sorted(found.items(), key=lambda item: facts.label(ox.NamedNode(item[0]))))


def _part(row: dict[str, str], source: Source) -> Provision:
    """Return a part as it was recorded, its place left out so that two articles' parts can be compared."""
    words = {"kind", "name", "unit", "direction", "reading", "says"}
    values = {f: row[KG[t]] for t, f in PROVISION_FIELDS.items() if KG[t] in row}
    given = {f: v if f in words else Decimal(v) for f, v in values.items()}
    return Provision(about="", evidence=Span(0, 0), **{"name": "", **given})  # type: ignore[arg-type]


def _merged(clauses: list[Clause]) -> tuple[Clause, ...]:
    """Return each part once, with the sentences of every article that states it."""
    said: dict[Provision, list[Source]] = {}
    for clause in clauses:
        said.setdefault(clause.part, []).extend(clause.sources)
    return tuple(Clause(part, tuple(sorted(set(sources)))) for part, sources in said.items())


def _latest(clauses: Iterable[Clause]) -> list[Clause]:
    """Return the first part of each name; those of the latest article stand first."""
    found: dict[str, Clause] = {}
    for clause in clauses:
        found.setdefault(clause.part.name, clause)
    return list(found.values())


def _issuers(facts: Facts, iri: str) -> set[str]:
    return {f.nodes[2] for f in facts.thing(ox.NamedNode(iri)).facts if f.nodes[:2] == (iri, KG.issuedBy)}


def _findings(clauses: tuple[Clause, ...], say: Words) -> Iterator[str]:
    """Yield what is missing in a rule or does not agree, in words."""
    says = say["findings"]
    criteria = [c.part for c in _latest(c for c in clauses if c.part.kind == "criterion")]
    total = next((c.part.weight for c in clauses if c.part.kind == "total"), None)
    count = next((c.part.count for c in clauses if c.part.kind == "count"), None)
    added = sum((c.weight or Decimal(0) for c in criteria), Decimal(0))
    if total is None:
        yield says["no_total"].format(sum=added)
    elif total != added:
        yield says["sum"].format(sum=added, total=total)
    if count is not None and count != len(criteria):
        yield says["count"].format(count=count, named=len(criteria))
    for one in criteria:
        if sum(c.part.kind == "criterion" and c.part.name == one.name for c in clauses) > 1:
            yield says["twice"].format(name=one.name)
        yield from _criterion_findings(one, says)
    yield from (says["unread"].format(says=c.part.says) for c in clauses if c.part.kind == "unread")
    lists = {c.part.name for c in clauses if c.part.kind == "consequence" and c.part.name}
    open_ = sorted(lists - {c.part.name for c in clauses if c.part.kind == "entry"})
    yield from (says["no_entry"].format(list=say["lists"][colour]) for colour in open_)


def _criterion_findings(one: Provision, says: Words) -> Iterator[str]:
    if scored_by_hand(one):
        yield says["by_hand"].format(name=one.name)
    elif one.step is None and one.reading != "proportional" and one.least is None:
        yield says["no_step"].format(name=one.name)
    elif one.full is None and one.reading != "proportional" and one.step is not None:
        yield says["no_full"].format(name=one.name, says=f"({one.says})" if one.says else "")


def scored_by_hand(one: Provision) -> bool:
    """Tell whether a criterion says only how many points it carries, so that its figure is the points given."""
    return one.step is None and one.full is None and one.least is None and not one.reading and not one.says
