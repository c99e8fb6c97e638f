"""JSON, JSON lines, CSV and TSV."""

import csv
import io
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.records import Article, Reject

ROW = {"title": "云溪市开工", "text": "正文在此。\n第二行。", "date": "2022-03-14", "url": "https://example.org/a"}
PLAIN = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)


def check(found) -> None:
    assert isinstance(found, Article), found
    assert (found.title, found.body, found.issued) == (ROW["title"], ROW["text"], ROW["date"])
    assert found.source == ROW["url"]


def dump(value) -> str:
    return json.dumps(value, ensure_ascii=False)


@pytest.mark.parametrize("shape", [ROW, [ROW], {"articles": [ROW]}, {"data": [ROW]}, {"items": [ROW]}])
def test_shapes_of_json(read, shape):
    (found,) = read(dump(shape), "a.json")
    check(found)
    (found,) = read(json.dumps(shape, indent=2), "b.json")
    check(found)


@pytest.mark.parametrize(
    "names",
    [
        ("title", "body", "published", "source"),
        ("title", "content", "pubdate", "link"),
        ("标题", "正文", "日期", "链接"),
        ("Title", "Content", "Issued", "URL"),
    ],
)
def test_names_of_keys(read, names):
    record = dict(zip(names, ROW.values(), strict=True))
    (found,) = read(dump(record), "a.jsonl")
    check(found)
    out = io.StringIO(newline="")
    csv.writer(out).writerows([record.keys(), record.values()])
    (found,) = read(out.getvalue(), "a.csv")
    check(found)


def test_a_broken_line_is_reported_and_the_rest_goes_on(read):
    first, second, third = read(f'{dump(ROW)}\n\n{{"title": \n{dump(ROW)}\n', "a.ndjson")
    check(first)
    assert isinstance(second, Reject)
    assert (second.code, second.offset) == ("json", 3)
    check(third)


def test_json_lines_end_only_at_line_ends(read):
    text = dump({"title": "云\u2028溪\x85市", "text": "正文。"})
    (found,) = read(text + "\r\n", "a.jsonl")
    assert found.title.startswith("云\u2028溪")


def test_json_lines_under_the_name_json(read):
    assert [type(item) for item in read(f"{dump(ROW)}\n{dump(ROW)}\n", "a.json")] == [Article, Article]


@pytest.mark.parametrize(
    "text", ["[" * 100_000, '{"a":' * 100_000, "{", '{"title": 9' + "9" * 6000 + "}", "NaN", "1", '"x"']
)
@pytest.mark.parametrize("name", ["a.json", "a.jsonl"])
def test_what_is_no_record_is_refused(read, text, name):
    (found,) = read(text, name)
    assert isinstance(found, Reject)
    assert found.code == "json"


def test_nan_and_repeated_keys_are_read_or_refused(read):
    found = read('{"title": "云溪市", "title": "云溪市开工", "text": "正文。", "size": NaN}', "a.json")
    assert [getattr(item, "title", "") for item in found] == ["云溪市开工"]


@pytest.mark.parametrize("text", [["正文"], {"a": 1}, True])
def test_a_text_that_is_no_string_is_never_lost_in_silence(read, text):
    (found,) = read(dump({"title": "云溪市开工", "text": text}), "a.json")
    assert isinstance(found, Reject)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_title_is_not_doubled(read, end):
    (found,) = read(dump({"title": "云溪市开工", "text": f"云溪市开工{end}正文在此。"}), "a.json")
    assert found.text == "云溪市开工\n正文在此。"


def test_a_text_that_only_begins_like_its_title_is_whole(read):
    (found,) = read(dump({"title": "云溪市开工", "text": "云溪市开工的项目有三个。"}), "a.json")
    assert found.body == "云溪市开工的项目有三个。"


def test_a_record_without_title_takes_its_first_line(read):
    (found,) = read(dump({"text": "云溪市开工\n正文在此。"}), "a.json")
    assert (found.title, found.body) == ("云溪市开工", "正文在此。")


def test_only_an_address_is_a_source(read):
    (found,) = read(dump({**ROW, "url": None, "source": "云溪日报"}), "a.json")
    assert found.source == ""


def test_big_cells(read):
    (found,) = read(f"标题,正文\n云溪市开工,{'云' * 350_000}\n", "a.csv")
    assert len(found.body) == 350_000


def test_quoted_cells_and_tabs(read):
    (found,) = read('标题\t正文\t日期\n云溪市开工\t"第一行，\r\n第二行"\t2022-03-14\n', "a.tsv")
    assert (found.body, found.issued) == ("第一行，\r\n第二行", "2022-03-14")


def test_a_table_without_known_columns_is_refused(read):
    found = read("甲,乙\n一,二\n", "a.csv")
    assert [item.code for item in found if isinstance(item, Reject)] == [found[0].code]
    assert found[0].code in ("csv", "empty")


def test_a_row_with_a_cell_too_many_is_refused_with_its_line(read):
    found = read("title,text\n云溪市,开工,了\n白塔区,通车。\n", "a.csv")
    assert [(getattr(item, "code", ""), getattr(item, "offset", None)) for item in found] == [("csv", 2), ("", None)]


def test_an_open_quotation_mark_is_reported(read):
    found = read('title,text\n白塔区,通车。\n云溪市,"开工\n白塔区,开工。\n', "a.csv")
    assert isinstance(found[0], Article)
    assert any(isinstance(item, Reject) and item.code == "csv" for item in found[1:])


@given(
    title=st.text("云溪市开工 ,\"'\t", min_size=1).filter(str.strip),
    body=st.text("正文在此。,\"';\n\r-", min_size=1).filter(str.strip),
)
@PLAIN
def test_a_table_gives_back_what_was_put_in(read, title, body):
    out = io.StringIO(newline="")
    csv.writer(out).writerows([["title", "text"], [title, f"段落：{body}。"]])
    (found,) = read(out.getvalue(), "a.csv")
    assert isinstance(found, Article)
    assert found.body == f"段落：{body}。"


@pytest.mark.parametrize("title", ["\r=1", "\n\n=1", "=1\r\n"])
def test_line_ends_around_a_title_are_none_of_it(read, title):
    (article,) = read(json.dumps({"title": title, "text": "正文。"}), "a.json")
    assert article.title == "=1"
