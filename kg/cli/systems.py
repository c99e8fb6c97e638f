"""Commands for the mechanisms that articles describe: portrait, board, score, chain, chart."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.cli.app import AsReport, Graph, Lang, Out, Report, app
from kg.errors import UsageError
from kg.terminal import Language, messages_in, put

if TYPE_CHECKING:
    from kg.systems.report import Report as Answer


class Reading(StrEnum):
    """How a step that is not full counts."""

    begun = "begun"
    whole = "whole"
    proportional = "proportional"


AsOf = Annotated[
    str, typer.Option("--as-of", help="2022, 2022-03, 2022-03-14 or today; without it the latest article's date.")
]


@app.command()
def portrait(
    name: Annotated[str, typer.Argument(help="Name or alias of a project or any other thing.")],
    graph: Graph = Path("output"),
    as_of: AsOf = "",
    form: AsReport = Report.text,
    out: Out = None,
    lang: Lang = None,
) -> None:
    """给项目画像:来源、地区、规模、投资、措施、节点。A project's portrait, each statement with its sentence.

    Example: kg portrait 引大济岷工程 --graph output --as-of 2022-12-31
    """
    from kg.facts import Facts
    from kg.store import load
    from kg.systems.life import as_of_day
    from kg.systems.portrait import portrait, things

    facts, say = Facts(load(graph)), _words(lang)
    day = as_of_day(as_of, facts.latest())
    found = things(facts, name, "Project")
    if out is not None and len(found) > 1:
        raise UsageError(f"{name!r} is in {len(found)} names: {', '.join(map(facts.label, found))}; give one of them")
    for iri in found:
        _give(portrait(facts, iri, day, say), form, out, lang)


@app.command()
def board(
    graph: Graph = Path("output"),
    as_of: AsOf = "",
    region: Annotated[str, typer.Option(help="Only projects of this region and what lies in it.")] = "",
    rule: Annotated[Path | None, typer.Option(help="TOML file of [[board]] tables: colour, when, days.")] = None,
    form: AsReport = Report.text,
    out: Out = None,
    lang: Lang = None,
) -> None:
    """红黄绿看板:每个项目最近完成和下一个节点。Every project's last and next step, with a colour by a stated rule.

    Example: kg board --graph output --as-of 2022-12-31 --region 绵阳
    """
    from kg.facts import Facts
    from kg.store import load
    from kg.systems.board import board, lights
    from kg.systems.life import as_of_day

    facts = Facts(load(graph))
    _give(board(facts, as_of_day(as_of, facts.latest()), lights(rule), _words(lang), region), form, out, lang)


@app.command()
def score(
    rule: Annotated[str, typer.Argument(help="Name of the policy, its region, or part of the article's title.")],
    figures: Annotated[Path, typer.Argument(help="CSV: first column the unit, then a column for each criterion.")],
    graph: Graph = Path("output"),
    steps: Annotated[Reading, typer.Option(help="How a step that is not full counts where the text does not say.")] = (
        Reading.begun
    ),
    red: Annotated[str, typer.Option(help="Who is on the red list: '>=90' or 'first 3'.")] = "",
    black: Annotated[str, typer.Option(help="Who is on the black list: '<60' or 'last 1'.")] = "",
    form: AsReport = Report.text,
    out: Out = None,
    lang: Lang = None,
) -> None:
    """按文章里的评分规则打分,列出算式和红黑榜。A rule of an article applied to figures: points, arithmetic, lists.

    Example: kg score 红黑榜 figures.csv --graph output --black 'last 1'
    """
    from kg.facts import Facts
    from kg.store import load
    from kg.systems.figures import read_figures
    from kg.systems.rule import rule_called
    from kg.systems.scores import scores
    from kg.systems.standings import parse_listed, report

    say = _words(lang)
    own = {colour: parse_listed(text) for colour, text in (("red", red), ("black", black)) if text}
    found = rule_called(Facts(load(graph)), rule, say)
    _give(report(found, scores(found, read_figures(figures), steps.value, say), own, say), form, out, lang)


@app.command()
def chain(
    industry: Annotated[str, typer.Argument(help="Name of an industry or chain; none lists the industries.")] = "",
    graph: Graph = Path("output"),
    links: Annotated[Path | None, typer.Option(help="TOML file of [[link]] tables: name, place, words.")] = None,
    form: AsReport = Report.text,
    out: Out = None,
    lang: Lang = None,
) -> None:
    """产业链招商图谱:上中下游各有谁,哪些环节没有人。Who stands at each link of a chain, and where nobody does.

    Example: kg chain 显示产业 --graph output
    """
    from kg.facts import Facts
    from kg.store import load
    from kg.systems.chain import chain, known_chains

    facts, say = Facts(load(graph)), _words(lang)
    _give(chain(facts, industry, say, links) if industry else known_chains(facts, say), form, out, lang)


@app.command()
def chart(
    kind: Annotated[str, typer.Argument(help="investment, timeline, status, indicator or map.")],
    name: Annotated[str, typer.Argument(help="Part of an indicator's or project's name.")] = "",
    out: Annotated[Path, typer.Option("--out", "-o", help="File: .html, .svg, .png or .json (Vega-Lite).")] = Path(
        "output/chart.html"
    ),
    graph: Graph = Path("output"),
    as_of: AsOf = "",
    lang: Lang = None,
) -> None:
    """画图:投资、时间线、项目状态、指标、地图。Draw investment, steps, states, an indicator or a map (extra charts).

    Example: kg chart timeline --graph output -o output/timeline.html
    """
    from kg.facts import Facts
    from kg.store import load
    from kg.systems.charts import rows
    from kg.systems.drawing import draw

    facts, say = Facts(load(graph)), _words(lang)
    found = rows(kind, facts, as_of, name, say)
    draw(kind, found, say["charts"][kind].format(name=name), out, say)
    put(messages_in(lang)["written"].format(path=out))


def _words(lang: Language | None) -> dict[str, Any]:
    """Return the words of these answers, with the names of types and statuses in the same language."""
    say = messages_in(lang)
    return {**say["systems"], "types": say["types"], "status": say["status"]}


def _give(answer: "Answer", form: Report, out: Path | None, lang: Language | None) -> None:
    from kg.atomic import write_atomically
    from kg.systems.report import FORMS

    text = FORMS[form.value](answer)
    if out is None:
        put(text.rstrip("\n"))
    else:
        write_atomically(out, text)
        put(messages_in(lang)["written"].format(path=out))
