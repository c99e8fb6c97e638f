"""Enterprises by form: legal endings, brackets, and short names behind a proper stem."""

import re
from functools import cache

from kg.lexicon import CompanyForm, pattern, rules, table
from kg.recognise import phrases
from kg.recognise.tokens import HARD, MARK, NAME, PLAIN, SINGLE, SOFT, UNKNOWN, Tokens
from kg.records import Mention


@cache
def _forms(use: str) -> re.Pattern[str]:
    words = sorted((f.form for f in table("company_forms", CompanyForm) if f.use == use), key=lambda w: (-len(w), w))
    return re.compile("|".join(map(re.escape, words)))


def legal_names(tokens: Tokens) -> list[Mention]:
    """Return names with a legal ending: …有限公司, …集团, …银行, …(有限合伙)."""
    found: list[Mention] = []
    for match in _forms("legal").finditer(tokens.text):
        head, end = match.span()
        tail = pattern("recognise", "legal_tail").match(tokens.text, end)
        end = tail.end() if tail else end
        start = _company_edge(tokens, head)
        name = tokens.text[start:end]
        if end - start - len(match[0]) < 2 or phrases.counted(tokens, start) or _common(tokens, start, head):
            continue
        if found and found[-1].end > start:
            if found[-1].end <= head:
                start = found[-1].start
                name = tokens.text[start:end]
                found.pop()
            else:
                continue
        found.append(Mention(start, end, "Enterprise", name, "company-form"))
    return found


def short_names(tokens: Tokens) -> list[Mention]:
    """Return names of a proper stem of two to four characters and a trade: 志超科技, 明泰电子."""
    found = []
    for match in _forms("short").finditer(tokens.text):
        head, end = match.span()
        if not tokens.splits(end):
            continue
        stem = _stem(tokens, head)
        if stem and _stands_alone(tokens, head - stem, end) and not _is_attribute(tokens.text[head - stem : head]):
            start = head - stem
            found.append(Mention(start, end, "Enterprise", tokens.text[start:end], "company-trade", score=0.7))
    return found


def _company_edge(tokens: Tokens, head: int) -> int:
    """Return where a company's name begins: further left than a plain phrase, for its stem may look like a verb."""
    index, start = tokens.ending_at(head), head
    roles = rules("recognise")["name"]["roles"]
    while index >= 0:
        token = tokens.items[index]
        if token.cls == MARK and token.text == ")" and (opened := _bracket(tokens, index)) >= 0:
            index = opened
            token = tokens.items[index]
        elif token.cls in (HARD, SINGLE, MARK, "number", "time") or token.text in roles:
            break
        if token.cls == "verb" and len(token.text) > 1 and token.end < head and _is_place(tokens, index + 1):
            break
        start = token.start
        if head - start > 30:
            break
        index -= 1
    return phrases.trim(tokens, start, head)


def _bracket(tokens: Tokens, index: int) -> int:
    for back in range(index - 1, max(-1, index - 5), -1):
        if tokens.items[back].text == "(":
            return back
    return -1


def _is_place(tokens: Tokens, index: int) -> bool:
    return index < len(tokens.items) and tokens.items[index].tag == "Region"


def _common(tokens: Tokens, start: int, head: int) -> bool:
    """Tell whether nothing proper stands before the ending (大型国有集团, 上市公司)."""
    return not phrases.is_specific(tokens, start, head) or start >= head


def _stem(tokens: Tokens, head: int) -> int:
    """Return the length of the proper stem that ends at ``head``: two to four characters, mostly unknown words."""
    index, length, unknown = tokens.ending_at(head), 0, 0
    while index >= 0 and tokens.items[index].end <= head:
        token = tokens.items[index]
        size = token.end - token.start
        if token.cls == UNKNOWN or (token.cls == PLAIN and token.tag in rules("recognise")["tags"]["stem"]):
            unknown += size
        elif not (token.cls == NAME and token.tag == "Region"):
            break
        if length + size > 6:
            break
        length += size
        index -= 1
        if length >= 4:
            break
    return length if 2 <= length <= 6 and unknown >= 2 else 0


def _is_attribute(stem: str) -> bool:
    """Tell whether a stem only describes the trade behind it (智慧医疗, 高端装备)."""
    return stem.endswith(tuple(rules("recognise")["name"]["attributes"]))


def _stands_alone(tokens: Tokens, start: int, end: int) -> bool:
    """Tell whether a short name is framed by marks, boundaries or numbers rather than by more of a longer name."""
    before = tokens.ending_at(start)
    left = before < 0 or tokens.items[before].cls in (MARK, HARD, SINGLE, SOFT, "verb", "number", "time", "generic")
    return left and tokens.splits(start)
