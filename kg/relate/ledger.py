"""The coverage ledger: every number, name and time of an article is used, set aside for a reason, or not understood.

A number is what the recogniser read as a quantity, and any other run of digits or word that is a numeral, so that what
the recogniser does not know is listed too. Superscripts and circled digits are no numbers.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from kg.lexicon import pattern, rules
from kg.recognise.gazetteer import ancestors
from kg.records import ASIDE, NOT_UNDERSTOOD, USED, Entry, Extraction, Mention, Period, Span
from kg.relate.context import Context
from kg.relate.loose import in_furniture, loose_numbers, why_loose
from kg.relate.observations import Fate


@dataclass
class _Facts:
    """What the facts of an article are about, where they are told, and the times that they carry."""

    where: dict[str, set[Span]] = field(default_factory=dict)
    """Id of an entity → the sentences that tell a fact about it; the home and the tags are told of everywhere."""
    general: frozenset[str] = frozenset()
    times: set[str] = field(default_factory=set)
    coarser: set[str] = field(default_factory=set)
    """Years and months that hold a time of a fact: 2022 and 2022-03 for 2022-03-11."""


def ledger(context: Context, told: list[Fate], found: Extraction) -> tuple[Entry, ...]:
    """Return one entry for each number, name and time of an article, in order of position.

    ``told`` is what became of its quantities, ``found`` the facts that were read.
    """
    facts = _facts_of(found)
    numbers = [_number(context, fate) for fate in told]
    taken = _covered(context, [(f.quantity.start, f.quantity.end) for f in told])
    free = [p for p in context.seen.periods if not any(taken[p.start : p.end])]
    times = [_time(context, period, facts) for period in free]
    taken = _covered(context, [(p.start, p.end) for p in free], taken)
    names = list(_names(context, facts))
    loose = [_loose(context, place) for place in loose_numbers(context, taken)]
    return tuple(sorted([*numbers, *times, *names, *loose], key=lambda e: (e.span.start, -e.span.end, e.kind, e.what)))


def _covered(context: Context, places: list[tuple[int, int]], taken: bytearray | None = None) -> bytearray:
    taken = taken or bytearray(len(context.doc.text))
    for start, end in places:
        taken[start:end] = b"\1" * (end - start)
    return taken


def _facts_of(found: Extraction) -> _Facts:
    facts = _Facts(general=frozenset({found.home, *found.tags}))
    ends = [(e, r.evidence) for r in found.relations for e in (r.subject, r.object)]
    ends += [(o.about, o.evidence) for o in found.observations] + [(m.about, m.evidence) for m in found.milestones]
    for entity, evidence in ends:
        facts.where.setdefault(entity, set()).add(evidence)
    facts.times = {t for t in (*(o.period for o in found.observations), *(m.date for m in found.milestones)) if t}
    for one in (part for time in facts.times for part in time.split("/")):
        facts.coarser |= {one[:length] for length in (4, 7) if len(one) > length}
    return facts


def _entry(context: Context, kind: str, place: tuple[int, int], what: str, told: tuple[str, str]) -> Entry:
    fate, reason = told
    sentence = context.sentence(place[0])
    span = context.doc.span(sentence.start, sentence.end) if fate == NOT_UNDERSTOOD else None
    return Entry(kind, context.doc.span(*place), what, fate, reason, span)


def _number(context: Context, fate: Fate) -> Entry:
    place = (fate.quantity.start, fate.quantity.end)
    if fate.facts:
        told = (USED, "")
    elif fate.reason == NOT_UNDERSTOOD:
        told = (NOT_UNDERSTOOD, "number without a subject")
    else:
        told = (ASIDE, fate.reason)
    return _entry(context, "number", place, fate.quantity.unit, told)


def _loose(context: Context, place: tuple[int, int]) -> Entry:
    told = why_loose(context, *place)
    return _entry(context, "time" if told[1] == "date without a year" else "number", place, "", told)


def _time(context: Context, period: Period, facts: _Facts) -> Entry:
    told = (USED, "") if period.value in facts.times else _why_idle(context, period, facts)
    return _entry(context, "time", (period.start, period.end), period.kind, told)


def _why_idle(context: Context, period: Period, facts: _Facts) -> tuple[str, str]:
    """Return fate and reason of a time that no fact carries."""
    checks = (
        ("stands in a headline", context.sentence(period.start).kind != "body"),
        ("part of a name", period.kind == "name" or bool(_around(context, period.start, period.end))),
        ("holds a finer time", period.value in facts.coarser),
        ("what is compared with", period.kind == "compared"),
        ("vague time", period.kind in ("recent", "within")),
        ("day of publication", bool(period.value) and period.value == context.doc.article.issued),
    )
    reason = next((reason for reason, holds in checks if holds), "")
    return (ASIDE, reason) if reason else (NOT_UNDERSTOOD, "time without a fact")


def _around(context: Context, start: int, end: int) -> list[Mention]:
    """Return mentions near a stretch that hold the whole of it."""
    near = context.mentions_in(max(0, start - 60), end + 60)
    return [m for m in near if m.start <= start and end <= m.end]


def _names(context: Context, facts: _Facts) -> Iterator[Entry]:
    reach = 0
    for mention in context.cast.mentions:
        told = _name(context, mention, facts, inside=mention.end <= reach)
        yield _entry(context, "name", (mention.start, mention.end), mention.type, told)
        reach = max(reach, mention.end)


def _name(context: Context, mention: Mention, facts: _Facts, *, inside: bool) -> tuple[str, str]:
    """Return fate and reason of a mention; ``inside`` tells that a longer name holds it."""
    entity = context.entity(mention)
    sentence = context.sentence(mention.start)
    where = facts.where.get(entity.id, set())
    if entity.id in facts.general or context.doc.span(sentence.start, sentence.end) in where:
        return USED, ""
    checks = (
        ("used elsewhere", bool(where)),
        ("inside a longer name", inside),
        ("site furniture", in_furniture(context, mention.start, mention.end)),
        ("told the news", _told_it(context, mention)),
        ("says where a place is", _holds_next(context, mention, facts)),
    )
    reason = next((reason for reason, holds in checks if holds), "")
    return (ASIDE, reason) if reason else (NOT_UNDERSTOOD, "name without a fact")


def _told_it(context: Context, mention: Mention) -> bool:
    """Tell whether a name is only the source of what follows (据新华社报道, 记者从水利部获悉)."""
    before = context.doc.text[max(0, mention.start - 20) : mention.start]
    told = mention.type in rules("ledger")["names"]["source_types"]
    return told and pattern("ledger", "source_before").search(before) is not None


def _holds_next(context: Context, mention: Mention, facts: _Facts) -> bool:
    """Tell whether a division only leads the name of one inside it that a fact is about (四川省绵阳市)."""
    following = context.begins(mention.end)
    if following is None or not mention.code or mention.code not in ancestors(following.code):
        return False
    below = context.entity(following).id
    return below in facts.general or below in facts.where
