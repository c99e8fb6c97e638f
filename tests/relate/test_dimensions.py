"""Dimensions of a ranking model: each of the list, as belonging to the report named before it."""

import pytest

from kg.pipeline import extract
from kg.records import Article


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("《城市活力报告》的“四力模型”涵盖吸引力、承载力、带动力和持续力。", ["吸引力", "承载力", "带动力", "持续力"]),
        ("评价指标体系由经济总量、创新驱动以及绿色发展三个方面构成。", ["经济总量", "创新驱动", "绿色发展"]),
        ("这款车型包括三厢、两厢和旅行版。", []),
        ("该模型包括很多方面。", []),
    ],
)
def test_dimensions(text, told):
    found = extract(Article("城市活力排名公布", text, "2024-03-01"))
    assert [p.name for p in found.provisions if p.kind == "dimension"] == told


def test_the_report_named_before_owns_them():
    found = extract(Article("排名", "《城市活力报告》发布。“四力模型”涵盖吸引力、承载力和带动力。", "2024-03-01"))
    owners = {e.name for e in found.entities for p in found.provisions if p.about == e.id}
    assert owners == {"城市活力报告"}
