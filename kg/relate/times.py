"""When a number holds: the time in force at it, unless it is a lasting attribute of what it is about."""

from functools import cache

from kg.lexicon import rules
from kg.records import Entity, Period, Quantity, Sentence
from kg.relate.context import Context


@cache
def words(name: str) -> tuple[str, ...]:
    """Return a list of words of ``[periods]`` in relate.toml, longest first."""
    return tuple(sorted(rules("relate")["periods"][name], key=lambda w: (-len(w), w)))


def period_of(context: Context, number: Quantity, subject: Entity, indicator: str) -> str:
    """Return the time that governs a number, empty where none does.

    A lasting attribute (total investment, capacity, a rule's limit) has only the time that stands right before it. Any
    other number takes the time of its clause, else the time that leads its sentence; a rate of change takes the time of
    the number before it. What a region's numbers hold for goes on into the sentences behind, in a report everywhere.
    """
    sentence = context.sentence(number.start)
    start, end = context.clause(number.start)
    before = [p for p in context.periods_in(sentence.start, number.start) if _dates(p)]
    own = [p for p in before if p.start >= start and _reaches(context, p, number)]
    if is_lasting(subject, indicator, number.unit):
        return next((p.value for p in reversed(own) if _governs_attribute(context, p, number)), "")
    if own:
        return own[-1].value
    if any(w in context.doc.text[start : number.start] for w in words("now")):
        return ""
    leading = [p for p in before if p.start < start and _goes_on(context, p, number)]
    if leading:
        return leading[-1].value
    behind = [p for p in context.periods_in(number.start + 1, end) if _dates(p) and p.kind == "at"]
    if behind:
        return behind[0].value
    return _inherited(context, number, subject, sentence)


def _inherited(context: Context, number: Quantity, subject: Entity, sentence: Sentence) -> str:
    """Return the time that holds beyond its sentence: an event's own, the paragraph's, the report's."""
    if subject.type == "Event":
        return _event_time(context, subject)
    if subject.type not in ("Region", "Enterprise", "Institution", "Industry"):
        return ""
    text = context.doc.text
    reporting = any(w in text[: context.doc.sentences[0].end] for w in words("reports"))
    floor = -1 if reporting else context.line_before(sentence.start)
    rated = number.unit in words("rated_units") or reporting
    if not rated:
        return ""
    earlier = (p for p in reversed(context.periods_in(floor + 1, sentence.start)) if _dates(p))
    return next((p.value for p in earlier if len(p.value) != 10 and _leads(context, p)), "")


def _event_time(context: Context, event: Entity) -> str:
    """Return the day of an event: the finest time in the sentence that names it first, or the one before that."""
    for mention in context.cast.mentions:
        if context.entity(mention) != event or context.sentence(mention.start).kind != "body":
            continue
        sentence = context.sentence(mention.start)
        near = [p for p in context.periods_in(sentence.start - 60, sentence.end) if _dates(p)]
        days = [p for p in near if len(p.value) == 10]
        best = min(days or near, key=lambda p: abs(p.start - mention.start), default=None)
        return best.value if best else ""
    return ""


def is_lasting(subject: Entity, indicator: str, unit: str) -> bool:
    """Tell whether an indicator is an attribute that its owner keeps, not something that happens within a time."""
    indicator = indicator.partition("(")[0]
    if any(w in indicator for w in words("flows")) or (subject.type == "Event" and unit not in words("money")):
        return False
    lasting = rules("relate")["periods"]["lasting"].get(subject.type, ())
    return any(w in indicator for w in lasting)


def _reaches(context: Context, time: Period, number: Quantity) -> bool:
    """Tell whether a time of the clause reaches a number: 由2021年的12%提高到31% dates the first number only."""
    between = context.numbers_in(time.end, number.start)
    return time.kind != "from" or not between


def _governs_attribute(context: Context, time: Period, number: Quantity) -> bool:
    """Tell whether a time right before a lasting attribute dates it: no step and no name stands between."""
    between = context.doc.text[time.end : number.start]
    if time.kind == "by":
        return True
    return not any(w in between for w in words("steps")) and not context.outer_in(time.end, number.start)


def _goes_on(context: Context, time: Period, number: Quantity) -> bool:
    """Tell whether a time of an earlier clause still governs a number."""
    text = context.doc.text
    _, end = context.clause(time.start)
    if not _leads(context, time):
        between = context.numbers_in(time.end, number.start)
        return bool(between) and between[-1].start < end + 30 and number.unit in words("following_units")
    return not (len(time.value) >= 7 and any(w in text[time.end : end] for w in words("steps")))


def _leads(context: Context, time: Period) -> bool:
    """Tell whether a time begins its clause, so that it governs what follows."""
    if time.kind in ("by", "asof"):
        return True
    start, _ = context.clause(time.start)
    lead = context.doc.text[start : time.start].strip(" “”()")
    return lead in words("before_leading")


def _dates(time: Period) -> bool:
    return bool(time.value) and time.kind not in ("since", "recent", "within", "name", "compared")
