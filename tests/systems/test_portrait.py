"""Portraits: own facts, those of parts and measures, and what is done and due, each with its sentence."""

from datetime import date

import pytest

from kg.errors import UsageError
from kg.systems.portrait import portrait, things

DAY = date(2022, 3, 14)


def sections(facts, name, say, day=DAY):
    (iri,) = things(facts, name, "Project")
    found = portrait(facts, iri, day, say)
    assert all(line.sources for s in found.sections if s.title != say["state"] for line in s.lines)
    return {s.title: [" ".join(line.cells) for line in s.lines] for s in found.sections}


def test_water_project_of_the_demo(demo, say):
    told = sections(demo, "引大济岷工程", say)
    assert "大渡河" in told["取自"]
    assert {"成都市", "雅安市", "甘孜藏族自治州"} <= set(told["涉及的地区"])
    assert "成都平原" in told["服务对象"]
    assert any("30亿立方米" in line for line in told["能力与规模"])
    assert any("超过2000万人" in line for line in told["人口与就业"])
    assert told["时间"] == ["建设周期 约8年 (计划)"]
    assert "停建通告" in told["为它出台的政策、机制与资金"]
    assert told["待完成"] == ["可研 2022-05", "批复 2022-12", "开工 2023"]
    assert told["进展"] == ["启动 2021"]


def test_what_was_due_is_overdue_later_and_still_not_done(demo, say):
    told = sections(demo, "引大济岷工程", say, date(2023, 6, 30))
    assert told["到期未见报道"] == ["可研 2022-05", "批复 2022-12"]
    assert told["待完成"] == ["开工 2023"]


def test_water_project_of_the_corpus(listing, say):
    told = sections(listing, "引大济岷工程", say)
    assert any("30亿立方米" in line for line in told["能力与规模"])
    assert "移民产业基金: 移民产业基金 10亿元" in told["投资与资金"]


def test_a_name_in_part_finds_projects_and_an_unknown_one_is_refused(demo):
    assert [demo.label(node) for node in things(demo, "惠科模组", "Project")] == ["惠科模组生产线扩能项目"]
    with pytest.raises(UsageError, match="无此项目"):
        things(demo, "无此项目", "Project")
