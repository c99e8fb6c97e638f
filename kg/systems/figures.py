"""Units' figures for a scoring rule: a CSV table, each cell checked where it is needed."""

import csv
import io
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from kg.errors import UsageError
from kg.lexicon import rules
from kg.records import Provision
from kg.segment import squash

PERCENT = "%"


@dataclass(frozen=True, slots=True)
class Figures:
    """A table of figures: where it was read, its columns, and a row for each unit with the line it stands in."""

    path: Path
    columns: dict[str, str]
    """Name as compared → as written."""
    rows: tuple[tuple[int, dict[str, str]], ...]
    unit: str
    """The first column, which names the units."""


def read_figures(path: Path) -> Figures:
    """Return a CSV table (UTF-8 or GB 18030) whose first column names the units.

    Raises:
        UsageError: it is missing, empty, not text, or a unit or a column stands twice.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror}); give a CSV file of figures") from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030", "replace")
    lines = [(n, cells) for n, cells in enumerate(csv.reader(io.StringIO(text)), 1) if any(c.strip() for c in cells)]
    if len(lines) < 2 or "\ufffd" in text:
        raise UsageError(f"{path}: no table of figures; write a header (unit, criteria …) and a line for each unit")
    header = [cell.strip() for cell in lines[0][1]]
    columns = {squash(name): name for name in header}
    if len(columns) != len(header):
        raise UsageError(f"{path}: a column stands twice in {', '.join(header)}; drop one")
    rows = []
    for number, cells in lines[1:]:
        if len(cells) != len(header):
            raise UsageError(f"{path}, line {number}: {len(cells)} cells under {len(header)} columns; mend the line")
        rows.append((number, dict(zip(columns, (c.strip() for c in cells), strict=True))))
    units = [row[next(iter(columns))] for _, row in rows]
    if len(set(units)) != len(units) or "" in units:
        raise UsageError(f"{path}: a unit stands twice or has no name; give each one line")
    return Figures(path, columns, tuple(rows), next(iter(columns)))


def figure_of(figures: Figures, number: int, row: dict[str, str], one: Provision, suffix: str = "") -> Decimal:
    """Return a unit's figure for a criterion; UsageError names what is missing."""
    name, unit = one.name + suffix, row[figures.unit]
    column = squash(name)
    if column not in row:
        raise UsageError(f"{figures.path}: no column {name}; the columns are {', '.join(figures.columns.values())}")
    place = f"{figures.path}, line {number} ({unit}): {name}"
    text = row[column].replace(",", "").removesuffix(PERCENT).strip()
    if not text:
        raise UsageError(f"{place} is missing; give a number, 0 where there is none")
    try:
        value = Decimal(text)
    except InvalidOperation as error:
        raise UsageError(f"{place} is {row[column]!r}; give a number such as 95 or 95%") from error
    if not value.is_finite():
        raise UsageError(f"{place} is {row[column]!r}; give a number such as 95 or 95%")
    if one.unit == PERCENT and 0 < value <= 1 and PERCENT not in row[column]:
        raise UsageError(
            f"{place} is {row[column]}; write {value * 100:f} or {value}% so that it is clear what is meant"
        )
    return value


def full_marks(figures: Figures, number: int, row: dict[str, str], one: Provision) -> Decimal | None:
    """Return what earns full marks: by the rule, else by the table's own column for it."""
    if one.full is not None or one.step is None:
        return one.full
    column = rules("systems")["figures"]["required"]
    if squash(one.name + column) not in figures.columns:
        reason = f" ({one.says})" if one.says else ""
        raise UsageError(
            f"{figures.path}: no column {one.name}{column}; the rule sets no number for its full marks{reason}"
        )
    return figure_of(figures, number, row, one, column)
