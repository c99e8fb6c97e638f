"""Every kind of finding once where it must be found, and once where a like text must not give it."""

from decimal import Decimal

import pytest
from said import A, N, P, S, graph

from kg.audit import audit, kinds

COUNTED = "启动仪式共有项目60个,总投资820亿元。其中,20亿元以上项目8个,5—20亿元项目22个,20亿元以下项目{last}个。"
BANDS = (
    N("启动仪式", "项目数", "60个"), N("启动仪式", "总投资", "820亿元", "planned"),
    N("启动仪式", "项目(20亿元以上)", "8个"), N("启动仪式", "项目(5—20亿元)", "22个"),
)  # fmt: skip


def bands(last):
    return A(COUNTED.format(last=last), (*BANDS, N("启动仪式", "项目(20亿元以下)", f"{last}个")))


def firms(total):
    text = f"河阳市有瞪羚企业12家,雏鹰企业30家,合计{total}家。"
    return A(
        text, (N("河阳市", "瞪羚企业", "12家"), N("河阳市", "雏鹰企业", "30家"), N("河阳市", "企业数", f"{total}家"))
    )


def share(percent):
    text = (
        f"启动仪式共有项目60个,总投资800亿元。制造业项目35个,总投资500亿元,占比{percent};服务业项目15个,总投资100亿元。"
    )
    return A(text, (
        N("启动仪式", "项目数", "60个"), N("启动仪式", "总投资", "800亿元", "planned"),
        N("启动仪式", "制造业项目", "35个"), N("启动仪式", "总投资", "500亿元", "planned"),
        N("启动仪式", "占比", percent), N("启动仪式", "服务业项目", "15个"),
        N("启动仪式", "总投资", "100亿元", "planned"),
    ))  # fmt: skip


def weights(last):
    text = f"考核办法设3项核心指标。办结率(50分):逐月统计;满意度({last}分):每季抽查;公开度(20分):由网站评测。"
    return A(text, (
        N("考核办法", "核心指标", "3项"), N("考核办法", "办结率", "50分"), N("考核办法", "满意度", f"{last}分"),
        N("考核办法", "公开度", "20分"),
    ))  # fmt: skip


def indicators(count):
    one = weights("30")
    return A(one.text.replace("3项", f"{count}项"), (one.said[0]._replace(wording=f"{count}项"), *one.said[1:]))


def growth(rate):
    text = f"河阳市2022年地区生产总值1200亿元,同比增长{rate}。2021年地区生产总值1000亿元。"
    return A(text, (
        N("河阳市", "地区生产总值", "1200亿元", period="2022"), N("河阳市", "地区生产总值增速", rate, period="2022"),
        N("河阳市", "地区生产总值", "1000亿元", period="2021"),
    ))  # fmt: skip


def listed(count):
    text = f"引水工程途经东山县、西山县、南山县{count}个县。"
    said = [N("引水工程", "县数", f"{count}个"), *(N(f"{w}山县", "户数", "9户") for w in "东西南")]
    return A(text + "各县迁9户。", tuple(said))


def members(batch, count="60个", first="30亿元"):
    text = f"启动仪式共有项目{count},总投资{batch}。甲城项目总投资{first};乙城项目总投资25亿元;丙城项目总投资1亿元。"
    return A(text, (
        N("启动仪式", "项目数", count), N("启动仪式", "总投资", batch, "planned"),
        N("甲城项目", "总投资", first, "planned"), N("乙城项目", "总投资", "25亿元", "planned"),
        N("丙城项目", "总投资", "1亿元", "planned"),
        P("甲城项目", "启动仪式"), P("乙城项目", "启动仪式"), P("丙城项目", "启动仪式"),
    ))  # fmt: skip


def cost(wording, issued="2023-05-01", indicator="总投资", about="甲城项目", period="", status="planned"):
    text = f"据{issued}消息,{about}{indicator}{wording}。"
    return A(text, (N(about, indicator, wording, status, period),), issued)


def output(actual, target, until="2025"):
    text = f"河阳市2022年工业总产值{actual}。到{until}年工业总产值{target}。"
    return A(text, (
        N("河阳市", "工业总产值", actual, period="2022"), N("河阳市", "工业总产值", target, "planned", until),
    ))  # fmt: skip


def step(stage, date, issued, status="actual", about="甲城项目"):
    return A(f"据{issued}消息,{about}{date}{stage}。", (S(about, stage, date, status),), issued)


