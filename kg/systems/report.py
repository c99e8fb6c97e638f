"""An answer with its sentences, and its forms: text, Markdown, HTML without outside requests, JSON."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from kg.escaping import html, markdown
from kg.facts import Source

Words = dict[str, Any]
"""What to say in one language: a section of ``messages.toml``."""


@dataclass(frozen=True, slots=True)
class Line:
    """One statement, or one row of a table, with the sentences that say it."""

    cells: tuple[str, ...]
    sources: tuple[Source, ...] = ()
    mark: str = ""
    """Colour of a traffic light or list, where the line has one."""


@dataclass(frozen=True, slots=True)
class Section:
    """Lines under a heading; with ``columns`` they are a table."""

    title: str
    lines: tuple[Line, ...]
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """An answer: title, what it rests on, sections."""

    title: str
    notes: tuple[str, ...]
    sections: tuple[Section, ...]


def line(text: str, *sources: Source, mark: str = "") -> Line:
    """Return a line of one cell, its sources once each and in order."""
    return Line((text,), tuple(sorted(set(sources))), mark)


def as_text(report: Report) -> str:
    """Return a report for a terminal, each statement followed by its sentences."""
    rows = [report.title, *(f"  {note}" for note in report.notes)]
    for section in report.sections:
        rows += ["", f"## {section.title}", *([" | ".join(section.columns)] if section.columns else [])]
        for one in section.lines:
            rows.append(("" if section.columns else "- ") + " | ".join(one.cells))
            rows += [f"    「{_flat(s.quote)}」\n    {s.place}" for s in one.sources]
    return "\n".join(rows) + "\n"


def as_markdown(report: Report) -> str:
    """Return a report as Markdown; the sentences of a table's rows follow the table."""
    rows = [f"# {markdown(report.title)}", "", *(f"*{markdown(note)}*  " for note in report.notes)]
    for section in report.sections:
        rows += ["", f"## {markdown(section.title)}", ""]
        if section.columns:
            rows += [_row(section.columns), "|" + " --- |" * len(section.columns)]
            rows += [_row(one.cells) for one in section.lines]
            rows.append("")
        for one in section.lines:
            if one.sources or not section.columns:
                rows.append(f"- {markdown(one.cells[0] if section.columns else ' '.join(one.cells))}")
            rows += [f"  > {markdown(s.quote)} — {markdown(s.place)}\n" for s in one.sources]
    return "\n".join(rows) + "\n"


def as_html(report: Report) -> str:
    """Return a report as one page that asks nothing of any other host."""
    body = "".join(f"<p class='note'>{html(note)}</p>" for note in report.notes)
    body += "".join(_html(section) for section in report.sections)
    return (
        f"<!doctype html><html lang='zh'><meta charset='utf-8'><title>{html(report.title)}</title>"
        f"<style>{_STYLE}</style><h1>{html(report.title)}</h1>{body}</html>\n"
    )


def as_json(report: Report) -> str:
    """Return a report as JSON; every line keeps its cells, colour and sources (title, issued, start, end, quote)."""
    return json.dumps(asdict(report), ensure_ascii=False, indent=1) + "\n"


FORMS = {"text": as_text, "md": as_markdown, "html": as_html, "json": as_json}
"""Name of a form → how it is written."""

_STYLE = (
    "body{font:16px/1.6 'Noto Sans CJK SC','Source Han Sans SC','PingFang SC','Microsoft YaHei',sans-serif;"
    "max-width:60rem;margin:2rem auto;padding:0 1rem}table{border-collapse:collapse}td,th{border:1px solid #999;"
    "padding:.2rem .6rem;text-align:left;vertical-align:top}.note,blockquote{color:#555}blockquote{margin:.2rem 1rem;"
    "font-size:.9em}.green{background:#d8f0d8}.yellow{background:#fbf0c0}.red{background:#f7d4d0}"
    ".black{background:#444;color:#fff}.grey{background:#eee}"
)


def _html(section: Section) -> str:
    head = f"<h2>{html(section.title)}</h2>"
    if not section.columns:
        items = (f"<li{_class(one)}>{html(' '.join(one.cells))}{_quotes(one)}</li>" for one in section.lines)
        return f"{head}<ul>{''.join(items)}</ul>"
    columns = "".join(f"<th>{html(c)}</th>" for c in section.columns)
    return f"{head}<table><tr>{columns}</tr>{''.join(_html_rows(section))}</table>"


def _html_rows(section: Section) -> Iterator[str]:
    for one in section.lines:
        yield f"<tr{_class(one)}>{''.join(f'<td>{html(c)}</td>' for c in one.cells)}</tr>"
        if one.sources:
            yield f"<tr><td colspan='{len(section.columns)}'>{_quotes(one)}</td></tr>"


def _class(one: Line) -> str:
    return f" class='{html(one.mark)}'" if one.mark else ""


def _quotes(one: Line) -> str:
    return "".join(f"<blockquote>{html(s.quote)}<br>{html(s.place)}</blockquote>" for s in one.sources)


def _flat(text: str) -> str:
    return " ".join(text.split())


def _row(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(markdown(c) for c in cells) + " |"
