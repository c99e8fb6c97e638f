"""Plain articles, listing dumps and Markdown."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.records import Article, Reject

PLAIN = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
FIRST = (
    "【2023年云溪招商】云溪市新建三座电池厂\n"
    "云溪市新建三座电池厂 一、概况 三座工厂在四月开工，总投资九十亿元。\n2023-04-02\n"
)
SECOND = "【2023年白塔招商】白塔区的高速公路通车\n白塔区的高速公路在三月通车，全长四十公里。\n2023-04-01\n"


def test_title_body_and_date(read):
    (found,) = read("云溪市开工\n第一段。\n\n第二段。\n2022-03-14\n")
    assert (found.title, found.body, found.issued) == ("云溪市开工", "第一段。\n\n第二段。", "2022-03-14")
    assert found.notes == ()


def test_inner_line_ends_and_indentation_stay(read):
    (found,) = read("云溪市开工\r\n\u3000\u3000第一段。\r\n\r\n第二段。\r2022-03-14\r\n")
    assert found.body == "\u3000\u3000第一段。\r\n\r\n第二段。"


@given(mark=st.sampled_from("\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"))
@PLAIN
def test_other_separators_end_no_line(read, mark):
    (found,) = read(f"云溪市{mark}开工\n第一段。{mark}2022-03-14")
    assert found.title.startswith("云溪市")
    assert found.title.endswith("开工")
    assert found.body.startswith("第一段。")
    assert found.issued == ""


@pytest.mark.parametrize(
    ("line", "issued"),
    [
        ("2022-03-14", "2022-03-14"),
        ("2022/3/14", "2022-03-14"),
        ("2022年3月14日", "2022-03-14"),
        ("2022-03-14T10:00:00", "2022-03-14"),
        ("2022-03-14T10:00:00+08:00", "2022-03-14"),
        ("2024-02-29", "2024-02-29"),
    ],
)
def test_dates_are_taken_in_the_usual_forms(read, line, issued):
    (found,) = read(f"云溪市开工\n正文在此。\n{line}\n")
    assert (found.issued, found.body, found.notes) == (issued, "正文在此。", ())


@pytest.mark.parametrize("line", ["2022-02-30", "2022年13月1日", "2023-02-29", "0000-01-01"])
def test_dates_that_no_calendar_has_are_noted(read, line):
    (found,) = read(f"云溪市开工\n正文在此。\n{line}\n")
    assert found.issued == ""
    assert any(line in note for note in found.notes)


def test_a_missing_date_is_noted(read):
    (found,) = read("云溪市开工\n正文在此。\n")
    assert (found.issued, found.notes) == ("", ("no date",))


def test_a_date_alone_is_no_article(read):
    (found,) = read("2022-03-14\n")
    assert isinstance(found, Reject)
    assert found.code == "empty"


def test_listing_gives_each_article(read):
    text = f"-\n{FIRST}-\n{SECOND}有想补充的信息?点我投稿\n- 联系我们\n- 企业入驻\n\n"
    first, second = read(text)
    assert (first.title, first.issued) == ("【2023年云溪招商】云溪市新建三座电池厂", "2023-04-02")
    assert second.body == "白塔区的高速公路在三月通车，全长四十公里。"
    assert second.issued == "2023-04-01"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_listing_with_any_line_end_and_blank_entries(read, end):
    text = f"\n-\n-\n\n{FIRST}\n-\n{SECOND}-\n-\n".replace("\n", end)
    found = read(text)
    assert [type(item) for item in found] == [Article, Article]
    assert found[0].issued == "2023-04-02"


def test_listing_begun_without_a_separator(read):
    assert [item.issued for item in read(f"{FIRST}-\n{SECOND}")] == ["2023-04-02", "2023-04-01"]


def test_furniture_in_front_and_between(read):
    found = read(f"网站首页\n联系我们\n-\n{FIRST}上一篇：白塔区\n返回顶部\n-\n{SECOND}")
    assert [item.title[:9] for item in found] == ["【2023年云溪招", "【2023年白塔招"]
    assert "返回" not in found[0].body


def test_an_article_that_speaks_of_furniture_keeps_it(read):
    (found,) = read("云溪市开工\n欢迎联系我们，版权所有者应当登记。\n友情链接的页面也要开工。\n2022-03-14\n")
    assert found.body.endswith("友情链接的页面也要开工。")


def test_a_dash_inside_an_article_makes_no_listing(read):
    (found,) = read("云溪市开工\n第一段。\n-\n第二段。\n")
    assert found.body == "第一段。\n-\n第二段。"


def test_furniture_alone_is_empty(read):
    (found,) = read("-\n联系我们\n- 企业入驻\n")
    assert isinstance(found, Reject)
    assert found.code == "empty"


def test_too_large_counts_single_articles(read):
    long = f"长文章\n{'云' * 400_000}\n2022-03-14\n"
    found = read(f"-\n{FIRST}-\n{long}-\n{SECOND}", max_doc_mb=1)
    assert [item.code if isinstance(item, Reject) else item.issued for item in found] == [
        "2023-04-02",
        "too-large",
        "2023-04-01",
    ]


def test_one_endless_line_is_too_large(read):
    (found,) = read("云" * 5_000_000)
    assert isinstance(found, Reject)
    assert found.code == "too-large"


def test_markdown_title_from_heading(read):
    (found,) = read("# 云溪市开工\n\n正文**在此**。\n\n## 小标题\n\n后文。\n\n2022-03-14\n", "a.md")
    assert (found.title, found.issued) == ("云溪市开工", "2022-03-14")
    assert found.body == "正文**在此**。\n\n## 小标题\n\n后文。"


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_markdown_front_matter(read, end):
    text = '---\ntitle: "云溪市开工"\ndate: 2022-03-14\nurl: https://example.org/a\n---\n\n# 云溪市开工\n\n正文在此。\n'
    (found,) = read(text.replace("\n", end), "a.md")
    assert (found.title, found.issued, found.body) == ("云溪市开工", "2022-03-14", "正文在此。")
    assert found.source == "https://example.org/a"


def test_a_page_or_json_under_a_text_name(read):
    (found,) = read('{"title": "云溪市开工", "text": "正文在此。", "date": "2022-03-14"}')
    assert (found.title, found.issued) == ("云溪市开工", "2022-03-14")


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("绵阳开工一批项目。" + "总投资20亿元，" * 100, "绵阳开工一批项目。"),
        ("绵阳开工一批项目 " + "总投资20亿元，" * 100, "绵阳开工一批项目"),
        ("总投资20亿元，" * 100, "总投资20亿元，" * 25),
        ("建设" * 300, "建设" * 100),
        ("12" * 300, "12" * 100),
    ],
)
def test_the_beginning_of_an_endless_first_line_is_the_title(read, line, title):
    (article,) = read(f"{line}\n正文一句。\n2024-01-05\n")
    assert article.title == title
    assert "".join(article.text.split()) == "".join(f"{line}正文一句。".split())
    assert article.notes == ("the first line is too long for a title; its beginning is taken",)


def test_furniture_in_the_lines_of_an_article_is_no_part_of_it(read):
    body = "白塔区的云溪电子项目3月动工，来源可靠的资金已到位。编辑部楼也在建。"
    before = (
        "首页 > 新闻 > 正文 [登录] [打印] 热门：储能 锂电 发布时间：2024-05-06 09:30 来源：白塔日报 浏览：1.2k次 A-A+ "
    )
    behind = " 【免责声明】本网转载内容不代表立场。 上一篇：没有了 下一篇：白塔早报 版权所有"
    (found,) = read(f"云溪电子开工\n{before}{body}{behind}\n")
    assert (found.body, found.issued) == (body, "2024-05-06")


@pytest.mark.parametrize(
    "body",
    ["来源：白塔日报 云溪电子开工。", "编辑部楼开工。责任编辑部也在场。", "首页改版。浏览量：12万次。", "来源：甲 乙"],
)
def test_one_word_of_a_web_page_makes_no_margin(read, body):
    (found,) = read(f"云溪电子开工\n{body}\n2024-05-06\n")
    assert found.body == body
