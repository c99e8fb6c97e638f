"""Amounts and times as RDF literals, in canonical form."""

from decimal import Decimal

import pyoxigraph as ox

from kg.vocab import XSD


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


def quarter_months(value: str) -> tuple[str, str]:
    """Return first and last month of a quarter: 2022-Q1 → 2022-01, 2022-03."""
    year, quarter = value.split("-Q")
    last = int(quarter) * 3
    return f"{year}-{last - 2:02d}", f"{year}-{last:02d}"


def typed(value: str, datatype: str) -> ox.Literal:
    """Return a typed literal."""
    return ox.Literal(value, datatype=ox.NamedNode(datatype))
