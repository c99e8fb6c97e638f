"""A saved graph → one self-contained interactive page.

networkx lays the graph out, pyvis holds the data model, and vis-network, which ships inside pyvis, draws it in this
project's own template: pyvis's own pages ask the network for Bootstrap and do not escape labels. Everything from
articles is data: JSON without ``<``, ``>`` and ``&``, put into the page as text nodes under a content security policy
that allows no request at all.
"""

import json
import re
from base64 import b64encode
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.atomic import write_atomically
from kg.errors import UsageError
from kg.network import clean, network
from kg.view.content import content
from kg.view.layout import positions, ranking, size

SHOWN = 300
"""Most nodes drawn at the start; search and neighbours bring in the others."""
LANGUAGES = ("zh", "en")


def render(store: ox.Store, out: Path, *, title: str = "", lang: str = "zh") -> None:
    """Write the page of a graph; ``lang`` (zh or en) is the interface's language at the start.

    Raises:
        UsageError: no such language.
        OutputError: it could not be written; the old page is whole.
    """
    write_atomically(out, page(store, title=title, lang=lang))


def page(store: ox.Store, *, title: str = "", lang: str = "zh") -> str:
    """Return the page of a graph as HTML: no outside request, the same bytes for the same graph."""
    if lang not in LANGUAGES:
        raise UsageError(f"{lang!r} is no language of the page; choose one of {', '.join(LANGUAGES)}")
    data = {**drawing(store), "title": clean(title), "lang": lang}
    parts = {
        "VIS": _vis(), "APP": _own("app.js"), "STYLE": _own("style.css"), "LANG": lang,
        "DATA": _json(data), "WORDS": _json(json.loads(_own("words.json"))),
    }  # fmt: skip
    parts["POLICY"] = (
        "default-src 'none'; base-uri 'none'; form-action 'none'; img-src data:; "
        f"script-src {_hash(parts['VIS'])} {_hash(parts['APP'])}; style-src {_hash(parts['STYLE'])}"
    )
    return re.sub("%([A-Z]{3,6})%", lambda m: parts[m[1]], _own("template.html"))


def drawing(store: ox.Store) -> dict[str, Any]:
    """Return pyvis's nodes, edges and options, and the evidence they point at; the most connected nodes come first."""
    from pyvis.network import Network  # slow to import: it brings IPython

    graph = network(store)
    net = Network(directed=True)
    net.toggle_physics(False)
    # filled directly: pyvis's own add_node and add_edge look through all that stands there each time
    net.nodes, net.edges, evidence = content(store, graph)
    shown = len(graph) if len(graph) < SHOWN + 100 else SHOWN
    places = positions(graph, shown)
    rank = {iri: place for place, iri in enumerate(ranking(graph))}
    net.nodes.sort(key=lambda node: rank[node["id"]])
    for node in net.nodes:
        x, y = places[node["id"]]
        node.update(x=x, y=y, shape="dot", size=size(graph.degree(node["id"])))
    options: dict[str, Any] = json.loads(net.options.to_json())
    options["physics"] = {"enabled": False}
    options.pop("configure", None)
    return {"nodes": net.nodes, "edges": net.edges, "options": options, "evidence": evidence, "shown": shown}


def _vis() -> str:
    """Return the vis-network that ships inside pyvis."""
    return (files("pyvis") / "templates" / "lib" / "vis-9.1.2" / "vis-network.min.js").read_text(encoding="utf-8")


def _own(name: str) -> str:
    return (files("kg.view") / name).read_text(encoding="utf-8")


def _json(value: Any) -> str:
    """Return JSON that no HTML parser can take for markup."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return text


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
