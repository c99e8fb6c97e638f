"""Where a name begins: from its head leftwards until a word that no name holds."""

from functools import cache

from kg.lexicon import rules
from kg.recognise.tokens import GENERIC, HARD, MARK, NAME, NUMBER, PLAIN, SINGLE, SOFT, TIME, UNKNOWN, Token, Tokens


@cache
def _building_verbs() -> frozenset[str]:
    return frozenset(rules("recognise")["name"]["building_verbs"])


@cache
def _name_rules() -> dict[str, object]:
    return rules("recognise")["name"]  # type: ignore[no-any-return]


def left_edge(tokens: Tokens, head: int) -> int:
    """Return where the noun phrase begins that runs up to position ``head``; ``head`` itself if there is none."""
    index = tokens.ending_at(head)
    start = head
    while index >= 0:
        token = tokens.items[index]
        if head - token.start > int(str(_name_rules()["longest"])):
            break
        if token.end > head:
            start = token.start
            index -= 1
            continue
        step = _step(tokens, index, start, head)
        if start in tokens.edges or step < 0:
            break
        start = tokens.items[step].start
        index = step - 1
        if token.cls == MARK and token.text[-1] in str(_name_rules()["close"]) and token.text != ")":
            break
    return trim(tokens, start, head)


def trim(tokens: Tokens, start: int, head: int) -> int:
    """Drop from the left what may not begin a name: soft verbs, generic words, roles, marks."""
    roles, openers = _name_rules()["roles"], str(_name_rules()["open"])
    while start < head:
        index = tokens.starting_at(start)
        if index < 0:
            break
        token = tokens.items[index]
        droppable = token.cls in (SOFT, GENERIC, SINGLE, HARD, "verb") or token.text in roles  # type: ignore[operator]
        if token.cls == MARK:
            droppable = token.text[0] not in openers
        if not droppable or token.end > head:
            break
        start = token.end
    return start


def content(tokens: Tokens, start: int, head: int) -> list[Token]:
    """Return the tokens of a phrase that say something: neither generic nor soft nor marks."""
    index = tokens.starting_at(start)
    found = []
    while 0 <= index < len(tokens.items) and tokens.items[index].start < head:
        if tokens.items[index].cls in (PLAIN, UNKNOWN, NAME):
            found.append(tokens.items[index])
        index += 1
    return found


def is_specific(tokens: Tokens, start: int, head: int, *, proper: bool = False, place_is_enough: bool = True) -> bool:
    """Tell whether the words before a head make a name: a proper or unknown word, or four characters of content.

    ``proper`` asks for a proper or unknown word; without ``place_is_enough`` a region alone is too little.
    """
    words = content(tokens, start, head)
    if any(c in "“”" for c in tokens.text[start:head]):
        return True
    if any(t.cls == NAME and t.tag != "Region" for t in words):
        return True
    if any(t.cls == NAME for t in words) and (place_is_enough or any(t.cls != NAME for t in words)):
        return True
    unknown = sum(t.end - t.start for t in words if t.cls == UNKNOWN)
    if unknown >= 2:
        return True
    return sum(t.end - t.start for t in words) >= (5 if proper else 4)


def counted(tokens: Tokens, start: int) -> bool:
    """Tell whether a number stands directly before a phrase, so that it counts things instead of naming one."""
    index = tokens.ending_at(start)
    return index >= 0 and tokens.items[index].cls == NUMBER and tokens.items[index].end == start


def _step(tokens: Tokens, index: int, start: int, head: int) -> int:
    """Return the index of the leftmost token that joins the phrase by taking this one, -1 to stop."""
    token = tokens.items[index]
    if token.cls in (NUMBER, TIME, HARD):
        return -1
    if token.cls == MARK:
        return _bracketed(tokens, index) if token.text == ")" or token.end == head else -1
    if token.cls == SINGLE or token.text in str(_name_rules()["joiners"]):
        return index - 1 if _joins(tokens, index, start, head) else -1
    if content(tokens, start, head) and token.text in _building_verbs():
        return -1
    if content(tokens, start, head) and token.cls == "verb" and not _is_owner(tokens, index - 1):
        return -1
    if token.text in _name_rules()["roles"]:  # type: ignore[operator]
        return -1 if content(tokens, start, head) else index
    return index


def _is_owner(tokens: Tokens, index: int) -> bool:
    """Tell whether a recognised enterprise stands there: a verb right behind it belongs to a name (京东方显示项目)."""
    return index >= 0 and tokens.items[index].cls == NAME and tokens.items[index].tag == "Enterprise"


def _joins(tokens: Tokens, index: int, start: int, head: int) -> bool:
    """Tell whether a conjunction or 的 stands inside a name: 绵阳至遂宁高速, 研发及生产基地, …公司的动力电池项目."""
    if index == 0:
        return False
    token, before = tokens.items[index], tokens.items[index - 1]
    after = tokens.items[index + 1] if index + 1 < len(tokens.items) else None
    words = rules("recognise")["joints"]
    if token.text in words["ways"]:
        return before.cls in (NAME, UNKNOWN) and after is not None and after.cls in (NAME, UNKNOWN)
    if token.text == words["doubled"]:
        return before.cls in (SOFT, PLAIN, GENERIC)
    if token.text in words["ands"]:
        return not content(tokens, start, head) and before.cls in (SOFT, PLAIN)
    if token.text in words["of"]:
        return before.cls == NAME and before.tag == "Enterprise" and start < head
    return False


def _bracketed(tokens: Tokens, index: int) -> int:
    """Return the index of the bracket that opens what closes here, if it is short and close; else -1."""
    token = tokens.items[index]
    pairs = {"”": "“", "’": "‘", "」": "「", ")": "("}
    opener = pairs.get(token.text[-1])
    if opener is None:
        return -1
    limit = 8 if opener == "(" else 40
    for back in range(index - 1, max(-1, index - 24), -1):
        if token.start - tokens.items[back].start > limit:
            return -1
        if tokens.items[back].text == opener:
            if opener == "(" and not all(t.cls == NAME for t in tokens.items[back + 1 : index]):
                return -1
            return back
        if tokens.items[back].text in pairs:
            return -1
    return -1
