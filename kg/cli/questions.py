"""Commands that answer questions in Chinese: ask."""

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.app import Graph, Lang, app
from kg.errors import UsageError
from kg.terminal import messages_in, put


class Form(StrEnum):
    """Form of a reply."""

    text = "text"
    json = "json"


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="A question in Chinese; none lists the forms of question.")] = "",
    graph: Graph = Path("output"),
    form: Annotated[Form, typer.Option("--format", "-f", help="text or json.")] = Form.text,
    sparql: Annotated[bool, typer.Option(help="Show the SPARQL that was run.")] = True,
    as_of: Annotated[
        str, typer.Option("--as-of", help="Day from which this year counts; the latest article's if not given.")
    ] = "",
    timeout: Annotated[float, typer.Option(min=0, help="Seconds before a query is stopped; 0 for no limit.")] = 10.0,
    limit: Annotated[int, typer.Option(min=0, help="Most rows of each query; 0 for all.")] = 1000,
    lang: Lang = None,
) -> None:
    """用中文提问:说明读到了什么、查询语句、答案及原句。A question in Chinese, with its query, answer and sentences.

    Example: kg ask "绵阳有哪些投资超过20亿元的项目?" --graph output
    """
    from kg import ask as asking
    from kg.ask.words import as_json, as_text
    from kg.store import file_of

    if not question:
        for one in asking.forms():
            put(f"{one.name}\t{one.example}")
        return
    reply = asking.ask(file_of(graph), question, as_of=as_of, timeout=timeout, limit=limit)
    if form is Form.json:
        put(json.dumps(as_json(reply), ensure_ascii=False, indent=1))
        return
    lines = "\n".join(as_text(reply, messages_in(lang), sparql=sparql))
    if reply.form is None:
        raise UsageError(lines)
    put(lines)
