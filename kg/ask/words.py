"""A reply as lines for a terminal and as JSON values."""

from collections.abc import Iterator
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from kg.ask import Part, Reply, Row
from kg.facts import Source
from kg.intervals import amount_text

AMOUNTS = ("sum", "amount", "value", "lower", "number")
"""Columns with numbers in base units of the column ``unit``."""


def as_text(reply: Reply, say: dict[str, Any], *, sparql: bool = True) -> Iterator[str]:
    """Yield what was understood, the SPARQL that was run, the answer with its sentences, and what was not read."""
    words = say["questions"]
    if reply.form is None:
        if reply.unknown:
            yield words["unknown"].format(names="、".join(reply.unknown))
            return
        if reply.ignored:
            yield words["rest"].format(words="、".join(reply.ignored))
        yield words["unread"]
        yield from (f"  {form.example}" for form in reply.nearest)
        return
    yield f"{words['understood']}: {words['form']} {reply.form.name}「{reply.form.example}」"
    for slot, wording, says in reply.understood:
        yield f"  {words['slots'][slot]}: {wording}" + (f" = {says}" if says not in ("", wording) else "")
    if reply.ignored:
        yield words["ignored"].format(words="、".join(reply.ignored))
    for part in reply.parts:
        if sparql:
            yield f"{words['sparql']} {part.name}:"
            yield from (f"  {line}" for line in part.sparql.splitlines() if line.strip())
        yield from _answer(part, say)


def as_json(reply: Reply) -> dict[str, Any]:
    """Return a reply as JSON values."""
    return {
        "question": reply.question,
        "form": reply.form.name if reply.form else None,
        "understood": [dict(zip(("slot", "wording", "as"), row, strict=True)) for row in reply.understood],
        "notUnderstood": list(reply.ignored),
        "notInGraph": list(reply.unknown),
        "parts": [asdict(part) for part in reply.parts],
        "nearest": [form.example for form in reply.nearest],
    }


def _answer(part: Part, say: dict[str, Any]) -> Iterator[str]:
    words = say["questions"]
    if not part.rows:
        yield words["nothing"]
        return
    yield words["answer"].format(count=len(part.rows)) + ":"
    for row in part.rows:
        yield "- " + _values(part, row, say)
        yield from map(_source, row.sources)
    if part.truncated:
        yield words["truncated"].format(limit=len(part.rows))


def _values(part: Part, row: Row, say: dict[str, Any]) -> str:
    cells = {column: value for column, value in zip(part.columns, row.values, strict=True) if value}
    counted = say["questions"]["columns"]
    named = {"relation": say["predicates"], "standing": say["status"], "status": say["status"]}
    unit, shown = cells.pop("unit", None), []
    for column, value in cells.items():
        if column in counted:
            shown += [f"{counted[column]} {value}"] if value != "0" else []
        elif unit and column in AMOUNTS:
            shown.append(amount_text(Decimal(value), unit))
        else:
            shown.append(" ".join(named.get(column, {}).get(value, value).split()))
    return "  ".join(shown)


def _source(at: Source) -> str:
    return f"    「{' '.join(at.quote.split())}」\n    {at.title} {at.issued} [{at.start}:{at.end}]"
