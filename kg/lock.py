"""One writer at a time: a lock that says who holds it, and that the system frees however its holder ends."""

import json
import os
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from kg.errors import GraphError, OutputError

if sys.platform == "win32":
    import msvcrt

    _BYTE = 1 << 30
    """Place of the locked byte: Windows lets nobody read what is locked, so it lies behind what is written."""

    def _take(descriptor: int) -> None:
        os.lseek(descriptor, _BYTE, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        os.lseek(descriptor, 0, os.SEEK_SET)

else:
    import fcntl

    def _take(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def locked(path: Path, *, patient: bool = False) -> Iterator[None]:
    """Hold the lock of a file, which is made if missing and emptied at the end, but never removed.

    The lock is the system's (``flock``, on Windows a locked byte), so it ends with its process even after kill -9.

    Raises:
        GraphError: at once, where somebody else holds it and this is not ``patient``; names process, host and time.
        OutputError: the file cannot be made or locked there.
    """
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        raise OutputError(f"{path}: cannot write there ({error.strerror}); choose another folder") from error
    try:
        _claim(descriptor, path, patient)
        try:
            yield
        finally:
            with suppress(OSError):
                os.ftruncate(descriptor, 0)
    finally:
        os.close(descriptor)


def _claim(descriptor: int, path: Path, patient: bool) -> None:
    try:
        while not _taken(descriptor, patient):
            time.sleep(0.2)
    except (BlockingIOError, PermissionError) as error:
        raise GraphError(f"{path.parent}: in use by {_holder(path)}; wait for it, or choose another folder") from error
    except OSError as error:
        raise OutputError(f"{path}: cannot be locked ({error.strerror}); choose a folder on a local disk") from error
    now = datetime.now(UTC).isoformat(timespec="seconds")
    try:
        os.ftruncate(descriptor, 0)
        os.write(descriptor, json.dumps({"pid": os.getpid(), "host": socket.gethostname(), "since": now}).encode())
    except OSError as error:
        raise OutputError(f"{path}: cannot be written ({error.strerror}); free space") from error


def _taken(descriptor: int, patient: bool) -> bool:
    """Take the lock; where somebody else holds it, return False if patient, else raise what the system says."""
    try:
        _take(descriptor)
    except (BlockingIOError, PermissionError):
        if not patient:
            raise
        return False
    return True


def _holder(path: Path) -> str:
    """Return who holds a lock, in words."""
    try:
        who = json.loads(path.read_text(encoding="utf-8"))
        return f"pid {who['pid']} on {who['host']} since {who['since']}"
    except (OSError, ValueError, KeyError, TypeError):
        return "another process"
