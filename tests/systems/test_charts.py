"""Charts: rows with their sentences, one amount a project, files in each form without outside requests."""

import json
import re
import sys
import xml.etree.ElementTree as ET
from datetime import datetime

import pytest

from kg.errors import UsageError
from kg.escaping import visible
from kg.systems.charts import rows
from kg.systems.drawing import draw

KINDS = (("investment", ""), ("timeline", ""), ("status", ""), ("indicator", "总产值"), ("map", ""))


@pytest.mark.parametrize(("kind", "name"), KINDS)
def test_rows_carry_their_sentences(demo, say, kind, name):
    found = rows(kind, demo, "2022-03-14", name, say)
    dated = [r for r in found if kind != "status" or r[say["axis_colour"]] != "grey"]
    assert dated and all(r[say["axis_sentence"]] for r in dated)


def test_investment_counts_each_project_once_and_no_batch(demo, say):
    found = {r[say["axis_project"]]: r for r in rows("investment", demo, "", "", say)}
    assert len(found) == len(rows("investment", demo, "", "", say))
    amount, kind = say["axis_amount"], say["axis_kind"]
    assert (found["京东方智慧系统创新中心项目"][amount], found["京东方智慧系统创新中心项目"][kind]) == (50, "确数")
    assert not [name for name in found if "仪式" in name]
    assert 1067.57 not in [r[amount] for r in found.values()]


@pytest.mark.parametrize(("bound", "kind"), [("超过", "下限"), ("约", "约数"), ("", "确数")])
def test_floors_and_estimates_are_told_apart(store_of, say, bound, kind):
    facts = store_of(("绵阳开工", f"绵阳光伏组件项目开工,总投资{bound}20亿元。", "2024-03-01"))
    (row,) = rows("investment", facts, "", "", say)
    assert (row[say["axis_amount"]], row[say["axis_kind"]]) == (20, kind)


def test_the_map_puts_projects_at_their_division_and_tells_floors(store_of, say):
    text = "绵阳光伏组件项目落户绵阳市,总投资20亿元。绵阳储能电池项目落户绵阳高新区,总投资超过30亿元。"
    found = {
        r[say["axis_region"]]: r for r in rows("map", store_of(("绵阳两个项目开工", text, "2024-03-01")), "", "", say)
    }
    row = found["绵阳市"]
    assert (row[say["axis_count"]], row[say["axis_amount"]], row[say["axis_kind"]]) == (2, 50, "下限")
    assert (round(row[say["axis_longitude"]]), round(row[say["axis_latitude"]])) == (105, 31)


def test_a_date_spans_as_long_as_it_is_precise(demo, say):
    found = {r[say["axis_stage"]]: r for r in rows("timeline", demo, "", "引大济岷", say)}
    spans = {
        s: datetime.fromisoformat(r[say["axis_to"]]) - datetime.fromisoformat(r[say["axis_from"]])
        for s, r in found.items()
    }
    assert [(stage, span.days + 1) for stage, span in spans.items()] == [
        ("启动 2021", 365),
        ("可研 2022-05", 31),
        ("批复 2022-12", 31),
        ("开工 2023", 365),
    ]
    assert {s: r[say["axis_status"]] for s, r in found.items()} == {
        "启动 2021": "实际", "可研 2022-05": "计划", "批复 2022-12": "计划", "开工 2023": "计划",
    }  # fmt: skip


def test_actual_stands_beside_target(demo, say):
    found = rows("indicator", demo, "", "研发投入占比", say)
    told = {(r[say["axis_about"]], r[say["axis_period"]], r[say["axis_value"]], r[say["axis_status"]]) for r in found}
    assert told == {("南京市", "2021", 3.3, "实际"), ("江苏省", "2025", 3.0, "计划")}


@pytest.mark.parametrize(("kind", "name"), KINDS)
def test_files_in_every_form_and_the_same_bytes_twice(demo, say, tmp_path, kind, name):
    found = rows(kind, demo, "2022-03-14", name, say)
    for suffix in (".json", ".svg", ".png"):
        for copy in "ab":
            draw(kind, found, "图", tmp_path / f"{copy}{suffix}", say)
        assert (tmp_path / f"a{suffix}").read_bytes() == (tmp_path / f"b{suffix}").read_bytes()
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")
    svg = (tmp_path / "a.svg").read_text(encoding="utf-8")
    assert "Noto Sans CJK SC" in svg and re.search("[\u4e00-\u9fff]", svg)
    assert json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))["title"] == "图"


def test_the_page_asks_no_other_host(demo, say, tmp_path):
    draw("status", rows("status", demo, "2022-03-14", "", say), "图", tmp_path / "a.html", say)
    page = (tmp_path / "a.html").read_text(encoding="utf-8")
    outside = re.sub(r"(<script[^>]*>).*?</script>", r"\1", page, flags=re.DOTALL)
    assert not re.search(r"src=|href=|@import|url\(", outside)
    assert '"actions": false' in page or '"actions":false' in page


def test_names_stay_text_in_pages_and_drawings(say, tmp_path):
    name = "</script><script>alert(1)</script><!-- <b>&amp;\u2028\ufdd0\x01\ufffe"
    found = [{word: name for axis, word in say.items() if axis.startswith("axis_")}]
    draw("status", found, name, tmp_path / "a.html", say)
    page = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert "alert(1)</script>" not in page and "<!-- <b>" not in page
    spec = json.loads(re.search(r"const spec = (.*?);\n", page)[1])
    assert spec["title"] == visible(name)
    draw("status", found, name, tmp_path / "a.svg", say)
    ET.fromstring((tmp_path / "a.svg").read_bytes())


@pytest.mark.parametrize(
    ("kind", "name", "says"),
    [("pie", "", "is no chart"), ("indicator", "", "which indicator"), ("indicator", "无此指标", "nothing")],
)
def test_what_cannot_be_drawn_is_said(demo, say, kind, name, says):
    with pytest.raises(UsageError, match=says):
        rows(kind, demo, "", name, say)


def test_an_unknown_ending_and_a_missing_package(demo, say, tmp_path, monkeypatch):
    with pytest.raises(UsageError, match=r"\.html"):
        draw("status", [], "图", tmp_path / "a.gif", say)
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    with pytest.raises(UsageError, match="charts"):
        draw("status", [], "图", tmp_path / "a.svg", say)
