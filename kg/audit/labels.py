"""What an indicator's label and the words around a number tell: which wordings are one, which say too little."""

import re
from functools import cache
from typing import Any

from kg.facts.figures import Figure
from kg.lexicon import pattern, rules

SHORTEST = 2
"""An indicator of one character (产, 城) is a remnant."""


def conf(section: str) -> dict[str, Any]:
    """Return a section of ``audit.toml``."""
    return rules("audit")[section]  # type: ignore[no-any-return]


def canonical(figure: Figure) -> str:
    """Return the indicator under one name for all its wordings: a project's 计划总投资 is its 总投资."""
    labels, plain = conf("labels"), bare(figure.indicator)
    ends = tuple(labels["investment_ends"])
    costs = figure.type == "Project" and figure.unit in money_units() and plain.endswith(ends)
    if not costs or any(word in plain for word in labels["other_investment"]):
        return figure.indicator
    return str(labels["investment"]) + figure.indicator[len(plain) :]


def bare(indicator: str) -> str:
    """Return an indicator without the bracket that narrows it: 项目(50亿元以上) → 项目."""
    return re.sub(r"\([^()]*\)$", "", indicator)


def is_vague(figure: Figure) -> bool:
    """Tell whether an indicator says too little: numbers under it may be of different things.

    An investment is told apart only where it is that of one undertaking, not of whatever a region has.
    """
    labels = conf("labels")
    summed = figure.indicator.endswith(labels["summed"]) and not figure.indicator.endswith(tuple(labels["single"][1:]))
    name = canonical(figure)
    return (summed and figure.type in labels["timed"]) or name in labels["vague"] or len(name) < SHORTEST


def is_single(figure: Figure) -> bool:
    """Tell whether a thing has only one such number at a time."""
    if canonical(figure).endswith(conf("labels")["investment"]) and figure.type != "Project":
        return False
    return canonical(figure).endswith(tuple(conf("labels")["single"]))


def is_of_a_part(figure: Figure) -> bool:
    """Tell whether a number is that of a phase or a year of its thing: 一期总投资20亿元."""
    return bool(pattern("audit", "of_a_part").search(figure.plain[: figure.at]))


def is_change(figure: Figure) -> bool:
    """Tell whether a figure is by how much something changed, no level: 比上年增加109家."""
    return bool(pattern("audit", "changed").search(figure.plain[: figure.at]))


def is_count(figure: Figure) -> bool:
    """Tell whether a figure counts things."""
    return figure.unit in conf("counts")["units"]


def is_addable(figure: Figure) -> bool:
    """Tell whether figures of this unit can be added up at all."""
    return figure.unit not in conf("sums")["never"]


def is_band(figure: Figure) -> bool:
    """Tell whether a figure counts what lies within limits: 项目(10—50亿元)."""
    return is_count(figure) and bool(pattern("audit", "limits").search(figure.indicator))


def is_class(figure: Figure) -> bool:
    """Tell whether a figure counts a class of the counted: 产业发展类项目, 制造业项目."""
    stem = bare(figure.indicator).removesuffix(conf("counts")["suffix"])
    return is_count(figure) and len(stem) > 2 and bool(pattern("audit", "class_of").search(stem[:-2]))


def head(figure: Figure) -> str:
    """Return the last two characters of what is counted: 签约项目, 项目数 → 项目."""
    return bare(figure.indicator).removesuffix(conf("counts")["suffix"])[-2:]


def is_money(figure: Figure) -> bool:
    """Tell whether a figure says what something costs, brings in or turns over."""
    return figure.unit in money_units() and bare(figure.indicator).endswith(tuple(conf("sums")["money"]))


@cache
def money_units() -> frozenset[str]:
    """Return the labels of the currencies."""
    return frozenset({"CNY", "USD", "EUR", "HKD", "JPY", "GBP", "KRW"})


def is_share(figure: Figure) -> bool:
    """Tell whether a figure is a share of something, by the words before it or an indicator that says so itself."""
    labels = [word for word in conf("shares")["words"] if word in figure.indicator]
    told = labels and figure.indicator not in conf("labels")["vague"]
    return (
        figure.unit == "%" and not is_growth(figure)
        and bool(told or pattern("audit", "share").search(figure.plain[: figure.at]))
    )  # fmt: skip


def follows_as_share(figure: Figure, part: Figure) -> bool:
    """Tell whether a share stands right behind a part, as that part's share of the whole: 680亿元,占比超60%."""
    gap = figure.plain[part.end : figure.at]
    return figure.unit == "%" and bool(pattern("audit", "share_of_whole").fullmatch(gap))


def is_growth(figure: Figure) -> bool:
    """Tell whether a figure is a rate of change, by its indicator or the words right before the number."""
    ahead = figure.plain[: figure.at]
    told = pattern("audit", "grows").search(ahead) or pattern("audit", "falls").search(ahead)
    return figure.unit == "%" and (figure.indicator.endswith(tuple(conf("labels")["growth"])) or bool(told))
