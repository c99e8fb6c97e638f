"""What the audit doubts about the figures and steps of a graph, for the page to mark."""

from collections import defaultdict
from typing import Any

import pyoxigraph as ox

from kg.audit import audit
from kg.network import clean

MARKED = ("error", "doubt")
"""Severities that the page marks: what cannot be so, and what should be looked at."""


class Doubts:
    """Findings of the audit, by the statements that they rest on."""

    def __init__(self, store: ox.Store) -> None:
        """Audit a graph; GraphError where a value of it is no number."""
        self.rows: list[list[Any]] = []
        """Severity, explanation in Chinese and in English, arithmetic of each finding."""
        self._of: dict[str, list[int]] = defaultdict(list)
        for one in audit(store):
            if one.severity in MARKED:
                for statement in one.statements:
                    self._of[statement.iri].append(len(self.rows))
                self.rows.append([one.severity, *map(clean, (one.text("zh"), one.text("en"), one.arithmetic))])

    def about(self, *iris: str) -> list[int]:
        """Return the numbers of the findings that rest on any of some statements."""
        return sorted({number for iri in iris for number in self._of.get(iri, ())})
