"""A question, read by the recognisers of articles, by the names of the graph, and by the words of ``ask.toml``."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import pyoxigraph as ox

from kg.ask.templates import iri, literal
from kg.ask.times import within
from kg.errors import UsageError
from kg.facts import Facts
from kg.intervals import amount_text
from kg.lexicon import pattern, rules
from kg.recognise import Recognised, by_rule
from kg.records import Article, Mention, Period, Quantity
from kg.segment import segment, simplified, squash
from kg.store import pairs
from kg.vocab import KG, RDF, RDFS, SKOS, XSD

LONGEST = 300
"""Code points of a question; what is longer is no question."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a question and what it is: the terms that it gives to each slot, in the groups of its words."""

    span: tuple[int, int]
    text: str
    kind: str
    """name, unknown, amount, period, word or rest."""
    meanings: tuple[tuple[str, str, str], ...] = ()
    """Slot, SPARQL term, and how it was understood."""
    groups: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Reading:
    """A question in pieces, in order; together they are all of it."""

    text: str
    pieces: tuple[Piece, ...]

    @property
    def words(self) -> list[Piece]:
        """The pieces that are words of ``ask.toml``."""
        return [piece for piece in self.pieces if piece.kind == "word"]

    @property
    def groups(self) -> frozenset[str]:
        """Every group of words of which one stands in the question."""
        return frozenset(group for word in self.words for group in word.groups)

    @property
    def unknown(self) -> list[str]:
        """Names that the recognisers see and the graph does not have."""
        return [piece.text for piece in self.pieces if piece.kind == "unknown"]

    def slots(self, wanted: Iterable[str]) -> dict[str, list[Piece]]:
        """Return which pieces fill which of some slots; each goes to the first slot that it fits."""
        found: dict[str, list[Piece]] = defaultdict(list)
        order = list(wanted)
        for piece in self.pieces:
            own = {slot for slot, _, _ in piece.meanings}
            chosen = next((slot for slot in order if slot in own and (slot not in ONCE or slot not in found)), None)
            for slot in filter(None, [chosen, *([] if chosen not in PAIRED else sorted(own - {chosen}))]):
                found[slot].append(piece)
        return dict(found)


ONCE = frozenset({"wanted"})
"""Slots that take one piece only."""
PAIRED = frozenset({"amount", "period"})
"""Slots whose pieces fill their bounds as well: least, over, most, under; first, last."""


def slot_of(piece: Piece, slot: str) -> list[str]:
    """Return the terms that a piece gives to a slot."""
    return [term for own, term, _ in piece.meanings if own == slot]


class Names:
    """The names of one graph: label or alias → things, and the labels of its indicators."""

    def __init__(self, facts: Facts) -> None:
        """Read the names of a loaded graph."""
        store = facts.store
        self.facts = facts
        self.things: dict[str, set[tuple[str, str]]] = defaultdict(set)
        types = {s: of.removeprefix(KG.base) for s, of in pairs(store, RDF.type) if _is_type(of)}
        mentioned = {s for s, _ in pairs(store, KG.mention)}
        for term in (RDFS.label, SKOS.altLabel):
            for thing, name in pairs(store, term):
                if thing in types and thing in mentioned:
                    self.things[squash(name)].add((thing, types[thing]))
        used = {indicator for _, indicator in pairs(store, KG.indicator)}
        self.indicators = {squash(name): thing for thing, name in pairs(store, RDFS.label) if thing in used}
        about = {s for term in (KG.industry, KG.produces) for _, s in pairs(store, term)}
        topical = {name for name, things in self.things.items() if any(of == "Project" for _, of in things)}
        self.topics = "\n".join(sorted(topical | {squash(facts.label(ox.NamedNode(s))) for s in about}))

    def of_mention(self, mention: Mention) -> set[tuple[str, str]]:
        """Return the things that a recogniser's reading of a name means."""
        names = {squash(mention.canonical), squash(mention.name)} - {""}
        coded = [s for s, code in pairs(self.facts.store, KG.adcode) if code == mention.code] if mention.code else []
        return {thing for name in names for thing in self.things.get(name, ())} | {(s, "Region") for s in coded}

    def like(self, mention: Mention) -> set[tuple[str, str]]:
        """Return things of a name's type whose longer names hold it but for its last word: 甲乙项目, 甲乙电池项目."""
        core = pattern("ask", "lastword").sub("", squash(mention.name))
        of = {thing for name, things in self.things.items() if core in name for thing in things}
        return {thing for thing in of if thing[1] == mention.type} if len(core) > 2 else set()


