"""The word tables of names, terms, generic words and boundaries: readable, unambiguous, and large enough to matter."""

from collections import Counter
from itertools import chain

import pytest

from kg.lexicon import DATA, Boundary, Division, Generic, KnownName, Term, table
from kg.recognise.tokens import segmenter
from kg.segment import fold


def surfaces(name):
    """Return every form of every row of a table of names."""
    return [form for k in table(name, KnownName) for form in (k.name, k.full, *k.aliases) if form]


def term_forms(kind=None):
    return [form for t in table("terms", Term) if kind in (None, t.type) for form in (t.name, *t.aliases)]


def boundary_words(use):
    return {b.word for b in table("boundaries", Boundary) if b.use == use}


def generic_words():
    return {g.word for g in table("generic", Generic)}


def known(name, word):
    """Return the row that holds a form."""
    return next(k for k in table(name, KnownName) if word in (k.name, k.full, *k.aliases))


def test_each_table_holds_its_types():
    assert {k.type for k in table("enterprises", KnownName)} == {"Enterprise"}
    assert {k.type for k in table("institutions", KnownName)} == {"Institution"}
    assert {t.type for t in table("terms", Term)} == {"Industry", "Product", "Recognition"}
    assert {b.use for b in table("boundaries", Boundary)} == {"hard", "soft", "single"}


def test_no_form_stands_for_two_rows():
    names = Counter(chain(surfaces("enterprises"), surfaces("institutions"), term_forms()))
    assert [form for form, count in names.items() if count > 1] == []


def test_no_word_is_both_generic_and_boundary_or_stands_twice():
    words = Counter(chain((b.word for b in table("boundaries", Boundary)), generic_words()))
    assert [word for word, count in words.items() if count > 1] == []


def test_no_term_is_generic_or_a_boundary():
    words = generic_words() | {b.word for b in table("boundaries", Boundary)}
    names = {*surfaces("enterprises"), *surfaces("institutions"), *term_forms()}
    assert words & names == set()


def test_no_hard_boundary_stands_inside_a_listed_name():
    hard, cut = boundary_words("hard"), segmenter().cut
    names = {*surfaces("enterprises"), *surfaces("institutions")}
    assert sorted(name for name in names if hard.intersection(cut(name))) == []


def test_boundaries_are_single_words_of_the_segmenter():
    words = boundary_words("hard") | boundary_words("soft")
    assert sorted(word for word in words if len(segmenter().cut(word)) > 1) == []


@pytest.mark.skipif(not (DATA / "divisions.csv").exists(), reason="kg/data/divisions.csv is not made yet")
def test_no_name_is_the_name_of_a_division():
    divisions = {form for d in table("divisions", Division) for form in (d.name, d.short, *d.aliases)}
    names = {*surfaces("enterprises"), *surfaces("institutions"), *term_forms()}
    assert divisions & names == set()


@pytest.mark.parametrize(
    ("count", "least"),
    [
        (lambda: len(table("enterprises", KnownName)), 480),
        (lambda: len(table("institutions", KnownName)), 200),
        (lambda: sum("大学" in k.name for k in table("institutions", KnownName)), 96),
        (lambda: sum(t.type == "Industry" for t in table("terms", Term)), 280),
        (lambda: sum(t.type == "Product" for t in table("terms", Term)), 400),
        (lambda: sum(t.type == "Recognition" for t in table("terms", Term)), 96),
        (lambda: len(generic_words()), 160),
        (lambda: len(boundary_words("hard")), 400),
        (lambda: len(boundary_words("soft")), 48),
    ],
    ids=[
        "enterprises",
        "institutions",
        "universities",
        "industries",
        "products",
        "recognitions",
        "generic",
        "hard",
        "soft",
    ],
)
def test_tables_are_large_enough(count, least):
    assert count() >= least


def test_single_boundaries_are_the_one_character_ones():
    assert {len(word) for word in boundary_words("single")} == {1}
    assert min(len(word) for word in boundary_words("hard") | boundary_words("soft")) == 2


def test_names_have_two_characters_at_least():
    assert [f for f in (*surfaces("enterprises"), *surfaces("institutions"), *term_forms()) if len(f) < 2] == []


