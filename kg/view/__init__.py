"""A saved graph → one self-contained interactive page.

networkx lays the graph out, pyvis holds the data model, and vis-network, which ships inside pyvis, draws it in this
project's own template: pyvis's own pages ask the network for Bootstrap and do not escape labels. Everything from
articles is data: JSON without ``<``, ``>`` and ``&``, put into the page as text nodes under a content security policy
that allows no request at all.
"""

import json
from base64 import b64encode
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.atomic import write_atomically
from kg.network import network
from kg.view.content import content
from kg.view.layout import positions

SHOWN = 300
"""Most nodes drawn at the start; search and neighbours bring in the others."""


def render(store: ox.Store, out: Path, *, title: str = "", lang: str = "zh") -> None:
    """Write the page of a graph; OutputError where it cannot be written, the old page then stays whole."""
    write_atomically(out, page(store, title=title, lang=lang))


def page(store: ox.Store, *, title: str = "", lang: str = "zh") -> str:
    """Return the page of a graph as HTML: no outside request, the same bytes for the same graph."""
    graph = network(store)
    data = content(store, graph)
    for node, (x, y) in positions(graph).items():
        data["nodes"][node].update(x=x, y=y)
    data |= {"shown": SHOWN, "title": title, "lang": lang}
    data["vis"] = _pyvis_options()
    parts = {
        "VIS": _vis(), "APP": _own("app.js"), "STYLE": _own("style.css"), "DATA": _json(data), "LANG": lang,
        "WORDS": _json(json.loads(_own("words.json"))),
    }  # fmt: skip
    policy = (
        "default-src 'none'; img-src data:; "
        f"script-src {_hash(parts['VIS'])} {_hash(parts['APP'])}; style-src {_hash(parts['STYLE'])} 'unsafe-inline'"
    )
    html = _own("template.html").replace("%POLICY%", policy)
    for name, value in parts.items():
        html = html.replace(f"%{name}%", value)
    return html


def _pyvis_options() -> dict[str, Any]:
    """Return the drawing options as pyvis models them: physics off, for positions are computed beforehand."""
    from pyvis.network import Network

    net = Network(directed=True)
    net.toggle_physics(False)
    options: dict[str, Any] = json.loads(net.options.to_json())
    options["interaction"] |= {"hover": True, "tooltipDelay": 120, "keyboard": False, "multiselect": False}
    options.pop("configure", None)
    return options


def _vis() -> str:
    """Return the vis-network that ships inside pyvis."""
    return (files("pyvis") / "templates" / "lib" / "vis-9.1.2" / "vis-network.min.js").read_text(encoding="utf-8")


def _own(name: str) -> str:
    return (files("kg.view") / name).read_text(encoding="utf-8")


def _json(value: Any) -> str:
    """Return JSON that no HTML parser can take for markup."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return text


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
