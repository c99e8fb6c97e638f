"""Greatest memory and time of a whole build of 100, 1,000 and 10,000 articles (or as many as are named)."""

import sys
import tempfile
from pathlib import Path

from benchmarks.corpus import write
from benchmarks.measure import machine, table


def main(counts: list[int]) -> None:
    """Print a table: a row for each number of articles."""
    import subprocess

    rows = []
    for count in counts:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "articles.jsonl"
            characters = write(count, file)
            found = subprocess.run(
                [sys.executable, "-m", "benchmarks.memory", "build", str(file), str(Path(folder) / "out")],
                check=True, capture_output=True, text=True,
            )  # fmt: skip
            took, peak = found.stdout.split()
            rows.append(
                (f"{count:,}", f"{characters:,}", f"{float(took):.1f}", f"{float(took) / count * 1000:.0f}", peak)
            )
            print(rows[-1], file=sys.stderr, flush=True)
    print(f"\n{machine()}, one process\n")
    print(table(("articles", "characters", "seconds", "ms an article", "greatest memory, MB"), rows))


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
        main([int(n) for n in sys.argv[1:]] or [100, 1_000, 10_000])
