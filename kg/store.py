"""A saved graph, loaded, and its statements as plain strings."""

from collections import defaultdict
from pathlib import Path

import pyoxigraph as ox

from kg import folder
from kg.errors import GraphError

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
_READ = (ox.RdfFormat.N_QUADS, ox.RdfFormat.TRIG, ox.RdfFormat.TURTLE, ox.RdfFormat.N_TRIPLES)


def load(path: Path, *, checked: bool = True) -> ox.Store:
    """Return a store with a saved graph: an N-Quads, TriG, Turtle or N-Triples file, or a build's folder.

    Raises:
        GraphError: where nothing stands there, or what stands there is no complete RDF or, if ``checked``, is not what
            the manifest beside it says.
    """
    file = file_of(path)
    if not folder.exists(file.parent, file.name):
        raise GraphError(f"{file}: no graph there; build one with `kg build ARTICLES -o {path}`")
    form = ox.RdfFormat.from_extension(file.suffix.lstrip("."))
    if form not in _READ:
        raise GraphError(f"{file}: {file.suffix or 'no suffix'} is not read here; give a .nq, .trig, .ttl or .nt file")
    store = ox.Store()
    try:
        store.load(folder.read(file.parent, file.name, checked=checked), format=form)
    except (SyntaxError, ValueError, OSError) as error:
        raise GraphError(f"{file}: damaged ({error}); build it again") from error
    return store


def file_of(path: Path) -> Path:
    """Return the file that holds a graph, for a build's folder or a file."""
    return path / folder.GRAPH if path.is_dir() else path


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
