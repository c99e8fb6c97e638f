"""Bytes → text: hazards 1 to 13 on the reading side."""

import random
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import UsageError
from kg.read import merge_copies, read_inputs
from kg.records import Article, Reject

TITLE = "云溪市新开工项目三十个"
BODY = "云溪市在三月举行了项目开工仪式，总投资八十亿元，其中工业项目十二个，交通项目八个。"
TEXT = f"{TITLE}\n{BODY}\n2022-03-14\n"
PLAIN = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)


def only(items):
    assert len(items) == 1, items
    return items[0]


def article(items) -> Article:
    found = only(items)
    assert isinstance(found, Article), found
    return found


def code(items) -> str:
    found = only(items)
    assert isinstance(found, Reject), found
    return found.code


@pytest.mark.parametrize(
    "data", [b"", b"\xef\xbb\xbf", b" \n\t\r\n", "\u3000\n".encode(), b"-", b"-\n-\n", b"\xff\xfe"]
)
def test_nothing_to_read_is_empty(read, data):
    assert code(read(data)) == "empty"


def test_byte_order_mark_changes_nothing_but_the_codec(read):
    plain, marked = article(read(TEXT)), article(read(b"\xef\xbb\xbf" + TEXT.encode(), "b.txt"))
    assert marked.title == TITLE
    assert marked.sha256 == plain.sha256
    assert (plain.encoding, marked.encoding) == ("utf-8", "utf-8-sig")


@pytest.mark.parametrize("codec", ["gbk", "gb18030"])
def test_gb18030_gives_what_utf8_gives(read, codec):
    text = TEXT.replace("三月", "三月在𠮷山镇") if codec == "gb18030" else TEXT
    found = article(read(text.encode(codec)))
    assert (found.sha256, found.encoding) == (article(read(text, "b.txt")).sha256, "gb18030")


@pytest.mark.parametrize("title", ["绵阳招商", "新的项目", "云溪", "工业"])
def test_short_gbk_title_is_never_hangul(read, title):
    found = only(read(title.encode("gbk")))
    assert found.title == title if isinstance(found, Article) else found.code == "encoding"


def test_big5_is_named_and_not_read(read):
    text = "雲溪市的新項目開工\n雲溪市在三月舉行了項目開工儀式，總投資八十億元，其中工業項目十二個。\n"
    found = only(read(text.encode("big5")))
    assert isinstance(found, Reject)
    assert found.code == "encoding"
    assert "big5" in found.reason
    assert found.offset == 0
    assert article(read(text.encode("big5"), encoding="big5")).title == text.split("\n")[0]


