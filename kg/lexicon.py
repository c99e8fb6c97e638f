"""The words: CSV tables read once into typed rows, TOML files of rules and patterns.

A table ``kg/data/NAME.csv`` is read by a row class whose fields are its columns, in order. A cell of a field typed
``tuple[str, ...]`` is split at ``|``; ``int`` and ``Decimal`` are converted. Lines that start with ``#`` before the
header say what the table is. Duplicates (by the first column, or by ``KEY``), missing or unknown columns and rows that
their class refuses raise :class:`~kg.errors.LexiconError` with file and line.
"""

import csv
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, fields
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

from kg.errors import LexiconError
from kg.vocab import COMPARATORS, ENTITY_TYPES, PREDICATES, REGION_KINDS, STAGES, STATUSES

DATA = Path(__file__).parent / "data"
ONTOLOGY = Path(__file__).parent / "ontology"
if not ONTOLOGY.exists():
    ONTOLOGY = Path(__file__).parent.parent / "ontology"

Row = TypeVar("Row")

_CLOSED = {
    "type": set(ENTITY_TYPES),
    "predicate": set(PREDICATES),
    "stage": set(STAGES),
    "comparator": set(COMPARATORS),
    "status": set(STATUSES),
    "kind": set(REGION_KINDS),
}


@cache
def table(name: str, row: type[Row]) -> tuple[Row, ...]:
    """Return the rows of ``kg/data/NAME.csv``; LexiconError names file and line of what is wrong."""
    return tuple(read_table(DATA / f"{name}.csv", row))


@cache
def rules(name: str) -> dict[str, Any]:
    """Return ``kg/data/NAME.toml`` as nested dicts; LexiconError where it is no TOML."""
    path = DATA / f"{name}.toml"
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise LexiconError(f"{path.name}: {error}; mend the file") from error


@cache
def pattern(file: str, name: str) -> re.Pattern[str]:
    """Compile the pattern ``NAME`` of section ``[patterns]`` in FILE.toml.

    ``{OTHER}`` in it stands for another entry of the section, so that common parts are written once.
    """
    parts = rules(file)["patterns"]

    def expand(text: str, depth: int = 0) -> str:
        if depth > 8:
            raise LexiconError(f"{file}.toml: pattern {name!r} refers to itself")
        return re.sub(r"\{([a-z_]+)\}", lambda m: f"(?:{expand(parts[m[1]], depth + 1)})", text)

    try:
        return re.compile(expand(parts[name]))
    except (KeyError, re.error) as error:
        raise LexiconError(f"{file}.toml: pattern {name!r}: {error}; mend the pattern") from error


def read_table(path: Path, row: type[Row]) -> Iterator[Row]:
    """Yield the rows of a CSV file as instances of the dataclass ``row``."""
    wanted = [f.name for f in fields(row)]  # type: ignore[arg-type]
    hints = get_type_hints(row)
    keys = getattr(row, "KEY", (wanted[0],))
    seen: dict[tuple[Any, ...], int] = {}
    with path.open(encoding="utf-8", newline="") as file:
        lines = [(number, line) for number, line in enumerate(file, 1) if line.strip() and not line.startswith("#")]
    for (number, _), cells in zip(lines, csv.reader(line for _, line in lines), strict=True):
        place = f"{path.name}:{number}"
        if number == lines[0][0]:
            if cells != wanted:
                raise LexiconError(f"{place}: columns are {cells}, expected {wanted}")
            continue
        if len(cells) != len(wanted):
            raise LexiconError(f"{place}: {len(cells)} cells, expected {len(wanted)}; quote cells that hold commas")
        values = {k: _convert(cell, hints[k], k, place) for k, cell in zip(wanted, cells, strict=True)}
        key = tuple(values[k] for k in keys)
        if key in seen:
            raise LexiconError(f"{place}: {'/'.join(map(str, key))} stands already in line {seen[key]}; drop one")
        seen[key] = number
        yield row(**values)


def _convert(cell: str, hint: Any, column: str, place: str) -> Any:
    cell = cell.strip()
    if column in _CLOSED and cell and cell not in _CLOSED[column]:
        raise LexiconError(f"{place}: {cell!r} is no {column} of the ontology; see kg/vocab.py")
    if hint == tuple[str, ...]:
        return tuple(part for part in cell.split("|") if part)
    try:
        return hint(cell) if hint in (int, Decimal) else cell
    except (ValueError, InvalidOperation) as error:
        raise LexiconError(f"{place}: {column} is {cell!r}, expected a number") from error


@dataclass(frozen=True, slots=True)
class Division:
    """An administrative division of GB/T 2260: province, prefecture or county."""

    code: str
    name: str
    level: str
    """province, prefecture or county."""
    parent: str
    short: str
    """Name without its suffix (绵阳); empty where it cannot stand alone."""
    aliases: tuple[str, ...]
    """Other forms in use: 德宏州, 内蒙古, 川 …"""


@dataclass(frozen=True, slots=True)
class Seat:
    """Where the seat of an administrative division lies, in degrees."""

    code: str
    longitude: Decimal
    latitude: Decimal
    KEY = ("code",)


@dataclass(frozen=True, slots=True)
class Area:
    """A region that is no administrative division: zone, economic region, country; or a natural feature."""

    name: str
    type: str
    kind: str
    aliases: tuple[str, ...]
    within: tuple[str, ...]
    """Codes of the divisions that it lies in or consists of."""


@dataclass(frozen=True, slots=True)
class KnownName:
    """A well-known enterprise or institution under the name that the news uses."""

    name: str
    type: str
    full: str
    aliases: tuple[str, ...]
    code: str
    """Ticker (600707.SH) or empty."""


@dataclass(frozen=True, slots=True)
class Term:
    """A word for an industry, product, recognition …, with other forms."""

    name: str
    type: str
    aliases: tuple[str, ...]
    KEY = ("name", "type")


@dataclass(frozen=True, slots=True)
class Head:
    """The last word of a name, which tells its type."""

    head: str
    type: str
    use: str
    """always: the head makes the type; named: only behind a proper name or place; quoted: only behind quotation
    marks."""
    method: str
    KEY = ("head", "type", "use")


@dataclass(frozen=True, slots=True)
class CompanyForm:
    """The ending of a company's name."""

    form: str
    use: str
    """legal: makes a company by itself; short: behind a proper stem of two to four characters."""


@dataclass(frozen=True, slots=True)
class Generic:
    """A word that makes no name specific when it stands alone before a head."""

    word: str
    why: str


@dataclass(frozen=True, slots=True)
class Boundary:
    """A word that ends a name on its left."""

    word: str
    use: str
    """hard: never inside a name; soft: may stand inside a name but not begin it; single: one character, a boundary
    where it is a word of its own."""
    why: str
