"""The numbers and dated steps of a saved graph as typed records, in the order in which the articles say them."""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

import pyoxigraph as ox

from kg.errors import GraphError
from kg.facts import Facts, Source, Voice, cited, period_of, voices
from kg.intervals import Interval, interval_of
from kg.segment import squash
from kg.store import local_name, pairs, table
from kg.vocab import ENTITY_TYPES, KG, RDF, RDFS, SKOS

SOURCED = (KG.independentArticles, KG.repeats, KG.attribution, KG.precision)
"""What several articles together, or the words around it, tell of a statement."""
NUMBERED = (
    KG.about, KG.indicator, KG.value, KG.lowerBound, KG.upperBound, KG.unit, KG.comparator, KG.status, KG.period,
    KG.periodStart, KG.periodEnd, KG.wording, KG.evidence, *SOURCED,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Statement:
    """What a number and a dated step share: whom it is about, its status, and where it stands."""

    iri: str
    about: str
    """IRI of the subject."""
    subject: str
    """Label of the subject."""
    type: str
    """Which of the eleven types the subject has."""
    status: str
    evidence: str
    """IRI of the evidence."""
    article: str
    """IRI of the article."""
    source: Source
    independent: int
    """How many articles state the fact of their own; 0 where the graph does not say."""
    repeats: str
    """IRI of the statement that it copies, empty where its article says it of its own."""
    voice: Voice
    """Who says it, as the article tells."""
    precision: str
    """How exactly its time is known, one of :data:`kg.days.PRECISIONS`; empty where it has none."""


@dataclass(frozen=True, slots=True)
class Figure(Statement):
    """An observation; amounts in base units, see :class:`kg.records.Quantity`."""

    indicator: str
    value: Decimal | None
    lower: Decimal | None
    upper: Decimal | None
    unit: str
    """Label of the unit: CNY, %, 个 …"""
    comparator: str
    period: str
    """2022, 2022-03, 2022-03-11, FIRST/LAST of those, or empty."""
    wording: str
    plain: str
    """The quote without white space and quotation marks, NFKC."""
    at: int
    """Where the wording stands in ``plain``; its end where it is not found."""

    @property
    def interval(self) -> Interval:
        """What the number can be."""
        return interval_of(self.value, self.lower, self.upper, self.comparator, self.wording)

    @property
    def place(self) -> tuple[str, int, int]:
        """Article, sentence, position: figures of one graph in reading order."""
        return (self.article, self.source.start, self.at)

    @property
    def end(self) -> int:
        """Where the wording ends in ``plain``."""
        return self.at + len(squash(self.wording))

    @property
    def said(self) -> int:
        """How often its sentence writes it, 0 where it is not found there."""
        return len(_written(squash(self.wording)).findall(self.plain))


@dataclass(frozen=True, slots=True)
class Step(Statement):
    """A milestone: ``date`` is 2022, 2022-Q1, 2022-03 or 2022-03-11."""

    stage: str
    date: str


class Statements:
    """The numbers and dated steps of one graph, each list in order of article, sentence and place."""

    def __init__(self, store: ox.Store) -> None:
        """Read a loaded store.

        Raises:
            GraphError: a bound or position is no number.
        """
        self.store = store
        self._facts = Facts(store)
        self._cited, self._voices = cited(store), voices(store)
        self._labels = {s: row[RDFS.label] for s, row in table(store, RDFS.label).items()}
        typed = {s for s, of in pairs(store, RDF.type) if of.removeprefix(KG.base) in ENTITY_TYPES}
        named = [row for term in (RDFS.label, SKOS.altLabel) for row in pairs(store, term)]
        self.names = frozenset(squash(name) for thing, name in named if thing in typed)
        """Every label of every thing, as ``plain`` has it."""
        regions = {s for s, of in pairs(store, RDF.type) if of == KG.Region}
        self.regions = frozenset(name for thing, name in named if thing in regions)
        """Every label of every region."""
        rows = table(store, *NUMBERED)
        self.figures = sorted((self._figure(i, r) for i, r in rows.items() if _is_figure(r)), key=_figure_order)
        rows = table(store, KG.about, KG.stage, KG.date, KG.status, KG.evidence, *SOURCED)
        steps = (self._step(i, r) for i, r in rows.items() if KG.stage in r and KG.evidence in r)
        self.steps = sorted(steps, key=lambda s: (s.article, s.source.start, s.about, s.stage, s.date, s.iri))

    def label(self, iri: str) -> str:
        """Return the label of a thing, indicator, stage or unit, or the end of its IRI."""
        return self._labels.get(iri) or local_name(iri)

    def type_of(self, iri: str) -> str:
        """Return which of the eleven entity types a thing has, or the empty string."""
        return self._facts.type_of(ox.NamedNode(iri))

    def _statement(self, iri: str, row: dict[str, str]) -> dict[str, Any]:
        """Return the fields of :class:`Statement` for the row of a number or step."""
        about = row.get(KG.about, "")
        article, source = self._cited.get(row[KG.evidence], ("", Source("", "", 0, 0, "")))
        return {
            "iri": iri, "about": about, "subject": self.label(about), "type": self.type_of(about),
            "status": row.get(KG.status, "").removeprefix(KG.base), "evidence": row[KG.evidence],
            "article": article, "source": source, "independent": counted(iri, row),
            "repeats": row.get(KG.repeats, ""), "voice": self._voices.get(row.get(KG.attribution, ""), Voice()),
            "precision": row.get(KG.precision, ""),
        }  # fmt: skip

    def _figure(self, iri: str, row: dict[str, str]) -> Figure:
        said = self._statement(iri, row)
        try:
            value, lower, upper = (_decimal(row.get(t)) for t in (KG.value, KG.lowerBound, KG.upperBound))
        except InvalidOperation as error:
            raise GraphError(f"{iri}: a value is no number ({error}); build the graph again") from error
        indicator, wording, plain = self.label(row[KG.indicator]), row.get(KG.wording, ""), squash(said["source"].quote)
        return Figure(
            **said, indicator=indicator, value=value, lower=lower, upper=upper, unit=self.label(row[KG.unit]),
            comparator=row.get(KG.comparator, "").removeprefix(KG.base),
            period=period_of(row), wording=wording, plain=plain,
            at=_place(plain, squash(wording), squash(indicator)),
        )  # fmt: skip

    def _step(self, iri: str, row: dict[str, str]) -> Step:
        return Step(**self._statement(iri, row), stage=self.label(row[KG.stage]), date=row.get(KG.date, ""))


def counted(iri: str, row: dict[str, str]) -> int:
    """Return how many articles state a fact of their own, 0 where its row does not say.

    Raises:
        GraphError: what stands there is no number.
    """
    told = row.get(KG.independentArticles, "0")
    if not told.isdecimal():
        raise GraphError(f"{iri}: kg:independentArticles is no number ({told!r}); build the graph again")
    return int(told)


def _is_figure(row: dict[str, str]) -> bool:
    return all(term in row for term in (KG.about, KG.indicator, KG.unit, KG.evidence))


def _figure_order(one: Figure) -> tuple[object, ...]:
    return (*one.place, one.about, one.indicator, one.iri)


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _place(plain: str, wording: str, indicator: str) -> int:
    """Return where a wording stands: behind its indicator where the sentence says both, else its first place."""
    whole, head = _written(wording), plain.find(indicator)
    found = (head >= 0 and whole.search(plain, head + len(indicator))) or whole.search(plain)
    return found.start() if found else len(plain)


def _written(wording: str) -> re.Pattern[str]:
    """Return what finds a wording that is not the end of a longer number."""
    return re.compile(rf"(?<![0-9.]){re.escape(wording)}" if wording[:1].isdecimal() else re.escape(wording))
