"""How things are timed here: processor time, medians of five, each work in turn, on one core; the machine said."""

import os
import platform
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).parents[1]
TIMES = 5


def one_core() -> None:
    """Keep this process on one core, where the system lets it."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def machine() -> str:
    """Return the machine and the Python that figures were measured on, as one line."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    kind = names[0] if names else platform.processor()
    return f"{len(names) or os.cpu_count()} × {kind}, Python {platform.python_version()}"


def seconds(work: Callable[[], object]) -> float:
    """Return how many seconds of processor time a call takes: other work of the machine counts less."""
    start = time.process_time()
    work()
    return time.process_time() - start


def medians(
    works: dict[str, Callable[[], object]], by: Callable[[Callable[[], object]], float] = seconds
) -> dict[str, float]:
    """Return the median seconds of each work; all take turns, so that a busy moment of the machine hits all alike."""
    found: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(TIMES):
        for name, work in works.items():
            found[name].append(by(work))
    return {name: statistics.median(one) for name, one in found.items()}


def run(*arguments: str) -> float:
    """Run this Python in a process of its own; return its seconds of processor time."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *arguments], check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """Return a Markdown table."""
    lines = [list(map(str, row)) for row in rows]
    names = list(head)
    return "\n".join("| " + " | ".join(row) + " |" for row in [names, ["---"] * len(names), *lines])