def read(question: str, names: Names, as_of: str = "") -> Reading:
    """Read a question; 今年, 去年 … count from the day ``as_of``, else from the graph's latest article.

    Raises:
        UsageError: it is empty or too long.
    """
    text = simplified(squash(question))
    text = pattern("ask", "elliptic").sub(lambda m: f"{m[0]}{rules('ask')['currency']['unit']}", text)
    if not text or len(text) > LONGEST:
        raise UsageError(f"a question has 1 to {LONGEST} characters, this one {len(text)}; ask for one thing at a time")
    seen = by_rule(segment(Article(text, "", as_of or names.facts.latest())))[0]
    found: list[Piece] = []
    for candidates in (_known(text, names), _counted(seen), _indicated(text, names), _recognised(seen, names)):
        _add(found, candidates)
    _add(found, _worded(text))
    _add(found, _rest(text, found, names))
    return Reading(text, tuple(sorted(found, key=lambda piece: piece.span)))


def _add(found: list[Piece], candidates: Iterable[Piece]) -> None:
    """Keep the longest candidates that lie apart from each other and from what was found before."""
    for piece in sorted(candidates, key=lambda p: (p.span[0] - p.span[1], p.span)):
        if all(piece.span[1] <= other.span[0] or other.span[1] <= piece.span[0] for other in found):
            found.append(piece)


def _known(text: str, names: Names) -> Iterator[Piece]:
    for name, things in names.things.items():
        if len(name) > 1 and name in text and name not in _vocabulary():
            for at in re.finditer(re.escape(name), text):
                yield _named(at.span(), name, things, names.facts)


def _named(span: tuple[int, int], text: str, things: set[tuple[str, str]], facts: Facts) -> Piece:
    meanings = []
    for thing, type_ in sorted(things):
        says = facts.label(ox.NamedNode(thing))
        meanings += [(slot, iri(thing), says) for slot, types in rules("ask")["slots"].items() if type_ in types]
    if any(type_ in rules("ask")["topical"]["types"] for _, type_ in things):
        meanings.append(("topic", literal(text), text))
    return Piece(span, text, "name", tuple(meanings))


def _counted(seen: Recognised) -> Iterator[Piece]:
    for period in seen.periods:
        if period.value:
            yield _timed(period, seen.tokens.text)
    for quantity in seen.quantities:
        if quantity.unit in rules("ask")["currency"]["units"]:
            yield _amount(quantity)


def _timed(period: Period, text: str) -> Piece:
    first, last = within(period.value)
    edges = rules("ask")["edges"].items()
    after = next((kind for kind, words in edges if text.startswith(tuple(words), period.end)), "")
    first = "" if after == "before" else first
    last = "9999" if after == "after" or period.kind == "since" else last
    says = f"{first or '…'} — {last.rstrip('~-') if last != '9999' else '…'}"
    meanings = (("period", literal(period.value), says), ("first", literal(first), ""), ("last", literal(last), ""))
    return Piece((period.start, period.end), period.wording, "period", meanings)


