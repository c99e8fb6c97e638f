"""A scoring rule at work: points, arithmetic, lists, and errors that name what is missing."""

import csv
import io
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import UsageError
from kg.records import Provision, Span
from kg.systems.figures import read_figures
from kg.systems.report import as_text
from kg.systems.rule import Clause, Rule, rule_called
from kg.systems.scores import READINGS, scores
from kg.systems.standings import listed, parse_listed, report

HEAD = ["单位", "项目开工率", "投资完成率", "投资完成率要求", "问题解决率", "问题解决率要求", "要素保障"]
FULL = {
    "项目开工率": "100%",
    "投资完成率": "100",
    "投资完成率要求": "100",
    "问题解决率": "100",
    "问题解决率要求": "100",
    "要素保障": "0",
}


def table(tmp_path, *rows, head=HEAD, encoding="utf-8"):
    text = io.StringIO()
    csv.writer(text).writerows([head, *rows])
    (tmp_path / "f.csv").write_bytes(text.getvalue().encode(encoding))
    return tmp_path / "f.csv"


def unit(name="前锋区", **changed):
    figures = {**FULL, **changed}
    return [name, *(figures[c] for c in HEAD[1:])]


@pytest.fixture(params=["demo", "listing"])
def guangan(request, say):
    return rule_called(request.getfixturevalue(request.param), "红黑榜", say)


def total(rule, path, say, reading="begun"):
    return [(s.unit, s.total) for s in scores(rule, read_figures(path), reading, say)]


@pytest.mark.parametrize(
    ("starts", "reading", "points"),
    [
        ("100%", "begun", 30), ("120", "begun", 30), ("95", "begun", 25), ("95", "whole", 25),
        ("95", "proportional", 25),
        ("94", "begun", 20), ("94", "whole", 25), ("94", "proportional", 24), ("70", "begun", 0), ("10", "begun", 0),
    ],
)  # fmt: skip
def test_starts_of_guangan(guangan, say, tmp_path, starts, reading, points):
    (score,) = scores(guangan, read_figures(table(tmp_path, unit(项目开工率=starts))), reading, say)
    assert score.points[0].points == points
    assert score.total == points + 70 == sum(p.points for p in score.points)


def test_the_reading_is_stated_with_what_the_others_give(guangan, say, tmp_path):
    (score,) = scores(guangan, read_figures(table(tmp_path, unit(项目开工率="94"))), "begun", say)
    assert "原文未说明,取: 不足一档按一档" in score.points[0].how
    assert "不足一档不计 25" in score.points[0].how and "按比例 24" in score.points[0].how


def test_rule_of_guangan_says_what_it_lacks(guangan):
    said = "\n".join(guangan.findings)
    assert "有 6 项指标,只列出 4 项" in said
    assert "投资完成率”没有满分线的数值" in said
    assert "怎样进入“红榜”" in said and "怎样进入“黑榜”" in said
    assert "不符" not in said


@pytest.mark.parametrize(
    ("rows", "head", "says"),
    [
        ([unit(项目开工率="")], HEAD, "line 2 (前锋区): 项目开工率 is missing"),
        ([unit(要素保障="无")], HEAD, "要素保障 is '无'"),
        ([unit(要素保障="NaN")], HEAD, "要素保障 is 'NaN'"),
        ([unit(项目开工率="0.95")], HEAD, "write 95.00 or 0.95%"),
        ([["前锋区", "100"]], HEAD[:2], "no column 投资完成率"),
        ([["前锋区", "100", "98"]], HEAD[:3], "no column 投资完成率要求"),
        ([unit(), unit()], HEAD, "a unit stands twice"),
        ([unit()[:-1]], HEAD, "line 2: 6 cells under 7 columns"),
        ([], HEAD, "no table of figures"),
        ([[*unit(), "1"]], [*HEAD, "要素保障"], "a column stands twice"),
    ],
)
def test_what_is_missing_is_named(demo, say, tmp_path, rows, head, says):
    rule = rule_called(demo, "红黑榜", say)
    with pytest.raises(UsageError) as caught:
        scores(rule, read_figures(table(tmp_path, *rows, head=head)), "begun", say)
    assert says in str(caught.value)


def test_figures_of_a_spreadsheet_in_gb18030_and_a_missing_file(demo, say, tmp_path):
    rule = rule_called(demo, "红黑榜", say)
    assert total(rule, table(tmp_path, unit(), encoding="gb18030"), say) == [("前锋区", 100)]
    assert total(rule, table(tmp_path, unit(), encoding="utf-8-sig"), say) == [("前锋区", 100)]
    with pytest.raises(UsageError, match=r"none\.csv"):
        read_figures(tmp_path / "none.csv")


def part(kind="criterion", name="甲率", **more):
    amounts = {k: v if isinstance(v, str) else Decimal(str(v)) for k, v in more.items()}
    return Clause(Provision("", kind, name, Span(0, 0), **amounts), ())


def one(tmp_path, say, figure, *clauses, column="甲率", reading="begun"):
    found = scores(
        Rule("规则", clauses, ()), read_figures(table(tmp_path, ["区", figure], head=["单位", column])), reading, say
    )
    return found[0]


