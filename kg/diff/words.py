"""Changes as lines for a terminal, as Markdown, as JSON values, and as an RDF patch."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

import pyoxigraph as ox

from kg.diff import Change, Statement
from kg.escaping import markdown
from kg.facts import Source


def as_text(changes: list[Change], say: dict[str, Any], types: dict[str, str]) -> Iterator[str]:
    """Yield lines in the words of ``say``, entity types as ``types`` names them: a heading for each kind of change."""
    yield from _lines(changes, say, types, ("{} ({})", "- {}", "    {} 「{}」", "    {} {} [{}:{}]"))


def as_markdown(changes: list[Change], say: dict[str, Any], types: dict[str, str]) -> Iterator[str]:
    """Yield the same as Markdown: headings, items, and sentences as quotations, with markup of articles escaped."""
    yield from _lines(
        changes, say, types, ("\n## {} ({})\n", "- {}", "  > \\{} {}  ", "  > — {} {} [{}:{}]\n"), markdown
    )


def _lines(
    changes: list[Change], say: dict[str, Any], types: dict[str, str], form: tuple[str, ...], clean: Any = str
) -> Iterator[str]:
    heading, item, quote, place = form
    words = say["diff"]
    if not changes:
        yield words["nothing"]
    for kind, group in groupby(changes, key=lambda c: c.kind):
        members = list(group)
        yield heading.format(words[kind], len(members))
        for change in members:
            named = f"[{types.get(change.type, change.type)}] " if change.type else ""
            yield item.format(clean(f"{named}{change.label} {_news(change, say)}".rstrip()))
            for mark, source in _sources(change):
                yield quote.format(mark, clean(" ".join(source.quote.split())))
                yield place.format(clean(source.title), source.issued, source.start, source.end)


def _news(change: Change, say: dict[str, Any]) -> str:
    """Return what happened to a thing, in words."""
    if change.others:
        return ("← " if change.kind == "merged" else "→ ") + " + ".join(change.others)
    before, after = ([_said(one, say) for one in side] for side in (change.before, change.after))
    if change.before and change.after:
        old, new = change.before[0], change.after[0]
        if old.kind == "number" and change.kind != "status":
            return " ".join((new.words[0], f"{old.words[1]} → {new.words[1]}{_share(old, new)}", new.words[2])).rstrip()
        status = say["status"]
        then, now = (f"{one.words[-1]} {status.get(one.status, one.status)}".strip() for one in (old, new))
        return f"{_head(new, say)} {then} → {now}"
    return ("; ").join(before or after)


def _share(old: Statement, new: Statement) -> str:
    """Return how much more or less an amount is, in per cent."""
    if old.amount and new.amount is not None and new.amount != old.amount:
        return f" ({(new.amount - old.amount) / abs(old.amount):+.0%})"
    return ""


def _said(one: Statement, say: dict[str, Any]) -> str:
    status = "" if one.status == "actual" else f" ({say['status'].get(one.status, one.status)})"
    return " ".join(part for part in (_head(one, say), *one.words[1:]) if part) + status


def _head(one: Statement, say: dict[str, Any]) -> str:
    """Return what a statement is about: a relation, an indicator or a stage."""
    return str(say["predicates"].get(one.words[0], one.words[0])) if one.kind == "relation" else one.words[0]


def _sources(change: Change) -> Iterator[tuple[str, Source]]:
    """Yield each sentence once: ``-`` what the old graph says, ``+`` what the new one does."""
    for mark, side in (("-", change.before), ("+", change.after)):
        seen = set()
        for source in (source for one in side for source in one.sources):
            if source not in seen:
                seen.add(source)
                yield mark, source


def as_json(changes: list[Change]) -> list[dict[str, Any]]:
    """Return plain JSON values."""
    return [
        {
            "kind": c.kind, "type": c.type, "iri": c.iri, "label": c.label, "others": list(c.others),
            "before": [_plain(one) for one in c.before], "after": [_plain(one) for one in c.after],
        }
        for c in changes
    ]  # fmt: skip


def _plain(one: Statement) -> dict[str, Any]:
    sources = [{name: getattr(s, name) for name in Source.__slots__} for s in one.sources]
    value = list(one.value[1:] if one.kind == "number" else one.value)
    return {"kind": one.kind, "says": list(one.words), "value": value, "status": one.status, "sources": sources}


def as_patch(old: ox.Store, new: ox.Store) -> str:
    """Return an RDF Patch (the format of Apache Jena): deletions, then additions, in sorted order.

    Applied to the old graph it gives the new one.
    """
    sides = [{str(quad) for quad in store} for store in (old, new)]
    deleted, added = sorted(sides[0] - sides[1]), sorted(sides[1] - sides[0])
    return "\n".join(["TX .", *(f"D {q} ." for q in deleted), *(f"A {q} ." for q in added), "TC .", ""])
