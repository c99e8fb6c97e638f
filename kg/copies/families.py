"""Articles that are, but for small changes, the text of another one: reprints and shortened copies."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np

from kg.copies.passages import MOSTLY, Page, close, folded, page_of, taken
from kg.copies.tokens import Hashes, grams
from kg.records import Article, Extraction, Span

WINDOW = 8
"""Runs of tokens of which the least hash is kept: of any ``WINDOW + GRAM - 1`` tokens in a row one is."""

NEIGHBOURS = 8
"""With how many that have a fingerprint too, next in order, an article is paired: with all would be quadratic."""

HALF = 0.5
"""Share of the lesser article's fingerprints that a pair must have in common to be looked at."""

CORE = 0.6
"""Share of an article that the copied part, from its first to its last passage, must make up: what stands before and
behind it is the furniture of a site."""

_LONGER = 10**12
"""More than any text has code points."""


@dataclass
class Families:
    """Articles as they come, and then which of them copy which."""

    order: list[str] = field(default_factory=list)
    """What :func:`order_of` says of each."""
    _prints: list[Hashes] = field(default_factory=list)

    def add(self, extraction: Extraction) -> None:
        """Take the fingerprints of an article."""
        self._prints.append(prints_of(extraction.article))
        self.order.append(order_of(extraction.article))

    def copies(self, extractions: Iterable[Extraction]) -> dict[int, int]:
        """Return article → the article whose text it is, by their places in the order of coming.

        An article copies one that was published before it, or on the same day and is longer; where that is a copy too,
        the first is given. ``extractions`` are the same as were added.
        """
        earlier: dict[int, list[int]] = defaultdict(list)
        for pair in self._alike():
            old, new = sorted(pair, key=self.order.__getitem__)
            earlier[new].append(old)
        wanted = {*earlier, *(old for olds in earlier.values() for old in olds)}
        pages = {place: page_of(x) for place, x in enumerate(extractions) if place in wanted}
        found: dict[int, int] = {}
        for new in sorted(earlier, key=self.order.__getitem__):
            olds = sorted(earlier[new], key=self.order.__getitem__)
            at = copied(pages[new], (pages[old] for old in olds))
            if at >= 0:
                found[new] = found.get(olds[at], olds[at])
        return found

    def _alike(self) -> Iterator[tuple[int, int]]:
        """Yield pairs of articles that share enough fingerprints to be looked at."""
        if not self._prints:
            return
        ranked = np.array(sorted(range(len(self.order)), key=self.order.__getitem__))
        rank = np.argsort(ranked)
        owners = np.repeat(rank, [len(p) for p in self._prints])
        prints = np.concatenate(self._prints)
        sorting = np.lexsort((owners, prints))
        owners, prints = owners[sorting], prints[sorting]
        codes = [
            (owners[:-step] * len(rank) + owners[step:])[prints[:-step] == prints[step:]]
            for step in range(1, min(NEIGHBOURS, len(prints) - 1) + 1)
        ]
        found, counts = np.unique(np.concatenate([np.zeros(0, dtype=np.int64), *codes]), return_counts=True)
        for code, count in zip(found.tolist(), counts.tolist(), strict=True):
            one, other = (int(ranked[place]) for place in divmod(code, len(rank)))
            if count >= HALF * min(len(self._prints[one]), len(self._prints[other])):
                yield one, other


def order_of(article: Article) -> str:
    """Return what tells an article from all others, in the order in which they are the first to say a thing.

    Texts compare as day, length and hash would: the day, undated ones last; then the longer; then the hash.
    """
    return f"{article.issued or '~'} {_LONGER - len(article.body):012d} {article.sha256}"


def prints_of(article: Article) -> Hashes:
    """Return the fingerprints of an article's body."""
    _, row = folded(article)
    body = row.cut(row.between(0, len(article.title))[1], len(row))
    return fingerprints(grams(body.ids))


def fingerprints(hashes: Hashes) -> Hashes:
    """Return the least of each window of hashes, each once."""
    if len(hashes) <= WINDOW:
        return hashes[:0] if not len(hashes) else hashes.min(keepdims=True)
    windows = np.lib.stride_tricks.sliding_window_view(hashes, WINDOW)
    return np.unique(windows.min(axis=1))


def copied(page: Page, earlier: Iterable[Page]) -> int:
    """Return the place of the first of some earlier articles, in order, whose text an article is; -1 for none."""
    return next((place for place, other in enumerate(earlier) if is_copy(page, other)), -1)


def is_copy(page: Page, other: Page) -> bool:
    """Tell whether the body of an article is the text of another, its numbers and names included.

    Form letters and bulletins share the words around other numbers and names, and so are no copies. One number that
    was corrected does not make a copy an article of its own.
    """
    row = page.tokens.cut(page.body, len(page.tokens))
    names = page.names[page.body :]
    shared = taken(row.ids, other.tokens.ids, ~(row.numbers | names))
    places = np.flatnonzero(shared)
    if not len(places) or places[-1] + 1 - places[0] < CORE * len(row):
        return False
    core = slice(places[0], places[-1] + 1)
    kept = (shared[core], shared[core][row.numbers[core]], shared[core][names[core]])
    span = Span(int(row.starts[places[0]]), int(row.starts[places[-1]]) + 1)
    return all(not len(part) or part.mean() >= MOSTLY for part in kept) and not _exchanged(page, span, other)


def _exchanged(page: Page, copied: Span, other: Page) -> bool:
    """Tell whether a copied part is about what the other never names: the home, or what is named again and again."""
    known = close(other.text)
    inside = (page.written(span) for span in page.mentions if copied.start <= span.start and span.end <= copied.end)
    unknown = Counter(name for name in inside if name not in known)
    return any(times > 1 or name in page.home for name, times in unknown.items())
