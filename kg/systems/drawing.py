"""Charts drawn with Altair: HTML that asks nothing of any other host, SVG, PNG, or the Vega-Lite specification."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.atomic import write_atomically
from kg.errors import UsageError
from kg.escaping import visible
from kg.lexicon import rules
from kg.systems.charts import Row
from kg.systems.report import Words

if TYPE_CHECKING:
    import altair as alt

SUFFIXES = (".html", ".svg", ".png", ".json")
_LESS = "\ufdd0"
"""A character that is none: it stands for ``<`` on the way through vl-convert."""


def draw(kind: str, rows: list[Row], title: str, out: Path, say: Words) -> None:
    """Write a chart of some rows; the suffix of the file says in which form.

    Raises:
        UsageError: the suffix is unknown, or Altair and vl-convert are not installed.
        OutputError: the file cannot be written.
    """
    if out.suffix not in SUFFIXES:
        raise UsageError(f"{out}: a chart is written as {', '.join(SUFFIXES)}; give one of these endings")
    try:
        import altair as alt
        import vl_convert as vlc
    except ImportError as error:
        raise UsageError("charts need Altair: pip install 'zhaoshang-kg[charts]'") from error
    makers = {"investment": _investment, "timeline": _timeline, "status": _status, "indicator": _indicator,
              "map": _map}  # fmt: skip
    chart = makers[kind](alt, alt.Chart(alt.InlineData(values=[_shown(row) for row in rows])), say)
    fonts = {"font": ", ".join(rules("systems")["charts"]["fonts"])}
    spec = chart.properties(title=visible(title)).configure(**fonts).configure_axis(labelLimit=400).to_dict()
    spec["usermeta"] = {"embedOptions": {"actions": False}}
    if out.suffix == ".json":
        data: str | bytes = json.dumps(spec, ensure_ascii=False, indent=1) + "\n"
    elif out.suffix == ".html":
        data = _page(vlc, spec)
    elif out.suffix == ".svg":
        data = vlc.vegalite_to_svg(spec)
    else:
        data = vlc.vegalite_to_png(spec, scale=2)
    write_atomically(out, data)


def _shown(row: Row) -> Row:
    """Return a row without controls in its texts: vl-convert ends the process where XML cannot hold one."""
    return {name: visible(value, "\n\t") if isinstance(value, str) else value for name, value in row.items()}


def _page(vlc: Any, spec: dict[str, Any]) -> str:
    """Return the chart as a page; vl-convert puts names into a script as they are, so their ``<`` is written out."""
    text = json.dumps(spec, ensure_ascii=False).replace("<", _LESS)
    return str(vlc.vegalite_to_html(text, bundle=True)).replace(_LESS, "\\u003c")


def _field(name: str, kind: str) -> str:
    """Return a field in Altair's short form, with its type."""
    return f"{name}:{kind}"


def _tips(say: Words, *axes: str) -> list[str]:
    return [_field(say[a], "N") for a in (*axes, "axis_sentence", "axis_article")]


def _investment(alt: Any, base: "alt.Chart", say: Words) -> Any:
    """Bars by region and by industry; what is exact, a floor or about is told apart and never added silently."""
    colour = alt.Color(_field(say["axis_kind"], "N"))

    def bars(axis: str) -> Any:
        amount = alt.X(f"sum({say['axis_amount']}):Q", title=say["axis_amount"])
        order = alt.Y(_field(say[axis], "N"), sort="-x")
        return base.mark_bar().encode(amount, order, colour, tooltip=_tips(say, "axis_project", "axis_amount"))

    return alt.vconcat(bars("axis_region"), bars("axis_industry"))


def _timeline(alt: Any, base: "alt.Chart", say: Words) -> Any:
    """A point where each date begins and a line to its last day, so that a year looks like a year."""
    start = alt.X(_field(say["axis_from"], "T"), title="")
    lane = alt.YOffset(_field(say["axis_number"], "O"))
    placed = base.encode(
        start, alt.Y(_field(say["axis_project"], "N")), lane, alt.Color(_field(say["axis_status"], "N"))
    )
    told = placed.encode(tooltip=_tips(say, "axis_stage", "axis_status"))
    spans = told.encode(alt.X2(say["axis_to"])).mark_rule(strokeWidth=3)
    names = placed.encode(text=_field(say["axis_stage"], "N")).mark_text(align="left", dx=6, dy=-6, fontSize=10)
    return (spans + told.mark_point(filled=True, size=60) + names).properties(width=640, height=alt.Step(20))


def _status(alt: Any, base: "alt.Chart", say: Words) -> Any:
    """How many projects of each region have which colour."""
    shades = rules("systems")["charts"]["shades"]
    scale = alt.Scale(domain=list(shades), range=list(shades.values()))
    tips = [_field(say[a], "N") for a in ("axis_project", "axis_stage", "axis_why", "axis_sentence")]
    return base.mark_bar(stroke="white").encode(
        alt.X("count()", title=say["axis_count"], axis=alt.Axis(tickMinStep=1, format="d")),
        alt.Y(_field(say["axis_region"], "N"), sort="-x"),
        alt.Color(_field(say["axis_colour"], "N"), scale=scale, legend=None),
        detail=_field(say["axis_project"], "N"),
        tooltip=tips,
    )


def _indicator(alt: Any, base: "alt.Chart", say: Words) -> Any:
    """Values by period; actual ones beside targets and forecasts, bounds by the shape of the point."""
    heading = alt.Header(labelAngle=0, labelAlign="left", labelLimit=400)
    points = base.mark_point(filled=True, size=90).encode(
        alt.X(_field(say["axis_period"], "O")),
        alt.Y(_field(say["axis_value"], "Q"), title=""),
        alt.Color(_field(say["axis_status"], "N")),
        alt.Shape(_field(say["axis_kind"], "N")),
        alt.Row(_field(say["axis_indicator"], "N"), title="", header=heading),
        tooltip=_tips(say, "axis_about", "axis_value", "axis_period"),
    )
    return points.properties(width=360, height=110).resolve_scale(y="independent")


def _map(alt: Any, base: "alt.Chart", say: Words) -> Any:
    """A dot at the seat of each division: its size how many projects, its colour what they cost together at least."""
    placed = base.encode(longitude=_field(say["axis_longitude"], "Q"), latitude=_field(say["axis_latitude"], "Q"))
    dots = placed.mark_circle(opacity=0.75, stroke="white").encode(
        size=alt.Size(_field(say["axis_count"], "Q"), scale=alt.Scale(range=[60, 900]), legend=alt.Legend(format="d")),
        color=alt.Color(
            _field(say["axis_amount"], "Q"), scale=alt.Scale(scheme="orangered"), legend=alt.Legend(type="symbol")
        ),
        tooltip=_tips(say, "axis_region", "axis_count", "axis_amount", "axis_kind"),
    )
    names = placed.mark_text(dy=-14, fontSize=10).encode(text=_field(say["axis_region"], "N"))
    return (dots + names).project("mercator").properties(width=720, height=560)
