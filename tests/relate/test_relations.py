"""Relations told by trigger words, and those that a name itself tells."""

import pytest

from kg.recognise import recognise
from kg.records import Article
from kg.relate.context import Context
from kg.relate.entities import cast
from kg.relate.relations import relations
from kg.segment import segment


def told(title: str, body: str) -> set[tuple[str, str, str]]:
    doc = segment(Article(title, body, "2024-05-06"))
    seen = recognise(doc)
    context = Context(doc, seen, cast(doc, seen))
    names = {e.id: e.name for e in context.cast.entities}
    return {(names[r.subject], r.predicate, names[r.object]) for r in relations(context)}


def test_the_home_cooperates_where_nobody_else_is_named():
    found = told("绵阳市深化协作", "绵阳市提速发展。深化与成都市、德阳市的产业协作,共建产业带。")
    assert {("绵阳市", "cooperatesWith", "成都市"), ("绵阳市", "cooperatesWith", "德阳市")} <= found
    assert ("成都市", "cooperatesWith", "德阳市") not in found


def test_two_parties_of_a_clause_cooperate():
    assert ("绵阳市", "cooperatesWith", "成都市") in told("消息", "绵阳市与成都市签署合作协议。")


def test_a_firm_belongs_to_those_that_founded_it():
    found = told("消息", "云溪动力电池有限公司由白塔汽车股份有限公司与青石能源股份有限公司共同注册成立。")
    assert {
        ("云溪动力电池有限公司", "subsidiaryOf", "白塔汽车股份有限公司"),
        ("云溪动力电池有限公司", "subsidiaryOf", "青石能源股份有限公司"),
    } <= found


def test_a_branch_belongs_to_its_head_office():
    assert ("四川银行遂宁分行", "subsidiaryOf", "四川银行") in told("消息", "四川银行遂宁分行推出新产品。")


@pytest.mark.parametrize("title", ["绵阳市2025年政府工作报告", "政府工作报告摘登:绵阳市新一年怎么干"])
def test_a_yearly_report_is_given_by_its_place(title):
    found = told(title, "2024年,绵阳市地区生产总值增长7%。")
    assert {o for s, p, o in found if p == "issuedBy" and s.endswith("政府工作报告")} == {"绵阳市"}
