"""Names told by their last word: projects, zones, institutions, policies, funds, events, recognitions, industries."""

from functools import cache

import daachorse

from kg.lexicon import Head, pattern, rules, table
from kg.recognise import phrases
from kg.recognise.tokens import NAME, PLAIN, SOFT, TIME, UNKNOWN, Tokens
from kg.records import Mention

WHOLE_LINE = "whole-line"
"""Method of a line's name inside the name of its section (汉巴南铁路 in 汉巴南铁路德阳段)."""


@cache
def _heads() -> tuple["daachorse.CharwiseDoubleArrayAhoCorasick", list[str], dict[str, list[Head]]]:
    by_word: dict[str, list[Head]] = {}
    for head in table("heads", Head):
        if head.use != "quoted":
            by_word.setdefault(head.head, []).append(head)
    words = sorted(by_word)
    return daachorse.CharwiseDoubleArrayAhoCorasick(words, daachorse.MATCH_KIND_LEFTMOST_LONGEST), words, by_word


def headed_names(tokens: Tokens, *, loose: bool = False) -> list[Mention]:
    """Return every name that ends in a head of the table and has something of its own before it.

    ``loose`` asks for every phrase that ends in a head, classes of things too: what might be a name.
    """
    automaton, words, by_word = _heads()
    found = []
    spans = _chained([(s, e, words[i]) for s, e, i in automaton.find(tokens.text)])
    for start, end, word in spans:
        for head in by_word[word]:
            mention = _name(tokens, start, end, head, loose=loose)
            if mention:
                found.append(mention)
            if mention and mention.end > end and _is_section(tokens, end):
                whole = tokens.text[mention.start : end]
                found.append(Mention(mention.start, end, mention.type, whole, WHOLE_LINE, score=mention.score))
    return found


def local_bodies(tokens: Tokens) -> list[Mention]:
    """Return bodies of the home region that the text names without it (市政府, 省委)."""
    words = set(rules("recognise")["bodies"]["local"])
    return [
        Mention(t.start, t.end, "Institution", t.text, "local-body", score=0.5) for t in tokens.items if t.text in words
    ]


