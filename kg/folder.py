"""A build's folder: a manifest names every file with its hash, and a new edition takes the old one's place in one step.

A new edition is written to ``.kg/next`` and flushed to disk. Renaming that folder to ``.kg/done`` is the step: before
it the old edition stands, after it the new one, of which some files may still lie in ``.kg/done`` on their way to their
place, the manifest last. Readers look there first; what a killed writer began, the next one ends. A file that is not
what the manifest says is refused.
"""

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from hashlib import file_digest, sha256
from pathlib import Path
from typing import IO, Any

from kg.atomic import sync_folder, sync_tree, write_atomically, written_atomically
from kg.errors import GraphError, OutputError
from kg.lock import locked

GRAPH, MANIFEST, CLAIMS, PAGE = "graph.nq", "manifest.json", "claims", "graph.html"
OWN, NEXT, DONE = ".kg", "next", "done"
"""Folder of what is no output (lock, cache, editions on their way), and the two editions in it."""

_CHANGED = "damaged: not what manifest.json says, so cut or changed since the build"


class Edition:
    """The next edition of a folder; nothing of it is seen before :meth:`publish`."""

    def __init__(self, folder: Path) -> None:
        """Begin an edition; an interrupted one is finished if it was published, else dropped."""
        self.folder, self.own, self._next = folder, folder / OWN, folder / OWN / NEXT
        _settle(folder)
        self._next.mkdir()

    def path(self, name: str) -> Path:
        """Return where to write a file of this edition; its folder is made."""
        path = self._next / name
        with _told(self.folder):
            path.parent.mkdir(exist_ok=True)
        return path

    def write(self, name: str, data: str | bytes) -> None:
        """Write a file of this edition; OutputError where it cannot be."""
        write_atomically(self.path(name), data, durable=False)

    def opened(self, name: str) -> AbstractContextManager[IO[bytes]]:
        """Give a file of this edition to write to; OutputError where it cannot be."""
        return written_atomically(self.path(name), durable=False)

    def publish(self, about: dict[str, Any]) -> None:
        """Put this edition in the old one's place, with a manifest of ``about`` and the hashes of all files written."""
        with _told(self.folder):
            files = {name: _digest(self._next / name) for name in _names(self._next)}
            plain = json.dumps({**about, "files": files}, ensure_ascii=False, indent=1, sort_keys=True)
            self.write(MANIFEST, plain + "\n")
            for name, digest in files.items():
                if _hash_of(self.folder / name) == digest:
                    (self._next / name).unlink()
            sync_tree(self._next)
            self._next.rename(self.folder / OWN / DONE)
            sync_folder(self.folder / OWN)
            _settle(self.folder)


@contextmanager
def edition(folder: Path) -> Iterator[Edition]:
    """Make a folder, lock it, and begin its next edition; what is not published is dropped at the end.

    Raises:
        GraphError: another process is writing there.
        OutputError: nothing can be written there, or the disk is full; the old edition is whole.
    """
    own = folder / OWN
    with _told(folder):
        own.mkdir(parents=True, exist_ok=True)
    with locked(own / "lock"):
        with _told(folder):
            tempfile.TemporaryFile(dir=folder).close()
            write_atomically(own / ".gitignore", "*\n", durable=False)
            begun = Edition(folder)
        try:
            yield begun
        finally:
            shutil.rmtree(own / NEXT, ignore_errors=True)


def manifest(folder: Path) -> dict[str, Any]:
    """Return a folder's manifest, empty where there is none; GraphError where it is damaged."""
    try:
        found = json.loads(_first(_places(folder, MANIFEST)))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, ValueError) as error:
        raise GraphError(f"{folder / MANIFEST}: damaged ({error}); build it again") from error
    return found if isinstance(found, dict) else {}


def exists(folder: Path, name: str) -> bool:
    """Return whether a file or folder stands in a build's folder."""
    return any(path.exists() for path in _places(folder, name))


def read(folder: Path, name: str, *, checked: bool = True) -> bytes:
    """Return a file of a folder, of one edition even while another takes its place.

    Raises:
        GraphError: it is missing, cannot be read, or is not what the manifest says: cut, or changed since the build.
    """
    return _read(folder, lambda _: [name], checked)[name]


def place(folder: Path, name: str) -> Path:
    """Return where a file of the present edition lies now."""
    return next((path for path in _places(folder, name) if path.exists()), folder / name)


def hash_said(folder: Path, name: str) -> str:
    """Return what the manifest says is a file's hash, empty where it says nothing."""
    return _files(manifest(folder)).get(name, "")


def hash_of(folder: Path, name: str, *, checked: bool = True) -> str:
    """Return the hash of a file that need not fit in memory.

    Raises:
        GraphError: it is missing, or is not what the manifest says.
    """
    digest = _hash_of(place(folder, name))
    if not digest:
        raise GraphError(f"{folder / name}: cannot be read; check its permissions")
    if checked and hash_said(folder, name) not in ("", digest):
        raise GraphError(f"{folder / name}: {_CHANGED}; build it again, or read a copy of it from another folder")
    return digest


