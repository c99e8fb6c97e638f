"""Articles with their things, each in one row, and what each of them says."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.copies import order_of
from kg.graph import Minter, Quads, article_quads
from kg.pipeline.spark.frames import Row, each_key, each_part, packed, unpacked
from kg.pipeline.spark.identity import key_of
from kg.pipeline.spark.reading import extraction_of
from kg.resolve import Node
from kg.resolve.atoms import atom_ids

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

Line = tuple[str]


def with_nodes(claims: "DataFrame", nodes: "DataFrame", parts: int) -> "DataFrame":
    """Return ``article`` (see :func:`kg.copies.order_of`), ``extraction`` and ``record``, the nodes of its entities."""
    from pyspark.sql import functions as f

    none = f.lit(None)
    told = each_part(claims, _atoms, ("sha256", "atom")).join(nodes, "atom")
    said = claims.select("sha256", "extraction", none.cast("string").alias("atom"), none.cast("binary").alias("record"))
    both = said.union(told.select("sha256", none.cast("string"), "atom", "record"))
    return each_key(both, "sha256", _article, ("article", "extraction", "record"), parts)


def quads_of(row: Row, mint: Minter) -> Quads:
    """Yield what an article says, from a row of :func:`with_nodes`."""
    return article_quads(extraction_of(row), unpacked(row["record"]), mint)


def written(quads: Iterable[ox.Quad]) -> Iterator[Line]:
    """Yield the lines of quads, each once."""
    return ((line,) for line in dict.fromkeys(f"{quad} ." for quad in quads))


def _atoms(rows: Iterator[Row]) -> Iterator[tuple[str, str]]:
    """Yield article and atom for each atom that an article names."""
    for extraction in map(extraction_of, rows):
        for identity in sorted(set(atom_ids(extraction).values())):
            yield extraction.article.sha256, key_of(identity)


def _article(_: str, rows: Iterator[Row]) -> Iterator[tuple[str, str, bytes]]:
    """Yield an article's claims with the node of each of its entities."""
    nodes, found = dict[str, Node](), Row()
    for row in rows:
        if row["extraction"] is not None:
            found = row
        else:
            nodes[row["atom"]] = unpacked(row["record"])
    extraction = extraction_of(found)
    of = {entity: nodes[key_of(atom)] for entity, atom in atom_ids(extraction).items()}
    yield order_of(extraction.article), found["extraction"], packed(of)
