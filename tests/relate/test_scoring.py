"""Scoring rules in different wordings, each read into the same parts; what is no rule gives none."""

import re
from decimal import Decimal

import pytest

from kg.lexicon import ONTOLOGY, pattern, rules
from kg.pipeline import extract
from kg.records import Article, Extraction, Provision
from kg.records.provision import AMOUNTS, PROVISIONS

MARKET = """甲市印发重点项目季度考核办法,采取百分制。
1.项目入库率(25分)。达到95%以上的得满分,每下降1个百分点扣1分,扣完为止;低于70%的不得分。
2.投资完成率,满分35分。完成季度计划100%的得35分,每差2个百分点扣1.5分,不足2个百分点的按2个百分点计。
3.项目开工率(权重20分),按时开工率100%得满分,每低三个百分点扣两分。
4.信访问题20分,每发生一起扣5分,最多扣15分。
综合得分90分以上的列入红榜,60分以下的列入黑榜。黑榜单位由市领导约谈。"""
COUNTY = """全县实行招商引资打分制,总分120分。\
招商到位资金占60分,按完成比例计分;\
新签约项目占40分,每少1个项目扣4分;外出招商占20分,每少一次扣2分。
每月排名前三位的登上红榜,排名后两位的列入黑榜,红榜单位优先安排用地指标。"""
DISTRICT = """丙区对工业项目实行月考核,包括投资进度、用工保障等4项指标。
其中投资进度满分50分,达到时序进度得满分,每滞后1个百分点扣2分;\
用工保障满分30分,保障到位得满分,因缺工停产的每次扣6分;安全生产20分,每逾期整改1天扣0.5分。
红榜:得分85分以上的镇街。低于70分列入黄榜。"""
SERVICE = """(一)按时办结率(40分):办结率达98%得满分,每低1个百分点扣3分,不足1个百分点不扣分。\
(二)群众满意度(60分):满意度90%以上得60分,每低0.5个百分点扣1分,每高1个百分点加1分,最多加5分。"""
ZONES = """考核设三类指标:产出强度权重40%,完成目标值100%得满分,每下降5%扣2分;\
亩均税收权重35%,每降低一个百分点减1分;绿色发展权重25%,能耗强度每上升1个百分点扣2分。
排名末位的园区进入“黑榜”,黑榜园区暂停新增项目审批。"""
PACKED = """办法满分100分,办件质效占30分,群众满意度占40分,依法行政占30分。来件超期未办结的,每件扣2分,最多扣10分;\
满意度低于85%的,该项每低1个百分点扣1.5分;\
做法被全省推广的,每条加3分。得分低于60分的单位,由县政府约谈。"""

RULES = {
    MARKET: [
        "criterion 项目入库率 weight=25 full=95 unit=% step=1 deduction=1 direction=below least=70",
        "criterion 投资完成率 weight=35 full=100 unit=% step=2 deduction=1.5 direction=below reading=begun",
        "criterion 项目开工率 weight=20 full=100 unit=% step=3 deduction=2 direction=below",
        "criterion 信访问题 weight=20 full=0 unit=起 step=1 deduction=5 direction=above most=15",
        "total  weight=100", "entry red lower=90", "entry black upper=60", "consequence black",
    ],
    COUNTY: [
        "criterion 招商到位资金 weight=60 reading=proportional",
        "criterion 新签约项目 weight=40 unit=个 step=1 deduction=4 direction=below",
        "criterion 外出招商 weight=20 unit=次 step=1 deduction=2 direction=below",
        "total  weight=120", "entry red direction=first count=3", "entry black direction=last count=2",
        "consequence red",
    ],
    DISTRICT: [
        "criterion 投资进度 weight=50 unit=% step=1 deduction=2 direction=below",
        "criterion 用工保障 weight=30 full=0 unit=次 step=1 deduction=6 direction=above",
        "criterion 安全生产 weight=20 full=0 unit=天 step=1 deduction=0.5 direction=above",
        "count  count=4", "entry red lower=85", "entry yellow upper=70",
    ],
    SERVICE: [
        "criterion 按时办结率 weight=40 full=98 unit=% step=1 deduction=3 direction=below reading=whole",
        "criterion 群众满意度 weight=60 full=90 unit=% step=0.5 deduction=1 direction=below",
        "bonus 群众满意度 full=90 unit=% step=1 deduction=1 direction=above most=5",
    ],
    ZONES: [
        "criterion 产出强度 weight=40 full=100 unit=% step=5 deduction=2 direction=below",
        "criterion 亩均税收 weight=35 unit=% step=1 deduction=1 direction=below",
        "criterion 绿色发展 weight=25 unit=% step=1 deduction=2 direction=above",
        "count  count=3", "entry black direction=last count=1", "consequence black",
    ],
    PACKED: [
        "criterion 办件质效 weight=30",
        "criterion 群众满意度 weight=40 full=85 unit=% step=1 deduction=1.5 direction=below",
        "criterion 依法行政 weight=30",
        "penalty 来件超期未办结 full=0 unit=件 step=1 deduction=2 direction=above most=10",
        "bonus 做法被全省推广 full=0 unit=条 step=1 deduction=3 direction=above",
        "total  weight=100", "consequence  upper=60",
    ],
}  # fmt: skip
"""Text → the parts that are read, in order: kind, name, and what each has."""