def steps(*dated):
    text = "".join(f"甲城项目于{date}{stage}。" for stage, date in dated)
    return A(text, tuple(S("甲城项目", stage, date) for stage, date in dated), "2026-01-01")


def rate(indicator, wording):
    return A(f"河阳市{indicator}{wording}。", (N("河阳市", indicator, wording),))


def rank(place, total):
    text = f"全国{total}家开发区参评,河阳开发区名列第{place}位。"
    place_said = N("河阳开发区", "排名", f"第{place}位", unit="名", value=(Decimal(place),) * 3)
    return A(text, (N("河阳开发区", "开发区数", f"{total}家"), place_said))


def twice(*abouts):
    text = "甲城项目、乙城项目落户,占地300亩。"
    return A(text, tuple(N(about, "占地面积", "300亩") for about in abouts))


def alike(first, second):
    text = "{0}占地300亩,总投资12亿元。{1}占地{2}亩,总投资{3}亿元。"
    return A(text.format("甲城新材项目", "河阳市甲城新材项目", *second) + "河阳市3人。", (
        N("甲城新材项目", "占地面积", "300亩"), N("甲城新材项目", "总投资", "12亿元", "planned"),
        N(first, "占地面积", f"{second[0]}亩"), N(first, "总投资", f"{second[1]}亿元", "planned"),
        N("河阳市", "人数", "3人"),
    ))  # fmt: skip


OVERLAP = "河阳市有企业300家,其中规上企业{0}家,高新企业120家。"


def overlap(first):
    text = OVERLAP.format(first)
    return A(text, (
        N("河阳市", "企业数", "300家"), N("河阳市", "规上企业", f"{first}家"), N("河阳市", "高新企业", "120家"),
    ))  # fmt: skip


def periods(when):
    text = "河阳市外贸总额90亿元,其中前8月出口总额40亿元。"
    return A(text, (N("河阳市", "外贸总额", "90亿元", period="2022"), N("河阳市", "出口总额", "40亿元", period=when)))


def negative(value):
    bounds = tuple(Decimal(v) for v in value)
    return A("河阳市新增企业12家。", (N("河阳市", "新增企业", "12家", value=bounds),))


def money(*wordings):
    text = f"甲城项目注册资本{wordings[0]}。甲城项目{wordings[1]}{wordings[2]}。"
    return A(text, (N("甲城项目", "注册资本", wordings[0]), N("甲城项目", wordings[1], wordings[2])))


