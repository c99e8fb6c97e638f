"""What one text has word for word from another: passages long enough that nobody writes them twice by chance."""

from dataclasses import dataclass

import numpy as np

from kg.copies.tokens import GRAM, Hashes, Mask, Tokens, grams, tokens
from kg.records import Article, Extraction, Span
from kg.segment import simplified

WORDING = 16
"""Tokens of a shared passage that are neither number nor name: these are given, the others are a choice of words."""

CONTEXT = 40
"""Tokens on either side of a sentence that are looked at with it: a short sentence is told by what stands around it."""

MOSTLY = 0.8
"""Share of a sentence, or of an article's figures, that must stand in shared passages for it to be a copy."""

GENERIC = frozenset({"Industry", "Product"})
"""Types whose names are words of the language, not given ones."""


@dataclass(frozen=True, slots=True)
class Page:
    """An article as tokens."""

    text: str
    """In simplified characters; as long as the article's text."""
    tokens: Tokens
    mentions: tuple[Span, ...]
    """Where a name stands."""
    home: frozenset[str]
    """How the region is called that the article is about."""
    names: Mask
    """Which tokens stand in a name."""
    body: int
    """The first token behind the title."""

    def written(self, span: Span) -> str:
        """Return what stands at a span, without white space."""
        return close(self.text[span.start : span.end])


def page_of(extraction: Extraction) -> Page:
    """Return an article as tokens, with the names that were recognised in it."""
    text, row = folded(extraction.article)
    spans = tuple(sorted({span for e in extraction.entities if e.type not in GENERIC for span in e.mentions}))
    home = (span for e in extraction.entities if e.id == extraction.home for span in e.mentions)
    called = frozenset(close(text[span.start : span.end]) for span in home)
    return Page(text, row, spans, called, row.within(spans), row.between(0, len(extraction.article.title))[1])


def close(text: str) -> str:
    """Return a text without white space, which a name may hold where a line ends."""
    return "".join(text.split())


def folded(article: Article) -> tuple[str, Tokens]:
    """Return an article's text in simplified characters, of the same length, and its tokens."""
    text = simplified(article.text)
    return text, tokens(text)


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence with what stands around it."""

    ids: Hashes
    numbers: Mask
    names: Mask
    first: int
    """Where the sentence begins among ``ids``."""
    last: int

    def copies(self, other: "Passage") -> bool:
        """Tell whether the sentence stands in another passage: most of its wording, and every number in its place.

        A sentence with another number is not copied but written anew on the same pattern.
        """
        shared = taken(self.ids, other.ids, ~(self.numbers | self.names))
        sentence = shared[self.first : self.last]
        numbers = self.numbers[self.first : self.last]
        return bool(len(sentence)) and bool(sentence.mean() >= MOSTLY) and bool(sentence[numbers].all())


def passage(page: Page, span: Span) -> Passage:
    """Return the sentence at a span of an article with its context."""
    first, last = page.tokens.between(span.start, span.end)
    start, end = max(0, first - CONTEXT), last + CONTEXT
    cut = page.tokens.cut(start, end)
    return Passage(cut.ids, cut.numbers, page.names[start:end], first - start, last - start)


def taken(ids: Hashes, other: Hashes, wording: Mask) -> Mask:
    """Tell of each token whether it lies in a passage that another text has too, of at least ``WORDING`` words."""
    hits = np.isin(grams(ids), grams(other))
    steps = np.zeros(len(ids) + 1, dtype=np.int64)
    places = np.flatnonzero(hits)
    np.add.at(steps, places, 1)
    np.add.at(steps, places + GRAM, -1)
    shared = np.cumsum(steps)[:-1] > 0
    edges = np.flatnonzero(np.diff(np.concatenate(([False], shared, [False]))))
    counted = np.concatenate(([0], np.cumsum(wording)))
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        if counted[end] - counted[start] < WORDING:
            shared[start:end] = False
    return shared
