"""A saved graph, loaded into memory or, where it is large, put into a store on disk; its statements as plain strings.

A store on disk lies in ``.kg/stores`` beside its graph. It is built once, found again by the graph's hash, opened for
reading alone by any number of processes, and thrown away when another graph has taken the place of its own.
"""

import json
import shutil
from collections import defaultdict
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pyoxigraph as ox

from kg import folder
from kg.atomic import write_atomically
from kg.errors import GraphError, OutputError
from kg.lock import locked

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
LARGE = 100_000_000
"""Bytes of a graph's file beyond which it is not held in memory."""
STORES = "stores"
"""Folder of stores on disk, beside what else is no output."""
_READ = (ox.RdfFormat.N_QUADS, ox.RdfFormat.TRIG, ox.RdfFormat.TURTLE, ox.RdfFormat.N_TRIPLES)
AT_ONCE = 200_000
"""Statements put into a store on disk at once; all at once takes gigabytes."""


def load(path: Path, *, checked: bool = True) -> ox.Store:
    """Return a store with a saved graph: an N-Quads, TriG, Turtle or N-Triples file, or a build's folder.

    One of more than ``LARGE`` bytes is a store on disk, open for reading, where its folder can be written to.

    Raises:
        GraphError: where nothing stands there, or what stands there is no complete RDF or, if ``checked``, is not what
            the manifest beside it says.
    """
    file, form = _found(path)
    if place := on_disk(path, checked=checked):
        return ox.Store.read_only(str(place))
    store = ox.Store()
    try:
        store.load(folder.read(file.parent, file.name, checked=checked), format=form)
    except (SyntaxError, ValueError, OSError) as error:
        raise _damaged(file, error) from error
    return store


def on_disk(path: Path, *, checked: bool = True) -> Path | None:
    """Return the store on disk of a large graph, built if need be; None for what is loaded into memory.

    Where several processes ask at once, one builds and the others wait.

    Raises:
        GraphError: as :func:`load`.
    """
    file, form = _found(path)
    if folder.place(file.parent, file.name).stat().st_size <= LARGE:
        return None
    stores = file.parent / folder.OWN / STORES
    try:
        stores.mkdir(parents=True, exist_ok=True)
        if known := _known(file, stores):
            return known
        with locked(stores / "lock", patient=True):
            return _known(file, stores) or _built(file, form, stores, checked)
    except (OSError, OutputError):
        return None


def statements(path: Path) -> Iterator[ox.Quad]:
    """Yield the statements of a saved graph one by one, unchecked: of a file that was just written.

    Raises:
        GraphError: it is no complete RDF.
    """
    file, form = _found(path)
    try:
        yield from ox.parse(path=str(file), format=form)
    except (SyntaxError, ValueError, OSError) as error:
        raise _damaged(file, error) from error


def file_of(path: Path) -> Path:
    """Return the file that holds a graph, for a build's folder or a file."""
    return path / folder.GRAPH if path.is_dir() else path


def _found(path: Path) -> tuple[Path, ox.RdfFormat]:
    """Return the file that holds a graph, and its form; GraphError where there is none."""
    file = file_of(path)
    if not folder.exists(file.parent, file.name):
        raise GraphError(f"{file}: no graph there; build one with `kg build ARTICLES -o {path}`")
    form = ox.RdfFormat.from_extension(file.suffix.lstrip("."))
    if form not in _READ:
        raise GraphError(f"{file}: {file.suffix or 'no suffix'} is not read here; give a .nq, .trig, .ttl or .nt file")
    return file, form


def _damaged(file: Path, error: Exception) -> GraphError:
    return GraphError(f"{file}: damaged ({error}); build it again")


def _known(file: Path, stores: Path) -> Path | None:
    """Return the store that was built of a file as it stands now, by its size and time and by the manifest's hash."""
    try:
        said = json.loads((stores / f"{file.name}.json").read_bytes())
        same = said["state"] == _state(file) and folder.hash_said(file.parent, file.name) in ("", said["hash"])
        place = stores / str(said["store"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return place if same and (place / "CURRENT").exists() else None


def _built(file: Path, form: ox.RdfFormat, stores: Path, checked: bool) -> Path:
    """Build the store of a file, in place of those that it had before; OSError where the disk is full."""
    state, digest = _state(file), folder.hash_of(file.parent, file.name, checked=checked)
    place = stores / f"{file.name}-{digest[:16]}"
    fresh = stores / f".{place.name}"
    for old in (*stores.glob(f"{file.name}-*"), *stores.glob(f".{file.name}-*")):
        shutil.rmtree(old, ignore_errors=True)
    try:
        store = ox.Store(str(fresh))
        quads = statements(folder.place(file.parent, file.name))
        while part := list(islice(quads, AT_ONCE)):
            store.bulk_extend(part)
        store.flush()
        del store  # closes it: the folder can be renamed
        fresh.rename(place)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    said = {"store": place.name, "hash": digest, "state": state}
    write_atomically(stores / f"{file.name}.json", json.dumps(said), durable=False)
    return place


def _state(file: Path) -> list[int]:
    state = folder.place(file.parent, file.name).stat()
    return [state.st_size, state.st_mtime_ns]


def text_of(term: Term) -> str:
    """Return a term's IRI or lexical form."""
    return str(term) if isinstance(term, ox.Triple) else term.value


def local_name(iri: str) -> str:
    """Return the end of an IRI, behind the last # or /."""
    return iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1]


def pairs(store: ox.Store, predicate: str) -> list[tuple[str, str]]:
    """Return subject and object of every statement with a predicate, in all graphs, sorted, each once."""
    found = store.quads_for_pattern(None, ox.NamedNode(predicate), None, None)
    return sorted({(text_of(q.subject), text_of(q.object)) for q in found})


def table(store: ox.Store, *predicates: str) -> dict[str, dict[str, str]]:
    """Return subject → predicate → object for predicates that have one object a subject; the last in order wins."""
    rows: dict[str, dict[str, str]] = defaultdict(dict)
    for predicate in predicates:
        for subject, value in pairs(store, predicate):
            rows[subject][predicate] = value
    return dict(sorted(rows.items()))
