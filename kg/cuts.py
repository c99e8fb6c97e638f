"""Where a text that runs on is cut: behind a mark, else anywhere but inside a number."""

import unicodedata
from collections.abc import Iterable


def cut(text: str, start: int, end: int, marks: Iterable[str]) -> int:
    """Return the place in ``(start, end]`` behind the last mark of the first kind that occurs there, else ``end``.

    ``marks`` are kinds of marks, each a string of characters, the best first. A number is divided only where nothing
    else stands there.
    """
    for kind in marks:
        at = max(text.rfind(mark, start, end) for mark in kind) + 1
        if at > start and (whole := _before_number(text, at, start)) > start:
            return whole
    whole = _before_number(text, end, start)
    return whole if whole > start else end


def _before_number(text: str, at: int, start: int) -> int:
    """Return ``at``, or where the number begins that it would divide."""
    while start < at < len(text) and _is_of_number(text[at - 1]) and _is_of_number(text[at]):
        at -= 1
    return at


def _is_of_number(char: str) -> bool:
    return char in ".,．，" or unicodedata.numeric(char, None) is not None
