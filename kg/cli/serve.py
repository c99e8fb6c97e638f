"""The command that serves a graph over HTTP."""

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.app import Graph, Lang, app
from kg.errors import UsageError
from kg.terminal import messages_in, put


@app.command()
def serve(
    graph: Graph = Path("output"),
    host: Annotated[str, typer.Option(help="Address to listen at; loopback only, unless --i-know.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 takes a free one.")] = 8000,
    timeout: Annotated[float, typer.Option(min=0.1, max=3600, help="Seconds before a query is stopped.")] = 10.0,
    limit: Annotated[int, typer.Option(min=1, help="Most rows of an answer.")] = 10_000,
    workers: Annotated[int, typer.Option(min=1, max=256, help="Queries answered at once.")] = 2,
    queue: Annotated[int, typer.Option(min=0, help="Most requests that wait; others are told 503.")] = 64,
    in_memory: Annotated[int, typer.Option(min=0, help="Most statements kept in each worker's memory.")] = 2_000_000,
    allow_host: Annotated[list[str] | None, typer.Option(help="A name under which this server is reached.")] = None,
    allow_origin: Annotated[list[str] | None, typer.Option(help="An origin whose pages may read answers.")] = None,
    i_know: Annotated[bool, typer.Option("--i-know", help="Listen beyond this machine; read THREAT_MODEL.md.")] = False,
    lang: Lang = None,
) -> None:
    """开一个只读的 SPARQL 端点,并带网页与 JSON 接口。Serve a graph: SPARQL endpoint, pages and JSON API, read-only.

    Example: kg serve --graph output --port 8000
    """
    try:
        from kg.serve.live import Live
        from kg.serve.run import listening, run
        from kg.serve.settings import Settings
    except ImportError as error:
        raise UsageError(f'{error.name} is missing; install it with: pip install "zhaoshang-kg[serve]"') from error
    hosts, origins = tuple(allow_host or ()), tuple(allow_origin or ())
    settings = Settings(host, port, timeout, limit, workers, queue, hosts, origins, in_memory=in_memory)
    settings.consented(i_know)
    at = listening(settings)
    say = messages_in(lang)["serve"]
    live = Live(graph, settings)
    bound = at.getsockname()[1]
    put(say["at"].format(host=f"[{host}]" if ":" in host else host, port=bound, quads=f"{live.quads:,}"))
    if live.pool.lacking:
        put(say["lacking"].format(what="、".join(say[name] for name in live.pool.lacking)), err=True)
    run(live, at)
