"""Turns in the life of a project."""

from dataclasses import dataclass

from kg.records.span import Span


@dataclass(frozen=True, slots=True)
class Turn:
    """What became of a project apart from the dated steps of its making; ``date`` as precise as the text allows."""

    about: str
    kind: str
    """negotiated, stopped, resumed or cancelled."""
    date: str
    evidence: Span
