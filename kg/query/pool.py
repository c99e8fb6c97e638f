"""Worker processes that hold a graph, answer tasks without network and in bounded memory, and are killed when late.

No thread can stop the engine, so a task runs in a process that was started before it was needed. Workers are spawned,
never forked: a store does not survive a fork. One that was killed or broke is replaced while the next task is answered.
"""

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import Any, Concatenate, Self, TypeVar

import pyoxigraph as ox

from kg.errors import GraphError, KGError, QueryError, UsageError
from kg.query.engine import run
from kg.query.sandbox import allow_time, confine
from kg.query.text import refusal
from kg.store import load, on_disk

Result = TypeVar("Result")
Task = Callable[Concatenate[ox.Store, ...], Result]
"""What a worker does: a function of a module, called with the store and the arguments, which must pickle."""

HELD = "held.nq"
"""File of a graph that each worker holds in its memory."""
TASKS = 1000
"""Tasks after which a worker is replaced, so that what the allocator keeps does not add up."""

_ERRORS: dict[str, type[KGError]] = {e.__name__: e for e in (GraphError, QueryError, UsageError)}


@dataclass(slots=True)
class Worker:
    """A process with a loaded graph, the pipe to it, and what it could not give up (see ``sandbox.confine``)."""

    process: Any
    pipe: Connection
    place: Path
    lacking: tuple[str, ...] = ()
    tasks: int = 0

    def stop(self) -> None:
        """End the process at once and leave nothing of it."""
        self.process.kill()
        self.process.join()
        self.pipe.close()


