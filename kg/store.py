"""A saved graph, loaded, and its statements as plain strings."""

from collections import defaultdict
from pathlib import Path

import pyoxigraph as ox

from kg.errors import GraphError

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
_READ = (ox.RdfFormat.N_QUADS, ox.RdfFormat.TRIG, ox.RdfFormat.TURTLE, ox.RdfFormat.N_TRIPLES)


def load(path: Path) -> ox.Store:
    """Return a store with a saved graph: an N-Quads, TriG, Turtle or N-Triples file, or a build's folder.

    Raises:
        GraphError: where nothing stands there, or what stands there is no complete RDF.
    """
    file = path / "graph.nq" if path.is_dir() else path
    if not file.exists():
        raise GraphError(f"{file}: no graph there; build one with `kg build ARTICLES -o {path}`")
    form = ox.RdfFormat.from_extension(file.suffix.lstrip("."))
    if form not in _READ:
        raise GraphError(f"{file}: {file.suffix or 'no suffix'} is not read here; give a .nq, .trig, .ttl or .nt file")
    store = ox.Store()
    try:
        store.load(file.read_bytes(), format=form)
    except (SyntaxError, ValueError, OSError) as error:
        raise GraphError(f"{file}: damaged ({error}); build it again") from error
    return store


def text_of(term: Term) -> str:
    """Return a term's IRI or lexical form."""
    return str(term) if isinstance(term, ox.Triple) else term.value


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
