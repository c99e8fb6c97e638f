"""Members of an enumeration take the type that its neighbours or its closing word tells (A、B、C等企业)."""

from kg.lexicon import rules
from kg.recognise.tokens import NAME, PLAIN, UNKNOWN, Tokens
from kg.records import Mention


def enumerated(tokens: Tokens, known: list[Mention]) -> list[Mention]:
    """Return unknown members of lists whose closing word or whose other members tell what they are."""
    closing = rules("recognise")["enumerations"]
    types = {m.start: m.type for m in known}
    found = []
    for members, stop in _lists(tokens):
        tail = tokens.text[stop : stop + 10]
        kind = next((k for k, words in closing.items() if any(_closes(tail, w) for w in words)), "")
        if not kind:
            kinds = {types.get(start) for start, _ in members}
            kind = "Enterprise" if kinds == {"Enterprise", None} else ""
        for start, end in members:
            if kind == "Project" and not _is_owned(tokens, start, end):
                continue
            if kind == "Project" or (kind and start not in types and _is_name(tokens, start, end)):
                found.append(Mention(start, end, kind, tokens.text[start:end], "enumeration", score=0.65))
    return found


def _closes(tail: str, word: str) -> bool:
    """Tell whether a list ends in 等…WORD within a few characters, before any mark."""
    at = tail.find(word)
    return (
        tail.startswith(rules("recognise")["joints"]["etc"])
        and 0 < at <= 7
        and not any(c in tail[:at] for c in ",。;、:")
    )


def _lists(tokens: Tokens) -> list[tuple[list[tuple[int, int]], int]]:
    """Return stretches joined by 、 with where each member stands and where the list stops."""
    items, found, index = tokens.items, [], 0
    while index < len(items):
        members, at = [], index
        while (member := _member(tokens, at)) is not None:
            first, last = member
            members.append((items[first].start, items[last].end))
            at = last + 1
            if at < len(items) and items[at].text in rules("recognise")["joints"]["ands"]:
                at += 1
            else:
                break
        if len(members) > 1:
            found.append((members, members[-1][1]))
            index = at
        else:
            index += 1
    return found


def _member(tokens: Tokens, index: int) -> tuple[int, int] | None:
    """Return first and last token of a list member that starts at ``index``."""
    items, last = tokens.items, index - 1
    while last + 1 < len(items) and items[last + 1].cls in (PLAIN, UNKNOWN, NAME):
        last += 1
        if items[last].end - items[index].start > 12:
            return None
    return (index, last) if last >= index else None


def _is_owned(tokens: Tokens, start: int, end: int) -> bool:
    """Tell whether a member begins with a recognised enterprise or region and goes on behind it."""
    first = tokens.items[tokens.starting_at(start)]
    return first.cls == NAME and first.tag in ("Enterprise", "Region") and first.end < end


def _is_name(tokens: Tokens, start: int, end: int) -> bool:
    first = tokens.starting_at(start)
    words = [t for t in tokens.items[first : first + 6] if t.end <= end]
    unknown = sum(len(t.text) for t in words if t.cls == UNKNOWN)
    return 2 <= end - start <= 10 and (unknown >= 2 or any(t.cls == NAME for t in words))
