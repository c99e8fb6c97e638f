"""Files written whole or not at all."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from kg.errors import OutputError


def write_atomically(path: Path, data: str | bytes, *, durable: bool = True) -> None:
    """Write a file so that its path holds either the old or the new content; see :func:`written_atomically`."""
    with written_atomically(path, durable=durable) as file:
        file.write(data.encode("utf-8") if isinstance(data, str) else data)


@contextmanager
def written_atomically(path: Path, *, durable: bool = True) -> Iterator[IO[bytes]]:
    """Give a file to write to, so that its path holds either the old or the new content, whatever happens in between.

    The data goes to a temporary file in the same folder, is flushed to disk, and takes the path's place in one step; a
    symbolic link at the path is replaced, its target left alone. Without ``durable`` nothing waits for the disk: a
    power cut may then leave an empty file, so that is for what is checked when read, or synced by :func:`sync_tree`.

    Raises:
        OutputError: it could not be written; what stood there before is whole.
    """
    temporary = ""
    try:
        descriptor, temporary = tempfile.mkstemp(prefix=f".{path.name[:40]}.", suffix=".tmp", dir=path.parent)
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            if durable:
                os.fsync(file.fileno())
        Path(temporary).chmod(0o666 & ~_umask())
        os.replace(temporary, path)  # noqa: PTH105 - tests make this very call fail
        if durable:
            sync_folder(path.parent)
    except OSError as error:
        raise OutputError(
            f"{path}: cannot be written ({error.strerror}); free space or choose another folder"
        ) from error
    finally:
        with suppress(OSError):
            if temporary:
                Path(temporary).unlink()


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current


def sync_tree(folder: Path) -> None:
    """Flush every file below a folder, and the names in it, to disk; OSError where the disk refuses."""
    for path in (*folder.rglob("*"), folder):
        if path.is_dir():
            sync_folder(path)
        else:
            with path.open("rb+") as file:
                os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable, where the system lets a folder be synced."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
