"""The graph as nodes and relationships with properties: CSV for neo4j-admin, Cypher for small graphs.

Things are nodes of their type; observations, milestones and articles are nodes too, so that no sentence is lost:
``(:Observation)-[:ABOUT]->(:Project)`` and ``(:Observation)-[:SAID_IN]->(:Article)``.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import networkx as nx
import pyoxigraph as ox

from kg.atomic import write_atomically
from kg.cells import BAR, csv_text, joined
from kg.export.sheets import beside
from kg.export.tables import Cell, tables
from kg.network import network

Property = Cell | list[str]
_STATEMENTS = {"observations": "Observation", "milestones": "Milestone"}
_ELSEWHERE = {"iri", "about", "subject", "type", "article", "title", "issued"}
_HEADS = {str: "", int: ":long", float: ":double", list: ":string[]"}
_THING = (("label", str), ("aliases", list), ("kind", str), ("adcode", str), ("mentions", int))
_LINK = (("status", str), ("evidence", int))


@dataclass(frozen=True, slots=True)
class Nodes:
    """Nodes with the same properties: each its IRI, its label, its properties in the order of the columns."""

    name: str
    columns: tuple[tuple[str, type], ...]
    rows: list[tuple[str, str, tuple[Property, ...]]]


@dataclass(frozen=True, slots=True)
class Link:
    """A relationship between two nodes by IRI; ``evidence`` counts the claims behind it."""

    start: str
    end: str
    type: str
    status: str | None = None
    evidence: int | None = None


def property_graph(store: ox.Store) -> tuple[list[Nodes], list[Link]]:
    """Return nodes and relationships; every relationship ends at nodes that are among them."""
    graph, made = network(store), {table.name: table for table in tables(store)}
    things = [
        (iri, d["type"], (d["label"], d["aliases"].split(BAR) if d["aliases"] else [], *_rest(d)))
        for iri, d in graph.nodes(data=True)
    ]
    links = [Link(s, t, _shouted(p), d["status"] or None, d["evidence"]) for s, t, p, d in _edges(graph)]
    nodes = [Nodes("entities", _THING, things)]
    for name, label in _STATEMENTS.items():
        rows = [dict(zip((c for c, _ in made[name].columns), row, strict=True)) for row in made[name].rows]
        kept = tuple((column, of) for column, of in made[name].columns if column not in _ELSEWHERE)
        nodes.append(Nodes(name, kept, [(str(r["iri"]), label, tuple(r[c] for c, _ in kept)) for r in rows]))
        links += [Link(str(r["iri"]), str(r["about"]), "ABOUT") for r in rows]
        links += [Link(str(r["iri"]), str(r["article"]), "SAID_IN") for r in rows]
    source = made["sources"]
    nodes.append(Nodes("articles", source.columns[1:5], [(str(r[0]), "Article", r[1:5]) for r in source.rows]))
    links += [Link(str(r[0]), str(r[5]), "COPY_OF") for r in source.rows if r[5]]
    known = {iri for each in nodes for iri, _, _ in each.rows}
    return nodes, [link for link in links if link.start in known and link.end in known]


def write_neo4j(store: ox.Store, out: Path) -> list[Path]:
    """Write CSV files whose heads ``neo4j-admin database import`` reads; arrays are divided by a vertical bar."""
    nodes, links = property_graph(store)
    files = {
        f"{each.name}.csv": csv_text(
            [
                ["iri:ID", *(column + _HEADS[of] for column, of in each.columns), ":LABEL"],
                *([iri, *map(_cell, properties), label] for iri, label, properties in each.rows),
            ]
        )
        for each in nodes
    }
    files["relationships.csv"] = csv_text(
        [
            [":START_ID", ":END_ID", ":TYPE", *(column + _HEADS[of] for column, of in _LINK)],
            *([one.start, one.end, one.type, _cell(one.status), _cell(one.evidence)] for one in links),
        ]
    )
    for name, text in files.items():
        write_atomically(beside(out, name), text)
    return [beside(out, name) for name in files]


def write_cypher(store: ox.Store, out: Path) -> list[Path]:
    """Write statements that make the graph where it is not and change nothing where it is, one a line."""
    nodes, links = property_graph(store)
    write_atomically(out, "".join(f"{line};\n" for line in _statements(nodes, links)))
    return [out]


def _statements(nodes: list[Nodes], links: list[Link]) -> Iterator[str]:
    labels = {iri: label for each in nodes for iri, label, _ in each.rows}
    for label in sorted(set(labels.values())):
        yield f"CREATE CONSTRAINT IF NOT EXISTS FOR (n:{label}) REQUIRE n.iri IS UNIQUE"
    for each in nodes:
        for iri, label, properties in each.rows:
            sets = [
                f"n.`{name}` = {_value(value)}"
                for (name, _), value in zip(each.columns, properties, strict=True) if value not in (None, [])
            ]  # fmt: skip
            yield f"MERGE (n:{label} {{iri: {_value(iri)}}})" + (f" SET {', '.join(sets)}" if sets else "")
    for one in links:
        start, end = (f"(:{labels[iri]} {{iri: {_value(iri)}}})" for iri in (one.start, one.end))
        sets = [f"r.{name} = {_value(value)}" for name, _ in _LINK if (value := getattr(one, name)) is not None]
        yield (
            f"MATCH {start.replace('(', '(a', 1)}, {end.replace('(', '(b', 1)} MERGE (a)-[r:{one.type}]->(b)"
            + (f" SET {', '.join(sets)}" if sets else "")
        )


def _value(value: Property) -> str:
    """Return a literal of Cypher."""
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, str):
        text = value.replace("\\", "\\\\").replace("'", "\\'")
        return "'" + text.replace("\n", "\\n").replace("\r", "\\r") + "'"
    return repr(value).replace("e+", "e")  # openCypher knows no plus in an exponent


def _cell(value: Property) -> str:
    return "" if value is None else joined(value) if isinstance(value, list) else str(value)


def _edges(graph: nx.MultiDiGraph) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    yield from graph.edges(keys=True, data=True)


def _rest(data: dict[str, Any]) -> tuple[Property, ...]:
    return data["kind"] or None, data["adcode"] or None, data["mentions"]


def _shouted(predicate: str) -> str:
    """Return a relation's name as Cypher writes types: locatedIn → LOCATED_IN."""
    return re.sub("(?=[A-Z])", "_", predicate).upper()
