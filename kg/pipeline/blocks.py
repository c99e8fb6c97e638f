"""A text longer than any article, read in blocks, so that memory does not grow with it, and their joined extraction.

Each block is read as an article of its own under the same title; what is told of the title counts from the first one.
Things of one type, name and code are one; what a short name stands for in another block is left to ``kg.resolve``.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from kg.cuts import cut
from kg.lexicon import rules
from kg.records import Article, Entity, Entry, Extraction, Span

LONGEST = 50_000
"""Code points that are read at once: the longest article of the corpora has a tenth of that."""
LONGEST_TITLE = 1_000
"""Code points of a title that stands over each block; a longer one is read as text."""

_RECORDS = ("relations", "observations", "milestones", "provisions", "turns", "attributions", "missed", "ledger")
"""Fields of an extraction that hold records with a place."""
_ENTITIES = ("subject", "object", "about", "speaker")
"""Fields of a record that hold the id of an entity."""


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of an article as an article of its own."""

    article: Article
    start: int
    """Where its body begins in the text of the whole article."""

    @property
    def head(self) -> int:
        """Code points of its title and the line feed behind it."""
        return len(self.article.title) + 1

    def place(self, span: Span) -> Span:
        """Return a span of the block as one of the whole article."""
        if span.start < self.head:
            return span
        return Span(span.start - self.head + self.start, span.end - self.head + self.start)


def blocks(article: Article) -> list[Block]:
    """Return the blocks of an article: itself where it is short enough."""
    text, kept = article.text, len(article.title) <= LONGEST_TITLE
    if len(article.body) <= LONGEST and kept:
        return [Block(article, len(article.title) + 1)]
    marks = rules("segment")["marks"]
    title, last = (article.title, len(article.title) + 1) if kept else ("", 0)
    found = []
    while last < len(text):
        end = min(last + LONGEST, len(text))
        if end < len(text):
            half = last + LONGEST // 2
            end = cut(text, half, end, ["\n", marks["sentence_end"], marks["pauses"]])
        found.append(Block(replace(article, title=title, body=text[last:end]), last))
        last = end
    return found


def joined(article: Article, read: Iterable[tuple[Block, Extraction]]) -> Extraction:
    """Return what the blocks of an article say as one extraction, identifiers and positions those of the whole."""
    whole = _Whole()
    for block, found in read:
        whole.add(block, found)
    told = {name: tuple(records) for name, records in whole.told.items()}
    entities = tuple(thing.entity() for thing in whole.things.values())
    return Extraction(
        article, whole.home, whole.tags, entities, **told, sentences=whole.sentences, notes=tuple(whole.notes)
    )


@dataclass
class _Thing:
    """An entity that several blocks may name."""

    first: Entity
    aliases: set[str] = field(default_factory=set)
    mentions: set[Span] = field(default_factory=set)

    def entity(self) -> Entity:
        aliases = tuple(sorted(self.aliases - {self.first.name}))
        return replace(self.first, aliases=aliases, mentions=tuple(sorted(self.mentions)))


class _Whole:
    """What the blocks read so far say."""

    def __init__(self) -> None:
        self.things: dict[tuple[str, ...], _Thing] = {}
        self.told: dict[str, list[Any]] = {name: [] for name in _RECORDS}
        self.home, self.tags, self.sentences = "", tuple[str, ...](), 0
        self.notes: dict[str, None] = {}

    def add(self, block: Block, found: Extraction) -> None:
        """Add what a block says; its home counts where none before it has one."""
        ids = {entity.id: self._thing(block, entity) for entity in found.entities}
        spoken = len(self.told["attributions"])
        for name, records in self.told.items():
            for record in getattr(found, name):
                where = record.span if isinstance(record, Entry) else record.evidence
                if where.start >= block.head or block.start <= block.head:
                    records.append(_moved(record, block, ids, spoken))
        self.home = self.home or ids.get(found.home, "")
        self.tags = self.tags or tuple(ids[tag] for tag in found.tags)
        self.sentences += found.sentences
        self.notes |= dict.fromkeys(found.notes)

    def _thing(self, block: Block, entity: Entity) -> str:
        """Return the identifier of an entity in the whole article."""
        key = (entity.type, entity.name, entity.code, entity.kind)
        fresh = _Thing(replace(entity, id=f"e{len(self.things) + 1}"))
        thing = self.things.setdefault(key, fresh)
        thing.aliases.update(entity.aliases)
        thing.mentions.update(map(block.place, entity.mentions))
        return thing.first.id


def _moved(record: Any, block: Block, ids: dict[str, str], spoken: int) -> Any:
    """Return a record with the identifiers and positions of the whole article.

    ``spoken`` are the attributions of the blocks before, each of which stands in a body and so is kept.
    """
    changed: dict[str, Any] = {}
    for name in record.__dataclass_fields__:
        value = getattr(record, name)
        if isinstance(value, Span):
            changed[name] = block.place(value)
        elif name in _ENTITIES:
            changed[name] = ids.get(value, "")
        elif name == "voice" and value >= 0:
            changed[name] = value + spoken
    return replace(record, **changed)
