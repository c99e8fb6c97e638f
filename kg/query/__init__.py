"""Saved questions and ad-hoc SPARQL over a saved graph, with limits that hold.

Four layers, of which each alone would stop most of what harms: a query's text never reaches the engine as given
(``text``); it runs in a process without network (``sandbox``), which is killed when its time is up (``pool``); rows
and size of its answer are bounded (``engine``). :func:`safe_query` is all of them, for command line and server alike.
"""

import threading
from pathlib import Path

from kg.query.engine import Answer, Cell, Query, run
from kg.query.forms import as_csv, as_json, as_table
from kg.query.pool import Pool
from kg.query.text import checked, saved, text_of

__all__ = [
    "Answer", "Cell", "Pool", "Query", "as_csv", "as_json", "as_table", "checked", "run", "safe_query", "saved",
    "text_of",
]  # fmt: skip


def safe_query(
    graph: Path | Pool, asked: Query, *, timeout: float = 10.0, left: threading.Event | None = None
) -> Answer:
    """Ask a saved graph, or the workers that hold one; it is really stopped after ``timeout`` seconds.

    Raises:
        QueryError: refused, malformed, or past its time, memory or size.
        UsageError: a parameter's name is no variable's.
        GraphError: no graph there, or a damaged one.
    """
    checked(asked.text)
    if isinstance(graph, Pool):
        return graph.ask(run, asked, timeout=timeout, left=left)
    with Pool(graph, for_one_task=True) as pool:
        return pool.ask(run, asked, timeout=timeout, left=left)
