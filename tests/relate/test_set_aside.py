"""Numbers that are no facts, each with its reason."""

import pytest


@pytest.mark.parametrize(
    ("text", "wording", "reason"),
    [
        ("绵阳市建成500千伏输电线路。", "500千伏", "names a class"),
        ("绵阳市全年发电量相当于30万户家庭的用电量。", "30万户", "comparison for colour"),
        ("两年后，绵阳市实现地区生产总值3600亿元。", "两年", "distance in time"),
        ("光伏、汽车和家电三条产业链带动绵阳市增长。", "三条", "counts what is listed"),
        ("绵阳市打通“最后一公里”。", "一公里", "part of a saying"),
        ("绵阳市签约50亿元以上项目3个。", "50亿元以上", "limit of a class"),
    ],
)
def test_reason(read, text, wording, reason):
    assert read(text).reason(wording) == reason


def test_headline_is_set_aside(read):
    found = read("绵阳市经济向好。", title="绵阳市上半年签约项目30个")
    assert found.reason("30个") == "stands in a headline"


def test_every_number_has_a_fate(read):
    found = read("两年后，绵阳市实现地区生产总值3600亿元，增长8%。")
    assert all(bool(fate.facts) != bool(fate.reason) for fate in found.fates)
    assert len(found.fates) == 3
