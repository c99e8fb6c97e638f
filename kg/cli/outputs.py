"""Commands that carry a graph elsewhere: export, view."""

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.app import Graph, Lang, app, graph_file
from kg.terminal import messages_in, put


@app.command()
def export(
    form: Annotated[str, typer.Argument(help="ttl, nq, trig, nt, jsonld, graphml, gexf or csv.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="File to write (csv: folder or stem).")],
    graph: Graph = Path("output"),
    lang: Lang = None,
) -> None:
    """导出为其他格式。Write a graph in another format.

    Example: kg export graphml -o output/graph.graphml --graph output
    """
    from kg.export import export

    for path in export(graph_file(graph), out, form):
        put(messages_in(lang)["written"].format(path=path))


@app.command()
def view(
    out: Annotated[Path, typer.Option("--out", "-o", help="HTML file to write.")] = Path("output/graph.html"),
    graph: Graph = Path("output"),
    lang: Lang = None,
) -> None:
    """画成可交互的网页。Draw a graph as one self-contained interactive page.

    Example: kg view --graph output -o output/graph.html
    """
    from kg.store import load
    from kg.view import render

    render(load(graph), out)
    put(messages_in(lang)["written"].format(path=out))
