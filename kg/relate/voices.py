"""Who is said to say what an article reports: the office, the company, the reporter; words in ``kg/data/voices.toml``.

A speaker stands before a verb of saying (公司负责人表示), behind 据 (据统计局介绍), between 记者从 and 获悉. What is
said reaches from there to the end of the sentence, and over the quotation that follows or goes before.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, TypeVar

from kg.lexicon import pattern, rules
from kg.records import Attribution, Entity, Extraction, Mention, Milestone, Observation, Relation, Sentence
from kg.relate.context import Context
from kg.relate.spoken import spoken
from kg.segment import LONGEST

Fact = TypeVar("Fact", Relation, Observation, Milestone)


@dataclass(frozen=True, slots=True)
class Voice:
    """An attribution, and the stretches of the folded text that stand under it."""

    attribution: Attribution
    start: int
    """Where its words begin in the folded text."""
    reach: tuple[tuple[int, int], ...]
    led: tuple[int, int] = (0, 0)
    """The sentence, where its first clause says who speaks."""

    def holds(self, position: int, whole: bool) -> bool:
        """Tell whether what stands at a position is said by the speaker; ``whole``: somewhere in the sentence there."""
        places = (*self.reach, self.led) if whole else self.reach
        return any(start <= position < end for start, end in places)


def attributed(context: Context, found: Extraction, numbers: list[int]) -> Extraction:
    """Return what an article says with the attribution under which each fact stands; nothing else is changed.

    ``numbers`` are the places of the observations in the folded text.
    """
    told = _Told(context, voices(context))
    if not told.voices:
        return found
    placed = zip(found.observations, numbers, strict=True)
    return replace(
        found,
        attributions=tuple(voice.attribution for voice in told.voices),
        observations=tuple(told.under(one, at) for one, at in placed),
        relations=tuple(told.under(r, told.later(r.evidence.start, r.subject, r.object)) for r in found.relations),
        milestones=tuple(told.under(m, told.named(m.evidence.start, m.stage)) for m in found.milestones),
    )


class _Told:
    """The voices of an article, and where its facts stand."""

    def __init__(self, context: Context, found: list[Voice]) -> None:
        self.context, self.voices = context, found
        self._starts = [voice.start for voice in found]
        self._far = LONGEST + int(_conf("reach")["quotation"])

    def under(self, fact: Fact, at: int) -> Fact:
        """Return a fact with the last voice that reaches its place, or its sentence where no place is known (-1)."""
        place = at if at >= 0 else self._folded(fact.evidence.start)
        near = range(bisect_left(self._starts, place - self._far), bisect_right(self._starts, place + self._far))
        fits = [i for i in near if self.voices[i].holds(place, at < 0)]
        return replace(fact, voice=fits[-1]) if fits else fact

    def later(self, start: int, *entities: str) -> int:
        """Return where in its sentence the last of some entities is first named, -1 where none is."""
        sentence = self.context.sentence(self._folded(start))
        firsts: dict[str, int] = {}
        for mention in self.context.mentions_in(sentence.start, sentence.end):
            firsts.setdefault(self.context.entity(mention).id, mention.start)
        return max((firsts[one] for one in entities if one in firsts), default=-1)

    def named(self, start: int, word: str) -> int:
        """Return where a word stands in its sentence, -1 where it does not."""
        sentence = self.context.sentence(self._folded(start))
        return self.context.doc.text.find(word, sentence.start, sentence.end)

    def _folded(self, position: int) -> int:
        return bisect_left(self.context.doc.offsets, position)


def voices(context: Context) -> list[Voice]:
    """Return who speaks in the body of an article, in order of position."""
    text, found, speakers = context.doc.text, list[Voice](), _Speakers(context)
    for sentence in context.doc.sentences:
        if sentence.kind == "body" and pattern("voices", "hint").search(text, sentence.start, sentence.end):
            for start, end in _clauses(text, sentence):
                phrase = _according(text, start, end) or _learned(text, start, end) or _said(text, start, end)
                speaker = phrase and speakers.of(phrase)
                if phrase and speaker:
                    said = Attribution(speaker[0], speaker[1], context.doc.span(phrase.start, phrase.end))
                    led = (sentence.start, sentence.end) if _leads(context, sentence, phrase) else (0, 0)
                    found.append(Voice(said, phrase.start, tuple(_reach(text, sentence, phrase)), led))
    return found


@dataclass(frozen=True, slots=True)
class _Phrase:
    """Words of attribution at ``[start:end)`` of the folded text."""

    start: int
    end: int
    named: tuple[int, int]
    """Where they name the speaker."""
    verb: str
    otherwise: str = ""
    """Kind of the speaker where none is named."""
    near: bool = False
    """Whether the speaker must stand right before the verb."""


def _conf(section: str) -> dict[str, Any]:
    return rules("voices")[section]  # type: ignore[no-any-return]


def _clauses(text: str, sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Yield the stretches between the marks of a sentence, without the joints that they begin with."""
    for found in pattern("voices", "clause").finditer(text, sentence.start, sentence.end):
        lead = pattern("voices", "lead").match(text, *found.span())
        yield (lead.end() if lead else found.start()), found.end()


def _according(text: str, start: int, end: int) -> _Phrase | None:
    found = pattern("voices", "according").fullmatch(text, start, end)
    if found is None:
        return None
    paper = bool(found["who"]) and "document" in _told_by(found["verb"])
    return _Phrase(start, end, found.span("who"), "", "document" if paper else "unnamed")


def _learned(text: str, start: int, end: int) -> _Phrase | None:
    found = pattern("voices", "learned").match(text, start, end)
    if found is None:
        return None
    named = found.span("who") if found["who"] else (start, start)
    return _Phrase(start, found.end(), named, "", "reporter")


