"""The same function over many items in several processes; an item that kills its process costs only itself.

In ``concurrent.futures`` a process that dies takes all that is waiting with it, and nobody knows which item it was.
Here each process has a pipe of its own and one item at a time.
"""

import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, cast


@dataclass(frozen=True, slots=True)
class Crash:
    """An item whose process ended without an answer."""

    code: int | None
    """Exit code, negative for the signal that ended it (-11: segmentation fault, -9: killed, often for memory)."""


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    item: int | None = None
    """Place of the item at work, None before the first."""


def each(function: Callable[[Any], Any], items: Sequence[Any], jobs: int) -> Iterator[tuple[int, Any | Crash]]:
    """Yield (place, ``function(item)`` or Crash) for every item, in the order in which they are done.

    Processes are spawned, so ``function`` and the items are pickled. What ``function`` raises is raised here. Where no
    process can be started (a script without ``if __name__ == "__main__"``), the work is done in this one.
    """
    waiting = deque(range(len(items)))
    crew = dict(_started(function) for _ in range(min(jobs, len(items))))
    try:
        while crew:
            for pipe in cast("list[Connection]", wait(list(crew))):
                worker = crew[pipe]
                answer = _answer(pipe, worker)
                if isinstance(answer, BaseException):
                    raise answer
                if worker.item is not None:
                    yield worker.item, answer
                if isinstance(answer, Crash):
                    del crew[pipe]
                    if worker.item is not None and waiting:
                        crew.update([_started(function)])
                elif waiting:
                    worker.item = waiting.popleft()
                    with suppress(OSError):  # it died between two items: the next answer says so
                        pipe.send(items[worker.item])
                else:
                    _end(pipe, crew.pop(pipe))
    finally:
        for pipe, worker in crew.items():
            _end(pipe, worker)
    for place in waiting:
        yield place, function(items[place])


def _answer(pipe: Connection, worker: _Worker) -> Any:
    try:
        return pipe.recv()
    except (EOFError, OSError):
        worker.process.join()
        return Crash(worker.process.exitcode)


def _started(function: Callable[[Any], Any]) -> tuple[Connection, _Worker]:
    """Start a process that does not see Ctrl-C, which this one hears for all."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_serve, args=(there, function), daemon=True)
    masks = hasattr(signal, "pthread_sigmask")
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT}) if masks else set()
    try:
        process.start()
    finally:
        if masks:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
    there.close()
    return here, _Worker(process)


def _end(pipe: Connection, worker: _Worker) -> None:
    pipe.close()
    worker.process.kill()
    worker.process.join()


def _serve(pipe: Connection, function: Callable[[Any], Any]) -> None:
    """Say that the process is there, then answer item by item until the other end is gone."""
    answer: Any = None
    with suppress(EOFError, OSError, KeyboardInterrupt):
        while True:
            pipe.send(answer)
            item = pipe.recv()
            try:
                answer = function(item)
            except Exception as error:
                answer = error
