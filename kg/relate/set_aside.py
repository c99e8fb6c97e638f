"""Numbers that are no facts, each for a reason (annotation.md section 6, *Numbers*)."""

import re
from functools import cache

from kg.lexicon import rules
from kg.records import Quantity
from kg.relate.context import Context


@cache
def _words(name: str) -> tuple[str, ...]:
    return tuple(rules("relate")["set_aside"][name])


def reason_to_set_aside(context: Context, number: Quantity) -> str:
    """Return why a quantity is no fact, empty where it is one."""
    checks = (
        ("stands in a headline", _in_headline), ("part of a name", _in_name),
        ("limit of a class", Context.is_class_limit),
        ("names a class", _names_class), ("comparison for colour", _compares),
        ("about the whole nation", _is_national), ("time of day", _tells_time),
        ("distance in time", _tells_when), ("part of a saying", _in_saying), ("counts what is listed", _counts_list),
        ("points to what was named", _points_back),
    )  # fmt: skip
    return next((reason for reason, holds in checks if holds(context, number)), "")


def _in_headline(context: Context, number: Quantity) -> bool:
    return context.sentence(number.start).kind != "body"


def _in_name(context: Context, number: Quantity) -> bool:
    """A capacity in a project's name (20万吨工业硅项目) is a fact all the same; its class is none."""
    around = context.mentions_in(max(0, number.start - 40), number.end + 40)
    inside = [m for m in around if m.start <= number.start and number.end <= m.end]
    return any(m.type != "Project" or number.unit in _words("class_units") for m in inside)


def _names_class(context: Context, number: Quantity) -> bool:
    """500千伏线路, 万吨级泊位, 国道110线."""
    text = context.doc.text
    if number.unit in _words("road_units"):
        return text.endswith(_words("roads"), 0, number.start)
    if number.unit in _words("class_units"):
        return not text.endswith(_words("class_told"), 0, number.start)
    digits = any(c.isdigit() for c in number.wording)
    return text[number.end : number.end + 1] in _words("class_marks") and not digits


def _compares(context: Context, number: Quantity) -> bool:
    start, _ = context.clause(number.start)
    return any(w in context.doc.text[start : number.start] for w in _words("comparing"))


def _is_national(context: Context, number: Quantity) -> bool:
    if number.unit in _words("shares"):
        return False
    start, _ = context.clause(number.start)
    times = [p.end for p in context.periods_in(start, number.start)]
    lead = context.doc.text[max([start, *times[:1]]) : number.start].lstrip(" ,")
    word = next((w for w in _words("national") if lead.startswith(w)), "")
    named = not context.names.isdisjoint(_words("nation"))
    return bool(word) and not named and not lead[len(word) :].startswith(_words("not_national"))


def _tells_time(context: Context, number: Quantity) -> bool:
    before = context.doc.text[max(0, number.start - 3) : number.start]
    return number.unit in _words("minutes") and re.search(_words("clock")[0], before) is not None


def _tells_when(context: Context, number: Quantity) -> bool:
    """两年后, 三年前, 近三年, 十年来: the number places something in time and measures nothing."""
    if number.unit not in _words("time_units"):
        return False
    text = context.doc.text
    first, last = number.number
    lead, tail = text[max(0, first - 4) : first], text[last : last + 3]
    return tail.startswith(_words("time_after")) or lead.endswith(_words("time_before"))


def _in_saying(context: Context, number: Quantity) -> bool:
    """A number word inside a short quotation (“最初一公里”) that is no name."""
    text = context.doc.text
    opened, closed = text.rfind("“", max(0, number.start - 12), number.start), text.find("”", number.end)
    if number.unit in _words("time_units")[:2] or opened < 0 or "”" in text[opened : number.start] or closed < 0:
        return False
    return closed - opened <= 12 and _is_small_word(number)


def _is_small_word(number: Quantity) -> bool:
    """Tell whether a number is a single word without a scale (三, 两, 十) before a counter."""
    wording = "".join(c for c in number.wording if c in rules("numbers")["numerals"]["digits"] or c in _words("ten"))
    return len(wording) == 1 and number.value is not None and not any(c.isdigit() for c in number.wording)


def _counts_list(context: Context, number: Quantity) -> bool:
    """光伏、汽车和家电三条产业链: the word only counts the members before it, or those that follow a colon."""
    if not _is_small_word(number) or number.unit not in _words("counters") or number.value is None:
        return False
    text = context.doc.text
    start, end = context.clause(number.start)
    listed = re.split(_words("list_joints")[0], text[start : number.start])
    if len(listed) >= 2 and not text.endswith(_words("open_list"), 0, number.start):
        return len(listed) == number.value or len(listed) - 1 == number.value
    return text[end : end + 1] == ":" and context.sentence(number.start).end > end + 2


def _points_back(context: Context, number: Quantity) -> bool:
    """四家公司披露, 以上三项: the phrase begins its clause and takes up what was named before."""
    if not _is_small_word(number) or number.unit not in _words("counters"):
        return False
    start, _ = context.clause(number.start)
    lead = context.doc.text[start : number.number[0]].strip().lstrip("“")
    return lead in _words("pointing_back") and bool(context.doc.text[number.end : number.end + 1].strip(",。;"))
