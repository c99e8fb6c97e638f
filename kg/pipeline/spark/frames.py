"""Python functions over the rows of Spark's data frames: over those of a part, or over those that share a key."""

import pickle
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import groupby, islice
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow
    from pyspark.sql import DataFrame

Row = dict[str, Any]
Columns = tuple[str, ...]
"""Names of columns of text; those of :data:`BINARY` hold pickled records, those of :data:`WHOLE` numbers."""
OfRows = Callable[[Iterator[Row]], Iterable[tuple[Any, ...]]]
OfKey = Callable[[Any, Iterator[Row]], Iterable[tuple[Any, ...]]]
BINARY = ("record", "other")
WHOLE = ("count", "sentences", "missed", "relations", "observations", "milestones", "print", "size", "fact")
AT_ONCE = 200
"""Rows handed over at once, to Python and back: claims are some 30 KB each, so fewer than Spark's 10,000."""


def each_part(frame: "DataFrame", function: OfRows, columns: Columns) -> "DataFrame":
    """Return what a function yields for the rows of each part, one row a tuple."""
    return frame.mapInArrow(partial(_part, function=function, columns=columns), _schema(columns))


def each_key(frame: "DataFrame", key: str, function: OfKey, columns: Columns, parts: int = 0) -> "DataFrame":
    """Return what a function yields for the rows of each key; they come together by one shuffle, in no fixed order.

    ``parts`` is how many parts there are then; 0 leaves it to Spark, which goes by their size.
    """
    together = frame.repartition(parts, key) if parts else frame.repartition(key)
    work = partial(_keys, key=key, function=function)
    return each_part(together.sortWithinPartitions(key), work, columns)


def components(edges: "DataFrame") -> "DataFrame":
    """Return ``member`` and ``component``, the least member that edges (``one``, ``two``) connect it with.

    Each round every member takes the least of its neighbours' components, and then that one's own, so that the length
    of a chain is halved; a checkpoint a round keeps plans short and lets no lost worker undo it.
    """
    from pyspark.sql import functions as f

    both = edges.union(edges.select("two", "one")).distinct().checkpoint()
    known = both.select(f.col("one").alias("member"), f.col("one").alias("component")).distinct().checkpoint()
    while True:
        near = both.join(known, both.two == known.member).select(both.one.alias("member"), "component")
        least = near.union(known).groupBy("member").agg(f.min("component").alias("component"))
        above = known.select(f.col("member").alias("component"), f.col("component").alias("above"))
        further = least.join(above, "component").select("member", f.least("component", "above").alias("component"))
        further = further.checkpoint()
        if further.exceptAll(known).isEmpty():
            return further
        known = further


def packed(record: Any) -> bytes:
    """Return a record as a column of :data:`BINARY` holds it."""
    return pickle.dumps(record)


def unpacked(data: bytes) -> Any:
    """Return a record that :func:`packed` packed in this very job."""
    return pickle.loads(data)


def _keys(rows: Iterator[Row], key: str, function: OfKey) -> Iterator[tuple[Any, ...]]:
    for value, members in groupby(rows, key=lambda row: row[key]):
        yield from function(value, members)


def _part(
    batches: Iterable["pyarrow.RecordBatch"], function: OfRows, columns: Columns
) -> Iterator["pyarrow.RecordBatch"]:
    import pyarrow as pa

    kinds = {"string": pa.string(), "binary": pa.binary(), "bigint": pa.int64()}
    schema = pa.schema([(name, kinds[_kind(name)]) for name in columns])
    found = iter(function(row for batch in batches for row in batch.to_pylist()))
    while rows := list(islice(found, AT_ONCE)):
        values = zip(*rows, strict=True)
        arrays = [pa.array(column, field.type) for column, field in zip(values, schema, strict=True)]
        yield pa.RecordBatch.from_arrays(arrays, schema=schema)


def _schema(columns: Columns) -> str:
    return ", ".join(f"{name} {_kind(name)}" for name in columns)


def _kind(name: str) -> str:
    return "binary" if name in BINARY else "bigint" if name in WHOLE else "string"
