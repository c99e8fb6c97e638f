"""Commands that ask a graph: query, explain, stats, network, path, validate, audit."""

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.app import AsReport, Graph, Lang, Out, Report, Table, app
from kg.errors import UsageError
from kg.terminal import fact_in_words, language, messages_in, put, told_in_words


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
    from kg.store import file_of

    if not question:
        for name, words in queries.saved().items():
            put(f"{name}\t{words}")
        return
    pairs = [s.partition("=") for s in settings or []]
    if any(not sep for _, sep, _ in pairs):
        raise UsageError(f"--set takes NAME=VALUE, not {settings}")
    bound = {name: value for name, _, value in pairs}
    asked = queries.Query(queries.text_of(question), bound, limit)
    answer = queries.safe_query(file_of(graph), asked, timeout=timeout)
    write = {Table.table: queries.as_table, Table.csv: queries.as_csv, Table.json: queries.as_json}[form]
    put(write(answer).rstrip("\n"))
    if answer.truncated:
        put(messages_in(lang)["truncated"].format(limit=limit), err=True)


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
        for other in thing.possibly:
            put(f"  {say['possibly']}: {other}")
        for fact in thing.facts:
            status = say["status"].get(fact.status, fact.status)
            put(f"- {say['kinds'][fact.kind]} ({status}) {fact_in_words(fact.says, say)}")
            at = fact.source
            put(f"    「{at.quote}」\n    {at.place}{told_in_words(fact, say)}")


@app.command()
def stats(graph: Graph = Path("output"), lang: Lang = None) -> None:
    """数一数图谱里有什么。Count what a graph holds.

    Example: kg stats --graph output
    """
    from kg.facts import Facts
    from kg.store import load

    say = messages_in(lang)
    names = {**say["types"], **say["predicates"]} if language(lang) == "zh" else {}
    for key, count in Facts(load(graph)).counts().items():
        if count:
            put(f"{count:>8}  {names.get(key, key)}")


@app.command()
def network(
    graph: Graph = Path("output"),
    types: Annotated[
        list[str] | None, typer.Option("--type", help="Only things of a type, such as Enterprise.")
    ] = None,
    limit: Annotated[int, typer.Option(min=0, help="Most rows shown; 0 for all.")] = 20,
    lang: Lang = None,
) -> None:
    """谁处在网络的中心,谁与谁成群。Who stands at the centre of the network, and what belongs together.

    Example: kg network --type Region --type Enterprise --graph output
    """
    from kg.analysis import standings
    from kg.network import network as network_of
    from kg.store import load

    say = messages_in(lang)
    put("\t".join(say["analysis"]["columns"]))
    found = [s for s in standings(network_of(load(graph))) if not types or s.type in types]
    for one in found[: limit or None]:
        type_ = say["types"].get(one.type, one.type)
        put(f"{one.centrality:.4f}\t{one.degree}\t{one.strength}\t{one.community}\t{type_}\t{one.label}")


@app.command()
def path(
    one: Annotated[str, typer.Argument(help="Any name or alias of a thing.")],
    other: Annotated[str, typer.Argument(help="Any name or alias of another.")],
    graph: Graph = Path("output"),
    lang: Lang = None,
) -> None:
    """两个事物之间最短的联系,每一步附原句。The shortest connection of two things, with the sentences of each step.

    Where no relations connect them, as few articles as can be that name both sides of a step do.

    Example: kg path 京东方 成都银行 --graph output
    """
    from kg.facts import Facts
    from kg.facts.paths import TOGETHER, connection
    from kg.store import load

    say = messages_in(lang)
    names = {**say["predicates"], TOGETHER: say["analysis"]["together"]}
    for step in connection(Facts(load(graph)), one, other):
        put(f"{step.subject_label} —{names.get(step.predicate, step.predicate)}→ {step.object_label}")
        for at in step.sources:
            put(f"    「{at.quote}」\n    {at.place}")
        if not step.sources:
            put(f"    {say['analysis']['by_code']}")


@app.command()
def validate(graph: Graph = Path("output"), lang: Lang = None) -> None:
    """查验图谱:SHACL 规范,以及每条引文与原文逐字相符。Check SHACL shapes and that each quote equals its span.

    Example: kg validate --graph output
    """
    from kg.claims import each_claim
    from kg.store import file_of
    from kg.validate import validate

    say = messages_in(lang)
    texts = {x.article.sha256: x.article.text for x in each_claim(graph)} if graph.is_dir() else {}
    found = validate(file_of(graph), texts)
    english = language(lang) == "en"
    for violation in found:
        put(f"{violation.place}: {violation.message_en if english else violation.message_zh}", err=True)
    put(say["invalid"].format(count=len(found)) if found else say["valid"])
    if found:
        raise typer.Exit(5)


@app.command()
def audit(
    graph: Graph = Path("output"),
    fail_on: Annotated[
        list[str] | None, typer.Option("--fail-on", help="Exit with 5 if a kind, or a severity or worse, is found.")
    ] = None,
    only: Annotated[
        list[str] | None, typer.Option("--only", help="Show only a kind, or a severity and what weighs more.")
    ] = None,
    form: AsReport = Report.text,
    out: Out = None,
    write: Annotated[Path | None, typer.Option("--write", help="Write the graph with its findings as N-Quads.")] = None,
    kinds: Annotated[bool, typer.Option("--kinds", help="List the kinds of finding and end.")] = False,
    lang: Lang = None,
) -> None:
    """审核图谱里的数和日期:算式、矛盾、先后、单位,各附原句;只说明,不改动。

    Audit the numbers and dates of a graph: sums, contradictions, order, units, each with its sentences.

    Example: kg audit --graph output --fail-on error --format md -o output/audit.md
    """
    from kg import audit as audits
    from kg.atomic import write_atomically
    from kg.store import load

    tongue, say = language(lang), messages_in(lang)["audit"]
    if kinds:
        for kind, severity in audits.kinds().items():
            put(f"{kind}\t{say['severities'][severity]}\t{say['names'][kind]}")
        return
    store = load(graph)
    found = audits.audit(store)
    failed = {condition: audits.failing(found, condition) for condition in fail_on or []}
    text = audits.FORMATS[form](audits.selected(found, only or []), tongue)
    if out:
        write_atomically(out, text)
    else:
        put(text.rstrip("\n"))
    if write:
        write_atomically(write, audits.written(store, found))
    for path in filter(None, (out, write)):
        put(messages_in(lang)["written"].format(path=path), err=not out)
    for condition, group in failed.items():
        if group:
            put(say["failed"].format(count=len(group), condition=condition), err=True)
    if any(failed.values()):
        raise typer.Exit(5)
