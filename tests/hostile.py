"""Text that harms careless programs: pieces of it, news whose names and numbers are such pieces, and how much is tried.

``KG_FUZZ=2000`` tries so many texts, others each time (``make fuzz``); without it a few, the same each time.
"""

import os
from decimal import Decimal

import pyoxigraph as ox
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from kg.graph import quads
from kg.records import (
    Article,
    Entity,
    Extraction,
    Milestone,
    Missed,
    Observation,
    Provision,
    Relation,
    Span,
    Turn,
)
from kg.resolve import resolve
from kg.segment import squash

MANY = os.environ.get("KG_FUZZ", "")


def fuzzing(few: int) -> settings:
    """Return settings for a test that tries few texts where nobody asks for more."""
    return settings(
        max_examples=int(MANY or few), derandomize=not MANY, deadline=None, print_blob=True,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip


MARKUP = (
    "<script>alert(1)</script>", "</script><script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<!--", "-->",
    "</textarea>", "]]>", "<![CDATA[", "&lt;b&gt;", "&#0;", "&amp;amp;", "<a href='javascript:alert(1)'>",
    '" onload="x', "{{7*7}}", "{% raw %}", "${7*7}", "%DATA%%WORDS%", "%s%n", "{0}", "{__class__}", "_x000D_",
    "[点](javascript:alert(1))", "![图](http://x.invalid/)", "`码`", "***", "# 一", "- 一", "1. 一", "> 一", "| 一 |",
    "---", "===", "~~~", "```", "http://x.invalid/?a=b&c", "www.x.invalid", "a@x.invalid", "\\", "\\n", "$x$", "~~一~~",
)  # fmt: skip
FORMULAS = (
    "=1+1", '=HYPERLINK("http://x.invalid","点")', "+1", "-1", "@SUM(1)", "＝1+1", "＠a", "\t=1+1", "\r=1", "\n=1",
    " =1+1", "'=1", "\u200b=1", "=cmd|' /C calc'!A0", ";=1", ",=1", '"=1', '"",=1',
)  # fmt: skip
PATHS = (
    "../../x", "..\\..\\x", "/etc/passwd", "C:\\x", "con.txt", ".", "..", "~", "a/b", "%2e%2e%2f",
    "file:///etc/passwd", "x" * 300,
)  # fmt: skip
QUERIES = (
    "'); DROP TABLE x; --", "' OR '1'='1", '"; DETACH DELETE n; //', "\\'", "\\u0027", "\\x27",
    "<x:a> <x:b> <x:c> .", '"@zh . <x:s> <x:p> "x', "^^xsd:date", "\u00a8", "|", "||", "甲|乙", "``",
)  # fmt: skip
INVISIBLE = (
    "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u180e", "\u034f", "\u2062", "\ufe0f", "\u3164",
    "\u202e", "\u202a", "\u2066", "\u2069", "\u061c", "\u200f", "\U000e0041",
)  # fmt: skip
BREAKS = (
    "\n", "\r", "\r\n", "\n\n\n", "\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1c", "\x1e", "\x1f", "\t", "\u3000",
    "\u00a0",
)  # fmt: skip
CONTROLS = (
    "\x00", "\x01", "\x1b[31m", "\x7f", "\x9b", "\ufffe", "\uffff", "\ufffd", "\U0001fffe", "\U0010ffff", "\ue000",
)  # fmt: skip
BRACKETS = (
    "（", "）", "(", "(((((", ")))))", "《", "》", "“", "”", "‘", "「『", "』」", "【", "】", "[[", "]]", "〔", "“”",
    "（）", "（" * 60, "《（“" * 20,
)  # fmt: skip
DIGITS = (
    "0", "00", "１２３", "٣", "①", "⑳", "½", "²", "零", "〇", "〇〇〇〇", "两", "廿", "亿亿亿", "万亿", "9" * 400,
    "1e999", "1,234,5", "0.0000000001", "-0", "1.2.3.4", "1/0", "100%", "％", "一百二十三万四千五百六十七亿八千",
    "千百十", "2022-02-30", "13月45日", "0000年0月", "9999年12月31日", "99999年", "1２3.4５亿元", "半", "数十亿",
    "近百余万", "-", "—", "~", "1-2-3-4",
)  # fmt: skip
GLYPHS = (
    "🏭", "👨‍👩‍👧", "🇨🇳", "é", "e\u0301", "Z\u0351\u036b\u0343", "ﬃ", "㎡", "㍿", "ǆ", "İ", "ß", "ﷺ", "𠮷", "龘", "ｱ",
    "한", "א", "ع", "\u0301", "\ufb1d", "乾", "臺灣電腦",
)  # fmt: skip
SURROGATES = ("\ud800", "\udfff", "\udc80", "\ud83c\udfed")
"""Half pairs, which no encoding of Unicode can hold; the last is a whole pair in halves."""

SHARP = MARKUP + FORMULAS + PATHS + QUERIES + INVISIBLE + BREAKS + CONTROLS + BRACKETS + DIGITS + GLYPHS

WORDS = (
    "绵阳", "江北区", "高新区", "京东方", "某某电子有限公司", "新型显示产业园项目", "二期", "总投资", "20亿元", "开工",
    "签约", "2023年3月", "占地", "300亩", "同比增长", "8.5%", "位于", "由", "建设", "预计", "到2025年", "项目", "公司",
    "集团", "以下简称", "管理办法", "大会", "一、", "1.", "（一）", "其中", "，", "。", "、", "；", "：", "和", "等",
    "不", "超", "近", "每年", "个", "人", "分", "扣", "满分",
)  # fmt: skip
FRAMES = (
    "{}，{}开工一个{}项目，总投资{}亿元。", "{}有限公司（以下简称“{}”）位于{}市，年产值{}万元。",
    "一、{}：得{}分，每少{}扣1分。", "“{}”与《{}》在{}举行签约仪式，{}。", "{}年{}月，{}项目竣工投产，占地{}亩。",
    "全市新签约项目{}个，其中{}亿元以上{}个，同比增长{}%。", "{}、{}、{}和{}等企业入驻产业园。", "【{}】{}\n{}\n{}",
)  # fmt: skip
"""News with gaps."""

pieces = st.one_of(st.sampled_from(SHARP), st.sampled_from(WORDS), st.text(max_size=6))


def _text(most: int) -> st.SearchStrategy[str]:
    return st.lists(pieces, max_size=most).map("".join)


@st.composite
def _sentences(draw: st.DrawFn) -> str:
    frame = draw(st.sampled_from(FRAMES))
    return frame.format(*(draw(_text(3)) for _ in range(frame.count("{}"))))


names = _text(4)
"""Names, titles, cells: short, of any kind, perhaps empty."""
bodies = st.lists(st.one_of(_sentences(), _text(6)), max_size=5).map("".join)
"""Texts of articles."""


@st.composite
def said(draw: st.DrawFn) -> Extraction:
    """Return an article that says something of every kind about things of such names, in such words."""
    called = st.tuples(names, st.sampled_from(WORDS)).map("".join).filter(lambda n: len(squash(n)) > 1)
    amount = draw(st.sampled_from(["20", "-1.5", "1E+400", "0.0000000001", "123456789012345678901234567890"]))
    things = [draw(called) for _ in range(4)]
    return saying([*things, draw(names), draw(names), draw(names)], amount, [draw(called) for _ in range(8)])


def saying(words: list[str], amount: str, other: list[str]) -> Extraction:
    """Return an article about a project, a firm, a region and a policy, from names for all that has one."""
    project, firm, region, policy, wording, sentence, title = words
    body = "\n".join((project, firm, region, policy, f"{wording}{sentence}。"))
    article = Article(title or "题", body, "2024-03-01", "https://x.invalid/?a='b", ("a.txt",))
    last = Span(len(article.text) - len(wording) - len(sentence) - 1, len(article.text))
    indicator, unit, stage, criterion, measure, *aliases = other
    value = Decimal(amount)
    told = ("atLeast", "planned", "2024-03", wording, last, "test")

    def thing(number: str, type_: str, name: str, *forms: str) -> Entity:
        start = article.text.index(name, len(article.title))
        return Entity(number, type_, name, forms, (Span(start, start + len(name)),), "", _KINDS.get(type_, ""), "test")

    return Extraction(
        article,
        "e3",
        entities=(
            thing("e1", "Project", project, aliases[0]), thing("e2", "Enterprise", firm, aliases[1]),
            thing("e3", "Region", region), thing("e4", "Policy", policy, aliases[2]),
        ),
        relations=(Relation("e1", "locatedIn", "e3", last, "test"), Relation("e1", "developer", "e2", last, "test")),
        observations=(Observation("e1", indicator, value, value, None, unit, *told),),
        milestones=(Milestone("e1", stage, "2024-03", "actual", last, "test"),),
        provisions=(Provision("e4", "criterion", criterion, last, Decimal(10), unit=measure, says=wording),),
        turns=(Turn("e1", "stopped", "2024", last),),
        missed=(Missed(last, "test"),),
        sentences=1,
    )  # fmt: skip


_KINDS = {"Region": "DevelopmentZone"}


def plainly() -> Extraction:
    """Return what an article without anything sharp says."""
    return saying(["甲项目", "乙公司", "丙新区", "丁办法", "词", "句", "题"], "20", ["子"] * 8)


def graph_of(*extractions: Extraction) -> ox.Store:
    """Return the graph of extractions."""
    found = {x.article.sha256: x for x in extractions}
    store = ox.Store()
    store.extend(quads(found.values(), resolve(list(found.values()))))
    return store
