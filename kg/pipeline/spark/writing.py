"""Claims and nodes → the lines of the graph, sorted and each once, as a data frame in order of its parts."""

from collections.abc import Iterator
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

from kg.graph import Minter, division_quads, doubt_quads, entity_quads
from kg.pipeline.spark.articles import Line, quads_of, with_nodes, written
from kg.pipeline.spark.frames import Row, each_part, unpacked
from kg.pipeline.spark.identity import key_of
from kg.pipeline.spark.sources import source_lines
from kg.resolve import Node
from kg.resolve.atoms import Atom
from kg.resolve.verdicts import Verdicts

if TYPE_CHECKING:
    from pyspark.sql import DataFrame


def lines(
    claims: "DataFrame", atoms: "DataFrame", nodes: "DataFrame", verdict: Verdicts, base: str, parts: int
) -> "DataFrame":
    """Return the lines of ``graph.nq`` in ``parts`` ranges: each is sorted, and lies behind the one before it.

    The text of Spark is compared byte by byte in UTF-8, which is the order of code points.
    """
    articles = with_nodes(claims, nodes, parts).checkpoint()
    told = each_part(articles, partial(_lines, base=base), ("line",))
    things = each_part(nodes, partial(_things, base=base), ("line",))
    codes = {row.code for row in each_part(atoms, _codes, ("code",)).collect()}
    mint = Minter(base)
    few = written(chain(division_quads(codes, mint), doubt_quads(_unsure(nodes, verdict), mint)))
    rest = claims.sparkSession.createDataFrame(list(few), "line string")
    every = told.union(source_lines(articles, base)).union(things).union(rest)
    return every.repartitionByRange(parts, "line").distinct().sortWithinPartitions("line")


def types(nodes: "DataFrame") -> dict[str, int]:
    """Return how many things of each type there are."""
    found = each_part(nodes, _types, ("type", "name")).distinct().groupBy("type").count().collect()
    return {row["type"]: row["count"] for row in found}


def _unsure(nodes: "DataFrame", verdict: Verdicts) -> list[tuple[Node, Node]]:
    """Return the pairs of nodes of which people were unsure; they are fetched to the driver."""
    pairs = [(key_of(one), key_of(other)) for one, other in verdict.unsure]
    if not pairs:
        return []
    rows = nodes.where(nodes.atom.isin([key for pair in pairs for key in pair])).collect()
    of: dict[str, Node] = {row.atom: unpacked(row.record) for row in rows}
    return [(of[one], of[other]) for one, other in pairs if of[one] != of[other]]


def _lines(rows: Iterator[Row], base: str) -> Iterator[Line]:
    mint = Minter(base)
    return (line for row in rows for line in written(quads_of(row, mint)))


def _things(rows: Iterator[Row], base: str) -> Iterator[Line]:
    mint = Minter(base)
    return (line for row in rows for line in written(entity_quads(unpacked(row["record"]), mint)))


def _codes(rows: Iterator[Row]) -> Iterator[tuple[str]]:
    atoms: Iterator[Atom] = (unpacked(row["record"]) for row in rows)
    return ((atom.code,) for atom in atoms if atom.code)


def _types(rows: Iterator[Row]) -> Iterator[tuple[str, str]]:
    for row in rows:
        node: Node = unpacked(row["record"])
        yield node.type, repr(node)
