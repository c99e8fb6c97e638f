"""Folding keeps every offset; titles, headings, labels and sentences fall where a reader sees them."""

from hypothesis import given
from hypothesis import strategies as st

from kg.records import Article
from kg.segment import LONGEST, fold, segment, squash

TEXT = st.text(alphabet=st.sampled_from("绵阳项目投资５０亿 \u200b\u00adA1。,:“”\n\r\t⾦㎡…年"), max_size=80)


def article(body: str, title: str = "某市开工一批项目") -> Article:
    return Article(title, body, "2024-05-06")


@given(TEXT)
def test_every_folded_character_knows_its_source(text):
    folded, offsets, breaks = fold(text)
    assert len(folded) == len(offsets)
    assert list(offsets) == sorted(set(offsets))
    assert all(0 <= b <= len(folded) for b in breaks)
    for char, at in zip(folded, offsets, strict=True):
        assert char == " " or squash(char) == squash(text[at])


@given(TEXT)
def test_sentences_cover_without_overlap(text):
    doc = segment(article(text))
    ends = [s.end for s in doc.sentences]
    assert all(a.end <= b.start for a, b in zip(doc.sentences, doc.sentences[1:], strict=False))
    assert all(s.start < s.end for s in doc.sentences)
    assert max(ends) <= len(doc.text)


def test_spaces_between_digits_and_han_go_and_offsets_stay():
    doc = segment(article("总投资 50 亿元的 项目", ""))
    at = doc.text.index("50亿元")
    span = doc.span(at, at + 4)
    assert doc.article.text[span.start : span.end] == "50 亿元"


def test_full_width_is_read_as_half_width():
    folded, _, _ = fold("总投资５０．５亿元，增长３％")
    assert folded == "总投资50.5亿元,增长3%"


def test_zero_width_characters_are_no_part_of_a_name():
    assert fold("京\u200b东\u00ad方")[0] == "京东方"


def test_inline_headings_of_a_listing_are_headings():
    doc = segment(article("一、工作进展:项目加快推进 甲县今年新开工项目 12 个。二、下步打算 乙镇将再添两个园区。"))
    headings = [s.heading for s in doc.sentences if s.kind == "heading"]
    assert headings == ["工作进展:项目加快推进", "下步打算"]
    assert [s.section for s in doc.sentences if s.kind == "body"] == [1, 2]


def test_a_date_behind_a_heading_begins_the_sentence():
    doc = segment(article("一、集中签约迎来开门红 3 月 5 日,甲市举行签约仪式。"))
    body = [doc.text[s.start : s.end] for s in doc.sentences if s.kind == "body"]
    assert body == ["3月5日,甲市举行签约仪式。"]


def test_paragraph_labels_rule_until_the_next():
    doc = segment(article("组织保障:成立专班。实行周调度。\n资金保障:设立基金。"))
    assert [s.label for s in doc.sentences if s.kind == "body"] == ["组织保障", "组织保障", "资金保障"]


def test_numbered_items_are_sentences_of_their_own():
    doc = segment(article("项目如下。1.甲项目:总投资1.5亿元。2.乙项目:总投资2亿元。"))
    body = [doc.text[s.start : s.end] for s in doc.sentences if s.kind == "body"]
    assert body[1:] == ["1.甲项目:总投资1.5亿元。", "2.乙项目:总投资2亿元。"]


def test_a_full_stop_inside_quotation_marks_does_not_cut():
    doc = segment(article("他说“要快。要稳”,随后离开。"))
    assert len([s for s in doc.sentences if s.kind == "body"]) == 1


def test_column_tag_names_a_region_without_its_column_words():
    assert segment(article("正文。", "【2023年某某招商】项目开工")).tag == "某某"


@given(st.lists(st.sampled_from(["绵阳", "投资,", "项目、", "建设" * 700]), max_size=6).map("".join))
def test_no_sentence_is_longer_than_the_longest(body):
    doc = segment(article(body))
    assert max(s.end - s.start for s in doc.sentences) <= LONGEST
    assert "".join(doc.text[s.start : s.end] for s in doc.sentences[1:]) == body


def test_what_is_too_long_is_cut_behind_a_comma():
    doc = segment(article("绵阳投资项目," * 300))
    assert {doc.text[s.end - 1] for s in doc.sentences[1:]} == {","}


def test_traditional_characters_are_read_simplified_and_kept():
    doc = segment(article("廣州市與惠州市簽約,總投資50億元的產業園開工。", "兩地簽約"))
    assert doc.text.startswith("两地签约\n广州市与惠州市签约,总投资50亿元的产业园开工。")
    at = doc.text.index("产业园")
    assert (doc.written(at, at + 3), doc.is_traditional) == ("產業園", True)
    span = doc.span(at, at + 3)
    assert doc.article.text[span.start : span.end] == "產業園"


def test_a_traditional_character_in_a_name_of_a_simplified_text_stays():
    doc = segment(article("乾照光电在厦门市投资50亿元,建设著名的显示产业基地,项目明年开工。"))
    assert "乾照光电" in doc.text
    assert not doc.is_traditional


WRAPPED = (
    "三月十一日上午,丽水市莲都区举行重大产业项目集中开工仪式,二十七个项\n"
    "目同时动工,总投资一百六十八亿元,其中半导体材料项目五个。仪式由区长\n"
    "主持,市里各部门负责人到场。当天开工的项目里,有一个是投资三十亿元的\n"
    "碳化硅衬底项目,由本地企业与省外基金合作建设,预计两年后投产。另外的\n"
    "几个项目涉及智能装备和生物医药,用地合计一千二百亩,全部建成后每年可\n"
    "新增产值二百亿元。区里还为每个项目配了专班。\n"
    "会后,客商参观了园区。"
)


def test_lines_wrapped_at_a_width_are_joined_and_paragraphs_are_not():
    doc = segment(article(WRAPPED))
    assert "二十七个项目同时动工" in doc.text
    assert "每年可新增产值" in doc.text
    assert "专班。\n会后" in doc.text


def test_lines_of_a_list_are_not_joined():
    names = ("甲子", "乙丑丙", "丁卯", "戊辰己巳", "庚午", "辛未")
    lines = [f"{name}新材料有限公司年产{n * 3}万吨电池级碳酸锂项目,总投资{n}亿元" for n, name in enumerate(names, 2)]
    assert segment(article("\n".join(lines))).text.count("\n") == len(lines)
