"""Firms at the front of other names: a work's owner (恒泰公司电芯项目), the bank of a branch (云溪银行白塔支行)."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kg.lexicon import pattern, rules
from kg.recognise.overlap import HEAD_OFFICE
from kg.recognise.tokens import HARD, NAME, NUMBER, SINGLE, UNKNOWN, Tokens
from kg.records import Mention
from kg.segment import is_han

OWNER = "owner"


def owners(works: Iterable[Mention], firms: Iterable[Mention]) -> Iterator[Mention]:
    """Yield the firms of legal form, or of the tables, with which the name of a work begins."""
    ends = {work.start: work.end for work in works if work.type == "Project"}
    methods = rules("recognise")["owners"]["methods"]
    for firm in firms:
        if firm.type == "Enterprise" and firm.method in methods and firm.end < ends.get(firm.start, 0):
            yield firm


def before_places(works: Iterable[Mention], tokens: Tokens) -> Iterator[Mention]:
    """Yield what stands before a place at the front of a work's name: 云溪光电|常州基地 is the works of a firm in 常州.

    Lines (云溪至常州铁路, 云溪高铁常州段) are named by places and routes alone, and no firm's.
    """
    conf = rules("recognise")["owners"]
    lines = tuple(conf["lines"])
    for work in works:
        words = tokens.starting_in(work.start, work.end)
        place = next((n for n, word in enumerate(words) if word.tag in conf["names"]), 0)
        if not place or words[place].tag != "Region" or work.type != "Project":
            continue
        name = tokens.text[work.start : words[place].start]
        plain = all(is_han(c) for c in name) and not any(word.cls in (HARD, SINGLE, NUMBER) for word in words[:place])
        line = name.endswith(lines) or any(word.text in conf["ways"] for word in words)
        ordinary = place == 1 and words[0].cls not in (UNKNOWN, NAME)
        if plain and not line and not ordinary and len(name) in range(2, conf["longest"] + 1):
            yield Mention(work.start, words[place].start, "Enterprise", name, OWNER, score=work.score)


def head_offices(firms: Iterable[Mention]) -> Iterator[Mention]:
    """Yield what a branch belongs to, where its name begins with the name of that."""
    for firm in firms:
        found = pattern("recognise", "branch").fullmatch(firm.name) if firm.type == "Enterprise" else None
        if found:
            end = firm.start + found.end("office")
            yield replace(firm, end=end, name=found["office"], method=HEAD_OFFICE, code="", canonical="")
