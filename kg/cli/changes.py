"""Commands that compare two graphs: diff."""

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.app import Lang, app
from kg.terminal import language, messages_in, put


class Form(StrEnum):
    """Form of a comparison."""

    text = "text"
    markdown = "markdown"
    json = "json"
    patch = "patch"


@app.command()
def diff(
    old: Annotated[Path, typer.Argument(help="A build's folder or a graph file, as it was.")],
    new: Annotated[Path, typer.Argument(help="The same later.")],
    form: Annotated[
        Form, typer.Option("--format", "-f", help="text, markdown, json or patch (RDF Patch).")
    ] = Form.text,
    lang: Lang = None,
) -> None:
    """两版图谱之间变了什么,附原句。What changed between two graphs: projects, amounts, stages, each with sentences.

    Example: kg diff january february --format markdown
    """
    from kg.diff import compare
    from kg.diff.words import as_json, as_markdown, as_patch, as_text
    from kg.store import load

    say, before, after = messages_in(lang), load(old), load(new)
    types = say["types"] if language(lang) == "zh" else {}
    if form is Form.patch:
        put(as_patch(before, after).rstrip("\n"))
    elif form is Form.json:
        put(json.dumps(as_json(compare(before, after)), ensure_ascii=False, indent=1))
    else:
        lines = as_text if form is Form.text else as_markdown
        put("\n".join(lines(compare(before, after), say, types)))
