"""Whatever a file holds, each reader gives articles or named rejects, and no character that harms what follows."""

import csv
import gzip
import io
import json
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hostile import SHARP, SURROGATES, bodies, fuzzing, names
from hypothesis import given
from hypothesis import strategies as st

from kg.read import read_inputs
from kg.records import Article, Reject

ENDINGS = ("", ".txt", ".md", ".html", ".json", ".jsonl", ".csv", ".tsv", ".docx", ".pdf", ".gz", ".csv.gz")
HARMFUL = [chr(c) for c in (*range(9), 11, 12, *range(14, 32), *range(127, 160))]


def read(data, ending):
    """Read one file twice and hold what it gives against what every article promises."""
    with TemporaryDirectory() as place:
        path = Path(place) / f"a{ending}"
        path.write_bytes(data)
        found = list(read_inputs([path], max_doc_mb=0.1))
        assert list(read_inputs([path], max_doc_mb=0.1)) == found
    assert found, "a file always leaves something: an article or a reject"
    for one in found:
        assert isinstance(one, Article | Reject)
        if isinstance(one, Article):
            assert one.title.strip() and len(one.title) <= 200 and not set(one.title) & set("\r\n")
            assert not set(one.text) & set(HARMFUL)
            assert one.issued == "" or len(one.issued) == 10
            assert not set(one.source) & set(' <>"{}|\\^`\n')
            one.text.encode()
        else:
            assert one.code and one.reason.isprintable()
    return found


def articles(data, ending):
    return [one for one in read(data, ending) if isinstance(one, Article)]


@pytest.mark.parametrize("ending", ENDINGS)
@fuzzing(40)
@given(data=st.binary(max_size=300))
def test_any_bytes(ending, data):
    read(data, ending)


@pytest.mark.parametrize("ending", ENDINGS)
@fuzzing(40)
@given(text=bodies, codec=st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16", "big5"]))
def test_any_text_in_any_encoding(ending, text, codec):
    read(text.encode(codec, "replace"), ending)


@fuzzing(100)
@given(names, bodies)
def test_a_text_loses_no_character_that_can_be_seen(title, body):
    for article in articles(f"{title}\n{body}".encode(), ".txt")[:1]:
        assert set("".join(article.text.split())) <= set("".join(f"{title}{body}".split()))


def texts(record):
    """Return what one record is read as, white space and controls apart."""
    plain = "".join(f"{record['title']}{record['text']}".split())
    return "".join(c for c in plain if c not in HARMFUL)


@pytest.mark.parametrize("ending", [".csv", ".tsv", ".json", ".jsonl", ".gz"])
@fuzzing(60)
@given(records=st.lists(st.fixed_dictionaries({"title": names, "text": bodies}), min_size=1, max_size=3))
def test_records_are_read_back(ending, records):
    records = [r | {"title": f"题{r['title']}"} for r in records]
    if ending in (".csv", ".tsv"):
        out = io.StringIO(newline="")
        writer = csv.DictWriter(
            out, ["title", "text"], delimiter="\t" if ending == ".tsv" else ",", quoting=csv.QUOTE_ALL
        )
        writer.writeheader()
        writer.writerows(records)
        data = out.getvalue().encode()
    elif ending == ".json":
        data = json.dumps(records).encode()
    else:
        lines = "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records)
        data = gzip.compress(lines.encode()) if ending == ".gz" else lines.encode()
    found = read(data, ending if ending != ".gz" else ".jsonl.gz")
    for article in (one for one in found if isinstance(one, Article)):
        assert "".join(article.text.split()) in {texts(r) for r in records}
    assert len(found) == len(records)


@pytest.mark.parametrize("half", SURROGATES)
def test_half_a_pair_in_json_is_a_reject_and_two_halves_are_one_character(half):
    (found,) = read(json.dumps({"title": "题", "text": f"甲{half}乙"}).encode(), ".json")
    assert found.code == "invalid-unicode" if len(half) == 1 else found.body == "甲🏭乙"


@fuzzing(60)
@given(names, bodies)
def test_a_page_gives_text_and_no_tag_of_its_own(title, body):
    main = "".join(f"<p>{escape(part)}</p>" for part in (*body.split("\n"), "绵阳开工一个项目，总投资20亿元。" * 9))
    page = f"<html><head><title>{escape(title)}</title></head><body><article>{main}</article></body></html>"
    for article in articles(page.encode(), ".html"):
        assert "<p>" not in article.text


@pytest.mark.parametrize("mark", SHARP, ids=ascii)
def test_every_mark_in_every_part_of_every_form(mark):
    body = f"{mark}绵阳{mark}开工一个项目。\n{mark}\n总投资20亿元{mark}"
    for ending in (".txt", ".md", ".html"):
        read(f"{mark}题{mark}\n{body}\n2024-01-05{mark}".encode(), ending)
    read(f"---\ntitle: {mark}\ndate: {mark}\nsource: {mark}\n---\n{body}".encode(), ".md")
    row = {"title": mark, "text": body, "date": mark, "url": mark}
    read(json.dumps(row).encode(), ".json")
    read(json.dumps(row, ensure_ascii=False).encode(), ".jsonl")
