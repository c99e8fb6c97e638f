"""What must not be taken for a finding: each like one that is, but for the reason named."""

from decimal import Decimal

import pytest
from said import A, N, P, S, graph

from kg.audit import audit

LATER = "2023-09-01"


def said(text, *facts, issued="2023-05-01"):
    return A(text, facts, issued)


def city(wording, issued, period=""):
    return said(
        f"据{issued}消息,河阳市工业总产值{wording}。", N("河阳市", "工业总产值", wording, period=period), issued=issued
    )


CLASSES = "启动仪式共有项目60个,总投资{}亿元。制造业项目35个,总投资{}亿元。服务业项目15个,总投资{}亿元。"


def batch(whole, first, second, issued):
    return said(
        CLASSES.format(whole, first, second), N("启动仪式", "项目数", "60个"),
        N("启动仪式", "总投资", f"{whole}亿元", "planned"), N("启动仪式", "制造业项目", "35个"),
        N("启动仪式", "总投资", f"{first}亿元", "planned"), N("启动仪式", "服务业项目", "15个"),
        N("启动仪式", "总投资", f"{second}亿元", "planned"), issued=issued,
    )  # fmt: skip


def rank(indicator, counted, phrase):
    text = f"全国{counted}30家,河阳开发区{phrase}47位。"
    place = N("河阳开发区", indicator, f"{phrase}47位", unit="名", value=(Decimal(47),) * 3)
    return said(text, N("河阳开发区", f"{counted}数", "30家"), place)


RULE = "考核办法说:办结率(50分):低5个点扣(5分);公开度(50分):低1个点扣(1分)。"

