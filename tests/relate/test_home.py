"""The region that an article as a whole is about."""

import pytest

from kg.recognise import recognise
from kg.records import Article
from kg.relate.context import Context
from kg.relate.entities import cast
from kg.segment import segment


def home(title, body):
    doc = segment(Article(title, body, "2023-07-20"))
    seen = recognise(doc)
    return Context(doc, seen, cast(doc, seen)).home


@pytest.mark.parametrize(
    ("title", "body", "name"),
    [
        ("绵阳市经济运行", "上半年，全市工业增加值增长8%，游仙区增长9%。", "绵阳市"),
        ("成渝地区双城经济圈里的新工厂", "绵阳市今年新开工项目20个。全市投资增长8%，游仙区增长9%。", "绵阳市"),
        ("老厂换新颜", "游仙区、涪城区和安州区都在建新厂。绵阳市说，全市今年投产20家。", "绵阳市"),
        ("平利县长安镇概况", "长安镇位于平利县城西部，全镇辖12个村，人口1.8万人。镇内茶园2万亩。", "长安镇"),
        (
            "宜宾三江新区推介",
            "宜宾三江新区距宜宾市中心5公里。园区入驻企业120家，区内就业3万人，宜宾市给予支持。",
            "宜宾三江新区",
        ),
    ],
)
def test_home(title, body, name):
    assert home(title, body).name == name


def test_no_region_no_home():
    assert home("一则消息", "项目总投资50亿元。") is None


def test_a_round_of_news_from_many_places_has_no_home():
    body = "赣州市20个项目开工，总投资90亿元。\n济南市签约12个项目。\n昆明市公布年度计划。\n酒泉市风电并网。"
    assert home("项目快讯：各地动态汇总", body) is None
