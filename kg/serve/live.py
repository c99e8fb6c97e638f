"""The graph that is served, copied for its workers; exchanged when its build changes, without dropping a request."""

import asyncio
import multiprocessing
import shutil
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from kg.errors import GraphError, KGError
from kg.folder import MANIFEST
from kg.query.pool import Pool, prepared
from kg.serve.settings import Settings
from kg.serve.tasks import answered
from kg.store import file_of


class Live:
    """One saved graph, the pool that answers from it, and how far it is up to date."""

    def __init__(self, graph: Path, settings: Settings) -> None:
        """Load the graph and start the workers; GraphError where there is none or a damaged one."""
        self.graph, self.settings = graph, settings
        self.file = file_of(graph)
        self.quads, self.edition, self.problem = 0, 0, ""
        self._folder = Path(tempfile.mkdtemp(prefix="kg-serve-"))
        try:
            self._seen = self._signature()
            place, self.quads = self._prepared()
            self.pool = Pool(place, settings.workers, (answered,))
            self.edition = 1
        except BaseException:
            shutil.rmtree(self._folder, ignore_errors=True)
            raise

    async def watch(self) -> None:
        """Look at the file again and again; serve what is new once it has stood still between two looks."""
        tried = self._seen
        while True:
            await asyncio.sleep(self.settings.watch)
            before = self._signature()
            if before in (tried, None):
                continue
            await asyncio.sleep(self.settings.watch / 2)
            if self._signature() == before:
                tried = before
                await self._reload()

    def close(self) -> None:
        """Remove the copy of the graph; the pool is its dispatcher's to close."""
        shutil.rmtree(self._folder, ignore_errors=True)

    async def _reload(self) -> None:
        old = self.pool.place
        loop = asyncio.get_running_loop()
        try:
            place, quads = await loop.run_in_executor(None, self._prepared)
            await loop.run_in_executor(None, self.pool.move, place)
        except KGError as error:
            self.problem = str(error)
            return
        except OSError as error:  # no worker can be started for the moment
            self.problem = f"{self.file}: cannot be served ({error}); free memory or processes, then build again"
            return
        self.quads, self.edition, self.problem = quads, self.edition + 1, ""
        # queries that were under way may read the old copy until their time is up
        if old.is_relative_to(self._folder):
            loop.call_later(self.settings.timeout + 5, shutil.rmtree, old, True)

    def _prepared(self) -> tuple[Path, int]:
        """Make a new copy of the graph by a process of its own: loading would hold up every request.

        Returns where it lies, and how many statements it has.
        """
        place = self._folder / str(self.edition + 1)
        shutil.rmtree(place, ignore_errors=True)
        with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as loader:
            try:
                return loader.submit(prepared, self.graph, place, self.settings.in_memory).result()
            except (OSError, RuntimeError) as error:
                raise GraphError(f"{self.file}: cannot be copied ({error}); free space or memory") from error

    def _signature(self) -> tuple[tuple[int, int, int], ...] | None:
        """Return what tells this graph and its manifest, put in place last, from others; None without a graph."""
        found = []
        for path in (self.file, self.file.with_name(MANIFEST)):
            try:
                state = path.stat()
                found.append((state.st_mtime_ns, state.st_size, state.st_ino))
            except OSError:
                if path == self.file:
                    return None
        return tuple(found)
