"""The records in which the stages meet: frozen, comparable, and JSON in and out.

Positions are Unicode code points, counted from 0, end exclusive. Amounts are exact ``Decimal`` in base units
(CNY, not 亿元). Dates and periods are strings of the form that ``Period`` describes: precision is never invented.
"""

from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any

from kg.records.article import Article as Article
from kg.records.attribution import SPEAKERS as SPEAKERS
from kg.records.attribution import Attribution as Attribution
from kg.records.entry import ASIDE as ASIDE
from kg.records.entry import FATES as FATES
from kg.records.entry import KINDS as KINDS
from kg.records.entry import NOT_UNDERSTOOD as NOT_UNDERSTOOD
from kg.records.entry import USED as USED
from kg.records.entry import Entry as Entry
from kg.records.provision import PROVISIONS as PROVISIONS
from kg.records.provision import Provision as Provision
from kg.records.span import Span as Span
from kg.records.turn import Turn as Turn

DECISIONS_FILE = "decisions.csv"
"""Name of the file of people's decisions; among articles it is no article."""


@dataclass(frozen=True, slots=True)
class Reject:
    """An input that could not be read, and why: one line of ``rejects.jsonl``."""

    path: str
    code: str
    reason: str
    sha256: str = ""
    offset: int | None = None
    """Byte offset, or line number for row-wise formats, where known."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the folded text, and what rules over it."""

    start: int
    end: int
    heading: str = ""
    """The heading or paragraph label in force, without its number."""
    section: int = 0
    """Counts headings; sentences of one section share it."""
    kind: str = "body"
    """title, heading or body."""
    label: str = ""
    """The paragraph label before a colon (组织保障:) in force."""
    item: int = -1
    """Where the list item (1. 甲项目…) begins that this sentence belongs to, -1 outside lists."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its meaning: bounds, unit and wording, at ``[start:end)`` of the folded text.

    ``value`` is nominal, in base units; ``lower`` and ``upper`` are absent where the statement is open on that side,
    and for a range ``value`` is absent.
    """

    start: int
    end: int
    value: Decimal | None
    lower: Decimal | None
    upper: Decimal | None
    unit: str
    """Label of the unit, as in annotation.md section 3: CNY, %, 人, m2, 个 …"""
    comparator: str
    wording: str
    """The number, its unit and its bound words as written (folded)."""
    per: str = ""
    """年, 月, 日 … for a rate (每月 1200 万片)."""
    number: tuple[int, int] = (0, 0)
    """Where number and unit alone stand, without bound words."""


@dataclass(frozen=True, slots=True)
class Period:
    """A time at ``[start:end)`` of the folded text.

    ``value`` is ``2022``, ``2022-03``, ``2022-03-11``, ``2022-Q1`` or ``FIRST/LAST`` of those (2018/2021,
    2022-01/2022-11).
    """

    start: int
    end: int
    value: str
    wording: str
    kind: str = "at"
    """at, by (到 2025 年, 截至), since (自 2021 年), within (五年内, a length and no date), recent (近日, 日前)."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A name at ``[start:end)`` of the folded text."""

    start: int
    end: int
    type: str
    name: str
    """The name as written, white space and outer quotation marks dropped."""
    method: str
    code: str = ""
    """Six-digit code of an administrative division."""
    canonical: str = ""
    """The full or official name where a table or the article itself gives it."""
    score: float = 1.0

    def __hash__(self) -> int:
        return hash((self.start, self.end, self.type))


@dataclass(frozen=True, slots=True)
class Entity:
    """One named thing of one article."""

    id: str
    type: str
    name: str
    aliases: tuple[str, ...] = ()
    mentions: tuple[Span, ...] = ()
    code: str = ""
    kind: str = ""
    """For a Region: AdministrativeDivision, DevelopmentZone or EconomicRegion."""
    method: str = ""

    def __hash__(self) -> int:
        return hash((self.id, self.name))