@pytest.mark.parametrize(("mark", "codec"), [(b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")])
def test_utf16_with_mark(read, mark, codec):
    found = article(read(mark + TEXT.encode(codec)))
    assert found.title == TITLE
    assert found.encoding.startswith("utf-16")


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf16_without_mark_is_refused(read, codec):
    assert code(read(TEXT.encode(codec))) == "encoding"


def test_utf16_without_mark_that_is_ascii_is_refused(read):
    assert code(read("2022 GDP 5000\n".encode("utf-16-le") * 20)) in ("encoding", "binary")


def test_utf8_cut_inside_a_character_names_the_byte(read):
    whole = (TITLE + BODY).encode()
    found = only(read(whole[:-1]))
    assert isinstance(found, Reject)
    assert (found.code, found.offset) == ("encoding", len(whole) - 3)


@given(cut=st.integers(1, len(BODY.encode()) - 1))
@PLAIN
def test_utf8_cut_anywhere_never_gives_other_characters(read, cut):
    found = only(read(BODY.encode()[:cut]))
    assert BODY.startswith(found.title) if isinstance(found, Article) else found.code == "encoding"


@pytest.mark.parametrize("parts", [("utf-8", "gbk"), ("gbk", "utf-8"), ("gbk", "utf-8", "gbk")])
def test_mixed_utf8_and_gbk_is_refused(read, parts):
    data = b"\n".join(BODY.encode(codec) for codec in parts)
    assert code(read(data)) == "encoding"


@pytest.mark.parametrize("codec", ["latin-1", "cp1252"])
def test_mojibake_is_refused(read, codec):
    broken = TITLE.encode().decode(codec, "ignore" if codec == "cp1252" else "strict")
    assert code(read(broken)) == "mojibake"
    assert code(read("2022å¹´\n")) == "mojibake"
    assert code(read(BODY.encode("gbk").decode("latin-1"))) == "mojibake"


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8,
        b"\x1f\x8b\x08\x00" + bytes(64),
        b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n",
        b"PK\x03\x04" + bytes(64),
        bytes(5000),
        random.Random(7).randbytes(3_000_000),
    ],
    ids=["png", "gzip", "pdf", "zip", "zeros", "random"],
)
def test_other_files_named_txt_are_binary_and_quick(read, data):
    read(b"warm up", "b.txt")
    begin = time.perf_counter()
    assert code(read(data)) == "binary"
    assert time.perf_counter() - begin < 0.5


@given(seed=st.integers(0, 2**32), size=st.integers(1, 400))
@PLAIN
def test_random_bytes_never_raise(read, seed, size):
    for item in read(random.Random(seed).randbytes(size)):
        assert isinstance(item, Article | Reject)


@given(data=st.data())
@PLAIN
def test_control_characters_are_removed_and_noted(read, data):
    at = data.draw(st.integers(1, len(BODY) - 1))
    control = data.draw(st.sampled_from("\x00\x01\x07\x1b\x0b\x0c\x7f\x85\x9f"))
    found = article(read(f"{TITLE}\n{BODY[:at]}{control}{BODY[at:]}\n2022-03-14"))
    assert found.body == BODY
    assert any("control" in note for note in found.notes)


def test_bidirectional_controls_stay(read):
    assert article(read(f"云溪\u202e市\n{BODY}")).title == "云溪\u202e市"


def test_full_width_forms_stay_as_written(read):
    assert "５０亿" in article(read(f"{TITLE}\n总投资５０亿元，ＢＯＥ参与建设。")).body


def test_half_a_surrogate_pair_is_refused(read):
    good, bad = '{"title": "云溪市", "text": "开工。"}', '{"title": "云溪市", "text": "开工\\ud800。"}'
    first, second = read(f"{bad}\n{good}\n", "a.jsonl")
    assert isinstance(first, Reject)
    assert first.code == "invalid-unicode"
    assert isinstance(second, Article)


def test_surrogates_in_utf8_are_no_utf8(read):
    assert code(read(TITLE.encode() + b"\xed\xa0\x80" + BODY.encode())) == "encoding"


def test_a_forced_encoding_is_strict(read):
    assert article(read(TEXT.encode("gbk"), encoding="GB18030")).encoding == "gb18030"
    assert code(read(TEXT.encode("gbk"), encoding="utf-8")) == "encoding"


@pytest.mark.parametrize("name", ["utf-9", "rot13"])
def test_an_unknown_encoding_is_a_usage_error(tmp_path, name):
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    with pytest.raises(UsageError, match=name):
        list(read_inputs([tmp_path], encoding=name))


@given(
    mark=st.sampled_from([b"", b"\xef\xbb\xbf"]),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    tail=st.sampled_from([0, 1, 3]),
)
@PLAIN
def test_mark_and_line_ends_make_no_other_article(read, mark, end, tail):
    text = end.join([TITLE, BODY, BODY, "2022-03-14"]) + end * tail
    found, plain = read(mark + text.encode()), read("\n".join([TITLE, BODY, BODY, "2022-03-14"]), "b.txt")
    merged, copies = merge_copies([article(found), article(plain)])
    assert (len(merged), copies, len(merged[0].paths)) == (1, 1, 2)