def _said(text: str, start: int, end: int) -> _Phrase | None:
    """Return a speaker and a verb of saying, at the end of a clause that goes on or that a quotation goes before."""
    conf = _conf("speakers")
    goes_on = text[end : end + 1] in tuple(conf["goes_on"]) or text[start - 1] == "”"
    found = pattern("voices", "said").fullmatch(text, start, end) if goes_on else None
    near = found is None
    found = found or pattern("voices", "said_on").match(text, start, end)
    if found is None or found["who"].startswith(tuple(conf["never"])):
        return None
    if found["who"].endswith((*conf["denied"], *conf["joined"].get(found["verb"], ()))):
        return None
    return _Phrase(start, found.end(), found.span("who"), found["verb"], near=near)


class _Speakers:
    """Who is meant by the words that name a speaker."""

    def __init__(self, context: Context) -> None:
        self.context = context

    def of(self, phrase: _Phrase) -> tuple[str, str] | None:
        """Return kind and id of a speaker, the latter empty where it is no named thing; None where nobody speaks."""
        context, (start, end) = self.context, phrase.named
        heard = pattern("voices", "hearer").search(context.doc.text, start, end)
        end = heard.start() if heard else end
        who = context.doc.text[start:end]
        if phrase.verb in _conf("speakers")["of_writings"] and "document" not in _told_by(who):
            return None
        mention = _mention(context, start, end)
        if mention is not None:
            behind = context.doc.text[mention.end : end]
            if not phrase.near or len(behind) <= _conf("reach")["near"]:
                return _kind(context.entity(mention), behind), context.entity(mention).id
        told = _told_by(who[-_conf("reach")["near"] :] if phrase.near else who)
        if told:
            return told[0], self._pointed(start, end) if told[0] == "company" else ""
        if not phrase.near and _is_person(context, who, end):
            return "person", ""
        return (phrase.otherwise, "") if phrase.otherwise else None

    @cached_property
    def _pointing(self) -> dict[int, str]:
        """Where a word points to a company → the company's id."""
        return {s.start: s.entity.id for s in spoken(self.context) if s.points and s.entity.type == "Enterprise"}

    def _pointed(self, start: int, end: int) -> str:
        """Return the id of the company that 该公司 means, empty where no such word stands there."""
        if not any(word in self.context.doc.text[start:end] for word in _conf("speakers")["that"]):
            return ""
        return next((self._pointing[at] for at in range(start, end) if at in self._pointing), "")


def _told_by(words: str) -> list[str]:
    """Return the kinds of speaker that some words tell."""
    return [kind for kind, marks in _conf("kinds").items() if any(mark in words for mark in marks)]


def _mention(context: Context, start: int, end: int) -> Mention | None:
    """Return the last name that can be a speaker, where no other words behind it tell somebody else."""
    named = [m for m in context.outer_in(start, end) if m.type in _conf("names")]
    if not named:
        return None
    behind = context.doc.text[named[-1].end : end]
    told = _told_by(behind)
    if named[-1].type == "Region":
        speaks = "office" in told or any(word in behind for word in _conf("speakers")["regional"])
        return named[-1] if speaks and not {"expert", "company", "person", "institution"} & set(told) else None
    others = {"Enterprise": {"office", "institution"}, "Institution": {"company"}}[named[-1].type]
    return None if told[:1] and told[0] in others else named[-1]


def _kind(entity: Entity, behind: str) -> str:
    """Return the kind of a speaker who is named, by the words behind the name."""
    told = _told_by(behind)
    if told[:1] == ["expert"]:
        return "expert"
    if "person" in told:
        return "person"
    if entity.type == "Institution" and _told_by(entity.name)[:1] == ["institution"]:
        return "institution"
    return str(_conf("names")[entity.type])


def _is_person(context: Context, who: str, end: int) -> bool:
    """Tell whether a person's name, or a pronoun, stands right before a verb."""
    tokens = context.seen.tokens
    at = tokens.ending_at(end)
    while at > 0 and tokens.items[at].tag[:1] in ("d", "t"):
        at -= 1
    return who in _conf("speakers")["pronouns"] or (at >= 0 and tokens.items[at].tag.startswith("nr"))


def _leads(context: Context, sentence: Sentence, phrase: _Phrase) -> bool:
    """Tell whether a sentence begins with saying who speaks, and goes on."""
    first = next(pattern("voices", "clause").finditer(context.doc.text, sentence.start, sentence.end))
    return first.start() <= phrase.start < first.end() and phrase.end < sentence.end - 1


def _reach(text: str, sentence: Sentence, phrase: _Phrase) -> Iterator[tuple[int, int]]:
    """Yield what stands under an attribution: the quotation before it, what follows in the sentence or is quoted."""
    longest = _conf("reach")["quotation"]
    if text[phrase.start - 1] == "”":
        opened = text.rfind("“", max(0, phrase.start - longest), phrase.start)
        if opened >= 0 and _is_speech(text[opened + 1 : phrase.start - 1]):
            yield opened, phrase.start
    opened = phrase.end + (text[phrase.end : phrase.end + 1] != "“")
    closed = text.find("”", opened, opened + longest) if text[opened : opened + 1] == "“" else -1
    speech = closed >= 0 and _is_speech(text[opened + 1 : closed])
    if text[phrase.end : phrase.end + 1] != "。":
        yield phrase.end, max(closed + 1 if speech else 0, sentence.end)


def _is_speech(quoted: str) -> bool:
    """Tell whether a quotation is what somebody said, and no term in quotation marks (“十四五”)."""
    return len(quoted) >= _conf("reach")["speech"] or bool(re.search("[,。!?;]", quoted))
