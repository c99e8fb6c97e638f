"""The command line: parses, calls, reports; no logic. Its help says what the exit codes mean."""

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kg.errors import KGError, UsageError
from kg.lexicon import rules
from kg.terminal import Language, fact_in_words, messages_in, put, with_bar

app = typer.Typer(
    name="kg",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


MOST_NOTES = 20
"""Notes of reading shown; all of them stand in the claims."""


class Table(StrEnum):
    """Form of a query's answer."""

    table = "table"
    csv = "csv"
    json = "json"


@app.callback()
def main() -> None:
    """把中国区域经济新闻读成知识图谱,每条事实都指向原句。

    Read Chinese regional economic news into a knowledge graph in which every fact points at its sentence.

    Exit codes: 0 done, 1 a defect of ours, 2 usage, 3 inputs quarantined under --strict, 4 query refused or past
    a limit, 5 graph missing, damaged or not valid, 6 cannot write (what stood there is whole), 130 interrupted.

    Example: kg build articles/ -o output && kg query projects-by-region --graph output
    """


Models = Annotated[bool, typer.Option(help="Let the trained models decide; without them the rules decide alone.")]
Graph = Annotated[Path, typer.Option("--graph", "-g", help="A build's folder or a .nq/.ttl/.trig file.")]
Lang = Annotated[Language | None, typer.Option("--lang", help="zh or en; by locale if not given.")]


@app.command()
def build(
    paths: Annotated[list[str], typer.Argument(help="Files, folders (recursively), or - for standard input.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder to write into.")] = Path("output"),
    base: Annotated[str, typer.Option(help="Base of the entities' IRIs; empty for the project's own.")] = "",
    encoding: Annotated[str, typer.Option(help="Force one encoding, such as gb18030.")] = "",
    max_doc_mb: Annotated[float, typer.Option(help="Largest single document in megabytes.")] = 10.0,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 3 if any input was quarantined.")] = False,
    view: Annotated[bool, typer.Option(help="Write graph.html too.")] = True,
    models: Models = True,
    lang: Lang = None,
) -> None:
    """读文章,建图谱。Read articles and write graph.nq, graph.ttl and graph.html.

    Example: kg build articles/ -o output
    """
    from kg.pipeline import Options, build
    from kg.vocab import ENTITY_BASE

    say = messages_in(lang)
    options = Options(base or ENTITY_BASE, encoding or None, max_doc_mb, view, models)
    report = build(paths, out, options, lambda items, total: with_bar(items, total, say["progress"]))
    found = {**dict.fromkeys(rules("messages")["zh"]["types"], 0), **report.found}
    total = sum(v for k, v in report.found.items() if k in rules("messages")["zh"]["types"])
    put(say["found"].format(rejected=len(report.rejects), **vars(report)))
    for reject in report.rejects:
        put(say["rejected"].format(path=reject.path, reason=reject.reason, code=reject.code), err=True)
    for note in report.notes[:MOST_NOTES]:
        put(say["noted"].format(note=note), err=True)
    if len(report.notes) > MOST_NOTES:
        put(say["more_notes"].format(count=len(report.notes) - MOST_NOTES, path=out / "claims"), err=True)
    put(say["entities"].format(total=total, **found))
    put(say["facts"].format(**found))
    put(say["missed"].format(sentences=report.sentences, missed=report.missed, path=out / "missed.jsonl"))
    put(say["results"].format(ttl=out / "graph.ttl", nq=out / "graph.nq", html=out / "graph.html" if view else ""))
    put((say["ask"] if report.articles else say["nothing"]).format(out=out, path=out / "rejects.jsonl"))
    if strict and report.rejects:
        raise typer.Exit(3)


@app.command()
def query(
    question: Annotated[
        str, typer.Argument(help="A saved question's name, a .rq file, or SPARQL; none lists them.")
    ] = "",
    graph: Graph = Path("output"),
    form: Annotated[Table, typer.Option("--format", "-f", help="table, csv or json.")] = Table.table,
    settings: Annotated[list[str] | None, typer.Option("--set", help="Bind a variable: --set name=VALUE")] = None,
    timeout: Annotated[float, typer.Option(min=0, help="Seconds before the query is stopped; 0 for no limit.")] = 10.0,
    limit: Annotated[int, typer.Option(min=0, help="Most rows shown; 0 for all.")] = 10_000,
    lang: Lang = None,
) -> None:
    """问图谱。Ask a saved question or run SPARQL over a graph.

    Example: kg query projects-by-region --graph output
    """
    from kg import query as queries

    if not question:
        for name, words in queries.saved().items():
            put(f"{name}\t{words}")
        return
    pairs = [s.partition("=") for s in settings or []]
    if any(not sep for _, sep, _ in pairs):
        raise UsageError(f"--set takes NAME=VALUE, not {settings}")
    bound = {name: value for name, _, value in pairs}
    answer = queries.run_file(_graph_file(graph), question, timeout=timeout, limit=limit, parameters=bound)
    write = {Table.table: queries.as_table, Table.csv: queries.as_csv, Table.json: queries.as_json}[form]
    put(write(answer).rstrip("\n"))
    if answer.truncated:
        put(messages_in(lang)["truncated"].format(limit=limit), err=True)


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

    for path in export(_graph_file(graph), out, form):
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


@app.command()
def explain(
    name: Annotated[str, typer.Argument(help="Any name or alias of a thing.")],
    graph: Graph = Path("output"),
    lang: Lang = None,
) -> None:
    """说出关于一个事物的每条事实及其原句。Every fact about a thing with its sentence and where it stands.

    Example: kg explain 京东方 --graph output
    """
    from kg.facts import Facts
    from kg.store import load

    say, facts = messages_in(lang), Facts(load(graph))
    things = facts.find(name)
    if not things:
        raise UsageError(say["no_thing"].format(name=name))
    for iri in things:
        thing = facts.thing(iri)
        put(f"{thing.label}  [{say['types'].get(thing.type, thing.type)}]  <{thing.iri}>")
        if thing.aliases:
            put(f"  {say['aliases']}: {'、'.join(thing.aliases)}")
        for fact in thing.facts:
            status = say["status"].get(fact.status, fact.status)
            put(f"- {say['kinds'][fact.kind]} ({status}) {fact_in_words(fact.says, say)}")
            at = fact.source
            put(f"    「{at.quote}」\n    {at.title} {at.issued} [{at.start}:{at.end}]")


@app.command()
def stats(graph: Graph = Path("output"), lang: Lang = None) -> None:
    """数一数图谱里有什么。Count what a graph holds.

    Example: kg stats --graph output
    """
    from kg.facts import Facts
    from kg.store import load

    say = messages_in(lang)
    names = {**say["types"], **say["predicates"]} if say["progress"] == rules("messages")["zh"]["progress"] else {}
    for key, count in Facts(load(graph)).counts().items():
        if count:
            put(f"{count:>8}  {names.get(key, key)}")


@app.command()
def validate(graph: Graph = Path("output"), lang: Lang = None) -> None:
    """查验图谱:SHACL 规范,以及每条引文与原文逐字相符。Check SHACL shapes and that each quote equals its span.

    Example: kg validate --graph output
    """
    from kg.pipeline import saved_claims
    from kg.validate import validate

    say = messages_in(lang)
    texts = {x.article.sha256: x.article.text for x in saved_claims(graph)} if graph.is_dir() else {}
    found = validate(_graph_file(graph), texts)
    english = say["valid"] == rules("messages")["en"]["valid"]
    for violation in found:
        put(f"{violation.place}: {violation.message_en if english else violation.message_zh}", err=True)
    put(say["invalid"].format(count=len(found)) if found else say["valid"])
    if found:
        raise typer.Exit(5)


@app.command()
def evaluate(
    gold: Annotated[Path, typer.Argument(help="Folder of NAME.json with texts/NAME.txt, or one NAME.json.")],
    details: Annotated[bool, typer.Option("--details", help="Show each difference beside its sentence.")] = False,
    models: Models = True,
    form: Annotated[Table, typer.Option("--format", "-f", help="table or json.")] = Table.table,
) -> None:
    """与人工标注对照。Compare what is read with annotated articles: precision, recall, F1.

    Example: kg evaluate tests/gold/train --details
    """
    from kg.evaluate import as_text
    from kg.pipeline import evaluate

    found = evaluate(gold, learned=models)
    if details:
        for name, differences in found.differences.items():
            put(f"== {name}")
            for one in differences:
                put(f"{'-' if one.missed else '+'} {one.kind:11} {one.words}\n      {one.sentence}")
    if form is Table.json:
        put(json.dumps(found.as_json(), indent=1))
    else:
        put("\n".join(as_text(found.figures())))


@app.command()
def coverage(
    paths: Annotated[list[str] | None, typer.Argument(help="Builds' folders, or files and folders to read.")] = None,
    limit: Annotated[int, typer.Option(min=0, help="Most items shown that were not understood; 0 for all.")] = 20,
    top: Annotated[int, typer.Option(min=0, help="Most kinds of such items shown.")] = 10,
    models: Models = True,
    form: Annotated[Table, typer.Option("--format", "-f", help="table or json.")] = Table.table,
    lang: Lang = None,
) -> None:
    """每个数字和名称的去向。What became of every number, name and time: used, set aside, or not understood.

    Example: kg coverage output --limit 50
    """
    from kg.pipeline import coverage

    say = messages_in(lang)
    found, rejects = coverage(paths or ["output"], learned=models)
    for reject in rejects:
        put(say["rejected"].format(path=reject.path, reason=reject.reason, code=reject.code), err=True)
    if form is Table.json:
        put(json.dumps(found.as_json(limit, top), ensure_ascii=False, indent=1))
    else:
        put("\n".join(found.as_text(say, limit, top)))


def _graph_file(graph: Path) -> Path:
    return graph / "graph.nq" if graph.is_dir() else graph


def run() -> None:
    """Run the command line; every foreseeable error is one line that says what, where and the next step."""
    try:
        app(standalone_mode=True)
    except KGError as error:
        put(f"{messages_in(None)['error']} {error}", err=True)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    run()
