"""The application, and the options that several commands share."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kg.terminal import Language

app = typer.Typer(
    name="kg",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


class Table(StrEnum):
    """Form of a query's answer."""

    table = "table"
    csv = "csv"
    json = "json"


class Report(StrEnum):
    """Form of a report."""

    text = "text"
    md = "md"
    html = "html"
    json = "json"


Models = Annotated[bool, typer.Option(help="Let the trained models decide; without them the rules decide alone.")]
Graph = Annotated[Path, typer.Option("--graph", "-g", help="A build's folder or a .nq/.ttl/.trig file.")]
Out = Annotated[Path | None, typer.Option("--out", "-o", help="File to write instead of the terminal.")]
AsReport = Annotated[Report, typer.Option("--format", "-f", help="text, md, html or json.")]
Lang = Annotated[Language | None, typer.Option("--lang", help="zh or en; by locale if not given.")]


@app.callback()
def main() -> None:
    """把中国区域经济新闻读成知识图谱,每条事实都指向原句。

    Read Chinese regional economic news into a knowledge graph in which every fact points at its sentence.

    Exit codes: 0 done, 1 a defect of ours, 2 usage, 3 inputs quarantined under --strict, 4 query refused or past
    a limit, 5 graph missing, damaged, not valid or failing its audit, 6 cannot write (what stood there is whole),
    130 interrupted.

    Example: kg build articles/ -o output && kg query projects-by-region --graph output
    """
