"""Paths → files in a fixed order, and their bytes up to a limit; only regular files are opened."""

import gzip
import os
import stat
import sys
import zlib
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from kg.errors import UsageError
from kg.read.draft import Unreadable
from kg.records import DECISIONS_FILE

STDIN = "-"
CHUNK = 1 << 20


def check_paths(paths: Sequence[str | Path]) -> list[str]:
    """Return the paths as strings; UsageError names the first that does not exist."""
    names = [os.fspath(path) for path in paths]
    for name in names:
        if name != STDIN and not os.path.lexists(name):
            raise UsageError(f"{show(name)}: no such file or folder; check the path")
    return names


def walk(root: str, skip: frozenset[Path] = frozenset()) -> Iterator[str]:
    """Yield a file, or all below a folder by name, not hidden, no decisions, not in ``skip``; links not followed."""
    stack = [root]
    while stack:
        path = stack.pop()
        try:
            is_folder = path != STDIN and Path(path).is_dir() and (path == root or not Path(path).is_symlink())
            names = sorted(os.listdir(path), reverse=True) if is_folder else []  # noqa: PTH208
        except (OSError, RuntimeError):
            is_folder, names = False, []
        if is_folder and skip and Path(path).resolve() in skip:
            continue
        if is_folder:
            stack.extend(os.path.join(path, name) for name in names if not name.startswith("."))  # noqa: PTH118
        elif path == root or Path(path).name != DECISIONS_FILE:
            yield path


def read_bytes(path: str, limit: int) -> bytes:
    """Return the content of a regular file, or of standard input.

    Raises:
        Unreadable: ``not-a-file``, ``io``, ``too-large`` beyond ``limit`` bytes.
    """
    try:
        if path == STDIN:
            return bounded(sys.stdin.buffer, limit)
        _check_regular(path)
        with Path(path).open("rb") as file:
            return bounded(file, limit)
    except OSError as error:
        raise Unreadable("io", f"cannot be read ({error.strerror or error}); check the file") from error


def unpack(data: bytes, limit: int) -> bytes:
    """Return what gzip packed, up to ``limit`` bytes; Unreadable where it is more or damaged."""
    try:
        with gzip.GzipFile(fileobj=BytesIO(data)) as file:
            return bounded(file, limit)
    except (OSError, EOFError, zlib.error) as error:
        raise Unreadable("binary", f"damaged gzip ({error}); pack it again") from error


def show(path: str) -> str:
    """Return a path as text that every encoding of Unicode can hold, with forward slashes."""
    return Path(path).as_posix().encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _check_regular(path: str) -> None:
    try:
        mode = Path(path).stat().st_mode
    except (OSError, RuntimeError) as error:
        if Path(path).is_symlink():
            raise Unreadable("not-a-file", "a link to nothing or to itself; remove it") from error
        raise
    if stat.S_ISDIR(mode) and Path(path).is_symlink():
        raise Unreadable("not-a-file", "a link to a folder; name that folder itself")
    if stat.S_ISDIR(mode):
        raise Unreadable("io", "folder cannot be listed; check its permissions")
    if not stat.S_ISREG(mode):
        raise Unreadable("not-a-file", "a pipe, device or socket; save its content in a file")


def bounded(stream: BinaryIO | gzip.GzipFile, limit: int) -> bytes:
    """Read piece by piece, since a stream's claimed size may be anything; Unreadable beyond ``limit`` bytes."""
    chunks, size = [], 0
    while chunk := stream.read(CHUNK):
        chunks.append(chunk)
        size += len(chunk)
        if size > limit:
            raise Unreadable("too-large", f"more than {limit} bytes; split it or raise --max-doc-mb")
    return b"".join(chunks)
