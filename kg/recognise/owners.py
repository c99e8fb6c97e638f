"""Firms at the front of other names: a work's owner (恒泰公司电芯项目), the bank of a branch (云溪银行白塔支行)."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kg.lexicon import pattern, rules
from kg.recognise.overlap import HEAD_OFFICE
from kg.records import Mention


def owners(works: Iterable[Mention], firms: Iterable[Mention]) -> Iterator[Mention]:
    """Yield the firms of legal form, or of the tables, with which the name of a work begins."""
    ends = {work.start: work.end for work in works if work.type == "Project"}
    methods = rules("recognise")["owners"]["methods"]
    for firm in firms:
        if firm.type == "Enterprise" and firm.method in methods and firm.end < ends.get(firm.start, 0):
            yield firm


def head_offices(firms: Iterable[Mention]) -> Iterator[Mention]:
    """Yield what a branch belongs to, where its name begins with the name of that."""
    for firm in firms:
        found = pattern("recognise", "branch").fullmatch(firm.name) if firm.type == "Enterprise" else None
        if found:
            end = firm.start + found.end("office")
            yield replace(firm, end=end, name=found["office"], method=HEAD_OFFICE, code="", canonical="")
