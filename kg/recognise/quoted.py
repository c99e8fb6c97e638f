"""Names that marks set apart: 《…》, “…” before a head, and chains 面板—模组—整机."""

from dataclasses import replace
from functools import cache

from kg.lexicon import Head, pattern, rules, table
from kg.recognise import phrases
from kg.recognise.overlap import REPORT_PLACE
from kg.recognise.tokens import TIME, Tokens
from kg.records import Mention

REPORT = "report"
"""Method of the name of a report; its numbers are about the place."""


@cache
def _quoted_heads() -> list[Head]:
    heads = [h for h in table("heads", Head) if h.use in ("quoted", "always")]
    return sorted(heads, key=lambda h: (-len(h.head), h.use != "quoted", h.head))


@cache
def _heads() -> tuple[str, ...]:
    return tuple(h.head for h in _quoted_heads())


def book_titles(text: str) -> list[Mention]:
    """Return what stands between book marks, a Policy, unless its ending tells a newspaper or a law of the state."""
    endings = tuple(rules("recognise")["quotes"]["media"])
    return [
        Mention(m.start(1), m.end(1), "Policy", m[1], "book-marks", score=1.0)
        for m in pattern("recognise", "book_title").finditer(text)
        if not m[1].endswith(endings)
    ]


def quoted_names(tokens: Tokens) -> list[Mention]:
    """Return quoted names whose head inside or behind the marks tells the type (“红黑榜”机制, “川渝跨境贷”)."""
    found = []
    for match in pattern("recognise", "quoted").finditer(tokens.text):
        inner, close = match[1], match.end()
        after = tokens.text.startswith(_heads(), close)
        behind = next((h for h in _quoted_heads() if tokens.text.startswith(h.head, close)), None) if after else None
        if behind and (behind.use == "quoted" or len(behind.head) > 1):
            start = _owner_edge(tokens, match.start())
            name = tokens.text[start : close + len(behind.head)]
            found.append(Mention(start, close + len(behind.head), behind.type, name, behind.method, score=0.95))
            continue
        ends = _quoted_heads() if inner.endswith(_heads()) else ()
        within = next((h for h in ends if inner.endswith(h.head) and len(inner) > len(h.head) + 1), None)
        if within and len(inner) <= 24 and not _speech(inner):
            found.append(Mention(match.start(1), match.end(1), within.type, inner, within.method, score=0.8))
            continue
        if pattern("recognise", "campaign").fullmatch(inner):
            found.append(Mention(match.start(1), match.end(1), "Policy", inner, "campaign", score=0.8))
            continue
        if len(inner) >= 4 and not _speech(inner) and _is_launched(tokens, match.start()):
            found.append(Mention(match.start(1), match.end(1), "Policy", inner, "quoted-launched", score=0.6))
    return found


def reports(tokens: Tokens, places: list[Mention]) -> list[Mention]:
    """Return reports that a government gives every year (绵阳市2025年政府工作报告), and the places in their names."""
    found = []
    for match in pattern("recognise", "report").finditer(tokens.text):
        start = match.start()
        for token in reversed(tokens.starting_in(max(0, start - 20), start)):
            if token.end != start or not (token.cls == TIME or token.tag == "Region"):
                break
            start = token.start
        found.append(Mention(start, match.end(), "Policy", tokens.text[start : match.end()], REPORT, score=1.0))
        found += [replace(p, method=REPORT_PLACE) for p in places if start <= p.start and p.end <= match.start()]
    return found


def chains(text: str) -> list[Mention]:
    """Return industrial chains written as links with dashes (面板—模组—整机), as one Industry each."""
    tails = tuple(rules("recognise")["quotes"]["chain_tails"])
    found = []
    for match in pattern("recognise", "chain").finditer(text):
        end = match.end()
        closed = text[end : end + 1] == "”"
        rest = text[end + closed : end + closed + 4]
        tail = next((t for t in tails if rest.startswith(t)), None)
        if tail:
            begin = match.start() - (1 if closed and text[match.start() - 1] == "“" else 0)
            stop = end + closed + len(tail)
            found.append(Mention(begin, stop, "Industry", text[begin:stop], "chain", score=1.0))
            found += _links(text, match.start(), end)
    return found


def _links(text: str, start: int, end: int) -> list[Mention]:
    """Return the links of a chain, each a Product."""
    links = pattern("recognise", "link").finditer(text, start, end)
    return [Mention(m.start(), m.end(), "Product", m[0], "chain-link") for m in links]


def _owner_edge(tokens: Tokens, quote: int) -> int:
    """Return where a proper modifier before the quotation begins (边检“便企利民”新举措), else the quotation itself."""
    index = tokens.ending_at(quote)
    if index < 0 or tokens.items[index].end != quote:
        return quote
    start = phrases.left_edge(tokens, quote)
    words = phrases.content(tokens, start, quote)
    if any(c in rules("recognise")["joints"]["ands"] for c in tokens.text[start:quote]):
        return quote
    return start if words and quote - start <= 6 and all(t.cls != "name" for t in words) else quote


def _is_launched(tokens: Tokens, quote: int) -> bool:
    """Tell whether a verb of launching stands right before a quotation (推行“跨城通办”)."""
    return tokens.text[max(0, quote - 4) : quote].endswith(tuple(rules("recognise")["quotes"]["verbs"]))


def _speech(inner: str) -> bool:
    return any(c in inner for c in ",。!?;:")
