"""Everything that an article speaks of, in order: names, and words that point to them (该项目, 全市), with their roles.

The role tells what a name does in its clause: ``subject`` (nothing that governs stands before it), ``headed`` (a
phrase with 的 describes it), ``introduced`` (the object of a verb that brings a thing up: 建设, 设立, 出台), ``object``
(of any other verb), ``place``, ``adjunct`` (behind a preposition), ``agent`` (由…), ``compared`` (比…, 占…的),
``speaker`` (…介绍), ``aside`` (in brackets), ``owner`` (before 的 and a name), ``listed`` and ``later`` (the first
and the other ones of several members).
"""

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from kg.lexicon import rules
from kg.recognise.quoted import REPORT
from kg.recognise.tokens import TIME
from kg.records import Entity, Mention
from kg.relate.context import Context

MAIN = frozenset({"subject", "headed", "introduced"})
"""Roles that make a name what the clauses behind it go on about."""

FAR = 5000
"""Characters: no paragraph is read for longer than that."""


@dataclass(frozen=True)
class Spoken:
    """A name or pointing word at ``[start:end)``, whom it means and what it does there."""

    start: int
    end: int
    entity: Entity
    role: str
    points: str = ""
    """How it points, where it is no name: ``level`` (全市), ``that`` (该项目), ``noun`` (项目 that begins a clause),
    ``pair`` (前者)."""


@cache
def words(name: str) -> tuple[str, ...]:
    """Return a list of words of ``[subjects]`` in relate.toml, longest first."""
    return tuple(sorted(rules("relate")["subjects"][name], key=lambda w: (-len(w), w)))


@cache
def _pointer() -> re.Pattern[str]:
    nouns = {n for names in rules("relate")["subjects"]["pointing"].values() for n in names} | set(words("zone_words"))
    either = {k: "|".join(map(re.escape, sorted(v, key=lambda w: (-len(w), w)))) for k, v in {
        "level": words("level_words"), "that": words("that_words"), "noun": nouns, "pair": words("pair_words"),
    }.items()}  # fmt: skip
    noun = f"(?P<that>{either['that']})?(?P<noun>{either['noun']})"
    return re.compile(f"(?:{either['level']})|(?P<pair>{either['pair']})|{noun}")


@cache
def is_bare(name: str) -> bool:
    """Tell whether a name is only the noun that a longer one ends in (《办法》), and so points to that one."""
    return any(name in nouns for nouns in rules("relate")["subjects"]["pointing"].values())


def spoken(context: Context) -> list[Spoken]:
    """Return names and pointing words of the whole article in order of position."""
    names = [m for m in context.outer_in(0, len(context.doc.text)) if m.type in words("types") and m.method != REPORT]
    found: list[Spoken] = []
    for m in names:
        fuller = (
            _meant(context, found, len(found), m.name, m.start, "that")
            if m.type != "Project" and is_bare(m.name)
            else None
        )
        found.append(Spoken(m.start, m.end, fuller or context.entity(m), role_of(context, m)))
    pointing, starts = [], [m.start for m in names]
    for match in _pointer().finditer(context.doc.text):
        start, end = match.span()
        near = bisect_right(starts, start)
        if (near and names[near - 1].end > start) or (near < len(names) and names[near].start < end):
            continue
        how = ("that" if match["that"] else "noun") if match["noun"] else "pair" if match["pair"] else "level"
        if how == "pair":
            two = the_two(context, found[:near], start)
            entity = two[rules("relate")["subjects"]["pair_words"].index(match[0])] if two else None
        else:
            entity = _meant(context, found, near, match["noun"] or match[0], start, how)
        if entity is not None:
            pointing.append(Spoken(start, end, entity, _role(context, start, end), how))
    return sorted([*found, *pointing], key=lambda s: s.start)


def the_two(context: Context, named: list[Spoken], position: int) -> tuple[Entity, Entity] | None:
    """Return the two that 前者 and 后者, or 双方, mean: the last that a joint joins, of one type."""
    text, joints = context.doc.text, rules("relate")["goal"]["joints"]
    for one, other in pairwise(reversed(named[-20:])):
        between = text[other.end : one.start]
        if between in joints and one.entity.type == other.entity.type and context.near(other.start, position):
            ends_list = not any(joint in text[one.end : position] for joint in words("joining"))
            return (other.entity, one.entity) if ends_list else None
    return None


def role_of(context: Context, mention: Mention) -> str:
    """Return what a name does in its clause."""
    first = context.first_of_list(mention)
    follows = context.doc.text[mention.end : mention.end + 2]
    several = first != mention or follows.startswith(words("and_others")) or _followed(context, mention)
    role = _role(context, first.start, mention.end, mention.type)
    if context.doc.text[mention.end : mention.end + 1] in words("of") and context.begins(mention.end + 1):
        return "owner"
    if several and role in MAIN | {"object"}:
        return "listed" if first == mention else "later"
    return role


