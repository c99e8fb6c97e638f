"""The forms of question that can be answered (``ask.toml``), and which of them a question has."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from kg.ask.reading import Reading, slot_of
from kg.errors import LexiconError
from kg.lexicon import rules


@dataclass(frozen=True, slots=True)
class Form:
    """One form of question: the words it is told by, what it needs and takes, and the queries that answer it."""

    name: str
    example: str
    """A question of this form; … stands for a name."""
    query: tuple[str, ...]
    """Templates of ``ontology/queries/ask``, or saved questions; all are run, in this order."""
    words: tuple[str, ...] = ()
    """Groups of ``[words]``, one of each must stand in the question; a|b where either will do."""
    also: tuple[str, ...] = ()
    """Groups whose words say nothing more where the form is told."""
    needs: tuple[str, ...] = ()
    """Slots that the question must fill."""
    takes: tuple[str, ...] = ()
    """Slots that it may fill."""
    bind: Mapping[str, str] = field(default_factory=dict)
    """Slot of a template, or variable of a saved question → slot of the question that gives its values or labels."""
    sets: Mapping[str, list[str]] = field(default_factory=dict)
    """Slot of a template → terms of the ontology that the form fills it with; none where it is no more than a sign."""

    @property
    def slots(self) -> tuple[str, ...]:
        """Everything that it needs or takes, in the order in which names are given to them."""
        return (*self.needs, *self.takes)

    @property
    def groups(self) -> frozenset[str]:
        """Every group of words that it reads."""
        return frozenset(group for words in (*self.words, *self.also) for group in words.split("|"))


@dataclass(frozen=True, slots=True)
class Match:
    """A question as one form takes it."""

    form: Form
    slots: Mapping[str, tuple[str, ...]]
    """Slot → SPARQL terms; see :mod:`kg.ask.templates`."""
    ignored: tuple[str, ...]
    """What stands in the question and does not count in the answer, as written."""

    @property
    def unread(self) -> int:
        """How many code points do not count in the answer."""
        return sum(map(len, self.ignored))


@cache
def forms() -> tuple[Form, ...]:
    """Return every form; the further up, the sooner it is chosen where two fit alike.

    Raises:
        LexiconError: a form lacks a field, or has one too many.
    """
    try:
        rows: Iterator[dict[str, Any]] = (
            {k: tuple(v) if isinstance(v, list) else v for k, v in row.items()} for row in rules("ask")["forms"]
        )
        return tuple(Form(**row) for row in rows)
    except TypeError as error:
        raise LexiconError(f"ask.toml: [[forms]]: {error}; mend the file") from error


def matches(reading: Reading) -> list[Match]:
    """Return a question as each form takes it that leaves least of it unread; empty where none fits."""
    fitting = [one for form in forms() if _told(form, reading) and (one := _taken(form, reading)) is not None]
    least = min((one.unread for one in fitting), default=0)
    return [one for one in fitting if one.unread == least]


def nearest(reading: Reading, count: int = 3) -> list[Form]:
    """Return the forms that share most with a question."""

    def likeness(form: Form) -> float:
        wanted = [*form.words, *form.needs]
        filled = reading.slots(form.slots)
        met = sum(_has(words, reading.groups) for words in form.words) + sum(need in filled for need in form.needs)
        return met / (len(wanted) + 1)

    return sorted(forms(), key=likeness, reverse=True)[:count]


def _told(form: Form, reading: Reading) -> bool:
    return all(_has(words, reading.groups) for words in form.words)


def _has(words: str, groups: Collection[str]) -> bool:
    return any(group in groups for group in words.split("|"))


def _taken(form: Form, reading: Reading) -> Match | None:
    filled = reading.slots(form.slots)
    if any(need not in filled for need in form.needs):
        return None
    used = {piece.span for pieces in filled.values() for piece in pieces}
    used |= {word.span for word in reading.words if word.groups & (form.groups | {"filler"})}
    left = [piece for piece in reading.pieces if piece.span not in used]
    named = any(piece.kind == "name" for pieces in filled.values() for piece in pieces)
    if not named and any(piece.kind == "rest" for piece in left):
        return None  # it may be the very name that is asked about: an answer about all others would mislead
    ignored = tuple(piece.text for piece in left)
    terms = {slot: tuple(dict.fromkeys(t for p in pieces for t in slot_of(p, slot))) for slot, pieces in filled.items()}
    return Match(form, terms, ignored)