def _amount(quantity: Quantity) -> Piece:
    conf, sides = rules("ask")["bounds"], []
    strict = quantity.wording.startswith(tuple(conf["strict"]))
    if quantity.comparator == "approximately" and quantity.value is not None:
        parts = {"least": 100 - conf["about"], "most": 100 + conf["about"]}
        sides = [(side, quantity.value * part / 100) for side, part in parts.items()]
    else:
        least, most = ("over", "under") if strict else ("least", "most")
        sides = [(least, quantity.lower), (most, quantity.upper)]
    told = [(side, n) for side, n in sides if n is not None]
    meanings = [(side, str(ox.Literal(f"{n:f}", datatype=ox.NamedNode(XSD.decimal))), "") for side, n in told]
    says = " ".join(f"{conf['signs'][side]} {amount_text(n, quantity.unit)}" for side, n in told)
    meanings += [("amount", iri(KG[quantity.unit]), says), ("unit", iri(KG[quantity.unit]), "")]
    return Piece((quantity.start, quantity.end), quantity.wording, "amount", tuple(meanings))


def _indicated(text: str, names: Names) -> Iterator[Piece]:
    for name in names.indicators:
        if len(name) > 2 and name in text and name not in _vocabulary():
            at = text.index(name)
            meant = [(other, thing) for other, thing in sorted(names.indicators.items()) if other.endswith(name)]
            yield Piece((at, at + len(name)), name, "name", tuple(("indicator", iri(s), other) for other, s in meant))


def _recognised(seen: Recognised, names: Names) -> Iterator[Piece]:
    for mention in seen.mentions:
        span, things = (mention.start, mention.end), names.of_mention(mention)
        if _only_words().fullmatch(mention.name):
            continue
        if things:
            yield _named(span, mention.name, things, names.facts)
        elif mention.type in rules("ask")["topical"]["types"] and mention.name in names.topics:
            yield Piece(span, mention.name, "name", (("topic", literal(mention.name), mention.name),))
        elif len(like := names.like(mention)) == 1:
            yield _named(span, mention.name, like, names.facts)
        else:
            yield Piece(span, mention.name, "unknown")


@cache
def _vocabulary() -> dict[str, frozenset[str]]:
    """Return word → the groups that it is in; stages and statuses are groups of their own."""
    found: dict[str, set[str]] = defaultdict(set)
    for group, words in rules("ask")["words"].items():
        for word in words:
            found[word].add(group)
    for section in ("stages", "statuses"):
        for words in rules("ask")[section].values():
            for word in words:
                found[word].add(section)
    return {word: frozenset(groups) for word, groups in found.items()}


@cache
def _only_words() -> re.Pattern[str]:
    """Match what consists of words of ``ask.toml`` alone."""
    words = sorted(_vocabulary(), key=lambda word: (-len(word), word))
    return re.compile(f"(?:{'|'.join(map(re.escape, words))})+")


def _worded(text: str) -> Iterator[Piece]:
    conf = rules("ask")
    for word, groups in _vocabulary().items():
        meanings: list[tuple[str, str, str]] = []
        meanings += [("wanted", literal(stage), stage) for stage, words in conf["stages"].items() if word in words]
        meanings += [("status", iri(KG[status]), status) for status, words in conf["statuses"].items() if word in words]
        piece = Piece((0, 0), word, "word", tuple(meanings), groups)
        yield from (replace(piece, span=at.span()) for at in re.finditer(re.escape(word), text))


def _rest(text: str, found: list[Piece], names: Names) -> Iterator[Piece]:
    """Yield what nothing else has read: a topic or part of an indicator's name where the graph has it, else nothing."""
    taken = {i for piece in found for i in range(*piece.span)}
    free = "".join("0" if i in taken or not char.isalnum() else "1" for i, char in enumerate(text))
    for run in re.finditer("1+", free):
        wording = text[slice(*run.span())]
        meanings = []
        if len(wording) > 1:
            meanings = [("indicator", iri(s), name) for name, s in sorted(names.indicators.items()) if wording in name]
            if wording in names.topics:
                meanings.append(("topic", literal(wording), wording))
        yield Piece(run.span(), wording, "name" if meanings else "rest", tuple(meanings))


def _is_type(of: str) -> bool:
    types: Any = rules("ask")["slots"]["thing"]
    return of.removeprefix(KG.base) in types