def _followed(context: Context, mention: Mention) -> bool:
    """Tell whether another member of an enumeration stands right behind a name."""
    following = [m for m in context.outer_in(mention.end, mention.end + 40) if m.type == mention.type][:1]
    return bool(following) and context.first_of_list(following[0]).start <= mention.start


def _role(context: Context, start: int, end: int, kind: str = "") -> str:
    text = context.doc.text
    first, last = context.clause(start)
    lead = text[first:start].rstrip(rules("segment")["marks"]["openers"])
    if text.rfind("(", max(0, start - 40), start) > text.rfind(")", max(0, start - 40), start):
        return "aside"
    if lead.endswith(words("compared_words")):
        return "compared"
    if text[end : min(last, end + 6)].startswith(words("speech_words")) or lead.endswith(words("source_words")):
        return "speaker"
    if lead.endswith(words("agent_words")):
        return "agent"
    if lead.endswith(words("place_words" if kind == "Region" else "party_words")):
        return "place" if kind == "Region" else "adjunct"
    if lead.endswith(words("of")):
        return "headed"
    verb = _verb(context, first, start)
    if verb:
        return "introduced" if verb in words("introducing") else "object"
    return "subject"


def _verb(context: Context, start: int, end: int) -> str:
    """Return the last verb between two positions of a clause, empty where none stands there."""
    tokens = context.seen.tokens
    index = tokens.ending_at(end)
    while index >= 0 and tokens.items[index].start >= start:
        token = tokens.items[index]
        if token.text in words("introducing"):
            return token.text
        if token.tag == "v" and token.text not in words("no_verbs"):
            return token.text
        index -= 1
    return ""


def _meant(context: Context, named: list[Spoken], last: int, noun: str, position: int, how: str) -> Entity | None:
    """Return whom a pointing word means: by its level, by the end of a name, by its type."""
    if how == "level":
        return _region(context, noun, position)
    start, _ = context.clause(position)
    if how == "noun" and (noun in words("only_behind_that") or not _stands_alone(context, start, position, noun)):
        return None
    before = _before(context, named[max(0, last - 200) : last], position)
    if noun in words("zone_words"):
        zones = [
            s.entity
            for s in before
            if s.entity.kind == "DevelopmentZone" or (how == "that" and is_called(s.entity, noun))
        ]
        return zones[-1] if zones else context.home
    if how == "that" or noun not in words("common_nouns"):
        floor = before[0].start if before else position
        alike = [m for m in context.mentions_in(floor, position) if m.type in words("types") and m.name.endswith(noun)]
        if alike:
            return context.entity(alike[-1])
    kind = next((k for k, nouns in rules("relate")["subjects"]["pointing"].items() if noun in nouns), "")
    if kind == "Project" and context.protagonist:
        return context.protagonist
    fits = [s for s in before if s.entity.type == kind]
    main = [s for s in fits if s.role in MAIN]
    return (main or fits)[-1].entity if fits else None


def is_called(entity: Entity, noun: str) -> bool:
    """Tell whether a region is called by a noun: 该区 means 万州区."""
    return entity.type == "Region" and any(form.endswith(noun) for form in (entity.name, *entity.aliases))


def _before(context: Context, named: list[Spoken], position: int) -> list[Spoken]:
    """Return what was named before a position in its section, or shortly before it."""
    section = context.sentence(position).section
    found: list[Spoken] = []
    for one in reversed(named):
        if position - one.start >= 200 and context.sentence(one.start).section != section:
            break
        found.append(one)
    return found[::-1]


def _stands_alone(context: Context, start: int, position: int, noun: str) -> bool:
    """Tell whether a noun begins its clause, but for times and adverbs, and is no part of a longer term (项目经理)."""
    tokens = context.seen.tokens
    following = tokens.starting_at(position + len(noun))
    if following < 0 or (following < len(tokens.items) and tokens.items[following].tag[:1] in ("n", "g", "j")):
        return False
    lead = [t for t in tokens.items[tokens.ending_at(start) + 1 : following] if start <= t.start < position]
    return all(t.cls == TIME or t.tag[:1] in ("d", "t", "c", "x") or t.text in words("leads") for t in lead)


def _region(context: Context, word: str, position: int) -> Entity | None:
    """Return the region that 全市, 我省, 镇上 mean: one of that level in the paragraph, else around the home."""
    level = next((c for c in word if c in words("levels")), "")
    home = context.home
    paragraph = max(context.line_before(position), position - FAR, 0)
    near = [m for m in context.mentions_in(paragraph, position) if m.type == "Region"]
    fits = [m for m in near if m.name.endswith(level) or context.entity(m).name.endswith(level)]
    if home is not None and (home.name.endswith(level) or not level) and not (fits and level in words("low_levels")):
        return home
    if fits and level in words("low_levels"):
        return context.entity(fits[-1])
    return context.level(word)
