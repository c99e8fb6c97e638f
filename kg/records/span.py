"""Where something stands in an article."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A slice ``[start:end)`` of an article's text, in code points."""

    start: int
    end: int
