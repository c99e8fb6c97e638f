"""Amounts and times as RDF literals, in canonical form."""

from decimal import Decimal

import pyoxigraph as ox

from kg.days import precision_of
from kg.vocab import KG, XSD


def number(amount: Decimal) -> ox.Literal:
    """Return an amount as xsd:integer where it is whole, else xsd:decimal, in canonical form."""
    if amount == amount.to_integral_value():
        return typed(str(int(amount)), XSD.integer)
    return typed(format(amount.normalize(), "f"), XSD.decimal)


def time_literal(value: str) -> ox.Literal:
    """Return a year, month or day with its XSD type; a quarter (2022-Q1) as a plain string."""
    types = {4: XSD.gYear, 7: XSD.gYearMonth, 10: XSD.date}
    if "Q" in value or "/" in value or len(value) not in types:
        return ox.Literal(value)
    return typed(value, types[len(value)])


def time_terms(time: str) -> list[tuple[str, ox.Literal]]:
    """Return property and value for each thing that is said of the time of a number: itself or its ends, its precision.

    A quarter and half a year are their first and last month; ``kg:precision`` says which of them is meant.
    """
    if not time:
        return []
    if "/" not in time and "Q" not in time:
        told = [(KG.period, time_literal(time))]
    else:
        first, last = quarter_months(time) if "Q" in time else time.split("/")
        told = [(KG.periodStart, time_literal(first)), (KG.periodEnd, time_literal(last))]
    return [*told, *precision(time)]


def precision(time: str, *, reported: bool = False) -> list[tuple[str, ox.Literal]]:
    """Return property and value that say how exactly a time is known: ``reported`` is the day of an article."""
    told = "reported" if reported else precision_of(time)
    return [(KG.precision, ox.Literal(told))] if told else []


def quarter_months(value: str) -> tuple[str, str]:
    """Return first and last month of a quarter: 2022-Q1 → 2022-01, 2022-03."""
    year, quarter = value.split("-Q")
    last = int(quarter) * 3
    return f"{year}-{last - 2:02d}", f"{year}-{last:02d}"


def typed(value: str, datatype: str) -> ox.Literal:
    """Return a typed literal."""
    return ox.Literal(value, datatype=ox.NamedNode(datatype))
