"""The command about what is one thing: resolve."""

import json
from datetime import UTC, datetime
from getpass import getuser
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.app import Lang, Table, app
from kg.records import DECISIONS_FILE
from kg.terminal import messages_in, put


@app.command()
def resolve(
    graph: Annotated[Path, typer.Option("--graph", "-g", help="A build's folder.")] = Path("output"),
    decisions: Annotated[
        Path | None, typer.Option("--decisions", "-d", help="File of decisions; by default the one in the folder.")
    ] = None,
    review: Annotated[bool, typer.Option("--review", help="Ask about each open proposal, record the answers.")] = False,
    who: Annotated[str, typer.Option(help="Your name in the records; the system's name for you if not given.")] = "",
    form: Annotated[Table, typer.Option("--format", "-f", help="table, csv or json.")] = Table.table,
    lang: Lang = None,
) -> None:
    """哪些名称是同一事物。Which names were merged and why, which may be one, and people's decisions.

    Example: kg resolve --graph output --review
    """
    from kg import query as queries
    from kg.claims import each_claim
    from kg.pipeline.identity import built_with, identified
    from kg.resolve import SHOWN
    from kg.resolve.report import FIELDS, as_cells, as_json, as_text
    from kg.resolve.review import review as walk

    say = messages_in(lang)
    path = decisions or graph / DECISIONS_FILE
    base, used = built_with(graph)
    files = [path] if path.exists() or (decisions and not review) else []
    identity = identified(each_claim(graph), files, base, SHOWN)
    if identity.verdicts.fingerprint != used:
        put(say["resolve"]["outdated"], err=True)
    if review:
        now = datetime.now(UTC).isoformat(timespec="seconds")
        count = walk(identity, path, _ask, put, say, who or getuser(), now)
        put(say["resolve"]["done"].format(count=count, path=path))
    elif form is Table.json:
        put(json.dumps(as_json(identity), ensure_ascii=False, indent=1))
    elif form is Table.csv:
        cells = tuple(tuple(queries.Cell("literal", cell) for cell in row) for row in as_cells(identity))
        put(queries.as_csv(queries.Answer(FIELDS, cells)).rstrip("\n"))
    else:
        put("\n".join(as_text(identity, say)))


def _ask(question: str) -> str:
    """Put a question and return a line of standard input; the end of input is an empty answer."""
    put(question, err=True)
    try:
        return input()
    except EOFError:
        return ""