GUARDS = {
    "a region's number of an unknown time, in two articles": (
        {"revision", "contradiction"}, [city("50亿元", "2023-05-01"), city("60亿元", LATER)],
    ),
    "numbers of two years": (
        {"revision", "contradiction"}, [city("50亿元", "2023-05-01", "2021"), city("60亿元", LATER, "2022")],
    ),
    "a project's sales of two years": (
        {"revision", "contradiction"},
        [said("甲城项目2021年销售额5亿元。", N("甲城项目", "销售额", "5亿元", period="2021")),
         said("甲城项目2022年销售额7亿元。", N("甲城项目", "销售额", "7亿元", period="2022"), issued=LATER)],
    ),
    "the classes of a batch, in two articles": (
        {"revision", "contradiction", "refinement"},
        [batch(100, 60, 30, "2023-05-01"), batch(100, 55, 30, LATER)],
    ),
    "steps of a deduction are no weights": (
        {"weights-differ"},
        [said(RULE, N("考核办法", "办结率", "50分"), N("考核办法", "扣分", "5分"), N("考核办法", "公开度", "50分"),
              N("考核办法", "扣分", "1分"))],
    ),
    "a weight said again": (
        {"weights-differ"},
        [said("考核办法说:办结率(50分);公开度(50分)。重申办结率(50分)。", N("考核办法", "办结率", "50分"),
              N("考核办法", "公开度", "50分"), N("考核办法", "办结率", "50分", period="2023"))],
    ),
    "the steps of two phases": (
        {"order-violated"},
        [said("甲城项目一期于2023年2月投产。甲城项目二期于2023年4月开工。", S("甲城项目", "投产", "2023-02"),
              S("甲城项目", "开工", "2023-04"))],
    ),
    "two dates of one sentence": (
        {"date-contradiction"},
        [said("甲城项目东段2月开工、西段4月开工。", S("甲城项目", "开工", "2023-02"),
              S("甲城项目", "开工", "2023-04"))],
    ),
    "places won are no rank": ({"rank-beyond-total"}, [rank("排名", "开发区", "上升")]),
    "a number of other things than those ranked": ({"rank-beyond-total"}, [rank("排名", "企业", "名列第")]),
    "a list of the things of two counts": (
        {"named-differs"},
        [said("河阳区有酒厂2家、油厂1家,分别是东城公司、西城公司、南城公司。东城公司、西城公司、南城公司各3人。",
              N("河阳区", "酒厂", "2家"), N("河阳区", "油厂", "1家"),
              *(N(f"{w}城公司", "人数", "3人") for w in "东西南"))],
    ),
    "a list that says 等": (
        {"named-differs"},
        [said("途经东山县、西山县等9个县。各县迁3户。", N("引水工程", "县数", "9个"), N("东山县", "户数", "3户"),
              N("西山县", "户数", "3户"))],
    ),
    "an amount in two currencies, one converted": (
        {"currency-mixed"},
        [said("甲城项目注册资本2亿美元,约合14亿元。", N("甲城项目", "注册资本", "2亿美元"),
              N("甲城项目", "注册资本", "14亿元"))],
    ),
    "a number that each of two has": (
        {"same-figure-twice"},
        [said("甲城项目、乙城项目各占地300亩。", N("甲城项目", "占地面积", "300亩"),
              N("乙城项目", "占地面积", "300亩"))],
    ),
    "a number written twice": (
        {"same-figure-twice"},
        [said("甲城项目占地300亩,乙城项目占地300亩。", N("甲城项目", "占地面积", "300亩"),
              N("乙城项目", "占地面积", "300亩"))],
    ),
    "a name that many projects bear": (
        {"likely-same-thing"},
        [said("物流项目占地300亩,河阳市物流项目占地400亩,河阳市9人。", N("物流项目", "占地面积", "300亩"),
              N("河阳市物流项目", "占地面积", "400亩"), N("河阳市", "人数", "9人"))],
    ),
    "a cost of a phase beside that of the whole": (
        {"contradiction"},
        [said("甲城项目总投资50亿元。甲城项目一期总投资20亿元。", N("甲城项目", "总投资", "50亿元", "planned"),
              N("甲城项目", "总投资", "20亿元", "planned"))],
    ),
    "a cost of a phase in a later article": (
        {"revision"},
        [said("甲城项目总投资50亿元。", N("甲城项目", "总投资", "50亿元", "planned")),
         said("甲城项目一期总投资20亿元。", N("甲城项目", "总投资", "20亿元", "planned"), issued=LATER)],
    ),
    "what several projects of a batch cost": (
        {"contradiction"},
        [said("启动仪式上的项目总投资50亿元。另一批总投资20亿元。", N("启动仪式", "总投资", "50亿元", "planned"),
              N("启动仪式", "总投资", "20亿元", "planned"))],
    ),
    "a forecast is no target": (
        {"target-beside-actual", "target-met"},
        [said("河阳市2022年产值90亿元,明年有望120亿元。", N("河阳市", "工业产值", "90亿元", period="2022"),
              N("河阳市", "工业产值", "120亿元", "expected", "2024"))],
    ),
    "a rate of growth over a hundred": (
        {"share-over-100", "rate-over-100"},
        [said("河阳市出口额同比增长120%。", N("河阳市", "占比", "120%"))],
    ),
    "a share of something else than the whole": (
        {"share-differs"},
        [said("河阳市有企业100家,其中规上企业20家,占税收的70%。", N("河阳市", "企业数", "100家"),
              N("河阳市", "规上企业", "20家"), N("河阳市", "占税收", "70%"))],
    ),
    "members whose batch gives no total": (
        {"member-over-batch", "members-over-batch", "members-partial"},
        [said("启动仪式有甲城项目,总投资9亿元。", N("甲城项目", "总投资", "9亿元", "planned"),
              P("甲城项目", "启动仪式"))],
    ),
}  # fmt: skip
"""Why not → kinds that must not be found, articles."""


@pytest.mark.parametrize("why", GUARDS)
def test_is_no_finding(why):
    kinds, articles = GUARDS[why]
    assert kinds & {f.kind for f in audit(graph(*articles))} == set()
