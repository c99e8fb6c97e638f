"""One checked query over one loaded store, its answer as plain rows, bounded in rows and size."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyoxigraph as ox

from kg.errors import QueryError, UsageError
from kg.query.text import checked, refusal

LARGEST = 16_000_000
"""Most code points that an answer with a limit of rows may hold."""

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


@dataclass(frozen=True, slots=True)
class Cell:
    """One value of an answer: uri, bnode, literal or triple, with datatype and language where it has them."""

    kind: str
    value: str
    datatype: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """Columns and rows; an ASK has the one column ``answer``, CONSTRUCT the columns subject, predicate, object."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell | None, ...], ...]
    truncated: bool = False
    form: str = "SELECT"
    """SELECT, ASK, CONSTRUCT or DESCRIBE."""

    def iris(self) -> frozenset[str]:
        """Return every IRI that stands in the answer."""
        return frozenset(cell.value for row in self.rows for cell in row if cell and cell.kind == "uri")


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked: SPARQL, values for its variables, and the most rows of the answer, 0 for all.

    ``default_graphs`` and ``named_graphs`` are the dataset of the SPARQL 1.1 Protocol: IRIs of graphs in the store,
    never fetched. Without them all graphs count as one.
    """

    text: str
    parameters: Mapping[str, str] = field(default_factory=dict)
    limit: int = 10_000
    default_graphs: Sequence[str] = ()
    named_graphs: Sequence[str] = ()


def run(store: ox.Store, asked: Query | str) -> Answer:
    """Ask a loaded store, a text as it is or with what a Query adds; parameters are bound as values, never spliced.

    This holds all that can be held within one process; :func:`kg.query.safe_query` adds time, memory and network.

    Raises:
        QueryError: the query is refused, malformed, or its answer too large.
        UsageError: a parameter's name is no variable's.
    """
    asked = Query(asked) if isinstance(asked, str) else asked
    query = checked(asked.text)
    bound = _bound(asked.parameters)
    dataset: dict[str, Any] = {"use_default_graph_as_union": True}
    if asked.default_graphs or asked.named_graphs:
        dataset = {"default_graph": _graphs(asked.default_graphs), "named_graphs": _graphs(asked.named_graphs)}
    try:
        return _answer(store.query(query.text, substitutions=bound, **dataset), query.form, asked.limit)
    except SyntaxError as error:
        raise query.malformed(str(error)) from error
    except (ValueError, RuntimeError, OSError) as error:
        raise refusal("engine", said=" ".join(str(error).split())[:300]) from error


def _graphs(names: Sequence[str]) -> list[Any]:
    try:
        return [ox.NamedNode(name) for name in names]
    except ValueError as error:
        raise QueryError(f"{error}; name the graphs of the dataset by their IRIs") from error


def _bound(parameters: Mapping[str, str]) -> dict[ox.Variable, Any]:
    """Return parameters as the engine binds them; UsageError where a name cannot be a variable's."""
    bound: dict[ox.Variable, Any] = {}
    for name, value in parameters.items():
        try:
            bound[ox.Variable(name)] = ox.Literal(value)
        except ValueError as error:
            raise UsageError(f"{name!r} is no name of a variable; write --set name=VALUE for ?name") from error
    return bound


def _answer(result: Any, form: str, limit: int) -> Answer:
    if isinstance(result, ox.QueryBoolean):
        value = Cell("literal", str(bool(result)).lower())
        return Answer(("answer",), ((value,),), form=form)
    if isinstance(result, ox.QuerySolutions):
        columns = tuple(v.value for v in result.variables)
        rows: Iterable[tuple[Cell | None, ...]] = (tuple(map(_cell, solution)) for solution in result)
    else:
        columns = ("subject", "predicate", "object")
        rows = ((_cell(x.subject), _cell(x.predicate), _cell(x.object)) for x in _distinct(result))
    taken: list[tuple[Cell | None, ...]] = []
    held = 0
    for row in rows:
        held += sum(len(cell.value) for cell in row if cell)
        if limit and len(taken) == limit:
            return Answer(columns, tuple(taken), True, form)
        if limit and held > LARGEST:
            raise refusal("large", most=f"{LARGEST:,}")
        taken.append(row)
    return Answer(columns, tuple(taken), form=form)


def _distinct(triples: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
    """Pass each triple on once: what CONSTRUCT and DESCRIBE return is a set."""
    seen: set[ox.Triple] = set()
    for triple in triples:
        if triple not in seen:
            seen.add(triple)
            yield triple


def _cell(term: Term | None) -> Cell | None:
    if term is None:
        return None
    if isinstance(term, ox.Literal):
        return Cell("literal", term.value, term.datatype.value, term.language or "")
    if isinstance(term, ox.Triple):
        return Cell("triple", str(term))
    return Cell("uri" if isinstance(term, ox.NamedNode) else "bnode", term.value)
