"""The parts of a scoring rule."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from kg.records.span import Span

PROVISIONS = ("criterion", "bonus", "penalty", "total", "count", "entry", "consequence", "unread", "dimension")
"""Parts of a scoring rule: an item that carries points, points given or taken beyond the items, what all items
add up to, how many there are said to be, who enters a list, what follows for those on it, and what gives or takes
points in a way that was not understood; a dimension of a model by which things are ranked."""

AMOUNTS = ("weight", "full", "step", "deduction", "least", "most", "lower", "upper", "count")
"""Fields of a part that are numbers."""


@dataclass(frozen=True, slots=True)
class Provision:
    """One part of a scoring rule; what a part does not have is None or empty.

    A figure at or beyond ``full`` earns the whole ``weight``; each ``step`` of ``unit`` away from it, in ``direction``,
    costs ``deduction`` points (a bonus gives them).
    """

    about: str
    """Id of the entity whose rule it is, empty where the article names none."""
    kind: str
    """One of :data:`PROVISIONS`."""
    name: str
    """Name of a criterion, or for what points are given or taken; colour of a list (red, black …), empty for none."""
    evidence: Span
    weight: Decimal | None = None
    """Points."""
    full: Decimal | None = None
    unit: str = ""
    """Unit of the figure: %, 次, 天 …"""
    step: Decimal | None = None
    deduction: Decimal | None = None
    """Points a step."""
    direction: str = ""
    """below or above ``full``, for a step; first or last in the order of scores, for an entry."""
    least: Decimal | None = None
    """A figure below it earns nothing."""
    most: Decimal | None = None
    """Most points that the steps together take or give."""
    reading: str = ""
    """How a step that is not full counts, where the text says so: begun, whole, proportional."""
    lower: Decimal | None = None
    """Least score that enters a list."""
    upper: Decimal | None = None
    """Scores below it enter a list."""
    count: Decimal | None = None
    """How many criteria there are said to be; how many of either end of the order enter a list."""
    says: str = ""
    """What earns full marks, who enters or what follows, in the text's own words."""

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Provision":
        """Rebuild one from plain JSON values; KeyError or TypeError where the shape is another."""
        amounts = {k: None if data[k] is None else Decimal(data[k]) for k in AMOUNTS}
        return cls(**{**data, **amounts, "evidence": Span(**data["evidence"])})
