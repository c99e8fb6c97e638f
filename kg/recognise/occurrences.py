"""How often names stand in a text: all counted in one pass."""

from collections.abc import Iterable

import daachorse


def occurrences(text: str, names: Iterable[str]) -> dict[str, int]:
    """Return how often each name stands in a text, without overlap with itself, as ``str.count`` does."""
    words = sorted({name for name in names if name})
    if not words:
        return {}
    automaton = daachorse.CharwiseDoubleArrayAhoCorasick(words, daachorse.MATCH_KIND_STANDARD)
    counts, free = [0] * len(words), [0] * len(words)
    for start, end, word in automaton.find_overlapping(text):
        if start >= free[word]:
            counts[word] += 1
            free[word] = end
    return dict(zip(words, counts, strict=True))
