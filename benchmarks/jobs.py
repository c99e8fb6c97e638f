"""How extraction spreads over processes: `python -m benchmarks.jobs [ARTICLES]`; seconds by the clock, with starting.

Only an idle machine tells: where other work runs, more processes take more of it away from that.
"""

import os
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.corpus import articles
from benchmarks.measure import machine, table
from kg.claims import Cache
from kg.pipeline.extraction import extract_all

COUNT = 400


def main(count: int = COUNT) -> None:
    """Print how long one process and one a core take."""
    made = list(articles(count))
    size, cores = sum(len(a.text) for a in made), os.cpu_count() or 1
    load = os.getloadavg()[0]
    took = {jobs: _seconds(made, jobs) for jobs in sorted({1, 2, cores})}
    print(f"\n{machine()}; {count} articles, {size:,} characters, load {load:.1f} before\n")
    rows = [(jobs, f"{t:.1f}", f"{size / t:,.0f}", f"{took[1] / t:.2f}") for jobs, t in took.items()]
    print(table(("processes", "seconds", "characters a second", "beside one"), rows))


def _seconds(made: list, jobs: int) -> float:
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        extract_all(made, Cache(Path(folder), "benchmark"), jobs=jobs)
        return time.perf_counter() - start


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
