"""Names told by their last word: projects, zones, institutions, policies, funds, events, recognitions, industries."""

import re
from functools import cache

import daachorse

from kg.lexicon import Head, pattern, rules, table
from kg.recognise import phrases
from kg.recognise.tokens import GENERIC, MARK, NAME, Tokens
from kg.records import Mention


@cache
def _heads() -> tuple["daachorse.CharwiseDoubleArrayAhoCorasick", list[str], dict[str, list[Head]]]:
    by_word: dict[str, list[Head]] = {}
    for head in table("heads", Head):
        if head.use != "quoted":
            by_word.setdefault(head.head, []).append(head)
    words = sorted(by_word)
    return daachorse.CharwiseDoubleArrayAhoCorasick(words, daachorse.MATCH_KIND_LEFTMOST_LONGEST), words, by_word


def headed_names(tokens: Tokens) -> list[Mention]:
    """Return every name that ends in a head of the table and has something of its own before it."""
    automaton, words, by_word = _heads()
    found = []
    spans = _chained([(s, e, words[i]) for s, e, i in automaton.find(tokens.text)])
    for start, end, word in spans:
        for head in by_word[word]:
            mention = _name(tokens, start, end, head)
            if mention:
                found.append(mention)
    return found


def _chained(spans: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Join heads that follow each other (创新中心 + 项目) so that the last one is the head."""
    return [
        span for span, following in zip(spans, [*spans[1:], (-1, -1, "")], strict=True)
        if not (span[1] == following[0] and following[2] in rules("recognise")["name"]["project_words"])
    ]  # fmt: skip


def _name(tokens: Tokens, head_start: int, head_end: int, head: Head) -> Mention | None:
    if not tokens.splits(head_end) and not _tail(tokens, head_end, head.type):
        return None
    start = phrases.left_edge(tokens, head_start)
    if start >= head_start or _refused(tokens, start, head_start, head_end, head):
        return None
    end = _tail(tokens, head_end, head.type) or head_end
    start, score = _from_owner(tokens, start, head_start), 0.9
    name = tokens.text[start:end]
    if head.type == "Project" and head.head not in rules("recognise")["name"]["project_words"]:
        score = 0.85
    return Mention(start, end, head.type, name, head.method, score=score)


def _refused(tokens: Tokens, start: int, head_start: int, head_end: int, head: Head) -> bool:
    """Tell whether the phrase is a class of things rather than one named thing."""
    weak = head.head in rules("recognise")["name"]["weak_heads"]
    proper = head.use == "named" or weak
    if not phrases.is_specific(tokens, start, head_start, proper=proper):
        return True
    if head.type in ("Project", "Recognition", "Event", "Institution") and phrases.counted(tokens, start):
        return True
    following = tokens.text[head_end : head_end + 4]
    return any(following.startswith(w) for w in rules("recognise")["name"]["class_tails"])


def _from_owner(tokens: Tokens, start: int, head_start: int) -> int:
    """Begin at the enterprise where one stands inside the phrase behind words that only describe it."""
    index = tokens.starting_at(start)
    at = index
    while 0 <= at < len(tokens.items) and tokens.items[at].start < head_start:
        token = tokens.items[at]
        if token.cls == NAME and token.tag == "Enterprise" and at > index:
            described = tokens.items[index:at]
            if all(t.cls != NAME for t in described):
                return token.start
        if token.cls == NAME and token.tag == "Enterprise" and _invests(tokens, at + 1):
            return phrases.trim(tokens, token.end, head_start)
        at += 1
    return start


def _invests(tokens: Tokens, index: int) -> bool:
    """Tell whether a verb of building follows an owner (宁德时代投资建设…), so that the name begins behind it."""
    return index < len(tokens.items) and tokens.items[index].text in rules("recognise")["name"]["building_verbs"]


def _tail(tokens: Tokens, end: int, kind: str) -> int:
    """Return the end of what still belongs to a project's name (一期, S11线, 重庆段), 0 if nothing does."""
    if kind != "Project":
        return 0
    last = 0
    for name in ("line_number", "phase", "section_tail"):
        found = pattern("recognise", name).match(tokens.text, last or end)
        if found and found.end() > (last or end):
            if name == "section_tail" and not _is_section(tokens, last or end):
                continue
            last = found.end()
    return last


def _is_section(tokens: Tokens, start: int) -> bool:
    index = tokens.starting_at(start)
    return index >= 0 and tokens.items[index].tag == "Region"


def phased_short(name: str) -> str:
    """Return a project's name without the closing 项目/工程, for its alias."""
    return re.sub("(?:" + "|".join(rules("recognise")["name"]["project_words"]) + ")$", "", name)


def is_boundary(tokens: Tokens, index: int) -> bool:
    """Tell whether a token ends what stands before it (marks and generic words)."""
    return index < 0 or tokens.items[index].cls in (MARK, GENERIC)
