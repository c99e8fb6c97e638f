"""Words of the folded text, each with what it means for the edge of a name.

Word segmentation and parts of speech come from rjieba (jieba's dictionary); known names, numbers and times replace the
words they cover, so that a name's edge never falls inside them.
"""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple
from unicodedata import category

import rjieba

from kg.lexicon import Boundary, Generic, rules, table
from kg.segment import is_han

NAME, NUMBER, TIME, HARD, SOFT, SINGLE, GENERIC, PLAIN, UNKNOWN, MARK = (
    "name", "number", "time", "hard", "soft", "single", "generic", "plain", "unknown", "mark",
)  # fmt: skip


class Token(NamedTuple):
    """A word ``[start:end)`` of the folded text with its class and part of speech."""

    start: int
    end: int
    cls: str
    tag: str
    text: str


@dataclass(frozen=True, slots=True)
class Fixed:
    """A stretch that is one token whatever the segmenter says."""

    start: int
    end: int
    cls: str
    tag: str


class Tokens:
    """The tokens of one text, found by position."""

    def __init__(self, text: str, fixed: Iterable[Fixed] = (), edges: frozenset[int] = frozenset()) -> None:
        self.text = text
        self.edges = edges
        """Positions that no name crosses: where sentences and headings begin."""
        self.items = tuple(_tokens(text, sorted(fixed, key=lambda f: (f.start, -f.end))))
        self._ends = [t.end for t in self.items]
        self._starts = [t.start for t in self.items]

    def ending_at(self, position: int) -> int:
        """Return the index of the token that ends at or spans ``position``, -1 if none."""
        index = bisect_left(self._ends, position)
        return index if index < len(self.items) and self.items[index].start < position else -1

    def starting_at(self, position: int) -> int:
        """Return the index of the token that starts at ``position``, -1 if none does."""
        index = bisect_left(self._starts, position)
        return index if index < len(self.items) and self._starts[index] == position else -1

    def starting_in(self, start: int, end: int) -> tuple[Token, ...]:
        """Return the tokens that start in ``[start:end)``."""
        return self.items[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def splits(self, position: int) -> bool:
        """Tell whether a token edge falls on ``position``."""
        return position in (0, len(self.text)) or self.starting_at(position) >= 0


@cache
def segmenter() -> "rjieba.Jieba":
    """Return the word segmenter; one per process."""
    return rjieba.Jieba()


@cache
def word_classes() -> dict[str, str]:
    """Return word → class for all boundary and generic words."""
    classes = {g.word: GENERIC for g in table("generic", Generic)}
    classes.update({b.word: b.use for b in table("boundaries", Boundary)})
    return classes


@lru_cache(maxsize=1)
def _words(text: str) -> tuple[Token, ...]:
    """Return the words of a text as the segmenter cuts it; an article's tokens are made several times."""
    found, position = [], 0
    for word, tag in segmenter().tag(text, False):
        found.append(_token(text, position, position + len(word), tag))
        position += len(word)
    return tuple(found)


def _tokens(text: str, fixed: list[Fixed]) -> Iterable[Token]:
    at, last = 0, len(fixed)
    for word in _words(text):
        start, end = word.start, word.end
        while at < last and fixed[at].start < end:
            one = fixed[at]
            if start < one.start:
                yield _token(text, start, one.start, word.tag)
            if one.end > end:
                start = end
                break
            yield Token(one.start, one.end, one.cls, one.tag, text[one.start : one.end])
            start = max(start, one.end)
            at += 1
            while at < last and fixed[at].start < start:
                at += 1
        if start == word.start:
            yield word
        elif start < end:
            yield _token(text, start, end, word.tag)


def _token(text: str, start: int, end: int, tag: str) -> Token:
    word = text[start:end]
    return Token(start, end, _class(word, tag), tag, word)


@lru_cache(maxsize=1 << 16)
def _class(word: str, tag: str) -> str:
    known = word_classes().get(word)
    if known:
        return known
    if not any(c.isalnum() and category(c) != "No" for c in word):
        return MARK
    tags = rules("recognise")["tags"]
    if len(word) == 1 and is_han(word):
        return HARD if tag in tags["hard_single"] else UNKNOWN
    if tag in tags["hard"]:
        return HARD
    if tag in tags["number"] and all(c in tags["numerals"] for c in word):
        return NUMBER
    if tag in tags["proper"]:
        return UNKNOWN
    return "verb" if tag in tags["verb"] else PLAIN
