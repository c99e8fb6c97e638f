"""The same articles built on one machine and on a Spark cluster, where one worker is killed too: seconds and hashes.

``python -m benchmarks.spark [ARTICLES]``, 2,000 by default. The cluster is a master and two workers of one core on
loopback, from the PySpark package.
"""

import hashlib
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

from benchmarks.corpus import write
from benchmarks.measure import ROOT, machine, table
from tests.cluster import Cluster, cluster, lacking

PARTS = 16


def main(count: int) -> None:
    """Print a table: a row for each build."""
    if lacking():
        sys.exit(lacking())
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        file = place / "articles.jsonl"
        write(count, file)
        rows = [_row("one machine, one process", *_local(file, place / "local"))]
        for name, killed in (("two workers", False), ("two workers, one killed", True)):
            (place / f"cluster{killed}").mkdir()
            with cluster(place / f"cluster{killed}", memory="2g") as running:
                rows.append(_row(name, *_spark(running, file, place / f"spark{killed}", killed)))
    print(f"\n{machine()}; {count:,} articles\n")
    print(table(("build", "seconds", "SHA-256 of the graph"), rows))
    sys.exit(len({row[2] for row in rows}) > 1)


def _row(name: str, seconds: float, digest: str) -> tuple[str, str, str]:
    row = (name, f"{seconds:.0f}", digest)
    print(row, file=sys.stderr, flush=True)
    return row


def _local(file: Path, out: Path) -> tuple[float, str]:
    start = time.monotonic()
    command = [sys.executable, "-m", "kg.cli", "build", str(file), "-o", str(out), "-j", "1", "--no-view"]
    subprocess.run([*command, "--max-doc-mb", "1000"], check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
    return time.monotonic() - start, _hash([out / "graph.nq"])


def _spark(running: Cluster, file: Path, out: Path, killed: bool) -> tuple[float, str]:
    start = time.monotonic()
    settings = {"spark.sql.shuffle.partitions": str(PARTS), "spark.executor.memory": "1g"}
    command = [sys.executable, "-m", "kg.cli", "build", str(file), "-o", str(out), "--engine", "spark"]
    command += ["--master", running.url, *(word for pair in settings.items() for word in ("--conf", "=".join(pair)))]
    log = out.with_suffix(".log")
    with log.open("wb") as said:
        work = subprocess.Popen(command, cwd=ROOT, env=running.environment, stdout=said, stderr=said)
        while work.poll() is None:
            if killed and len(list(out.glob("claims/_temporary/**/part-*"))) > PARTS // 2:
                running.kill_worker()
                killed = False
            time.sleep(1)
    if work.returncode or killed:
        sys.exit(f"{'no worker was killed' if killed else 'failed'}: {log.read_text('utf-8', 'replace')[-3000:]}")
    return time.monotonic() - start, _hash(sorted((out / "graph").glob("part-*")))


def _hash(files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2_000)
