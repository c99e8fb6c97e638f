"""Forms of an answer: every statement keeps its sentence, marks of Markdown and HTML are escaped."""

import json
import re

from kg.facts import Source
from kg.systems.report import FORMS, Line, Report, Section, line

SOURCE = Source("题<b>目", "2022-03-14", 3, 9, "总投资*50*亿元|含税<script>")
REPORT = Report(
    "甲项目 [项目]", ("截至 2022-03-14",),
    (
        Section("投资", (line("总投资 50亿元", SOURCE, SOURCE), line("无出处"))),
        Section("看板", (Line(("甲|乙", "开工"), (SOURCE,), "red"),), ("项目", "节点")),
    ),
)  # fmt: skip


def test_every_form_keeps_sentence_title_day_and_span():
    for name, form in FORMS.items():
        text = form(REPORT)
        assert "50" in text and "2022-03-14" in text, name
        assert re.search(r"3:9|\\\[3:9\\\]", text) or '"start": 3' in text, name


def test_text_gives_each_source_once_under_its_statement():
    text = FORMS["text"](REPORT)
    assert "- 总投资 50亿元\n    「总投资*50*亿元|含税<script>」\n    题<b>目 2022-03-14 [3:9]\n- 无出处" in text


def test_markdown_escapes_marks_and_bars():
    text = FORMS["md"](REPORT)
    assert "| 甲\\|乙 | 开工 |" in text
    assert "<script>" not in text.replace("\\<script\\>", "") and "\\*50\\*" in text


def test_html_is_one_page_that_runs_nothing_and_asks_nobody():
    page = FORMS["html"](REPORT)
    assert "<script>" not in page and "&lt;script&gt;" in page
    assert not re.search(r"https?://|src=|href=|@import|url\(", page)
    assert "class='red'" in page


def test_json_holds_all_fields():
    data = json.loads(FORMS["json"](REPORT))
    assert data["sections"][1]["lines"][0]["mark"] == "red"
    assert data["sections"][0]["lines"][0]["sources"][0] == {
        "title": "题<b>目", "issued": "2022-03-14", "start": 3, "end": 9, "quote": "总投资*50*亿元|含税<script>",
    }  # fmt: skip
