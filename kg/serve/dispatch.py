"""Where requests wait for a worker: bounded in number and time, and ended when whoever asked has gone."""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from kg.query.pool import Pool, Result, Task
from kg.query.text import refusal
from kg.serve.settings import Settings

Receive = Callable[[], Awaitable[Any]]
"""ASGI's receive of a request whose body has been read."""


class Dispatcher:
    """Passes tasks from the event loop to the workers of a pool."""

    def __init__(self, pool: Pool, settings: Settings) -> None:
        self.pool, self.settings = pool, settings
        self.waiting = 0
        self._threads = ThreadPoolExecutor(pool.size, thread_name_prefix="dispatcher")

    async def ask(self, task: Task[Result], *arguments: Any, receive: Receive) -> Result:
        """Return what a worker makes of a task.

        Raises:
            QueryError: too many wait already, or stopped at a limit, or the client has gone.
            KGError: whatever the task raised.
        """
        if self.waiting >= self.settings.queue + self.pool.size:
            raise refusal("busy")
        self.waiting += 1
        left, taken = threading.Event(), threading.Event()
        call = partial(self._asked, taken, task, *arguments, timeout=self.settings.timeout, left=left)
        answer = asyncio.get_running_loop().run_in_executor(self._threads, call)
        gone = asyncio.create_task(_disconnected(receive))
        try:
            await asyncio.wait({answer, gone}, timeout=self.settings.queue_seconds, return_when=asyncio.FIRST_COMPLETED)
            if not answer.done() and not gone.done() and taken.is_set():
                await asyncio.wait({answer, gone}, return_when=asyncio.FIRST_COMPLETED)
            if not answer.done():
                raise refusal("gone" if gone.done() else "busy")
            found: Result = answer.result()
            return found
        finally:
            left.set()
            gone.cancel()
            answer.cancel()
            self.waiting -= 1

    def close(self) -> None:
        """End the workers and the threads that wait for them."""
        self.pool.close()
        self._threads.shutdown(cancel_futures=True)

    def _asked(self, taken: threading.Event, *arguments: Any, left: threading.Event, timeout: float) -> Any:
        taken.set()
        if left.is_set():
            raise refusal("gone")
        return self.pool.ask(*arguments, timeout=timeout, left=left)


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
