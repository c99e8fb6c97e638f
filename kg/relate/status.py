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
    start, _ = context.clause(number.start)
    sentence = context.sentence(number.start)
    if subject.type == "Policy" and any(w in context.doc.text[start : number.end + 8] for w in words("rules")):
        return "actual"
    told = _nearest(context, start, number.start)
    if told:
        return told
    invests = subject.type in ("Project", "Event") and any(w in indicator for w in words("investments"))
    works = subject.type == "Project" and is_lasting(subject, indicator)
    if invests or works:
        done = subject.type == "Project" and _is_built(context, sentence.start, number.start)
        return "actual" if done else (_nearest(context, sentence.start, start, only="expected") or "planned")
    if _future(context, sentence.start, number.start):
        return "planned"
    return _nearest(context, sentence.start, start) or "actual"


def status_of(context: Context, position: int) -> str:
    """Return the status of what is said at a position: by the cues of its clause, then of the sentence before it."""
    sentence = context.sentence(position)
    start, end = context.clause(position)
    told = _nearest(context, start, min(end, position + 12))
    if told:
        return told
    return "planned" if _future(context, sentence.start, position) else _nearest(context, sentence.start, start) or "actual"


def _nearest(context: Context, start: int, end: int, only: str = "") -> str:
    """Return the status that the last cue in ``[start:end)`` tells, empty where there is none."""
    text = context.doc.text[start:end]
    best, at = "", -1
    for status in ("actual", "planned", "expected"):
        for word in words(status):
            found = text.rfind(word)
            while found >= 0 and _is_measure(text, found, word):
                found = text.rfind(word, 0, found)
            if found > at or (found == at >= 0 and status == "expected"):
                best, at = status, found
    return best if not only or best == only else ""


def _is_measure(text: str, at: int, word: str) -> bool:
    """Tell whether a cue is only what something is measured by (占年度计划的74.3%, 比计划早一个月)."""
    return text[:at].endswith(words("measuring")) or text[at + len(word) :].startswith(words("measured"))


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
    times = [p for p in context.seen.periods if start <= p.start < position and p.value and p.kind != "compared"]
    return bool(issued and times and times[-1].value[:4] > issued[:4])
