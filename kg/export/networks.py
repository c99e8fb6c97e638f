"""Entities and the relations between them for programs that draw and count networks."""

import io
import re
from pathlib import Path

import networkx as nx
import pyoxigraph as ox

from kg.atomic import write_atomically
from kg.export.sheets import beside, sheet
from kg.network import flat, network

_NODE_COLUMNS = ("iri", "label", "type", "kind", "aliases", "adcode", "mentions")
_EDGE_COLUMNS = ("source", "target", "source_label", "target_label", "predicate", "status", "evidence")


def write_graphml(store: ox.Store, out: Path) -> list[Path]:
    """Write GraphML, as yEd and Gephi read it."""
    buffer = io.BytesIO()
    nx.write_graphml(flat(network(store)), buffer, named_key_ids=True)
    write_atomically(out, buffer.getvalue())
    return [out]


def write_gexf(store: ox.Store, out: Path) -> list[Path]:
    """Write GEXF without the date of today that networkx puts into its head."""
    buffer = io.BytesIO()
    nx.write_gexf(flat(network(store)), buffer)
    write_atomically(out, re.sub(rb' lastmodifieddate="[^"]{0,30}"', b"", buffer.getvalue()))
    return [out]


def write_csv(store: ox.Store, out: Path) -> list[Path]:
    """Write two tables, nodes and edges, for spreadsheets."""
    graph = flat(network(store))
    nodes = [{"iri": n, **d} for n, d in graph.nodes(data=True)]
    labels = {n: d["label"] for n, d in graph.nodes(data=True)}
    edges = [
        {"source": s, "target": t, "source_label": labels[s], "target_label": labels[t], **d}
        for s, t, d in graph.edges(data=True)
    ]
    written = []
    for name, columns, rows in (("nodes", _NODE_COLUMNS, nodes), ("edges", _EDGE_COLUMNS, edges)):
        path = beside(out, f"{name}.csv")
        write_atomically(path, sheet(columns, rows))
        written.append(path)
    return written
