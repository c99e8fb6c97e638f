"""Whom a number is about."""


def test_attribute_belongs_to_what_it_describes(read):
    text = "绵阳市引进了投资50亿元的惠科显示模组项目，全市上半年实现地区生产总值1800亿元。"
    assert read(text).about("50亿元") == ["惠科显示模组项目"]


def test_attribute_reaches_over_the_verb_that_builds(read):
    text = "四川长虹集团投资6亿元建设的长虹智能制造产业园项目位于绵阳市。"
    assert read(text).about("6亿元") == ["长虹智能制造产业园项目"]


def test_regional_figure_belongs_to_the_region_that_the_word_points_to(read):
    text = "惠科显示模组项目在绵阳市开工。上半年，全市规模以上工业增加值增长8.5%。"
    assert read(text).about("8.5%") == ["绵阳市"]


def test_omitted_subject_is_the_one_before(read):
    text = "惠科显示模组项目位于绵阳市，总投资50亿元，占地300亩，建成后年产模组1200万片。"
    assert read(text).about("300亩") == read(text).about("1200万片") == ["惠科显示模组项目"]


def test_what_is_compared_with_is_no_subject(read):
    text = "上半年，绵阳市固定资产投资增长15.8%，比四川省高出6.3个百分点。"
    assert read(text).about("6.3个百分点") == ["绵阳市"]


def test_in_order(read):
    text = "成都市、绵阳市上半年地区生产总值分别增长6.1%、7.2%。"
    assert read(text).about("6.1%") == ["成都市"]
    assert read(text).about("7.2%") == ["绵阳市"]


def test_each_of_several(read):
    text = "去年，成都市、绵阳市各新建标准厂房40万平方米。"
    assert read(text).about("40万平方米") == ["成都市", "绵阳市"]


def test_nobody_is_invented(read):
    found = read("项目总投资50亿元。", title="一则消息")
    assert [(f.facts, f.reason) for f in found.fates] == [((), "not understood")]


def test_bare_title_means_the_full_one(read):
    text = "绵阳市印发《绵阳市项目建设激励办法》。《办法》有效期3年。"
    assert read(text).about("3年") == ["绵阳市项目建设激励办法"]


def test_national_figure_is_about_nobody(read):
    found = read("绵阳市召开工业大会。上半年，全国铁路完成固定资产投资2061亿元。")
    assert found.reason("2061亿元") == "about the whole nation"


def test_former_and_latter_are_the_two_named_together(read):
    text = "金山风电的叶片基地、远航重工塔筒项目先后落户柳州市，前者年产叶片600套，后者总投资6亿元。"
    assert read(text).about("600套") == ["金山风电的叶片基地"]
    assert read(text).about("6亿元") == ["远航重工塔筒项目"]


def test_both_in_order(read):
    text = "柳新能源有限公司由柳州东风投资集团与广西柳工集团合资设立，双方分别持股60%和40%。"
    assert read(text).about("60%") == ["柳州东风投资集团"]
    assert read(text).about("40%") == ["广西柳工集团"]


def test_this_district_is_the_one_called_so(read):
    text = "奥迪在中国的首个工厂设在长春汽车经济技术开发区。上半年，该区规模以上工业总产值3790亿元。"
    assert read(text).about("3790亿元") == ["长春汽车经济技术开发区"]


def test_parts_are_about_what_the_whole_is_about(read):
    text = (
        "6月3日，德阳市举行重大项目集中签约仪式，共签约项目18个，总投资190亿元。其中，制造业项目11个、投资120亿元，"
        "现代服务业项目7个、投资70亿元。"
    )
    assert read(text).about("190亿元") == read(text).about("120亿元") == read(text).about("70亿元")
