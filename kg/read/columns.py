"""Names of columns, keys and settings, and the part of a draft that each holds (``columns.csv``)."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from kg.lexicon import table


@dataclass(frozen=True, slots=True)
class Column:
    """A name of a column, key or setting, and the part of a draft it holds."""

    name: str
    part: str
    """title, body, date or source."""


def parts(record: Mapping[str, object]) -> dict[str, list[object]]:
    """Return what a record gives for each part, the preferred name first; empty values and other names are left out."""
    values = {fold(name): value for name, value in record.items()}
    found: dict[str, list[object]] = {}
    for row in table("columns", Column):
        if (value := values.get(row.name)) is not None and value != "":
            found.setdefault(row.part, []).append(value)
    return found


def count_known(names: Iterable[str]) -> int:
    """Return how many of the names are known."""
    return sum(fold(name) in _names() for name in names)


def fold(name: str) -> str:
    """Return a name as it stands in the table: NFKC, lower case, no white space around it."""
    return unicodedata.normalize("NFKC", name).strip().lower()


@cache
def _names() -> frozenset[str]:
    return frozenset(row.name for row in table("columns", Column))
