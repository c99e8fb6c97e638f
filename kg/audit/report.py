"""The findings as text, Markdown, a page and JSON, each with its arithmetic and its sentences."""

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from kg.audit.finding import SEVERITIES, Finding
from kg.escaping import html, markdown
from kg.facts import Source
from kg.lexicon import rules

Writer = Callable[[Sequence[Finding], str], str]

STYLE = (
    "body{font:16px/1.6 system-ui,'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif;max-width:60rem;"
    "margin:2rem auto;padding:0 1rem;color:#1c1c1c;background:#fff}"
    "section{border-left:.3rem solid #888;padding:.1rem 1rem;margin:1rem 0}"
    ".error{border-color:#b3261e}.doubt{border-color:#b26a00}.note{border-color:#2f6db3}.holds{border-color:#2e7d32}"
    "h3{font-size:1rem;margin:.5rem 0}code{font-size:.95em}blockquote{margin:.3rem 0;color:#333}small{color:#5a5a5a}"
)


@dataclass(frozen=True, slots=True)
class Said:
    """A number or step on which a finding rests: its IRI, whom it is about, its status, article, and sentence."""

    iri: str
    subject: str
    status: str
    article: str
    title: str
    issued: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Told:
    """A finding as programs get it, explained in both languages; ``about`` is the IRI of its ``subject``."""

    kind: str
    severity: str
    about: str
    subject: str
    arithmetic: str
    zh: str
    en: str
    statements: tuple[Said, ...]


def as_text(found: Sequence[Finding], lang: str) -> str:
    """Return findings as plain lines."""
    say, lines = _say(lang), [_lead(found, lang)]
    for one in found:
        lines += ["", f"[{say['severities'][one.severity]}] {say['names'][one.kind]} ({one.kind})", one.text(lang)]
        lines += [f"  {say['arithmetic']}: {one.arithmetic}"] * bool(one.arithmetic)
        for source in _sources(one):
            lines += [f"  「{' '.join(source.quote.split())}」", f"    {_stands(source, lang)}"]
    return "\n".join(lines) + "\n"


def as_markdown(found: Sequence[Finding], lang: str) -> str:
    """Return findings as Markdown, by severity."""
    say = _say(lang)
    lines = [f"# {say['title']}", "", _lead(found, lang)]
    for severity, group in _by_severity(found):
        lines += ["", f"## {say['severities'][severity]} ({len(group)})"]
        for one in group:
            lines += ["", f"### {say['names'][one.kind]} · `{one.kind}`", "", markdown(one.text(lang))]
            lines += ["", f"{say['arithmetic']}: `{one.arithmetic.replace('`', '')}`"] * bool(one.arithmetic)
            for source in _sources(one):
                lines += [
                    "",
                    f"> {markdown(source.quote)}",
                    ">",
                    f"> — {markdown(_stands(source, lang))}",
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
        f"<title>{html(say['title'])}</title><style>{STYLE}</style></head><body>",
        f"<h1>{html(say['title'])}</h1><p>{html(_lead(found, lang))}</p>",
    ]  # fmt: skip
    for severity, group in _by_severity(found):
        lines.append(f"<h2>{html(say['severities'][severity])} ({len(group)})</h2>")
        lines += [_section(one, lang) for one in group]
    return "\n".join([*lines, "</body></html>", ""])


def _section(one: Finding, lang: str) -> str:
    say = _say(lang)
    parts = [f'<section class="{one.severity}"><h3>{html(say["names"][one.kind])} <small>{one.kind}</small></h3>']
    parts.append(f"<p>{html(one.text(lang))}</p>")
    if one.arithmetic:
        parts.append(f"<p>{html(say['arithmetic'])}: <code>{html(one.arithmetic)}</code></p>")
    for source in _sources(one):
        parts.append(f"<blockquote>{html(source.quote)}<br><small>{html(_stands(source, lang))}</small></blockquote>")
    return "".join([*parts, "</section>"])


def as_json(found: Sequence[Finding], lang: str) -> str:
    """Return findings as JSON, explained in both languages whatever ``lang`` is."""
    rows = [asdict(told(one)) for one in found]
    return json.dumps({"summary": _counted(found), "findings": rows}, ensure_ascii=False, indent=1) + "\n"


def told(one: Finding) -> Told:
    """Return a finding as programs get it."""
    said = tuple(Said(s.iri, s.subject, s.status, s.article, **asdict(s.source)) for s in one.statements)
    texts = one.text("zh"), one.text("en")
    return Told(one.kind, one.severity, one.about, one.subject, one.arithmetic, *texts, said)


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


FORMATS: dict[str, Writer] = {"text": as_text, "md": as_markdown, "html": as_html, "json": as_json}
