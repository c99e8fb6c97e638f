"""A saved graph in a notebook: as RDF, network, data frames, answers and sentences, each shown as a table.

>>> import kg
>>> graph = kg.open("output/sample")
>>> [thing.type for thing in graph.explain("京东方")]
['Enterprise']
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import networkx as nx
import pyoxigraph as ox

from kg.errors import UsageError
from kg.escaping import html
from kg.export.tables import Table, tables
from kg.facts import Facts, Thing
from kg.network import network
from kg.query import Answer, Query, as_table, run, safe_query, text_of
from kg.store import file_of, load
from kg.terminal import Language, fact_in_words, messages_in

if TYPE_CHECKING:
    import pandas
    import rdflib

MOST_SHOWN = 50
"""Rows that a notebook is shown of an answer; iterating gives all."""


def open(path: str | Path = "output", *, lang: str | None = None) -> "Graph":
    """Open a build's folder, or a .nq, .trig, .ttl or .nt file; words are shown in ``lang``, zh or en.

    Raises:
        GraphError: no graph there, or a damaged one.
        UsageError: no such language.
    """
    if lang not in (None, *Language):
        raise UsageError(f"{lang!r} is no language; choose one of {', '.join(Language)}")
    return Graph(Path(path), Language(lang) if lang else None)


class Graph:
    """One saved graph, as it was when it was opened."""

    def __init__(self, path: Path, lang: Language | None = None) -> None:
        """Load it; GraphError where it is missing or damaged."""
        self.path = path
        self.lang = lang
        self.store: ox.Store = load(path)
        """The store in memory; what is changed in it changes no file."""

    @cached_property
    def dataset(self) -> "rdflib.Dataset":
        """The graph as an rdflib Dataset on the same store, all its graphs as one where none is named.

        >>> import kg
        >>> graph = kg.open("output/sample")
        >>> len(list(graph.dataset.quads())) == len(graph.store)
        True
        """
        rdflib, oxrdflib = _needed("rdflib"), _needed("oxrdflib")
        return rdflib.Dataset(store=oxrdflib.OxigraphStore(store=self.store), default_union=True)  # type: ignore[no-any-return]

    def network(self) -> nx.MultiDiGraph:
        """Return entities and relations as networkx, see :func:`kg.network.network`.

        >>> import kg
        >>> network = kg.open("output/sample").network()
        >>> {network.nodes[iri]["type"] for iri in network} >= {"Region", "Project", "Enterprise"}
        True
        """
        return network(self.store)

    def frame(self, name: str) -> "pandas.DataFrame":
        """Return projects, enterprises, regions, observations, milestones, relations or sources as a data frame.

        Amounts are floating point in base units (CNY); see :mod:`kg.export.tables`.

        Raises:
            UsageError: no such table, or pandas is not installed.

        >>> import kg
        >>> projects = kg.open("output/sample").frame("projects")
        >>> list(projects.columns[:4])
        ['iri', 'label', 'aliases', 'mentions']
        """
        if name not in self._tables:
            raise UsageError(f"{name!r} is no table; choose one of {', '.join(self._tables)}")
        table = self._tables[name]
        return _needed("pandas").DataFrame(table.rows, columns=[column for column, _ in table.columns])

    def ask(self, question: str, *, limit: int = 10_000, timeout: float = 10.0, **values: str) -> "Reply":
        """Ask a saved question by name, a .rq file, or SPARQL; ``values`` are bound to the variables that it selects.

        It is asked in a process of its own, which is stopped after ``timeout`` seconds; a script that calls this must
        stand under ``if __name__ == "__main__"``. With a timeout of 0 it is asked in this process, without limit.

        Raises:
            QueryError: refused, malformed, or past its time, memory or size.
            UsageError: no such question, or a value's name is no variable's.

        >>> import kg
        >>> reply = kg.open("output/sample").ask("SELECT ?label { ?p a kg:Project ; rdfs:label ?label }", timeout=0)
        >>> reply.columns, "引大济岷工程" in [row["label"] for row in reply]
        (('label',), True)
        """
        asked = Query(text_of(question), values, limit)
        return Reply(safe_query(file_of(self.path), asked, timeout=timeout) if timeout else run(self.store, asked))

    def explain(self, name: str) -> "Explanation":
        """Return the things that bear a name, preferred or alternative, with every fact and its sentence.

        Raises:
            UsageError: nothing bears that name.
        """
        facts = Facts(self.store)
        things = tuple(facts.thing(iri) for iri in facts.find(name))
        if not things:
            raise UsageError(messages_in(self.lang)["no_thing"].format(name=name))
        return Explanation(things, self.lang)

    @cached_property
    def _tables(self) -> dict[str, Table]:
        return {table.name: table for table in tables(self.store)}

    def __repr__(self) -> str:
        return f"kg.open({str(self.path)!r}): {len(self.store)} statements"

    def _repr_html_(self) -> str:
        names = messages_in(self.lang)["types"]
        rows = [(names.get(key, key), str(count)) for key, count in Facts(self.store).counts().items() if count]
        return _html(repr(self), (), rows)


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer to a query; iterating gives a dictionary of text for each row, None where nothing is bound."""

    answer: Answer

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns."""
        return self.answer.columns

    def frame(self) -> "pandas.DataFrame":
        """Return the rows as a data frame of text; UsageError where pandas is not installed."""
        return _needed("pandas").DataFrame(list(self), columns=list(self.columns))

    def __iter__(self) -> Iterator[dict[str, str | None]]:
        for row in self.answer.rows:
            yield {name: cell.value if cell else None for name, cell in zip(self.columns, row, strict=True)}

    def __len__(self) -> int:
        return len(self.answer.rows)

    def __repr__(self) -> str:
        return as_table(self.answer)

    def _repr_html_(self) -> str:
        rows = [tuple(value or "" for value in row.values()) for row in self]
        more = "+" if self.answer.truncated else ""
        return _html(f"{len(rows)}{more}", self.columns, rows[:MOST_SHOWN])


@dataclass(frozen=True, slots=True)
class Explanation(Sequence[Thing]):
    """The things of one name, each with its facts."""

    things: tuple[Thing, ...]
    lang: Language | None = None

    def __getitem__(self, at: Any) -> Any:
        return self.things[at]

    def __len__(self) -> int:
        return len(self.things)

    def __repr__(self) -> str:
        return "\n".join(
            "\n".join((self._head(thing), *("\t".join(row) for row in self._rows(thing)))) for thing in self.things
        )

    def _repr_html_(self) -> str:
        return "".join(_html(self._head(thing), (), self._rows(thing)) for thing in self.things)

    def _head(self, thing: Thing) -> str:
        type_ = messages_in(self.lang)["types"].get(thing.type, thing.type)
        return " · ".join((thing.label, type_, *thing.aliases))

    def _rows(self, thing: Thing) -> list[tuple[str, ...]]:
        say = messages_in(self.lang)
        return [
            (
                say["kinds"][fact.kind], say["status"].get(fact.status, fact.status), fact_in_words(fact.says, say),
                fact.source.quote, f"{fact.source.title} {fact.source.issued} [{fact.source.start}:{fact.source.end}]",
            )
            for fact in thing.facts
        ]  # fmt: skip


def _html(caption: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table whose texts are texts, whatever stands in them."""
    head = "".join(f"<th>{html(column)}</th>" for column in columns)
    body = "".join(f"<tr>{''.join(f'<td>{html(cell)}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table><caption>{html(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _needed(library: str) -> Any:
    """Import a library of the extra; UsageError that says how to get it where it is not there."""
    try:
        return import_module(library)
    except ImportError as error:
        raise UsageError(f"{library} is missing; install it with: pip install 'zhaoshang-kg[notebook]'") from error
