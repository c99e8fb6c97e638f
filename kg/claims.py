"""Extractions kept as JSON: a build's ``claims/``, and the cache that spares reading the same text again.

An entry of the cache is found by the hash of all that an extraction depends on: title, body and date of the article,
the program with its rules and models, the versions of its libraries, and whether models decide. Where and in what
encoding the article was read is no part of it. An entry begins with its own hash; a damaged one counts as none.
"""

import json
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from kg import __version__, folder
from kg.atomic import write_atomically
from kg.errors import GraphError, OutputError
from kg.lexicon import DATA
from kg.records import Article, Extraction

DISTRIBUTION = "zhaoshang-kg"
"""Name under which this package is installed."""


def saved_claims(out: Path) -> list[Extraction]:
    """Return the extractions that a build left in its folder, in order of hash, none where the claims were taken away.

    Raises:
        GraphError: one of them is missing or damaged.
    """
    if not folder.exists(out, folder.CLAIMS):
        return []
    return [_loaded(out / name, data) for name, data in folder.read_all(out, folder.CLAIMS).items()]


def each_claim(out: Path) -> Iterator[Extraction]:
    """Yield the same one by one, so that they need not fit in memory; see :func:`kg.folder.each`."""
    if folder.exists(out, folder.CLAIMS):
        for name, data in folder.each(out, folder.CLAIMS):
            yield _loaded(out / name, data)


class Claims:
    """The extractions of a build under way: each goes to its file at once, and all are read back as often as needed."""

    def __init__(self, edition: folder.Edition) -> None:
        """Begin with none in the next edition of a folder."""
        self._edition, self._names = edition, set[str]()

    def add(self, extraction: Extraction) -> None:
        """Write an extraction; OutputError where it cannot be."""
        name = name_of(extraction)
        self._edition.write(name, as_text(extraction))
        self._names.add(name)

    def __iter__(self) -> Iterator[Extraction]:
        """Yield the extractions in order of hash."""
        for name in sorted(self._names):
            path = self._edition.path(name)
            yield _loaded(path, path.read_bytes())


def _loaded(path: Path, data: bytes) -> Extraction:
    try:
        return Extraction.from_json(json.loads(data))
    except (ValueError, KeyError, TypeError) as error:
        raise GraphError(f"{path}: damaged ({error}); build it again") from error


def as_text(extraction: Extraction) -> str:
    """Return an extraction as its file in ``claims/`` holds it."""
    return json.dumps(extraction.to_json(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def name_of(extraction: Extraction) -> str:
    """Return the name of an extraction's file in a build's folder."""
    return f"{folder.CLAIMS}/{extraction.article.sha256[:16]}.json"


@dataclass(frozen=True, slots=True)
class Cache:
    """Extractions by what they depend on, in a folder that may be deleted at any time."""

    folder: Path
    fingerprint: str
    """What they depend on besides the article; see :func:`fingerprint`."""

    def get(self, article: Article) -> Extraction | None:
        """Return the extraction of an article, None where none is kept; GraphError where it is damaged."""
        path = self._path(article)
        try:
            head, _, body = path.read_bytes().partition(b"\n")
            if head != sha256(body).hexdigest().encode():
                raise ValueError("its hash is another")
            return replace(Extraction.from_json(json.loads(body)), article=article)
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise GraphError(f"{path}: damaged ({error}); read anew") from error

    def put(self, extraction: Extraction) -> None:
        """Keep an extraction; OutputError where it cannot be written."""
        article = extraction.article
        plain = replace(extraction, article=Article(article.title, article.body, article.issued))
        body = json.dumps(plain.to_json(), ensure_ascii=False, sort_keys=True).encode()
        path = self._path(article)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError(f"{path.parent}: cannot be made ({error.strerror}); choose another --cache") from error
        write_atomically(path, sha256(body).hexdigest().encode() + b"\n" + body, durable=False)

    def prune(self) -> None:
        """Drop what other programs, rules or models made, and what a killed process left."""
        for old in self.folder.iterdir() if self.folder.is_dir() else ():
            if old.name != self.fingerprint[:16]:
                shutil.rmtree(old, ignore_errors=True)
            else:
                for left in old.glob(".*.tmp"):
                    left.unlink(missing_ok=True)

    def _path(self, article: Article) -> Path:
        key = "\0".join((self.fingerprint, article.title, article.body, article.issued))
        return self.folder / self.fingerprint[:16] / f"{sha256(key.encode()).hexdigest()[:32]}.json"


def fingerprint(learned: bool) -> str:
    """Return a hash of what extractions depend on besides their article: program, rules, models, libraries, options."""
    return sha256(json.dumps([*_program(), learned]).encode()).hexdigest()


@cache
def _program() -> list[str]:
    """Return what tells one program from another: its files, the versions of its libraries, and Python's."""
    try:
        libraries = {re.split(r"[^\w.-]", line)[0] for line in requires(DISTRIBUTION) or ()}
    except PackageNotFoundError:
        libraries = set()
    return [__version__, folder_hash(DATA.parent), *(f"{x} {_version(x)}" for x in sorted(libraries)), sys.version]


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return ""


def folder_hash(place: Path) -> str:
    """Return one hash of all files of a folder, by name and content."""
    digest = sha256()
    for file in sorted(p for p in place.rglob("*") if p.is_file() and p.suffix != ".pyc"):
        digest.update(f"{file.relative_to(place).as_posix()}\0".encode() + file.read_bytes() + b"\0")
    return digest.hexdigest()
