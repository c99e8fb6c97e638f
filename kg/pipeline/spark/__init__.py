"""The build on a Spark cluster: the functions of one machine over data frames, and the same graph.

``claims/`` holds the extractions as Parquet, ``graph/`` the sorted quads in part files: put one behind the other, in
the order of their names, they are ``graph.nq`` of a build on one machine, byte for byte. Every step is a pure function
of its rows, so a lost worker costs the time of its tasks, and nothing else.
"""

import json
import sys
import warnings
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kg.errors import GraphError, UsageError
from kg.graph import check_base
from kg.pipeline import Options, Report
from kg.pipeline.outputs import FACTS, program
from kg.pipeline.spark import identity, writing
from kg.pipeline.spark.frames import AT_ONCE
from kg.pipeline.spark.reading import COUNTS, claims_of
from kg.records import Reject
from kg.resolve.decisions import read_decisions

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

SETTINGS = {"spark.sql.execution.arrow.maxRecordsPerBatch": str(AT_ONCE)}
_FRAMES = ("at ", "... ", "File ", "JVM stacktrace", "Traceback")
"""How lines of a Java or Python stack begin."""


def build(
    paths: Sequence[str],
    out: str,
    options: Options | None = None,
    master: str = "",
    settings: Mapping[str, str] | None = None,
) -> Report:
    """Read articles from Hadoop paths and write claims and graph into ``out``, another one; what stood there is lost.

    Args:
        paths: files and folders; see :func:`kg.pipeline.spark.reading.claims_of`.
        out: folder to write into.
        options: as on one machine. Decisions are those of the file that is named, on this machine; no page is drawn.
        master: the cluster, such as spark://HOST:7077; by default what spark-defaults.conf says.
        settings: Spark's settings, such as spark.executor.memory.

    Raises:
        UsageError: PySpark or Java is not installed, there is no such path or ``out`` lies in one, the base is no IRI,
            or an option is for one machine alone.
        GraphError: the cluster did not end the work.
    """
    options = options or Options()
    base, learned = options.base, options.learned
    check_base(base)
    if options.cache or options.jobs not in (None, 1):
        raise UsageError("--cache and --jobs are for one machine; leave them out with --engine spark")
    rows = read_decisions(options.decisions) if options.decisions else []
    spark = _session(master, {**SETTINGS, **(settings or {})})
    work = f"{out.rstrip('/')}/work"
    try:
        _apart(spark, paths, out)
        spark.sparkContext.setCheckpointDir(work)
        parts = int(spark.conf.get("spark.sql.shuffle.partitions") or 200)
        read = claims_of(spark, paths, parts, options)
        read.write.mode("overwrite").parquet(f"{out}/claims")
        saved = spark.read.parquet(f"{out}/claims")
        claims = saved.where("extraction is not null")
        atoms = identity.atoms(claims, rows).checkpoint()
        verdict = identity.judged(atoms, rows, base)
        nodes = identity.nodes(atoms, verdict).checkpoint()
        lines = writing.lines(claims, atoms, nodes, verdict, base, parts)
        lines.write.mode("overwrite").text(f"{out}/graph")
        about = {**program(base, learned), "decisions": verdict.fingerprint, "articles": claims.count()}
        _one_file(spark, json.dumps(about, ensure_ascii=False, sort_keys=True), f"{out}/manifest")
        return _report(saved, writing.types(nodes), tuple(verdict.problems))
    except _errors() as error:
        raise _told(error) from error
    finally:
        _remove(spark, work)
        spark.stop()


def _session(master: str, settings: Mapping[str, str]) -> "SparkSession":
    """Return a session with a cluster; UsageError where PySpark or Java is missing."""
    try:
        from pyspark.errors import PySparkRuntimeError
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise UsageError(f"--engine spark: {error}; pip install 'zhaoshang-kg[spark]'") from error
    warnings.filterwarnings("ignore", message=".*pandas >= 3")  # PySpark 4.3 asks for pandas, which nothing here uses
    if master.startswith("local"):
        settings = {"spark.pyspark.python": sys.executable, **settings}
    builder = SparkSession.builder.appName("zhaoshang-kg").config(map=dict(settings))
    try:
        return (builder.master(master) if master else builder).getOrCreate()
    except PySparkRuntimeError as error:
        needs = "it needs Java 17 (JAVA_HOME where java is not found), and --master and --conf as Spark knows them"
        raise UsageError(f"--engine spark: {error}; {needs}") from error
    except _errors() as error:
        raise _told(error) from error


def _errors() -> tuple[type[Exception], ...]:
    """Return what Spark raises."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    return (PySparkException, Py4JError)


def _told(error: Exception) -> Exception:
    """Return an error of Spark's in one line."""
    from pyspark.errors import AnalysisException, IllegalArgumentException

    lines = [line.strip() for line in str(error).splitlines()]
    said = [line for line in lines if line and not line.startswith(_FRAMES)] or [type(error).__name__]
    for kind, step in ((AnalysisException, "check the paths"), (IllegalArgumentException, "mend --conf or --master")):
        if isinstance(error, kind):
            return UsageError(f"Spark: {said[0]}; {step}")
    return GraphError(f"Spark: {' … '.join(dict.fromkeys((said[0], said[-1])))}; see its logs, then build again")


def _one_file(spark: "SparkSession", line: str, place: str) -> None:
    spark.createDataFrame([(line,)], "line string").coalesce(1).write.mode("overwrite").text(place)


def _apart(spark: "SparkSession", paths: Sequence[str], out: str) -> None:
    """Raise UsageError where the output folder lies in an input: the next build would read its parts as articles."""

    def whole(place: str) -> str:
        files, path = _hadoop(spark, place)
        return f"{files.makeQualified(path).toString().rstrip('/')}/"

    for path in paths:
        if whole(out).startswith(whole(path)):
            raise UsageError(f"{out}: lies in the input {path}; choose a folder outside it with -o")


def _remove(spark: "SparkSession", place: str) -> None:
    files, path = _hadoop(spark, place)
    files.delete(path, True)


def _hadoop(spark: "SparkSession", place: str) -> tuple[Any, Any]:
    """Return the Hadoop file system that a path lies in, and the path."""
    context: Any = spark.sparkContext
    path = context._jvm.org.apache.hadoop.fs.Path(place)
    return path.getFileSystem(context._jsc.hadoopConfiguration()), path


def _report(saved: "DataFrame", found: dict[str, int], notes: tuple[str, ...]) -> Report:
    """Return the figures of a build; its rejects are fetched to the driver."""
    sums = saved.groupBy().sum("count", *COUNTS).collect()[0].asDict()
    total = {name: sums[f"sum({name})"] or 0 for name in ("count", *COUNTS)}
    said = saved.where("reject is not null").select("reject").collect()
    rejects = sorted((Reject(**json.loads(row.reject)) for row in said), key=lambda r: (r.path, r.code, r.reason))
    articles = saved.count() - len(rejects)
    return Report(
        inputs=total["count"],
        articles=articles,
        duplicates=total["count"] - len(rejects) - articles,
        rejects=tuple(rejects),
        found={**found, **{name: total[name] for name in FACTS}},
        sentences=total["sentences"],
        missed=total["missed"],
        notes=notes,
    )
