"""Texts of articles inside cells of tables: no spreadsheet takes one for a formula, and joined names stay apart."""

import csv
from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
BAR = "|"
"""What stands between names in one cell."""
_OTHER_BAR = "\uff5c"


def guarded(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula: an apostrophe before =, +, -, @, tab and the like."""
    return f"'{cell}" if cell.lstrip("'").startswith(_FORMULA) else cell


def unguarded(cell: str) -> str:
    """Return what :func:`guarded` was given for a cell; a cell that it cannot have returned stays."""
    return cell[1:] if cell.startswith("'") and guarded(cell[1:]) == cell else cell


def csv_text(rows: Iterable[Iterable[Any]]) -> str:
    """Return rows as CSV with line feeds at their ends; whatever holds a line end or carriage return is quoted."""
    lines: list[str] = []
    sink: Any = SimpleNamespace(write=lines.append)
    csv.writer(sink).writerows(rows)  # the terminator \r\n, for csv leaves a lone \r unquoted where it is \n
    return "".join(line.removesuffix("\r\n") + "\n" for line in lines)


def joined(names: Iterable[str]) -> str:
    """Return names in one cell; a vertical bar inside a name becomes a full-width one."""
    return BAR.join(name.replace(BAR, _OTHER_BAR) for name in names)