def _chained(spans: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Join heads that follow each other (创新中心 + 项目) so that the last one is the head."""
    return [
        span for span, following in zip(spans, [*spans[1:], (-1, -1, "")], strict=False)
        if not (span[1] == following[0] and following[2] in rules("recognise")["name"]["project_words"])
    ]  # fmt: skip


def _name(tokens: Tokens, head_start: int, head_end: int, head: Head, *, loose: bool) -> Mention | None:
    if not tokens.splits(head_end) and not _tail(tokens, head_end, head.type):
        return None
    if head.type == "FinancialInstrument" and phrases.counted(tokens, head_start):
        return Mention(head_start, head_end, head.type, head.head, head.method, score=0.9)
    start = phrases.left_edge(tokens, head_start)
    if start >= head_start or (not loose and _refused(tokens, start, head_start, head_end, head)):
        return None
    end = _tail(tokens, head_end, head.type) or head_end
    if head.type in ("Industry", "Product"):
        start = _behind_place(tokens, _behind_joint(tokens, start, head_start), head_start)
    start, score = _from_owner(tokens, start, head_start, head.type), 0.9
    if start >= head_start:
        return None
    if head.type == "Event":
        start = _with_date(tokens, start)
    kind = _built(tokens, start, end, head)
    return Mention(start, end, kind, tokens.text[start:end], head.method, score=score)


def _with_date(tokens: Tokens, start: int) -> int:
    """Begin at the year or month that stands right before an event and belongs to its name."""
    index = tokens.ending_at(start)
    if index >= 0 and tokens.items[index].end == start and tokens.items[index].cls == TIME:
        return tokens.items[index].start
    return start


def _built(tokens: Tokens, start: int, end: int, head: Head) -> str:
    """Return Project for a park, hospital or school that the text says is being built, else the head's type."""
    conf = rules("recognise")["name"]
    if head.head not in conf["built_heads"]:
        return head.type
    after = tokens.text[end : end + 4]
    return (
        "Project"
        if _under_way(tokens, start) or any(after.startswith(v) for v in conf["under_way_after"])
        else head.type
    )


def _under_way(tokens: Tokens, start: int) -> bool:
    """Tell whether a verb of building stands right before a name."""
    return tokens.text[max(0, start - 6) : start].endswith(tuple(rules("recognise")["name"]["under_way_before"]))


def _is_owned(tokens: Tokens, start: int, head_start: int) -> bool:
    """Tell whether an enterprise, a place or a quotation stands in the phrase."""
    words = phrases.content(tokens, start, head_start)
    return any(t.cls == NAME for t in words) or "“" in tokens.text[start:head_start]


def _refused(tokens: Tokens, start: int, head_start: int, head_end: int, head: Head) -> bool:
    """Tell whether the phrase is a class of things rather than one named thing."""
    weak = head.head in rules("recognise")["name"]["weak_heads"]
    proper = (head.use == "named" or weak) and not (head.type == "Project" and _under_way(tokens, start))
    alone = head.head not in rules("recognise")["name"]["project_words"]
    if not phrases.is_specific(tokens, start, head_start, proper=proper, place_is_enough=alone):
        return True
    if head.use == "owned" and not _is_owned(tokens, start, head_start) and not _under_way(tokens, start):
        return True
    if head.type in ("Project", "Recognition", "Event", "Institution") and phrases.counted(tokens, start):
        return True
    if head.type == "Industry" and not _is_plain_trade(tokens, start, head_start):
        return True
    conf, text = rules("recognise")["name"], tokens.text
    if text[start:head_end].endswith(tuple(conf["classes"])):
        return True
    return text[head_end : head_end + 4].startswith(tuple(conf["class_tails"]))


def _is_plain_trade(tokens: Tokens, start: int, head_start: int) -> bool:
    """Tell whether a phrase before 产业, 行业 … is short and holds no word of rank or number (三大主导产业)."""
    index = tokens.starting_at(start)
    words = [t for t in tokens.items[index : index + 8] if t.end <= head_start]
    return head_start - start <= 8 and all(t.cls in (PLAIN, SOFT, UNKNOWN, NAME) for t in words)


def _behind_joint(tokens: Tokens, start: int, head_start: int) -> int:
    """Begin behind the last conjunction (特色农业和文旅产业 names two)."""
    joints = rules("recognise")["joints"]["ands"]
    return max([start, *(i + 1 for i in range(start, head_start) if tokens.text[i] in joints and tokens.splits(i))])


def _behind_place(tokens: Tokens, start: int, head_start: int) -> int:
    """Begin behind the region that an industry is spoken of in (苏州纳米新材料产业)."""
    index = tokens.starting_at(start)
    first = tokens.items[index] if index >= 0 else None
    return first.end if first and first.cls == NAME and first.tag == "Region" and first.end < head_start else start


def _from_owner(tokens: Tokens, start: int, head_start: int, kind: str) -> int:
    """Begin at the enterprise where one stands inside the phrase behind words that only describe it.

    A zone's name holds no enterprise: it begins behind one.
    """
    index = tokens.starting_at(start)
    at = index
    while 0 <= at < len(tokens.items) and tokens.items[at].start < head_start:
        token = tokens.items[at]
        if kind == "Region" and token.cls == NAME and token.tag == "Enterprise":
            return token.end
        if token.cls == NAME and token.tag == "Enterprise" and at == index + 1 and _is_official(tokens, index):
            return token.start
        if token.cls == NAME and token.tag == "Enterprise" and at > index:
            described = tokens.items[index:at]
            if all(t.cls != NAME for t in described):
                return token.start
        if token.cls == NAME and token.tag in ("Enterprise", "Region") and _invests(tokens, at + 1):
            return phrases.trim(tokens, token.end, head_start)
        at += 1
    return start


def _is_official(tokens: Tokens, index: int) -> bool:
    """Tell whether a token is a division's official name, which is a place before a name and no part of it."""
    token = tokens.items[index]
    return token.tag == "Region" and token.text.endswith(tuple(rules("recognise")["regions"]["suffixes"]))


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