def test_forms_are_written_as_the_folded_text_has_them():
    names = [*surfaces("enterprises"), *surfaces("institutions"), *term_forms()]
    assert [name for name in names if fold(name)[0] != name] == []


def test_tickers_are_well_formed_and_stand_once():
    codes = [k.code for k in table("enterprises", KnownName) if k.code]
    digits = {"SH": 6, "SZ": 6, "HK": 5}
    assert [c for c in codes if not c[:-3].isdigit() or len(c[:-3]) != digits.get(c[-2:])] == []
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize(
    ("word", "name", "full", "code"),
    [
        ("京东方", "京东方", "京东方科技集团股份有限公司", "000725.SZ"),
        ("惠科", "惠科", "惠科股份有限公司", ""),
        ("宁德时代", "宁德时代", "宁德时代新能源科技股份有限公司", "300750.SZ"),
        ("南钢", "南京钢铁", "南京钢铁股份有限公司", "600282.SH"),
        ("一汽", "中国一汽", "中国第一汽车集团有限公司", ""),
        ("中国建筑一局", "中建一局", "中国建筑一局(集团)有限公司", ""),
        ("建行", "建设银行", "中国建设银行股份有限公司", "601939.SH"),
        ("三峡集团", "三峡集团", "中国长江三峡集团有限公司", ""),
    ],
)
def test_enterprises(word, name, full, code):
    row = known("enterprises", word)
    assert (row.name, row.full, row.code) == (name, full, code)


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("工业和信息化部", "工信部"),
        ("国家发改委", "国家发展改革委"),
        ("中科院", "中国科学院"),
        ("科创板", "科创板"),
        ("上海证券交易所", "上交所"),
        ("紫金山实验室", "紫金山实验室"),
        ("央行", "中国人民银行"),
        ("哈工大", "哈尔滨工业大学"),
    ],
)
def test_institutions(word, name):
    assert known("institutions", word).name == name


@pytest.mark.parametrize(
    ("word", "kind", "name"),
    [
        ("电子信息产业", "Industry", "电子信息"),
        ("新能源汽车", "Industry", "新能源汽车"),
        ("装备制造业", "Industry", "装备制造"),
        ("先进材料", "Industry", "先进材料"),
        ("低空经济", "Industry", "低空经济"),
        ("储能电池", "Product", "储能电池"),
        ("太阳能组件", "Product", "光伏组件"),
        ("背光模组", "Product", "背光模组"),
        ("玉米淀粉", "Product", "玉米淀粉"),
        ("专精特新小巨人企业", "Recognition", "专精特新“小巨人”企业"),
        ("百强县", "Recognition", "全国百强县"),
        ("国家级经开区", "Recognition", "国家级经开区"),
        ("5A级景区", "Recognition", "国家5A级旅游景区"),
    ],
)
def test_terms(word, kind, name):
    assert [(t.type, t.name) for t in table("terms", Term) if word in (t.name, *t.aliases)] == [(kind, name)]


@pytest.mark.parametrize(
    "word",
    ["太阳能", "东方", "小米", "联想", "平安", "海螺", "奔驰", "普惠", "美的", "三一", "现代汽车", "统一企业", "太重"],
)
def test_everyday_words_are_no_names(word):
    assert word not in {*surfaces("enterprises"), *surfaces("institutions"), *term_forms()}


@pytest.mark.parametrize(
    "word", ["引进", "推进", "启动", "位于", "落户", "签约", "其中", "以及", "通过", "依托", "促进"]
)
def test_hard_boundaries(word):
    assert word in boundary_words("hard")


@pytest.mark.parametrize("word", ["建设", "生产", "研发", "制造", "加工", "规划", "投资", "新建", "改造"])
def test_soft_boundaries(word):
    assert word in boundary_words("soft")


@pytest.mark.parametrize("word", "在对将由与和及为被把从向于以并也都还又已则是有让使给用等的")
def test_single_boundaries(word):
    assert word in boundary_words("single")


@pytest.mark.parametrize(
    "word",
    [
        "重大",
        "重点",
        "新",
        "大",
        "各",
        "该",
        "一批",
        "亿元",
        "产业",
        "基础设施",
        "民生",
        "续建",
        "国家级",
        "全市",
        "我省",
        "政府",
        "企业",
    ],
)
def test_generic_words(word):
    assert word in generic_words()
