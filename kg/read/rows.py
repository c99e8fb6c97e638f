"""JSON, JSON lines, CSV and TSV → drafts, one per record; a broken record is reported and the rest goes on."""

import csv
import json
from collections.abc import Iterator
from io import StringIO
from typing import Any

from kg.read.columns import count_known, parts
from kg.read.draft import Draft, Unreadable, is_url, split_lines

LISTS = ("articles", "data", "items")
"""Keys under which a JSON object keeps its articles, in each other up to ``DEPTH`` times."""
DEPTH = 3
LONGEST = 2**31 - 1


def json_document(text: str) -> Iterator[Draft | Unreadable]:
    """Yield the records of an object, a list, an object that holds a list, or of JSON lines under a wrong name."""
    try:
        value = _loads(text)
    except Unreadable:
        if not _begins_with_record(text):
            raise
        yield from json_lines(text)
        return
    for number, record in enumerate(_records(value), 1):
        yield _draft(record, f"record {number}", None)


def json_lines(text: str) -> Iterator[Draft | Unreadable]:
    """Yield one record per line; blank lines are passed over."""
    for number, line in enumerate(split_lines(text), 1):
        if line.strip():
            try:
                yield _draft(_loads(line), f"line {number}", number)
            except Unreadable as error:
                yield Unreadable(error.code, f"line {number}: {error.reason}", number)


def table_rows(text: str) -> Iterator[Draft | Unreadable]:
    """Yield one record per row below the header; commas, tabs and semicolons are told apart by the header."""
    csv.field_size_limit(LONGEST)
    reader = max((_reader(text, d) for d in ",\t;"), key=lambda reader: count_known(_header(reader)))
    reader = _reader(text, reader.dialect.delimiter)
    header = _header(reader)
    if not count_known(header):
        raise Unreadable("csv", f"header {str(header)[:80]} names no title or text; name the columns title and text", 1)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Unreadable("csv", f"line {line}: {error}; mend the quotation marks", line)
            continue
        if any(cell.strip() for cell in cells):
            yield _row(header, cells, line)


def _row(header: list[str], cells: list[str], line: int) -> Draft | Unreadable:
    if any(cell.strip() for cell in cells[len(header) :]):
        reason = f"line {line}: {len(cells)} cells, expected {len(header)}; quote cells that hold the delimiter"
        return Unreadable("csv", reason, line)
    return _draft(dict(zip(header, cells, strict=False)), f"line {line}", line)


def _reader(text: str, delimiter: str) -> Any:
    return csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)


def _header(reader: Any) -> list[str]:
    """Return the first row that is not blank, or nothing where the quotation marks are off."""
    try:
        return next((cells for cells in reader if any(cell.strip() for cell in cells)), [])
    except csv.Error:
        return []


def _loads(text: str) -> Any:
    try:
        return json.loads(text, strict=False)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise Unreadable("json", f"{error.msg} at {place}; mend the file", error.lineno) from error
    except RecursionError as error:
        raise Unreadable("json", "nested too deep; flatten it") from error
    except ValueError as error:
        raise Unreadable("json", f"{error}"[:200]) from error


def _begins_with_record(text: str) -> bool:
    first = next((line for line in split_lines(text) if line.strip()), "")
    try:
        return isinstance(_loads(first), dict)
    except Unreadable:
        return False


def _records(value: Any) -> list[Any]:
    for _ in range(DEPTH):
        if not isinstance(value, dict) or "title" in parts(value):
            break
        value = next((value[key] for key in LISTS if isinstance(value.get(key), list | dict)), value)
    return value if isinstance(value, list) else [value]


def _draft(record: Any, place: str, line: int | None) -> Draft | Unreadable:
    if not isinstance(record, dict):
        return Unreadable("json", f"{place} is a {type(record).__name__}, expected an object with title and text", line)
    found = parts(record)
    title, body, date = (found.get(part, [""])[0] for part in ("title", "body", "date"))
    if not (isinstance(title, str) and isinstance(body, str)):
        return Unreadable("json", f"{place}: title or text is no string; write both as strings", line)
    source = next((s for s in found.get("source", []) if isinstance(s, str) and is_url(s)), "")
    return Draft(title, body, str(date), source, line)
