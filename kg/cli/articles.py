"""Commands that read articles: build, evaluate, coverage."""

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.app import Lang, Models, Table, app
from kg.errors import UsageError
from kg.lexicon import rules
from kg.terminal import messages_in, put, with_bar

if TYPE_CHECKING:
    from kg.pipeline import Report

MOST_NOTES = 20
"""Notes of reading shown; all of them stand in the claims."""


class Engine(StrEnum):
    """What a build runs on."""

    local = "local"
    spark = "spark"


@app.command()
def build(
    paths: Annotated[list[str], typer.Argument(help="Files, folders (recursively), or - for standard input.")],
    out: Annotated[str, typer.Option("--out", "-o", help="Folder to write into.")] = "output",
    base: Annotated[str, typer.Option(help="Base of the entities' IRIs; empty for the project's own.")] = "",
    encoding: Annotated[str, typer.Option(help="Force one encoding, such as gb18030.")] = "",
    max_doc_mb: Annotated[float, typer.Option(help="Largest single document in megabytes.")] = 10.0,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 3 if any input was quarantined.")] = False,
    view: Annotated[bool, typer.Option(help="Write graph.html too.")] = True,
    models: Models = True,
    jobs: Annotated[int | None, typer.Option("--jobs", "-j", min=1, help="Processes; all cores if not given.")] = None,
    cache: Annotated[
        Path | None, typer.Option(help="Folder of extractions to use again; else in the output's.")
    ] = None,
    decisions: Annotated[
        Path | None, typer.Option(help="People's decisions; by default decisions.csv beside the articles and in -o.")
    ] = None,
    engine: Annotated[Engine, typer.Option(help="local, or spark: paths and folder are Hadoop's.")] = Engine.local,
    master: Annotated[str, typer.Option(help="With --engine spark: the cluster, such as spark://HOST:7077.")] = "",
    conf: Annotated[
        list[str] | None, typer.Option("--conf", help="With --engine spark: a setting of Spark, NAME=VALUE.")
    ] = None,
    lang: Lang = None,
) -> None:
    """读文章,建图谱。Read articles and write graph.nq, graph.ttl and graph.html.

    Example: kg build articles/ -o output
    """
    from kg.pipeline import Options, build
    from kg.vocab import ENTITY_BASE

    say = messages_in(lang)
    options = Options(base or ENTITY_BASE, encoding or None, max_doc_mb, view, models, jobs, cache, decisions)
    if engine is Engine.spark:
        from kg.pipeline.spark import build as build_on_spark

        report = build_on_spark(paths, out, options, master, _settings(conf or []))
    elif master or conf:
        raise UsageError("--master and --conf are for --engine spark; add it, or leave them out")
    else:
        report = build(paths, out, options, lambda items, total: with_bar(items, total, say["progress"]))
    on_spark = engine is Engine.spark
    _show(report, out, f"{out}/claims" if on_spark else f"{out}/missed.jsonl", lang)
    if on_spark:
        put(say["on_spark"].format(out=out))
    else:
        place = Path(out)
        page = place / "graph.html" if report.page else ""
        put(say["results"].format(ttl=place / "graph.ttl", nq=place / "graph.nq", html=page))
        if view and not report.page:
            put(say["no_page"].format(out=out))
        put((say["ask"] if report.articles else say["nothing"]).format(out=out, path=place / "rejects.jsonl"))
    if strict and report.rejects:
        raise typer.Exit(3)


def _settings(pairs: list[str]) -> dict[str, str]:
    """Return settings of Spark; UsageError where one is no NAME=VALUE."""
    wrong = [pair for pair in pairs if "=" not in pair]
    if wrong:
        raise UsageError(f"--conf takes NAME=VALUE, not {wrong[0]!r}")
    return {name: value for name, _, value in (pair.partition("=") for pair in pairs)}


def _show(report: "Report", out: str, missed: str, lang: Lang) -> None:
    """Show what a build read and found, and where it wrote what it missed."""
    say = messages_in(lang)
    found = {**dict.fromkeys(rules("messages")["zh"]["types"], 0), **report.found}
    total = sum(v for k, v in report.found.items() if k in rules("messages")["zh"]["types"])
    put(say["found"].format(rejected=len(report.rejects), **vars(report)))
    if report.reused or report.retracted:
        put(say["reused"].format(read=report.articles - report.reused, **vars(report)))
    for reject in report.rejects:
        put(say["rejected"].format(path=reject.path, reason=reject.reason, code=reject.code), err=True)
    for note in report.notes[:MOST_NOTES]:
        put(say["noted"].format(note=note), err=True)
    if len(report.notes) > MOST_NOTES:
        put(say["more_notes"].format(count=len(report.notes) - MOST_NOTES, path=f"{out}/claims"), err=True)
    put(say["entities"].format(total=total, **found))
    put(say["facts"].format(**found))
    put(say["missed"].format(sentences=report.sentences, missed=report.missed, path=missed))


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
