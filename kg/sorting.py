"""Lines sorted outside memory, each once: the lines of a graph need not fit."""

import heapq
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import groupby
from pathlib import Path
from typing import IO

from kg.errors import OutputError

HELD = 64_000_000
"""Bytes of lines held in memory at once; Python needs about twice as much for them."""
RUNS = 64
"""Sorted files merged at once: fewer than a process may have open."""


def sorted_lines(lines: Iterable[str], place: Path, held: int = HELD) -> Iterator[bytes]:
    """Yield lines in UTF-8, each once and with a line end, in order of code points.

    ``lines`` have no line end. What is more than ``held`` bytes goes to nameless files in the folder ``place``, which
    are gone at the end.

    Raises:
        OutputError: those cannot be written.
    """
    with ExitStack() as files:
        runs: list[Iterable[bytes]] = []
        part, size = set[bytes](), 0
        for line in lines:
            data = line.encode()
            if data not in part:
                part.add(data)
                size += len(data)
            if size > held:
                runs.append(_lines(files.enter_context(_run(sorted(part), place))))
                part, size = set(), 0
                if len(runs) == RUNS:
                    runs = [_lines(files.enter_context(_run(_merged(runs), place)))]
        for data in _merged([*runs, sorted(part)]):
            yield data + b"\n"


def _merged(runs: Iterable[Iterable[bytes]]) -> Iterator[bytes]:
    return (line for line, _ in groupby(heapq.merge(*runs)))


def _lines(file: IO[bytes]) -> Iterator[bytes]:
    """Yield lines without their ends: with them, a tab would come before the end of a line."""
    return (line[:-1] for line in file)


def _run(lines: Iterable[bytes], place: Path) -> IO[bytes]:
    """Return a file of lines, to be read from its beginning."""
    try:
        file = tempfile.TemporaryFile(dir=place, prefix=".sort.")  # noqa: SIM115 - closed by whom it is returned to
        file.writelines(line + b"\n" for line in lines)
        file.seek(0)
    except OSError as error:
        raise OutputError(f"{place}: cannot sort there ({error.strerror}); free space") from error
    return file
