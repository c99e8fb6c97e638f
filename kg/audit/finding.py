"""What the audit finds: a kind, how much it weighs, the statements that it rests on, and the arithmetic written out."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from kg.facts.figures import Figure, Step
from kg.intervals import symbolic
from kg.lexicon import rules

SEVERITIES = ("holds", "note", "doubt", "error")
"""From what was checked and is right, over what is no fault and what should be looked at, to what cannot be so."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that the audit found; nothing in the graph is changed by it."""

    kind: str
    about: str
    """IRI of the thing."""
    subject: str
    """Its label."""
    statements: tuple[Figure | Step, ...]
    """What it rests on, each with its sentence; the decisive one first."""
    arithmetic: str
    """The sum or comparison written out, the same in every language."""
    fields: tuple[tuple[str, str], ...]
    """What the explanation names."""

    @property
    def severity(self) -> str:
        """One of :data:`SEVERITIES`."""
        return kinds()[self.kind]

    def text(self, lang: str) -> str:
        """Return the explanation in Chinese (zh) or English (en)."""
        template: str = rules("messages")[lang]["audit"]["kinds"][self.kind]
        return template.format(subject=self.subject, **dict(self.fields))

    @property
    def order(self) -> tuple[Any, ...]:
        """Errors first, then by kind, subject and what it rests on."""
        iris = tuple(s.iri for s in self.statements)
        return (-SEVERITIES.index(self.severity), self.kind, self.subject, self.arithmetic, iris, self.fields)


@cache
def kinds() -> Mapping[str, str]:
    """Return every kind of finding with its severity, in the order of ``audit.toml``."""
    return {kind: severity for severity in SEVERITIES for kind in rules("audit")["severities"][severity]}


def found(kind: str, *statements: Figure | Step, arithmetic: str = "", **fields: object) -> Finding:
    """Return a finding about the subject of its first statement."""
    first = statements[0]
    return Finding(
        kind, first.about, first.subject, statements, arithmetic, tuple((k, str(v)) for k, v in sorted(fields.items()))
    )


def shown(figure: Figure) -> str:
    """Return a figure's number as arithmetic writes it: ≥50亿元."""
    return symbolic(figure.interval, figure.unit)
