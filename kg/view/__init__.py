"""A saved graph → one self-contained interactive page.

networkx lays the graph out, and vis-network, which ships inside pyvis, draws it with pyvis's options in this project's
own template: pyvis's own pages ask the network for Bootstrap and do not escape labels. Everything from articles is
data: JSON without ``<``, ``>`` and ``&``, put into the page as text nodes under a content security policy that allows
no request at all. The scripts of ``web/`` are plain and run as one, in the order of :data:`SCRIPTS`.
"""

import json
import re
from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.atomic import write_atomically
from kg.errors import UsageError
from kg.lexicon import rules
from kg.network import clean, network
from kg.records import Extraction
from kg.view.content import content
from kg.view.layout import positions, ranking, size
from kg.view.selection import Selection

SHOWN = 300
"""Most nodes drawn at the start; search and neighbours bring in the others."""
LANGUAGES = ("zh", "en")
SCRIPTS = (
    "dom", "data", "state", "words", "facets", "rail", "find", "sentence", "copy", "money", "panel", "places", "graph",
    "overview", "map", "bars", "charts", "timeline", "table", "reader", "app",
)  # fmt: skip
STYLES = ("frame", "views", "charts", "small")


def render(
    store: ox.Store,
    out: Path,
    *,
    title: str = "",
    lang: str = "zh",
    extractions: Iterable[Extraction] = (),
    selection: Selection | None = None,
) -> None:
    """Write the page of a graph; see :func:`page`.

    Raises:
        UsageError: no such language, or the selection names what the graph does not hold.
        OutputError: it could not be written; the old page is whole.
    """
    write_atomically(out, page(store, title=title, lang=lang, extractions=extractions, selection=selection))


def page(
    store: ox.Store,
    *,
    title: str = "",
    lang: str = "zh",
    extractions: Iterable[Extraction] = (),
    selection: Selection | None = None,
) -> str:
    """Return the page of a graph as HTML: no outside request, the same bytes for the same graph.

    ``lang`` (zh or en) is the interface's language at the start; ``extractions``, a build's claims, give the texts of
    articles, without which the reader shows the sentences that the graph quotes; ``selection`` draws a part.

    Raises:
        UsageError: no such language, or the selection names what the graph does not hold.
    """
    if lang not in LANGUAGES:
        raise UsageError(f"{lang!r} is no language of the page; choose one of {', '.join(LANGUAGES)}")
    data = {**drawing(store, extractions, selection), "title": clean(title), "lang": lang}
    parts = {
        "VIS": _vis(), "APP": _script(), "STYLE": "".join(_own(f"{name}.css") for name in STYLES), "LANG": lang,
        "DATA": _json(data), "WORDS": _json(_words()),
    }  # fmt: skip
    parts["POLICY"] = (
        "default-src 'none'; base-uri 'none'; form-action 'none'; img-src data:; "
        f"script-src {_hash(parts['VIS'])} {_hash(parts['APP'])}; style-src {_hash(parts['STYLE'])}"
    )
    return re.sub("%([A-Z]{3,6})%", lambda m: parts[m[1]], _own("template.html"))


def drawing(
    store: ox.Store, extractions: Iterable[Extraction] = (), selection: Selection | None = None
) -> dict[str, Any]:
    """Return the page's tables (see :mod:`kg.view.content`), the most connected things first, and where these stand."""
    graph = (selection or Selection()).of(network(store))
    ranked = ranking(graph)
    tables = content(store, graph, ranked, extractions)
    for row, iri in zip(tables["things"], ranked, strict=True):
        row.append(size(graph.degree(iri)))
    shown = len(graph) if len(graph) < SHOWN + 100 else SHOWN
    places = positions(graph.subgraph(ranked[:shown]), shown)
    return {**tables, "places": [places[iri] for iri in ranked[:shown]], "options": _options()}


def _options() -> dict[str, Any]:
    """Return pyvis's options for the drawing, physics off."""
    from pyvis.options import Options

    options: dict[str, Any] = json.loads(Options().to_json())
    options["physics"] = {"enabled": False}
    options.pop("configure", None)
    return options


def _words() -> dict[str, Any]:
    """Return the interface's words, with those that the command line has too, and what investment is called."""
    words: dict[str, Any] = json.loads(_own("words.json"))
    said = {lang: rules("messages")[lang] for lang in LANGUAGES}
    shared = {
        lang: {"reasons": said[lang]["reasons"], "colours": said[lang]["systems"]["colours"]} for lang in LANGUAGES
    }
    charts = rules("systems")["charts"]
    cost = {name: charts[name] for name in ("invested", "no_cost", "currency")}
    return {"cost": cost, **{lang: {**words[lang], **shared[lang]} for lang in LANGUAGES}}


def _script() -> str:
    modules = "".join(_own(f"{name}.js") for name in SCRIPTS)
    return f'"use strict";\n(() => {{\n{modules}}})();\n'


def _vis() -> str:
    """Return the vis-network that ships inside pyvis."""
    return (files("pyvis") / "templates" / "lib" / "vis-9.1.2" / "vis-network.min.js").read_text(encoding="utf-8")


def _own(name: str) -> str:
    return (files("kg.view") / "web" / name).read_text(encoding="utf-8")


def _json(value: Any) -> str:
    """Return JSON that no HTML parser can take for markup."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return text


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
