"""Dated steps: which word tells one, what dates it, who takes it."""

import pytest

from kg.pipeline import extract
from kg.records import Article


@pytest.fixture
def steps():
    """Return a reader of short articles: their steps as (name, stage, date)."""

    def reader(body, title="绵阳市上半年经济运行", issued="2023-07-20"):
        found = extract(Article(title, body, issued))
        names = {e.id: e.name for e in found.entities}
        return {(names[m.about], m.stage, m.date) for m in found.milestones}

    return reader


def test_a_dated_step_of_the_subject(steps):
    assert ("惠科显示模组项目", "开工", "2023-03") in steps("惠科显示模组项目2023年3月开工，总投资50亿元。")


def test_two_steps_of_one_sentence_have_their_own_dates(steps):
    found = steps("惠科显示模组项目2022年3月开工，计划2024年6月投产。")
    assert {("惠科显示模组项目", "开工", "2022-03"), ("惠科显示模组项目", "投产", "2024-06")} <= found


def test_a_denied_step_is_none(steps):
    found = steps("惠科显示模组项目2022年3月签约，至今未能开工。")
    assert not [s for s in found if s[1] == "开工"]


def test_a_rate_is_no_step(steps):
    assert not [s for s in steps("2023年上半年，绵阳市重大项目开工率达到85%。") if s[1] == "开工"]


def test_a_policy_is_issued_on_the_day_before_the_verb(steps):
    found = steps("7月18日，绵阳市政府印发《绵阳市推进制造业高质量发展若干措施》。")
    assert ("绵阳市推进制造业高质量发展若干措施", "发布", "2023-07-18") in found


def test_recently_is_the_month_of_publication(steps):
    found = steps("日前，绵阳市政府印发《绵阳市推进制造业高质量发展若干措施》。")
    assert ("绵阳市推进制造业高质量发展若干措施", "发布", "2023-07") in found


def test_a_goal_of_a_coming_year_is_the_regions(steps):
    assert ("绵阳市", "目标", "2025") in steps("到2025年，绵阳市力争工业总产值突破5000亿元。")


def test_projects_of_a_ceremony_start_on_its_day(steps):
    found = steps(
        "7月18日，绵阳市2023年三季度重大项目集中开工仪式举行。\n"
        "1.惠科显示模组项目，总投资50亿元。\n2.科伦药业制剂生产基地项目，总投资20亿元。"
    )
    assert ("惠科显示模组项目", "开工", "2023-07-18") in found


@pytest.mark.parametrize(
    ("when", "date", "within"),
    [
        ("2026年上半年", "2026", "2026-01/2026-06"),
        ("明年下半年", "2024", "2024-07/2024-12"),
        ("2026年", "2026", ""),
        ("2026年三季度", "2026-Q3", ""),
        ("2026年6月", "2026-06", ""),
    ],
)
def test_half_a_year_is_kept_beside_its_year(when, date, within):
    found = extract(Article("绵阳市项目进展", f"惠科显示模组项目计划{when}投产,总投资50亿元。", "2023-07-20"))
    assert [(m.date, m.within) for m in found.milestones if m.stage == "投产"] == [(date, within)]
