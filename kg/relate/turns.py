"""Turns in the life of a project: talks, halts, resumption, cancellation; the words are ``kg/data/turns.toml``."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from kg.lexicon import rules
from kg.records import Entity, Turn
from kg.relate.context import Context
from kg.relate.dating import point
from kg.relate.status import status_of


def turns(context: Context) -> list[Turn]:
    """Return each turn that a body sentence reports of a named project, dated by the sentence, else by the article.

    A turn that is denied, supposed, planned, or part of a name is none; without any date it is left out.
    """
    found: dict[tuple[str, str, str], Turn] = {}
    for sentence in context.doc.sentences:
        if sentence.kind != "body":
            continue
        for match in _words().finditer(context.doc.text, sentence.start, sentence.end):
            date = _date(context, sentence.start, match.start())
            if date and _happened(context, match):
                for project in _projects(context, sentence.start, sentence.end, match):
                    turn = Turn(project.id, str(match.lastgroup), date, context.doc.span(sentence.start, sentence.end))
                    found.setdefault((turn.about, turn.kind, turn.date), turn)
    return list(found.values())


@cache
def _words() -> re.Pattern[str]:
    every = rules("turns")["words"].items()
    return re.compile("|".join(f"(?P<{kind}>{'|'.join(map(re.escape, words))})" for kind, words in every))


def _guards() -> dict[str, Any]:
    return rules("turns")["guards"]  # type: ignore[no-any-return]


def _happened(context: Context, match: re.Match[str]) -> bool:
    text, guards = context.doc.text, _guards()
    around = context.mentions_in(max(0, match.start() - 40), match.end() + 40)
    named = any(m.start <= match.start() and match.end() <= m.end for m in around)
    clause, _ = context.clause(match.start())
    denied = text[clause : match.start()].endswith(tuple(guards["denied"]))
    supposed = text[clause : match.start()].startswith(tuple(guards["supposed"]))
    otherwise = text[match.end() :].startswith(tuple(guards["meant_otherwise"]))
    return not (named or denied or supposed or otherwise) and status_of(context, match.start()) == "actual"


def _date(context: Context, start: int, position: int) -> str:
    """Return the last date that the sentence gives before the word, else the day of publication."""
    said = [p for p in context.seen.periods if start <= p.start < position and p.kind not in ("within", "recent")]
    dates = [point(p.value) for p in said]
    dates = [date for date in dates if re.fullmatch(r"\d{4}(?:-Q[1-4]|-\d\d){0,1}(?:-\d\d)?", date)]
    return dates[-1] if dates else context.doc.article.issued


def _projects(context: Context, start: int, end: int, match: re.Match[str]) -> Iterator[Entity]:
    """Yield the project right behind the word, else those named last before it in the sentence, or taken up by it."""
    guards, text = _guards(), context.doc.text
    behind = [m for m in context.outer_in(match.end(), end) if m.type == "Project"]
    if (
        behind
        and behind[0].start - match.end() <= guards["reach"]
        and not set(text[match.end() : behind[0].start]) & set(",;")
    ):
        yield context.entity(behind[0])
        return
    before = [m for m in context.outer_in(start, match.start()) if m.type == "Project"]
    if before:
        first = context.first_of_list(before[-1])
        yield from (context.entity(m) for m in before if m.start >= first.start)
        return
    clause, _ = context.clause(match.start())
    if text[clause : match.start()].startswith(tuple(guards["pointing"])):
        last = context.last_project(start)
        yield from [last] if last else []
