"""What became of each number, name and time of an article."""

from dataclasses import dataclass

from kg.records.span import Span

USED, ASIDE, NOT_UNDERSTOOD = "used", "set aside", "not understood"
FATES = (USED, ASIDE, NOT_UNDERSTOOD)
"""What can become of a number, name or time: a fact uses it, it is none for a named reason, or nobody knows."""

KINDS = ("number", "name", "time")
"""Kinds of entries in the ledger."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One number, name or time of an article, and what became of it: a line of the coverage ledger."""

    kind: str
    """One of :data:`KINDS`."""
    span: Span
    what: str
    """The label of a number's unit, the type of a name, the kind of a time; empty for a number without a known unit."""
    fate: str
    """One of :data:`FATES`."""
    reason: str = ""
    """Why it is set aside or not understood, one of ``reasons`` in messages.toml; empty where it is used."""
    sentence: Span | None = None
    """Where its sentence stands, kept for what was not understood."""
