"""Actual, planned or expected."""


def test_total_investment_is_planned_until_the_work_stands(read):
    assert read("惠科显示模组项目位于绵阳市，总投资50亿元。").fact("50亿元").status == "planned"
    assert read("惠科显示模组项目已建成投产，总投资50亿元。").fact("50亿元").status == "actual"


def test_forecast(read):
    assert read("惠科显示模组项目位于绵阳市，预计年产值80亿元。").fact("80亿元").status == "expected"


def test_target_year(read):
    assert read("到2025年，绵阳市高新技术企业达到800家。").fact("800家").status == "planned"


def test_what_a_change_begins_with_is_a_fact(read):
    found = read("惠科显示模组项目将使绵阳市产能由300万台提高到420万台。")
    assert found.fact("300万台").status == "actual"


def test_measure_is_no_plan(read):
    assert read("绵阳市已完成投资63亿元，占年度计划的74%。").fact("74%").status == "actual"
