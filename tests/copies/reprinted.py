"""Articles with the names that stand in them, read by nobody: what copies are does not hang on the extractor."""

import re

from kg.records import Article, Entity, Extraction, Span

RELEASE = (
    "5月8日,凌江市举行二季度重大项目集中开工活动,12个项目同日动工,总投资186亿元。其中,远航智能装备产业园由远航重工集团投资兴建,"
    "选址凌江经开区,总投资38亿元,占地620亩,主要生产工业机器人和数控机床,预计2026年建成投产,年产值可达55亿元。"
    "凌江市发改委相关负责人介绍,今年全市计划实施重点项目210个,年度投资460亿元,一季度已完成118亿元,开工率达到64%。"
)  # fmt: skip
"""A press release; its places and firms are invented."""


def read(body, title="凌江市重大项目开工", issued="2024-05-09", home="凌江市", names=()):
    """Return an article in which some names were recognised."""
    article = Article(title, body, issued)
    found = [*dict.fromkeys((home, "凌江经开区", "远航重工集团", "远航智能装备产业园", *names))]
    entities = tuple(
        Entity(f"e{i}", "Region" if name == home else "Institution", name, mentions=tuple(
            Span(*m.span()) for m in re.finditer(re.escape(name), article.text)
        ))
        for i, name in enumerate(found)
    )  # fmt: skip
    return Extraction(article=article, home="e0", entities=entities)
