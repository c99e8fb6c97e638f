"""Cues: trigger words of the tables in a stretch of text, and clauses of a sentence."""

from collections.abc import Iterator
from functools import cache

from kg.lexicon import rules
from kg.records import Mention, Sentence
from kg.relate.context import Context


@cache
def triggers(name: str) -> tuple[str, ...]:
    """Return the trigger words of a name in ``relate.toml``."""
    return tuple(rules("relate")["triggers"][name])


def said(context: Context, start: int, end: int, name: str) -> bool:
    """Tell whether a trigger word stands in a stretch of the folded text."""
    text = context.doc.text[start:end]
    return any(w in text for w in triggers(name))


def clauses(context: Context, sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Yield the stretches between the clause marks of a sentence."""
    position = sentence.start
    while position < sentence.end:
        start, end = context.clause(position)
        yield max(start, sentence.start), end
        position = end + 1


def is_place(context: Context, mention: Mention) -> bool:
    """Tell whether a region is a place where things stand, not an area of the economy or a country."""
    return context.entity(mention).kind != "EconomicRegion"
