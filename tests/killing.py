"""Work in child processes that are killed."""

import os
import signal
import sys
from collections.abc import Callable

import pytest

posix = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


def forked(work: Callable[[], object]) -> int:
    """Run something in a child process; return its process id."""
    child = os.fork()
    if child:
        return child
    try:
        work()
    finally:
        os._exit(0)


def killed_at(point: int, work: Callable[[], object]) -> bool:
    """Run something in a child that kills itself at its ``point``-th file operation; return whether it came to that."""

    def armed():
        left = point

        def hook(event: str, _):
            nonlocal left
            if event in ("open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.listdir", "os.chmod"):
                left -= 1
                if left == 0:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(hook)
        work()

    return os.waitpid(forked(armed), 0)[1] == signal.SIGKILL
