"""Projects that items of a list begin with: what stands between the item's mark and the first pause."""

from collections.abc import Iterator

from kg.lexicon import pattern, rules
from kg.recognise.phrases import is_specific
from kg.recognise.sight import told_by_ending
from kg.recognise.tokens import Tokens
from kg.records import Mention
from kg.segment import Document

METHOD = "list-item"
SHORTEST, HEAD = 6, 2
"""Characters of a project that an item names, shorter ones are headings (重点项目); and of its last word at least."""


def listed_projects(doc: Document, tokens: Tokens) -> Iterator[Mention]:
    """Yield the projects that the items of a list name first: 3.A至B线路工程(B区,开工), 6.C项目、D大桥(交通类)."""
    for sentence in doc.sentences:
        if sentence.item != sentence.start:
            continue
        mark = pattern("segment", "item").match(doc.text, sentence.start, sentence.end)
        found = pattern("recognise", "item_names").match(doc.text, mark.end(), sentence.end) if mark else None
        if found is None:
            continue
        at = found.start("names")
        for name in found["names"].split("、"):
            start, end = at + _verb(name), at + len(name)
            specific = is_specific(tokens, start, end - HEAD)
            if end - start >= SHORTEST and _is_project(name) and specific:
                yield Mention(start, end, "Project", doc.text[start:end], METHOD, score=0.95)
            at = end + 1


def _verb(name: str) -> int:
    """Return how many characters of an item are verbs that ask for the project behind them (加快…工程, 建设…基地)."""
    verbs, at = rules("recognise")["items"]["verbs"], 0
    while found := max((v for v in verbs if name.startswith(v, at)), key=len, default=""):
        at += len(found)
    return at


def _is_project(name: str) -> bool:
    """Tell whether a name ends as a project's does, be it before a phase or section."""
    tail = pattern("recognise", "project_end").search(name)
    return told_by_ending(name[: tail.start()] if tail else name).startswith("Project")
