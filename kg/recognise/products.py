"""Products told by their place: behind a capacity (年产30万辆高端新能源汽车) or a verb of making (生产背光模组)."""

from kg.lexicon import rules
from kg.recognise import phrases
from kg.recognise.tokens import HARD, MARK, NAME, NUMBER, PLAIN, SINGLE, SOFT, TIME, UNKNOWN, Tokens
from kg.records import Mention, Quantity

LONGEST = 12
"""Characters of a product."""


def made_products(tokens: Tokens, numbers: list[Quantity]) -> list[Mention]:
    """Return noun phrases that are made or counted as output."""
    conf = rules("recognise")["products"]
    found = []
    for number in numbers:
        if number.unit in conf["units"]:
            found += _product(tokens, tokens.starting_at(number.end), "capacity")
    for index, token in enumerate(tokens.items):
        if token.text in conf["verbs"]:
            found += _product(tokens, index + 1, "made")
    return found


def _product(tokens: Tokens, index: int, method: str) -> list[Mention]:
    """Return the product phrase that begins at a token, if it ends cleanly within twelve characters."""
    if index < 0 or index >= len(tokens.items):
        return []
    items, last = tokens.items, index - 1
    conf = rules("recognise")["products"]
    while last + 1 < len(items) and items[last + 1].cls in (PLAIN, UNKNOWN, SOFT, NAME, "verb"):
        if items[last + 1].text in conf["stops"]:
            break
        last += 1
        if items[last].end - items[index].start > LONGEST:
            return []
    if last < index:
        return []
    following = items[last + 1] if last + 1 < len(items) else None
    start, end = items[index].start, items[last].end
    clean = following is None or following.cls in (MARK, NUMBER, TIME, SINGLE, HARD) or following.text in conf["stops"]
    words = phrases.content(tokens, start, end)
    names = [t for t in words if t.cls == NAME]
    if not clean or names or not 2 <= end - start <= LONGEST or not words or items[last].cls in (SOFT, "verb"):
        return []
    if tokens.text[start:end] in conf["vague"] or tokens.text[start:end].endswith(tuple(conf["no_ending"])):
        return []
    return [Mention(start, end, "Product", tokens.text[start:end], method, score=0.5)]
