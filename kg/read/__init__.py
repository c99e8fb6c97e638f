"""Files, folders and standard input → articles, whatever their format and encoding.

No input stops a build: what cannot be read becomes a :class:`~kg.records.Reject` with its reason, and reading goes on.
"""

import os
import stat
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from kg.errors import UsageError
from kg.read.decode import Refused, decode, unpack
from kg.read.formats import FORMATS, Found, sniff
from kg.records import Article, Reject


@dataclass(frozen=True, slots=True)
class Limits:
    """How inputs are taken: a forced encoding, and the largest single document in bytes."""

    encoding: str | None
    max_bytes: int


def read_inputs(
    paths: Sequence[str | Path], *, encoding: str | None = None, max_doc_mb: float = 10.0
) -> Iterator[Article | Reject]:
    """Yield an article or a reject for each document below the paths, in an order that depends on names alone.

    Folders are read recursively, hidden files left out; ``-`` is standard input.

    Raises:
        UsageError: a path does not exist.
    """
    limits = Limits(encoding, int(max_doc_mb * 1_000_000))
    for path in paths:
        if str(path) == "-":
            yield from _documents("-", sys.stdin.buffer.read(limits.max_bytes * 100), limits)
        elif not os.path.lexists(path):
            raise UsageError(f"{path}: no such file or folder; check the path")
        else:
            for file in _files(Path(path)):
                yield from _file(file, limits)


def merge_copies(articles: Iterable[Article]) -> tuple[list[Article], int]:
    """Return one article per text and date, in order of hash, and how many copies were merged.

    The copy that stays is the one whose path comes first; it carries the paths of all.
    """
    kept: dict[str, Article] = {}
    count = 0
    for article in sorted(articles, key=lambda a: (a.sha256, a.paths, a.text)):
        first = kept.get(article.sha256)
        count += first is not None
        same = first or article
        kept[article.sha256] = replace(same, paths=tuple(sorted({*same.paths, *article.paths})))
    return list(kept.values()), count


def _files(path: Path) -> Iterator[Path]:
    """Yield the files at or below a path, sorted by name at each level; links to folders are not followed twice."""
    if not path.is_dir():
        yield path
        return
    seen: set[tuple[int, int]] = set()
    for folder, names, files in os.walk(path, followlinks=True):
        here = os.stat(folder)
        if (here.st_dev, here.st_ino) in seen:
            names.clear()
            continue
        seen.add((here.st_dev, here.st_ino))
        names[:] = sorted(n for n in names if not n.startswith("."))
        yield from (Path(folder) / name for name in sorted(files) if not name.startswith("."))


def _file(path: Path, limits: Limits) -> Iterator[Article | Reject]:
    name = path.as_posix()
    try:
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode):
            yield Reject(name, "not-a-file", "no regular file (a pipe, device or socket); left out")
            return
        data = path.read_bytes()
    except OSError as error:
        yield Reject(name, "io", f"cannot be read: {error.strerror or error}; check its permissions")
        return
    yield from _documents(name, data, limits)


def _documents(name: str, data: bytes, limits: Limits) -> Iterator[Article | Reject]:
    """Yield what one file holds."""
    digest = sha256(data).hexdigest()
    try:
        suffix, raw = unpack(name, data, limits.max_bytes)
        reader = FORMATS[sniff(suffix, raw)]
        yield from (_article(one, name) for one in reader(raw, lambda b: decode(b, limits.encoding), limits.max_bytes))
    except Refused as refused:
        yield Reject(name, refused.code, refused.reason, digest, refused.offset)


def _article(found: Found | Refused, path: str) -> Article | Reject:
    if isinstance(found, Refused):
        return Reject(path, found.code, found.reason, found.sha256, found.offset)
    return Article(
        title=found.title, body=found.body, issued=found.issued, source=found.source, paths=(path,),
        encoding=found.encoding, notes=found.notes,
    )  # fmt: skip