@dataclass(frozen=True, slots=True)
class Relation:
    """Subject, predicate, object, by the entities' ids within the article."""

    subject: str
    predicate: str
    object: str
    evidence: Span
    method: str
    status: str = "actual"
    voice: int = -1
    """Which of the article's attributions it stands under, -1 for the article's own words."""


@dataclass(frozen=True, slots=True)
class Observation:
    """A number about an entity; see :class:`Quantity` for the value and its bounds."""

    about: str
    indicator: str
    value: Decimal | None
    lower: Decimal | None
    upper: Decimal | None
    unit: str
    comparator: str
    status: str
    period: str
    wording: str
    evidence: Span
    method: str
    voice: int = -1
    """See :class:`Relation`."""


@dataclass(frozen=True, slots=True)
class Milestone:
    """A dated step of an entity; ``date`` as precise as the text allows."""

    about: str
    stage: str
    date: str
    status: str
    evidence: Span
    method: str
    voice: int = -1
    """See :class:`Relation`."""
    within: str = ""
    """FIRST/LAST where the text tells a spell, such as half a year, of which ``date`` is the year or the first day."""


@dataclass(frozen=True, slots=True)
class Missed:
    """A sentence that says something that was not understood, and why it seems so."""

    evidence: Span
    reason: str


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that one article says, a pure function of its text and the rules."""

    article: Article
    home: str = ""
    """Id of the entity that the article as a whole is about; empty where unknown."""
    tags: tuple[str, ...] = ()
    """Ids of regions that a column tag of the title names."""
    entities: tuple[Entity, ...] = ()
    relations: tuple[Relation, ...] = ()
    observations: tuple[Observation, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    provisions: tuple[Provision, ...] = ()
    """Parts of the scoring rule that the article sets out."""
    turns: tuple[Turn, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    """Who is said to say something, in order of position."""
    missed: tuple[Missed, ...] = ()
    ledger: tuple[Entry, ...] = ()
    """Every number, name and time of the article once, in order of position."""
    sentences: int = 0
    notes: tuple[str, ...] = field(default=())

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values; amounts become strings so that nothing is rounded."""
        plain: dict[str, Any] = _plain(asdict(self))
        return plain

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Extraction":
        """Rebuild what :meth:`to_json` wrote; KeyError or TypeError where the shape is another."""
        article = dict(data["article"], paths=tuple(data["article"]["paths"]), notes=tuple(data["article"]["notes"]))
        return cls(
            article=Article(**article),
            home=data["home"],
            tags=tuple(data["tags"]),
            entities=tuple(
                Entity(**dict(e, aliases=tuple(e["aliases"]), mentions=tuple(Span(**m) for m in e["mentions"])))
                for e in data["entities"]
            ),
            relations=tuple(Relation(**dict(r, evidence=Span(**r["evidence"]))) for r in data["relations"]),
            observations=tuple(_observation(o) for o in data["observations"]),
            milestones=tuple(Milestone(**dict(m, evidence=Span(**m["evidence"]))) for m in data["milestones"]),
            provisions=tuple(Provision.from_json(p) for p in data.get("provisions", ())),
            turns=tuple(Turn(**dict(t, evidence=Span(**t["evidence"]))) for t in data.get("turns", ())),
            attributions=tuple(
                Attribution(**dict(a, evidence=Span(**a["evidence"]))) for a in data.get("attributions", ())
            ),
            missed=tuple(Missed(Span(**m["evidence"]), m["reason"]) for m in data["missed"]),
            ledger=tuple(_entry(e) for e in data["ledger"]),
            sentences=data["sentences"],
            notes=tuple(data["notes"]),
        )


def _observation(data: dict[str, Any]) -> Observation:
    amounts = {k: None if data[k] is None else Decimal(data[k]) for k in ("value", "lower", "upper")}
    return Observation(**{**data, **amounts, "evidence": Span(**data["evidence"])})


def _entry(data: dict[str, Any]) -> Entry:
    sentence = data["sentence"] and Span(**data["sentence"])
    return Entry(**{**data, "span": Span(**data["span"]), "sentence": sentence})


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    return str(value) if isinstance(value, Decimal) else value