def read_all(folder: Path, within: str) -> dict[str, bytes]:
    """Return the files of one of a folder's folders by name, as :func:`read` does, all of one edition.

    They are those that the manifest names; where it names none, those that lie there.
    """

    return _read(folder, lambda files: _inside(folder, within, files), True)


def each(folder: Path, within: str) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of the files of one of a folder's folders one by one, all of one edition.

    Raises:
        GraphError: as :func:`read`; also where another edition takes its place meanwhile.
    """
    files = _files(manifest(folder))
    for name in _inside(folder, within, files):
        found, wrong = _look(folder, [name], files)
        if wrong:
            raise GraphError(f"{wrong}; build it again, or ask again if it was built meanwhile")
        yield name, found[name]


def _inside(folder: Path, within: str, files: dict[str, str]) -> list[str]:
    listed = [name for name in files if name.startswith(f"{within}/")]
    return sorted(listed or (f"{within}/{path.name}" for path in (folder / within).glob("*.json")))


def _read(folder: Path, wanted: Callable[[dict[str, str]], list[str]], checked: bool) -> dict[str, bytes]:
    """Read files of one edition; where something is wrong, look again as long as other editions take its place."""
    before: dict[str, str] | None = None
    while True:
        files = _files(manifest(folder))
        found, wrong = _look(folder, wanted(files), files if checked else {})
        if not wrong:
            return found
        if files == before:
            raise GraphError(f"{wrong}; build it again, or read a copy of it from another folder")
        before = files


def _look(folder: Path, names: list[str], files: dict[str, str]) -> tuple[dict[str, bytes], str]:
    """Return the files of these names, and what is wrong with the first that is."""
    found: dict[str, bytes] = {}
    for name in names:
        try:
            found[name] = _first(_places(folder, name))
        except FileNotFoundError:
            return found, f"{folder / name}: missing"
        except OSError as error:
            raise GraphError(f"{folder / name}: cannot be read ({error.strerror}); check its permissions") from error
        if name in files and _hash(found[name]) != files[name]:
            return found, f"{folder / name}: {_CHANGED}"
    return found, ""


def _files(found: dict[str, Any]) -> dict[str, str]:
    files = found.get("files")
    return files if isinstance(files, dict) else {}


def _places(folder: Path, name: str) -> list[Path]:
    """Return where a file of the present edition lies: on its way if it is not yet in its place."""
    done = folder / OWN / DONE
    return [done / name, folder / name] if (done / MANIFEST).exists() else [folder / name]


def _first(places: list[Path]) -> bytes:
    """Return what the first file holds that is there; a file that moves on meanwhile is found in its next place."""
    for path in places[:-1]:
        with suppress(FileNotFoundError):
            return path.read_bytes()
    return places[-1].read_bytes()


def _settle(folder: Path) -> None:
    """Bring a published edition to its place, drop what it does not hold, and clear what was never published."""
    done = folder / OWN / DONE
    if (done / MANIFEST).exists():
        kept = _files(manifest(folder))
        for name in (name for name in _names(done) if name != MANIFEST):
            (folder / name).parent.mkdir(exist_ok=True)
            os.replace(done / name, folder / name)  # noqa: PTH105 - tests make this very call fail
        for name in _former(folder) - kept.keys():
            (folder / name).unlink(missing_ok=True)
        for place in sorted({(folder / name).parent for name in (*kept, MANIFEST)}):
            sync_folder(place)
        os.replace(done / MANIFEST, folder / MANIFEST)  # noqa: PTH105
        sync_folder(folder)
    for left in (done, folder / OWN / NEXT):
        if left.exists():
            shutil.rmtree(left)
    for temporary in (folder / OWN).glob(".*.tmp"):
        temporary.unlink()


def _former(folder: Path) -> set[str]:
    """Return the files that earlier builds left in a folder."""
    try:
        listed = set(_files(json.loads((folder / MANIFEST).read_text(encoding="utf-8"))))
    except (OSError, ValueError, AttributeError):
        listed = set()
    inside = {name for name in listed if name.count("/") <= 1 and ".." not in name and not name.startswith("/")}
    claims = (folder / CLAIMS).glob("[0-9a-f]" * 16 + ".json")
    return inside | {PAGE} | {f"{CLAIMS}/{path.name}" for path in claims}


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    """Turn what the system says while a folder is written into an OutputError."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or error
        raise OutputError(
            f"{folder}: cannot write there ({reason}); free space or choose another folder with -o"
        ) from error


def _names(folder: Path) -> list[str]:
    """Return all files below a folder, relative to it, sorted."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def _hash(data: bytes) -> str:
    return sha256(data).hexdigest()


def _hash_of(path: Path) -> str:
    """Return the hash of a file, empty where there is none to be read."""
    try:
        return _digest(path)
    except OSError:
        return ""


def _digest(path: Path) -> str:
    """Return the hash of a file that need not fit in memory."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
