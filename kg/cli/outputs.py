"""Commands that carry a graph elsewhere: export, publish, view."""

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.app import Graph, Lang, app
from kg.folder import PAGE
from kg.terminal import messages_in, put


@app.command()
def export(
    form: Annotated[
        str, typer.Argument(help="ttl, nq, trig, nt, jsonld, graphml, gexf, csv, neo4j, cypher, parquet or xlsx.")
    ],
    out: Annotated[Path, typer.Option("--out", "-o", help="File to write; csv, neo4j, parquet: folder or stem.")],
    graph: Graph = Path("output"),
    lang: Lang = None,
) -> None:
    """导出为其他格式。Write a graph in another format.

    Example: kg export graphml -o output/graph.graphml --graph output
    """
    from kg.export import export
    from kg.store import file_of

    for path in export(file_of(graph), out, form):
        put(messages_in(lang)["written"].format(path=path))


@app.command()
def view(
    out: Annotated[Path, typer.Option("--out", "-o", help="HTML file to write.")] = Path("output", PAGE),
    graph: Graph = Path("output"),
    around: Annotated[str, typer.Option(help="Only what is near a thing of this name.")] = "",
    hops: Annotated[int, typer.Option(min=0, help="How many links away, with --around.")] = 1,
    types: Annotated[list[str] | None, typer.Option("--type", help="Only things of a type, such as Project.")] = None,
    region: Annotated[str, typer.Option(help="Only what lies in a region of this name.")] = "",
    question: Annotated[
        str, typer.Option("--query", help="Only the things in the answer of a saved question, .rq file or SPARQL.")
    ] = "",
    title: Annotated[str, typer.Option(help="Heading of the page.")] = "",
    lang: Lang = None,
) -> None:
    """画成可交互的网页,全图或其中一部分。Draw a graph, or a part of it, as one self-contained interactive page.

    Example: kg view --around 京东方 --hops 2 --graph output -o boe.html
    """
    from kg.claims import saved_claims
    from kg.query import Query, safe_query, text_of
    from kg.store import file_of, load
    from kg.view import render
    from kg.view.selection import Selection

    things = safe_query(file_of(graph), Query(text_of(question))).iris() if question else None
    part = Selection(around, hops, tuple(types or ()), region, things)
    claims = saved_claims(graph) if graph.is_dir() else []
    render(load(graph), out, title=title, lang=lang or "zh", extractions=claims, selection=part)
    put(messages_in(lang)["written"].format(path=out))


@app.command()
def publish(
    url: Annotated[str, typer.Argument(help="Graph Store of a triple store, or its endpoint for SPARQL Update.")],
    graph: Graph = Path("output"),
    protocol: Annotated[str, typer.Option(help="gsp (Graph Store Protocol) or update (SPARQL Update).")] = "gsp",
    query: Annotated[
        str, typer.Option(help="Its endpoint for queries; by default the URL with query at its end.")
    ] = "",
    replace: Annotated[bool, typer.Option("--replace", help="Empty each graph of this build there first.")] = False,
    batch: Annotated[int, typer.Option(min=1, help="Most statements sent at once.")] = 10_000,
    user: Annotated[str, typer.Option(help="User name; the password is read from KG_STORE_PASSWORD.")] = "",
    timeout: Annotated[float, typer.Option(min=0.1, help="Seconds that a request may take.")] = 60.0,
    lang: Lang = None,
) -> None:
    """送入另一个三元组库:分批,可续传,按条数核对。Send a graph to another triple store, resumably, verified by counts.

    Example: kg publish http://localhost:7878/store --graph output
    """
    import os

    from kg.publish import Target, publish

    target = Target(url, protocol, query, replace, user, os.environ.get("KG_STORE_PASSWORD", ""), timeout)
    done = publish(graph, target, size=batch)
    say = messages_in(lang)["publish"]
    for line in ("resumed",) * bool(done.resumed_at) + ("done",) + ("others",) * bool(done.others):
        put(say[line].format(url=url, done=done))
