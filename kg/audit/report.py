"""The findings as text, Markdown, a page and JSON, each with its arithmetic and its sentences."""

import json
from collections import Counter
from collections.abc import Callable, Sequence
from html import escape
from typing import Any

from kg.audit.finding import SEVERITIES, Finding
from kg.facts import Source
from kg.facts.figures import Statement
from kg.lexicon import rules

Writer = Callable[[Sequence[Finding], str], str]

STYLE = (
    "body{font:16px/1.6 system-ui,'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif;max-width:60rem;"
    "margin:2rem auto;padding:0 1rem;color:#1c1c1c;background:#fff}"
    "section{border-left:.3rem solid #888;padding:.1rem 1rem;margin:1rem 0}"
    ".error{border-color:#b3261e}.doubt{border-color:#b26a00}.note{border-color:#2f6db3}.holds{border-color:#2e7d32}"
    "h3{font-size:1rem;margin:.5rem 0}code{font-size:.95em}blockquote{margin:.3rem 0;color:#333}small{color:#5a5a5a}"
)


def as_text(found: Sequence[Finding], lang: str) -> str:
    """Return findings as plain lines."""
    say, lines = _say(lang), [_lead(found, lang)]
    for one in found:
        lines += ["", f"[{say['severities'][one.severity]}] {say['names'][one.kind]} ({one.kind})", one.text(lang)]
        lines += [f"  {say['arithmetic']}: {one.arithmetic}"] * bool(one.arithmetic)
        for source in _sources(one):
            lines += [f"  「{source.quote}」", f"    {_stands(source, lang)}"]
    return "\n".join(lines) + "\n"


def as_markdown(found: Sequence[Finding], lang: str) -> str:
    """Return findings as Markdown, by severity."""
    say = _say(lang)
    lines = [f"# {say['title']}", "", _lead(found, lang)]
    for severity, group in _by_severity(found):
        lines += ["", f"## {say['severities'][severity]} ({len(group)})"]
        for one in group:
            lines += ["", f"### {say['names'][one.kind]} · `{one.kind}`", "", _marked(one.text(lang))]
            lines += ["", f"{say['arithmetic']}: `{one.arithmetic.replace('`', '')}`"] * bool(one.arithmetic)
            for source in _sources(one):
                lines += [
                    "",
                    f"> {_marked(' '.join(source.quote.split()))}",
                    ">",
                    f"> — {_marked(_stands(source, lang))}",
                ]
    return "\n".join(lines) + "\n"


def as_html(found: Sequence[Finding], lang: str) -> str:
    """Return findings as one page without script or outside request; everything from articles is escaped text."""
    say = _say(lang)
    policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
    lines = [
        "<!doctype html>", f'<html lang="{lang}"><head><meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(say['title'])}</title><style>{STYLE}</style></head><body>",
        f"<h1>{escape(say['title'])}</h1><p>{escape(_lead(found, lang))}</p>",
    ]  # fmt: skip
    for severity, group in _by_severity(found):
        lines.append(f"<h2>{escape(say['severities'][severity])} ({len(group)})</h2>")
        lines += [_section(one, lang) for one in group]
    return "\n".join([*lines, "</body></html>", ""])


def _section(one: Finding, lang: str) -> str:
    say = _say(lang)
    parts = [f'<section class="{one.severity}"><h3>{escape(say["names"][one.kind])} <small>{one.kind}</small></h3>']
    parts.append(f"<p>{escape(one.text(lang))}</p>")
    if one.arithmetic:
        parts.append(f"<p>{escape(say['arithmetic'])}: <code>{escape(one.arithmetic)}</code></p>")
    for source in _sources(one):
        parts.append(
            f"<blockquote>{escape(source.quote)}<br><small>{escape(_stands(source, lang))}</small></blockquote>"
        )
    return "".join([*parts, "</section>"])


def as_json(found: Sequence[Finding], lang: str) -> str:
    """Return findings as JSON, explained in both languages whatever ``lang`` is."""
    rows = [
        {
            "kind": one.kind, "severity": one.severity, "about": one.about, "subject": one.subject,
            "arithmetic": one.arithmetic, "zh": one.text("zh"), "en": one.text("en"),
            "statements": [_statement(s) for s in one.statements],
        }
        for one in found
    ]  # fmt: skip
    return json.dumps({"summary": _counted(found), "findings": rows}, ensure_ascii=False, indent=1) + "\n"


def _statement(one: Statement) -> dict[str, Any]:
    source = one.source
    return {
        "iri": one.iri, "subject": one.subject, "status": one.status, "article": one.article, "title": source.title,
        "issued": source.issued, "start": source.start, "end": source.end, "quote": source.quote,
    }  # fmt: skip


def _say(lang: str) -> dict[str, Any]:
    return rules("messages")[lang]["audit"]  # type: ignore[no-any-return]


def _counted(found: Sequence[Finding]) -> dict[str, int]:
    counts = Counter(one.severity for one in found)
    return {severity: counts[severity] for severity in reversed(SEVERITIES)}


def _lead(found: Sequence[Finding], lang: str) -> str:
    say = _say(lang)
    return str(say["lead"].format(count=len(found), **_counted(found)) if found else say["none"])


def _by_severity(found: Sequence[Finding]) -> list[tuple[str, list[Finding]]]:
    groups = [(severity, [f for f in found if f.severity == severity]) for severity in reversed(SEVERITIES)]
    return [(severity, group) for severity, group in groups if group]


def _sources(one: Finding) -> list[Source]:
    return list(dict.fromkeys(s.source for s in one.statements))


def _stands(source: Source, lang: str) -> str:
    at = {"title": source.title, "issued": source.issued, "start": source.start, "end": source.end}
    return str(_say(lang)["stands"].format(**at))


def _marked(text: str) -> str:
    """Return text that Markdown shows as it is."""
    return "".join(f"\\{c}" if c in "\\`*_{}[]<>#|" else c for c in text)


FORMATS: dict[str, Writer] = {"text": as_text, "md": as_markdown, "html": as_html, "json": as_json}
