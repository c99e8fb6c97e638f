"""Whether something happened or holds (actual), is decided (planned) or is forecast (expected)."""

from functools import cache

from kg.lexicon import rules
from kg.records import Entity, Quantity
from kg.relate.context import Context
from kg.relate.times import is_lasting


@cache
def words(name: str) -> tuple[str, ...]:
    """Return a list of words of ``[status]`` in relate.toml, longest first."""
    return tuple(sorted(rules("relate")["status"][name], key=lambda w: (-len(w), w)))


def status_of_number(context: Context, number: Quantity, subject: Entity, indicator: str) -> str:
    """Return the status of a number by the nearest cue before it, else by what it is about."""
    text = context.doc.text
    start, _ = context.clause(number.start)
    sentence = context.sentence(number.start)
    if subject.type == "Policy" and any(w in text[start : number.end + 8] for w in words("rules")):
        return "actual"
    if text.endswith(words("changing_from"), 0, number.start):
        return "actual"
    told = _nearest(context, start, number.start)
    future = _future(context, sentence.start, number.start)
    if told and not (told == "actual" and future):
        return "planned" if told == "expected" and _is_decided(context, start, number, indicator) else told
    if future:
        return "planned"
    if _is_planned_by_nature(number, subject, indicator, subject.id in context.unfinished):
        built = subject.type == "Project" and _is_built(context, sentence.start, number.start)
        return "actual" if built else (_nearest(context, sentence.start, start, only="expected") or "planned")
    return _nearest(context, sentence.start, start) or "actual"


def _is_planned_by_nature(number: Quantity, subject: Entity, indicator: str, is_unfinished: bool) -> bool:
    """Tell whether a number is decided rather than reached unless something else is said: an investment, a capacity."""
    if number.unit in ("CNY", "USD", "EUR", "HKD"):
        agreed = any(w in indicator for w in words("agreed"))
        return agreed or (subject.type in ("Project", "Event") and any(w in indicator for w in words("investments")))
    return subject.type == "Project" and (is_lasting(subject, indicator, number.unit) or is_unfinished)


def _is_decided(context: Context, start: int, number: Quantity, indicator: str) -> bool:
    """Tell whether a clause that speaks of the future tells a decision (将投资10亿元), not a forecast."""
    clause = context.doc.text[start : number.start]
    if any(w in clause for w in words("forecast")):
        return False
    return any(w in indicator or w in clause for w in words("decisions"))


def status_of(context: Context, position: int) -> str:
    """Return the status of what is said at a position: by the cues of its clause, then of the sentence before it."""
    sentence = context.sentence(position)
    start, end = context.clause(position)
    told = _nearest(context, start, min(end, position + 12))
    if told:
        return told
    return (
        "planned"
        if _future(context, sentence.start, position)
        else _nearest(context, sentence.start, start) or "actual"
    )


def _nearest(context: Context, start: int, end: int, only: str = "") -> str:
    """Return the status that the last cue in ``[start:end)`` tells, empty where there is none.

    Weak cues (完成, 实现) count only where no other stands before them: 计划完成 is a plan.
    """
    best, at, text = "", -1, context.doc.text
    for kind in ("weak", "actual", "planned", "expected"):
        found = max([_last(context, start, end, w) for w in words(kind) if text.find(w, start, end) >= 0], default=-1)
        if found > at or (kind != "weak" and best == "weak" and found >= 0):
            best, at = kind, found
    best = "actual" if best == "weak" else best
    return best if not only or best == only else ""


def _last(context: Context, start: int, end: int, word: str) -> int:
    """Return where a cue stands last in ``[start:end)``, outside of names and of what is only measured by it."""
    text = context.doc.text
    found = text.rfind(word, start, end)
    while found >= 0:
        named = any(m.start <= found < m.end for m in context.mentions_in(max(0, found - 40), found + 40))
        measures = text.endswith(words("measuring"), start, found)
        if not named and not measures and not text.startswith(words("measured"), found + len(word)):
            return found
        found = text.rfind(word, start, found)
    return -1


def _is_built(context: Context, start: int, end: int) -> bool:
    """Tell whether a stretch says that a work stands (建成, 投产) and not that it will."""
    text = context.doc.text[start:end]
    for word in words("built"):
        at = text.find(word)
        while at >= 0:
            if not text[:at].endswith(words("to_come")) and not text[at + len(word) :].startswith(words("not_yet")):
                return not any(w in text[max(0, at - 8) : at] for w in words("to_come"))
            at = text.find(word, at + 1)
    return False


def _future(context: Context, start: int, position: int) -> bool:
    """Tell whether the time in force lies after the article's publication."""
    issued = context.doc.article.issued
    times = [p for p in context.periods_in(start, position) if p.value and p.kind != "compared"]
    return bool(issued and times and times[-1].value[:4] > issued[:4])
