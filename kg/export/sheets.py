"""The graph's tables as files: CSV cells that stay inert, Parquet, and a workbook."""

import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.atomic import write_atomically
from kg.cells import csv_text, guarded
from kg.errors import UsageError
from kg.export.tables import Table, tables
from kg.network import clean

_MOST_ROWS = 1_048_575
"""Rows that a sheet of a workbook holds beneath its head."""
_MOST_CHARACTERS = 16_383
"""Characters that a cell of a workbook holds, were each of them two UTF-16 units."""
_ANY_DAY = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)


def beside(out: Path, name: str) -> Path:
    """Return where one of several files goes: into ``out`` if it is a folder, else beside its stem."""
    return out / name if out.is_dir() else out.parent / f"{out.stem}-{name}"


def sheet(columns: tuple[str, ...], rows: list[dict[str, object]]) -> str:
    """Return CSV text with a byte order mark, so that spreadsheets read it as UTF-8."""
    cells = ([row[name] for name in columns] for row in rows)
    inert = ([guarded(cell) if isinstance(cell, str) else cell for cell in row] for row in cells)
    return "\ufeff" + csv_text([columns, *inert])


def write_parquet(store: ox.Store, out: Path) -> list[Path]:
    """Write each of :func:`kg.export.tables.tables` as a Parquet file, with the types of its columns."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise _lacking("parquet") from error
    types = {str: pa.string(), int: pa.int64(), float: pa.float64()}
    written = []
    for table in tables(store):
        schema = pa.schema([(name, types[of]) for name, of in table.columns])
        columns = list(zip(*table.rows, strict=True)) or [()] * len(table.columns)
        arrays = [pa.array(cells, type=field.type) for cells, field in zip(columns, schema, strict=True)]
        buffer = io.BytesIO()
        pq.write_table(pa.Table.from_arrays(arrays, schema=schema), buffer)
        written.append(beside(out, f"{table.name}.parquet"))
        write_atomically(written[-1], buffer.getvalue())
    return written


def write_xlsx(store: ox.Store, out: Path) -> list[Path]:
    """Write a workbook with a sheet for each table; text is always text, whatever sign it begins with."""
    try:
        import xlsxwriter
    except ImportError as error:
        raise _lacking("xlsx") from error
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.set_properties({"created": _ANY_DAY})
        head = book.add_format({"bold": True})
        for table in tables(store):
            _fill(book.add_worksheet(table.name), table, head)
    write_atomically(out, buffer.getvalue())
    return [out]


def _fill(page: Any, table: Table, head: Any) -> None:
    if len(table.rows) > _MOST_ROWS:
        raise UsageError(f"{len(table.rows)} {table.name} are more than a sheet holds; take parquet or csv")
    for at, (name, _) in enumerate(table.columns):
        page.write_string(0, at, name, head)
    for number, row in enumerate(table.rows, 1):
        for at, cell in enumerate(row):
            if isinstance(cell, str):
                page.write_string(number, at, clean(cell)[:_MOST_CHARACTERS])
            elif cell is not None:
                page.write_number(number, at, cell)
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, max(len(table.rows), 1), len(table.columns) - 1)


def _lacking(form: str) -> UsageError:
    return UsageError(f"{form} needs more libraries: pip install 'zhaoshang-kg[tables]'")
