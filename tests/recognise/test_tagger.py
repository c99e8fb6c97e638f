"""What the tagger of names adds to the rules, and what it may not undo."""

from itertools import pairwise

import pytest

from kg.recognise import recognise
from kg.recognise.fronts import fronted, unglued
from kg.recognise.tagger import INNER
from kg.recognise.tokens import NAME, Fixed, Tokens
from kg.records import Article, Mention
from kg.segment import segment


def names(text: str, *, learned: bool = True) -> set[tuple[str, str]]:
    doc = segment(Article("消息", text, "2024-05-06"))
    return {(m.name, m.type) for m in recognise(doc, learned=learned).mentions}


def test_a_chain_of_divisions_is_its_links():
    found = names("项目位于安徽省滁州市全椒县。")
    assert {("安徽省", "Region"), ("滁州市", "Region"), ("全椒县", "Region")} <= found


def test_what_stands_between_book_marks_is_not_undone():
    assert ("关于加快氢能产业发展的若干措施", "Policy") in names("市政府印发《关于加快氢能产业发展的若干措施》。")


def test_no_name_is_the_bare_ending_of_one():
    for text in ("园区建立了机制。", "项目落户高新区。", "这是一项制度。"):
        assert not names(text) & {("机制", "Policy"), ("高新区", "Region"), ("制度", "Policy")}


def test_brackets_and_quotations_stay_whole():
    for name, _ in names("由聚变新能(安徽)有限公司承建,该公司获评国家级专精特新“小巨人”企业(第五批)。"):
        assert name.count("(") == name.count(")")
        assert name.count("“") == name.count("”")


@pytest.mark.parametrize("learned", [True, False])
def test_nothing_comes_of_nothing(learned):
    assert names("", learned=learned) == set()
    assert names("。、,“”()", learned=learned) == set()


def test_a_name_in_no_table_is_found():
    assert ("薄竹山隧道", "Project") in names("由中铁二局承建的薄竹山隧道全长14.28公里,6月8日贯通。")


def test_a_park_that_the_article_calls_a_project_is_one():
    found = names("绵阳新材料产业园今日动工。总投资30亿元的绵阳新材料产业园项目预计2026年投产。")
    assert ("绵阳新材料产业园项目", "Project") in found
    assert not {(n, t) for n, t in found if t == "Region" and "产业园" in n}


def test_a_division_stands_before_an_industry_and_inside_a_plan():
    before = fronted(Mention(0, 5, "Industry", "江苏制造业", "tagger"), *words("江苏制造业向好。"))
    assert [(m.name, m.type) for m in before] == [("江苏", "Region"), ("制造业", "Industry")]
    meant = fronted(Mention(0, 7, "Policy", "绵阳市招商行动", "tagger"), *words("绵阳市招商行动开始。"))
    assert [(m.name, m.type, m.method) for m in meant] == [
        ("绵阳市", "Region", INNER), ("绵阳市招商行动", "Policy", "tagger"),
    ]  # fmt: skip


def words(text):
    tokens = Tokens(text, [Fixed(0, 3 if text.startswith("绵阳市") else 2, NAME, "Region")])
    return tokens, {}, INNER


@pytest.mark.parametrize("learned", [True, False])
def test_an_address_on_the_web_is_no_name(learned):
    text = "百强榜见http://www.example.com/zt/base/list.jsp或news.example.cn,由绵阳市发布。"
    assert not [name for name, _ in names(text, learned=learned) if name.isascii()]


def test_an_ordinary_word_is_no_county():
    assert ("大关", "Region") not in names("广州市汽车产量突破100万辆大关,花都区汽车产业加快发展。")


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("在 园区 扩建 体外 诊断 试剂 产业园", "体外诊断试剂产业园"),
        ("韭菜坪 隧道 穿越 大 山岭", "韭菜坪隧道"),
        ("则 布局 冰雪 装备 基地", "冰雪装备基地"),
        ("大渡口 污水 处理厂 扩建 工程", "大渡口污水处理厂扩建工程"),
    ],
)
def test_words_of_the_sentence_are_no_part_of_a_name(words, name):
    parts = words.split()
    text = "".join(parts)
    ends = [len("".join(parts[:n])) for n in range(len(parts) + 1)]
    tokens = Tokens(text, [Fixed(a, b, NAME, "n") for a, b in pairwise(ends)])
    assert unglued(Mention(0, len(text), "Project", text, "tagger"), tokens).name == name
