"""The division at the front of a name: a link of its own, before the name, or meant inside it."""

from dataclasses import replace

from kg.lexicon import pattern, rules
from kg.recognise.gazetteer import gazetteer
from kg.recognise.sight import endings, told_by_ending
from kg.recognise.tokens import Token, Tokens
from kg.records import Mention

Known = dict[tuple[int, int, str], Mention]
"""What the rules found, by place and type."""


def fronted(mention: Mention, tokens: Tokens, known: Known, part: str) -> list[Mention]:
    """Return a name told apart from the divisions before it, and with the one meant at its front.

    A chain of regions (安徽省滁州市全椒县) falls into its links; before an industry or a title a division is no part of
    the name (江苏|制造业); at the front of a plan or an event it is meant as a place too, a mention by method ``part``.
    """
    found: list[Mention] = []
    start, end = mention.start, mention.end
    while link := _link(tokens, start, end, mention.type, known):
        found.append(_region(tokens, start, link, known))
        start = link
    name = tokens.text[start:end]
    rest = known.get((start, end, mention.type), Mention(start, end, mention.type, name, mention.method))
    first = _leading(tokens, start, end)
    if first and mention.type in rules("recognise")["fronts"]["meant"] and is_division(first.text):
        within = _region(tokens, start, first.end, known)
        found.append(Mention(start, first.end, "Region", within.name, part, within.code, within.canonical))
    return [*found, rest if start > mention.start else mention]


def unglued(mention: Mention, tokens: Tokens) -> Mention:
    """Return a name without the words of its sentence that are glued to it: 在园区扩建|试剂产业园, 韭菜坪隧道|穿越."""
    conf = rules("recognise")["glued"]
    if mention.type not in conf["types"]:
        return mention
    start, end = mention.start, mention.end
    side = pattern("recognise", "side").match(tokens.text, start, end - conf["least"])
    if side and not is_division(side.group()):
        start = side.end()
    roles = (conf["roles"], rules("recognise")["name"]["roles"])
    before = ""
    for token in tokens.starting_in(start, end):
        last = token.end == end and mention.type != "Event"
        ends = token.text in conf["before"] or (last and token.text in conf["ends"])
        if ends and _is_whole(tokens.text[start : token.start]):
            end = token.start
            break
        glued = token.text in conf["behind"] or (token.text in conf["built"] and before in conf["builders"])
        glued |= token.start == start and mention.type == "Enterprise" and any(token.text in r for r in roles)
        if glued and mention.end - token.end >= conf["least"]:
            start = token.end
        before = token.tag if token.text[-1:] not in conf["zones"] else "Region"
    return (
        mention
        if (start, end) == (mention.start, mention.end)
        else replace(mention, start=start, end=end, name=tokens.text[start:end])
    )


def _is_whole(name: str) -> bool:
    """Tell whether a stretch ends as names do, or with a phase."""
    phase = pattern("recognise", "phase")
    return bool(told_by_ending(name)) or any(phase.fullmatch(name, at) for at in range(len(name) - 4, len(name)))


def is_division(name: str) -> bool:
    """Tell whether a name is that of an administrative division, in full or short."""
    return any(entry.source == "division" for entry in gazetteer().readings.get(name, ()))


def _region(tokens: Tokens, start: int, end: int, known: Known) -> Mention:
    plain = Mention(start, end, "Region", tokens.text[start:end], "tagger")
    return known.get((start, end, "Region"), plain)


def _leading(tokens: Tokens, start: int, end: int) -> Token | None:
    """Return the division that leads a stretch and is not all of it."""
    index = tokens.starting_at(start)
    first = tokens.items[index] if index >= 0 else None
    return first if first and first.tag == "Region" and start < first.end < end else None


def _link(tokens: Tokens, start: int, end: int, kind: str, known: Known) -> int:
    """Return where a division before a name ends, 0 where the name has none: 湖州高新区, 江苏省质量奖."""
    first, conf = _leading(tokens, start, end), rules("recognise")["fronts"]
    if first is None:
        return 0
    official = first.text.endswith(tuple(rules("recognise")["regions"]["suffixes"]))
    if kind == "Region":
        if tokens.text[first.end : end] in endings():
            return 0
        return first.end if official or (first.end, end, "Region") in known else 0
    return first.end if kind in conf["before"] or (kind in conf["before_short"] and not official) else 0
