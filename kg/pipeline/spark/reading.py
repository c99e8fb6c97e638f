"""Articles on any Hadoop path → claims, as a data frame: read, each once, extracted."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from kg.pipeline import Options
from kg.pipeline.extraction import attempt
from kg.pipeline.outputs import FACTS
from kg.pipeline.spark.frames import Row, each_key, each_part
from kg.read import DOCUMENTS, TEXTS, merge_copies, read_data, read_inputs
from kg.records import DECISIONS_FILE, Article, Extraction, Reject

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, DataFrameReader, SparkSession

LINES = (".jsonl", ".ndjson")
"""Suffixes of files of which each line is an article: read in pieces, so that they may be of any size."""
COUNTS = (*FACTS, "sentences", "missed")
CLAIMS = ("sha256", "title", "issued", "source", "count", *COUNTS, "extraction", "reject")
"""Columns of the claims; ``count`` is of copies, ``extraction`` and ``reject`` are JSON, one of them null."""


def claims_of(spark: "SparkSession", paths: Sequence[str], parts: int, options: Options) -> "DataFrame":
    """Return the claims of files and folders: one row an article, and one for each input that gave none.

    Files with the suffixes of :mod:`kg.read` are read, but for files of no bytes, which Spark passes over. Lines of
    JSON count as files of their own: a reject names the file and ``line 1``.

    Raises:
        UsageError: the encoding is unknown or the limit is no positive number.
    """
    settings: dict[str, Any] = {"encoding": options.encoding, "max_doc_mb": options.max_doc_mb}
    read_inputs([], **settings)  # tells here what is wrong with them; on a worker it would fail task after task
    read = each_part(_files(spark, paths), partial(_read, settings=settings), ("sha256", "data"))
    return each_key(read, "sha256", partial(_extracted, learned=options.learned), CLAIMS, parts)


def extraction_of(row: Row) -> Extraction:
    """Return what a row of claims holds."""
    return Extraction.from_json(json.loads(row["extraction"]))


def _files(spark: "SparkSession", paths: Sequence[str]) -> "DataFrame":
    """Return path, suffix and content of every file, or line of a file of articles."""
    from pyspark.sql import functions as f

    found = _files_called(spark, {*TEXTS, *DOCUMENTS} - {"", *LINES}).format("binaryFile").load(list(paths))
    lines = _files_called(spark, LINES).text(list(paths))
    return found.select("path", f.lit("").alias("suffix"), f.col("content").alias("data")).union(
        lines.select("_metadata.file_path", f.lit(LINES[0]), f.col("value").cast("binary"))
    )


def _files_called(spark: "SparkSession", suffixes: Iterable[str]) -> "DataFrameReader":
    """Return what reads the files below a path that have one of these suffixes, also packed by gzip."""
    names = ",".join(f"*{suffix}{packed}" for suffix in sorted(suffixes) for packed in ("", ".gz"))
    return spark.read.option("recursiveFileLookup", "true").option("pathGlobFilter", f"{{{names}}}")


def _read(rows: Iterator[Row], settings: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for row in rows:
        lines = row["suffix"] in LINES
        place = (
            unquote(row["path"]) if lines else row["path"]
        )  # Spark's reader of lines tells a URL, that of files none
        path = PurePosixPath(place)
        if (lines and not row["data"].strip()) or path.name == DECISIONS_FILE:
            continue
        suffix = row["suffix"] or "".join(path.suffixes[-2:] if path.suffix == ".gz" else path.suffixes[-1:])
        for found in read_data(place, row["data"], suffix=suffix, **settings):
            if isinstance(found, Article):
                yield found.sha256, json.dumps({"article": asdict(found)}, ensure_ascii=False)
            else:
                yield found.sha256, json.dumps({"reject": asdict(found)}, ensure_ascii=False)


def _extracted(_: str, rows: Iterator[Row], learned: bool) -> Iterator[tuple[Any, ...]]:
    """Yield the claims of the copies of one article, and the rejects that share its hash."""
    found = [json.loads(row["data"]) for row in rows]
    copies = [_article(one["article"]) for one in found if "article" in one]
    for one in found:
        if "reject" in one:
            yield _rejected(Reject(**one["reject"]), 1)
    for article in merge_copies(copies)[0]:
        outcome = attempt(article, learned=learned)
        if isinstance(outcome, Reject):
            yield _rejected(outcome, len(copies))
        else:
            yield _row(outcome, len(copies))


def _row(extraction: Extraction, count: int) -> tuple[Any, ...]:
    article = extraction.article
    sizes = [len(getattr(extraction, n)) if n != "sentences" else extraction.sentences for n in COUNTS]
    said = json.dumps(extraction.to_json(), ensure_ascii=False, sort_keys=True)
    return (article.sha256, article.title, article.issued, article.source, count, *sizes, said, None)


def _rejected(reject: Reject, count: int) -> tuple[Any, ...]:
    said = json.dumps(asdict(reject), ensure_ascii=False, sort_keys=True)
    return (reject.sha256, None, None, None, count, *(0 for _ in COUNTS), None, said)


def _article(data: Row) -> Article:
    return Article(**{**data, "paths": tuple(data["paths"]), "notes": tuple(data["notes"])})
