"""Coverage adds up over articles, shows what was not understood, and speaks both languages."""

import json

import pytest

from kg.claims import saved_claims
from kg.coverage import Coverage, not_understood
from kg.lexicon import rules
from kg.pipeline import Options, build, coverage, extract
from kg.records import FATES, KINDS, Article

BODY = "公司建于1998年,传感器重7瓯、9瓯。\n绵阳市京东方显示模组项目开工,总投资20亿元。"
ARTICLES = [Article("绵阳市经济运行", BODY, "2024-01-08"), Article("德阳市见闻", "传感器重8瓯。", "2024-01-08")]


@pytest.fixture(scope="module")
def found():
    result = Coverage()
    for article in ARTICLES:
        result.add(extract(article))
    return result


def test_fates_add_up_to_all(found):
    for tally in (*found.articles, found.total):
        for kind in KINDS:
            everything, *fates = tally.of(kind)
            assert everything == sum(fates)
    for kind in KINDS:
        assert found.total.of(kind) == tuple(map(sum, zip(*(a.of(kind) for a in found.articles), strict=True)))
    assert found.total.fates.total() == sum(len(extract(a).ledger) for a in ARTICLES)


def test_open_items_come_with_their_sentence(found):
    assert len(found.items) == sum(found.total.of(kind)[3] for kind in KINDS)
    item = next(i for i in found.items if i.text == "7")
    assert (item.kind, item.reason) == ("number", "number without a known unit")
    assert item.sentence == "公司建于1998年,传感器重7瓯、9瓯。\n"[: len(item.sentence)]
    assert ARTICLES[0].text[item.start : item.end] == "7"


def test_most_frequent_kind_is_counted_with_its_pattern(found):
    first = next(row for row in found.most_frequent(10) if row["kind"] == "number")
    assert (first["pattern"], first["count"], first["articles"]) == ("#瓯", 3, 2)
    assert first["before"] == ["器重"]
    assert len(found.most_frequent(1)) == 1


def test_share_used_is_none_without_entries():
    empty = Coverage()
    empty.add(extract(Article("见闻", "今天很好。", "")))
    assert empty.total.share is None
    assert "–" in "\n".join(empty.as_text(rules("messages")["en"] | {"types": {}}, 20, 10))


def test_limit_bounds_items_only(found):
    data = found.as_json(1, 10)
    assert len(data["not_understood"]) == 1 < len(found.as_json(0, 10)["not_understood"])
    assert data["total"] == found.as_json(0, 0)["total"]
    assert 0 < data["total"]["share_used"] < 1


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_word_is_known_in_both_languages(found, lang):
    say = {**rules("messages")["zh"], **rules("messages")[lang]}
    lines = list(found.as_text(say, 1, 10))
    assert say["coverage_more"].format(count=len(found.items) - 1) in lines
    assert set(say["fates"]) == set(FATES) and set(say["entries"]) == set(KINDS)
    assert any(say["reasons"]["number without a known unit"] in line for line in lines)


def test_a_build_and_its_articles_tell_the_same(tmp_path):
    for number, article in enumerate(ARTICLES):
        text = f"{article.title}\n{article.body}\n{article.issued}\n"
        (tmp_path / f"{number}.txt").write_text(text, encoding="utf-8")
    out = tmp_path / "out"
    build([tmp_path / "0.txt", tmp_path / "1.txt"], out, Options(view=False))
    built, read = coverage([out])[0], coverage([tmp_path / "0.txt", tmp_path / "1.txt"])[0]
    assert built.as_json(0, 0)["total"] == read.as_json(0, 0)["total"]
    lines = [json.loads(line) for line in (out / "coverage.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(lines) == len(built.items) > 2
    assert [line["text"] for line in lines] == [i.text for x in saved_claims(out) for i in not_understood(x)]
    assert "coverage.jsonl" in json.loads((out / "manifest.json").read_text(encoding="utf-8"))["files"]
