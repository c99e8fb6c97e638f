"""When a number holds, and whether it happened, is decided or is expected."""

from functools import cache

from kg.lexicon import rules
from kg.relate.context import Context


@cache
def _conf(name: str) -> tuple[str, ...]:
    value = rules("relate")["indicators"][name]
    return (value,) if isinstance(value, str) else tuple(sorted(value, key=lambda w: (-len(w), w)))


def status_of(context: Context, position: int, indicator: str = "", kind: str = "") -> str:
    """Return actual, planned or expected by the cue nearest to a position, in its clause and then in its sentence."""
    cues = rules("relate")["status"]
    sentence = context.sentence(position)
    text = context.doc.text
    start, end = context.clause(position)
    window = text[start : min(end, position + 12)]
    if any(w in window for w in cues["forecast_first"]):
        return "expected"
    planned_money = any(w in indicator for w in _conf("investment_words")) and kind in ("Project", "Event")
    if planned_money and not any(w in indicator for w in cues["done_money"]):
        return "planned"
    for stretch in (window, text[sentence.start : start]):
        if any(w in stretch for w in cues["forecast_first"]):
            return "expected"
        if any(w in stretch for w in cues["planned"]) or _future(context, sentence.start, position):
            return "planned"
        if any(w in stretch for w in cues["done"]):
            return "actual"
    return "actual"


def _future(context: Context, start: int, position: int) -> bool:
    """Tell whether the time in force lies after the article's publication."""
    issued = context.doc.article.issued
    times = [p for p in context.seen.periods if start <= p.start < position and p.value]
    return bool(issued and times and times[-1].value[:4] > issued[:4])


def period_of(context: Context, position: int) -> str:
    """Return the time that governs a position: the last one before it in its sentence, else one right behind."""
    sentence = context.sentence(position)
    _, end = context.clause(position)
    before = [p for p in context.seen.periods if sentence.start <= p.start < position and _dates(p.kind, p.value)]
    if before:
        return before[-1].value
    behind = [p for p in context.seen.periods if position < p.start < end and _dates(p.kind, p.value)]
    return behind[0].value if behind and behind[0].kind == "at" else ""


def _dates(kind: str, value: str) -> bool:
    return bool(value) and kind not in ("since", "recent", "within", "name")