def read(body: str) -> Extraction:
    return extract(Article("甲市公布考核办法", body, "2024-03-01"))


def shown(one: Provision) -> str:
    names = ("weight", "full", "unit", "step", "deduction", "direction", "least", "most", "reading", "lower", "upper")
    told = (f"{n}={getattr(one, n)}" for n in (*names, "count") if getattr(one, n) not in (None, ""))
    return " ".join((one.kind, one.name, *told))


@pytest.mark.parametrize("text", RULES, ids=("market", "county", "district", "service", "zones", "packed"))
def test_rule_is_read_whatever_its_wording(text):
    assert [shown(p) for p in read(text).provisions] == RULES[text]


@pytest.mark.parametrize(
    "text",
    [
        "比赛中主队得30分,客队得28分,第一节主队领先5分。甲市重点项目开工率100%,投资完成率占全年的30%。考核合格。",
        "甲市获评2023年度考核优秀,得分92.5分,排名第3。",
        "全年完成投资30亿元,每下降1个百分点意味着少收3000万元。评分会议下午召开。",
        "乙园区去年进入红榜,丙园区被列入黑榜。",
    ],
)
def test_scores_and_shares_alone_make_no_rule(text):
    assert read(text).provisions == ()


def test_what_was_not_understood_is_kept_in_its_own_words():
    parts = read(
        "考核满分100分。招引占60分,每少1个项目扣3分,其中外资占比低于两成的,再扣2分;入库占40分,按比例计分。"
    ).provisions
    (unread,) = [p for p in parts if p.kind == "unread"]
    assert (unread.name, unread.says) == ("招引", "其中外资占比低于两成的,再扣2分")


def test_a_report_of_who_was_listed_is_no_condition_and_repeated_places_put_nobody_on_a_list():
    text = "考核中A类占60分,每低1个百分点扣1分;B类占40分,每低1个百分点扣1分。"
    text += "甲市乙区得95分排第一,登上红榜。连续两次排名末位的列入黑榜。"
    assert [p for p in read(text).provisions if p.kind == "entry"] == []


def test_evidence_is_the_sentences_that_state_a_part():
    found = read(MARKET)
    quotes = {p.name: found.article.text[p.evidence.start : p.evidence.end] for p in found.provisions}
    assert quotes["项目入库率"].startswith("1.项目入库率(25分)。达到95%")
    assert quotes["项目入库率"].endswith("低于70%的不得分。")


def test_names_of_lists_are_those_that_the_pattern_knows():
    named = [name for names in rules("scoring")["lists"].values() for name in names]
    assert len(named) == len(set(named))
    assert [name for name in named if not pattern("scoring", "list").fullmatch(name)] == []
    assert {m for c in "红黄黑绿" for m in (f"{c}榜",)} <= set(named)


def test_the_shapes_know_every_kind_of_part():
    shapes = (ONTOLOGY / "shapes.ttl").read_text(encoding="utf-8")
    (allowed,) = re.findall(r"sh:path kg:provisionKind .*?sh:in \((.+?)\)", shapes, re.DOTALL)
    assert re.findall(r'"(\w+)"', allowed) == list(PROVISIONS)


def test_parts_survive_json_with_exact_amounts():
    found = read(MARKET)
    again = Extraction.from_json(found.to_json())
    assert again.provisions == found.provisions
    assert {type(getattr(p, n)) for p in again.provisions for n in AMOUNTS} == {Decimal, type(None)}
