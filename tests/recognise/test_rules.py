"""Names by form: items of lists, yearly reports, campaigns, firms told by others, places by their short names."""

import pytest

from kg.recognise import by_rule, recognise
from kg.recognise.fronts import unglued
from kg.records import Article, Mention
from kg.segment import segment


def ruled(text: str) -> set[tuple[str, str]]:
    return {(m.name, m.type) for m in by_rule(segment(Article("消息", text, "2024-05-06")))[0].mentions}


def found(text: str, title: str = "消息") -> set[tuple[str, str]]:
    return {(m.name, m.type) for m in recognise(segment(Article(title, text, "2024-05-06"))).mentions}


@pytest.mark.parametrize(
    ("item", "names"),
    [
        ("3.甲岭到乙水500千伏线路补强工程(云溪区,开工)。", ["甲岭到乙水500千伏线路补强工程"]),
        ("6.甲乙高速铁路云溪段、沿江大桥南线一期(交通类)。", ["甲乙高速铁路云溪段", "沿江大桥南线一期"]),
        ("(2)加快建设白塔河灌区改造工程:总投资3亿元。", ["白塔河灌区改造工程"]),
        ("●云溪光电年产8万吨铜箔项目:正在安装设备。", ["云溪光电年产8万吨铜箔项目"]),
    ],
)
def test_an_item_of_a_list_begins_with_its_project(item, names):
    assert {(name, "Project") for name in names} <= ruled(f"部分项目如下。\n{item}\n")


@pytest.mark.parametrize("item", ["1.重点项目:总投资3亿元。", "2.会议指出,要加快建设。", "3.集中签约项目:64个。"])
def test_a_class_of_projects_at_the_front_of_an_item_is_none(item):
    assert not {n for n, kind in ruled(f"规则如下。\n{item}\n") if kind == "Project"}


def test_a_yearly_report_bears_its_place_and_year_and_is_about_the_place():
    names = found("2024年,全市实现地区生产总值620亿元。", "绵阳市2025年政府工作报告(节选)")
    assert {("绵阳市2025年政府工作报告", "Policy"), ("绵阳市", "Region")} <= names


def test_a_campaign_is_known_by_its_quoted_slogan():
    assert ("四个一批", "Policy") in found("推动储备、开工、在建、完工“四个一批”高效转化。")
    assert not found("他说了“四个一点”的看法。") & {("四个一点", "Policy")}


def test_a_place_and_the_stem_of_another_firm_make_a_firm():
    text = "云晶光电科技股份有限公司(以下简称“云晶光电”)披露,子公司常州云晶、滁州云晶收到通知书。"
    assert {("常州云晶", "Enterprise"), ("滁州云晶", "Enterprise")} <= found(text)
    assert not found("云晶光电落户常州。滁州市与它签约。") & {("滁州市", "Enterprise"), ("常州", "Enterprise")}


def test_the_bank_of_a_branch_and_the_owner_of_a_work_are_named_too():
    assert {("四川银行遂宁分行", "Enterprise"), ("四川银行", "Enterprise")} <= found("四川银行遂宁分行推出新产品。")
    text = "云南恒泰新能源科技有限公司电芯项目一期已经投产。"
    assert {
        ("云南恒泰新能源科技有限公司", "Enterprise"),
        ("云南恒泰新能源科技有限公司电芯项目一期", "Project"),
    } <= found(text)


def test_a_county_named_in_full_stands_by_its_short_name_though_that_is_a_word():
    names = found("公司在安徽省滁州市全椒县建厂。另一家拟在全椒投资。")
    assert ("全椒", "Region") in names
    assert ("全椒", "Region") not in found("全椒投资一事未定。")


def test_an_occasion_of_two_acts_is_one_event():
    assert ("重大项目开工暨投产活动", "Event") in {(n[-11:], k) for n, k in found("重大项目开工暨投产活动在重庆举行。")}


@pytest.mark.parametrize("text", ["县区(含管委会)完成投资10亿元。", "园区(含高新区)企业增至30家。"])
def test_no_name_opens_a_bracket_that_it_does_not_close(text):
    assert all(name.count("(") == name.count(")") for name, _ in found(text))


def test_what_a_firm_is_to_the_thing_told_is_no_part_of_its_name():
    assert ("海南澳通国际粮油有限公司", "Enterprise") in found("货主海南澳通国际粮油有限公司昨日提货。")


def test_a_name_does_not_run_across_the_end_of_a_heading():
    body = (
        "一、工作机制出台：量化评分 绵阳市印发通报，按月公布。 二、评分标准与细则 开工率30分。"
        " 三、成效与典型案例 “红黑榜” 机制实施以来，全市项目开工率从70%升至90%。"
    )
    doc = segment(Article("绵阳“红黑榜”机制", body, "2024-05-06"))
    mentions = recognise(doc).mentions
    assert any(m.type == "Policy" for m in mentions)
    assert all(m.end <= doc.sentence_at(m.start).end for m in mentions)


def test_a_name_keeps_both_its_quotation_marks():
    names = found("三、激励成效。“周调度”机制实施以来,广安市成效明显。", "广安市“红黑榜”机制")
    assert ("“周调度”机制", "Policy") in names
    assert all(name.count("“") == name.count("”") for name, _ in names)


@pytest.mark.parametrize(
    ("glued", "name", "kind"),
    [
        ("距淮安涟水国际机场", "淮安涟水国际机场", "Project"),
        ("北邻沙河镇", "沙河镇", "Region"),
        ("甲岭至乙水高速铁路重点控制性工程云雾山隧道", "云雾山隧道", "Project"),
        ("云溪汽车白塔工厂引入数字孪生系统", "云溪汽车白塔工厂", "Project"),
        ("云溪科创园一期开园", "云溪科创园一期", "Project"),
        ("东至经济开发区", "东至经济开发区", "Region"),
    ],
)
def test_words_of_the_sentence_are_no_part_of_a_name(glued, name, kind):
    fine = by_rule(segment(Article("消息", f"{glued}。", "2024-05-06")))[1]
    start = fine.text.index(glued)
    assert unglued(Mention(start, start + len(glued), kind, glued, "tagger"), fine).name == name


def test_the_firm_before_the_place_of_a_work():
    assert ("云溪光电", "Enterprise") in found("云溪光电常州基地正式投产,年产能5GW。")
    assert not [n for n, kind in found("甲乙高铁常州段正式开工。") if kind == "Enterprise"]


def test_both_ends_of_a_line_are_places_even_where_their_names_are_words():
    assert {("兰州", "Region"), ("合作", "Region")} <= found("兰州至合作铁路正线长189公里。")
    assert ("合作", "Region") not in found("兰州与企业合作建设铁路。")


def test_a_town_is_not_the_county_far_away_of_the_same_name():
    seen = recognise(segment(Article("政和县东平镇概况", "东平镇地处政和县东北部,全镇辖16个村。", "2024-05-06")))
    assert "370923" not in {m.code for m in seen.mentions}


def test_villages_are_places_and_kinds_of_villages_are_not():
    assert ("康宁村", "Region") in ruled("项目位于康宁村,占地28亩。")
    assert not {n for n, _ in ruled("全镇辖12个行政村,推进乡村振兴。") if n.endswith("村")}
