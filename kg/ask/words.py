"""A reply as lines for a terminal and as JSON values."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from kg.ask import Part, Reply, Row
from kg.facts import Source


def as_text(reply: Reply, say: dict[str, Any], *, sparql: bool = True) -> Iterator[str]:
    """Yield what was understood, the SPARQL that was run, the answer with its sentences, and what was not read."""
    words = say["questions"]
    if reply.form is None:
        if reply.unknown:
            yield words["unknown"].format(names="、".join(reply.unknown))
            return
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
    named = {"relation": say["predicates"], "standing": say["status"], "status": say["status"]}
    values = (named.get(c, {}).get(v, v) for c, v in zip(part.columns, row.values, strict=True) if v)
    return "  ".join(" ".join(value.split()) for value in values)


def _source(at: Source) -> str:
    return f"    「{' '.join(at.quote.split())}」\n    {at.title} {at.issued} [{at.start}:{at.end}]"
