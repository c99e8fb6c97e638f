"""The texts of articles, where a build's claims are there, with what became of every number, name and time in them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from kg.network import clean
from kg.records import FATES, KINDS, Extraction

MOST = 3_000_000
"""Characters of texts that one page holds; the articles beyond, the oldest, show the sentences of the graph alone."""


@dataclass(frozen=True, slots=True)
class Text:
    """An article's text (title, line feed, body), and its ledger: kind, start, end, fate, reason of each entry."""

    text: str = ""
    ledger: list[list[Any]] = field(default_factory=list)


def texts_of(extractions: Iterable[Extraction]) -> dict[str, Text]:
    """Return hash → text of as many articles as a page holds, the latest first."""
    found, room = {}, MOST
    for one in sorted(extractions, key=lambda x: (x.article.issued, x.article.sha256), reverse=True):
        room -= len(one.article.text)
        if room < 0:
            break
        rows = [
            [KINDS.index(e.kind), e.span.start, e.span.end, FATES.index(e.fate), e.reason]
            for e in one.ledger
        ]  # fmt: skip
        found[one.article.sha256] = Text(clean(one.article.text), rows)
    return found
