"""A text as a row of tokens that outlast being copied: characters and whole numbers, without marks and white space."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from kg.records import Span

Hashes = NDArray[np.uint64]
Mask = NDArray[np.bool_]

GRAM = 8
"""Tokens of which one hash is made; no shorter piece counts as the same."""

_KNOWN = 0x32000
"""Code points beyond it are no letters that texts are written in."""
_MIX, _ROLL = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xD1342543DE82EF95)
_WIDE, _WIDE_END, _WIDTH = 0xFF01, 0xFF5E, 0xFEE0


@dataclass(frozen=True, slots=True)
class Tokens:
    """Tokens of a text, in order."""

    ids: Hashes
    """Equal where two tokens are written alike."""
    starts: NDArray[np.int64]
    """Where each begins, in code points."""
    numbers: Mask
    """Which are numbers."""

    def __len__(self) -> int:
        return len(self.ids)

    def between(self, start: int, end: int) -> tuple[int, int]:
        """Return the first token in ``[start:end)`` of the text and the first one behind."""
        first, last = np.searchsorted(self.starts, (start, end))
        return int(first), int(last)

    def cut(self, first: int, last: int) -> "Tokens":
        """Return the tokens ``[first:last)``."""
        return Tokens(self.ids[first:last], self.starts[first:last], self.numbers[first:last])

    def within(self, spans: Iterable[Span]) -> Mask:
        """Tell of each token whether it lies in one of some spans."""
        steps = np.zeros(len(self) + 1, dtype=np.int64)
        for span in spans:
            first, last = self.between(span.start, span.end)
            steps[first] += 1
            steps[last] -= 1
        return np.cumsum(steps)[:-1] > 0


def tokens(text: str) -> Tokens:
    """Return the tokens of a text; a number is one token, so that 12 and 120 have nothing in common."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    codes = np.where((codes >= _WIDE) & (codes <= _WIDE_END), codes - _WIDTH, codes)
    digits = (codes >= ord("0")) & (codes <= ord("9"))
    inside = np.zeros(len(codes), dtype=bool)
    inside[1:-1] = (codes[1:-1] == ord(".")) & digits[:-2] & digits[2:]
    numeric = digits | inside
    places = np.flatnonzero(numeric | ((codes < _KNOWN) & _letters()[np.minimum(codes, _KNOWN - 1)]))
    if not len(places):
        return Tokens(np.zeros(0, np.uint64), places, np.zeros(0, dtype=bool))
    part = numeric[places]
    begins = np.ones(len(places), dtype=bool)
    begins[1:] = ~(part[1:] & part[:-1] & (np.diff(places) == 1))
    first = np.flatnonzero(begins)
    behind = np.arange(len(places)) - np.repeat(first, np.diff([*first, len(places)]))
    powers = np.full(int(behind.max()) + 1, _ROLL)
    powers[0] = 1
    values = codes[places].astype(np.uint64) * np.cumprod(powers)[behind]
    return Tokens(_mixed(np.add.reduceat(values, first)), places[first], part[first])


def grams(ids: Hashes) -> Hashes:
    """Return the hash of each run of ``GRAM`` tokens, by where it begins."""
    count = max(0, len(ids) - GRAM + 1)
    found = np.zeros(count, dtype=np.uint64)
    for offset in range(GRAM):
        found = found * _ROLL + ids[offset : offset + count]
    return _mixed(found)


def _mixed(values: Hashes) -> Hashes:
    """Return values scattered over 64 bits; the same on every machine."""
    values = values * _MIX
    values = (values ^ (values >> np.uint64(29))) * _ROLL
    return values ^ (values >> np.uint64(32))


@cache
def _letters() -> Mask:
    return np.fromiter((chr(code).isalnum() for code in range(_KNOWN)), dtype=bool, count=_KNOWN)
