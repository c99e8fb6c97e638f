"""Which articles are copies, and how many say a fact: shuffles by fingerprint, by article and by fact.

The functions of :mod:`kg.copies` and :mod:`kg.graph.sources`, over data frames. An article is called by what
:func:`kg.copies.order_of` says of it, so that the order of the texts is the order of the articles.
"""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from kg.copies import HALF, NEIGHBOURS, Passage, Said, copied, page_of, prints_of
from kg.graph import Minter
from kg.graph.sources import Statement, Statements, copy_quad, fact_quads, passages
from kg.pipeline.spark.articles import Line, quads_of, written
from kg.pipeline.spark.frames import Row, components, each_key, each_part, packed, unpacked
from kg.pipeline.spark.reading import extraction_of

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

Told = tuple[str, int, Statement, str, Passage]
"""Article, which of its statements it is, the statement, the article's family, and what stands around the evidence."""


def source_lines(articles: "DataFrame", base: str) -> "DataFrame":
    """Return ``line``: what the rows of :func:`kg.pipeline.spark.articles.with_nodes` tell of each other's sources."""
    from pyspark.sql import Window
    from pyspark.sql import functions as f

    texts = articles.select("article", "extraction")
    families = _families(texts)
    one_fact = Window.partitionBy("fact")
    shared = f.min("article").over(one_fact) != f.max("article").over(one_fact)
    said = each_part(articles, partial(_statements, base=base), ("fact", "article", "record"))
    said = said.withColumn("shared", shared).checkpoint()
    wanted = said.where("shared").groupBy("article").agg(f.collect_list("record").alias("said"))
    told = each_part(texts.join(wanted, "article").join(families, "article", "left"), _told, ("fact", "record"))
    copies = each_part(families.where("article != family"), partial(_copies, base=base), ("line",))
    alone = each_part(said.where("not shared"), partial(_alone, base=base), ("line",))
    return copies.union(alone).union(each_key(told, "fact", partial(_compared, base=base), ("line",)))


def _families(texts: "DataFrame") -> "DataFrame":
    """Return ``article`` and ``family``, the article whose text it is, for copies and what they copy."""
    from pyspark.sql import functions as f

    pairs = _alike(each_part(texts, _prints, ("article", "print", "size"))).checkpoint()
    wanted = pairs.select("article").union(pairs.select("old")).distinct()
    pages = each_part(texts.join(wanted, "article", "left_semi"), _pages, ("article", "record")).checkpoint()
    olds = pairs.join(pages.withColumnRenamed("article", "old"), "old").select("article", "old", "record")
    both = olds.union(pages.select("article", f.lit(None).cast("string"), "record"))
    copies = components(each_key(both, "article", _copied, ("one", "two")))
    return copies.withColumnsRenamed({"member": "article", "component": "family"})


def _alike(prints: "DataFrame") -> "DataFrame":
    """Return ``article`` and ``old``, an earlier one that shares enough fingerprints to be looked at."""
    from pyspark.sql import Window
    from pyspark.sql import functions as f

    before = Window.partitionBy("print").orderBy("article").rowsBetween(-NEIGHBOURS, -1)
    near = prints.select("article", "size", f.collect_list(f.struct("article", "size")).over(before).alias("near"))
    pairs = near.select("article", "size", f.explode("near").alias("old")).groupBy("article", "size", "old").count()
    alike = pairs.where(f.col("count") >= HALF * f.least("size", "old.size"))
    return alike.select("article", f.col("old.article").alias("old"))


def _prints(rows: Iterator[Row]) -> Iterator[tuple[str, int, int]]:
    """Yield article, fingerprint and how many of them the article has."""
    for row in rows:
        prints = prints_of(extraction_of(row).article).view(np.int64).tolist()
        yield from ((row["article"], one, len(prints)) for one in prints)


def _pages(rows: Iterator[Row]) -> Iterator[tuple[str, bytes]]:
    return ((row["article"], packed(page_of(extraction_of(row)))) for row in rows)


def _copied(article: str, rows: Iterator[Row]) -> Iterator[tuple[str, str]]:
    """Yield an article and the first of which it is a copy, from its own page and those of others."""
    pages = {row["old"] or "": row["record"] for row in rows}
    own, olds = unpacked(pages.pop("")), sorted(pages)
    at = copied(own, (unpacked(pages[old]) for old in olds))
    if at >= 0:
        yield article, olds[at]


def _copies(rows: Iterator[Row], base: str) -> Iterator[Line]:
    return written(copy_quad(row["article"], row["family"], base) for row in rows)


def _statements(rows: Iterator[Row], base: str) -> Iterator[tuple[int, str, bytes]]:
    """Yield fact, article and statement for each statement of articles."""
    mint = Minter(base)
    for row in rows:
        for place, one in enumerate(Statements.of(quads_of(row, mint), base)):
            yield one.fact, row["article"], packed((place, one))


def _alone(rows: Iterator[Row], base: str) -> Iterator[Line]:
    """Yield the lines of facts that one article alone states."""
    return written(quad for row in rows for quad in fact_quads([unpacked(row["record"])[1]], base))


def _told(rows: Iterator[Row]) -> Iterator[tuple[int, bytes]]:
    """Yield fact and what is told of it for each statement whose fact other articles state too."""
    for row in rows:
        article, family = row["article"], row["family"] or row["article"]
        said = list(map(unpacked, row["said"]))
        around = passages(extraction_of(row), (one.evidence for _, one in said))
        for (place, one), passage in zip(said, around, strict=True):
            yield one.fact, packed((article, place, one, family, passage))


def _compared(_: int, rows: Iterator[Row], base: str) -> Iterator[Line]:
    """Yield the lines of a fact that several articles state."""
    told: list[Told] = sorted(unpacked(row["record"]) for row in rows)
    said = [Said(article, family, passage) for article, _, _, family, passage in told]
    return written(fact_quads([one for _, _, one, _, _ in told], base, said))
