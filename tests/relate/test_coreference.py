"""Short forms join the fuller name of the same article, and only where one thing alone fits."""

import pytest

from kg.recognise import recognise
from kg.records import Article, Mention
from kg.relate.coreference import coreferent, plain, short_forms
from kg.relate.entities import cast
from kg.segment import segment


@pytest.mark.parametrize(
    ("kind", "fuller", "short"),
    [
        ("Enterprise", "甘肃华亭煤业股份有限公司", "华亭煤业"),
        ("Enterprise", "甘肃华亭煤业股份有限公司", "华亭股份"),
        ("Enterprise", "湖南涟源钢铁集团有限公司", "涟钢"),
        ("Enterprise", "中国华电集团有限公司", "华电集团"),
        ("Enterprise", "福建达利集团", "达利集团"),
        ("Institution", "齐齐哈尔市发改委", "市发改委"),
        ("Region", "合肥未来大科学城", "未来大科学城"),
        ("Region", "左岭片区", "左岭"),
        ("Project", "镇安抽水蓄能电站", "镇安电站"),
        ("Project", "马道枢纽", "马道"),
        ("Project", "新建文山至蒙自铁路", "文蒙铁路"),
        ("Project", "纳雍至赫章高速公路", "纳赫高速"),
        ("Industry", "锂电产业集群", "锂电"),
        ("Policy", "永川区支持智能网联汽车发展若干措施(试行)", "永川区支持智能网联汽车发展若干措施"),
        ("NaturalFeature", "长江岳阳段", "长江"),
        ("Event", "2022年3月重大项目集中开工仪式", "集中开工"),
    ],
)
def test_what_a_name_may_be_shortened_to(kind, fuller, short):
    assert short in short_forms(kind, fuller)


@pytest.mark.parametrize(
    ("kind", "fuller", "other"),
    [
        ("Project", "惠州三期乙烯项目", "惠州乙烯项目"),  # a phase is a thing of its own
        ("Project", "绵阳京东方第10期显示项目", "京东方第0期显示项目"),
        ("Project", "成都地铁11号线", "1号线"),
        ("Project", "汉巴南铁路德阳段", "汉巴南铁路"),  # so is a section
        ("Project", "比亚迪合肥基地四期", "比亚迪合肥基地"),
        ("Enterprise", "甘肃东兴铝业有限公司陇西分公司", "甘肃东兴铝业有限公司"),
        ("Enterprise", "上汽通用五菱", "上汽"),
        ("Enterprise", "锦湖轮胎(长春)有限公司", "锦湖轮胎"),
        ("Institution", "武汉理工大学", "武汉大学"),
        ("Industry", "新能源汽车", "汽车"),
        ("Enterprise", "重庆农商银行", "重庆银行"),
    ],
)
def test_what_is_another_thing(kind, fuller, other):
    assert other not in short_forms(kind, fuller)


def test_a_short_form_of_two_things_is_neither():
    names = {("Enterprise", n): i for i, n in enumerate(("武汉华星光电有限公司", "武汉华星半导体有限公司", "武汉华星"))}
    assert list(coreferent(names)) == []
    assert list(coreferent(dict.fromkeys(names, 0) | {("Enterprise", "武汉华星"): 1})) != []


def test_words_of_several_forms_compare_alike():
    assert plain("Institution", "福建省发展和改革委员会") == plain("Institution", "福建省发改委")
    assert plain("Region", "荆门高新技术产业开发区") == plain("Region", "荆门高新区")


def test_full_and_short_names_are_one_entity_of_the_article():
    text = (
        "5月8日，湖南涟源钢铁集团有限公司与湖南省发展和改革委员会签约。涟钢将投资98亿元建设冷轧硅钢项目。"
        "省发改委表示全力支持。"
    )
    doc = segment(Article("签约", text, "2024-05-09"))
    found = {(e.type, e.name): e.aliases for e in cast(doc, recognise(doc)).entities}
    assert "省发改委" in found["Institution", "湖南省发展和改革委员会"]
    assert ("Enterprise", "涟钢") not in found


def test_divisions_of_one_name_stay_apart():
    text = "宁波市江北区与重庆市江北区签署合作协议。"
    doc = segment(Article("合作", text, "2024-05-09"))
    seen = recognise(doc)
    mentions = [
        Mention(text.index("江北区"), text.index("江北区") + 3, "Region", "江北区", "division", "330205", "江北区"),
        Mention(text.rindex("江北区"), text.rindex("江北区") + 3, "Region", "江北区", "division", "500105", "江北区"),
    ]
    shift = len(doc.text) - len(text)
    moved = tuple(
        type(m)(
            m.start + shift, m.end + shift, *[getattr(m, f) for f in ("type", "name", "method", "code", "canonical")]
        )
        for m in mentions
    )
    assert len(cast(doc, type(seen)(moved, (), (), seen.tokens, {})).entities) == 2