class Pool:
    """Workers over one graph: ``size`` tasks at once, each stopped at its time.

    ``place`` is a saved graph, or a folder that :func:`prepared` wrote; modules of ``tasks`` are imported beforehand.
    A pool for one task does not replace a worker that was stopped. Methods may be called from any thread.
    """

    def __init__(
        self, place: Path, size: int = 1, tasks: Sequence[Task[Any]] = (run,), *, for_one_task: bool = False
    ) -> None:
        """Start the workers and wait until each has its graph; GraphError where there is none."""
        self.place, self.size, self.tasks, self.replaced = place, size, tasks, 0
        self._replaces = not for_one_task
        self._changed = threading.Condition()
        self._closed = False
        self._free = _spawned(place, size, tasks)
        self._busy: list[Worker] = []
        self.lacking = self._free[0].lacking
        """What the workers could not give up on this system: network, memory."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    @property
    def free(self) -> int:
        """How many workers wait for a task."""
        return len(self._free)

    def ask(
        self, task: Task[Result], *arguments: Any, timeout: float = 10.0, left: threading.Event | None = None
    ) -> Result:
        """Return what a task returns; ``timeout`` in seconds counts from when a worker takes it, 0 is no limit.

        ``left`` is set by the caller when the answer is no longer wanted.

        Raises:
            QueryError: stopped for its time or memory, or it broke its process.
            KGError: whatever the task itself raised.
        """
        worker = self._taken()
        whole = False
        try:
            worker.pipe.send((task, arguments, timeout))
            done, value = _reply(worker, timeout, left)
            whole = True
        except (EOFError, OSError):
            raise _broken(worker) from None
        finally:
            self._returned(worker, whole)
        if done:
            return value  # type: ignore[no-any-return]
        raise _raised(value)

    def move(self, place: Path) -> None:
        """Serve another graph: new workers first, then the old ones go as they end their tasks; none is dropped."""
        fresh = _spawned(place, self.size, self.tasks)
        with self._changed:
            old, self._free, self.place = self._free, fresh, place
            self._changed.notify_all()
        for worker in old:
            worker.stop()

    def close(self) -> None:
        """End every worker at once, also one that is busy."""
        with self._changed:
            self._closed = True
            free, self._free = self._free, []
            for worker in self._busy:
                worker.process.kill()
            self._changed.notify_all()
        for worker in free:
            worker.stop()

    def _taken(self) -> Worker:
        with self._changed:
            self._changed.wait_for(lambda: self._free or self._closed)
            if self._closed:
                raise refusal("busy")
            self._busy.append(self._free.pop())
            return self._busy[-1]

    def _returned(self, worker: Worker, whole: bool) -> None:
        """Take a worker back; end it, and start another, where it was stopped; end it where its graph has gone."""
        worker.tasks += 1
        with self._changed:
            self._busy.remove(worker)
            current = worker.place == self.place and not self._closed
            if current and whole and worker.tasks < TASKS:
                self._free.append(worker)
                self._changed.notify()
                return
        worker.stop()
        if current and self._replaces:
            self.replaced += not whole
            threading.Thread(target=self._replace, args=(worker.place,), daemon=True).start()

    def _replace(self, place: Path) -> None:
        fresh: list[Worker] = []
        while not fresh and place == self.place and not self._closed:
            try:
                fresh = _spawned(place, 1, self.tasks)
            except (KGError, OSError):  # a system short of memory or processes for the moment
                time.sleep(1.0)
        with self._changed:
            if place == self.place and not self._closed:
                self._free += fresh
                fresh = []
                self._changed.notify()
        for worker in fresh:
            worker.stop()


def prepared(graph: Path, folder: Path, in_memory: int = 0) -> tuple[Path, int]:
    """Return where any number of workers can open a saved graph, and how many statements it has.

    Up to ``in_memory`` statements it is a file in ``folder`` that each worker loads (40 MB and 0.4 s each 100,000
    statements), and queries are several times as fast; above, a store on disk that opens at once: that of a large
    graph lies beside it and is kept (:func:`kg.store.on_disk`), any other is written to ``folder``.

    Raises:
        GraphError: no graph there, or a damaged one.
    """
    store = load(graph)
    if len(store) <= in_memory:
        folder.mkdir()
        store.dump(folder / HELD, format=ox.RdfFormat.N_QUADS)
        return folder, len(store)
    if known := on_disk(graph):
        return known, len(store)
    disk = ox.Store(str(folder))
    disk.bulk_extend(store)
    disk.flush()
    return folder, len(disk)


def _spawned(place: Path, size: int, tasks: Sequence[Task[Any]]) -> list[Worker]:
    """Start workers side by side and wait until each is ready; GraphError where the graph cannot be loaded."""
    context = multiprocessing.get_context("spawn")
    workers = []
    for _ in range(size):
        here, there = context.Pipe()
        process = context.Process(target=_work, args=(there, place, tasks), daemon=True)
        process.start()
        there.close()
        workers.append(Worker(process, here, place))
    try:
        for worker in workers:
            ready, value = worker.pipe.recv()
            if not ready:
                raise _raised(value)
            worker.lacking = value
    except BaseException as error:
        for worker in workers:
            worker.stop()
        if isinstance(error, EOFError | OSError):
            doubts = "is it larger than the memory, or has the calling script no `if __name__ == '__main__':`?"
            raise GraphError(f"{place}: loading it broke the process; {doubts}") from error
        raise
    return workers


def _work(pipe: Connection, place: Path, tasks: Sequence[Task[Any]]) -> None:
    """Load the graph, give up all that a query needs not, and answer one task after another until the pipe closes."""
    del tasks  # their modules were imported when the process took them over
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        store = _opened(place)
    except KGError as error:
        pipe.send((False, _told(error)))
        return
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # the engine prints its stack where it gets no memory
    pipe.send((True, confine()))
    with suppress(EOFError, OSError):
        while True:
            task, arguments, seconds = pipe.recv()
            allow_time(seconds)
            pipe.send(_done(task, store, arguments))


def _opened(place: Path) -> ox.Store:
    if (place / "CURRENT").exists():
        return ox.Store.read_only(str(place))
    if not (place / HELD).exists():
        return load(place)
    store = ox.Store()
    store.bulk_load(path=str(place / HELD), format=ox.RdfFormat.N_QUADS)
    return store


def _done(task: Task[Any], store: ox.Store, arguments: tuple[Any, ...]) -> tuple[bool, Any]:
    try:
        return True, task(store, *arguments)
    except MemoryError:
        os.abort()  # as the engine does when it gets no memory
    except KGError as error:
        return False, _told(error)
    except Exception as error:
        return False, ("KGError", f"{type(error).__name__}: {error}; this is a defect of ours, please report it")


def _told(error: KGError) -> tuple[str, ...]:
    """Return an error as the pipe carries it; an exception's own pickle would run what its class says."""
    return (type(error).__name__, str(error), *([error.reason] if isinstance(error, QueryError) else []))


def _raised(told: tuple[str, ...]) -> KGError:
    return _ERRORS.get(told[0], KGError)(*told[1:])


def _reply(worker: Worker, timeout: float, left: threading.Event | None) -> Any:
    begin = time.monotonic()
    while not worker.pipe.poll(0.1):
        if left is not None and left.is_set():
            raise refusal("gone")
        if timeout and time.monotonic() - begin > timeout:
            raise refusal("time", seconds=f"{timeout:g}")
    return worker.pipe.recv()


def _broken(worker: Worker) -> QueryError:
    worker.process.join(1.0)
    code = worker.process.exitcode
    named = {-getattr(signal, "SIGABRT", 6): "memory", -getattr(signal, "SIGXCPU", 24): "time"}
    return refusal(named.get(code, "broken"), seconds="")
