"""Two saved graphs → what changed between them, as an analyst would say it, each change with its sentences.

A thing is the same in both where it has the same IRI or, if its name was decided anew, where the same places of the
articles mention it; so merged and split things are told from new ones. A new number is held against the numbers that
the old graph gives for the same thing, indicator, unit and period; a step against steps of the same stage; a relation
against the same relation. What an older article says is a new fact, but no change of what a later one said; what is
copied counts as said when it was said first.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal

import pyoxigraph as ox

from kg.facts import Source, cited, period_of
from kg.store import local_name, pairs, table
from kg.vocab import ENTITY_TYPES, KG, RDF, RDFS, SAYS

KINDS = (
    "new", "raised", "lowered", "restated", "reached", "redated", "status", "fact", "withdrawn", "merged", "split",
    "gone",
)  # fmt: skip
"""Kinds of changes in the order in which they are told."""

_PARTS = (*SAYS, KG.wording, KG.evidence, KG.repeats)


@dataclass(frozen=True, slots=True, order=True)
class Statement:
    """One fact about a thing; equal where it says the same, whoever says it."""

    about: str
    """IRI of the thing, of the new graph where both know it."""
    topic: tuple[str, ...]
    """relation: predicate, object's IRI; number: indicator, unit, period; step: stage."""
    value: tuple[str, ...]
    """number: comparator, value, lower and upper bound; step: date; relation: nothing."""
    status: str
    kind: str = field(compare=False)
    """relation, number or step."""
    words: tuple[str, ...] = field(compare=False)
    """relation: predicate, object's label; number: indicator, wording, period; step: stage, date."""
    sources: tuple[Source, ...] = field(compare=False, default=())

    @property
    def amount(self) -> Decimal | None:
        """What a number is compared by: its value, else a bound."""
        numbers = [part for part in self.value[1:] if part] if self.kind == "number" else []
        return Decimal(numbers[0]) if numbers else None


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two graphs."""

    kind: str
    """One of :data:`KINDS`."""
    type: str
    """Entity type of the thing."""
    iri: str
    label: str
    others: tuple[str, ...] = ()
    """Labels of what was merged into the thing, or of what it was split into."""
    before: tuple[Statement, ...] = ()
    after: tuple[Statement, ...] = ()


class _Side:
    """One of the two graphs."""

    def __init__(self, store: ox.Store) -> None:
        self.labels = dict(reversed(pairs(store, RDFS.label)))
        kinds = {KG[name]: name for name in ENTITY_TYPES}
        self.types = {iri: kinds[of] for iri, of in pairs(store, RDF.type) if of in kinds}
        self.mentions = pairs(store, KG.mention)
        self.things = {iri for iri, _ in self.mentions if iri in self.types}
        self.statements = self._statements(store)

    def _statements(self, store: ox.Store) -> list[Statement]:
        places = cited(store)
        found: dict[Statement, list[Source]] = defaultdict(list)
        for row in table(store, *_PARTS).values():
            statement = self._statement(row)
            _, source = places.get(row.get(KG.evidence, ""), ("", None))
            if statement and source and source.quote and KG.repeats not in row:
                found[statement].append(source)
        return [replace(one, sources=tuple(sorted(sources, key=_when))) for one, sources in sorted(found.items())]

    def _statement(self, row: dict[str, str]) -> Statement | None:
        status = row.get(KG.status, "").removeprefix(KG.base)
        if RDF.predicate in row:
            predicate, target = row[RDF.predicate].removeprefix(KG.base), row[RDF.object]
            named = (predicate, self.label(target))
            return Statement(row[RDF.subject], (predicate, target), (), status, "relation", named)
        if KG.indicator in row:
            indicator, unit = self.label(row[KG.indicator]), self.label(row[KG.unit])
            period = period_of(row)
            value = tuple(row.get(term, "") for term in (KG.comparator, KG.value, KG.lowerBound, KG.upperBound))
            words = (indicator, row.get(KG.wording, ""), period)
            return Statement(row[KG.about], (indicator, unit, period), value, status, "number", words)
        if KG.stage in row:
            stage, date = self.label(row[KG.stage]), row.get(KG.date, "")
            return Statement(row[KG.about], (stage,), (date,), status, "step", (stage, date))
        return None

    def label(self, iri: str) -> str:
        return self.labels.get(iri) or local_name(iri)


def compare(old: ox.Store, new: ox.Store) -> list[Change]:
    """Return what changed from one graph to another, by kind, type and label."""
    before, after = _Side(old), _Side(new)
    same, found = _identities(before, after)
    known = {_moved(one, same): one for one in before.statements}
    stated = {one: one for one in after.statements}
    added = [one for one in stated if one not in known]
    dropped = {_moved(one, same): one for moved, one in known.items() if moved not in stated}
    fresh = after.things - {same.get(iri, iri) for iri in before.things}
    lost = {iri for iri in before.things if same.get(iri, iri) not in after.things}
    for iri in sorted(fresh):
        said = tuple(one for one in added if one.about == iri)
        found.append(Change("new", after.types[iri], iri, after.label(iri), (), (), said))
    for iri in sorted(lost):
        said = tuple(one for one in before.statements if one.about == iri)
        found.append(Change("gone", before.types[iri], iri, before.label(iri), (), said))
    earlier: dict[tuple[str, ...], list[Statement]] = defaultdict(list)
    for moved in known:
        earlier[moved.kind, moved.about, *moved.topic].append(replace(known[moved], about=moved.about))
    for one in added:
        if one.about not in fresh:
            kind, former = _against(one, earlier[one.kind, one.about, *one.topic], dropped)
            if former:
                dropped.pop(_moved(former, same), None)
            found.append(_change(kind, after, one.about, (former,) if former else (), (one,)))
    for moved, one in dropped.items():
        if one.about not in lost:
            found.append(_change("withdrawn", after, moved.about, (one,), ()))
    return sorted(found, key=_order)


def _change(kind: str, side: _Side, iri: str, before: tuple[Statement, ...], after: tuple[Statement, ...]) -> Change:
    return Change(kind, side.types.get(iri, ""), iri, side.label(iri), (), before, after)


def _order(change: Change) -> tuple[object, ...]:
    rank = ENTITY_TYPES.index(change.type) if change.type in ENTITY_TYPES else len(ENTITY_TYPES)
    projects_first = -1 if change.type == "Project" else rank
    return KINDS.index(change.kind), projects_first, change.label, change.iri, change.after, change.before


def _against(one: Statement, earlier: list[Statement], dropped: Iterable[Statement]) -> tuple[str, Statement | None]:
    """Return what kind of change a new statement is, and which earlier one it changes: a dropped one or the latest."""
    gone = set(dropped)
    alike = [e for e in earlier if e.value == one.value]
    former = max(alike or earlier, key=lambda e: (e in gone, _last(e)), default=None)
    if former is None or (former not in gone and _last(one) < _last(former)):
        return ("reached" if one.kind == "step" and one.status == "actual" and not earlier else "fact"), None
    if alike:
        return "status", former
    if one.kind == "step":
        return ("reached" if one.status == "actual" != former.status else "redated"), former
    now, then = one.amount, former.amount
    if now is None or then is None or now == then:
        return "restated", former
    return ("raised" if now > then else "lowered"), former


def _last(statement: Statement) -> str:
    """Return when a statement was said last."""
    return max((source.issued for source in statement.sources), default="")


def _when(source: Source) -> tuple[str, Source]:
    return source.issued, source


def _moved(statement: Statement, same: dict[str, str]) -> Statement:
    """Return a statement of the old graph with the IRIs that its things have in the new one."""
    topic = tuple(same.get(part, part) for part in statement.topic)
    return replace(statement, about=same.get(statement.about, statement.about), topic=topic)


def _identities(before: _Side, after: _Side) -> tuple[dict[str, str], list[Change]]:
    """Return old IRI → new IRI of things whose IRI is another now, and what was merged or split."""
    shared: dict[str, Counter[str]] = defaultdict(Counter)
    mentioned: dict[str, list[str]] = defaultdict(list)
    for iri, place in after.mentions:
        mentioned[place].append(iri)
    for iri, place in before.mentions:
        for other in mentioned[place]:
            if before.types.get(iri) == after.types.get(other):
                shared[iri][other] += 1
    same = {
        iri: max(sorted(counts), key=lambda other, counts=counts: counts[other])  # type: ignore[misc]
        for iri, counts in shared.items()
        if iri not in after.things
    }
    found = []
    for iri in sorted(set(same.values())):
        parts = sorted(before.label(old) for old, now in same.items() if now == iri)
        if iri in before.things or len(parts) > 1:
            found.append(Change("merged", after.types[iri], iri, after.label(iri), tuple(parts)))
    for iri, counts in sorted(shared.items()):
        parts = sorted(after.label(other) for other in counts if other not in before.things)
        if parts and (iri in after.things or len(parts) > 1):
            found.append(Change("split", before.types[iri], iri, before.label(iri), tuple(parts)))
    return same, found
