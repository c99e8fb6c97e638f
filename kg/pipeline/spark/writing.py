"""Claims and nodes → the lines of the graph, sorted and each once, as a data frame in order of its parts."""

import json
from collections import deque
from collections.abc import Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.graph import Minter, Quads, article_quads, division_quads, doubt_quads, entity_quads
from kg.graph.sources import Sources
from kg.pipeline.spark.frames import Row, each_key, each_part, packed, unpacked
from kg.pipeline.spark.identity import atoms_in, key_of
from kg.records import Extraction
from kg.resolve import Node
from kg.resolve.atoms import Atom, atom_ids
from kg.resolve.verdicts import Verdicts

if TYPE_CHECKING:
    from pyspark.sql import DataFrame


def lines(
    claims: "DataFrame", atoms: "DataFrame", nodes: "DataFrame", verdict: Verdicts, base: str, parts: int
) -> "DataFrame":
    """Return the lines of ``graph.nq`` in ``parts`` ranges: each is sorted, and lies behind the one before it.

    The text of Spark is compared byte by byte in UTF-8, which is the order of code points.
    """
    from pyspark.sql import functions as f

    none = f.lit(None)
    told = each_part(claims, atoms_in, ("sha256", "atom")).join(nodes, "atom")
    said = claims.select("sha256", "extraction", none.cast("string").alias("atom"), none.cast("binary").alias("record"))
    both = said.union(told.select("sha256", none.cast("string"), "atom", "record"))
    whole = each_key(both, "sha256", _article, ("sha256", "extraction", "record"), parts).checkpoint()
    articles = each_part(whole, partial(_lines, base=base), ("line",))
    things = each_part(nodes, partial(_things, base=base), ("line",))
    codes = {row.code for row in each_part(atoms, _codes, ("code",)).collect()}
    mint = Minter(base)
    few = [division_quads(codes, mint), doubt_quads(_unsure(nodes, verdict), mint), _sources(whole, mint)]
    found = [(line,) for said_of in few for line in _written(said_of)]
    rest = claims.sparkSession.createDataFrame(found, "line string")
    ranges = articles.union(things).union(rest).repartitionByRange(parts, "line")
    return ranges.distinct().sortWithinPartitions("line")


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


def _written(quads: Iterable[ox.Quad]) -> set[str]:
    return {f"{quad} ." for quad in quads}


def _sources(whole: "DataFrame", mint: Minter) -> Quads:
    """Yield what articles together tell of sources; they are gone through one by one, in order, on the driver."""
    sources, articles = Sources(mint.base), _Articles(whole)
    for extraction, nodes in articles.rows():
        deque(sources.watched(extraction, article_quads(extraction, nodes, mint)), maxlen=0)
    yield from sources.quads(articles)


class _Articles:
    """Extractions in order of hash, fetched from the cluster part by part each time they are gone through."""

    def __init__(self, whole: "DataFrame") -> None:
        self._whole = whole.orderBy("sha256")

    def rows(self) -> Iterator[tuple[Extraction, dict[str, Node]]]:
        for row in self._whole.toLocalIterator():
            yield Extraction.from_json(json.loads(row.extraction)), unpacked(row.record)

    def __iter__(self) -> Iterator[Extraction]:
        return (extraction for extraction, _ in self.rows())


def _article(sha256: str, rows: Iterator[Row]) -> Iterator[tuple[str, str, bytes]]:
    """Yield an article's claims with the node of each of its entities."""
    nodes, found = dict[str, Node](), ""
    for row in rows:
        if row["extraction"] is not None:
            found = row["extraction"]
        else:
            nodes[row["atom"]] = unpacked(row["record"])
    atoms = atom_ids(Extraction.from_json(json.loads(found)))
    yield sha256, found, packed({entity: nodes[key_of(atom)] for entity, atom in atoms.items()})


def _lines(rows: Iterator[Row], base: str) -> Iterator[tuple[str]]:
    mint = Minter(base)
    for row in rows:
        said = article_quads(Extraction.from_json(json.loads(row["extraction"])), unpacked(row["record"]), mint)
        yield from ((line,) for line in _written(said))


def _things(rows: Iterator[Row], base: str) -> Iterator[tuple[str]]:
    mint = Minter(base)
    return ((line,) for row in rows for line in _written(entity_quads(unpacked(row["record"]), mint)))


def _codes(rows: Iterator[Row]) -> Iterator[tuple[str]]:
    atoms: Iterator[Atom] = (unpacked(row["record"]) for row in rows)
    return ((atom.code,) for atom in atoms if atom.code)


def _types(rows: Iterator[Row]) -> Iterator[tuple[str, str]]:
    for row in rows:
        node: Node = unpacked(row["record"])
        yield node.type, repr(node)
