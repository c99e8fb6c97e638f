"""Who says what an article reports."""

from dataclasses import dataclass

from kg.records.span import Span

SPEAKERS = (
    "office", "company", "institution", "expert", "meeting", "document", "reporter", "person", "unnamed",
)  # fmt: skip
"""Kinds of speakers: a government body, a company, another institution, an expert, a meeting, a writing (statistics, a
report, a notice), what the reporter saw or was told, another person, somebody whom the text leaves unnamed."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """Words by which an article says from whom it has something: 据市统计局介绍, 公司负责人表示."""

    kind: str
    """One of :data:`SPEAKERS`."""
    speaker: str
    """Id of the entity that speaks, or whose member or paper does; empty where the text names none."""
    evidence: Span
