"""What a web page puts around an article in the very lines of its text: paths, buttons, dates, credits, neighbours."""

from kg.lexicon import pattern
from kg.read.draft import parse_date

PIECES = 2
"""So many pieces of furniture make a margin: one may be a sentence's own word."""
LONGEST = 600
"""Code points behind an article that may be furniture: what is longer is part of it."""


def within_margins(body: str) -> tuple[str, str]:
    """Return a body without the furniture around it, and the date that stands there (YYYY-MM-DD) or nothing."""
    start, date = _before(body)
    return body[start : _behind(body, start)], date


def _before(body: str) -> tuple[int, str]:
    """Return where the article begins, and the date before it."""
    at, count, date = 0, 0, ""
    while piece := pattern("decode", "before").match(body, at):
        at, count = piece.end(), count + 1
        if day := pattern("decode", "day").search(piece[0]):
            date = parse_date(day[0])
    if count < PIECES:
        return 0, ""
    return at + len(body[at:]) - len(body[at:].lstrip()), date


def _behind(body: str, start: int) -> int:
    """Return where the article ends: before the first piece behind its text and the headlines of the same matter."""
    tail = max(start, len(body) - LONGEST)
    tail = max([tail, *(m.end() for m in pattern("decode", "related").finditer(body, tail))])
    found = pattern("decode", "behind").search(body, tail)
    if found is None or found.start() == start:
        return len(body)
    return start + len(body[start : found.start()].rstrip())
