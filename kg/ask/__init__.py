"""A question in Chinese → the SPARQL that asks it, its answer, and the sentences of the answer; without a model.

Names, amounts and times are read by the recognisers that read articles, names also by the graph itself; words and forms
of question stand in ``ask.toml``, queries in ``ontology/queries``. What was not read is part of the reply.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kg.ask.forms import Form, Match, forms, matches, nearest
from kg.ask.reading import Names, Reading, read
from kg.ask.templates import filled, iri, narrowed, path_of
from kg.facts import Facts, Source
from kg.query import Answer, Cell, Pool, Query, safe_query
from kg.store import load
from kg.vocab import KG

__all__ = ["Names", "Part", "Reply", "Row", "ask", "forms", "sparql"]

SOURCE = ("quote", "title", "issued", "start", "end")
"""Columns of a query that say where a row stands; all others are the answer."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of an answer with its sentences."""

    values: tuple[str, ...]
    """As many as the part has columns; empty where there is none."""
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """What one query answered."""

    name: str
    """Name of the template or saved question."""
    sparql: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    truncated: bool


@dataclass(frozen=True, slots=True)
class Reply:
    """A question and all that came of it; without a form there are no parts, and the nearest forms are suggested."""

    question: str
    form: Form | None
    understood: tuple[tuple[str, str, str], ...]
    """Slot, wording, and how it was understood."""
    ignored: tuple[str, ...]
    """What was not read, or plays no part in the answer."""
    unknown: tuple[str, ...]
    """Names that the graph does not have; where there is one, nothing is asked."""
    parts: tuple[Part, ...]
    nearest: tuple[Form, ...]


def ask(
    graph: Path | Pool,
    question: str,
    names: Names | None = None,
    *,
    as_of: str = "",
    timeout: float = 10.0,
    limit: int = 1000,
) -> Reply:
    """Answer a question from a saved graph; ``names`` are those of the graph, read from it if not given.

    Raises:
        UsageError: the question is empty or too long.
        GraphError: no graph there, or a damaged one.
        QueryError: a query passed its time or size.
    """
    if names is None:
        names = Names(Facts(load(graph.place if isinstance(graph, Pool) else graph)))
    reading = read(question, names, as_of)
    found = [] if reading.unknown else matches(reading)
    if not found:
        rest = tuple(piece.text for piece in reading.pieces if piece.kind == "rest")
        return Reply(question, None, (), rest, tuple(reading.unknown), (), tuple(nearest(reading)))
    replies = []
    for one in found:  # of readings as good as each other, the first that has an answer
        parts = tuple(_asked(graph, name, one, names.facts, timeout, limit) for name in one.form.query)
        replies.append(Reply(question, one.form, _understood(reading, one), one.ignored, (), parts, ()))
        if any(part.rows for part in parts):
            return replies[-1]
    return replies[0]


def _asked(graph: Path | Pool, name: str, found: Match, facts: Facts, timeout: float, limit: int) -> Part:
    text = sparql(name, found, facts)
    return _part(name, text, safe_query(graph, Query(text, limit=limit), timeout=timeout))


def sparql(name: str, found: Match, facts: Facts) -> str:
    """Return the text of one query of a form, for the slots that a question fills."""
    form = found.form
    bound = {own: found.slots[slot] for own, slot in form.bind.items() if slot in found.slots}
    if path_of(name).exists():
        fixed = {slot: tuple(iri(KG[term]) for term in terms) for slot, terms in form.sets.items()}
        return filled(name, {**found.slots, **bound, **fixed})
    return narrowed(name, {column: _labels(terms, facts) for column, terms in bound.items()})


def _labels(terms: tuple[str, ...], facts: Facts) -> list[str]:
    """Return the labels of things and of what lies in them, as terms."""
    things = facts.within({term.strip("<>") for term in terms})
    return sorted({str(ox.Literal(facts.label(ox.NamedNode(thing)), language="zh")) for thing in things})


def _understood(reading: Reading, found: Match) -> tuple[tuple[str, str, str], ...]:
    slots = reading.slots(found.form.slots)
    return tuple(
        (slot, piece.text, "|".join(dict.fromkeys(says for own, _, says in piece.meanings if own == slot)))
        for slot in found.form.slots
        for piece in slots.get(slot, ())
    )


def _part(name: str, text: str, answer: Answer) -> Part:
    apart = SOURCE if "quote" in answer.columns else ()
    columns = tuple(column for column in answer.columns if column not in apart) or ("title",)
    rows: dict[tuple[str, ...], dict[Source, None]] = {}
    for cells in answer.rows:
        row = dict(zip(answer.columns, cells, strict=True))
        sources = rows.setdefault(tuple(_text(row[column]) for column in columns), {})
        if apart:
            title, issued, start, end, quote = (_text(row.get(c)) for c in ("title", "issued", "start", "end", "quote"))
            sources[Source(title, issued, int(start or 0), int(end or 0), quote)] = None
    made = tuple(Row(values, _widest(sources)) for values, sources in rows.items() if any(values) or sources)
    return Part(name, text, columns, made, answer.truncated)


def _widest(sources: Iterable[Source]) -> tuple[Source, ...]:
    """Leave out what stands inside another of the sources: a name inside its sentence."""
    all_ = tuple(sources)

    def inside(one: Source, other: Source) -> bool:
        wider = other.end - other.start > one.end - one.start
        return wider and one.title == other.title and other.start <= one.start and one.end <= other.end

    return tuple(one for one in all_ if not any(inside(one, other) for other in all_))


def _text(cell: Cell | None) -> str:
    return cell.value if cell else ""
