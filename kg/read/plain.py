"""Plain text, listing dumps and Markdown → drafts.

A plain article is a title line, the body and, on its last line, perhaps a date. A listing repeats that behind lines
that are nothing but ``-``. What belongs to the web site (``furniture.csv``) is dropped from the ends of each.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from kg.lexicon import pattern, table
from kg.read.columns import parts
from kg.read.draft import Draft, Unreadable, is_date, join_lines, split_lines
from kg.read.margins import within_margins

SEPARATOR = "-"
SHORT = 40
"""A line with fewer characters may be furniture that no table knows: menus, buttons."""


@dataclass(frozen=True, slots=True)
class Furniture:
    """A line of a web page that belongs to no article."""

    word: str
    use: str
    """line: the whole line; start: the line begins with it."""
    why: str


def plain(text: str) -> Iterator[Draft | Unreadable]:
    """Yield the article of a plain text, or the articles of a listing dump."""
    lines = split_lines(text)
    marks = [i for i, line in enumerate(lines) if line.strip() == SEPARATOR]
    if _is_listing(lines, marks):
        yield from _listing(lines, marks)
    elif draft := article(lines):
        yield draft


def article(lines: list[str]) -> Draft | None:
    """Return title, body and date of one article's lines, or None where they hold no text."""
    start, end = _ends(lines, 0, len(lines))
    date = ""
    if end > start and is_date(lines[end - 1]):
        date = lines[end - 1]
        start, end = _ends(lines, start, end - 1)
    if start == end:
        return None
    body, dated = within_margins(join_lines(lines[start + 1 : end]))
    return Draft(join_lines([lines[start]]), body, date or dated, line=start + 1)


def markdown(text: str) -> Iterator[Draft | Unreadable]:
    """Yield the article of a Markdown text: front matter if any, else its first heading, gives the title."""
    settings, lines = _front_matter(split_lines(text))
    mark = pattern("decode", "heading")
    at = next((i for i, line in enumerate(lines) if mark.match(line)), None)
    heading = join_lines([mark.sub("", lines[at], count=1)]) if at is not None else ""
    title = settings.get("title", heading)
    if at is not None and title == heading:
        lines = lines[:at] + lines[at + 1 :]
    if draft := article([f"{title}\n", *lines]):
        yield replace(draft, date=settings.get("date", draft.date), source=settings.get("source", ""))


def _is_listing(lines: list[str], marks: list[int]) -> bool:
    """A listing begins with a separator, or has one and a line that is a date behind it."""
    if not marks:
        return False
    first, _ = _ends(lines, 0, len(lines))
    return first == marks[0] or any(is_date(line) for line in lines[marks[0] :])


def _listing(lines: list[str], marks: list[int]) -> Iterator[Draft | Unreadable]:
    dropped = 0
    for start, end in zip([0, *(m + 1 for m in marks)], [*marks, len(lines)], strict=True):
        found, extra = _piece(lines[start:end])
        dropped += extra
        if found is None:
            continue
        found = replace(found, line=start + (found.line or 1))
        if not (found.body or found.date):
            yield Unreadable("no-text", f"listing entry {found.title[:SHORT]!r} has neither text nor date", found.line)
            continue
        notes = (f"{dropped} short lines beside the articles dropped",) if dropped else ()
        dropped = 0
        yield replace(found, notes=notes)


def _piece(lines: list[str]) -> tuple[Draft | None, int]:
    """Return the article between two separators, and how many lines beside it were dropped."""
    start, end = _ends(lines, 0, len(lines))
    dated = max((i for i in range(start, end) if is_date(lines[i])), default=-1)
    tail = [line for line in lines[dated + 1 : end] if line.strip()]
    if dated >= 0 and all(len(line) < SHORT for line in tail):
        return article(lines[: dated + 1]), len(tail)
    return article(lines), 0


def _ends(lines: list[str], start: int, end: int) -> tuple[int, int]:
    """Narrow ``[start:end)`` by blank lines and furniture at either end."""
    while start < end and _is_furniture(lines[start]):
        start += 1
    while end > start and _is_furniture(lines[end - 1]):
        end -= 1
    return start, end


def _is_furniture(line: str) -> bool:
    """Tell whether a line is blank or a known line of a web page; longer ones are not looked at."""
    if len(line) > 2 * SHORT or not line.strip():
        return not line.strip()
    whole, starts = _furniture()
    word = "".join(unicodedata.normalize("NFKC", line).split()).lstrip("-·•*>|")
    return word in whole or word.startswith(starts)


@cache
def _furniture() -> tuple[frozenset[str], tuple[str, ...]]:
    rows = table("furniture", Furniture)
    return frozenset(r.word for r in rows if r.use == "line"), tuple(r.word for r in rows if r.use == "start")


def _front_matter(lines: list[str]) -> tuple[dict[str, str], list[str]]:
    """Return the settings between ``---`` at the top by the part they hold, and the lines below."""
    if not lines or lines[0].strip() != "---":
        return {}, lines
    end = next((i for i, line in enumerate(lines[1:], 1) if line.strip() in ("---", "...")), 0)
    if not end:
        return {}, lines
    found = (pattern("decode", "setting").match(line.rstrip("\r\n")) for line in lines[1:end])
    values = {m[1]: m[2].strip().strip("\"'") for m in found if m}
    return {part: str(given[0]) for part, given in parts(values).items()}, lines[end + 1 :]
