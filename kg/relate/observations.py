"""Quantities → observations: subject, indicator, status and period of each number, or why it is no fact."""

from dataclasses import dataclass

from kg.records import NOT_UNDERSTOOD, Entity, Observation, Quantity
from kg.relate.context import Context
from kg.relate.indicators import default_indicator, indicator_of, says_nothing
from kg.relate.set_aside import reason_to_set_aside
from kg.relate.status import status_of_number
from kg.relate.subjects import Subjects
from kg.relate.times import period_of


@dataclass(frozen=True)
class Fate:
    """What became of one quantity: the facts that it is, or the named reason why it is none."""

    quantity: Quantity
    facts: tuple[Observation, ...] = ()
    reason: str = ""


def fates(context: Context) -> list[Fate]:
    """Return what became of every quantity of an article, in order: used, set aside for a reason, or not understood."""
    subjects = Subjects(context)
    found = []
    for number in context.seen.quantities:
        reason = reason_to_set_aside(context, number)
        if reason:
            found.append(Fate(number, reason=reason))
            continue
        indicator = indicator_of(context, number)
        facts = tuple(_observation(context, number, e, indicator) for e in subjects.of(number, indicator))
        found.append(Fate(number, facts, "" if facts else NOT_UNDERSTOOD))
    return found


def _observation(context: Context, number: Quantity, subject: Entity, indicator: str) -> Observation:
    sentence = context.sentence(number.start)
    indicator = default_indicator(number, subject) if says_nothing(indicator) else indicator
    return Observation(
        about=subject.id,
        indicator=indicator,
        value=number.value,
        lower=number.lower,
        upper=number.upper,
        unit=number.unit,
        comparator=number.comparator,
        status=status_of_number(context, number, subject, indicator),
        period=period_of(context, number, subject, indicator),
        wording=number.wording,
        evidence=context.doc.span(sentence.start, sentence.end),
        method="weighed-subject",
    )
