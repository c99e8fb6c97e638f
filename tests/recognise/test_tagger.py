"""What the tagger of names adds to the rules, and what it may not undo."""

import pytest

from kg.recognise import recognise
from kg.records import Article
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