@pytest.mark.parametrize(
    ("figure", "expected", "more"),
    [
        ("69", 0, {"full": 95, "step": 1, "deduction": 1, "least": 70}),
        ("70", 0, {"full": 95, "step": 1, "deduction": 1, "least": 70}),
        ("90", 15, {"full": 95, "step": 1, "deduction": 1, "least": 70}),
        ("3", 5, {"full": 0, "step": 1, "deduction": 5, "direction": "above"}),
        ("9", 5, {"full": 0, "step": 1, "deduction": 5, "direction": "above", "most": 15}),
        ("80", 16, {"reading": "proportional"}),
        ("130", 20, {"reading": "proportional"}),
        ("18.5", Decimal("18.5"), {}),
        ("25", 20, {}),
        ("2", 0, {"least": 3}),
        ("3", 20, {"least": 3}),
        ("97", 17, {"full": 98, "step": Decimal("0.4"), "deduction": 1, "reading": "begun"}),
        ("97", 18, {"full": 98, "step": Decimal("0.4"), "deduction": 1, "reading": "whole"}),
    ],
)
def test_each_way_of_scoring(tmp_path, say, figure, expected, more):
    assert one(tmp_path, say, figure, part(weight=20, **more)).total == expected


def test_below_full_marks_without_a_word_on_losses_no_points_are_invented(tmp_path, say):
    score = one(tmp_path, say, "90", part(weight=20, full=100))
    assert (score.points[0].points, score.complete) == (None, False)
    assert one(tmp_path, say, "100", part(weight=20, full=100)).total == 20


def test_bonus_counts_full_steps_within_its_cap_and_penalties_count_where_the_table_has_them(tmp_path, say):
    bonus = part("bonus", full=90, step=2, deduction=1, direction="above", most=3)
    base = part(weight=60, full=90, step=1, deduction=1)
    assert one(tmp_path, say, "93", base, bonus).total == 61
    assert one(tmp_path, say, "99", base, bonus).total == 63
    penalty = part("penalty", "投诉", full=0, step=1, deduction=2, direction="above", most=10)
    assert one(tmp_path, say, "100", base, penalty).total == 60
    head = ["单位", "甲率", "投诉"]
    found = scores(
        Rule("规则", (base, penalty), ()), read_figures(table(tmp_path, ["区", "100", "3"], head=head)), "begun", say
    )
    assert found[0].total == 54


@given(st.decimals(0, 150, places=2), st.sampled_from(READINGS))
def test_points_stay_within_the_weight_and_never_rise_as_the_figure_falls(tmp_path_factory, say, figure, reading):
    folder = tmp_path_factory.mktemp("figures")
    rule = part(weight=30, full=100, step=5, deduction=5)
    more, less = (one(folder, say, str(f), rule, reading=reading).total for f in (figure + 1, figure))
    assert 0 <= less <= more <= 30


def names(found):
    return [s.unit for s in found]


def test_lists_by_score_and_by_place_with_ties(tmp_path, say):
    rows = [[n, f] for n, f in (("甲", "20"), ("乙", "15"), ("丙", "15"), ("丁", "5"))]
    found = scores(
        Rule("规则", (part(weight=20),), ()), read_figures(table(tmp_path, *rows, head=["单位", "甲率"])), "begun", say
    )
    assert [(s.unit, s.place) for s in found] == [("甲", 1), ("丙", 2), ("乙", 2), ("丁", 4)]
    assert names(listed(found, parse_listed(">=15"))) == ["甲", "丙", "乙"]
    assert names(listed(found, parse_listed("<15"))) == ["丁"]
    assert names(listed(found, parse_listed("first 2"))) == ["甲", "丙", "乙"]
    assert names(listed(found, parse_listed("last 2"))) == ["丙", "乙", "丁"]
    assert names(listed(found, parse_listed("last 1"))) == ["丁"]
    with pytest.raises(UsageError, match="sets no list"):
        parse_listed("最好的")


RULE = """考核满分100分。甲率占60分,达100%得满分,每低5个百分点扣3分;乙率占50分,达100%得满分,每低1个百分点扣1分。
90分以上的列入红榜,末位的列入黑榜。红榜单位优先安排指标。"""


def test_lists_of_the_text_and_inconsistent_weights(store_of, say, tmp_path):
    rule = rule_called(store_of(("甲市公布考核办法", RULE, "2024-03-01")), "考核办法", say)
    assert "各指标合计 110 分,与总分 100 分不符" in rule.findings
    figures = read_figures(table(tmp_path, ["东区", "100", "100"], ["西区", "90", "50"], head=["单位", "甲率", "乙率"]))
    said = as_text(report(rule, scores(rule, figures, "begun", say), {}, say))
    assert "## 红榜\n- 90分以上的列入红榜\n    「90分以上的列入红榜,末位的列入黑榜。」" in said
    assert "- 东区 110" in said and "- 西区 54" in said
    own = as_text(report(rule, scores(rule, figures, "begun", say), {"red": parse_listed(">=200")}, say))
    assert "按命令行给定的条件\n- (无)" in own


def test_two_articles_that_state_one_rule_differently(store_of, say):
    changed = RULE.replace("每低5个百分点扣3分", "每低5个百分点扣4分")
    facts = store_of(("甲市公布考核办法", RULE, "2024-03-01"), ("甲市公布考核办法", RULE, "2024-04-01"))
    with pytest.raises(UsageError, match="2 scoring rules are called"):
        rule_called(facts, "考核办法", say)
    text = "绵阳市印发《绵阳市重点项目红黑榜考核办法》。"
    both = store_of(("绵阳考核", text + RULE, "2024-03-01"), ("绵阳考核修订", text + changed, "2024-06-01"))
    rule = rule_called(both, "绵阳市重点项目红黑榜考核办法", say)
    assert any("甲率”有两种不同的写法" in f for f in rule.findings)
    assert not any("乙率”有两种" in f for f in rule.findings)
    assert [str(c.part.deduction) for c in rule.scored("criterion")] == ["4", "1"]


def test_an_unknown_rule_is_refused_with_the_names_there_are(demo, say):
    with pytest.raises(UsageError, match="红黑榜"):
        rule_called(demo, "不存在的规则", say)
