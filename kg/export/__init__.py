"""A saved graph → other formats, in a stable order, so that equal graphs give equal bytes."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pyoxigraph as ox

from kg.errors import UsageError
from kg.export.networks import write_csv, write_gexf, write_graphml
from kg.export.property_graph import write_cypher, write_neo4j
from kg.export.rdf import prefixes, write_json_ld, write_rdf
from kg.export.sheets import write_parquet, write_xlsx
from kg.store import load

__all__ = ["FORMATS", "export", "prefixes"]


def export(graph_path: Path, out: Path, form: str) -> list[Path]:
    """Write the graph at ``graph_path`` to ``out`` in one of :data:`FORMATS`; return the files written.

    ``csv``, ``neo4j`` and ``parquet`` write several files: into ``out`` if it is a folder, else beside its stem.

    Raises:
        UsageError: no such format, or what it needs is not installed, or cannot hold so much.
        GraphError: no graph there, or a damaged one.
        OutputError: it could not be written.
    """
    if form not in FORMATS:
        raise UsageError(f"{form!r} is no format; choose one of {', '.join(FORMATS)}")
    return FORMATS[form](load(graph_path), out)


FORMATS: dict[str, Callable[[ox.Store, Path], list[Path]]] = {
    "ttl": partial(write_rdf, form=ox.RdfFormat.TURTLE),
    "nq": partial(write_rdf, form=ox.RdfFormat.N_QUADS),
    "trig": partial(write_rdf, form=ox.RdfFormat.TRIG),
    "nt": partial(write_rdf, form=ox.RdfFormat.N_TRIPLES),
    "jsonld": write_json_ld,
    "graphml": write_graphml,
    "gexf": write_gexf,
    "csv": write_csv,
    "neo4j": write_neo4j,
    "cypher": write_cypher,
    "parquet": write_parquet,
    "xlsx": write_xlsx,
}
