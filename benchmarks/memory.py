"""Greatest memory and time of whole builds of 1,000, 3,000 and 10,000 articles (or as many as are named).

Each is built anew and then once more, with every extraction from the cache: that is all but extraction.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.corpus import write
from benchmarks.measure import machine, table


def main(counts: list[int]) -> None:
    """Print a table: a row for each number of articles."""
    rows = []
    for count in counts:
        with tempfile.TemporaryDirectory() as folder:
            file, out = Path(folder) / "articles.jsonl", Path(folder) / "out"
            characters = write(count, file)
            anew, again = _built(file, out), _built(file, out)
            graph = (out / "graph.nq").stat().st_size
        rows.append((f"{count:,}", f"{characters:,}", *anew, *again, f"{graph / 1e6:,.0f}"))
        print(rows[-1], file=sys.stderr, flush=True)
    print(f"\n{machine()}, one process\n")
    head = ("articles", "characters", "seconds", "greatest memory, MB", "again, seconds", "greatest memory, MB")
    print(table((*head, "graph.nq, MB"), rows))


def _built(file: Path, out: Path) -> tuple[str, str]:
    """Build in a process of its own; return its seconds and its greatest memory in MB, as text."""
    command = [sys.executable, "-m", "benchmarks.memory", "build", str(file), str(out)]
    seconds, peak = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return f"{float(seconds):.0f}", peak


def build_here(file: Path, out: Path) -> None:
    """Build in this process; print its seconds and its greatest memory in MB."""
    import resource

    from benchmarks.measure import seconds
    from kg.pipeline import Options, build

    took = seconds(lambda: build([file], out, Options(max_doc_mb=1000, view=False)))
    print(took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)


if __name__ == "__main__":
    if sys.argv[1:2] == ["build"]:
        build_here(Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        main([int(n) for n in sys.argv[1:]] or [1_000, 3_000, 10_000])