OLD, NEW = "2023-05-01", "2023-09-01"
CASES = {
    "breakdown-holds": ([bands(30)], [bands(20)]),
    "breakdown-partial": ([bands(20)], [bands(30)]),
    "breakdown-exceeds": ([bands(40)], [bands(30)]),
    "breakdown-overlaps": ([overlap(250)], [overlap(150)]),
    "total-differs": ([firms(45)], [firms(42)]),
    "part-over-whole": ([overlap(350)], [overlap(250)]),
    "share-agrees": ([share("超60%")], [share("70%")]),
    "share-differs": ([share("70%")], [share("62.5%")]),
    "weights-complete": ([weights("30")], [weights("20")]),
    "weights-differ": ([weights("20")], [weights("30")]),
    "growth-agrees": ([growth("20%")], [growth("12%")]),
    "growth-differs": ([growth("12%")], [growth("20%")]),
    "named-agrees": ([listed(3)], [listed(4)]),
    "named-differs": ([listed(4)], [listed(3)]),
    "named-partly": ([indicators(5)], [indicators(3)]),
    "members-partial": ([members("820亿元")], [members("820亿元", "3个")]),
    "members-over-count": ([members("820亿元", "2个")], [members("820亿元")]),
    "member-over-batch": ([members("20亿元")], [members("60亿元")]),
    "members-over-batch": ([members("50亿元")], [members("超50亿元")]),
    "contradiction": ([cost("50亿元"), cost("60亿元")], [cost("50亿元"), cost("60亿元", NEW)]),
    "revision": ([cost("50亿元"), cost("60亿元", NEW)], [cost("50亿元"), cost("60亿元")]),
    "refinement": ([cost("50亿元以上"), cost("60亿元", NEW)], [cost("70亿元以上"), cost("60亿元", NEW)]),
    "repeated": ([cost("50亿元"), cost("50亿元", NEW)], [cost("50亿元"), cost("50.2亿元", NEW)]),
    "unit-slip": ([cost("50亿元"), cost("50万元", NEW)], [cost("50亿元"), cost("5亿元", NEW)]),
    "currency-mixed": ([money("2亿美元", "注册资本", "15亿元")], [money("2亿美元", "总投资", "15亿元")]),
    "period-mismatch": ([periods("2022-08")], [periods("2022")]),
    "target-beside-actual": ([output("800亿元", "1200亿元")], [output("800亿元", "1200亿元", "2021")]),
    "target-met": ([output("1300亿元", "超1200亿元")], [output("800亿元", "超1200亿元")]),
    "same-figure-twice": ([twice("甲城项目", "乙城项目")], [twice("甲城项目")]),
    "likely-same-thing": (
        [alike("河阳市甲城新材项目", ("300", "12"))], [alike("南岭县甲城新材项目", ("400", "20"))],
    ),
    "future-as-done": ([step("开工", "2023-08", OLD)], [step("开工", "2023-08", OLD, "planned")]),
    "future-figure": (
        [cost("9亿元", period="2024", status="actual")], [cost("9亿元", period="2023", status="actual")],
    ),
    "order-violated": (
        [steps(("投产", "2024-05"), ("开工", "2024-08"))], [steps(("投产", "2024-08"), ("开工", "2024-08"))],
    ),
    "date-contradiction": (
        [step("开工", "2023-02", OLD), step("开工", "2023-08", NEW)],
        [step("开工", "2023", OLD), step("开工", "2023-02-03", NEW)],
    ),
    "date-revision": (
        [step("投产", "2024", OLD, "planned"), step("投产", "2025-06", NEW, "expected")],
        [step("投产", "2024", OLD, "planned"), step("投产", "2024-06", NEW, "expected")],
    ),
    "plan-met": (
        [step("开工", "2023-08", OLD, "planned"), step("开工", "2023-08-20", NEW)],
        [step("开工", "2023-07", OLD, "planned"), step("开工", "2023-08-20", NEW)],
    ),
    "plan-late": (
        [step("开工", "2023-07", OLD, "planned"), step("开工", "2023-08-20", NEW)],
        [step("开工", "2023-08", OLD, "planned"), step("开工", "2023-08-20", NEW)],
    ),
    "succession": (
        [step("签约", "2023-04", OLD), step("开工", "2023-08", NEW)],
        [step("签约", "2023-04", OLD), step("开工", "2023-08", NEW, "planned")],
    ),
    "step-back": (
        [step("投产", "2023-04", OLD), step("签约", "2023-08", NEW)],
        [step("签约", "2023-04", OLD), step("投产", "2023-08", NEW)],
    ),
    "share-over-100": ([rate("工业增加值占比", "120%")], [rate("工业增加值占比", "100%")]),
    "rate-over-100": ([rate("园区入驻率", "超100%")], [rate("投资完成率", "120%")]),
    "negative-count": ([negative((-12, -12, -12))], [negative((12, 12, 12))]),
    "rank-within": ([rank(47, 217)], [rank(47, 30)]),
    "rank-beyond-total": ([rank(47, 30)], [rank(47, 217)]),
    "bounds-inverted": ([negative((12, 15, 9))], [negative((12, 9, 15))]),
}  # fmt: skip
"""Kind → articles that give it, and like ones that do not."""


def found(articles):
    return [f.kind for f in audit(graph(*articles))]


def test_every_kind_is_here():
    assert set(CASES) == set(kinds())
    assert len(CASES) >= 20


@pytest.mark.parametrize("kind", CASES)
def test_it_is_found(kind):
    assert kind in found(CASES[kind][0])


@pytest.mark.parametrize("kind", CASES)
def test_a_like_text_does_not_give_it(kind):
    assert kind not in found(CASES[kind][1])


@pytest.mark.parametrize("kind", CASES)
def test_it_explains_itself_with_its_sentences(kind):
    (first, *_) = [f for f in audit(graph(*CASES[kind][0])) if f.kind == kind]
    chinese, english = first.text("zh"), first.text("en")
    assert not chinese.isascii() and "{" not in chinese + english and chinese != english
    texts = [a.text for a in CASES[kind][0]]
    for statement in first.statements:
        source = statement.source
        assert any(("\n" + text)[source.start : source.end] == source.quote for text in texts)
    assert first.arithmetic or kind == "likely-same-thing"
